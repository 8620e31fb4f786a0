"""Asking a table: unconfirmed rows never pass for law, and unknown is never "no"."""

from __future__ import annotations

from datetime import date

import pytest

from dothi.base.time import Truth
from dothi.law import Confidence, Law, SeveralPeriodsError
from dothi.law.tables.planning_levels import PlanningLevel
from dothi.law.tables.unit_kinds import UnitKind

BEFORE, AFTER = date(2024, 6, 1), date(2025, 7, 1)


def test_a_table_is_a_mapping_of_confirmed_rows(law: Law) -> None:
    assert law.roles["planner"].title_en == "Planner"
    assert law.roles.get("nobody") is None
    assert len(law.roles) == len(list(law.roles)) == 11
    assert law.of(UnitKind) is law.unit_kinds
    assert "nd-37-2010" not in law.documents
    with pytest.raises(KeyError):
        law.documents["nd-37-2010"]
    with pytest.raises(AttributeError, match="no table"):
        _ = law.spells


def test_a_code_of_several_periods_needs_a_day(law: Law) -> None:
    with pytest.raises(SeveralPeriodsError):
        law.town_kinds["township"]
    with pytest.raises(SeveralPeriodsError):
        law.town_kinds.get("township")
    assert law.town_kinds.at("township", date(2023, 6, 1)).row.rule_set == "nq26-2022"
    assert [row.rule_set for row in law.town_kinds.history("township")] == ["nq1210-2016", "nq26-2022"]


def test_levels_of_the_old_planning_law_are_never_law(law: Law) -> None:
    levels = law.of(PlanningLevel)
    assert levels.in_force(BEFORE) == ()
    assert levels.possibly_in_force(BEFORE) == ()
    finding = levels.at("general", BEFORE)
    assert finding.truth is Truth.UNKNOWN
    assert finding.row is None
    assert [row.confidence for row in finding.possible] == [Confidence.UNCONFIRMED]
    shown = levels.including_unconfirmed(BEFORE)
    assert [row.code for row, _ in sorted(shown, key=lambda one: one[0].rank)] == [
        "provincial", "regional", "general", "zoning", "detailed",
    ]  # fmt: skip
    assert {row.abbreviation for row, _ in shown} == {"", "QHC", "QPK", "QCT"}
    assert {answer for _, answer in shown} == {Truth.UNKNOWN}


def test_levels_of_the_planning_law_of_2025(law: Law) -> None:
    assert [row.abbreviation for row in law.planning_levels.in_force(AFTER)] == ["QHC", "QPK", "QCT"]
    finding = law.planning_levels.at("zoning", AFTER)
    assert finding.truth is Truth.YES
    assert finding.row.basis == "Luật 47/2024/QH15, Điều 3 khoản 3"
    assert finding.row.confidence is Confidence.OFFICIAL


@pytest.mark.parametrize("day", [BEFORE, AFTER])
@pytest.mark.parametrize("code", ["provincial", "regional"])
def test_levels_above_the_general_plan_are_named_and_never_law(law: Law, code: str, day: date) -> None:
    finding = law.planning_levels.at(code, day)
    assert (finding.truth, finding.row) == (Truth.UNKNOWN, None)
    (row,) = finding.possible
    assert (row.source, row.document, row.abbreviation) == ("action-programme", "", "")


def test_an_end_that_is_known_answers_no_and_an_unknown_code_unknown(law: Law) -> None:
    assert law.unit_kinds.at("rural-district", AFTER).truth is Truth.NO
    assert law.unit_kinds.at("rural-district", date(2025, 6, 30)).truth is Truth.YES
    assert law.unit_kinds.at("canton", AFTER).truth is Truth.UNKNOWN


def test_a_day_before_what_the_sources_reach_is_unknown(law: Law) -> None:
    assert law.unit_kinds.at("ward", date(1990, 1, 1)).truth is Truth.UNKNOWN
    assert law.unit_kinds.at("special-zone", date(2025, 6, 30)).truth is Truth.UNKNOWN


def test_words_for_confidence() -> None:
    assert [c.title() for c in Confidence] == ["văn bản gốc", "nguồn thứ cấp", "chưa xác nhận"]
    assert [c.title("en") for c in Confidence] == ["official text", "secondary source", "unconfirmed"]
    assert [c.confirmed for c in Confidence] == [True, True, False]
