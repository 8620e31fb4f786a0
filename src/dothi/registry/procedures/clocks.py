"""The clocks of a case: what is due, by when, whose it is, and how many days are left."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from dothi.base.calendar import WorkCalendar
from dothi.base.time import Truth
from dothi.law import Law
from dothi.law.tables.procedure_items import ProcedureItem
from dothi.law.tables.procedure_limits import ProcedureLimit
from dothi.law.tables.procedure_steps import ProcedureStep
from dothi.law.working_days import work_calendar
from dothi.procedures.limits import Due, due_of, left
from dothi.procedures.scheme import Scheme
from dothi.registry.lawbook import current_law
from dothi.registry.procedures.models import Case, StageEvent
from dothi.registry.procedures.rules import forward_steps

AFTER_DECISION = ("publish", "review")
"""Steps whose clock runs from the day of the decision rather than from the stage before them."""


@dataclass(frozen=True, slots=True)
class Clock:
    """One thing due. ``duty`` names whose it is; ``days`` are left on ``day``, below zero when late."""

    what: str
    title_vi: str
    title_en: str
    duty: str
    due: Due
    days: int | None
    late: Truth

    def title(self, language: str) -> str:
        """Write the title in one language."""
        return self.title_en if language == "en" else self.title_vi


def clocks(case: Case, day: date) -> list[Clock]:
    """Every clock that runs on ``day``: of the steps that lead on, and of what was asked and not received."""
    events = {event.to_stage: event.on for event in case.events.all()}
    found = []
    for step in forward_steps(case):
        found += [_clock(case, step, since, began, day) for since, began in _starts(case, step, events)]
    return sorted([*found, *_awaited(case, day)], key=_soonest)


def next_clock(case: Case, day: date) -> Clock | None:
    """The clock that ends first; ``None`` where nothing is due, or of nothing it is known when."""
    return next((one for one in clocks(case, day) if one.due.latest is not None), None)


def due_at(case: Case, scheme: Scheme, step: str) -> Due | None:
    """When ``step`` was due for the case as it stands; ``None`` where no clock ran for it."""
    events = {event.to_stage: event.on for event in case.events.all()}
    row = scheme.step(step)
    for since, began in _starts(case, row, events):
        return due_of(current_law(), work(), case.subject, since, step, began=began)
    return None


def work() -> WorkCalendar:
    """The calendar of the workspace's law."""
    return _calendar(current_law())


@cache
def _calendar(law: Law) -> WorkCalendar:
    return work_calendar(law)


def _starts(case: Case, step: ProcedureStep, events: dict[str, date]) -> list[tuple[str, date]]:
    """Stages and dates from which a limit of the step counts, each with its day."""
    rows = current_law().of(ProcedureLimit).every_row
    found: dict[str, date] = {}
    for row in rows:
        if (row.procedure, row.due) != (case.kind, step.step):
            continue
        began = _day_of(case, row.since, events)
        if began is not None:
            found[row.since] = began
    return list(found.items()) or [(case.stage, case.stage_since)]


def _day_of(case: Case, since: str, events: dict[str, date]) -> date | None:
    if since in {"approved", "issued"} and case.facts.get("decision-date"):
        return date.fromisoformat(case.facts["decision-date"])
    if since in events:
        return events[since]
    told = case.facts.get(since)
    return date.fromisoformat(told) if isinstance(told, str) and told else None


def _clock(case: Case, step: ProcedureStep, since: str, began: date, day: date) -> Clock:
    due = due_of(current_law(), work(), case.subject, since, step.step, began=began)
    days = left(work(), due, day)
    return Clock(step.step, step.title_vi, step.title_en, step.duty, due, days, due.late_on(day))


def _awaited(case: Case, day: date) -> list[Clock]:
    """Opinions that were asked for and have not come, by the limit of the date they were asked on."""
    law, found = current_law(), []
    here = {row.code: row for row in law.of(ProcedureItem).confirmed}
    received = {row.item for row in case.opinions.all() if row.received_on is not None}
    seen = set()
    for row in law.of(ProcedureLimit).every_row:
        item = here.get(row.due)
        if row.procedure != case.kind or item is None or item.kind != "opinion" or row.due in seen | received:
            continue
        began = _day_of(case, row.since, {})
        if began is None:
            continue
        seen.add(row.due)
        due = due_of(law, work(), case.subject, row.since, row.due, began=began)
        days = left(work(), due, day)
        late = due.late_on(day)
        found.append(Clock(row.due, item.title_vi, item.title_en, "prepare", due, days, late))
    return found


def _soonest(clock: Clock) -> tuple[bool, date]:
    return clock.due.latest is None, clock.due.latest or date.max


def lateness(events: list[StageEvent]) -> list[StageEvent]:
    """Steps that were taken after their last day."""
    return [event for event in events if event.late]
