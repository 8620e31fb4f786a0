from __future__ import annotations

from datetime import date

import pytest

from dothi.base.time import NEVER, Bound, Period, Truth
from dothi.law import load_law
from dothi.law.classes import ClassOf, transition
from dothi.places.towns import ClassRecord, CoverageRecord, Derived, classes_on, coverage_on

END = Bound.on(date(2026, 1, 1))
OLD = "nq1210-2016"


@pytest.fixture(scope="module")
def rule():
    law = load_law()

    def apply(rule_set: str, class_code: str, day: date, town: str) -> Derived | None:
        result = transition(law, ClassOf(rule_set, class_code), town=town)
        if result.to is None or result.row is None or result.row.period.holds(day) is not Truth.YES:
            return None
        return Derived(
            result.to.rule_set, result.to.class_code, result.row.basis, result.row.confidence.value
        )

    return apply


def record(class_code: str, start=Bound(None, date(2019, 12, 31)), end=END) -> ClassRecord:  # noqa: B008
    return ClassRecord("a", OLD, class_code, Period(start, end), "secondary", "s")


@pytest.mark.parametrize(("old", "new"), [("II", "II"), ("III", "II"), ("IV", "III"), ("V", "III")])
def test_a_class_after_2025_is_derived_and_cites_the_rule(rule, old: str, new: str) -> None:
    (answer,) = classes_on([record(old)], date(2026, 1, 1), rule, "Hội An")
    assert (answer.rule_set, answer.class_code, answer.holds) == ("nq111-2025", new, Truth.YES)
    assert answer.derived
    assert "Điều 15" in answer.basis
    assert answer.record.class_code == old


def test_the_last_day_of_the_old_rules_shows_the_recorded_class(rule) -> None:
    (answer,) = classes_on([record("III")], date(2025, 12, 31), rule, "Hội An")
    assert (answer.rule_set, answer.class_code, answer.derived) == (OLD, "III", False)


def test_an_unknown_day_of_upgrade_leaves_both_classes_open(rule) -> None:
    between = Bound(date(2020, 1, 1), date(2026, 1, 1))
    records = [record("V", end=between), record("IV", start=between)]
    answers = classes_on(records, date(2022, 1, 1), rule, "Núi Thành")
    assert {(item.class_code, item.holds) for item in answers} == {
        ("V", Truth.UNKNOWN),
        ("IV", Truth.UNKNOWN),
    }
    (certain,) = classes_on(records, date(2019, 12, 31), rule, "Núi Thành")
    assert certain.class_code == "V"
    (after,) = classes_on(records, date(2026, 1, 1), rule, "Núi Thành")
    assert (after.class_code, after.holds, after.record.class_code) == ("III", Truth.YES, "IV")


def test_no_record_is_no_class_and_a_start_unknown_is_no_certainty(rule) -> None:
    assert classes_on([], date(2022, 1, 1), rule) == ()
    (answer,) = classes_on([record("V")], date(2018, 1, 1), rule)
    assert answer.holds is Truth.UNKNOWN


def test_a_rule_that_is_silent_gives_nothing() -> None:
    assert classes_on([record("V")], date(2026, 1, 1), lambda *_: None) == ()


def test_a_recorded_class_of_the_new_rules_beats_a_derived_one(rule) -> None:
    new = ClassRecord("a", "nq111-2025", "II", Period(Bound.on(date(2026, 5, 1)), NEVER), "official", "s")
    (before,) = classes_on([record("IV"), new], date(2026, 4, 30), rule, "Điện Bàn")
    (after,) = classes_on([record("IV"), new], date(2026, 5, 1), rule, "Điện Bàn")
    assert (before.class_code, before.derived) == ("III", True)
    assert (after.class_code, after.derived) == ("II", False)


def covers(pack, town: str, day: date) -> dict[str, str]:
    rows = [CoverageRecord(row.unit, row.coverage, row.period) for row in pack.town_units if row.town == town]
    return {item.unit_key: item.coverage for item in coverage_on(rows, pack.gazetteer, day)}


@pytest.mark.parametrize(
    ("town", "before", "after"),
    [
        (
            "hoi-an",
            {"3c-503": "full"},
            dict.fromkeys(("2c-20401", "2c-20410", "2c-20413", "2c-20434"), "full"),
        ),
        ("thanh-my", {"3c-20695": "full"}, {"2c-20695": "full"}),
        ("nam-phuoc", {"3c-20599": "full"}, {"2c-20599": "part"}),
        ("a-tieng", {"3c-20455": "unknown"}, {"2c-20455": "unknown"}),
        ("huong-an", {"3c-20651": "full"}, {"2c-20650": "part"}),
        ("tan-an", {}, {}),
        ("viet-an", {}, {}),
    ],
)
def test_the_ground_of_a_town_follows_its_units(pack, town: str, before: dict, after: dict) -> None:
    assert covers(pack, town, date(2025, 6, 30)) == before
    assert covers(pack, town, date(2026, 1, 1)) == after


def test_huong_an_became_a_township_on_an_unknown_day(pack) -> None:
    rows = [CoverageRecord(r.unit, r.coverage, r.period) for r in pack.town_units if r.town == "huong-an"]
    (covered,) = coverage_on(rows, pack.gazetteer, date(2022, 1, 1))
    assert covered.holds is Truth.UNKNOWN
