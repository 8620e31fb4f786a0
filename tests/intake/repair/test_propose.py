"""What is mended, what is left alone, and by how much each area changes."""

from __future__ import annotations

from collections import Counter
from datetime import date

import numpy as np
import pytest
import shapely

from dothi.intake.checking.context import Options
from dothi.intake.checking.engine import check
from dothi.intake.layers import Reading
from dothi.intake.repair.propose import STEPS, repair

E, N = 577_000.0, 1_722_000.0
OPTIONS = Options(day=date(2026, 11, 22), scale=500)
TIE = shapely.Polygon([(E, N), (E + 10, N + 10), (E + 10, N), (E, N + 10)])


def mended(law, *layers, **options):
    reading = Reading("plan", layers)
    return repair(reading, law, Options(day=date(2026, 11, 22), scale=500, **options))


def codes(law, reading: Reading) -> Counter[str]:
    return Counter(finding.code for finding in check(reading, law, OPTIONS).findings)


def test_a_clean_plan_is_not_touched(law, layer, grid) -> None:
    plan = layer("khu", grid(3, 3))
    done = mended(law, plan)
    assert done.changes == ()
    assert done.reading.layers[0] is plan


def test_an_invalid_area_is_rebuilt_and_its_change_told(law, layer, box) -> None:
    done = mended(law, layer("khu", [box(5, 5), TIE]))
    (change,) = done.changes
    assert (change.layer, change.feature, change.rule) == ("khu", 2, "geometry.invalid")
    assert (change.area_before, change.area_after) == pytest.approx((0.0, 50.0))
    assert change.to_json()["area_change_m2"] == pytest.approx(50.0)
    assert codes(law, done.reading) == Counter()


def test_points_that_repeat_exactly_are_dropped_and_near_ones_stay(law, layer) -> None:
    exact = shapely.Polygon([(E, N), (E, N), (E + 10, N), (E + 10, N + 10)])
    near = shapely.Polygon([(E + 50, N), (E + 50.0005, N), (E + 60, N), (E + 60, N + 10)])
    done = mended(law, layer("khu", [exact, near]))
    assert [(c.feature, c.rule, c.difference) for c in done.changes] == [
        (1, "geometry.duplicate-vertices", 0.0)
    ]


def test_a_spike_is_cut_off_with_its_area(law, layer) -> None:
    top = [(E + 5.002, N + 10), (E + 5, N + 13), (E + 4.998, N + 10)]
    spiked = shapely.Polygon([(E, N), (E + 10, N), (E + 10, N + 10), *top, (E, N + 10)])
    done = mended(law, layer("khu", [spiked]))
    (change,) = done.changes
    assert change.rule == "geometry.spike"
    assert change.difference == pytest.approx(-0.004 * 3 / 2)
    assert codes(law, done.reading)["geometry.spike"] == 0


def spiked(west: float, south: float, *, above: float) -> list[tuple[float, float]]:
    """A square of 10 m with a spike of 3 m on top, 4 mm wide, whose tip is at (west + 5, above)."""
    foot = south + 10
    top = [(west + 5.002, foot), (west + 5, above), (west + 4.998, foot)]
    return [(west, south), (west + 10, south), (west + 10, foot), *top, (west, foot)]


def test_a_corner_of_another_part_at_the_tip_of_a_spike_stays(law, layer) -> None:
    tip = (E + 5, N + 13)
    roof = [tip, (E + 9, N + 20), (E + 1, N + 20)]
    both = shapely.MultiPolygon([shapely.Polygon(roof), shapely.Polygon(spiked(E, N, above=N + 13))])
    assert both.is_valid
    (change,) = mended(law, layer("khu", [both])).changes
    assert change.rule == "geometry.spike"
    assert change.after.geoms[0] == both.geoms[0]
    assert tip not in change.after.geoms[1].exterior.coords
    assert change.difference == pytest.approx(-0.004 * 3 / 2)


def test_a_spike_whose_tip_a_neighbour_has_as_a_corner_is_left_to_people(law, layer) -> None:
    tip = (E + 5, N + 13)
    neighbour = shapely.Polygon([tip, (E + 9, N + 20), (E + 1, N + 20)])
    plan = layer("khu", [shapely.Polygon(spiked(E, N, above=N + 13)), neighbour])
    done = mended(law, plan)
    assert [c for c in done.changes if c.rule == "geometry.spike"] == []
    assert codes(law, done.reading)["geometry.spike"] == 1
    other = layer("lop_khac", [neighbour])
    apart = mended(law, layer("khu", [plan.frame.geometry.iloc[0]]), other)
    assert [c for c in apart.changes if c.rule == "geometry.spike"] == []


def test_two_areas_that_share_a_spike_are_both_cut_and_fit_again(law, layer, box) -> None:
    below = shapely.Polygon(spiked(E, N, above=N + 13))
    above = shapely.Polygon(
        [(E, N + 10), (E + 4.998, N + 10), (E + 5, N + 13), (E + 5.002, N + 10), (E + 10, N + 10),
         (E + 10, N + 20), (E, N + 20)]
    )  # fmt: skip
    done = mended(law, layer("khu", [below, above]))
    assert sorted(c.feature for c in done.changes if c.rule == "geometry.spike") == [1, 2]
    first, second = done.reading.layers[0].frame.geometry
    assert (first.area, second.area) == (pytest.approx(100.0), pytest.approx(100.0))
    assert first.intersection(second).area == 0
    assert shapely.union_all([first, second]).area == pytest.approx(200.0)


