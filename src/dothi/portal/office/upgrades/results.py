"""The page of a plan: how far it is, what came of it, its files, and stopping it."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from dothi.portal.export import CONTENT_TYPE
from dothi.portal.office.speech import language
from dothi.portal.office.upgrades.telling import plan_context
from dothi.registry.accounts.access import action, can
from dothi.registry.jobs.models import Job
from dothi.registry.jobs.work import state_of
from dothi.registry.upgrades.handing import ACTION, FILES, KIND, SENT, result_file, result_of, stop
from dothi.registry.upgrades.retention import kept_until, want

TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": CONTENT_TYPE,
    "json": "application/json",
    SENT: "application/octet-stream",
}


@action(ACTION)
@require_safe
@never_cache
def result(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Whoever may plan sees every plan, so its address can be handed on in the office."""
    job = _found(pk)
    state = state_of(job)
    chosen = language()
    context: dict[str, Any] = {
        "job": job,
        "state": state,
        "day": date.fromisoformat(job.payload["day"]),
        "sentences": [fault[chosen] for fault in state["faults"]],
        "mine": can(request.user, "jobs.view_own", job),
        "files": [ending for ending in FILES if result_file(job, ending) is not None],
        "sent": result_file(job, SENT) is not None,
        "until": kept_until(job),
        "days": settings.DOTHI.batch_days,
    }
    told = result_of(job)
    if told is not None:
        context |= plan_context(told, chosen)
    return render(request, "office/upgrades/result.html", context)


@action(ACTION)
@require_POST
def halt(request: HttpRequest, pk: UUID) -> HttpResponse:
    """End the work; somebody else's is not mine to end."""
    job = _found(pk)
    if not can(request.user, "jobs.view_own", job):
        raise Http404(str(pk))
    stop(request.user, job)
    return redirect("office:upgrade", pk=job.pk)


@action(ACTION)
@require_safe
def download(_request: HttpRequest, pk: UUID, ending: str) -> HttpResponseBase:
    """The document, the workbook, the data, or the file as it was sent."""
    job = _found(pk)
    path = result_file(job, ending)
    if path is None:
        raise Http404(ending)
    want(job, timezone.now())
    name = path.name if ending == SENT else f"{path.stem}-{job.payload['day']}{path.suffix}"
    response = FileResponse(path.open("rb"), as_attachment=True, filename=name, content_type=TYPES[ending])
    response["Cache-Control"] = "private, no-store"
    return response


def _found(pk: UUID) -> Job:
    job = Job.objects.select_related("owner").filter(pk=pk, kind=KIND).first()
    if job is None:
        raise Http404(str(pk))
    return job
