from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pyarrow as pa
import pyogrio
import pytest
import shapely
from pmtiles.reader import Reader

from dothi import __version__
from dothi.base.errors import InputError, UnusableError
from dothi.lake import (
    PARCELS,
    ZONES,
    Checks,
    Lake,
    LayerTable,
    LayerVersion,
    Source,
    Step,
    collect,
    open_lake,
    publish_layer,
    verify,
)

DAY = date(2026, 10, 1)
Make = Callable[..., gpd.GeoDataFrame]


def published(lake: Lake, content: Any, **more: Any) -> LayerVersion:
    wanted = {"created": DAY, "illustrative": False, "tiles_for": None, **more}
    return publish_layer(lake, content, **wanted)


def test_a_layer_is_published_with_everything_that_is_known_of_it(lake: Lake, make_zones: Make) -> None:
    steps: list[Step] = []
    frame = make_zones(60)
    source = Source("quy-hoach.gpkg", hashlib.sha256(b"x").hexdigest(), 1)
    checks = Checks("clean", 0, 2, "report-17")
    version = published(
        lake, frame, tiles_for=ZONES, title="Phân khu 1", sources=[source], checks=checks, report=steps.append
    )
    assert steps == [
        Step.SURVEY, Step.WRITE, Step.TILES, Step.STORE, Step.STORE, Step.CHECK, Step.COMMIT, Step.DONE,
    ]  # fmt: skip
    found = lake.manifest(version.name)
    assert found == version.manifest
    assert (found.title, found.created, found.code_version) == ("Phân khu 1", "2026-10-01", __version__)
    assert (found.sources, found.checks, found.illustrative) == ((source,), checks, False)
    assert (found.crs.canonical, found.crs.operation) == ("EPSG:5899", "EPSG:6960")
    assert version.facts.features == 60
    assert version.facts.area_m2 == pytest.approx(frame.area.sum(), rel=1e-12)
    assert found.extent == tuple(frame.total_bounds)
    assert {column.name: column.type for column in version.facts.columns} == {
        "ma": "text", "tang": "integer", "mat_do": "number", "ghi_chu": "text",
    }  # fmt: skip
    assert found.tiles is not None
    assert (found.tiles.kind, found.tiles.min_zoom, found.tiles.max_zoom) == ("zones", 10, 15)
    west, south, east, north = found.extent_wgs84 or (0, 0, 0, 0)
    assert 108.1 < west < east < 108.3
    assert 15.5 < south < north < 15.6
    assert verify(lake).faults == ()


def test_the_manifest_lies_beside_its_files_and_names_their_digests(lake: Lake, make_zones: Make) -> None:
    version = published(lake, make_zones(), tiles_for=ZONES)
    data = json.loads(lake.store.read(f"versions/{version.name}/manifest.json"))
    assert data["format"] == "dothi-lake-1"
    assert set(data["files"]) == {"data", "tiles"}
    for stored in data["files"].values():
        content = lake.store.read(stored["path"])
        assert hashlib.sha256(content).hexdigest() == stored["sha256"]
        assert len(content) == stored["size"]
        assert stored["path"].startswith(f"versions/{version.name}/")


def test_the_same_content_is_one_version(lake: Lake, make_zones: Make) -> None:
    frame = make_zones()
    first = published(lake, frame, tiles_for=ZONES)
    before = {(key.path, key.size) for key in lake.store.listing()}
    again = published(
        lake,
        frame.sample(frac=1, random_state=1)[frame.columns[::-1]],
        tiles_for=ZONES,
        created=date(2027, 1, 1),
    )
    assert again == first
    mark = (f"versions/{first.name}/renewed", 0)
    assert {(key.path, key.size) for key in lake.store.listing()} == before | {mark}


def test_what_is_read_back_is_the_same_content(lake: Lake, make_zones: Make) -> None:
    version = published(lake, make_zones())
    assert published(lake, version.frame()).name == version.name
    assert lake.names() == [version.name]


def test_other_content_is_another_version_and_the_old_one_stays(lake: Lake, make_zones: Make) -> None:
    old = published(lake, make_zones())
    changed = make_zones()
    changed.loc[7, "tang"] += 1
    new = published(lake, changed)
    assert lake.names() == sorted([old.name, new.name])
    assert verify(lake).faults == ()


def test_a_geopackage_through_arrow_gives_the_name_of_its_frame(
    folder_lake: Lake, make_zones: Make, tmp_path: Path
) -> None:
    frame = make_zones()
    frame.to_file(tmp_path / "zones.gpkg")
    meta, table = pyogrio.read_arrow(tmp_path / "zones.gpkg")
    layer = LayerTable.from_arrow(table, meta["geometry_name"] or "wkb_geometry", meta["crs"])
    assert published(folder_lake, layer).name == published(folder_lake, frame).name


@pytest.mark.parametrize(
    ("driver", "ending"),
    [("GPKG", "gpkg"), ("FlatGeobuf", "fgb"), ("ESRI Shapefile", "shp"), ("GeoJSON", "geojson")],
)
def test_formats_that_keep_the_values_keep_the_name(
    folder_lake: Lake, make_zones: Make, tmp_path: Path, driver: str, ending: str
) -> None:
    """Shapefile and GeoJSON turn rings, each its own way; GeoJSON is given the degrees it needs."""
    frame = make_zones()
    frame["ghi_chu"] = "đất ở"
    frame["mat_do"] = 40.5
    if driver == "GeoJSON":
        frame = frame.to_crs(4326).set_geometry(shapely.set_precision(frame.to_crs(4326).geometry, 1e-7))
    options = {"RFC7946": "YES"} if driver == "GeoJSON" else {}
    path = tmp_path / f"out.{ending}"
    frame.to_file(path, driver=driver, **options)
    again = gpd.read_file(path)
    assert published(folder_lake, again).name == published(folder_lake, frame).name


