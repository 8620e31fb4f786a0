"""Opening a case, writing its fields, and saying which body has which duty."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from dothi.base.errors import Fault, InputError, refuse_all
from dothi.base.text import clean, fold
from dothi.base.time import Bound, Period
from dothi.law.tables.procedure_holders import ProcedureHolder
from dothi.law.tables.procedure_steps import DUTIES
from dothi.procedures.powers import power
from dothi.procedures.requirements import asked_at, missing
from dothi.procedures.scheme import scheme_of
from dothi.registry.accounts.access import require
from dothi.registry.audit import trail
from dothi.registry.bodies.models import Body
from dothi.registry.lawbook import current_law
from dothi.registry.places.models import Town, Unit
from dothi.registry.plans.models import Plan
from dothi.registry.procedures.holding import YEARS, read_facts
from dothi.registry.procedures.models import Case, CaseDuty, CaseRevision
from dothi.registry.procedures.moving import locked
from dothi.registry.procedures.refusals import StaleCaseError, found
from dothi.registry.procedures.rules import EDIT, OPEN, STEER

LEVELS = ("general", "zoning", "detailed")


@dataclass(frozen=True, slots=True)
class CaseEntry:
    """A case as it is opened. ``plan`` and ``amends`` are keys."""

    kind: str
    title: str
    opened_on: date
    variant: str = "new"
    level: str = ""
    area: str = ""
    plan: str = ""
    amends: str = ""
    place_key: str = ""
    units: tuple[str, ...] = ()
    illustrative: bool = False


@dataclass(frozen=True, slots=True)
class DutyEntry:
    """Which body has a duty, since when, on what ground; one of ``holder``, ``body``, ``unit_key``."""

    duty: str
    basis: str
    start: date
    holder: str = ""
    body: str = ""
    unit_key: str = ""
    title: str = field(default="")


@transaction.atomic
def open_case(user: Any, entry: CaseEntry) -> Case:
    """Open a case; duties that the law leaves no doubt about are set at once.

    Raises :class:`InputError` with everything that is wrong with the entry.
    """
    case = _drafted(entry)
    require(user, OPEN, case)
    refuse_all(_wrong(entry, case))
    scheme = scheme_of(current_law(), entry.kind, timezone.localdate())
    case.stage, case.stage_since, case.created_by = scheme.first, entry.opened_on, user
    case.save()
    _mark_plan(case)
    case.events.create(
        number=1, step="open", to_stage=scheme.first, on=entry.opened_on, taken_by=user, note=""
    )
    case.revisions.create(version=1, facts={}, saved_by=user)
    for duty in dict.fromkeys(step.duty for step in scheme.steps):
        _by_law(case, duty, entry.opened_on)
    trail.record(user, "procedures.open", case, {"case": case.key, **asdict(entry)})
    return case


@transaction.atomic
def edit_facts(user: Any, key: str, seen: int, given: Mapping[str, str]) -> Case:
    """Write fields of a case. ``seen`` is the version that the person edited.

    Fields that nobody else touched since are written beside the other's; where both wrote one field, nothing
    is written and :class:`StaleCaseError` tells, field by field, what stood there, what the other wrote and
    what this person wrote. Raises :class:`InputError` naming each field that cannot be read.
    """
    case = locked(key)
    require(user, EDIT, case)
    read = read_facts(given)
    if seen != case.version:
        read = _beside(case, seen, read)
    facts = {**case.facts, **read}
    facts = {code: value for code, value in facts.items() if value != ""}
    if facts == case.facts:
        return case
    refuse_all(_still_needed(case, set(case.facts) - set(facts)))
    changed = sorted(code for code in read if case.facts.get(code, "") != read[code])
    before = {code: case.facts.get(code, "") for code in changed}
    case.facts, case.version = facts, case.version + 1
    case.save()
    CaseRevision.objects.create(case=case, version=case.version, facts=facts, saved_by=user)
    details = {"case": case.key, "before": before, "after": {code: read[code] for code in changed}}
    trail.record(user, "procedures.edit", case, details)
    return case


def _still_needed(case: Case, emptied: set[str]) -> list[Fault]:
    """Fields among ``emptied`` that a reached stage required: they may be corrected, not lost."""
    faults = []
    for stage, on in case.events.values_list("to_stage", "on"):
        asked = [one for one in asked_at(current_law(), case.subject, stage, on) if one.item.code in emptied]
        faults += missing(asked, set())
    return list(dict.fromkeys(faults))


def _beside(case: Case, seen: int, mine: dict[str, Any]) -> dict[str, Any]:
    """What of ``mine`` can be written beside what others wrote since ``seen``."""
    revisions = case.revisions.filter(version__lte=seen).order_by("-version")
    ground = revisions.first()
    base: dict[str, Any] = ground.facts if ground is not None else {}
    both, kept, joined = {}, {}, {}
    for code, value in mine.items():
        stood, stands = base.get(code, ""), case.facts.get(code, "")
        joined[code] = stands if value == stood else value
        if value in (stood, stands):
            continue
        if stands == stood:
            kept[code] = value
        else:
            both[code] = (stood, stands, value)
    if both:
        raise StaleCaseError(case, both, joined)
    return kept


@transaction.atomic
def name_duty(user: Any, key: str, entry: DutyEntry) -> CaseDuty:
    """Say which body has a duty from a day on, and on what ground; what stood before ends there.

    Raises :class:`InputError` for a duty, body or unit that is none, or without a ground.
    """
    case = locked(key)
    require(user, STEER, case)
    refuse_all(_duty_faults(entry))
    row = _named(case, entry)
    row.set_by = user
    _end_before(case, entry)
    row.save()
    trail.record(user, "procedures.duty", case, {"case": case.key, **asdict(entry)})
    return row


def _mark_plan(case: Case) -> None:
    """The mark of an invented case goes to a plan that nobody published yet, and so reaches the map."""
    if case.illustrative and case.plan is not None and not case.plan.versions.exists():
        case.plan.illustrative = True
        case.plan.save(update_fields=["illustrative"])


def _drafted(entry: CaseEntry) -> Case:
    plan = Plan.objects.filter(key=entry.plan).first() if entry.plan else None
    amends = Case.objects.filter(key=entry.amends).first() if entry.amends else None
    return Case(
        kind=entry.kind,
        variant=entry.variant,
        title=clean(entry.title)[:300],
        folded=fold(entry.title)[:320],
        level=plan.level if plan is not None else entry.level,
        area=entry.area,
        plan=plan or (amends.plan if amends is not None else None),
        amends=amends,
        place_key=entry.place_key or (plan.place_key if plan is not None else ""),
        units=list(entry.units),
        opened_on=entry.opened_on,
        stage_since=entry.opened_on,
        illustrative=entry.illustrative or (plan is not None and plan.illustrative),
    )


def _wrong(entry: CaseEntry, case: Case) -> list[Fault]:
    law, faults = current_law(), []
    scheme = scheme_of(law, entry.kind, timezone.localdate())
    checks = [
        (not case.title, "title", "Chưa ghi tên hồ sơ", "The title is missing"),
        (entry.variant not in scheme.kind.variants, "variant", "Hình thức này không có", "No such variant"),
        (
            bool(entry.area) and entry.area not in law.procedure_areas,
            "area",
            "Không có phạm vi này",
            "No such area",
        ),
        (bool(entry.plan) and case.plan is None, "plan", "Không có đồ án này", "There is no such plan"),
        (
            bool(entry.amends) and (case.amends is None or case.amends.kind != entry.kind),
            "amends",
            "Không có hồ sơ được điều chỉnh này",
            "There is no such case to amend",
        ),
        (
            entry.kind == "plan" and entry.variant != "new" and case.amends is None,
            "amends",
            "Điều chỉnh phải nêu hồ sơ được điều chỉnh",
            "An amendment names the case it amends",
        ),
        (
            entry.kind == "plan" and case.level not in LEVELS,
            "level",
            "Chưa chọn cấp quy hoạch",
            "The level of the plan is missing",
        ),
        (
            bool(case.place_key) and not is_place(case.place_key),
            "place_key",
            "Không có địa bàn này",
            "There is no such place",
        ),
        (
            entry.opened_on > timezone.localdate() or entry.opened_on.year not in YEARS,
            "opened_on",
            "Ngày mở ở tương lai, hoặc năm không thể có",
            "The day of opening lies in the future, or in no possible year",
        ),
    ]
    for wrong, where, vi, en in checks:
        if wrong:
            faults.append(found(where.replace("_", "-"), vi, en, where))
    return faults


def is_place(key: str) -> bool:
    """Whether a unit or town with this key is on record."""
    return any(model.objects.as_known_on().filter(key=key).exists() for model in (Unit, Town))


def _by_law(case: Case, duty: str, day: date) -> None:
    """Set a duty where the law of the day names one body and that body can be told."""
    found_power = power(current_law(), case.subject, duty, day)
    only = found_power.only
    if only is None:
        return
    unit = case.place_key if only.tier == "unit" and Unit.objects.filter(key=case.place_key).exists() else ""
    if only.tier == "unit" and not unit:
        return
    row = CaseDuty(
        case=case,
        duty=duty,
        holder=only.code,
        unit_key=unit,
        title=only.title_vi,
        basis=found_power.rows[0].basis[:300],
        by_law=True,
    )
    row.period = Period(Bound.on(day))
    row.save()


def _named(case: Case, entry: DutyEntry) -> CaseDuty:
    row = CaseDuty(
        case=case,
        duty=entry.duty,
        holder=entry.holder,
        body=entry.body,
        unit_key=entry.unit_key,
        title=(clean(entry.title) or _title(entry))[:300],
        basis=clean(entry.basis)[:300],
    )
    row.period = Period(Bound.on(entry.start))
    return row


def _title(entry: DutyEntry) -> str:
    if entry.unit_key:
        unit = Unit.objects.as_known_on().filter(key=entry.unit_key).order_by("-starts_latest").first()
        return committee_of(unit.name) if unit is not None else entry.unit_key
    if entry.body:
        body = Body.objects.as_known_on().filter(key=entry.body).first()
        return str(body.title) if body is not None else entry.body
    rows = current_law().of(ProcedureHolder).history(entry.holder)
    return rows[-1].title_vi if rows else entry.holder


def committee_of(unit: str) -> str:
    """The committee of a unit as a sentence has it.

    >>> committee_of("Phường Tam Kỳ")
    'UBND phường Tam Kỳ'
    """
    return f"UBND {unit[:1].lower()}{unit[1:]}"


def _duty_faults(entry: DutyEntry) -> list[Fault]:
    faults = []
    if entry.duty not in DUTIES:
        faults.append(found("duty", "Không có nhiệm vụ này", "There is no such duty", "duty"))
    if not clean(entry.basis):
        faults.append(
            found(
                "basis",
                "Chưa ghi căn cứ giao",
                "The ground is missing",
                "basis",
                ("Ghi số, ngày của văn bản, điều khoản", "Give number, day and article"),
            )
        )
    if entry.start.year not in YEARS:
        faults.append(found("start", "Năm của ngày này không thể có", "No such year", "start"))
    if not (entry.holder or entry.body or entry.unit_key):
        faults.append(found("body", "Chưa nêu cơ quan", "The body is missing", "body"))
    if entry.holder and not current_law().of(ProcedureHolder).history(entry.holder):
        faults.append(found("holder", "Không có loại cơ quan này", "No such kind of body", "holder"))
    if entry.body and not Body.objects.as_known_on().filter(key=entry.body).exists():
        faults.append(found("body", "Không có cơ quan này", "There is no such body", "body"))
    if entry.unit_key and not Unit.objects.as_known_on().filter(key=entry.unit_key).exists():
        faults.append(found("unit", "Không có đơn vị này", "There is no such unit", "unit_key"))
    return faults


def _end_before(case: Case, entry: DutyEntry) -> None:
    """End the row that stands when the new one starts; one that would start later is withdrawn."""
    rows = CaseDuty.objects.as_known_on().filter(case=case, duty=entry.duty)
    for row in rows:
        start = row.period.start.latest
        if start is not None and start < entry.start:
            shorter = CaseDuty.objects.get(pk=row.pk)
            shorter.pk = None
            shorter.period = Period(row.period.start, Bound.on(entry.start))
            row.replace_with(shorter)
        else:
            row.withdraw()


def require_case(user: Any, action: str, key: str) -> Case:
    """The case, for who may do ``action`` to it; raises ``Case.DoesNotExist`` or ``PermissionDenied``."""
    case: Case = Case.objects.get(key=key)
    require(user, action, case)
    return case


def refuse_stale(case: Case, seen: int) -> None:
    """Raise :class:`StaleCaseError` where another version counts by now."""
    if case.version != seen:
        raise StaleCaseError(case)


def wrong_entry(code: str, vi: str, en: str, where: str) -> InputError:
    """A refusal of one field."""
    return InputError(found(code, vi, en, where))
