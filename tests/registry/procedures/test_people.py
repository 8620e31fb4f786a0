"""Who may do what to a case: own and foreign units, delegation, council; and two people at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from types import ModuleType
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from dothi.base.errors import InputError
from dothi.base.time import Bound, Period
from dothi.registry.accounts.access import can
from dothi.registry.accounts.delegations import DelegationEntry, record_delegation, withdraw_delegation
from dothi.registry.procedures.models import Case, CouncilMember
from dothi.registry.procedures.opinions import OpinionEntry, add_consultant, add_member, opine, record_opinion
from dothi.registry.procedures.papers import add_document, file_of, withdraw_document
from dothi.registry.procedures.refusals import StaleCaseError
from dothi.registry.procedures.services import DutyEntry, edit_facts, name_duty

SINCE = Period(Bound.on(date(2026, 1, 1)))
ACTIONS = [
    "view", "edit", "deposit", "steer", "prepare", "appraise", "approve", "publish", "review", "council",
]  # fmt: skip


def reach(world: Any, case: Case) -> dict[str, set[str]]:
    people = {name: user for name, user in vars(world).items() if hasattr(user, "username")}
    return {
        name: {action for action in ACTIONS if can(user, f"cases.{action}", case)}
        for name, user in people.items()
    }


def test_a_provinces_case_at_its_opening(world: Any, w: ModuleType) -> None:
    found = reach(world, w.opened(world))
    assert found["planner"] == found["other"] == {"view", "edit", "deposit", "steer", "prepare"}
    # Stopping it is the approving body's at any time.
    assert found["authority"] == {"view", "approve"}
    for nobody in ("officer", "foreign", "consultant", "rival", "resident"):
        assert found[nobody] == set(), nobody
    for reader in ("member", "supervisor", "administrator"):
        assert found[reader] == {"view"}, reader
    # The committee of a ward has no part in a town's plan; its people may read.
    assert found["committee"] == {"view"}


def test_a_wards_case_is_its_own_officers_and_not_the_next_wards(world: Any, w: ModuleType) -> None:
    case = w.opened(world, plan="", level="detailed", area="other-town-area", place_key="2c-1")
    start = date(2026, 3, 2)
    for duty in ("prepare", "approve"):
        name_duty(world.planner, case.key, DutyEntry(duty, "QĐ 2", start, unit_key="2c-1"))
    found = reach(world, case)
    assert found["officer"] == {"view", "edit", "deposit", "prepare"}
    assert found["committee"] == {"view", "approve", "edit"}
    assert found["foreign"] == set()
    assert found["authority"] == {"view"}
    assert found["planner"] == {"view", "steer"}
    with pytest.raises(PermissionDenied):
        edit_facts(world.foreign, case.key, case.version, {"cost": "1"})
    with pytest.raises(PermissionDenied):
        w.step(world.foreign, case, "prepare-task", date(2026, 4, 1))


@pytest.mark.parametrize(
    ("given", "reached"),
    [
        ({}, True),
        ({"duties": ("appraise",)}, False),
        ({"levels": ("detailed",)}, False),
        ({"levels": ("general", "detailed")}, True),
        ({"from_body": "planning-agency"}, False),
        ({"to_username": "binh"}, False),
        ({"period": Period(Bound.on(date(2020, 1, 1)), Bound.on(date(2021, 1, 1)))}, False),
        ({"period": Period(Bound.on(date(2026, 1, 1)), Bound(date(2026, 6, 1), None))}, False),
        ({"period": Period(Bound.on(timezone.localdate()))}, True),
    ],
)
def test_a_delegation_reaches_what_its_decision_names(
    world: Any, w: ModuleType, given: dict[str, Any], reached: bool
) -> None:
    case = w.opened(world)
    assert not can(world.planner, "cases.approve", case)
    entry = {
        "kind": "authorised", "duties": ("approve",), "decision": "QĐ 9/QĐ-UBND", "period": SINCE,
        "from_body": "provincial-committee", "to_username": "an",
    } | given  # fmt: skip
    row = record_delegation(world.administrator, DelegationEntry(**entry))
    assert can(world.planner, "cases.approve", case) is reached
    # The role must still be one that may act on delegation at all.
    assert not can(world.supervisor, "cases.approve", case)
    withdraw_delegation(world.administrator, row.pk, "Hết việc")
    assert not can(world.planner, "cases.approve", case)


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"to_username": "quy"}, "self"),
        ({"to_username": "nobody"}, "account"),
        ({"to_body": "x"}, "to"),
        ({"from_unit": "2c-1"}, "from"),
        ({"duties": ()}, "duties"),
        ({"duties": ("rule",)}, "duties"),
        ({"decision": " "}, "decision"),
        ({"kind": "gift"}, "kind"),
        ({"from_body": "", "from_unit": "2c-9"}, "unit"),
    ],
)
def test_a_delegation_that_cannot_be_is_refused(world: Any, given: dict[str, Any], code: str) -> None:
    entry = {
        "kind": "authorised", "duties": ("approve",), "decision": "QĐ 9", "period": SINCE,
        "from_body": "provincial-committee", "to_username": "an",
    } | given  # fmt: skip
    with pytest.raises(InputError) as refused:
        record_delegation(world.administrator, DelegationEntry(**entry))
    assert refused.value.code == f"delegations.{code}"
    with pytest.raises(PermissionDenied):
        record_delegation(world.planner, DelegationEntry(**entry))


def test_two_people_who_edit_one_case_lose_nothing(world: Any, w: ModuleType) -> None:
    case = w.opened(world)
    seen = case.version
    edit_facts(world.planner, case.key, seen, {"cost": "1.000", "funding": "Ngân sách"})
    # The second wrote another field: both stand.
    case = edit_facts(world.other, case.key, seen, {"consultant": "Một", "cost": "", "funding": ""})
    assert case.facts == {"cost": 1000, "funding": "Ngân sách", "consultant": "Một"}
    # The second wrote the same field: nothing is written and both are told.
    with pytest.raises(StaleCaseError) as refused:
        edit_facts(world.other, case.key, seen, {"cost": "2.000", "consultant": "Hai"})
    assert refused.value.both == {"cost": ("", 1000, 2000), "consultant": ("", "Một", "Hai")}
    assert Case.objects.get(pk=case.pk).facts["cost"] == 1000
    joined = edit_facts(world.other, case.key, refused.value.current.version, {"cost": "3.000"})
    assert joined.facts["cost"] == 3000
    assert [row.facts.get("cost") for row in joined.revisions.order_by("version")] == [None, 1000, 1000, 3000]


@pytest.mark.parametrize(
    "field", ["stage", "version", "decision", "council", "plan_id", "x" * 300, "__class__"]
)
def test_only_fields_of_the_table_are_written(world: Any, w: ModuleType, field: str) -> None:
    case = w.opened(world)
    with pytest.raises(InputError) as refused:
        edit_facts(world.planner, case.key, case.version, {"cost": "1", field: "approved"})
    assert refused.value.code == "procedures.no-field"
    case.refresh_from_db()
    assert (case.facts, case.stage) == ({}, "opened")


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"cost": "-1"}, "procedures.amount"),
        ({"cost": "1,5"}, "procedures.amount"),
        ({"cost": "nhiều"}, "number.unreadable"),
        ({"consultant-selected": "31/2/2026"}, "date.impossible"),
        ({"consultant-selected": "6/30/2026"}, "date.month-first"),
        ({"consultant": "x" * 2001}, "procedures.long"),
    ],
)
def test_a_field_that_cannot_be_read_is_named(
    world: Any, w: ModuleType, given: dict[str, str], code: str
) -> None:
    case = w.opened(world)
    with pytest.raises(InputError) as refused:
        edit_facts(world.planner, case.key, case.version, given)
    assert (refused.value.code, refused.value.faults[0].where) == (code, next(iter(given)))


def test_what_a_reached_stage_required_is_corrected_but_not_emptied(world: Any, w: ModuleType) -> None:
    case = w.to_task_approved(world, w.opened(world))
    again = w.write(world.planner, case, {"task-decision-number": "4/QĐ-UBND"})
    assert again.facts["task-decision-number"] == "4/QĐ-UBND"
    with pytest.raises(InputError) as refused:
        w.write(world.planner, case, {"task-decision-number": "", "task-decision-date": ""})
    assert [fault.where for fault in refused.value.faults] == ["task-decision-number", "task-decision-date"]


def test_documents_are_kept_by_content_and_are_what_they_say(world: Any, w: ModuleType) -> None:
    case = w.opened(world)
    first = add_document(world.planner, case.key, "task-document", w.paper("../../thuyết minh.docx"))
    again = add_document(world.planner, case.key, "task-document", w.paper("b.pdf"))
    assert (first.name, first.format, first.number, again.number) == ("thuyết minh.pdf", "pdf", 1, 2)
    assert first.sha256 == again.sha256
    assert file_of(first).read_bytes() == w.PDF
    for name, content, item, code in (
        ("a.pdf", b"MZ\x90\x00", "task-document", "format"),
        ("a.pdf", b"PK\x03\x04rubbish", "task-document", "format"),
        ("a.png", b"\x89PNG\r\n\x1a\n", "task-document", "format"),
        ("a.pdf", b"", "task-document", "size"),
        ("a.pdf", w.PDF, "cost", "no-document"),
    ):
        with pytest.raises(InputError) as refused:
            add_document(world.planner, case.key, item, w.paper(name, content))
        assert refused.value.code == f"procedures.{code}", name
    with pytest.raises(InputError, match="lý do"):
        withdraw_document(world.planner, case.key, again.pk, " ")
    withdraw_document(world.planner, case.key, again.pk, "Nhầm tệp")
    assert list(case.documents.filter(withdrawn_because="").values_list("number", flat=True)) == [1]


def test_a_consultant_puts_in_documents_of_the_own_case_while_it_is_prepared(
    world: Any, w: ModuleType, heard: Callable[[Any], None]
) -> None:
    case = w.opened(world)
    with pytest.raises(PermissionDenied):
        add_consultant(world.authority, case.key, "khanh")
    with pytest.raises(InputError, match="Không có tài khoản"):
        add_consultant(world.planner, case.key, "nobody")
    add_consultant(world.planner, case.key, "khanh")
    found = reach(world, case)
    assert (found["consultant"], found["rival"]) == ({"view", "deposit"}, set())
    add_document(world.consultant, case.key, "task-document", w.paper())
    w.step(world.planner, case, "prepare-task", date(2026, 4, 1))
    case = Case.objects.get(pk=case.pk)
    assert reach(world, case)["consultant"] == {"view"}
    with pytest.raises(PermissionDenied):
        add_document(world.consultant, case.key, "task-document", w.paper())


def test_a_member_writes_the_own_opinion_and_the_secretary_runs_the_council(
    world: Any, w: ModuleType, heard: Callable[[Any], None]
) -> None:
    case = w.opened(world)
    w.to_task_approved(world, case)
    w.to_consulted(world, case)
    case = Case.objects.get(pk=case.pk)
    mine = add_member(world.planner, case.key, "Minh", "", "secretary", username="minh")
    theirs = add_member(world.member, case.key, "Nam", "", "member", username="nam")
    with pytest.raises(InputError, match="đã có người"):
        add_member(world.planner, case.key, "Ba", "", "secretary")
    day = date(2026, 7, 1)
    with pytest.raises(PermissionDenied):
        opine(world.colleague, case.key, mine.pk, seen=1, stance="agrees", text="x", on=day)
    with pytest.raises(PermissionDenied):
        add_member(world.colleague, case.key, "Tư", "", "member")
    opine(world.colleague, case.key, theirs.pk, seen=1, stance="objects", text="Thiếu cây xanh", on=day)
    with pytest.raises(InputError, match="vừa được người khác ghi"):
        opine(world.member, case.key, theirs.pk, seen=1, stance="agrees", text="x", on=day)
    for wrong in ({"stance": "maybe"}, {"text": " "}, {"on": date(2099, 1, 1)}):
        with pytest.raises(InputError):
            opine(
                world.member,
                case.key,
                mine.pk,
                **({"seen": 1, "stance": "agrees", "text": "x", "on": day} | wrong),
            )
    assert CouncilMember.objects.get(pk=theirs.pk).opinion == "Thiếu cây xanh"


@pytest.mark.parametrize(
    "wrong",
    [
        {"item": "cost"},
        {"body_title": " "},
        {"stance": ""},
        {"stance": "maybe"},
        {"received_on": date(2026, 3, 1)},
        {"received_on": date(2099, 1, 1)},
    ],
)
def test_an_opinion_that_cannot_be_is_refused(world: Any, w: ModuleType, wrong: dict[str, Any]) -> None:
    case = w.opened(world)
    good = {
        "item": "task-opinions", "body_title": "Sở Tài chính", "asked_on": date(2026, 3, 2),
        "received_on": date(2026, 3, 5), "stance": "agrees",
    }  # fmt: skip
    with pytest.raises(InputError):
        record_opinion(world.planner, case.key, OpinionEntry(**(good | wrong)))
    assert record_opinion(world.planner, case.key, OpinionEntry(**good)).pk


def test_a_duty_passes_on_at_its_day_and_needs_a_ground(world: Any, w: ModuleType) -> None:
    case = w.opened(world)
    for wrong in (
        {"basis": ""},
        {"holder": "king"},
        {"holder": "", "unit_key": "2c-9"},
        {"duty": "rule"},
        {"holder": ""},
    ):
        entry = {"duty": "prepare", "basis": "QĐ 5", "start": date(2026, 5, 1), "holder": "investor"} | wrong
        with pytest.raises(InputError):
            name_duty(world.planner, case.key, DutyEntry(**entry))
    name_duty(world.planner, case.key, DutyEntry("prepare", "QĐ 5", date(2026, 5, 1), unit_key="2c-2"))
    rows = case.duties.filter(duty="prepare", withdrawn_at=None).order_by("starts_latest")
    assert [(row.holder, row.unit_key, row.ends_latest) for row in rows] == [
        ("planning-agency", "", date(2026, 5, 1)),
        ("", "2c-2", date.max),
    ]
    assert reach(world, case)["foreign"] == {"edit", "deposit", "prepare"}
