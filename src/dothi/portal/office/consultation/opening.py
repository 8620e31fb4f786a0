"""Opening a consultation and what may be changed of it: words, documents, more time, taking it off."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from dothi.base.dates import format_date
from dothi.base.errors import DothiError
from dothi.portal import consultations as told
from dothi.portal.office.consultation.forms import ConsultationForm, ProlongForm, WordsForm, refuse
from dothi.portal.office.consultation.queue import managed
from dothi.portal.office.place_choice import written_place
from dothi.portal.office.speech import sentences
from dothi.registry.accounts.access import action, can, held_roles
from dothi.registry.consultation import opening
from dothi.registry.consultation.models import Consultation
from dothi.registry.consultation.periods import rule_for
from dothi.registry.observations.where import PlaceIndex
from dothi.registry.procedures.models import Case
from dothi.registry.procedures.rules import VIEW

OPEN = opening.OPEN
FIELDS = {"subject_key": "subject_kind", "unit_key": "place"}


@action(OPEN)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """The form, and the documents that come with it; a period too short is refused with the article."""
    form = ConsultationForm(request.POST or None, initial=_initial(request))
    if request.method == "POST" and form.is_valid():
        try:
            row = opening.open_consultation(request.user, form.entry())
        except DothiError as error:
            refuse(form, error.faults, FIELDS)
        else:
            refused = _documents_in(request, row)
            messages.success(request, _("Đã mở đợt lấy ý kiến; trang công khai đã có."))
            for text in refused:
                messages.error(request, text)
            return redirect(f"{reverse('office:consultation_edit', args=[row.key])}?moi=1")
    context = {"form": form, "rule": rule_for("plan", timezone.localdate())}
    return render(request, "office/consultation/new.html", context, status=422 if form.errors else 200)


@action(OPEN)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, key: str) -> HttpResponse:
    """Words, documents, more time; whoever is late is told and loses nothing of what was written."""
    row = managed(request.user, key, OPEN)
    names = ("title", "title_en", "about", "contact")
    form = WordsForm(request.POST or None, initial={name: getattr(row, name) for name in names})
    seen = request.POST.get("version", "") if request.method == "POST" else str(row.version)
    if request.method == "POST" and form.is_valid():
        version = int(seen) if seen.isdecimal() and len(seen) < 9 else 0
        try:
            opening.change_consultation(request.user, row.pk, version, **form.cleaned_data)
        except DothiError as error:
            refuse(form, error.faults)
            row.refresh_from_db()
            seen = str(row.version)
        else:
            messages.success(request, _("Đã ghi."))
            return redirect("office:consultation_edit", key=key)
    context = {
        **_context(row),
        "form": form,
        "seen": seen,
        "prolong": _prolong_form(row),
        "just_opened": "moi" in request.GET,
    }
    return render(request, "office/consultation/edit.html", context, status=422 if form.errors else 200)


@action(OPEN)
@require_POST
def documents(request: HttpRequest, key: str) -> HttpResponse:
    """Add files, or take one off the page."""
    row = managed(request.user, key, OPEN)
    gone = request.POST.get("bo", "")
    if gone.isdecimal() and row.documents.filter(pk=gone, removed_at=None).exists():
        opening.remove_document(request.user, int(gone))
        messages.success(request, _("Đã bỏ tài liệu khỏi trang; việc này có trong nhật ký."))
    refused = _documents_in(request, row)
    for text in refused:
        messages.error(request, text)
    if request.FILES and not refused:
        messages.success(request, _("Đã đăng tài liệu."))
    return redirect("office:consultation_edit", key=key)


@action(OPEN)
@require_POST
def prolong_period(request: HttpRequest, key: str) -> HttpResponse:
    """Give people more time, with the reason."""
    row = managed(request.user, key, OPEN)
    form = ProlongForm(request.POST)
    if form.is_valid():
        try:
            opening.prolong(request.user, row.pk, **form.cleaned_data)
        except DothiError as error:
            refuse(form, error.faults)
        else:
            messages.success(request, _("Đã kéo dài thời hạn; trang công khai đã đổi."))
            return redirect("office:consultation_edit", key=key)
    names = ("title", "title_en", "about", "contact")
    words = WordsForm(initial={name: getattr(row, name) for name in names})
    context = {**_context(row), "form": words, "seen": row.version, "prolong": form}
    return render(request, "office/consultation/edit.html", context, status=422)


@action(OPEN)
@require_http_methods(["GET", "HEAD", "POST"])
def take_off(request: HttpRequest, key: str) -> HttpResponse:
    """A page that says what withdrawing does, and the button that does it."""
    row = managed(request.user, key, OPEN)
    reason = request.POST.get("reason", "")[:1000]
    faults: list[str] = []
    if request.method == "POST":
        try:
            opening.withdraw(request.user, row.pk, reason)
        except DothiError as error:
            faults = sentences(error)
        else:
            messages.success(request, _("Đã rút đợt lấy ý kiến; trang vẫn còn và ghi rõ lý do."))
            return redirect("office:consultation", key=key)
    context = {**_context(row), "reason": reason, "faults": faults}
    return render(request, "office/consultation/withdraw.html", context, status=422 if faults else 200)


def _context(row: Consultation) -> dict[str, Any]:
    return {
        "row": row,
        "title": told.title_of(row),
        "subject": told.subject_of(row),
        "phase": told.phase_of(row, timezone.localdate()),
        "documents": row.documents.filter(removed_at=None),
    }


def _prolong_form(row: Consultation) -> ProlongForm:
    return ProlongForm(
        initial={"closes_on": format_date(row.closes_on), "answer_by": format_date(row.answer_by)}
    )


def _initial(request: HttpRequest) -> dict[str, Any]:
    """What the address names, today, and the unit of the case, or that which the officer serves."""
    served = [role.unit_key for role in held_roles(request.user) if role.unit_key]  # type: ignore[arg-type]
    kind = request.GET.get("loai", "")
    case = Case.objects.filter(key=request.GET.get("khoa", "")[:40]).first() if kind == "case" else None
    if case is not None and case.place_key and can(request.user, VIEW, case):
        served = [case.place_key]
    return {
        "opens_on": format_date(timezone.localdate()),
        "subject_kind": kind if kind in told.SUBJECTS else "plan",
        "plan": request.GET.get("khoa", "") if kind == "plan" else "",
        "programme": request.GET.get("khoa", "") if kind == "programme" else "",
        "other": request.GET.get("khoa", "")[:120] if kind in {"case", "regulation"} else "",
        "place": written_place(PlaceIndex.load(), served[0]) if served else "",
    }


def _documents_in(request: HttpRequest, row: Consultation) -> list[str]:
    """Put every file that was sent before the public; what was refused, in sentences."""
    refused: list[str] = []
    for file in request.FILES.getlist("documents"):
        try:
            opening.add_document(request.user, row, file.name or "", file.chunks())
        except DothiError as error:
            refused += sentences(error)
    return refused
