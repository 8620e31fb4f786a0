"""Writing the fields of a case; where somebody else wrote them too, both are shown to be joined."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dothi.base.errors import DothiError
from dothi.law.tables.procedure_items import ProcedureItem
from dothi.portal.office.cases import speech
from dothi.portal.office.cases.filling import initial_of, unseen
from dothi.portal.office.cases.forms import FactsForm
from dothi.portal.office.cases.reach import found
from dothi.procedures.requirements import Asked, asked_until
from dothi.registry.accounts import kept_forms
from dothi.registry.accounts.access import action
from dothi.registry.lawbook import current_law
from dothi.registry.procedures.holding import FIELDS
from dothi.registry.procedures.models import Case
from dothi.registry.procedures.refusals import StaleCaseError
from dothi.registry.procedures.rules import EDIT, scheme_for
from dothi.registry.procedures.services import edit_facts


@action(EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def facts(request: HttpRequest, key: str) -> HttpResponse:
    """The form of a case's fields."""
    case = found(request, key, EDIT)
    asked = fields_of(case)
    items, scheme = [one.item for one in asked], scheme_for(case)
    needed = {one.item.code: speech.stage_of(scheme, one.row.stage) for one in asked if one.required}
    written = {item.code: speech.value_text(item, case.facts.get(item.code)) for item in items}
    initial, kept = initial_of(request, written)
    form = FactsForm(items, request.POST or None, initial=initial, needed=needed)
    version, both, told, status = initial.get("version", case.version), [], [], 200
    if request.method == "POST" and form.is_valid():
        given = {item.code: str(form.cleaned_data[item.code]) for item in items if item.code in request.POST}
        try:
            edit_facts(request.user, case.key, unseen(request.POST), given)
        except StaleCaseError as error:
            told = [speech.unplaced(fault) for fault in error.faults]
            version, status, both = error.current.version, 409, _both(error, items)
            form = FactsForm(items, initial=_joined(error, items), needed=needed)
        except DothiError as error:
            form.refuse(error)
        else:
            kept_forms.forget(request)
            messages.success(request, _("Đã ghi nội dung hồ sơ."))
            return redirect("office:case", key=case.key)
    context: dict[str, Any] = {
        "case": case,
        "form": form,
        "version": request.POST.get("version", version) if form.errors else version,
        "both": both,
        "told": told,
        "kept": kept,
        "kept_for": kept_forms.mark_for(request.user, request.get_full_path()),
        "money": [item.code for item in items if item.kind == "money"],
    }
    return render(request, "office/cases/facts.html", context, status=422 if form.errors else status)


def fields_of(case: Case) -> list[Asked]:
    """Fields that may be filled by now: those asked for up to the stages that can be reached."""
    asked = asked_until(current_law(), scheme_for(case), case.subject, case.stage, timezone.localdate())
    return [one for one in asked if one.item.kind in FIELDS]


def _joined(error: StaleCaseError, items: list[ProcedureItem]) -> dict[str, str]:
    """What to go on from, as text: nothing that the other wrote is written over unseen."""
    values = {**error.current.facts, **error.joined}
    return {item.code: speech.value_text(item, values.get(item.code)) for item in items}


def _both(error: StaleCaseError, items: list[ProcedureItem]) -> list[dict[str, str]]:
    """For each field that both wrote: what stood there, what the other wrote, what this person wrote."""
    by_code = {item.code: item for item in items}
    return [
        {
            "field": code,
            "title": speech.item_title(code),
            "stood": speech.value_text(by_code[code], stood),
            "theirs": speech.value_text(by_code[code], theirs),
            "mine": speech.value_text(by_code[code], mine),
        }
        for code, (stood, theirs, mine) in error.both.items()
    ]
