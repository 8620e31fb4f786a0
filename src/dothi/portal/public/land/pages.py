"""The page and the panel's card that answer what applies to a piece of land."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from dothi.base.errors import DothiError
from dothi.land.parcel_number import looks_like_parcel
from dothi.land.pointing import looks_like_point
from dothi.portal.asking import Asking
from dothi.portal.public.asks import asks, language
from dothi.portal.public.land.question import POINT, Question, asked_land, question_in, refusal_of
from dothi.portal.public.land.watching import LONGEST_ADDRESS
from dothi.portal.public.land.words import land_words
from dothi.portal.public.search import LONGEST
from dothi.portal.public.stops import stops
from dothi.registry.accounts.access import action, can
from dothi.registry.land.asking import ask
from dothi.registry.land.batch import ACTION as PROJECT
from dothi.registry.land.overriding import ACTION as OVERRIDE
from dothi.registry.places.finding import find
from dothi.registry.places.queries import pack_info

MOST_PLACES = 12


@action("plans.view")
@require_http_methods(["GET", "HEAD", "POST"])
@asks
def land(request: HttpRequest, asking: Asking) -> HttpResponse:
    """The page; what a form sends becomes an address that can be kept and passed on, if one can hold it."""
    question = question_in(request.POST if request.method == "POST" else request.GET)
    address = reverse("public:land") + asking.query(**question.values)
    sent = request.method == "POST"
    if sent and len(address) <= LONGEST_ADDRESS:
        return HttpResponseRedirect(address)
    context, status = _answered(question, asking)
    context |= {
        "crumbs": [
            {"label": _("Bản đồ"), "url": reverse("public:map") + asking.query()},
            {"label": _("Tra cứu quy hoạch")},
        ],
        "no_address": sent,
        "fields": list(question.values.items()),
        "keep": list({**question.values, **_known_on(asking)}.items()),
        "conclude": _conclude(request, question, asking) if "answer" in context and not sent else "",
        "project": "" if sent else _project(request, question, asking, context),
        "stops": stops(pack_info(), asking, reverse("public:land"), **question.values),
    }
    return render(request, "public/land/page.html", context, status=status)


@action("plans.view")
@require_safe
@asks
def land_card(request: HttpRequest, asking: Asking) -> HttpResponse:
    """What the panel beside the map says."""
    question = question_in(request.GET)
    context, status = _answered(question, asking)
    context["address"] = reverse("public:land") + asking.query(**question.values)
    context["project"] = _project(request, question, asking, context)
    response = render(request, "public/land/card.html", context, status=status)
    response["Cache-Control"] = "private, max-age=60"
    return response


def _answered(question: Question, asking: Asking) -> tuple[dict[str, Any], int]:
    """The question with its answer, the places of its name, or its refusal; and the status."""
    context: dict[str, Any] = {"question": question, "given": _given(question)}
    if not question.field:
        return context, 200
    places = _places(question, asking)
    if places:
        return context | {"places": places}, 200
    try:
        asked = asked_land(question, asking)
        answer = ask(asked.piece, asking.as_of, asking.as_known_on, asked.notes)
    except DothiError as error:
        refusal = refusal_of(error, question, language())
        return context | {"refusal": refusal}, refusal.status
    return context | {"answer": land_words(answer, asked.piece, asking)}, 200


def _places(question: Question, asking: Asking) -> list[Any]:
    """Units and towns of this name, where the text is a name and no coordinates."""
    text = question[POINT][:LONGEST]
    if question.field != POINT or looks_like_parcel(text) or looks_like_point(text):
        return []
    return find(text, asking.as_of, asking.as_known_on, limit=MOST_PLACES)


def _given(question: Question) -> dict[str, str]:
    """Values by names that a template can write."""
    return {name.replace("-", "_"): text for name, text in question.values.items()}


def _conclude(request: HttpRequest, question: Question, asking: Asking) -> str:
    """Where an officer records a conclusion about this land; empty for everybody else."""
    if not can(request.user, OVERRIDE):
        return ""
    return f"{reverse('office:conclusion_new')}?{urlencode({**question.values, **_days(asking)})}"


def _project(request: HttpRequest, question: Question, asking: Asking, context: dict[str, Any]) -> str:
    """Where an officer compares a project on this land; empty for everybody else, and for a point."""
    if "answer" not in context or not context["answer"].is_area or not can(request.user, PROJECT):
        return ""
    given = {**question.values, **_days(asking), **_known_on(asking)}
    return f"{reverse('office:project')}?{urlencode(given)}"


def _days(asking: Asking) -> dict[str, str]:
    return {} if asking.as_of == asking.today else {"ngay": asking.as_of.isoformat()}


def _known_on(asking: Asking) -> dict[str, str]:
    return {} if asking.as_known_on is None else {"biet": asking.as_known_on.isoformat()}
