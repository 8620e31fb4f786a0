"""Overlaps and gaps from loose edges, held to what intersecting every pair and joining all zones gives."""

from __future__ import annotations

import math

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from dothi.intake.checking.tiling.kernel import Tiling, arranged, tiling_of
from dothi.intake.checking.tiling.widths import polygon_parts, wider_than

NONE = np.zeros(0, object)
COINCIDENCE = 0.002


def together(first, second):
    return np.ones(len(first), bool)


def run(zones, boundary=NONE, sliver: float = 2 * COINCIDENCE) -> Tiling:
    return tiling_of(arranged(zones, boundary, COINCIDENCE), together, sliver)


def mesh(count: int, *, jitter: float = 0.0, random=None, east: float = 0.0, north: float = 0.0):
    """Squares of 10 m that share their corners, each corner moved by up to ``jitter``."""
    x, y = np.meshgrid(np.arange(count + 1) * 10.0 + east, np.arange(count + 1) * 10.0 + north)
    if jitter:
        x, y = (axis + random.uniform(-jitter, jitter, axis.shape) for axis in (x, y))
    corners = [
        (np.s_[:-1], np.s_[:-1]),
        (np.s_[:-1], np.s_[1:]),
        (np.s_[1:], np.s_[1:]),
        (np.s_[1:], np.s_[:-1]),
    ]
    rings = [np.stack([x[c].ravel(), y[c].ravel()], axis=1) for c in [*corners, corners[0]]]
    return shapely.polygons(np.stack(rings, axis=1))


