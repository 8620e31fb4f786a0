"""The page of a comparison: how far it is, then what came of it, its map and its files."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from dothi.portal.export import CONTENT_TYPE
from dothi.portal.lacking import lack_context
from dothi.portal.office.comparing.conforming import conform_context
from dothi.portal.office.comparing.exposing import expose_context
from dothi.portal.office.comparing.matrices import convert_context
from dothi.portal.office.speech import language
from dothi.registry.accounts.access import action, can
from dothi.registry.jobs.models import Job
from dothi.registry.jobs.work import state_of
from dothi.registry.land.comparing.exposed_things import PLAN
from dothi.registry.land.comparing.handing import (
    ACTION,
    CONFORM,
    CONVERT,
    EXPOSE,
    FILES,
    LACKING,
    is_open,
    may_see,
    result_file,
)
from dothi.registry.land.retention import kept_until, want

TYPES = {
    "xlsx": CONTENT_TYPE,
    "gpkg": "application/geopackage+sqlite3",
    "json": "application/json",
    "geojson": "application/geo+json",
}
ASKING = {
    CONFORM: "office:compare_plans",
    CONVERT: "office:compare_uses",
    EXPOSE: "office:compare_hazard",
    LACKING: "office:compare_lacking",
}
CONTEXTS = {CONFORM: conform_context, CONVERT: convert_context, EXPOSE: expose_context, LACKING: lack_context}


@action(ACTION)
@require_safe
@never_cache
def result(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Whoever may compare sees every comparison, so its address can be handed on in the office."""
    job = _found(request, pk)
    state = state_of(job)
    chosen = language()
    context: dict[str, Any] = {
        "job": job,
        "state": state,
        "kind": job.kind.rpartition(".")[2],
        "what": state[f"title_{chosen}"],
        "day": date.fromisoformat(job.payload["day"]),
        "sentences": [fault[chosen] for fault in state["faults"]],
        "mine": can(request.user, "jobs.view_own", job),
        "again": _again(job),
        "known_on": _day(job.payload.get("known_on")),
        "upper_day": _day(job.payload.get("upper_day")),
        "open": is_open(job),
        "kept_until": kept_until(job),
        "files": [ending for ending in FILES[job.kind] if result_file(job, ending) is not None],
    }
    if state["state"] == "done":
        context |= CONTEXTS[job.kind](job.result, context["day"], chosen)
    return render(request, "office/comparing/result.html", context)


@action(ACTION)
@require_safe
def download(request: HttpRequest, pk: UUID, ending: str) -> HttpResponseBase:
    """The workbook, the map layer, or what the page draws."""
    return sent_file(_found(request, pk), ending)


def sent_file(job: Job, ending: str) -> FileResponse:
    """One file of a comparison; 404 where there is none of that kind."""
    path = result_file(job, ending)
    if path is None:
        raise Http404(ending)
    if ending != "geojson":
        want(job, timezone.now())
    response = FileResponse(
        path.open("rb"),
        as_attachment=ending != "geojson",
        filename=f"{path.stem}-{job.payload['day']}{path.suffix}",
        content_type=TYPES[ending],
    )
    response["Cache-Control"] = "private, no-store"
    return response


def _again(job: Job) -> str:
    """The form with the same question, as far as an address can name it."""
    asked = job.payload
    things = str(asked.get("things", ""))
    given = {
        "duoi": asked.get("lower"),
        "tren": asked.get("upper"),
        "do-an": asked.get("plan") or (things.removeprefix(PLAN) if things.startswith(PLAN) else None),
        "chu-de": asked.get("theme"),
        "ngay": None if job.kind == CONVERT else asked["day"],
        "biet": asked.get("known_on"),
    }
    query = urlencode({name: value for name, value in given.items() if value})
    return f"{reverse(ASKING[job.kind])}?{query}"


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _found(request: HttpRequest, pk: UUID) -> Job:
    job = Job.objects.select_related("owner").filter(pk=pk, kind__in=CONTEXTS).first()
    if job is None or not may_see(request.user, job):
        raise Http404(str(pk))
    return job
