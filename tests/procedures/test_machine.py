"""The machine: what leads where, what the guard stops, and that no table leaves a stage without a way out."""

from __future__ import annotations

from datetime import date

import pytest

from dothi.base.errors import Fault, InputError
from dothi.base.time import Truth
from dothi.law import Law
from dothi.procedures.machine import Life
from dothi.procedures.powers import power
from dothi.procedures.requirements import asked_at, asked_until, missing
from dothi.procedures.scheme import procedures_on, scheme_of
from dothi.procedures.subject import Subject

DAY = date(2026, 3, 2)
WHOLE = [
    "prepare-task", "appraise-task", "approve-task", "prepare-plan", "close-consultation", "appraise",
    "revise", "approve", "publish", "enter-force", "review", "keep",
]  # fmt: skip
NO_TASK = ["prepare-amendment", "close-consultation", "appraise", "approve", "publish", "enter-force"]


def nothing(_step: object) -> list[Fault]:
    return []


@pytest.mark.parametrize(("variant", "way"), [("new", WHOLE), ("overall", WHOLE), ("partial", NO_TASK)])
def test_a_plan_goes_its_whole_way(law: Law, variant: str, way: list[str]) -> None:
    scheme = scheme_of(law, "plan", DAY)
    life = Life(scheme, variant, scheme.first, nothing)
    reached = [life.take(step) for step in way]
    assert reached[-1] == "in-force"
    assert reached.index("approved") + 1 == reached.index("published")


@pytest.mark.parametrize(
    ("variant", "stage", "step"),
    [
        ("new", "opened", "approve"),
        ("new", "opened", "prepare-amendment"),
        ("partial", "opened", "prepare-task"),
        ("new", "approved", "enter-force"),
        ("new", "superseded", "review"),
        ("new", "opened", "no-such-step"),
        ("new", "opened", "__class__"),
    ],
)
def test_a_step_out_of_turn_is_refused_and_changes_nothing(
    law: Law, variant: str, stage: str, step: str
) -> None:
    life = Life(scheme_of(law, "plan", DAY), variant, stage, nothing)
    with pytest.raises(InputError) as refused:
        life.take(step)
    assert refused.value.code == "procedures.wrong-stage"
    assert life.stage == stage  # type: ignore[attr-defined]


def test_what_the_guard_finds_stops_the_step(law: Law) -> None:
    life = Life(scheme_of(law, "plan", DAY), "new", "opened", lambda step: [Fault("x", step.step, "")])
    with pytest.raises(InputError, match="prepare-task"):
        life.take("prepare-task")
    assert life.stage == "opened"  # type: ignore[attr-defined]


def test_every_stage_can_be_reached_and_every_open_one_left(law: Law) -> None:
    for kind in procedures_on(law, DAY):
        scheme = scheme_of(law, kind.code, DAY)
        assert scheme.kind.subject
        reached = {scheme.first} | {row.to_stage for row in scheme.steps}
        assert {row.stage for row in scheme.stages} == reached, kind.code
        left = {stage for row in scheme.steps for stage in row.sources}
        assert {row.stage for row in scheme.stages if row.phase in {"open", "decided"}} <= left, kind.code


def test_an_unknown_procedure_is_refused(law: Law) -> None:
    with pytest.raises(InputError) as refused:
        scheme_of(law, "no-such", DAY)
    assert refused.value.code == "procedures.unknown"


def test_a_field_is_asked_for_once_its_stage_can_be_reached(law: Law) -> None:
    scheme, subject = scheme_of(law, "plan", DAY), Subject("plan", "new", "general", "town")
    early = {one.item.code for one in asked_until(law, scheme, subject, "opened", DAY)}
    assert "task-document" in early
    assert "decision-number" not in early
    late = {one.item.code for one in asked_until(law, scheme, subject, "appraised", DAY)}
    assert {"decision-number", "drawings", "task-document"} <= late
    assert "published-on" not in late


def test_missing_names_item_and_article(law: Law) -> None:
    subject = Subject("plan", "new", "general", "town-ministry-opinion")
    asked = asked_at(law, subject, "appraised", DAY)
    held = ["council", "meeting-date", "minutes", "conclusion"]
    (fault,) = missing(asked, held)
    assert (fault.code, fault.where) == ("procedures.missing", "ministry-opinion")
    assert "Điều 37" in fault.vi
    assert missing(asked, [*held, "ministry-opinion"]) == []
    # A town of no told area may need it: that is said, and stops nothing.
    untold = asked_at(law, Subject("plan", "new", "general", ""), "appraised", DAY)
    assert {one.truth for one in untold if one.item.code == "ministry-opinion"} == {Truth.UNKNOWN}
    assert missing(untold, held) == []


@pytest.mark.parametrize(
    ("level", "area", "truth", "holders"),
    [
        ("general", "centrally-run-city", Truth.YES, ["prime-minister"]),
        ("general", "town", Truth.YES, ["provincial-committee"]),
        ("zoning", "high-class-town", Truth.YES, ["provincial-committee"]),
        ("detailed", "functional-area", Truth.YES, ["area-body"]),
        ("general", "commune", Truth.UNKNOWN, []),
        ("detailed", "other-town-area", Truth.UNKNOWN, []),
        ("general", "", Truth.UNKNOWN, []),
    ],
)
def test_who_approves_is_what_article_41_says(
    law: Law, level: str, area: str, truth: Truth, holders: list[str]
) -> None:
    found = power(law, Subject("plan", "new", level, area), "approve", DAY)
    assert (found.truth, [row.code for row in found.holders]) == (truth, holders)


def test_the_district_that_ended_is_named_and_nobody_takes_its_place(law: Law) -> None:
    found = power(law, Subject("plan", "new", "detailed", "other-town-area"), "approve", DAY)
    assert [row.code for row in found.ended] == ["district-committee"]
    assert "145/2025" in found.rows[0].note


def test_a_choice_left_open_is_no_answer(law: Law) -> None:
    found = power(law, Subject("plan", "new", "general", "town"), "prepare", DAY)
    assert found.truth is Truth.YES
    assert found.only is None
    assert len(found.holders) == 5
    assert (
        power(law, Subject("plan", "new", "general", "town"), "prepare", date(2024, 1, 1)).truth
        is Truth.UNKNOWN
    )
