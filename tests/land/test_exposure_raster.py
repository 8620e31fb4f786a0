"""Rasters as ground: pixels shared by area against hand computations, no data, slope, other maps."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pytest
import rasterio
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import CRS
from rasterio import Affine
from rasterio.features import rasterize

from dothi.base.errors import UnusableError
from dothi.intake.georeference.carry import carrier
from dothi.lake.rasters import ILLUSTRATIVE_TAG
from dothi.land.exposure import Exposed, Exposure, Parts, exposure
from dothi.land.exposure_layers import things_of
from dothi.land.exposure_raster import Rule, raster_hazard, raster_things, rectangles, slope

EAST, NORTH = 577_000, 1_722_000
DEEP = Rule(at_least=0.5)
# Depths in metres on pixels of 10 m: exactly the limit, a hair under it, no data, dry.
DEPTHS = np.array([[0.5, 0.4999, -9999, 0], [2.0, 0.0, 0.7, np.nan], [0, 0, 0, 3.5]], dtype="float32")


def write(
    path: Path, values: Any, *, size: float = 10.0, crs: int = 5899, origin: Any = None, **more: Any
) -> Path:
    west, north = origin or (EAST, NORTH)
    shape = {"height": values.shape[0], "width": values.shape[1], "count": 1, "dtype": values.dtype}
    with rasterio.open(
        path, "w", driver="GTiff", crs=crs, transform=Affine(size, 0, west, 0, -size, north), **shape, **more
    ) as out:
        out.write(values, 1)
    return path


def frame(*shapes: Any, crs: int = 5899, **columns: Any) -> gpd.GeoDataFrame:
    made = gpd.GeoDataFrame(columns, geometry=list(shapes), crs=crs)
    made.index = range(1, len(made) + 1)
    return made


def at(x0: float, y0: float, x1: float, y1: float) -> Any:
    """A box by metres east of, and below, the corner of the raster."""
    return shapely.box(EAST + x0, NORTH - y1, EAST + x1, NORTH - y0)


def exposed(path: Path, layer: gpd.GeoDataFrame, rule: Rule = DEEP) -> Exposure:
    things, ground = things_of("lớp", layer)
    with rasterio.open(path) as raster:
        return exposure(things, raster_hazard(raster, path.name, rule, things, ground))


def by_hand(depths: Any, box: tuple[float, float, float, float]) -> Parts:
    """Overlap of a box with every pixel as the product of two overlaps of intervals."""
    sums = {"there": 0.0, "clear": 0.0}
    for row in range(depths.shape[0]):
        for column in range(depths.shape[1]):
            wide = max(0.0, min(box[2], 10 * column + 10) - max(box[0], 10 * column))
            high = max(0.0, min(box[3], 10 * row + 10) - max(box[1], 10 * row))
            value = float(depths[row, column])
            if not (math.isnan(value) or value == -9999):
                sums["there" if value >= 0.5 else "clear"] += wide * high
    whole = (box[2] - box[0]) * (box[3] - box[1])
    return Parts(sums["there"], sums["clear"], whole - sums["there"] - sums["clear"])


@pytest.fixture(scope="module")
def depths(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("anh") / "sau.tif", DEPTHS, nodata=-9999)


side = st.floats(-15, 50)


@settings(max_examples=40, deadline=None)
@given(side, side, st.floats(0.5, 40), st.floats(0.5, 40))
def test_pixels_are_shared_by_area(depths: Path, x: float, y: float, w: float, h: float) -> None:
    (found,) = exposed(depths, frame(at(x, y, x + w, y + h))).found
    expected = by_hand(DEPTHS, (x, y, x + w, y + h))
    for mine, hand in zip(
        (found.parts.exposed, found.parts.clear, found.parts.unknown),
        (expected.exposed, expected.clear, expected.unknown),
        strict=True,
    ):
        assert mine == pytest.approx(hand, abs=1e-4)
    assert found.parts.whole == pytest.approx(w * h, rel=1e-9)


def test_the_limit_itself_is_hazard_and_a_hair_under_it_is_not(depths: Path) -> None:
    found = exposed(
        depths, frame(at(1, 1, 9, 9), at(11, 1, 19, 9), at(21, 1, 29, 9), at(31, 11, 39, 19))
    ).found
    assert [one.verdict for one in found] == [Exposed.YES, Exposed.NOT, Exposed.UNKNOWN, Exposed.UNKNOWN]


def test_outside_the_raster_is_not_known(depths: Path) -> None:
    found = exposed(depths, frame(at(100, 0, 110, 10), at(35, 20, 45, 30)))
    assert found.found[0].verdict is Exposed.UNKNOWN
    assert found.found[1].parts == Parts(pytest.approx(50), 0, pytest.approx(50))


def test_a_triangle_against_a_raster_a_hundred_times_finer(depths: Path) -> None:
    triangle = shapely.Polygon([(EAST + 3, NORTH - 29), (EAST + 38, NORTH - 21), (EAST + 9, NORTH - 2)])
    (found,) = exposed(depths, frame(triangle)).found
    fine = rasterize([triangle], out_shape=(3000, 4000), transform=Affine(0.01, 0, EAST, 0, -0.01, NORTH))
    deep = np.kron(np.nan_to_num(DEPTHS, nan=-1) >= 0.5, np.ones((1000, 1000)))
    assert found.parts.exposed == pytest.approx(float((fine * deep).sum()) / 10_000, abs=0.05)


def test_points_lines_and_values(depths: Path, tmp_path: Path) -> None:
    line = shapely.LineString([(EAST + 5, NORTH - 5), (EAST + 35, NORTH - 5)])
    (found,) = exposed(depths, frame(line)).found
    assert found.parts == Parts(pytest.approx(5), pytest.approx(15), pytest.approx(10))
    classes = write(tmp_path / "cap.tif", np.array([[1, 2, 3]], dtype="uint8"), nodata=0)
    row = exposed(classes, frame(at(0, 0, 30, 10)), Rule(values=frozenset({2.0, 3.0}))).found[0]
    assert row.parts == Parts(pytest.approx(200), pytest.approx(100), 0)


def test_scale_and_offset_count(tmp_path: Path) -> None:
    path = write(tmp_path / "cm.tif", np.array([[49, 50]], dtype="int16"))
    with rasterio.open(path, "r+") as raster:
        raster.scales = (0.01,)
    assert exposed(path, frame(at(0, 0, 20, 10))).found[0].parts.exposed == pytest.approx(100)


def test_another_map_conserves_and_agrees(depths: Path) -> None:
    # The same raster asked by a layer in the neighbouring zone of VN-2000.
    box = at(-5, 5, 38, 27)
    other = shapely.transform(shapely.segmentize(box, 1.0), carrier(CRS.from_epsg(5899), CRS.from_epsg(9217)))
    (found,) = exposed(depths, frame(other, crs=9217)).found
    expected = by_hand(DEPTHS, (-5, 5, 38, 27))
    assert found.parts.whole == pytest.approx(other.area, rel=1e-9)
    assert found.parts.exposed / other.area == pytest.approx(expected.exposed / box.area, abs=1e-4)
    assert found.parts.unknown / other.area == pytest.approx(expected.unknown / box.area, abs=1e-4)


def test_pixels_in_degrees(tmp_path: Path) -> None:
    # All pixels are under water: whatever lies inside the raster is exposed, to the last mm².
    path = write(
        tmp_path / "do.tif", np.ones((40, 40), dtype="float32"), size=0.01, crs=4326, origin=(108.2, 15.8)
    )
    (found,) = exposed(path, frame(shapely.box(EAST, NORTH - 9_000, EAST + 9_000, NORTH))).found
    assert found.parts == Parts(pytest.approx(81e6), 0, 0)


def test_slope_by_hand(tmp_path: Path) -> None:
    # A plane that rises 1 m in 2 m eastward and 1 m in 4 m southward: arctan(sqrt(1/4 + 1/16)) = 29.2059…°
    rows, columns = np.mgrid[0:5, 0:5]
    heights = (10 * columns / 2 + 10 * rows / 4).astype("float32")
    expected = math.degrees(math.atan(math.sqrt(0.25 + 0.0625)))
    assert slope(heights.astype(float), 10, 10) == pytest.approx(np.full((3, 3), expected))
    path = write(tmp_path / "cao.tif", heights)
    for least, verdict in ((expected - 0.001, Exposed.YES), (expected + 0.001, Exposed.NOT)):
        (found,) = exposed(path, frame(at(10, 10, 40, 40)), Rule(least, slope=True)).found
        assert found.verdict is verdict
    # Pixels on the edge lack neighbours: 4 of 9 pixels in the corner are... only the inner one is known.
    (corner,) = exposed(path, frame(at(0, 0, 20, 20)), Rule(10, slope=True)).found
    assert corner.parts == Parts(pytest.approx(100), 0, pytest.approx(300))


def test_slope_needs_all_nine_and_reaches_over_tiles(tmp_path: Path) -> None:
    heights = np.tile(np.arange(600, dtype="float32") * 10, (3, 1))  # 45° eastward, three tiles wide
    path = write(tmp_path / "dai.tif", heights)
    (found,) = exposed(path, frame(at(10, 10, 5_990, 20)), Rule(45 - 1e-6, slope=True)).found
    assert found.parts == Parts(pytest.approx(59_800), 0, 0)
    heights[1, 300] = -1
    (found,) = exposed(
        write(tmp_path / "ho.tif", heights, nodata=-1), frame(at(10, 10, 5_990, 20)), Rule(40, slope=True)
    ).found
    assert found.parts.unknown == pytest.approx(300)


def test_slope_of_real_heights_by_a_loop(shared_data: Path) -> None:
    """Pixels of 25 m near Madrid, counted one by one with the formula as Horn prints it."""
    path = shared_data / "qgis-training" / "dem25.tif"
    with rasterio.open(path) as raster:
        z, corner = raster.read(1), raster.transform
    steep = 0
    for row in range(200, 230):
        for column in range(300, 330):
            p = sum(
                w * (z[row + k, column + 1] - z[row + k, column - 1]) for k, w in ((-1, 1), (0, 2), (1, 1))
            )
            q = sum(
                w * (z[row - 1, column + k] - z[row + 1, column + k]) for k, w in ((-1, 1), (0, 2), (1, 1))
            )
            steep += math.hypot(p / 200, q / 200) >= math.tan(math.radians(10))
    west, north = corner.c + 300 * 25, corner.f - 200 * 25
    layer = frame(shapely.box(west, north - 750, west + 750, north), crs=23030)
    (found,) = exposed(path, layer, Rule(10, slope=True)).found
    assert 0 < steep < 900
    assert found.parts == Parts(pytest.approx(steep * 625), pytest.approx((900 - steep) * 625), 0)


@pytest.mark.parametrize("crs", [4326, 3857])
def test_slope_is_refused_in_degrees_and_on_maps_that_stretch(tmp_path: Path, crs: int) -> None:
    origin, size = ((108.4, 15.6), 0.001) if crs == 4326 else ((12_067_000, 1_757_000), 10.0)
    path = write(tmp_path / "cao.tif", np.ones((3, 3), "float32"), crs=crs, origin=origin, size=size)
    with pytest.raises(UnusableError) as caught:
        exposed(path, frame(at(0, 0, 10, 10)), Rule(10, slope=True))
    assert caught.value.faults[0].code == "exposure.slope-map"


def test_a_rule_is_one(depths: Path) -> None:
    for wrong in ({}, {"at_least": 1.0, "values": frozenset({1.0})}):
        with pytest.raises(UnusableError) as caught:
            Rule(**wrong)
        assert caught.value.faults[0].code == "exposure.no-rule"
    things, ground = things_of("lớp", frame(at(0, 0, 1, 1)))
    with rasterio.open(depths) as raster, pytest.raises(UnusableError) as caught:
        raster_hazard(raster, "", DEEP, things, ground, band=2)
    assert caught.value.faults[0].code == "exposure.no-band"


def test_people_by_pixels(tmp_path: Path, depths: Path) -> None:
    # Pixels of 20 m: 40 people over four depths (two of four pixels deep), 8 over no data and half known.
    path = write(tmp_path / "dan.tif", np.array([[40, 8], [-1, 0]], dtype="float32"), size=20, nodata=-1)
    with rasterio.open(path, "r+") as raster:
        raster.update_tags(**{ILLUSTRATIVE_TAG: "x"})
    with rasterio.open(path) as people, rasterio.open(depths) as raster:
        things, ground, notes = raster_things(people, "dân", None)
        found = exposure(things, raster_hazard(raster, "sâu", DEEP, things, ground))
    assert found.total.people == Parts(pytest.approx(20 + 2), pytest.approx(20 + 2), pytest.approx(4))
    assert (len(things), things.illustrative, notes[0].en.split()[0]) == (2, True, "1")


def test_people_below_nobody_are_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "dan.tif", np.array([[-1.0]], dtype="float32"))
    with rasterio.open(path) as raster, pytest.raises(UnusableError) as caught:
        raster_things(raster, "dân", None)
    assert caught.value.faults[0].code == "exposure.negative-people"


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.booleans(), min_size=7, max_size=7), min_size=1, max_size=7))
def test_rectangles_cover_each_true_pixel_once(rows: list[list[bool]]) -> None:
    grid = np.array(rows)
    covered = np.zeros(grid.shape, dtype=int)
    for left, top, right, bottom in rectangles(grid).tolist():
        covered[top:bottom, left:right] += 1
    assert (covered == grid).all()
