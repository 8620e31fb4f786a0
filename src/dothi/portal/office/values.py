"""One value: entering, editing, correcting, and its page with history."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from dothi.base.dates import parse_date
from dothi.base.errors import DothiError, InputError
from dothi.portal.office.forms import ValueForm, initial_of
from dothi.portal.office.speech import history, language, lines, sentence, sentences, state_label
from dothi.registry.accounts.access import action, can, require
from dothi.registry.observations import services
from dothi.registry.observations.checks import Entry
from dothi.registry.observations.documents import add_document
from dothi.registry.observations.models import Observation, State
from dothi.registry.observations.refusals import RefusedEntryError, StaleEditError
from dothi.registry.observations.template import rule_of
from dothi.registry.observations.where import PlaceIndex

MAX_OPTIONS = 12
Save = Callable[[Entry], Observation]


@action("observations.enter")
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Enter a draft. A copy of another value starts with what that one says."""
    return _form_page(request, lambda entry: services.enter(request.user, entry), {}, _("Nhập số liệu"))


@action("observations.enter")
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Edit a draft or a returned value; whoever is late sees both texts."""
    row = _row(pk)
    require(request.user, "observations.enter", row)
    if row.state not in services.OPEN or row.withdrawn_at is not None:
        messages.error(request, _("Số liệu này không còn là bản nháp nên không sửa được nữa."))
        return redirect("office:observation", pk=pk)
    version = _version(request, row)
    initial = initial_of(services.entry_of(row), PlaceIndex.load(), row.version)
    return _form_page(
        request, lambda entry: services.edit(request.user, pk, version, entry), initial, _("Sửa số liệu"), row
    )


@action("observations.enter")
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Draft a correction of an approved value."""
    row = _row(pk)
    require(request.user, "observations.enter", row)
    if row.state != State.APPROVED or row.withdrawn_at is not None:
        messages.error(request, _("Chỉ đính chính được số liệu đã duyệt và còn hiệu lực."))
        return redirect("office:observation", pk=pk)
    initial = initial_of(services.entry_of(row), PlaceIndex.load())
    return _form_page(
        request,
        lambda entry: services.correct(request.user, pk, entry),
        initial,
        _("Đính chính số liệu"),
        row,
    )


@action("observations.view")
@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """A value with everything that happened to it, and the steps this person can take."""
    row = _row(pk)
    require(request.user, "observations.view", row)
    places = PlaceIndex.load()
    findings = services.findings_of(services.entry_of(row), places) if _is_open(row) else []
    return render(
        request,
        "office/observation.html",
        {
            "line": lines([row], places)[0],
            "gone": state_label(row),
            "history": history(row),
            "findings": [(finding.refuses, sentence(finding.fault)) for finding in findings],
            "steps": _steps(request.user, row),
            "corrections": row.corrections.filter(withdrawn_at=None),
            "saved": request.GET.get("da-ghi", ""),
        },
    )


@action("observations.enter")
@require_safe
def place_options(request: HttpRequest) -> JsonResponse:
    """Places whose names resemble ``q`` on the day asked about, for the suggestions of the form."""
    text = request.GET.get("q", "")[:200]
    try:
        day = parse_date(request.GET.get("ngay", ""))
    except InputError:
        day = None
    found = PlaceIndex.load().nearest(text, day, count=MAX_OPTIONS)
    return JsonResponse({"places": [{"key": state.key, "name": state.name} for state in found]})


def _form_page(
    request: HttpRequest, save: Save, initial: dict[str, Any], title: str, row: Observation | None = None
) -> HttpResponse:
    stale: dict[str, Any] | None = None
    form = ValueForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            saved = _saved(request, form, save)
        except RefusedEntryError as error:
            form.refuse(error.findings)
        except StaleEditError as error:
            stale = _both(error, form)
            form.data = {**form.data.dict(), "version": str(error.current.version)}
        except DothiError as error:
            for text in sentences(error):
                form.add_error(None, text)
        else:
            _warn(request, saved)
            messages.success(request, _("Đã ghi bản nháp."))
            response = redirect("office:observation", pk=saved.pk)
            response["Location"] += f"?da-ghi={request.path}"
            return response
    chosen = form.chosen_indicator
    context = {
        "form": form,
        "title": title,
        "row": row,
        "stale": stale,
        "unit": chosen.unit if chosen else "",
        "rule": rule_of(chosen, language()) if chosen else "",
    }
    return render(request, "office/observation_form.html", context, status=409 if stale else 200)


def _saved(request: HttpRequest, form: ValueForm, save: Save) -> Observation:
    """Write the value, and the document it comes from where that is new: both or neither."""
    data = form.cleaned_data
    with transaction.atomic():
        entry = form.entry()
        if data["new_title"]:
            source = add_document(
                request.user, data["new_title"], data["new_number"], data["new_issuer"], data["new_day"]
            )
            entry = Entry(**{**services.told(entry), "source_id": source.pk})
        return save(entry)


def _warn(request: HttpRequest, row: Observation) -> None:
    for finding in services.findings_of(services.entry_of(row)):
        messages.warning(request, sentence(finding.fault))


def _both(error: StaleEditError, form: ValueForm) -> dict[str, Any]:
    """What stands on record and what was sent, field by field, where they differ."""
    theirs = initial_of(services.entry_of(error.current), form.places)
    fields = [name for name in theirs if name not in {"version", "illustrative"}]
    rows = [
        (
            form.fields[name].label,
            _label(form, name, theirs[name]),
            _label(form, name, form.data.get(name, "")),
        )
        for name in fields
        if str(theirs[name] or "") != str(form.data.get(name, "") or "")
    ]
    return {"sentences": sentences(error), "rows": rows}


def _label(form: ValueForm, name: str, value: Any) -> str:
    choices = dict(getattr(form.fields[name], "choices", []) or [])
    return str(choices.get(str(value), value))


def _steps(user: Any, row: Observation) -> dict[str, bool]:
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


def _is_open(row: Observation) -> bool:
    return row.withdrawn_at is None and row.state != State.APPROVED


def _version(request: HttpRequest, row: Observation) -> int:
    given = request.POST.get("version", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else row.version


def _row(pk: int) -> Observation:
    rows = Observation.objects.select_related(
        "source", "entered_by", "submitted_by", "decided_by", "corrects"
    )
    found: Observation = get_object_or_404(rows, pk=pk)
    return found
