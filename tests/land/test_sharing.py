"""Shared areas, against hand calculation and against GEOS row by row."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from dothi.land.sharing import CONTACT_M2, Geometries, shared_areas


def shapes(*found: shapely.Geometry) -> Geometries:
    return np.array(found, dtype=object)


def test_inside_crossing_touching_and_apart() -> None:
    parcels = shapes(
        shapely.box(1, 1, 3, 4),  # inside the first zone: 6
        shapely.box(9, 0, 11, 2),  # half in each: 2 and 2
        shapely.box(10, 20, 12, 22),  # corner contact with nothing, apart from both
    )
    zones = shapes(shapely.box(0, 0, 10, 10), shapely.box(10, 0, 20, 20))
    found = shared_areas(parcels, zones)
    assert (found.parcel.tolist(), found.zone.tolist()) == ([0, 1, 1], [0, 0, 1])
    assert found.m2.tolist() == pytest.approx([6, 2, 2], abs=1e-12)


def test_a_hole_is_not_shared() -> None:
    ring = shapely.box(0, 0, 10, 10).difference(shapely.box(2, 2, 8, 8))
    found = shared_areas(shapes(shapely.box(3, 3, 7, 7), shapely.box(0, 0, 5, 5)), shapes(ring))
    assert (found.parcel.tolist(), found.m2.tolist()) == ([1], pytest.approx([25 - 9]))


@pytest.mark.parametrize(("width", "pairs"), [(CONTACT_M2 / 10 * 0.9, 0), (CONTACT_M2 / 10 * 1.1, 1)])
def test_contact_by_a_hair(width: float, pairs: int) -> None:
    found = shared_areas(shapes(shapely.box(0, 0, 1, 10)), shapes(shapely.box(1 - width, 0, 2, 10)))
    assert len(found) == pairs


def test_nothing_to_share() -> None:
    none = np.empty(0, dtype=object)
    some = shapes(shapely.box(0, 0, 1, 1))
    assert [len(shared_areas(*pair)) for pair in ((none, some), (some, none), (none, none))] == [0, 0, 0]


def test_zones_are_never_divided_between_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dothi.land.sharing._PART", 3)
    parcels = shapes(*[shapely.box(n, 0, n + 1, 1) for n in range(40)])
    zones = shapes(*[shapely.box(4 * n + 0.5, -1, 4 * n + 4.5, 2) for n in range(10)])
    found = shared_areas(parcels, zones)
    assert found.m2.sum() == pytest.approx(39.5)
    assert len(found) == 49


CIRCLES = st.tuples(st.integers(0, 40), st.integers(0, 40), st.integers(1, 15), st.integers(3, 9))


def drawn(circles: list[tuple[int, int, int, int]]) -> Geometries:
    return shapes(*[shapely.Point(x, y).buffer(r, quad_segs=n) for x, y, r, n in circles])


@settings(deadline=None, max_examples=60)
@given(st.lists(CIRCLES, min_size=1, max_size=6), st.lists(CIRCLES, min_size=1, max_size=6))
def test_every_row_is_what_geos_says(first: list[tuple[int, ...]], second: list[tuple[int, ...]]) -> None:
    parcels, zones = drawn(first), drawn(second)  # type: ignore[arg-type]
    found = shared_areas(parcels, zones)
    got = {(int(p), int(z)): m2 for p, z, m2 in zip(found.parcel, found.zone, found.m2, strict=True)}
    for p, parcel in enumerate(parcels):
        for z, zone in enumerate(zones):
            assert got.get((p, z), 0.0) == pytest.approx(parcel.intersection(zone).area, abs=2 * CONTACT_M2)
