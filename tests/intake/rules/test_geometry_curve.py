"""Curves drawn as chords: the sagitta of an arc of radius r and turn t per chord is r (1 - cos(t / 2))."""

from __future__ import annotations

import math

import pytest
import shapely

from dothi.intake.findings import Severity

CODE = "geometry.curve"
E, N = 577_000.0, 1_722_000.0


def sector(radius: float, chords: int, *, sweep: float = 90.0) -> shapely.Polygon:
    """A slice of a circle with its arc cut into ``chords``."""
    angles = [math.radians(sweep * k / chords) for k in range(chords + 1)]
    return shapely.Polygon([(E, N), *[(E + radius * math.cos(a), N + radius * math.sin(a)) for a in angles]])


def test_straight_borders_pass(found, layer, grid) -> None:
    assert found(CODE, layer("khu", grid(3, 3))) == []


@pytest.mark.parametrize(
    ("radius", "sagitta", "severity"),
    # 90° in 9 chords of 10°: r (1 - cos 5°) = 0.003805 r; the tolerance at 1/500 is 10 mm
    [(2.5, 0.00951, Severity.INFO), (2.7, 0.01027, Severity.WARNING), (100.0, 0.38053, Severity.WARNING)],
)
def test_a_hair_under_and_over_the_tolerance(found, layer, radius, sagitta, severity) -> None:
    (finding,) = found(CODE, layer("khu", [sector(radius, 9)]))
    assert finding.severity is severity
    assert finding.measure == pytest.approx(sagitta, rel=0.01)
    assert finding.geometry.geom_type == "LineString"


def test_a_finer_curve_is_a_note_that_states_how_far_it_is_off(found, layer) -> None:
    (finding,) = found(CODE, layer("khu", [sector(100.0, 90)]))
    assert finding.severity is Severity.INFO
    assert finding.measure == pytest.approx(100 * (1 - math.cos(math.radians(0.5))), rel=0.01)
    assert "0,010 m" in finding.message


def test_an_octagon_and_a_short_bend_are_no_curves(found, layer) -> None:
    octagon = shapely.Point(E, N).buffer(50, quad_segs=2)
    bend = sector(100.0, 3, sweep=15.0)
    assert found(CODE, layer("khu", [octagon, bend])) == []


def test_coordinates_rounded_to_the_millimetre_are_still_a_curve(found, layer) -> None:
    rounded = shapely.set_precision(sector(60.0, 30), 0.001)
    (finding,) = found(CODE, layer("khu", [rounded]))
    assert finding.measure == pytest.approx(60 * (1 - math.cos(math.radians(1.5))), rel=0.05)


def test_a_line_may_be_a_curve(found, layer) -> None:
    arc = shapely.LineString(list(sector(50.0, 18).exterior.coords)[1:-1])
    assert [finding.feature for finding in found(CODE, layer("duong", [arc]))] == [1]


def test_two_curves_of_one_feature_are_one_finding(found, layer) -> None:
    hole = shapely.Polygon(
        shapely.Point(E, N).buffer(80, quad_segs=40).exterior,
        [shapely.Point(E, N).buffer(20, quad_segs=10).exterior],
    )
    (finding,) = found(CODE, layer("khu", [hole]))
    assert finding.message.startswith("2 đoạn cong")


def test_no_data_and_invalid_input(found, layer) -> None:
    assert found(CODE, layer("khu", [])) == []
    assert (
        found(CODE, layer("khu", [shapely.Polygon([(E, N), (E + 9, N + 9), (E + 9, N), (E, N + 9)])])) == []
    )
