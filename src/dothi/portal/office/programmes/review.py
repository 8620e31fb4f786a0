"""The review page: the source on one side, what was found in it on the other, and what changes meanwhile."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from dothi.portal.item_words import kind_choices
from dothi.portal.office.programmes.answering import changes, edition_of, rights_of, toolbar
from dothi.portal.office.programmes.asked import Asked, whole
from dothi.portal.office.programmes.page import sheet_of
from dothi.registry.accounts.access import action
from dothi.registry.jobs.models import Job
from dothi.registry.programmes.models import Edition, EditionState
from dothi.registry.programmes.opening import unchanged


@action("programmes.see_drafts")
@require_safe
@never_cache
@vary_on_headers("Accept")
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """One part of the document with its items; what is being read leads to its job."""
    edition = edition_of(pk)
    if edition.state == EditionState.READING:
        return _being_read(request, edition)
    asked = Asked.of(request)
    sheet = sheet_of(edition, asked)
    rights = rights_of(request.user, edition)
    bar = toolbar(request, edition, rights)
    waiting = rights["review"] and bar["progress"]["left"]
    context: dict[str, Any] = {
        "edition": edition,
        "asked": asked,
        "query": asked.query(),
        "sheet": sheet,
        "rights": rights,
        "fresh": frozenset(),
        "kinds": kind_choices(),
        "earlier": asked.query(part=sheet.part - 1) if sheet.part > 1 else "",
        "later": asked.query(part=sheet.part + 1) if sheet.part < sheet.parts else "",
        "has_earlier": sheet.part > 1,
        "chapters": [(chapter, asked.query(part=chapter.part)) for chapter in sheet.chapters],
        "follows": edition.follows,
        "unchanged": len(unchanged(edition)) if waiting else 0,
        **bar,
    }
    return render(request, "office/programme_review.html", context)


@action("programmes.see_drafts")
@require_safe
@never_cache
def review_changes(request: HttpRequest, pk: int) -> HttpResponse:
    """What changed since the step ``tu``, for the page that asks every few seconds; nothing costs one query.

    ``ma`` asks for the token that forms need, for a page whose reader signed in again beside it.
    """
    if "ma" in request.GET:
        return JsonResponse({"token": get_token(request)})
    known = Edition.objects.filter(pk=pk).values_list("steps", "state").first()
    if known == (whole(request.GET.get("tu", "")), EditionState.REVIEW):
        return HttpResponse(status=204)
    return JsonResponse(changes(request, edition_of(pk), Asked.of(request)))


def _being_read(request: HttpRequest, edition: Edition) -> HttpResponse:
    """Its own job's page to the sender; to others, a page that says how far it is."""
    job = Job.objects.filter(pk=edition.job).first() if edition.job else None
    if job is not None and job.owner_id == request.user.pk:
        return redirect("office:job", pk=job.pk)
    return render(request, "office/programme_reading.html", {"edition": edition, "job": job})
