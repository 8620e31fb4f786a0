"""Points as a function of the value: just under, at and just over every kind of level."""

from __future__ import annotations

from fractions import Fraction

import pytest

from dothi.towns.rules import Curve, Kind, Levels, Standard, word_value


def standard(kind: Kind, levels: Levels, **more: object) -> Standard:
    given = {"floor": levels.low, **more}
    return Standard("2A.X", "2A.II", "Dân số", "People", "người", kind, levels, **given)  # type: ignore[arg-type]


PEOPLE = Levels(Fraction(200_000), Fraction(500_000), Fraction("5.5"), Fraction(7))
YEARS = Levels(Fraction(1), Fraction(3), Fraction(4), Fraction(5))


@pytest.mark.parametrize(
    ("value", "points"),
    [
        (Fraction(0), Fraction(0)),
        (Fraction(199_999), Fraction(0)),
        (Fraction(200_000), Fraction("5.5")),
        (Fraction(200_001), Fraction("5.5") + Fraction(15, 10) / 300_000),
        (Fraction(350_000), Fraction("6.25")),
        (Fraction(499_999), Fraction(7) - Fraction(15, 10) / 300_000),
        (Fraction(500_000), Fraction(7)),
        (Fraction(500_001), Fraction(7)),
    ],
)
def test_points_jump_at_the_minimum_and_rise_linearly(value: Fraction, points: Fraction) -> None:
    curve = standard(Kind.NUMBER, PEOPLE).curve
    assert curve is not None
    assert curve.at(value) == points


def test_breakpoints_tell_the_jump() -> None:
    curve = standard(Kind.NUMBER, PEOPLE).curve
    assert curve == Curve(
        (
            (Fraction(0), Fraction(0)),
            (Fraction(200_000), Fraction(0)),
            (Fraction(200_000), Fraction("5.5")),
            (Fraction(500_000), Fraction(7)),
        )
    )
    assert curve.jumps == ((Fraction(200_000), Fraction(0), Fraction("5.5")),)


def test_years_earn_points_in_steps() -> None:
    curve = standard(Kind.STEPS, YEARS).curve
    assert curve is not None
    assert [curve.at(Fraction(year)) for year in ("0.9", "1", "2", "2.9", "3", "8")] == [0, 4, 4, 4, 5, 5]


def test_a_relaxed_floor_gives_the_minimum_points_and_no_more() -> None:
    curve = standard(Kind.NUMBER, PEOPLE, floor=Fraction(100_000)).curve
    assert curve is not None
    assert [curve.at(Fraction(people)) for people in (99_999, 100_000, 150_000, 200_000, 350_000)] == [
        *(0, Fraction("5.5"), Fraction("5.5"), Fraction("5.5"), Fraction("6.25"))
    ]


def test_a_standard_left_aside_earns_its_minimum_whatever_the_value() -> None:
    curve = standard(Kind.NUMBER, PEOPLE, considered=False).curve
    assert curve is not None
    assert [curve.at(Fraction(0)), curve.at(Fraction(900_000))] == [Fraction("5.5"), Fraction("5.5")]


def test_points_that_no_source_tells_have_no_curve() -> None:
    assert standard(Kind.NUMBER, Levels(Fraction(4000), None, None, None)).curve is None


def test_words_stand_in_order_and_a_project_is_less_than_a_work() -> None:
    roles = standard(
        Kind.WORDS,
        Levels(Fraction(1), Fraction(2), Fraction("5.5"), Fraction(7)),
        words=("không", "xã", "tỉnh", "vùng"),
    )
    assert roles.curve is not None
    assert [roles.curve.at(word_value(place, Kind.WORDS)) for place in range(4)] == [0, Fraction("5.5"), 7, 7]
    assert roles.write(Fraction(2)) == "tỉnh"
    works = standard(
        Kind.COUNT,
        Levels(Fraction(1, 2), Fraction(1), Fraction("2.5"), Fraction(3)),
        words=("không", "có dự án"),
    )
    assert works.curve is not None
    assert [works.curve.at(Fraction(number)) for number in ("0", "0.5", "1", "4")] == [
        0,
        Fraction("2.5"),
        3,
        3,
    ]
    assert (works.write(Fraction(1, 2)), works.write(Fraction(3))) == ("có dự án", "3")
