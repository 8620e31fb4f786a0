"""Zones of a plan in a hazard on record: figures by hand, files read back, what nobody answers for."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pyogrio
import pytest
import rasterio
import shapely
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook
from pyproj import CRS

from dothi.base.errors import DothiError
from dothi.intake.georeference.carry import WGS84, carrier
from dothi.lake import Source, publish_raster
from dothi.registry.jobs.models import Job, JobState
from dothi.registry.jobs.work import perform
from dothi.registry.land.comparing import exposed
from dothi.registry.land.comparing.exposed_hazard import raster_named
from dothi.registry.land.comparing.exposed_things import Fields
from dothi.registry.land.comparing.handing import result_file
from dothi.registry.land.recording import ThemeEntry, record_theme, store_theme

pytestmark = [pytest.mark.usefixtures("quang_nam"), pytest.mark.django_db(transaction=True)]
DAY, WHEN = date(2025, 7, 2), datetime(2026, 7, 1, tzinfo=UTC)
NORTH, SOUTH = 1722600, 1722500


def flood(world: Any, covers: Any | None) -> None:
    """Water over x 577450-577550: half of the west hectare of the plan and half of the east one."""
    frame = gpd.GeoDataFrame(
        {"ten": ["Ngập"]}, geometry=[shapely.box(577450, SOUTH, 577550, NORTH)], crs=5899
    )
    entry = ThemeEntry("flood", "Ngập Thử", "QĐ 5", date(2024, 1, 1), 2000, illustrative=True)
    version = store_theme(
        world.lake, frame, entry, Source("ngap.gpkg", "0" * 64, 1), datetime(2026, 7, 1, tzinfo=UTC)
    )
    record_theme(None, entry, version, covers)


def asked(world: Any, theme: str = "flood") -> dict[str, Any]:
    job = exposed.ask(world.planner, exposed.Wanted(f"plan:{world.plan.key}", theme, DAY))
    assert perform(str(job.pk))
    done = Job.objects.get(pk=job.pk)
    assert done.state == JobState.DONE, done.result
    return {"job": done, **done.result}


def test_zones_are_divided_in_three(world: Any) -> None:
    """The layer answers for x up to 577570: of 2 ha 10,000 m² are wet, 7,000 dry, 3,000 not known."""
    ground = shapely.box(577300, SOUTH - 50, 577570, NORTH + 50)
    flood(world, shapely.transform(ground, carrier(CRS.from_epsg(5899), WGS84)))
    found = asked(world)
    assert found["total"]["m2"] == pytest.approx(
        {"exposed": 10_000, "not-exposed": 7_000, "not-known": 3_000}, abs=0.1
    )
    assert found["total"]["count"]["area"] == {"exposed": 2, "not-exposed": 0, "not-known": 0}
    assert found["illustrative"]
    assert [one["document"] for one in found["sources"]] == ["QĐ 5"]
    first = found["places"][0]
    assert (first["verdict"], round(first["m2"])) == ("exposed", 5_000)
    assert [one["verdict"] for one in found["places"]] == ["exposed", "exposed", "not-known"]
    drawn = result_file(found["job"], "geojson")
    assert drawn is not None
    assert len(json.loads(drawn.read_text("utf-8"))["features"]) == 3
    book, layer = result_file(found["job"], "xlsx"), result_file(found["job"], "gpkg")
    assert book is not None
    assert layer is not None
    assert load_workbook(book).sheetnames == ["Tổng hợp", "Đối tượng", "Cơ sở"]
    wet = pyogrio.read_dataframe(layer).query("ket_luan == 'có nguy cơ'")
    assert wet.area.sum() == pytest.approx(10_000, abs=0.1)


def test_works_of_a_layer_and_people_of_a_file(world: Any) -> None:
    """Of three schools one is wet; of 300 people spread over 2 ha, half of it wet, 150."""
    flood(world, None)
    frame = gpd.GeoDataFrame(
        {"ten": ["Trường A", "Trường B", "Trường C"], "cap": ["1", "1", "2"]},
        geometry=shapely.points([577460, 577700, 577720], [SOUTH + 5] * 3),
        crs=5899,
    )
    entry = ThemeEntry("heritage", "Trường học", "QĐ 7", date(2024, 1, 1), 2000)
    stored = store_theme(
        world.lake, frame, entry, Source("t.gpkg", "0" * 64, 1), datetime(2026, 7, 1, tzinfo=UTC)
    )
    row = record_theme(None, entry, stored, None)
    fields = Fields(group="cap")
    job = exposed.ask(world.planner, exposed.Wanted(f"layer:{row.pk}", "flood", DAY, fields=fields))
    assert perform(str(job.pk))
    found = Job.objects.get(pk=job.pk).result
    assert found["total"]["count"]["point"] == {"exposed": 1, "not-exposed": 0, "not-known": 2}
    assert (found["places"][0]["label"], found["about"]["decision"]) == ("Trường A", "QĐ 7")
    assert [one["group"] for one in found["groups"]] == ["1", "2"]
    homes = {
        "type": "FeatureCollection",
        "features": [{"type": "Feature", "properties": {"dan_so": 300}, "geometry": shapely.geometry.mapping(
            shapely.transform(shapely.box(577400, SOUTH, 577600, NORTH), carrier(CRS.from_epsg(5899), WGS84))
        )}],
    }  # fmt: skip
    sent = SimpleUploadedFile("dan-cu.geojson", json.dumps(homes).encode())
    job = exposed.ask(world.planner, exposed.Wanted("file", "flood", DAY), sent)
    assert perform(str(job.pk))
    done = Job.objects.get(pk=job.pk)
    assert done.state == JobState.DONE, done.result
    assert done.result["total"]["people"]["exposed"] == pytest.approx(150, abs=0.1)
    assert done.payload["files"]["things"]["name"] == "dan-cu.geojson"


def test_pixels_of_a_raster_of_the_lake(world: Any, tmp_path: Path) -> None:
    """Pixels of 10 m over x 577400-577600: 0.6 m deep west of 577500, 0.2 m east; 1 ha from 0.5 m up."""
    depth = np.where(np.arange(20) < 10, 0.6, 0.2).astype("float32")[None, :].repeat(10, axis=0)
    place = rasterio.Affine(10, 0, 577_400, 0, -10, NORTH)
    path = tmp_path / "sau.tif"
    kept = {"driver": "GTiff", "width": 20, "height": 10, "count": 1, "dtype": "float32", "crs": "EPSG:5899"}
    with rasterio.open(path, "w", transform=place, **kept) as raster:
        raster.write(depth, 1)
    made = publish_raster(world.lake, path, created=WHEN, illustrative=True, title="Độ sâu")
    found = raster_named(world.planner, made.name[:8], 0.5, elevation=False)
    wanted = exposed.Wanted(f"plan:{world.plan.key}", "", DAY, raster=found)
    job = exposed.ask(world.planner, wanted)
    assert perform(str(job.pk))
    done = Job.objects.get(pk=job.pk)
    assert done.state == JobState.DONE, done.result
    assert done.result["total"]["m2"]["exposed"] == pytest.approx(10_000, abs=0.1)
    assert (done.result["illustrative"], done.result["sources"][0]["layer"]) == (True, made.name)
    assert done.payload["title"].startswith("Độ sâu, giá trị ≥ 0,5: ")
    zones = next(name for name in world.lake.names() if world.lake.manifest(name).raster is None)
    with pytest.raises(DothiError) as refused:
        raster_named(world.planner, zones, 0.5, elevation=False)
    assert refused.value.faults[0].code == "exposure.no-raster"


def test_a_layer_that_only_says_where_it_is_wet_leaves_the_rest_unknown(world: Any) -> None:
    flood(world, None)
    assert asked(world)["total"]["m2"] == pytest.approx(
        {"exposed": 10_000, "not-exposed": 0, "not-known": 10_000}, abs=0.1
    )


def test_without_a_layer_nothing_is_known(world: Any) -> None:
    found = asked(world, "landslide")
    assert found["total"]["m2"] == pytest.approx(
        {"exposed": 0, "not-exposed": 0, "not-known": 20_000}, abs=0.1
    )
    assert found["notes"]


def test_a_file_is_refused_in_the_words_of_the_form(world: Any) -> None:
    text = json.dumps(
        {
            "type": "FeatureCollection",
            "features": [
                {
                    "type": "Feature",
                    "properties": {"dan_so": "nhiều"},
                    "geometry": {"type": "Point", "coordinates": [108.4, 15.5]},
                }
            ],
        }
    )
    sent = SimpleUploadedFile("dan.geojson", text.encode())
    with pytest.raises(DothiError) as refused:
        exposed.ask(world.planner, exposed.Wanted("file", "flood", DAY), sent)
    (fault,) = refused.value.faults
    assert (fault.code, "Trường số người" in fault.remedy_vi) == ("exposure.people", True)
    assert not Job.objects.exists()


def test_what_cannot_be_asked_is_refused_before_anything_waits(world: Any) -> None:
    for theme, plan, code in (
        ("current-use", world.plan.key, "exposure.no-theme"),
        ("flood", "khong-co", "land.no-plan"),
        ("flood", "layer:999", "exposure.no-things"),
        ("flood", "layer:x", "exposure.no-things"),
        ("flood", "file", "exposure.no-file"),
    ):
        things = plan if ":" in plan or plan == "file" else f"plan:{plan}"
        with pytest.raises(DothiError) as refused:
            exposed.ask(world.planner, exposed.Wanted(things, theme, DAY))
        assert refused.value.faults[0].code == code
    with pytest.raises(PermissionDenied):
        exposed.ask(world.stranger, exposed.Wanted(f"plan:{world.plan.key}", "flood", DAY))
    assert not Job.objects.exists()
