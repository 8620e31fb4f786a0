"""Shapes that can be asked about, and sentences for those that cannot."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import shapely
from pyproj import CRS

from dothi.base.errors import InputError
from dothi.land.piece import piece

ZONE = CRS.from_epsg(5899)
BOW = shapely.Polygon([(0, 0), (10, 10), (10, 0), (0, 10)])


@pytest.mark.parametrize(
    ("shape", "code"),
    [
        (None, "land.empty"),
        (shapely.Polygon(), "land.empty"),
        (shapely.LineString([(0, 0), (1, 1)]), "land.kind"),
        (shapely.MultiPoint([(0, 0), (1, 1)]), "land.kind"),
        (shapely.Point(np.inf, 0), "land.not-finite"),
        (BOW, "land.crosses-itself"),
    ],
)
def test_refusals(shape: Any, code: str) -> None:
    with pytest.raises(InputError) as caught:
        piece(shape, ZONE)
    assert caught.value.faults[0].code == code
    assert caught.value.faults[0].remedy_vi


@pytest.mark.parametrize("registered", [0.0, -5.0, float("nan"), float("inf")])
def test_a_registered_area_is_a_number_above_nothing(registered: float) -> None:
    with pytest.raises(InputError) as caught:
        piece(shapely.box(577000, 1722000, 577100, 1722100), ZONE, registered)
    assert caught.value.faults[0].code == "land.registered-area"


def test_where_it_crosses_itself_is_named() -> None:
    with pytest.raises(InputError) as caught:
        piece(BOW, ZONE)
    assert "5 5" in caught.value.faults[0].vi


def test_degrees_off_the_globe() -> None:
    with pytest.raises(InputError) as caught:
        piece(shapely.Point(200, 95), CRS.from_epsg(4326))
    assert caught.value.faults[0].code == "land.off-globe"


def test_areas_and_points() -> None:
    land = piece(shapely.box(577000, 1722000, 577100, 1722050), ZONE, 4_900)
    assert (land.is_area, land.measured_m2) == (True, pytest.approx(5_000))
    share = land.share(2_450)
    assert (share.of_measured, share.of_registered) == pytest.approx((0.49, 0.5))
    spot = piece(shapely.Point(577000, 1722000), ZONE)
    assert (spot.is_area, spot.measured_m2) == (False, None)


def test_wgs84_by_the_pinned_operation() -> None:
    # Control value of the province: 108.4740, 15.5736 is E 577453.964, N 1722531.703.
    land = piece(shapely.Point(577453.964, 1722531.703), ZONE)
    assert land.wgs84.coords[0] == pytest.approx((108.4740, 15.5736), abs=2e-8)


def test_a_box_elsewhere_holds_the_piece() -> None:
    land = piece(shapely.box(577000, 1722000, 587000, 1732000), ZONE)
    other = CRS.from_epsg(5897)
    west, south, east, north = land.box_in(other, room_m=5)
    carried = shapely.transform(shapely.segmentize(land.shape, 100), _carry(ZONE, other))
    assert shapely.box(west, south, east, north).contains(carried.buffer(4))


def _carry(source: CRS, target: CRS) -> Any:
    from pyproj import Transformer

    carrier = Transformer.from_crs(source, target, always_xy=True)
    return lambda points: np.column_stack(carrier.transform(points[:, 0], points[:, 1]))
