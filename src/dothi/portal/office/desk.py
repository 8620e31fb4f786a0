"""The desk: what waits for the person who signed in, and nothing else."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from dothi.portal.office.cases.listing import case_lines
from dothi.portal.office.dossiers.listing import in_hand
from dothi.portal.office.programmes.listing import versions
from dothi.portal.office.reach import visible
from dothi.portal.office.speech import lines
from dothi.registry.accounts.access import action, can
from dothi.registry.accounts.delegations import ACTION as DELEGATE
from dothi.registry.jobs.models import Job
from dothi.registry.jobs.work import state_of
from dothi.registry.observations.models import ImportBatch, ImportState, Observation, State
from dothi.registry.plans.models import Submission
from dothi.registry.procedures.desks import desk_of
from dothi.registry.procedures.rules import VIEW
from dothi.registry.towns.models import TownValue

SHOWN = 8


@action("desk.view")
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """Values returned to me, my drafts, values that wait for my decision, my imports and jobs."""
    user = request.user
    rights = {name: can(user, f"observations.{name}") for name in ("view", "enter", "submit", "approve")}
    jobs = [state_of(job) | {"job": job} for job in Job.objects.filter(owner=user)[:5]]
    dossiers = in_hand(user)
    may_see_cases, today = can(user, VIEW), timezone.localdate()
    cases = [one.case for one in desk_of(user, today)] if may_see_cases else []
    imports = ImportBatch.objects.filter(owner=user, state__in=[ImportState.CHECKED, ImportState.WRITTEN])
    context = {
        "rights": rights,
        "trays": _trays(user, rights),
        "jobs": jobs,
        "imports": imports.defer("content", "report")[:3],
        "town_values_waiting": _town_values_waiting(user, rights),
        "may_administer": can(user, "admin.use"),
        "may_see_programmes": can(user, "programmes.see_drafts"),
        "may_see_dossiers": can(user, "plans.see_drafts", Submission(owner=user)),
        "may_send_dossiers": can(user, "plans.submit", Submission(owner=user)),
        "may_look_up": can(user, "land.batch"),
        "may_see_requests": can(user, "land.requests"),
        "may_conclude": can(user, "land.override"),
        "may_compare": can(user, "land.compare"),
        "may_follow": can(user, "supervision.follow"),
        "may_moderate": can(user, "consultation.moderate"),
        "may_plan_towns": can(user, "towns.plan"),
        "may_see_cases": may_see_cases,
        "may_delegate": can(user, DELEGATE),
        "cases": case_lines(cases[:SHOWN], today),
        "case_count": len(cases),
        "dossiers": dossiers[:SHOWN],
        "dossier_count": dossiers.count(),
        "programmes": versions(in_hand=True) if can(user, "programmes.review") else None,
    }
    return render(request, "office/desk.html", context)


def _town_values_waiting(user: Any, rights: dict[str, bool]) -> int:
    """Values of towns that wait for this person's decision."""
    if not rights["approve"]:
        return 0
    rows = TownValue.objects.filter(withdrawn_at=None, state=State.SUBMITTED, illustrative=False)
    return rows.exclude(Q(entered_by=user) | Q(edited_by=user) | Q(submitted_by=user)).count()


def _trays(user: Any, rights: dict[str, bool]) -> list[dict[str, Any]]:
    """The piles on the desk that this person can do something about."""
    mine = Q(entered_by=user) | Q(edited_by=user)
    open_rows = Observation.objects.filter(withdrawn_at=None)
    trays = []
    if rights["enter"]:
        trays.append(_tray("returned", open_rows.filter(mine, state=State.RETURNED)))
    if rights["approve"]:
        waiting = visible(user, open_rows.filter(state=State.SUBMITTED), "observations.approve")
        own = mine | Q(submitted_by=user)
        trays.append(_tray("submitted", waiting.exclude(own)))
    if rights["enter"]:
        trays.append(_tray("draft", open_rows.filter(mine, state=State.DRAFT)))
    return trays


def _tray(code: str, rows: QuerySet[Observation]) -> dict[str, Any]:
    ordered = rows.select_related("source", "entered_by").order_by("-changed_at")
    return {"code": code, "count": rows.count(), "lines": lines(ordered[:SHOWN])}
