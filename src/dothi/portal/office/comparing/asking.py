"""Asking for a comparison: four questions, and the results that are there already."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from dothi.base.dates import format_date, parse_date
from dothi.base.errors import DothiError, InputError
from dothi.portal.office.comparing.forms import (
    ConformForm,
    ConvertForm,
    ExposeForm,
    Folded,
    LackForm,
    year_of,
)
from dothi.portal.office.speech import language, sentences
from dothi.registry.accounts.access import action, can
from dothi.registry.jobs.kinds import kind_of
from dothi.registry.jobs.models import Job
from dothi.registry.land.comparing import conformity, conversion, exposed, lacking
from dothi.registry.land.comparing.exposed_hazard import hazards
from dothi.registry.land.comparing.exposed_things import PLAN
from dothi.registry.land.comparing.handing import (
    ACTION,
    CONFORM,
    CONVERT,
    EXPOSE,
    LACKING,
    OPEN_LEVEL,
    PUBLISHING,
)
from dothi.registry.land.retention import discard_old

RECENT = 30
KINDS = (CONFORM, CONVERT, EXPOSE, LACKING)


@action(ACTION)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The four questions, and what anybody of the office asked lately."""
    rows = Job.objects.filter(kind__in=KINDS).select_related("owner")[:RECENT]
    recent = [{"job": row, "what": getattr(kind_of(row.kind), f"title_{language()}")} for row in rows]
    context = {"recent": recent, "may_record": can(request.user, PUBLISHING)}
    return render(request, "office/comparing/home.html", context)


@action(ACTION)
@require_http_methods(["GET", "HEAD", "POST"])
def conform(request: HttpRequest) -> HttpResponse:
    """A plan against the plan above it; ``duoi`` and ``tren`` name both in the address."""
    first = {
        "day": _first_day(request),
        "known_on": _day(request, "biet"),
        "lower": request.GET.get("duoi", ""),
        "upper": request.GET.get("tren", ""),
        "feature": request.GET.get("o", ""),
    }
    form = ConformForm(request.POST or None, request.FILES or None, initial=first)

    def ask() -> Job:
        sent = {name: form.cleaned_data[name] for name in (conformity.TABLE, conformity.WAIVERS)}
        return conformity.ask(request.user, form.wanted(), **sent)

    return _asked(request, CONFORM, form, ask)


@action(ACTION)
@require_http_methods(["GET", "HEAD", "POST"])
def convert(request: HttpRequest) -> HttpResponse:
    """Current use against a plan; ``do-an`` names the plan in the address."""
    today = timezone.localdate()
    first = {"year": year_of(today), "plan": request.GET.get("do-an", "")}
    form = ConvertForm(request.POST or None, request.FILES or None, initial=first)

    def ask() -> Job:
        sent = {name: form.cleaned_data[name] for name in (conversion.DECISIONS, conversion.USES)}
        return conversion.ask(request.user, form.wanted(), today, **sent)

    return _asked(request, CONVERT, form, ask)


@action(ACTION)
@require_http_methods(["GET", "HEAD", "POST"])
def expose(request: HttpRequest) -> HttpResponse:
    """What lies in a hazard; ``do-an`` names a plan, ``chu-de`` the theme in the address."""
    plan = request.GET.get("do-an", "")
    first = {
        "day": _first_day(request),
        "known_on": _day(request, "biet"),
        "things": f"{PLAN}{plan}" if plan else "",
        "theme": request.GET.get("chu-de", "") or next(iter(hazards(timezone.localdate())), ""),
    }
    form = ExposeForm(request.POST or None, request.FILES or None, initial=first)
    return _asked(
        request,
        EXPOSE,
        form,
        lambda: exposed.ask(request.user, form.wanted(request.user), form.cleaned_data["sent"]),
    )


@action(ACTION)
@require_http_methods(["GET", "HEAD", "POST"])
def lack(request: HttpRequest) -> HttpResponse:
    """Land without a plan of a level."""
    first = {"day": _first_day(request), "known_on": _day(request, "biet"), "level": OPEN_LEVEL}
    form = LackForm(request.POST or None, initial=first, may_open=can(request.user, PUBLISHING))

    def ask() -> Job:
        wanted = form.wanted()
        name = form.places.name(wanted.unit, wanted.day) if wanted.unit else ""
        return lacking.ask(request.user, wanted, name)

    return _asked(request, LACKING, form, ask)


def _day(request: HttpRequest, name: str) -> str:
    """A day of the address as the form writes it; empty where there is none that can be read."""
    try:
        return format_date(parse_date(request.GET.get(name, "")))
    except InputError:
        return ""


def _first_day(request: HttpRequest) -> str:
    return _day(request, "ngay") or format_date(timezone.localdate())


def _asked(request: HttpRequest, kind: str, form: forms.Form, ask: Callable[[], Job]) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            job = ask()
        except DothiError as error:
            for text in sentences(error):
                form.add_error(None, text)
        else:
            discard_old(timezone.now())
            return redirect("office:comparison", pk=job.pk)
    folded = isinstance(form, Folded)
    context: dict[str, Any] = {
        "form": form,
        "fields": form.plain() if folded else form.visible_fields(),
        "folds": form.folded() if folded else [],
        "kind": kind.rpartition(".")[2],
        "may_record": can(request.user, PUBLISHING),
    }
    return render(request, "office/comparing/form.html", context, status=422 if form.errors else 200)
