"""The page of a job: what runs, how far it is, what came of it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from dothi.portal.office.speech import language
from dothi.registry.accounts.access import action, require
from dothi.registry.jobs.models import Job
from dothi.registry.jobs.work import state_of
from dothi.registry.land.batch import KIND as PARCELS_KIND
from dothi.registry.land.comparing.handing import FILES as COMPARISONS
from dothi.registry.land.theme_sending import KIND as THEME_KIND
from dothi.registry.upgrades.handing import KIND as UPGRADE_KIND


@action("jobs.view_own")
@require_safe
@never_cache
def job(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Progress, then the outcome; the page may be closed and opened again at any time."""
    return render(request, "office/job.html", {"state": _state(request, pk)})


@action("jobs.view_own")
@require_safe
@never_cache
def job_state(request: HttpRequest, pk: UUID) -> JsonResponse:
    """The same for programs and for the page's own polling."""
    state = _state(request, pk)
    return JsonResponse({**state, "created_at": state["created_at"].isoformat()})


def _state(request: HttpRequest, pk: UUID) -> dict[str, Any]:
    found = get_object_or_404(Job, pk=pk)
    require(request.user, "jobs.view_own", found)
    state = state_of(found)
    chosen = language()
    return {
        **state,
        "title": state[f"title_{chosen}"],
        "sentences": [fault[chosen] for fault in state["faults"]],
        "created_at": found.created_at,
        "batch": found.payload.get("batch", ""),
        "sent": found.payload.get("sent", ""),
        "dossier": found.payload.get("submission", ""),
        "edition": found.payload.get("edition", ""),
        "parcels": found.kind == PARCELS_KIND,
        "comparison": found.kind in COMPARISONS,
        "theme": found.kind == THEME_KIND,
        "upgrade": found.kind == UPGRADE_KIND,
    }
