"""Leading a case from stage to stage: the only writer of ``Case.stage``.

The rules are asked, then the guard, then the machine moves; stage, event and audit entry are one commit with
whatever follows from the step (a plan amended or superseded, a class on a town's record).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from dothi.base.dates import format_date
from dothi.base.errors import Fault, InputError
from dothi.base.text import clean
from dothi.base.time import Truth
from dothi.law.tables.procedure_steps import ProcedureStep
from dothi.procedures.machine import Life
from dothi.procedures.requirements import asked_at, missing
from dothi.procedures.scheme import Scheme
from dothi.registry.accounts.access import require
from dothi.registry.audit import trail
from dothi.registry.lawbook import current_law
from dothi.registry.procedures import following, hearing
from dothi.registry.procedures.clocks import due_at
from dothi.registry.procedures.holding import council_faults, held_items
from dothi.registry.procedures.models import Case, StageEvent
from dothi.registry.procedures.refusals import StaleCaseError, found
from dothi.registry.procedures.rules import duty_row, scheme_for, step_action


@dataclass(frozen=True, slots=True)
class Step:
    """A step as a person takes it: on which day in law, with what to note, and who heads the body."""

    step: str
    on: date
    note: str = ""
    head: str = ""


@transaction.atomic
def take_step(user: Any, key: str, version: int, given: Step) -> Case:
    """Take a step of a case.

    ``version`` is that which the person saw. Raises :class:`StaleCaseError` where another counts by now,
    :class:`PermissionDenied` where the step is not theirs, :class:`InputError` for a step out of turn, a day
    that cannot be, or with everything that the stage requires and the case does not hold.
    """
    case = locked(key)
    scheme = scheme_for(case)
    row = _row(scheme, case, given.step)
    require(user, step_action(row.duty), case)
    if case.version != version:
        raise StaleCaseError(case)
    _check_day(case, given.on)
    if case.kind == "plan" and given.step == "publish":
        raise InputError(_published_elsewhere())
    return move(user, case, scheme, given)


def move(user: Any, case: Case, scheme: Scheme, given: Step, *, guarded: bool = True) -> Case:
    """Move a locked case in the caller's transaction, with all that follows; asks no permission."""
    row = scheme.step(given.step)
    life = Life(scheme, case.variant, case.stage, lambda step: guard(case, step, given.on) if guarded else [])
    before, reached = case.stage, life.take(given.step)
    due = due_at(case, scheme, given.step)
    duty = duty_row(case, row.duty)
    late = None if due is None else {Truth.YES: True, Truth.NO: False}.get(due.late_on(given.on))
    event = StageEvent.objects.create(
        case=case,
        number=1 + case.events.count(),
        step=given.step,
        from_stage=before,
        to_stage=reached,
        on=given.on,
        note=clean(given.note)[:500],
        due=due.latest if due is not None and due.truth is Truth.YES else None,
        late=late,
        duty_title=duty.title if duty is not None else "",
        head=clean(given.head)[:200],
        taken_by=user,
    )
    moved = Case.objects.filter(pk=case.pk, version=case.version)._moved(  # noqa: SLF001 - the machine's door
        stage=reached, stage_since=given.on, version=case.version + 1
    )
    if not moved:
        raise StaleCaseError(Case.objects.get(pk=case.pk))
    fresh = Case.objects.get(pk=case.pk)
    details = {"case": case.key, "from": before, "to": reached, "on": given.on, "due": event.due}
    trail.record(user, f"procedures.{given.step}", fresh, details)
    following.follow(user, fresh, event)
    return Case.objects.get(pk=case.pk)


def guard(case: Case, step: ProcedureStep, on: date) -> Sequence[Fault]:
    """Everything that stands against a step: what its stage requires, by the law of the day it is taken."""
    asked = asked_at(current_law(), case.subject, step.to_stage, on)
    held = held_items(case)
    faults: list[Fault] = []
    if step.duty != "appraise" or not step.step.startswith("return"):
        special = {one.item.kind for one in asked if one.required}
        plain = [one for one in asked if one.item.kind not in {"council", "consultation"}]
        faults += missing(plain, held)
        if "council" in special:
            faults += council_faults(case)
        if "consultation" in special:
            faults += hearing.stands_against(case, on)
    return [*faults, *following.stands_against(case, step, on)]


def locked(key: str) -> Case:
    """The case, locked until the transaction ends; raises ``Case.DoesNotExist``."""
    row: Case = Case.objects.select_for_update(of=("self",)).get(key=key)
    return row


def _row(scheme: Scheme, case: Case, step: str) -> ProcedureStep:
    try:
        row = scheme.step(step)
    except KeyError:
        row = None  # type: ignore[assignment]
    if row is None or row.moved_by != "person":
        raise InputError(
            found("no-step", f"Không có bước «{step[:40]}»", f"There is no step “{step[:40]}”", case.key)
        )
    return row


def _check_day(case: Case, on: date) -> None:
    if on > timezone.localdate():
        raise InputError(
            found(
                "future",
                f"Ngày {format_date(on)} ở tương lai",
                f"{format_date(on)} lies in the future",
                "on",
                ("Ghi ngày đã làm", "Give the day it was done"),
            )
        )
    if on < case.stage_since:
        raise InputError(
            found(
                "backwards",
                f"Ngày {format_date(on)} trước ngày của bước trước ({format_date(case.stage_since)})",
                f"{format_date(on)} comes before the step before it ({format_date(case.stage_since)})",
                "on",
                ("Ghi ngày không sớm hơn", "Give a day not before that"),
            )
        )


def _published_elsewhere() -> Fault:
    return found(
        "publish-dossier",
        "Đồ án được công bố từ hồ sơ số đã kiểm tra, không ghi bước này bằng tay",
        "A plan is published from its checked digital dossier; this step is not written by hand",
        "",
        ("Chọn hồ sơ số ở mục công bố", "Choose the dossier in the section of publication"),
    )
