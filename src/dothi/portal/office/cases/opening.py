"""Opening a case."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dothi.base.dates import format_date
from dothi.base.errors import DothiError
from dothi.portal.office.cases.filling import initial_of
from dothi.portal.office.cases.forms import OpenForm
from dothi.portal.office.dossiers.reach import plans_seen_by
from dothi.portal.office.place_choice import place_choice
from dothi.registry.accounts import kept_forms
from dothi.registry.accounts.access import action, can
from dothi.registry.observations.where import PlaceIndex
from dothi.registry.procedures.models import Case
from dothi.registry.procedures.rules import OPEN
from dothi.registry.procedures.services import CaseEntry, open_case


@action(OPEN)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """The form of a new case."""
    today = timezone.localdate()
    given = {name: request.GET.get(name, "")[:200] for name in ("kind", "plan", "amends", "variant", "title")}
    initial = {"opened_on": format_date(today), **{name: value for name, value in given.items() if value}}
    initial, kept = initial_of(request, initial)
    form = OpenForm(request.POST or None, initial=initial, plans=plans_seen_by(request.user), day=today)
    if request.method == "POST" and form.is_valid():
        entry = _entry(request, form)
        if entry is not None:
            try:
                case = open_case(request.user, entry)
            except DothiError as error:
                form.refuse(error)
            else:
                kept_forms.forget(request)
                messages.success(request, _("Đã mở hồ sơ."))
                return redirect("office:case", key=case.key)
    context: dict[str, Any] = {
        "form": form,
        "kept": kept,
        "kept_for": kept_forms.mark_for(request.user, request.get_full_path()),
        "back": reverse("office:cases"),
    }
    return render(request, "office/cases/open.html", context, status=422 if form.errors else 200)


def _entry(request: HttpRequest, form: OpenForm) -> CaseEntry | None:
    """The valid form as what is opened; ``None`` where the place is not one, which then is told."""
    data = dict(form.cleaned_data)
    text, key = data.pop("place"), ""
    if text or request.POST.get("place_choice"):
        choice = place_choice(
            PlaceIndex.load(), text, request.POST.get("place_choice", ""), data["opened_on"]
        )
        if not choice.key:
            form.add_error("place", choice.refusal)
            form.candidates = choice.offered
            return None
        key = choice.key
    if not can(request.user, OPEN, Case(kind=data["kind"], place_key=key)):
        form.add_error("place", _("Chỉ mở được hồ sơ trong địa bàn của mình: chọn địa bàn đó."))
        return None
    return CaseEntry(**{**data, "place_key": key, "units": tuple(data["units"].split())})
