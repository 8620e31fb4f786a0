"""Tiles are looked at with tippecanoe's own decoder, which shares nothing with the code under test."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pytest
import shapely
from pmtiles.reader import MmapSource, Reader

from dothi.base import crs as vn2000
from dothi.base.errors import UnusableError
from dothi.lake import tiles
from dothi.lake.survey import Survey, survey
from dothi.lake.table import LayerTable
from dothi.lake.tiles import BOUNDARY, PARCELS, ZONES, Plan, TileRange

DECODER = Path(sysconfig.get_path("scripts")) / "tippecanoe-decode"


def surveyed(frame: gpd.GeoDataFrame, *, illustrative: bool = False) -> Survey:
    return survey(LayerTable.from_frame(frame), illustrative=illustrative)


def built(layer: Survey, zooms: TileRange, folder: Path, columns: list[str] | None = None) -> Path:
    path, room = folder / "out.pmtiles", folder / "room"
    room.mkdir()
    tiles.build(Plan(layer, zooms, tiles.tile_columns(layer, columns)), path, room)
    return path


def decoded(path: Path, zoom: int) -> list[dict[str, Any]]:
    done = subprocess.run(
        [DECODER, "-Z", str(zoom), "-z", str(zoom), "-c", path], capture_output=True, text=True, check=True
    )
    return [json.loads(line.rstrip(",")) for line in done.stdout.splitlines()]


def awkward(count: int, seed: int) -> gpd.GeoDataFrame:
    """Everything that tends to get lost: specks, hairs, spikes, flat rings, scattered crumbs, collections."""
    chance = np.random.default_rng(seed)
    x = 540_000 + chance.uniform(0, 9_000, count)
    y = 1_715_000 + chance.uniform(0, 9_000, count)
    wide = 10 ** chance.uniform(-3.5, 2.5, count)
    high = wide * 10 ** chance.uniform(-5, 0, count)
    boxes = shapely.box(x, y, x + wide, y + high)
    drawn: list[Any] = []
    for number, box in enumerate(boxes):
        crumbs = [shapely.affinity.translate(box, 2_000 * step, 0) for step in range(3)]
        ring = [(x[number], y[number]), (x[number] + wide[number], y[number]), (x[number], y[number])]
        drawn.append(
            [
                box,
                shapely.affinity.rotate(box, 31),
                shapely.MultiPolygon(crumbs),
                shapely.GeometryCollection([box]),
                shapely.Polygon([*ring[:2], (x[number] + wide[number] / 3, y[number]), ring[0]]),
                shapely.LineString([ring[0], ring[1]]),
                shapely.Point(ring[0]),
                shapely.Polygon(shapely.box(0, 0, 9, 9).exterior, [shapely.box(1, 1, 8, 8).exterior]),
            ][number % 8]
        )
    return gpd.GeoDataFrame({"n": np.arange(count)}, geometry=drawn, crs=5899)


@pytest.mark.parametrize("zooms", [BOUNDARY, ZONES, PARCELS], ids=lambda item: item.kind)
def test_no_feature_vanishes_at_any_zoom_of_its_layer(zooms: TileRange, tmp_path: Path) -> None:
    layer = surveyed(awkward(400, 4))
    path = built(layer, zooms, tmp_path)
    for zoom in range(zooms.min_zoom, zooms.max_zoom + 1):
        assert {item["id"] for item in decoded(path, zoom)} == set(range(1, 401)), zoom


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(12))
def test_no_feature_vanishes_whatever_the_layer(seed: int, tmp_path: Path) -> None:
    path = built(surveyed(awkward(4_000, seed)), ZONES, tmp_path)
    for zoom in range(ZONES.min_zoom, ZONES.max_zoom + 1):
        assert {item["id"] for item in decoded(path, zoom)} == set(range(1, 4_001)), zoom


def test_an_id_is_the_row_in_the_stored_order_counted_from_1(tmp_path: Path) -> None:
    layer = surveyed(awkward(64, 7))
    stored = layer.table.take(layer.order).column("n").to_pylist()
    found = {item["id"]: item["properties"]["n"] for item in decoded(built(layer, PARCELS, tmp_path), 16)}
    assert found == {row + 1: number for row, number in enumerate(stored)}


def neighbours() -> gpd.GeoDataFrame:
    """Two zones with a common border that waves by 3 m every 25 m."""
    steps = np.arange(1, 81)
    border = list(zip(548_400 + np.where(steps % 2, 3.0, 0.0), 1_716_000 + 25.0 * steps, strict=True))
    left = shapely.Polygon(
        [(548_000, 1_716_000), (548_400, 1_716_000), *border, (548_400, 1_718_025), (548_000, 1_718_025)]
    )
    right = shapely.Polygon(
        [(548_800, 1_716_000), (548_400, 1_716_000), *border, (548_400, 1_718_025), (548_800, 1_718_025)]
    )
    return gpd.GeoDataFrame(geometry=[left, right], crs=5899)


@pytest.mark.parametrize("zoom", [10, 12])
def test_a_shared_border_is_simplified_together(zoom: int, tmp_path: Path) -> None:
    path = built(surveyed(neighbours()), TileRange("zones", zoom, 15), tmp_path)
    found = {item["id"]: item["geometry"]["coordinates"] for item in decoded(path, zoom)}
    border = vn2000.to_wgs84(vn2000.zone(5899), x_north=1_717_000, y_east=548_401.5).longitude
    one, other = (
        {tuple(point) for ring in found[number] for point in ring if abs(point[0] - border) < 0.0018}
        for number in (1, 2)
    )
    assert one == other
    assert 2 <= len(one) < 60  # simplified, and not away


def test_the_greatest_zoom_is_not_simplified(tmp_path: Path) -> None:
    path = built(surveyed(neighbours()), ZONES, tmp_path)
    points = {
        tuple(point)
        for item in decoded(path, 15)
        for ring in item["geometry"]["coordinates"]
        for point in ring
    }
    assert len(points) >= 82 + 4


def test_attributes_travel_as_what_they_are(tmp_path: Path) -> None:
    square, line = (
        shapely.box(548_000, 1_716_000, 548_500, 1_716_500),
        shapely.LineString([(548_000, 1_716_000), (549_000, 1_716_900)]),
    )
    columns = {
        "chu": ["đất ở", None], "nguyen": [2**53, -7], "lon": [2**53 + 1, 1], "thuc": [0.5, None],
        "co": [True, False], "ngay": [dt.date(2026, 7, 1), None], "tho": [b"x", b"y"],
    }  # fmt: skip
    path = built(surveyed(gpd.GeoDataFrame(columns, geometry=[square, line], crs=5899)), ZONES, tmp_path)
    found = {item["geometry"]["type"]: item["properties"] for item in decoded(path, 15)}
    assert found["Polygon"] == {
        "chu": "đất ở", "nguyen": 2**53, "lon": str(2**53 + 1), "thuc": 0.5, "co": True, "ngay": "2026-07-01",
    }  # fmt: skip
    assert found["LineString"] == {"nguyen": -7, "lon": "1", "co": False}


def test_the_attributes_of_marks_are_those_of_features(tmp_path: Path) -> None:
    """Small features take another road to the archive; it must not show in what they carry."""
    large = shapely.box(548_000, 1_716_000, 548_500, 1_716_500)
    small = shapely.box(548_600, 1_716_000, 548_601, 1_716_001)
    columns = {
        "n": [5, 5],
        "thuc": [1.5, 1.5],
        "co": [True, True],
        "ngay": [dt.date(2026, 7, 1)] * 2,
        "chu": ['a"\n', 'a"\n'],
    }
    path = built(surveyed(gpd.GeoDataFrame(columns, geometry=[large, small], crs=5899)), ZONES, tmp_path)
    first, second = (item["properties"] for item in decoded(path, 10))
    assert first == second
    assert first == {"n": 5, "thuc": 1.5, "co": True, "ngay": "2026-07-01", "chu": 'a"\n'}


def test_only_the_attributes_asked_for_travel(tmp_path: Path) -> None:
    frame = gpd.GeoDataFrame(
        {"a": [1], "chu_dat": ["x"]}, geometry=[shapely.box(548_000, 1_716_000, 548_900, 1_716_900)], crs=5899
    )
    (found,) = {
        json.dumps(item["properties"]) for item in decoded(built(surveyed(frame), ZONES, tmp_path, ["a"]), 12)
    }
    assert json.loads(found) == {"a": 1}


def test_places_are_those_of_the_pinned_operation_to_the_unit_of_the_grid(tmp_path: Path) -> None:
    frame = gpd.GeoDataFrame(geometry=[shapely.Point(548_123.4, 1_716_234.5)], crs=5899)
    layer = surveyed(frame)
    expected = layer.reference.to_wgs84(np.array([[548_123.4, 1_716_234.5]]))[0]
    (found,) = decoded(built(layer, PARCELS, tmp_path), 16)
    assert found["geometry"]["coordinates"] == pytest.approx(expected, abs=360 / 2**16 / 4096)


def test_the_archive_says_its_zooms_and_that_it_is_invented_and_names_no_folder(tmp_path: Path) -> None:
    layer = surveyed(awkward(16, 1), illustrative=True)
    with built(layer, PARCELS, tmp_path).open("rb") as stream:
        reader = Reader(MmapSource(stream))
        header, metadata = reader.header(), reader.metadata()
    assert (header["min_zoom"], header["max_zoom"]) == (15, 16)
    assert "minh họa" in metadata["attribution"]
    assert metadata["name"] == layer.name
    assert [item["id"] for item in metadata["vector_layers"]] == ["layer"]
    for place in (tmp_path, sys.prefix):  # of the machine that built it
        assert str(place) not in json.dumps(metadata)


def test_parcels_start_at_15() -> None:
    assert PARCELS.min_zoom == 15


@pytest.mark.parametrize("zooms", [(5, 4), (-1, 3), (3, 21)])
def test_zooms_that_make_no_sense_are_refused(zooms: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="between 0 and 20"):
        TileRange("x", *zooms)


def test_a_failing_program_is_a_sentence(tmp_path: Path) -> None:
    layer = surveyed(awkward(8, 1))
    (tmp_path / "room").mkdir()
    (tmp_path / "room" / "tiles.pmtiles").mkdir()
    with pytest.raises(UnusableError) as refused:
        tiles.build(Plan(layer, PARCELS, ()), tmp_path / "out.pmtiles", tmp_path / "room")
    assert refused.value.code == "lake.tiles"
    assert not (tmp_path / "out.pmtiles").exists()