def shaken(seed: int):
    """A small plan with one kind of disorder or another."""
    random = np.random.default_rng(seed)
    count, disorder = int(random.integers(2, 8)), int(random.integers(0, 7))
    zones = mesh(count, jitter=float(random.choice([0.0, 3.0])), random=random)
    if disorder in {1, 5}:  # a second sheet upon the first
        shift = random.choice([0.0, 5.0, 3.3], 2)
        zones = np.concatenate([zones, mesh(count, jitter=2.0, random=random, east=shift[0], north=shift[1])])
    if disorder == 2:  # copies
        zones = np.concatenate([zones, zones[random.choice(len(zones), max(1, len(zones) // 3))]])
    if disorder in {3, 5}:  # zones grown or shrunk
        rows = random.choice(len(zones), max(1, len(zones) // 4), replace=False)
        zones[rows] = shapely.buffer(zones[rows], random.uniform(-3, 3), join_style="mitre")
        zones = zones[~shapely.is_empty(zones)]
    if disorder in {4, 6}:  # zones missing, far from the origin and askew
        turn = np.array([[0.8, 0.6], [-0.6, 0.8]])
        zones = shapely.transform(zones, lambda c: c @ turn + [577_000.123, 1_722_000.77])
        zones = zones[random.random(len(zones)) > 0.3]
    if disorder == 6 and len(zones):  # zones joined: borders without the corners of their neighbours
        group = random.integers(0, max(2, len(zones) // 2), len(zones))
        zones = np.array([shapely.union_all(zones[group == g]) for g in np.unique(group)], dtype=object)
    return zones


def naive_overlaps(zones) -> dict[tuple[int, int], float]:
    first, second = shapely.STRtree(zones).query(zones, predicate="intersects")
    once = first < second
    first, second = first[once], second[once]
    pieces, pair = polygon_parts(shapely.intersection(zones[first], zones[second]))
    wide = wider_than(pieces, COINCIDENCE)
    areas: dict[tuple[int, int], float] = {}
    for number, area in zip(pair[wide], shapely.area(pieces[wide]), strict=True):
        key = (int(first[number]), int(second[number]))
        areas[key] = areas.get(key, 0.0) + float(area)
    return areas


def naive_gaps(zones) -> list[float]:
    """Bounded places between the outlines of the union that the union does not cover."""
    union = shapely.union_all(zones)
    faces = shapely.get_parts(shapely.polygonize([shapely.unary_union(shapely.boundary(union))]))
    bare = faces[~shapely.intersects(shapely.point_on_surface(faces), union)]
    parts = polygon_parts(shapely.difference(bare, union))[0]
    return sorted(shapely.area(parts[wider_than(parts, COINCIDENCE)]).tolist())


def overlaps_of(tiling: Tiling) -> dict[tuple[int, int], float]:
    found: dict[tuple[int, int], float] = {}
    for pairs in (tiling.overlaps, tiling.overlap_slivers):
        for a, b, area in zip(pairs.first, pairs.second, pairs.area, strict=True):
            found[int(a), int(b)] = found.get((int(a), int(b)), 0.0) + float(area)
    return found


def gaps_of(tiling: Tiling) -> list[float]:
    return sorted(shapely.area(np.concatenate([tiling.gaps, tiling.gap_slivers])).tolist())


@settings(max_examples=120, deadline=None)
@given(st.integers(0, 10**9))
def test_overlaps_and_gaps_are_those_of_the_naive_way(seed: int) -> None:
    zones = shaken(seed)
    if len(zones) < 2:
        return
    tiling = run(zones)
    assert overlaps_of(tiling) == pytest.approx(naive_overlaps(zones), abs=1e-6)
    assert gaps_of(tiling) == pytest.approx(naive_gaps(zones), abs=1e-4)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**9), st.floats(0.01, 1.0), st.sets(st.integers(0, 3), max_size=4))
def test_areas_conserve_against_the_union(seed: int, growth: float, missing: set[int]) -> None:
    """No place is covered three times: zones less overlaps are the union, and gaps fill its outline."""
    zones = mesh(6, jitter=2.0, random=np.random.default_rng(seed))
    grown = [6 * row + column for row in (1, 4) for column in (1, 4)]
    zones[grown] = shapely.buffer(zones[grown], growth, join_style="mitre")
    inner = [6 * row + column for row in (2, 3) for column in (2, 3)]
    zones = np.delete(zones, [inner[number] for number in missing])
    tiling = run(zones)
    union = shapely.union_all(zones)
    overlaps = sum(overlaps_of(tiling).values())
    assert shapely.area(zones).sum() - overlaps == pytest.approx(union.area, abs=1e-6)
    filled = sum(shapely.Polygon(part.exterior).area for part in shapely.get_parts(union))
    assert union.area + sum(gaps_of(tiling)) == pytest.approx(filled, abs=1e-6)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**9))
def test_the_order_of_zones_changes_nothing(seed: int) -> None:
    zones = shaken(seed)
    order = np.random.default_rng(seed).permutation(len(zones))
    straight, shuffled = run(zones), run(zones[order])
    renamed = {
        (min(order[a], order[b]), max(order[a], order[b])): area
        for (a, b), area in overlaps_of(shuffled).items()
    }
    assert renamed == pytest.approx(overlaps_of(straight), abs=1e-9)
    assert gaps_of(shuffled) == pytest.approx(gaps_of(straight), abs=1e-9)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**9), st.floats(0, 360))
def test_a_plan_moved_and_turned_has_the_same_faults(seed: int, degrees: float) -> None:
    zones = shaken(seed)
    if len(zones) < 2:
        return
    a = math.radians(degrees)
    turn = np.array([[math.cos(a), math.sin(a)], [-math.sin(a), math.cos(a)]])
    middle = shapely.get_coordinates(zones).mean(axis=0)
    moved = shapely.transform(zones, lambda c: (c - middle) @ turn + [612_345.5, 1_698_765.25])
    before, after = run(zones), run(moved)
    assert overlaps_of(after) == pytest.approx(overlaps_of(before), abs=1e-3)
    assert gaps_of(after) == pytest.approx(gaps_of(before), abs=1e-3)


def test_a_clean_plan_has_loose_edges_at_its_outline_only() -> None:
    arrangement = arranged(mesh(20), NONE, COINCIDENCE)
    assert len(arrangement.edges) == 4 * 20
    tiling = tiling_of(arrangement, together, 0.1)
    assert not overlaps_of(tiling)
    assert not gaps_of(tiling)


def test_the_boundary_takes_part_turned_inside_out() -> None:
    zones = mesh(3)[:-1]
    outline = np.array([shapely.box(0, 0, 30, 30)], dtype=object)
    assert gaps_of(run(zones)) == []
    assert gaps_of(run(zones, outline)) == pytest.approx([100.0])


def test_a_hole_of_an_island_in_a_gap_is_told_once() -> None:
    island = shapely.Polygon(shapely.box(40, 40, 60, 60).exterior, [shapely.box(45, 45, 50, 50).exterior])
    corners = [
        shapely.box(70, 80, 80, 90),
        shapely.box(60, 70, 70, 80),
        shapely.box(80, 70, 90, 80),
        shapely.box(70, 60, 80, 70),
    ]
    zones = np.array([island, *corners], dtype=object)
    outline = np.array([shapely.box(0, 0, 100, 100)], dtype=object)
    # the hole of 25 m², the place of 100 m² between four corners, and all the rest
    assert gaps_of(run(zones, outline)) == pytest.approx([25.0, 100.0, 10_000 - 375 - 400 - 25 - 100])


def test_zones_beyond_the_boundary_do_not_overlap_it() -> None:
    outline = np.array([shapely.box(0, 0, 20, 30)], dtype=object)
    tiling = run(mesh(3), outline)
    assert not overlaps_of(tiling)
    assert not gaps_of(tiling)


def test_pairs_that_do_not_hold_together_are_left_out() -> None:
    zones = np.array([shapely.box(0, 0, 10, 10), shapely.box(5, 0, 15, 10)], dtype=object)
    never = tiling_of(arranged(zones, NONE, COINCIDENCE), lambda a, b: np.zeros(len(a), bool), 0.1)
    assert not overlaps_of(never)


def test_no_zones() -> None:
    tiling = run(NONE)
    assert not overlaps_of(tiling)
    assert tiling.noise_count == 0
