"""One value of a town: entering, editing, correcting, and its page with history."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from dothi.base.errors import DothiError
from dothi.portal.office.speech import sentence, sentences
from dothi.portal.office.town_values.forms import TownValueForm, initial_of
from dothi.portal.office.town_values.speech import history, lines
from dothi.registry.accounts.access import action, can, require
from dothi.registry.observations.documents import add_document
from dothi.registry.observations.models import State
from dothi.registry.observations.refusals import RefusedEntryError, StaleEditError
from dothi.registry.towns import services
from dothi.registry.towns.checks import TownEntry
from dothi.registry.towns.models import TownValue

Save = Callable[[TownEntry], TownValue]


@action("observations.enter")
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Enter a draft; town and standard may come with the address."""
    initial = {"town": request.GET.get("do-thi", ""), "standard": request.GET.get("tieu-chuan", "")}
    return _form_page(
        request, lambda entry: services.enter(request.user, entry), initial, _("Nhập số liệu phân loại")
    )


@action("observations.enter")
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Edit a draft or a returned value."""
    row = _row(pk)
    require(request.user, "observations.enter", row)
    if row.state not in services.OPEN or row.withdrawn_at is not None:
        messages.error(request, _("Số liệu này không còn là bản nháp nên không sửa được nữa."))
        return redirect("office:town_value", pk=pk)
    version = _version(request, row)
    return _form_page(
        request,
        lambda entry: services.edit(request.user, pk, version, entry),
        initial_of(services.entry_of(row), row.version),
        _("Sửa số liệu phân loại"),
        row,
    )


@action("observations.enter")
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Draft a correction of an approved value."""
    row = _row(pk)
    require(request.user, "observations.enter", row)
    if row.state != State.APPROVED or row.withdrawn_at is not None:
        messages.error(request, _("Chỉ đính chính được số liệu đã duyệt và còn hiệu lực."))
        return redirect("office:town_value", pk=pk)
    return _form_page(
        request,
        lambda entry: services.enter(request.user, entry, corrects=pk),
        initial_of(services.entry_of(row)),
        _("Đính chính số liệu phân loại"),
        row,
    )


@action("observations.view")
@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """A value with everything that happened to it, and the steps this person can take."""
    row = _row(pk)
    require(request.user, "observations.view", row)
    open_ = row.withdrawn_at is None and row.state != State.APPROVED
    findings = services.findings_of(services.entry_of(row)) if open_ else []
    context = {
        "line": lines([row])[0],
        "history": history(row),
        "findings": [(finding.refuses, sentence(finding.fault)) for finding in findings],
        "steps": steps_of(request.user, row),
        "corrections": row.corrections.filter(withdrawn_at=None),
    }
    return render(request, "office/town_values/value.html", context)


def steps_of(user: Any, row: TownValue) -> dict[str, bool]:
    """What this person can do with the value now."""
    open_, submitted = row.state in services.OPEN, row.state == State.SUBMITTED
    standing = row.withdrawn_at is None
    may = {
        name: standing and can(user, f"observations.{name}", row) for name in ("enter", "submit", "approve")
    }
    own = user.pk in {row.entered_by_id, row.edited_by_id, row.submitted_by_id}
    return {
        "edit": open_ and may["enter"],
        "submit": open_ and may["submit"],
        "discard": open_ and may["enter"],
        "send_back": submitted and may["approve"],
        "approve": submitted and may["approve"] and not own and not row.illustrative,
        "own": submitted and may["approve"] and own,
        "correct": row.state == State.APPROVED and may["enter"],
    }


def _form_page(
    request: HttpRequest, save: Save, initial: dict[str, Any], title: str, row: TownValue | None = None
) -> HttpResponse:
    form, stale = TownValueForm(request.POST or None, initial=initial), False
    if request.method == "POST" and form.is_valid():
        try:
            saved = _saved(request, form, save)
        except RefusedEntryError as error:
            form.refuse(error.findings)
        except StaleEditError as error:
            stale = True
            for text in sentences(error):
                form.add_error(None, text)
        except DothiError as error:
            for text in sentences(error):
                form.add_error(None, text)
        else:
            for finding in services.findings_of(services.entry_of(saved)):
                messages.warning(request, sentence(finding.fault))
            messages.success(request, _("Đã ghi bản nháp."))
            return redirect("office:town_value", pk=saved.pk)
    context = {
        "form": form,
        "title": title,
        "row": row,
        "now": lines([_row(row.pk)])[0] if stale and row else None,
    }
    return render(request, "office/town_values/form.html", context, status=409 if stale else 200)


@transaction.atomic
def _saved(request: HttpRequest, form: TownValueForm, save: Save) -> TownValue:
    """Write the value, and the document it comes from where that is new: both or neither."""
    data = form.cleaned_data
    made = None
    if data["new_title"]:
        about = (data["new_title"], data["new_number"], data["new_issuer"], data["new_day"])
        made = add_document(request.user, *about).pk
    return save(form.entry(made))


def _version(request: HttpRequest, row: TownValue) -> int:
    given = request.POST.get("version", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else row.version


def _row(pk: int) -> TownValue:
    names = ("source", "entered_by", "submitted_by", "decided_by", "corrects")
    found: TownValue = get_object_or_404(TownValue.objects.select_related(*names), pk=pk)
    return found
