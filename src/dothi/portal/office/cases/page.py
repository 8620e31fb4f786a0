"""The page of a case: where it stands, what is next and by when, and everything it holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from dothi.portal.land_functions import level_title
from dothi.portal.office.cases import speech
from dothi.portal.office.cases.reach import found
from dothi.portal.office.cases.speech import unplaced
from dothi.portal.office.speech import language
from dothi.procedures.powers import power
from dothi.procedures.requirements import Asked, asked_at, asked_until
from dothi.procedures.scheme import Scheme
from dothi.registry.accounts.access import action, can
from dothi.registry.consultation.models import Consultation
from dothi.registry.consultation.opening import OPEN as OPEN_CONSULTATION
from dothi.registry.lawbook import current_law
from dothi.registry.observations.where import PlaceIndex
from dothi.registry.procedures import hearing, rules
from dothi.registry.procedures.clocks import clocks
from dothi.registry.procedures.descent import descent
from dothi.registry.procedures.holding import FIELDS, held_items
from dothi.registry.procedures.models import Case
from dothi.registry.procedures.moving import guard

MAY = {"edit": rules.EDIT, "deposit": rules.DEPOSIT, "steer": rules.STEER, "council": rules.COUNCIL}


@dataclass(frozen=True, slots=True)
class NextStep:
    """A step from here: ``mine`` where this person may take it, with what still stands against it.

    ``aside``: it stops the case or leads back.
    """

    code: str
    title: str
    to: str
    duty: str
    mine: bool
    faults: list[str]
    aside: bool


@action(rules.VIEW)
@require_safe
def case(request: HttpRequest, key: str) -> HttpResponse:
    """Everything of one case."""
    row, today = found(request, key), timezone.localdate()
    scheme = rules.scheme_for(row)
    context: dict[str, Any] = {
        "case": row,
        "procedure": speech.procedure_title(row.kind, today),
        "variant": speech.variant_title(row.variant),
        "level": level_title(row.level, language()) if row.level else "",
        "area": speech.area_title(row.area),
        "place": speech.place_name(PlaceIndex.load(), row),
        "stage": speech.stage_of(scheme, row.stage),
        "phase": scheme.stage(row.stage).phase,
        "desks": speech.desks(row),
        "steps": next_steps(request.user, row, scheme, today),
        "clocks": [speech.clock_line(clock) for clock in clocks(row, today)],
        "timeline": _timeline(row, scheme),
        "facts": _facts(row),
        "documents": _documents(row),
        "opinions": _opinions(row),
        "council": _council(request.user, row),
        "duties": _duties(row, scheme, today),
        "may": {name: can(request.user, code, row) for name, code in MAY.items()},
        "heard": hearing.standing(row),
        "hearings": _hearings(request.user, row),
        "may_consult": can(request.user, OPEN_CONSULTATION, Consultation(unit_key=row.place_key)),
        "line": descent(row.plan.key, today) if row.plan else [],
        "amendments": row.amendments.order_by("opened_on"),
        "consultants": row.consultants.select_related("user"),
        "asks_hearing": _asks(row, scheme, today, "consultation"),
        "asks_council": _asks(row, scheme, today, "council"),
    }
    return render(request, "office/cases/case.html", context)


def next_steps(user: Any, row: Case, scheme: Scheme, day: date) -> list[NextStep]:
    """Steps that can be taken from here, those that carry it on first."""
    chosen, forward = language(), {step.step for step in rules.forward_steps(row)}
    steps = []
    for step in rules.open_steps(row):
        mine = can(user, rules.step_action(step.duty), row)
        faults = [unplaced(fault) for fault in _against(row, step, day)]
        target = scheme.stage(step.to_stage)
        steps.append(
            NextStep(
                step.step,
                step.title(chosen),
                target.title(chosen),
                step.duty,
                mine,
                faults,
                step.step not in forward,
            )
        )
    return sorted(steps, key=lambda one: one.aside)


def _against(row: Case, step: Any, day: date) -> Any:
    return [] if step.step == "stop" else guard(row, step, day)


def _hearings(user: Any, row: Case) -> list[dict[str, Any]]:
    """Consultations held on the case, with whether this person may work on each."""
    rows = Consultation.objects.filter(subject_kind="case", subject_key=row.key).order_by("-opens_on")
    return [{"row": one, "mine": can(user, "consultation.moderate", one)} for one in rows]


def _timeline(row: Case, scheme: Scheme) -> list[dict[str, Any]]:
    titles = {step.step: step.title(language()) for step in scheme.steps}
    return [
        {
            "event": event,
            "title": titles.get(event.step, ""),
            "stage": speech.stage_of(scheme, event.to_stage),
        }
        for event in row.events.select_related("taken_by").order_by("-number")
    ]


def _asked(row: Case) -> tuple[Asked, ...]:
    return asked_until(current_law(), rules.scheme_for(row), row.subject, row.stage, timezone.localdate())


def _facts(row: Case) -> list[dict[str, Any]]:
    """Fields that may be filled by now, and those that are filled; what is still missing is shown so."""
    found_facts = []
    seen, scheme = set(), rules.scheme_for(row)
    for one in _asked(row):
        closing = scheme.stage(one.row.stage).phase == "closed"
        if one.item.kind in FIELDS and not (closing and one.item.code not in row.facts):
            seen.add(one.item.code)
            value = speech.value_text(one.item, row.facts.get(one.item.code))
            found_facts.append({"title": one.item.title(language()), "value": value, "kind": one.item.kind})
    for code, value in row.facts.items():
        item = current_law().procedure_items.get(code)
        if code not in seen and item is not None:
            text = speech.value_text(item, value)
            found_facts.append({"title": item.title(language()), "value": text, "kind": item.kind})
    return found_facts


def _documents(row: Case) -> list[dict[str, Any]]:
    """Documents by item: versions there are, and items that are asked for and not there."""
    held: dict[str, list[Any]] = {}
    for document in row.documents.select_related("added_by"):
        held.setdefault(document.item, []).append(document)
    asked = {one.item.code: one.required for one in _asked(row) if one.item.kind == "document"}
    codes = list(dict.fromkeys([*asked, *held]))
    return [
        {
            "code": code,
            "title": speech.item_title(code),
            "versions": held.get(code, []),
            "required": asked.get(code, False),
        }
        for code in codes
    ]


def _opinions(row: Case) -> dict[str, Any]:
    there = held_items(row)
    asked = [one for one in _asked(row) if one.item.kind == "opinion"]
    lacking = [one.item.title(language()) for one in asked if one.required and one.item.code not in there]
    rows = [{"row": one, "title": speech.item_title(one.item)} for one in row.opinions.all()]
    return {"rows": rows, "lacking": lacking, "open": bool(asked or rows)}


def _council(user: Any, row: Case) -> list[dict[str, Any]]:
    members = row.council.select_related("case")
    runs = can(user, rules.COUNCIL, row)
    return [{"row": one, "mine": runs or can(user, rules.OPINE, one)} for one in members]


def _duties(row: Case, scheme: Scheme, day: date) -> list[dict[str, Any]]:
    """Each duty with its body; where nobody is named, what the law says and why that does not settle it."""
    told = []
    for duty in dict.fromkeys(step.duty for step in scheme.steps if step.moved_by == "person"):
        named = rules.duty_row(row, duty, day)
        law = power(current_law(), row.subject, duty, row.opened_on)
        told.append(
            {
                "code": duty,
                "title": speech.duty_title(duty),
                "row": named,
                "choices": [holder.title(language()) for holder in law.holders],
                "ended": [holder.title(language()) for holder in law.ended],
                "notes": list(dict.fromkeys(one.note for one in law.rows if one.note)),
            }
        )
    return told


def _asks(row: Case, scheme: Scheme, day: date, kind: str) -> bool:
    stages = {row.stage, *(step.to_stage for step in rules.open_steps(row))}
    here = scheme.stage(row.stage).position
    stages |= {stage.stage for stage in scheme.stages if stage.position < here}
    law = current_law()
    return any(one.item.kind == kind for stage in stages for one in asked_at(law, row.subject, stage, day))
