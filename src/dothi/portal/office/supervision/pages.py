"""Supervisions at the office: every one, writing one down, findings, recommendations, responses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dothi.base.dates import format_date
from dothi.base.errors import DothiError
from dothi.portal.consultations import pick
from dothi.portal.office.consultation.forms import refuse
from dothi.portal.office.supervision.forms import (
    FindingForm,
    RecommendationForm,
    ResponseForm,
    SupervisionForm,
)
from dothi.portal.supervisions import SUPERVISORS, findings_told
from dothi.registry.accounts.access import action, can
from dothi.registry.supervision import services
from dothi.registry.supervision.models import Finding, Recommendation, Supervision
from dothi.registry.supervision.queries import supervisions as listed

FOLLOW, WRITE, RESPOND = "supervision.follow", services.WRITE, services.RESPOND


@action(FOLLOW)
@require_safe
def supervisions(request: HttpRequest) -> HttpResponse:
    """Every supervision with what waits for a response."""
    found = listed(timezone.localdate(), public=False)
    context = {
        "lines": [{"line": line, "who": pick(SUPERVISORS[line.row.supervisor])} for line in found],
        "may_write": can(request.user, WRITE),
    }
    return render(request, "office/supervision/list.html", context)


@action(WRITE)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Write a supervision down."""
    form = SupervisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            entry = services.SupervisionEntry(**form.cleaned_data)
            row = services.open_supervision(request.user, entry)
        except DothiError as error:
            refuse(form, error.faults)
        else:
            messages.success(request, _("Đã ghi."))
            return redirect("office:supervision", pk=row.pk)
    return _form(request, form, _("Ghi kế hoạch giám sát"), "", None)


@action(FOLLOW)
@require_safe
def supervision(request: HttpRequest, pk: int) -> HttpResponse:
    """One supervision with everything in it, and the next steps this person may take."""
    row = get_object_or_404(Supervision, pk=pk)
    context = {
        "row": row,
        "who": pick(SUPERVISORS[row.supervisor]),
        "findings": findings_told(row, timezone.localdate()),
        "may_write": can(request.user, WRITE),
        "may_respond": can(request.user, RESPOND),
    }
    return render(request, "office/supervision/page.html", context)


@action(WRITE)
@require_POST
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a supervision public, or take it off the public pages."""
    row = get_object_or_404(Supervision, pk=pk)
    services.show_supervision(request.user, row.pk, public="public" in request.POST)
    messages.success(request, _("Đã ghi."))
    return redirect("office:supervision", pk=row.pk)


@action(WRITE)
@require_http_methods(["GET", "HEAD", "POST"])
def find(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down what was found."""
    row = get_object_or_404(Supervision, pk=pk)
    form = FindingForm(request.POST or None, initial={"found_on": format_date(timezone.localdate())})
    return _written(
        request,
        form,
        row,
        _("Ghi phát hiện"),
        lambda given: services.add_finding(request.user, row, **given),
    )


@action(WRITE)
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask something of a body after a finding."""
    finding = get_object_or_404(Finding.objects.select_related("supervision"), pk=pk)
    return _written(
        request,
        RecommendationForm(request.POST or None),
        finding.supervision,
        _("Ghi kiến nghị"),
        lambda given: services.recommend(request.user, finding, **given),
        about=finding.text,
    )


@action(RESPOND)
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what became of a recommendation."""
    asked = get_object_or_404(Recommendation.objects.select_related("finding__supervision"), pk=pk)
    form = ResponseForm(request.POST or None, initial={"responded_on": format_date(timezone.localdate())})
    return _written(
        request,
        form,
        asked.finding.supervision,
        _("Trả lời kiến nghị"),
        lambda given: services.respond(request.user, pk, **given),
        about=asked.text,
    )


def _written(
    request: HttpRequest,
    form: forms.Form,
    row: Supervision,
    title: str,
    write: Callable[[dict[str, Any]], Any],
    *,
    about: str = "",
) -> HttpResponse:
    """A form whose values ``write`` takes; what it refuses stands beside the fields."""
    if request.method == "POST" and form.is_valid():
        try:
            write(form.cleaned_data)
        except DothiError as error:
            refuse(form, error.faults)
        else:
            messages.success(request, _("Đã ghi."))
            return redirect("office:supervision", pk=row.pk)
    return _form(request, form, title, about, row)


def _form(
    request: HttpRequest, form: forms.Form, title: str, about: str, row: Supervision | None
) -> HttpResponse:
    context = {"form": form, "title": title, "about": about, "row": row}
    return render(request, "office/supervision/form.html", context, status=422 if form.errors else 200)
