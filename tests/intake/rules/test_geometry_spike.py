"""Spikes: 10 mm wide at the foot at 1/500, ten times as long, and turning away at the foot."""

from __future__ import annotations

import math
from datetime import date

import pytest
import shapely

from dothi.intake.checking.context import Options
from dothi.intake.layers import Reading
from dothi.intake.repair.propose import repair

CODE = "geometry.spike"
E, N = 577_000.0, 1_722_000.0


def spiked(width: float, length: float, *, inward: bool = False) -> shapely.Polygon:
    """A square of 10 m with a spike on its top, ``width`` at the foot."""
    top = N + 10 - length if inward else N + 10 + length
    foot = [(E + 5 + width / 2, N + 10), (E + 5, top), (E + 5 - width / 2, N + 10)]
    return shapely.Polygon([(E, N), (E + 10, N), (E + 10, N + 10), *foot, (E, N + 10)])


@pytest.mark.parametrize("inward", [False, True])
@pytest.mark.parametrize(("millimetres", "count"), [(0.1, 1), (9.9, 1), (10.1, 0), (500.0, 0)])
def test_a_hair_under_and_over_the_width(found, layer, millimetres: float, count: int, inward: bool) -> None:
    findings = found(CODE, layer("khu", [spiked(millimetres / 1000, 3.0, inward=inward)]))
    assert len(findings) == count
    if count:
        assert findings[0].measure == pytest.approx(3.0, abs=1e-3)
        assert findings[0].unit == "m"
        assert findings[0].geometry.x == E + 5


@pytest.mark.parametrize(("length", "count"), [(0.091, 1), (0.089, 0)])
def test_a_hair_under_and_over_ten_times_the_width(found, layer, length: float, count: int) -> None:
    # the sides are the legs of the triangle: sqrt(0.09² + 0.0045²) is 0.0901
    assert len(found(CODE, layer("khu", [spiked(0.009, length)]))) == count


def blunt(
    tip: float, foot: float, length: float, *, inward: bool = False, between: int = 0
) -> shapely.Polygon:
    """A square of 10 m with a spike on its top whose tip is an edge; ``between`` points along either side."""
    top = N + 10 - length if inward else N + 10 + length
    right = shapely.LineString([(E + 5 + foot / 2, N + 10), (E + 5 + tip / 2, top)])
    left = shapely.LineString([(E + 5 - tip / 2, top), (E + 5 - foot / 2, N + 10)])
    sides = [
        line.interpolate(k / (between + 1), normalized=True)
        for line in (right, left)
        for k in range(between + 2)
    ]
    return shapely.Polygon([(E, N), (E + 10, N), (E + 10, N + 10), *((p.x, p.y) for p in sides), (E, N + 10)])


@pytest.mark.parametrize("sides", [{}, {"inward": True}, {"between": 1}, {"between": 5, "inward": True}])
@pytest.mark.parametrize(
    ("widths", "count"), [((5, 9.9), 1), ((9.9, 9.9), 1), ((5, 10.1), 0), ((10.1, 10.1), 0)]
)
def test_a_blunt_tip_a_hair_under_and_over_the_width(found, layer, widths, count, sides) -> None:
    tip, foot = widths
    shape = blunt(tip / 1000, foot / 1000, 3.0, **sides)
    assert shape.is_valid
    findings = found(CODE, layer("khu", [shape]))
    assert len(findings) == count
    if count:
        assert findings[0].measure == pytest.approx(3.0, abs=1e-3)


@pytest.mark.parametrize(("length", "count"), [(0.091, 1), (0.089, 0)])
def test_a_blunt_tip_a_hair_under_and_over_ten_times_the_width(
    found, layer, length: float, count: int
) -> None:
    assert len(found(CODE, layer("khu", [blunt(0.009, 0.009, length)]))) == count


def test_a_tip_of_four_points_is_one_spike(found, layer) -> None:
    tip = [(E + 5.004, N + 13), (E + 5.002, N + 13.003), (E + 4.998, N + 13.003), (E + 4.996, N + 13)]
    ring = [
        (E, N),
        (E + 10, N),
        (E + 10, N + 10),
        (E + 5.004, N + 10),
        *tip,
        (E + 4.996, N + 10),
        (E, N + 10),
    ]
    (finding,) = found(CODE, layer("khu", [shapely.Polygon(ring)]))
    assert finding.measure == pytest.approx(3.0, abs=1e-3)


def test_a_sharp_tip_with_points_along_its_sides(found, layer) -> None:
    dense = shapely.segmentize(spiked(0.008, 3.0), 0.3)
    (finding,) = found(CODE, layer("khu", [dense]))
    assert finding.geometry.y == N + 13


def test_a_zone_that_is_a_strip_itself_has_no_spike(found, layer) -> None:
    assert found(CODE, layer("khu", [shapely.box(E, N, E + 3, N + 0.005)])) == []


def test_a_step_of_a_border_is_no_spike(found, layer) -> None:
    step = [(E, N), (E + 10, N), (E + 10, N + 10), (E + 5, N + 10), (E + 5, N + 10.005), (E, N + 10.005)]
    assert found(CODE, layer("khu", [shapely.Polygon(step)])) == []


def test_a_cusp_where_a_curve_runs_into_a_line_is_no_spike(found, layer) -> None:
    # the fillet of a road: an arc that ends along the straight border it leaves
    arc = [
        (E + 20 * math.sin(a), N + 20 - 20 * math.cos(a)) for a in [k * math.pi / 180 for k in range(1, 91)]
    ]
    shape = shapely.Polygon([(E, N), *arc, (E + 20, N - 10), (E - 10, N - 10), (E - 10, N)])
    assert shape.is_valid
    assert found(CODE, layer("khu", [shape])) == []


def test_a_sharp_but_wide_corner_is_no_spike(found, layer) -> None:
    assert found(CODE, layer("khu", [shapely.Polygon([(E, N), (E + 100, N), (E, N + 2)])])) == []


def test_a_spike_at_the_first_point_of_the_ring(found, layer) -> None:
    points = list(spiked(0.002, 3.0).exterior.coords)[:-1]
    turned = shapely.Polygon(points[4:] + points[:4])
    assert len(found(CODE, layer("khu", [turned]))) == 1


def test_an_exact_way_out_and_back_is_a_spike_and_invalid(found, layer) -> None:
    ring = [
        (E, N),
        (E + 10, N),
        (E + 10, N + 10),
        (E + 5, N + 10),
        (E + 5, N + 13),
        (E + 5, N + 10),
        (E, N + 10),
    ]
    plan = layer("khu", [shapely.Polygon(ring)])
    assert len(found(CODE, plan)) == 1
    assert len(found("geometry.invalid", plan)) == 1


def test_lines_have_no_spikes_and_that_is_said(checked, layer) -> None:
    result = checked(layer("duong", [shapely.LineString([(E, N), (E + 9, N), (E, N)])]))
    assert not [f for f in result.findings if f.code == CODE]
    assert (CODE, "duong", False) in [(s.rule, s.layer, s.unknown) for s in result.skipped]


def test_no_data(found, layer) -> None:
    assert found(CODE, layer("khu", [])) == []


def test_repair_cuts_a_blunt_spike_off_whole(law, layer) -> None:
    plan = Reading("plan", (layer("khu", [blunt(0.005, 0.008, 3.0)]),))
    mended = repair(plan, law, Options(day=date(2026, 11, 22), scale=500)).reading.layers[0]
    assert mended.frame.geometry.iloc[0].equals(shapely.box(E, N, E + 10, N + 10))
