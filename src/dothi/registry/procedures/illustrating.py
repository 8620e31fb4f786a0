"""Invented cases for a demonstration: labelled wherever they show, at stages that tell the desks apart."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from dothi.base.dates import format_date
from dothi.base.docx import Paragraph, write_docx
from dothi.registry.procedures.models import Case
from dothi.registry.procedures.moving import Step, take_step
from dothi.registry.procedures.opinions import OpinionEntry, add_consultant, record_opinion
from dothi.registry.procedures.papers import add_document
from dothi.registry.procedures.services import CaseEntry, DutyEntry, edit_facts, name_duty, open_case

GROUND = "Quyết định minh họa số 01/QĐ-MH"
HOLDERS = {
    "prepare": "planning-agency",
    "appraise": "planning-agency",
    "publish": "provincial-committee",
    "review": "planning-agency",
}


@transaction.atomic
def create_illustrative(planner: Any, authority: Any, consultant: str, unit_key: str) -> list[Case]:
    """Open them once, as the demonstration's own people: waiting, late, being made, and one of a ward."""
    there = list(Case.objects.filter(illustrative=True))
    if there or not unit_key:
        return there
    today = timezone.localdate()
    return [
        _waiting(planner, today),
        _being_made(planner, authority, consultant, today),
        _of_a_ward(planner, unit_key, today),
        _asked(planner, unit_key, today),
    ]


def _opened(planner: Any, title: str, day: date, **given: Any) -> Case:
    entry = {"kind": "plan", "level": "general", "area": "town"} | given
    case = open_case(
        planner, CaseEntry(title=f"{title} (minh họa)", opened_on=day, illustrative=True, **entry)
    )
    for duty, holder in HOLDERS.items():
        name_duty(planner, case.key, DutyEntry(duty, GROUND, day, holder=holder))
    return case


def _waiting(planner: Any, today: date) -> Case:
    """A task that was submitted long enough ago to be late."""
    case = _opened(planner, "Quy hoạch chung đô thị Duy Nghĩa – Duy Hải", today - timedelta(days=70))
    _paper(planner, case, "task-document", "Thuyết minh nhiệm vụ")
    return _step(planner, case, "prepare-task", today - timedelta(days=24), "Bà Nguyễn Minh Họa")


def _being_made(planner: Any, authority: Any, consultant: str, today: date) -> Case:
    """A plan in the making, with its consultant and an opinion that is awaited."""
    case = _opened(planner, "Quy hoạch chung đô thị Bình Minh", today - timedelta(days=160))
    _paper(planner, case, "task-document", "Thuyết minh nhiệm vụ")
    _step(planner, case, "prepare-task", today - timedelta(days=130), "Bà Nguyễn Minh Họa")
    _step(planner, case, "appraise-task", today - timedelta(days=110), "Bà Nguyễn Minh Họa")
    decided = today - timedelta(days=100)
    _write(authority, case, {"task-decision-number": "02/QĐ-MH", "task-decision-date": format_date(decided)})
    _paper(planner, case, "task-decision", "Quyết định phê duyệt nhiệm vụ")
    case = _step(authority, case, "approve-task", decided, "Ông Trần Minh Họa")
    chosen = format_date(today - timedelta(days=80))
    facts = {"consultant": "Đơn vị tư vấn minh họa", "consultant-selected": chosen, "cost": "1.850.000.000"}
    _write(planner, case, {**facts, "funding": "Ngân sách minh họa"})
    add_consultant(planner, case.key, consultant)
    asked = OpinionEntry("agency-opinions", "Cơ quan minh họa", today - timedelta(days=4))
    record_opinion(planner, case.key, asked)
    return Case.objects.get(pk=case.pk)


def _of_a_ward(planner: Any, unit_key: str, today: date) -> Case:
    """A detailed plan that lies with the ward itself; who approves it is not known, and is left so."""
    entry = CaseEntry(
        "plan",
        "Quy hoạch chi tiết khu dân cư trung tâm phường (minh họa)",
        today - timedelta(days=12),
        level="detailed",
        area="other-town-area",
        place_key=unit_key,
        illustrative=True,
    )
    case = open_case(planner, entry)
    name_duty(planner, case.key, DutyEntry("prepare", GROUND, entry.opened_on, unit_key=unit_key))
    return case


def _asked(planner: Any, unit_key: str, today: date) -> Case:
    """A request for information: the law sets no number of days for its answer."""
    entry = CaseEntry(
        "information-request",
        "Cung cấp thông tin quy hoạch thửa đất số 12 (minh họa)",
        today - timedelta(days=3),
        place_key=unit_key,
        illustrative=True,
    )
    case = open_case(planner, entry)
    name_duty(planner, case.key, DutyEntry("prepare", GROUND, entry.opened_on, unit_key=unit_key))
    return case


def _step(user: Any, case: Case, step: str, on: date, head: str) -> Case:
    seen = Case.objects.get(pk=case.pk).version
    return take_step(user, case.key, seen, Step(step, on, head=f"{head} (minh họa)"))


def _write(user: Any, case: Case, facts: dict[str, str]) -> None:
    edit_facts(user, case.key, Case.objects.get(pk=case.pk).version, facts)


def _paper(user: Any, case: Case, item: str, title: str) -> None:
    words = [Paragraph(title, bold=True, align="center"), Paragraph("Tài liệu minh họa, không có giá trị.")]
    add_document(user, case.key, item, ContentFile(write_docx(words, title), name=f"{item}.docx"))