def test_areas_with_heights_are_mended_and_keep_them(law, layer) -> None:
    third = N + 10
    south = shapely.force_3d(shapely.box(E, N, E + 10, third), 7.0)
    north = [shapely.box(E, third, E + 4, third + 5), shapely.box(E + 4, third, E + 10, third + 5)]
    done = mended(law, layer("khu", [south, *(shapely.force_3d(shape, 9.0) for shape in north)]))
    (change,) = done.changes
    assert (change.feature, change.rule) == (1, "tiling.unmatched-edge")
    assert (E + 4, third, 7.0) in list(change.after.exterior.coords)
    repeated = shapely.Polygon([(E, N, 3), (E, N, 3), (E + 9, N, 4), (E + 9, N + 9, 5)])
    (change,) = mended(law, layer("khu", [repeated])).changes
    assert set(change.after.exterior.coords) == {(E, N, 3), (E + 9, N, 4), (E + 9, N + 9, 5)}


def test_a_neighbours_points_are_put_into_the_border_to_the_last_digit(law, layer, box) -> None:
    third = N + 10
    north = [shapely.box(E, third, E + 10 / 3, third + 5), shapely.box(E + 10 / 3, third, E + 10, third + 5)]
    done = mended(law, layer("khu", [box(0, 0), *north]))
    (change,) = done.changes
    assert (change.feature, change.rule) == (1, "tiling.unmatched-edge")
    assert (E + 10 / 3, third) in list(change.after.exterior.coords)
    assert change.difference == pytest.approx(0.0, abs=1e-9)
    assert codes(law, done.reading) == Counter()


def test_points_are_found_again_in_degrees(law, layer) -> None:
    south = shapely.box(108.0, 15.0, 108.001, 15.001)
    north = [shapely.box(108.0, 15.001, 108.0004, 15.002), shapely.box(108.0004, 15.001, 108.001, 15.002)]
    done = mended(law, layer("khu", [south, *north], crs=4326))
    (change,) = done.changes
    assert (108.0004, 15.001) in list(change.after.exterior.coords)


def test_one_feature_may_be_mended_by_several_rules_in_turn(law, layer, box) -> None:
    ring = [
        (E, N),
        (E + 10, N),
        (E + 10, N + 10),
        (E + 5, N + 10),
        (E + 5, N + 13),
        (E + 5, N + 10),
        (E, N + 10),
        (E, N + 10),
    ]
    done = mended(law, layer("khu", [shapely.Polygon(ring)]))
    assert codes(law, done.reading) == Counter()
    assert done.changes[-1].area_after == pytest.approx(100.0)


def test_what_needs_a_decision_is_left_alone(law, layer, box) -> None:
    zones = [
        box(0, 0),
        box(0.5, 0),
        box(0, 0),
        None,
        *[box(5 + c, r) for r in range(3) for c in range(3) if (c, r) != (1, 1)],
    ]
    plan = layer("khu", zones)
    before = codes(law, Reading("plan", (plan,)))
    done = mended(law, plan)
    assert done.changes == ()
    assert codes(law, done.reading) == before
    assert {"tiling.overlap", "tiling.gap", "geometry.duplicate", "geometry.empty"} <= set(before)


def test_attributes_and_the_frame_it_came_from_are_not_touched(law, layer, box) -> None:
    plan = layer("khu", [TIE, box(5, 5)], ten=["a", "b"], DienTich=[1.0, None])
    before = plan.frame.copy(deep=True)
    done = mended(law, plan)
    assert plan.frame.equals(before)
    after = done.reading.layers[0].frame
    assert after.drop(columns="geometry").equals(before.drop(columns="geometry"))
    assert after.crs == before.crs
    assert after.index.equals(before.index)


def test_a_partial_plan_gets_no_points_of_neighbours(law, layer, box) -> None:
    plan = layer("khu", [box(0, 0, 20, height=10), box(0, 1), box(1, 1)])
    assert mended(law, plan, partial=True).changes == ()
    assert len(mended(law, plan).changes) == 1


@pytest.mark.slow
def test_repairing_twice_changes_nothing_more(law, layer, box) -> None:
    random = np.random.default_rng(5)
    shapes = [shapely.Polygon(random.uniform(0, 60, (6, 2)) + np.array([E, N])) for _ in range(40)]
    once = mended(law, layer("khu", shapes))
    assert once.changes
    twice = repair(once.reading, law, OPTIONS)
    assert [c.rule for c in twice.changes if c.rule == "geometry.invalid"] == []
    assert all(shape.is_valid for shape in once.reading.layers[0].frame.geometry)


def test_steps_are_rules() -> None:
    from dothi.intake.checking.rule import rules

    assert set(STEPS) <= {rule.code for rule in rules()}


def test_without_a_crs_areas_are_not_known(law, layer) -> None:
    tie = shapely.Polygon([(0, 0), (10, 10), (10, 0), (0, 10)])
    (change,) = mended(law, layer("ve", [tie], crs=None)).changes
    assert change.to_json()["area_change_m2"] is None
