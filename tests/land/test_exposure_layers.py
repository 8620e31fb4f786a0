"""Layers as things: people as written, shapes that cannot be measured, maps."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import numpy as np
import pytest
import shapely
from pyproj import CRS

from dothi.base.errors import UnusableError
from dothi.intake.georeference.carry import carrier
from dothi.land.exposure import exposure
from dothi.land.exposure_hazards import vector_hazard
from dothi.land.exposure_layers import things_of

ZONE = CRS.from_epsg(5899)
EAST, NORTH = 577_000, 1_722_000


def frame(*shapes: Any, crs: int = 5899, **columns: Any) -> gpd.GeoDataFrame:
    made = gpd.GeoDataFrame(columns, geometry=list(shapes), crs=crs)
    made.index = range(1, len(made) + 1)
    return made


def box(west: float, south: float, east: float, north: float) -> Any:
    return shapely.box(EAST + west, NORTH + south, EAST + east, NORTH + north)


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
