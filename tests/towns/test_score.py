"""Totals computed by hand, and what decides where something is not known."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from dothi.base.time import Truth
from dothi.law import Law
from dothi.law.classes import ClassOf
from dothi.law.rows import Confidence
from dothi.towns.recognised import target_reached
from dothi.towns.rules import Kind
from dothi.towns.schemes import Profile, rule_set_for, scheme
from dothi.towns.score import Interval, Score, Status, Verdict, judge, score
from dothi.towns.values import Town, Value

from .conftest import LEAST_II, LEAST_III, MOST_II, MOST_III, POINTS_LEAST, POINTS_MOST, table_2a

MIDWAY_III = table_2a("1 2 110000 750 60 1 5 90 3.25 60 75 60 0.5 32.5 1 6 5 2 1.75 1 30 4.75 2")
# Half of every minimum level of class II outside group III.3; numbers of works rounded: 2.5 becomes 3.
HALVED_II = table_2a("2 2 100000 1 32.5 2 3 45 1.75 30 40 30 1 17.5 5 5 3 3 1 2 25 6 1")
CLASS_I_VALUES = "1 2 1 1 0 0 2500000 45 600000 49.9 2 100 5 1 1"
CLASS_I = {
    f"1.{'I' if n < 7 else 'II' if n < 11 else 'III'}.{n:02d}": value
    for n, value in enumerate(CLASS_I_VALUES.split(), 1)
}


def total(found: Score) -> Fraction:
    assert found.total.width == 0
    return found.total.low


def groups(found: Score) -> list[Fraction]:
    return [one.points.low for one in found.groups]


def status(found: Score, code: str) -> Status:
    return next(one.status for one in found.standards if one.standard.code == code)


def test_a_town_at_every_maximum_has_all_hundred_points(scored) -> None:
    found = scored(MOST_II)
    assert (total(found), groups(found), found.verdict) == (100, [15, 20, 65], Verdict.REACHED)
    assert {one.status for one in found.standards} == {Status.FULL}


def test_a_town_at_every_minimum_just_reaches_the_class(scored) -> None:
    found = scored(LEAST_II)
    assert (total(found), groups(found)) == (75, [Fraction("11.5"), Fraction("15.5"), 48])
    assert (found.verdict, found.undecided_by) == (Verdict.REACHED, ())
    assert {one.status for one in found.standards} == {Status.MINIMUM}


def test_a_hair_under_one_minimum_loses_all_its_points(scored) -> None:
    found = scored({**LEAST_II, "2A.III.21": "24.99"})
    assert (total(found), groups(found)[2], found.verdict) == (73, 46, Verdict.NOT_REACHED)
    assert [one.standard.code for one in found.below] == ["2A.III.21"]


def test_a_group_below_its_minimum_fails_whatever_the_total(scored) -> None:
    found = scored({**MOST_II, "2A.II.03": "199999"})
    assert (total(found), groups(found)[1]) == (93, 13)
    assert (found.reaches, found.groups[1].reaches, found.verdict) == (
        *(Truth.YES, Truth.NO, Verdict.NOT_REACHED),
    )


def test_a_town_between_the_levels_of_class_iii(scored) -> None:
    found = scored(MIDWAY_III, "III")
    assert groups(found) == [Fraction("13.5"), Fraction("17.75"), Fraction("54.125")]
    assert (total(found), found.verdict) == (Fraction("85.375"), Verdict.REACHED)
    assert status(found, "2A.III.13") is Status.MINIMUM


def test_the_same_town_under_class_ii(scored) -> None:
    """Group III: 2 for 08, 0.75 for 10, 2 for 12, 3 for 17, 2.5 for 21, 4 for 23; the rest is below."""
    found = scored(MIDWAY_III, "II")
    assert groups(found) == [6, 0, Fraction("14.25")]
    assert (total(found), found.verdict) == (Fraction("20.25"), Verdict.NOT_REACHED)


def test_a_heritage_town_at_every_relaxed_minimum_just_reaches_the_class(scored) -> None:
    found = scored(HALVED_II, characters=frozenset({"heritage"}))
    assert (total(found), found.verdict) == (75, Verdict.REACHED)
    assert status(found, "2A.II.04") is Status.ASIDE
    assert status(found, "2A.II.03") is Status.RELAXED
    assert scored(HALVED_II).verdict is Verdict.NOT_REACHED


@pytest.mark.parametrize(
    ("code", "value", "lost"),
    [
        ("2A.III.17", "2", 3),
        ("2A.III.13", "0.5", "2.5"),
        ("2A.II.03", "99999", "5.5"),
        ("2A.III.22", "5.9", "2.5"),
    ],
)
def test_a_hair_under_a_relaxed_minimum(scored, code: str, value: str, lost: str) -> None:
    found = scored({**HALVED_II, code: value}, characters=frozenset({"heritage"}))
    assert total(found) == 75 - Fraction(lost)
    assert found.verdict is Verdict.NOT_REACHED


def test_heritage_does_not_add_to_the_region_or_the_mountain(scored) -> None:
    found = scored(
        {**HALVED_II, "2A.II.03": "99999"},
        region="central-coast",
        characters=frozenset({"heritage", "mountain"}),
    )
    assert found.scheme.relaxations == ("111.heritage.minimum", "111.heritage.aside")
    assert (status(found, "2A.II.03"), found.verdict) == (Status.BELOW, Verdict.NOT_REACHED)


def test_what_is_not_known_makes_an_interval_and_names_what_decides(scored) -> None:
    values = {code: value for code, value in MOST_II.items() if code not in {"2A.II.05", "2A.III.10"}}
    found = scored(values)
    assert found.total == Interval(Fraction(92), Fraction(100))
    assert found.groups[1].points == Interval(Fraction(13), Fraction(20))
    assert (found.verdict, found.undecided_by) == (Verdict.UNDECIDED, ("2A.II.05",))


def test_a_town_that_fails_for_certain_needs_no_further_value(scored) -> None:
    found = scored({"2A.I.01": "1", "2A.I.02": "1"})
    assert found.groups[0].points == Interval(Fraction(0), Fraction(0))
    assert (found.verdict, found.undecided_by) == (Verdict.NOT_REACHED, ())


def test_nothing_known_is_anything(scored) -> None:
    found = scored({})
    assert found.total == Interval(Fraction(0), Fraction(100))
    assert found.verdict is Verdict.UNDECIDED
    assert len(found.undecided_by) == 23


def test_a_town_of_several_units_waits_for_table_2b(scored) -> None:
    assert scored(MOST_II, units=1).verdict is Verdict.REACHED
    several = scored(MOST_II, units=4)
    assert (several.verdict, several.undecided_by) == (Verdict.UNDECIDED, ("2B",))
    assert scored({**MOST_II, "2A.II.03": "1"}, units=4).verdict is Verdict.NOT_REACHED


def test_a_town_of_which_units_or_region_are_not_told_is_not_decided_by_that(scored) -> None:
    assert scored(MOST_II, units=None).undecided_by == ("2B",)
    unplaced = scored({**MOST_II, "2A.II.03": "150000"}, region="")
    assert unplaced.verdict is Verdict.UNDECIDED
    assert "111.central-coast" in unplaced.undecided_by
    assert unplaced.scheme.relaxations == ()


def test_no_works_are_below_every_relaxed_minimum(scored) -> None:
    found = scored({**MOST_II, "2A.III.17": "0"}, characters=frozenset({"mountain"}))
    assert status(found, "2A.III.17") is Status.BELOW


def test_a_relaxation_of_unknown_percentage_leaves_a_low_value_in_doubt(scored) -> None:
    found = scored({**MOST_II, "2A.II.03": "150000"}, region="central-coast")
    assert found.total == Interval(Fraction(93), Fraction("98.5"))
    assert status(found, "2A.II.03") is Status.DOUBTFUL
    assert (found.verdict, found.undecided_by) == (Verdict.UNDECIDED, ("111.central-coast",))
    assert scored({**MOST_II, "2A.II.03": "200000"}, region="central-coast").verdict is Verdict.REACHED


def test_class_i_counts_standards_and_its_groups(scored) -> None:
    found = scored(CLASS_I, "I")
    assert (total(found), groups(found), found.verdict) == (12, [4, 3, 5], Verdict.REACHED)
    eleven = {**CLASS_I, "1.III.12": "99.9"}
    assert (total(scored(eleven, "I")), scored(eleven, "I").verdict) == (11, Verdict.NOT_REACHED)
    assert scored(eleven, "I", characters=frozenset({"heritage"})).verdict is Verdict.REACHED
    assert scored({**eleven, "1.I.01": "0"}, "I", characters=frozenset({"heritage"})).verdict is (
        Verdict.NOT_REACHED
    )


def test_under_the_rules_before_2026_only_the_definitions_can_be_judged(scored) -> None:
    values = {"D.POP.TOTAL": "80000", "D.POP.INNER": "39999", "D.DENS.INNER": "4899", "D.DENS.TOTAL": "1000"}
    found = scored(values, "III", "nq26-2022", region="central-coast")
    assert status(found, "D.POP.TOTAL") is Status.MET
    assert status(found, "D.POP.INNER") is Status.BELOW
    assert status(found, "D.DENS.INNER") is Status.BELOW
    assert status(found, "D.DENS.TOTAL") is Status.DOUBTFUL
    assert (found.total, found.verdict) == (Interval(Fraction(0), Fraction(100)), Verdict.UNDECIDED)
    assert "annex" in found.undecided_by


def test_a_criterion_whose_every_threshold_is_missed_is_not_met(scored) -> None:
    found = scored(
        {"D.POP.TOTAL": "79999", "D.POP.INNER": "39999"}, "III", "nq26-2022", region="central-coast"
    )
    assert (found.groups[1].points.high, found.groups[1].reaches) == (0, Truth.NO)
    assert (found.total.high, found.verdict) == (92, Verdict.NOT_REACHED)


def test_of_secondary_rules_there_is_no_official_verdict(scored) -> None:
    found = scored(MOST_II)
    assert found.scheme.least_sure is Confidence.SECONDARY
    assert found.scheme.complete
    assert not found.official


def test_a_range_is_judged_at_both_its_ends(law: Law) -> None:
    people = scheme(law, "nq111-2025", "II").by_code["2A.II.03"]
    found = judge(people, Value(Fraction(199_000), Fraction(350_000)))
    assert (found.points, found.status) == (Interval(Fraction(0), Fraction("6.25")), Status.OPEN)


def test_a_target_is_judged_under_the_rules_it_was_set_in(law: Law) -> None:
    """Điện Bàn was class IV until 2025 and counts as class III since; its target was class III of 1210."""
    target = ClassOf("nq1210-2016", "III")
    assert target_reached(law, target, ClassOf("nq1210-2016", "IV")) is Truth.NO
    assert target_reached(law, target, ClassOf("nq1210-2016", "III")) is Truth.YES
    assert target_reached(law, target, ClassOf("nq1210-2016", "II")) is Truth.YES
    assert target_reached(law, target, ClassOf("nq111-2025", "III")) is Truth.UNKNOWN
    assert target_reached(law, target, None) is Truth.UNKNOWN


@pytest.mark.parametrize(
    ("day", "rules"),
    [
        (date(2016, 5, 25), "nq1210-2016"),
        (date(2022, 12, 31), "nq1210-2016"),
        (date(2023, 1, 1), "nq26-2022"),
        (date(2025, 12, 31), "nq26-2022"),
        (date(2026, 1, 1), "nq111-2025"),
    ],
)
def test_the_law_of_the_day_chooses_the_rules(law: Law, day: date, rules: str) -> None:
    assert rule_set_for(law, day).code == rules


def test_the_scheme_keeps_the_sums_of_the_table(law: Law) -> None:
    for code in ("II", "III"):
        rules = scheme(law, "nq111-2025", code)
        sums = [
            sum(one.levels.high_points or 0 for one in rules.of_group(group.code)) for group in rules.groups
        ]
        least = [
            sum(one.levels.low_points or 0 for one in rules.of_group(group.code)) for group in rules.groups
        ]
        assert sums == [group.most for group in rules.groups] == [15, 20, 65]
        assert least == [group.required for group in rules.groups] == [Fraction("11.5"), Fraction("15.5"), 48]


@pytest.mark.parametrize(
    ("class_code", "least", "most"), [("II", LEAST_II, MOST_II), ("III", LEAST_III, MOST_III)]
)
def test_every_level_at_just_under_and_just_over(
    law: Law, class_code: str, least: dict[str, str], most: dict[str, str]
) -> None:
    for standard in scheme(law, "nq111-2025", class_code).standards:
        curve, code = standard.curve, standard.code
        assert curve is not None
        low, high = Fraction(least[code]), Fraction(most[code])
        whole = standard.kind in {Kind.COUNT, Kind.WORDS}
        hair = Fraction(1, 2) if low == Fraction(1, 2) else Fraction(1) if whole else Fraction(1, 1000)
        minimum, maximum = Fraction(POINTS_LEAST[code]), Fraction(POINTS_MOST[code])
        assert (code, curve.at(low - hair), curve.at(low)) == (code, 0, minimum)
        assert (code, curve.at(high), curve.at(high + hair)) == (code, maximum, maximum)
        under = curve.at(high - hair)
        assert minimum <= under < maximum, code
        assert (curve.at(low + hair) > minimum) == standard.kind.linear or low + hair >= high, code


def test_a_class_is_asked_of_its_rule_set(law: Law) -> None:
    with pytest.raises(Exception, match="nq111-2025"):
        scheme(law, "nq111-2025", "V")
    assert score(Town("A"), scheme(law, "nq26-2022", "V", Profile())).verdict is Verdict.UNDECIDED
