"""Land without a general plan, for everybody: the newest measurement that somebody opened."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dothi.portal.export import CONTENT_TYPE
from dothi.portal.lacking import lack_context
from dothi.portal.public.asks import language
from dothi.registry.accounts.access import action
from dothi.registry.jobs.models import Job, JobState
from dothi.registry.land.comparing.handing import LACKING, OPEN_LEVEL, result_file

TYPES = {"xlsx": CONTENT_TYPE, "geojson": "application/geo+json"}


@action("plans.view")
@require_safe
def lacking(request: HttpRequest) -> HttpResponse:
    """The page; where nothing was opened yet it says who can."""
    job = _newest()
    context: dict[str, Any] = {
        "crumbs": [
            {"label": _("Quy hoạch"), "url": reverse("public:plans")},
            {"label": _("Đất chưa có quy hoạch chung")},
        ]
    }
    if job is not None:
        day = date.fromisoformat(job.payload["day"])
        shapes = reverse("public:lacking_file", args=["geojson"])
        known = job.payload.get("known_on")
        context |= {"job": job, "day": day, "shapes": shapes, **lack_context(job.result, day, language())}
        context["known_on"] = date.fromisoformat(known) if known else None
    return render(request, "public/plans/lacking.html", context)


@action("plans.view")
@require_safe
def lacking_file(_request: HttpRequest, ending: str) -> HttpResponseBase:
    """The workbook, or the shapes that the page draws."""
    job = _newest()
    path = result_file(job, ending) if job is not None and ending in TYPES else None
    if path is None:
        raise Http404(ending)
    response = FileResponse(
        path.open("rb"), as_attachment=ending == "xlsx", filename=path.name, content_type=TYPES[ending]
    )
    response["Cache-Control"] = "public, max-age=300"
    return response


def _newest() -> Job | None:
    """The latest opened measurement of the whole province; one whose files are gone is passed over."""
    rows = Job.objects.filter(kind=LACKING, state=JobState.DONE).order_by("-finished_at")
    opened = rows.filter(payload__open=True, payload__level=OPEN_LEVEL, payload__unit="")
    return next((job for job in opened[:10] if result_file(job, "geojson") is not None), None)
