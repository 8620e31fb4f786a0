"""What follows from a step outside the case: an amended plan, a plan out of force, a class on record.

Called inside the transaction of the step, so that both happen or neither.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from dothi.base.dates import format_date
from dothi.base.errors import Fault, InputError
from dothi.base.time import Bound
from dothi.law.tables.procedure_steps import ProcedureStep
from dothi.law.tables.urban_classes import UrbanClass
from dothi.registry.land.models import Extract
from dothi.registry.lawbook import current_law
from dothi.registry.places.classes import ClassDecision, record_class_decision
from dothi.registry.places.models import Unit
from dothi.registry.plans.ending import end_version
from dothi.registry.procedures.models import Case, StageEvent
from dothi.registry.procedures.refusals import found
from dothi.registry.sources.models import Source

ENDS_AMENDED = {"overall": "supersede", "partial": "amend-partly"}


def follow(user: Any, case: Case, event: StageEvent) -> None:
    """Do what the step brings with it."""
    if case.kind == "plan" and event.step == "enter-force" and case.amends is not None:
        _carry_on(user, case, event.on)
    if case.kind == "plan" and event.step == "annul" and case.plan_version is not None:
        end_version(user, case.plan_version, event.on, str(case.facts.get("closing-reason", "")))
    if case.kind == "classification" and event.step == "record":
        _record_class(user, case)


def stands_against(case: Case, step: ProcedureStep, on: date) -> list[Fault]:
    """What outside the case forbids a step."""
    if step.step == "enter-force" and case.kind == "plan":
        return _not_yet_in_force(case, on)
    if step.step == "record" and case.kind == "establishment":
        return _units_missing(case)
    if step.step == "record" and case.kind == "classification":
        return _class_faults(case)
    if step.step == "answer" and case.kind == "information-request":
        return _extract_faults(case)
    return []


def _carry_on(user: Any, case: Case, on: date) -> None:
    """The case whose plan this one amends is amended, or superseded, on the same day."""
    from dothi.registry.procedures.moving import Step, locked, move  # noqa: PLC0415 - they call each other
    from dothi.registry.procedures.rules import scheme_for  # noqa: PLC0415

    if case.amends is None:
        return
    earlier = locked(case.amends.key)
    step = ENDS_AMENDED.get(case.variant)
    scheme = scheme_for(earlier)
    if step is None or earlier.stage not in scheme.step(step).sources:
        raise InputError(
            found(
                "amends-nothing",
                f"Hồ sơ được điều chỉnh đang ở giai đoạn «{scheme.stage(earlier.stage).title_vi}»",
                f"The case to be amended stands at “{scheme.stage(earlier.stage).title_en}”",
                earlier.key,
                ("Kiểm tra hồ sơ được điều chỉnh", "Look at the case that is amended"),
            )
        )
    move(user, earlier, scheme, Step(step, max(on, earlier.stage_since), case.title), guarded=False)


def _not_yet_in_force(case: Case, on: date) -> list[Fault]:
    told = case.facts.get("force-date", "")
    if not told or date.fromisoformat(told) <= on:
        return []
    day = format_date(date.fromisoformat(told))
    return [
        found(
            "not-in-force",
            f"Ngày có hiệu lực là {day}",
            f"It comes into force on {day}",
            "force-date",
            ("Làm bước này từ ngày đó", "Take the step from that day on"),
        )
    ]


def _units_missing(case: Case) -> list[Fault]:
    day = date.fromisoformat(case.facts.get("force-date") or case.stage_since.isoformat())
    rows = Unit.objects.as_known_on().certainly_on(day).filter(key__in=case.units)
    lacking = sorted(set(case.units) - set(rows.values_list("key", flat=True)))
    if case.units and not lacking:
        return []
    named = ", ".join(lacking) or "chưa nêu đơn vị nào"
    return [
        found(
            "units-missing",
            f"Danh mục đơn vị chưa có, vào ngày {format_date(day)}: {named}",
            f"On {format_date(day)} the list of units lacks {', '.join(lacking) or 'any: none is named'}",
            "units",
            ("Nạp danh mục đơn vị theo nghị quyết trước", "Load the units of the resolution first"),
        )
    ]


def _class_faults(case: Case) -> list[Fault]:
    code = str(case.facts.get("class-sought", ""))
    if case.place_key and code in current_law().of(UrbanClass):
        return []
    return [
        found(
            "class",
            f"«{code}» không phải là cặp bộ quy tắc và loại, hoặc chưa nêu đô thị",
            f"“{code}” is no pair of rule set and class, or the town is not named",
            "class-sought",
            ("Ghi như nq111-2025.II", "Write it as nq111-2025.II"),
        )
    ]


def _extract_faults(case: Case) -> list[Fault]:
    """A request for information is answered with an extract that was handed out."""
    code = str(case.facts.get("extract", "")).strip()
    if not code or Extract.objects.filter(code__iexact=code).exists():
        return []
    return [
        found(
            "extract",
            f"Không có tờ tra cứu mang mã «{code[:20]}»",
            f"There is no extract with the code “{code[:20]}”",
            "extract",
            (
                "Tra cứu thửa đất, lập tờ tra cứu rồi ghi mã của tờ đó",
                "Look the land up, make an extract, write its code",
            ),
        )
    ]


def _record_class(user: Any, case: Case) -> None:
    """Only a recorded decision writes a class: the one this case came to."""
    row = current_law().of(UrbanClass)[str(case.facts["class-sought"])]
    number, issuer = str(case.facts["decision-number"]), str(case.facts["decision-issuer"])
    source, _ = Source.objects.get_or_create(
        key=f"case-{case.key}", defaults={"title": f"{number}, {issuer}"[:300]}
    )
    record_class_decision(
        user,
        ClassDecision(
            case.place_key,
            row.rule_set,
            row.class_code,
            Bound.on(date.fromisoformat(case.facts["force-date"])),
            source,
            "secondary" if case.illustrative else "official",
            number=number,
            day=date.fromisoformat(case.facts["decision-date"]),
        ),
    )
