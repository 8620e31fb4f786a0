"""One walk through all points finds the same however many features are taken at once."""

from __future__ import annotations

import numpy as np
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from dothi.intake.checking import outlines as module
from dothi.intake.checking.context import tolerances_for
from dothi.intake.checking.outlines import outlines_of


def shapes_of(seed: int):
    random = np.random.default_rng(seed)
    made = []
    for _ in range(30):
        points = np.round(random.uniform(0, 3, (int(random.integers(4, 9)), 2)), 1)
        made.append(shapely.Polygon(points))
    made += [shapely.Point(5, 5).buffer(3, quad_segs=9), shapely.LineString([(0, 0), (0, 0), (1, 1)]), None]
    out = np.empty(len(made), object)
    out[:] = made
    return out


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10**9), st.integers(1, 40))
def test_chunks_change_nothing(law, seed: int, at_once: int) -> None:
    shapes, limits = shapes_of(seed), tolerances_for(law, 25_000)
    whole = outlines_of(shapes, limits)
    before = module._AT_ONCE
    module._AT_ONCE = at_once
    try:
        parts = outlines_of(shapes, limits)
    finally:
        module._AT_ONCE = before
    for kind in ("repeated", "spikes"):
        assert sorted(zip(*_rows(getattr(parts, kind)), strict=True)) == sorted(
            zip(*_rows(getattr(whole, kind)), strict=True)
        )
    assert sorted(parts.arcs.owner.tolist()) == sorted(whole.arcs.owner.tolist())


def _rows(found):
    return found.owner.tolist(), found.points[:, 0].tolist(), found.points[:, 1].tolist()


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10**9), st.integers(1, 8))
def test_where_a_ring_starts_changes_no_spike(law, seed: int, turn: int) -> None:
    shapes, limits = shapes_of(seed)[:30], tolerances_for(law, 25_000)
    turned = shapes.copy()
    for place, shape in enumerate(shapes):
        points = list(shape.exterior.coords)[:-1]
        at = turn % len(points)
        turned[place] = shapely.Polygon(points[at:] + points[:at])
    first, second = outlines_of(shapes, limits).spikes, outlines_of(turned, limits).spikes
    assert sorted(zip(*_rows(first), strict=True)) == sorted(zip(*_rows(second), strict=True))


def test_nothing(law) -> None:
    found = outlines_of(np.zeros(0, object), tolerances_for(law, 500))
    assert len(found.repeated.owner) == len(found.spikes.owner) == len(found.arcs.owner) == 0