def test_tiles_come_later_to_a_version_without_them_and_stay(lake: Lake, make_zones: Make) -> None:
    bare = published(lake, make_zones())
    with pytest.raises(InputError) as refused:
        bare.open_tiles()
    assert refused.value.code == "lake.no-tiles"
    assert bare.tiles_path is None
    tiled = published(lake, make_zones(), tiles_for=ZONES)
    assert tiled.name == bare.name
    assert lake.manifest(bare.name).tiles is not None
    later = published(lake, make_zones(), tiles_for=PARCELS)
    assert later.manifest.tiles == tiled.manifest.tiles
    assert published(lake, make_zones()).manifest == tiled.manifest
    assert verify(lake).faults == ()


def test_a_version_that_lost_a_file_is_published_anew(lake: Lake, make_zones: Make) -> None:
    version = published(lake, make_zones())
    lake.store.remove(version.manifest.files["data"].path)
    assert verify(lake).faults != ()
    published(lake, make_zones())
    assert verify(lake).faults == ()


def test_publishing_again_makes_a_version_young(lake: Lake, make_zones: Make) -> None:
    version = published(lake, make_zones())
    first = written_at(lake, f"versions/{version.name}/manifest.json")
    time.sleep(1.1)  # object stores tell the time in whole seconds
    published(lake, make_zones())
    assert written_at(lake, f"versions/{version.name}/manifest.json") == first
    assert written_at(lake, f"versions/{version.name}/renewed") > first
    found = collect(lake, [], now=first + timedelta(hours=24, milliseconds=500))
    assert found.young == (version.name,)


def written_at(lake: Lake, path: str) -> datetime:
    return next(key.modified for key in lake.store.listing("versions/") if key.path == path)


def test_tiles_are_read_by_ranges(lake: Lake, make_zones: Make) -> None:
    version = published(lake, make_zones(), tiles_for=ZONES)
    reader = Reader(lambda start, length: version.read_range(start, start + length))
    header = reader.header()
    assert (header["min_zoom"], header["max_zoom"]) == (10, 15)
    with version.open_tiles() as stream:
        assert len(stream.read()) == version.tiles_size
    assert version.read_range(0, 7) == b"PMTiles"


def test_invented_content_carries_its_mark_into_every_file(folder_lake: Lake, make_zones: Make) -> None:
    version = published(folder_lake, make_zones(), illustrative=True, tiles_for=ZONES)
    assert version.manifest.illustrative
    metadata = pa.parquet.read_schema(version.data_path).metadata
    assert json.loads(metadata[b"dothi"]) == {"name": version.name, "illustrative": True}
    reader = Reader(lambda start, length: version.read_range(start, start + length))
    assert "minh họa" in reader.metadata()["attribution"]
    assert published(folder_lake, make_zones()).name != version.name


def test_a_layer_without_attributes_is_a_layer(folder_lake: Lake) -> None:
    frame = gpd.GeoDataFrame(geometry=[shapely.box(548_000, 1_716_000, 548_100, 1_716_100)], crs=5899)
    version = published(folder_lake, frame, tiles_for=ZONES)
    assert version.frame().geometry.tolist() == frame.geometry.tolist()
    assert verify(folder_lake).faults == ()


@pytest.mark.parametrize("geometry", [[], [None, None]])
def test_a_layer_with_nothing_to_draw_has_no_tiles(folder_lake: Lake, geometry: list[None]) -> None:
    frame = gpd.GeoDataFrame({"n": np.arange(len(geometry))}, geometry=geometry, crs=5899)
    version = published(folder_lake, frame, tiles_for=ZONES)
    assert version.manifest.tiles is None
    assert version.manifest.extent_wgs84 is None
    assert published(folder_lake, frame, tiles_for=ZONES) == version
    assert len(version.frame()) == len(geometry)
    assert verify(folder_lake).faults == ()


def test_a_column_for_tiles_that_is_not_there_is_refused_at_once(folder_lake: Lake, make_zones: Make) -> None:
    with pytest.raises(InputError) as refused:
        published(folder_lake, make_zones(), tiles_for=ZONES, tile_columns=["none"])
    assert refused.value.code == "lake.no-column"
    assert folder_lake.names() == []


def test_a_moment_can_be_given_for_the_day(folder_lake: Lake, make_zones: Make) -> None:
    moment = datetime(2026, 10, 1, 9, 30, tzinfo=UTC)
    assert (
        published(folder_lake, make_zones(), created=moment).manifest.created == "2026-10-01T09:30:00+00:00"
    )


def test_a_lake_must_be_made_before_it_is_opened(tmp_path: Path) -> None:
    with pytest.raises(UnusableError) as refused:
        open_lake(tmp_path)
    assert refused.value.code == "lake.none"
    made = open_lake(tmp_path, create=True)
    assert open_lake(f"file://{tmp_path}").store.url == made.store.url


@pytest.mark.parametrize("mark", [b"", b"[]", b'{"format": "dothi-lake-9"}'])
def test_a_lake_of_another_format_is_refused(tmp_path: Path, mark: bytes) -> None:
    (tmp_path / "lake.json").write_bytes(mark)
    with pytest.raises(UnusableError) as refused:
        open_lake(tmp_path, create=True)
    assert refused.value.code == "lake.format"
