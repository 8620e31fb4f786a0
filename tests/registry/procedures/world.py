"""A small world of offices: two communes, people of each role, a plan, and cases that are on their way."""

from __future__ import annotations

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from dothi.base.time import Period
from dothi.registry.accounts.models import RoleAssignment, User
from dothi.registry.consultation.queries import Standing
from dothi.registry.places.models import Town, Unit
from dothi.registry.plans.models import Plan
from dothi.registry.procedures.models import Case
from dothi.registry.procedures.moving import Step, take_step
from dothi.registry.procedures.opinions import OpinionEntry, add_member, opine, record_opinion
from dothi.registry.procedures.papers import add_document
from dothi.registry.procedures.services import CaseEntry, DutyEntry, edit_facts, name_duty, open_case
from dothi.registry.sources.models import Source

OPENED = date(2026, 3, 2)
PDF = b"%PDF-1.7\n%%EOF\n"
HEARD = Standing(date(2026, 6, 1), date(2026, 6, 25), 24, 20, 3, 0)
PREPARED = {
    "consultant": "Công ty Tư vấn Một",
    "consultant-selected": "1/6/2026",
    "cost": "1.250.000.000",
}
APPRAISED = {"meeting-date": "10/7/2026", "conclusion": "Đủ điều kiện trình phê duyệt"}
DECIDED = {"decision-number": "12/QĐ-UBND", "decision-date": "15/7/2026", "decision-issuer": "UBND tỉnh"}
TASK = {"task-decision-number": "3/QĐ-UBND", "task-decision-date": "20/4/2026"}


def person(name: str, role: str, unit: str = "", body: str = "") -> User:
    user = User.objects.create_user(username=name, full_name=name.title(), email=f"{name}@example.org")
    row = RoleAssignment(user=user, role=role, unit_key=unit, body_code=body)
    row.period = Period.between(date(2020, 1, 1))
    row.save()
    return user


def build_world() -> Any:
    source = Source.objects.create(key="nguon", title="Nguồn")
    for key, name in (("2c-1", "Phường Một"), ("2c-2", "Phường Hai")):
        unit = Unit(
            key=key, code=key[3:], name=name, folded=name.lower(), kind="phuong", level=3, source=source
        )
        unit.period = Period.between(date(2025, 7, 1))
        unit.save()
    town = Town(key="do-thi-mot", name="Đô thị Một", folded="do thi mot", source=source)
    town.period = Period.between(date(2020, 1, 1))
    town.save()
    plan = Plan.objects.create(
        key="qhc-mot", title="Quy hoạch chung Một", folded="quy hoach chung mot", level="general"
    )
    return SimpleNamespace(
        plan=plan,
        planner=person("an", "planner"),
        other=person("binh", "planner"),
        authority=person("chi", "approving_authority"),
        officer=person("dung", "commune_officer", "2c-1"),
        foreign=person("giang", "commune_officer", "2c-2"),
        committee=person("hoa", "approving_authority", "2c-1"),
        consultant=person("khanh", "consultant"),
        rival=person("lan", "consultant"),
        member=person("minh", "appraisal_council"),
        colleague=person("nam", "appraisal_council"),
        resident=person("oanh", "resident"),
        supervisor=person("phuc", "supervisor"),
        administrator=person("quy", "administrator"),
    )


def opened(world: Any, **given: Any) -> Case:
    """A new general plan of a town whose duties the province's bodies have."""
    entry: dict[str, Any] = {
        "kind": "plan", "title": "Lập quy hoạch chung Một", "opened_on": OPENED, "plan": "qhc-mot",
        "area": "town",
    }  # fmt: skip
    case = open_case(world.planner, CaseEntry(**(entry | given)))
    holders = {"prepare": "planning-agency", "appraise": "planning-agency", "publish": "provincial-committee",
               "review": "planning-agency"}  # fmt: skip
    for duty, holder in holders.items():
        name_duty(world.planner, case.key, DutyEntry(duty, "QĐ 1/QĐ-UBND", OPENED, holder=holder))
    return Case.objects.get(pk=case.pk)


def paper(name: str = "a.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def put(user: Any, case: Case, *items: str) -> None:
    for item in items:
        add_document(user, case.key, item, paper())


def write(user: Any, case: Case, facts: dict[str, str]) -> Case:
    return edit_facts(user, case.key, Case.objects.get(pk=case.pk).version, facts)


def step(user: Any, case: Case, name: str, on: date) -> Case:
    return take_step(user, case.key, Case.objects.get(pk=case.pk).version, Step(name, on))


def council(world: Any, case: Case) -> None:
    add_member(world.planner, case.key, "Ông Chủ tịch", "Phó giám đốc", "chair")
    add_member(world.planner, case.key, "Minh", "Ủy viên", "member", username="minh")
    for row in case.council.all():
        opine(world.planner, case.key, row.pk, seen=1, stance="agrees", text="Đồng ý", on=date(2026, 7, 10))


def to_task_approved(world: Any, case: Case) -> Case:
    put(world.planner, case, "task-document")
    step(world.planner, case, "prepare-task", date(2026, 4, 1))
    step(world.planner, case, "appraise-task", date(2026, 4, 10))
    write(world.authority, case, TASK)
    put_decision(world, case, "task-decision")
    return step(world.authority, case, "approve-task", date(2026, 4, 20))


def put_decision(world: Any, case: Case, item: str) -> None:
    put(world.planner, case, item)


def to_consulted(world: Any, case: Case, start: str = "prepare-plan") -> Case:
    write(world.planner, case, PREPARED)
    put(world.planner, case, "drawings", "explanation", "regulation")
    step(world.planner, case, start, date(2026, 6, 1))
    put(world.planner, case, "opinions-table")
    record_opinion(
        world.planner, case.key,
        OpinionEntry("agency-opinions", "Sở Tài chính", date(2026, 6, 1), date(2026, 6, 10), stance="agrees"),
    )  # fmt: skip
    return step(world.planner, case, "close-consultation", date(2026, 6, 26))


def to_approved(world: Any, case: Case) -> Case:
    council(world, case)
    write(world.planner, case, APPRAISED)
    put(world.planner, case, "minutes")
    step(world.planner, case, "appraise", date(2026, 7, 12))
    write(world.authority, case, DECIDED)
    put(world.planner, case, "decision")
    return step(world.authority, case, "approve", date(2026, 7, 15))


def days(number: int) -> timedelta:
    return timedelta(days=number)
