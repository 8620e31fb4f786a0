"""Limits and phases of two plans, zone by zone: within, exceeds by a hair, not stated, not readable."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest
import shapely

from dothi.intake.checking.standing import Standing
from dothi.land.conformity_checks import Checked, Within, checked, limits_judge, phase_judge
from dothi.land.limits import limits_of
from dothi.land.polygons import Polygons

FOREVER = np.iinfo(np.int64).max


def layer(*shapes: Any) -> Polygons:
    count = len(shapes)
    return Polygons(
        "lớp", np.array(shapes, dtype=object), np.arange(1, count + 1), np.full(count, "", dtype=object)
    )


SQUARE = layer(shapely.box(0, 0, 100, 100))


def compared(lower: dict[str, Any], upper: dict[str, Any], below: Polygons = SQUARE) -> Checked:
    judge = limits_judge(below, SQUARE, {"1": limits_of(lower)}, {"1": limits_of(upper)})
    return checked(below, SQUARE, judge, tolerance_m=2.0)


@pytest.mark.parametrize(
    ("column", "lower", "upper", "verdict"),
    [
        ("matDoXayDung", 40, 40, Within.WITHIN),
        ("matDoXayDung", 40.1, 40, Within.EXCEEDS),
        ("matDoXayDung", "40%", "≤ 40%", Within.WITHIN),
        ("matDoXayDung", "40%", "dưới 40%", Within.EXCEEDS),
        ("matDoXayDung", "dưới 40%", "dưới 40%", Within.WITHIN),
        ("heSoSuDungDat", "2,51", 2.5, Within.EXCEEDS),
        ("chieuCao", 20, 21, Within.WITHIN),
        ("tangCaoToiDa", "3-5 tầng", 5, Within.WITHIN),
        ("tangCaoToiDa", "3-6 tầng", 5, Within.EXCEEDS),
        ("tangCaoToiThieu", 2, 2, Within.WITHIN),
        ("tangCaoToiThieu", 1, 2, Within.EXCEEDS),
        ("tangCaoToiDa", None, 5, Within.UNKNOWN),
        ("tangCaoToiDa", "theo quy định", 5, Within.UNKNOWN),
        ("tangCaoToiDa", 5, "theo thiết kế", Within.UNKNOWN),
        ("tangCaoToiDa", "≥ 3", 5, Within.UNKNOWN),
    ],
)
def test_one_limit(column: str, lower: Any, upper: Any, verdict: Within) -> None:
    found = compared({column: lower}, {column: upper})
    assert found.verdict is verdict
    assert [(one.verdict, one.m2, one.places) for one in found.sums] == [(verdict, pytest.approx(10_000), 1)]
    assert [part.judged.verdict for part in found.parts] == ([] if verdict is Within.WITHIN else [verdict])


def test_what_the_upper_plan_does_not_state_is_not_known_and_no_place_to_look_at() -> None:
    found = compared({"tangCao": 5}, {})
    assert (found.verdict, found.parts) == (Within.UNKNOWN, ())
    assert compared({}, {}).sums == ()
    assert compared({}, {}).verdict is Within.UNKNOWN
    assert compared({"danSo": 5}, {"danSo": 3}).sums == ()


def test_a_range_has_two_ends() -> None:
    found = compared({"tangCao": "2-6"}, {"tangCao": "3-5"})
    assert [(one.subject, one.verdict) for one in found.sums] == [
        ("storeys least", Within.EXCEEDS), ("storeys most", Within.EXCEEDS),
    ]  # fmt: skip
    assert [(part.judged.lower, part.judged.upper) for part in found.parts] == [("2-6", "3-5")] * 2


def test_the_stricter_of_two_columns_counts() -> None:
    assert compared({"tangCao": 9, "tangCaoToiDa": 5}, {"tangCaoToiDa": 5}).verdict is Within.WITHIN


@pytest.mark.parametrize(("width", "verdict"), [(1.9, Within.UNKNOWN), (2.1, Within.EXCEEDS)])
def test_a_strip_by_a_hair_is_listed_and_weighs_on_nothing(width: float, verdict: Within) -> None:
    found = compared({"tangCao": 9}, {"tangCao": 5}, layer(shapely.box(100 - width, 0, 300, 100)))
    assert (found.verdict, found.parts[0].strip) == (verdict, verdict is Within.UNKNOWN)
    assert found.parts[0].m2 == pytest.approx(100 * width)


@pytest.mark.parametrize(
    ("column", "east", "verdict"),
    [
        # 90 on the western 60 m and 30 beside it: 66 on average. 90 on 50 m: 60 on average, which is allowed.
        ("matDoXayDung", 60, Within.EXCEEDS),
        ("matDoXayDung", 50, Within.UNKNOWN),
        ("heSoSuDungDat", 50, Within.UNKNOWN),
        ("chieuCao", 50, Within.EXCEEDS),
    ],
)
def test_density_of_a_part_exceeds_only_where_the_mean_does(
    column: str, east: float, verdict: Within
) -> None:
    below = layer(shapely.box(0, 0, east, 100), shapely.box(east, 0, 100, 100))
    stated = {"1": limits_of({column: 90}), "2": limits_of({column: 30})}
    judge = limits_judge(below, SQUARE, stated, {"1": limits_of({column: 60})})
    found = checked(below, SQUARE, judge, tolerance_m=2.0)
    assert [(part.lower_feature, part.judged.verdict) for part in found.parts] == [("1", verdict)]


def standing(phase: str, start: date | None = None) -> Standing:
    day = -FOREVER if start is None else start.toordinal()
    return Standing(
        np.array([phase], dtype=object), np.array([day]), np.array([FOREVER]), np.zeros(1, dtype=bool)
    )


@pytest.mark.parametrize(
    ("lower", "upper", "verdict", "listed"),
    [
        (standing("QHDD_"), standing("QHDD_"), Within.WITHIN, 0),
        (standing("QHDH_"), standing("QHDD_"), Within.EXCEEDS, 1),
        (standing(""), standing("QHDD_"), Within.UNKNOWN, 1),
        (standing("QHDD_"), standing(""), Within.UNKNOWN, 0),
        (standing(""), standing(""), Within.UNKNOWN, 0),
        (standing("", date(2030, 1, 1)), standing("", date(2030, 1, 1)), Within.WITHIN, 0),
        (standing("", date(2029, 12, 31)), standing("", date(2030, 1, 1)), Within.EXCEEDS, 1),
        (standing("", date(2030, 1, 1)), standing(""), Within.UNKNOWN, 0),
        (standing(""), standing("", date(2030, 1, 1)), Within.UNKNOWN, 1),
    ],
)
def test_phases(lower: Standing, upper: Standing, verdict: Within, listed: int) -> None:
    judge = phase_judge(lower, upper, (np.array([0]), np.array([0])))
    found = checked(SQUARE, SQUARE, judge, tolerance_m=2.0)
    assert (found.verdict, len(found.parts)) == (verdict, listed)
