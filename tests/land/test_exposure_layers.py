"""Layers as things and hazards: polygons cut small lose no land, people as written, unreadable themes."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import numpy as np
import pytest
import shapely
from pyproj import CRS

from dothi.base.errors import Fault, UnusableError
from dothi.intake.georeference.carry import WGS84, carrier
from dothi.land.exposure import Exposed, Parts, exposure
from dothi.land.exposure_layers import subdivided, theme_hazard, things_of, vector_hazard
from dothi.land.record import Words
from dothi.land.themes import ThemeSource

ZONE = CRS.from_epsg(5899)
EAST, NORTH = 577_000, 1_722_000


def frame(*shapes: Any, crs: int = 5899, **columns: Any) -> gpd.GeoDataFrame:
    made = gpd.GeoDataFrame(columns, geometry=list(shapes), crs=crs)
    made.index = range(1, len(made) + 1)
    return made


def box(west: float, south: float, east: float, north: float) -> Any:
    return shapely.box(EAST + west, NORTH + south, EAST + east, NORTH + north)


def test_polygons_cut_small_make_what_they_came_from() -> None:
    # A square with 400 round holes, and one that needs no cutting.
    holes = shapely.union_all(
        shapely.buffer(shapely.points(*np.meshgrid(np.arange(5, 200, 10), np.arange(5, 200, 10))), 3)
    )
    big, small = shapely.difference(shapely.box(0, 0, 200, 200), holes), shapely.box(300, 0, 310, 10)
    found = subdivided(np.array([big, small]))
    assert shapely.get_num_coordinates(found).max() <= 200
    assert shapely.area(found).sum() == pytest.approx(big.area + small.area, rel=1e-12)
    assert shapely.symmetric_difference(shapely.union_all(found), shapely.union(big, small)).area < 1e-6
    assert len(subdivided(np.array([], dtype=object))) == 0


@pytest.mark.parametrize(
    ("values", "people"),
    [([100, None], [100, None]), (["1.250", "12,5"], [1250, 12.5]), ([0, 3.5], [0, 3.5])],
)
def test_people_as_they_are_written(values: list[Any], people: list[float | None]) -> None:
    things, _ = things_of("thôn", frame(box(0, 0, 10, 10), box(20, 0, 30, 10), danSo=values))
    assert things.people is not None
    assert [None if np.isnan(one) else one for one in things.people.tolist()] == people


@pytest.mark.parametrize("value", ["đông", -1, float("inf")])
def test_what_is_no_number_of_people_is_refused_by_name(value: Any) -> None:
    with pytest.raises(UnusableError) as caught:
        things_of("thôn", frame(box(0, 0, 10, 10), box(20, 0, 30, 10), danSo=[5, value]))
    (fault,) = caught.value.faults
    assert (fault.code, "2 («" in fault.vi) == ("exposure.people", True)


def test_shapes_that_cannot_be_measured_are_named_or_left_out() -> None:
    bow = shapely.Polygon([(EAST, NORTH), (EAST + 9, NORTH + 9), (EAST + 9, NORTH), (EAST, NORTH + 9)])
    layer = frame(bow, None, shapely.Point(EAST, np.nan), box(0, 0, 9, 9))
    with pytest.raises(UnusableError) as caught:
        things_of("ô", layer)
    (fault,) = caught.value.faults
    assert (fault.code, "3 đối tượng" in fault.vi) == ("exposure.not-measured", True)
    things, _ = things_of("ô", layer, leave_out=True)
    assert (things.features.tolist(), [one.feature for one in things.left_out]) == ([4], ["1", "2", "3"])
    with pytest.raises(UnusableError) as caught:
        things_of("ô", layer.iloc[:2], leave_out=True)
    assert caught.value.faults[0].code == "exposure.nothing"


def test_a_value_that_no_feature_bears_is_refused_with_those_there_are() -> None:
    _, ground = things_of("ô", frame(box(0, 0, 100, 100)))
    flood = frame(box(0, 0, 10, 10), box(20, 0, 30, 10), cap=["cao", "thấp"])
    with pytest.raises(UnusableError) as caught:
        vector_hazard("ngập", flood, ground, field="cap", values=["rất cao"])
    (fault,) = caught.value.faults
    assert (fault.code, "cao, thấp" in fault.remedy_vi) == ("exposure.no-such-value", True)


def test_a_hazard_without_a_finite_place_leaves_nothing_certain() -> None:
    things, ground = things_of("ô", frame(box(0, 0, 100, 100)))
    wild = shapely.Polygon([(EAST, NORTH), (EAST + 9, np.inf), (EAST + 9, NORTH)])
    around = frame(box(-500, -500, 500, 500))
    hazard = vector_hazard("ngập", frame(box(0, 0, 10, 100), wild), ground, covers=around, leave_out=True)
    (found,) = exposure(things, hazard).found
    assert found.parts == Parts(pytest.approx(1_000), 0, pytest.approx(9_000))
    assert [one.feature for one in hazard.left_out] == ["2"]


def test_two_columns_that_may_be_people_are_not_chosen_between() -> None:
    things, _ = things_of("thôn", frame(box(0, 0, 10, 10), danSo=[5], population=[6]))
    assert things.people is None


def test_things_in_degrees_ask_for_metres() -> None:
    degrees = frame(shapely.Point(108.4, 15.5), crs=4326)
    with pytest.raises(UnusableError) as caught:
        things_of("trường", degrees)
    assert caught.value.faults[0].code == "exposure.degrees"
    things, ground = things_of("trường", degrees, crs=ZONE)
    assert ground.crs == ZONE
    assert things.shapes[0].x > 500_000


def test_a_map_that_stretches_is_laid_out_true() -> None:
    # 100 m × 100 m in VN-2000, written in Web Mercator, where it has about 7 % more.
    square = shapely.segmentize(box(0, 0, 100, 100), 10)
    mercator = shapely.transform(square, carrier(ZONE, CRS.from_epsg(3857)))
    things, ground = things_of("ô", frame(mercator, crs=3857))
    hazard = vector_hazard("ngập", frame(box(0, 0, 50, 100)), ground)
    found = exposure(things, hazard).found[0]
    assert found.parts.whole == pytest.approx(10_000, rel=2e-3)
    assert found.parts.exposed == pytest.approx(5_000, rel=2e-3)


LINE = shapely.LineString([(EAST + 50, NORTH - 9), (EAST + 50, NORTH + 109)])


def source(shapes: list[Any], covers: Any, *, broken: bool = False) -> ThemeSource:
    def read(_: Any) -> gpd.GeoDataFrame:
        if broken:
            raise UnusableError(Fault("lake.gone", "Mất lớp", "The layer is gone"))
        return frame(*shapes)

    ground = None if covers is None else shapely.transform(covers, carrier(ZONE, WGS84))
    return ThemeSource(
        Words("Ngập", "Floods"), "ngap", "QĐ 1", lambda: ZONE, read, ground, 2.0, illustrative=True
    )


@pytest.mark.parametrize(
    ("sources", "expected"),
    [
        ([], Parts(0, 0, 10_000)),
        ([source([box(0, 0, 50, 100)], None)], Parts(5_000, 0, 5_000)),
        ([source([box(0, 0, 50, 100)], box(-500, -500, 500, 500))], Parts(5_000, 5_000, 0)),
        ([source([box(0, 0, 50, 100)], box(-500, -500, 75, 500))], Parts(5_000, 2_500, 2_500)),
        # A line counts 2 m to both sides, as in a look-up.
        ([source([LINE], None)], Parts(400, 0, 9_600)),
        # One source cannot be read: what the other does not show is not known.
        (
            [source([box(0, 0, 50, 100)], box(-500, -500, 500, 500)), source([], None, broken=True)],
            Parts(5_000, 0, 5_000),
        ),
    ],
)  # fmt: skip
def test_themes(sources: list[ThemeSource], expected: Parts) -> None:
    things, ground = things_of("ô", frame(box(0, 0, 100, 100)))
    hazard = theme_hazard(Words("Ngập", "Floods"), sources, things, ground)
    (found,) = exposure(things, hazard).found
    for got, wanted in zip(
        (found.parts.exposed, found.parts.clear, found.parts.unknown),
        (expected.exposed, expected.clear, expected.unknown),
        strict=True,
    ):
        assert got == pytest.approx(wanted, abs=0.1)  # sides of the ground are straight in degrees
    assert hazard.illustrative is bool(sources)
    if any("Mất lớp" in note.vi for note in hazard.notes):
        assert len(sources) == 2
    assert found.verdict is (Exposed.YES if sources else Exposed.UNKNOWN)


def test_covers_with_a_hole_leave_it_unknown() -> None:
    things, ground = things_of("ô", frame(box(0, 0, 100, 100)))
    covers = frame(shapely.difference(box(-10, -10, 110, 110), box(90, 0, 100, 100)))
    hazard = vector_hazard("ngập", frame(box(0, 0, 10, 100)), ground, covers=covers)
    assert exposure(things, hazard).found[0].parts == Parts(
        pytest.approx(1_000), pytest.approx(8_000), pytest.approx(1_000)
    )
