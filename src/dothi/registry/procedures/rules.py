"""Who may do what to a case: by its kind, level and stage, by the body that has the duty, and by the day.

This is the only module that says so. :func:`dothi.registry.accounts.access.can` asks it through the case and
matches what it says with the roles a person holds; a step is open to the body whose duty it is, and only
while it can be taken.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from django.utils import timezone

from dothi.base.time import Truth
from dothi.law import Law
from dothi.law.tables.procedure_holders import ProcedureHolder
from dothi.law.tables.procedure_stages import ProcedureStage
from dothi.law.tables.procedure_steps import DUTIES, ProcedureStep
from dothi.procedures.scheme import Scheme, scheme_of
from dothi.registry.accounts.duties import DutyHeld
from dothi.registry.lawbook import current_law
from dothi.registry.procedures.models import Case, CaseDuty, Office

VIEW, OPEN, EDIT, STEER = "cases.view", "cases.open", "cases.edit", "cases.steer"
DEPOSIT, COUNCIL, OPINE = "cases.deposit", "cases.council", "cases.opine"
CONSULTANTS_STEPS = "prepare"


def step_action(duty: str) -> str:
    """The action that a step of this duty needs."""
    return f"cases.{duty}"


def scheme_for(case: Case) -> Scheme:
    """The scheme a case runs by: that of today, for its names and steps are the system's own."""
    return _scheme(current_law(), case.kind, timezone.localdate())


@lru_cache(maxsize=64)
def _scheme(law: Law, kind: str, day: date) -> Scheme:
    return scheme_of(law, kind, day)


def open_steps(case: Case) -> tuple[ProcedureStep, ...]:
    """Steps that people can take from where the case stands."""
    return scheme_for(case).steps_from(case.stage, case.variant)


def forward_steps(case: Case) -> tuple[ProcedureStep, ...]:
    """Steps that carry the case on: to stop or to go back is none, unless nothing else is left."""
    scheme = scheme_for(case)
    steps, here = scheme.steps_from(case.stage, case.variant), scheme.stage(case.stage)
    on = tuple(step for step in steps if _goes_on(here, scheme.stage(step.to_stage)))
    return on or steps


def _goes_on(here: ProcedureStage, there: ProcedureStage) -> bool:
    """Neither an end nor, while the work is under way, a step back."""
    back = there.phase == "open" and there.position < here.position
    return there.phase != "closed" and not back


def desk_duties(case: Case) -> tuple[str, ...]:
    """Duties on whose desk the case lies: of the steps that carry it on."""
    return tuple(dict.fromkeys(step.duty for step in forward_steps(case)))


def duties_for(case: Case, action: str) -> list[DutyHeld]:
    """Whose duty ``action`` is now; nobody's where the case does not stand at it."""
    verb = action.removeprefix("cases.")
    if verb in DUTIES:
        wanted = {verb} if any(step.duty == verb for step in open_steps(case)) else set()
    elif action in {EDIT, DEPOSIT}:
        phase = scheme_for(case).stage(case.stage).phase
        wanted = set(desk_duties(case)) | {"open": {"prepare"}, "standing": {"approve"}}.get(phase, set())
    elif action == COUNCIL:
        wanted = {"appraise"} if council_sits(case) else set()
    else:
        wanted = set()
    held = (held_by(case, duty) for duty in sorted(wanted))
    return [one for one in held if one is not None]


def owners_for(case: Case, action: str) -> set[int]:
    """People whose own the case is for ``action``: its consultants, the members of its council."""
    consultants = set(case.consultants.values_list("user_id", flat=True))
    members = case.council.exclude(user=None)
    if action == VIEW:
        return consultants | {person for person in members.values_list("user_id", flat=True) if person}
    if action == DEPOSIT and CONSULTANTS_STEPS in desk_duties(case):
        return consultants
    if action == COUNCIL and council_sits(case):
        chosen = members.filter(office=Office.SECRETARY).values_list("user_id", flat=True)
        return {person for person in chosen if person}
    return set()


def council_sits(case: Case) -> bool:
    """Whether the appraisal is under way: opinions can be written until it is done."""
    return any(step.duty == "appraise" and step.step.startswith("appraise") for step in open_steps(case))


def duty_row(case: Case, duty: str, day: date | None = None) -> CaseDuty | None:
    """Which body has a duty on ``day`` (today); ``None`` where nobody has said.

    Read from the case's duties as a whole, so that a list of cases reads them once.
    """
    today = day or timezone.localdate()
    found = [
        row
        for row in case.duties.all()
        if row.duty == duty and row.withdrawn_at is None and row.period.holds(today) is Truth.YES
    ]
    return max(found, key=lambda row: (row.starts_latest or date.min, row.pk), default=None)


def held_by(case: Case, duty: str) -> DutyHeld | None:
    """The same, as :func:`can` matches it."""
    row = duty_row(case, duty)
    if row is None:
        return None
    kind = current_law().of(ProcedureHolder)
    known = kind.history(row.holder) if row.holder else ()
    roles = known[-1].roles if known and not row.unit_key and not row.body else ()
    return DutyHeld(duty, row.body or row.holder, row.unit_key, roles, case.level)
