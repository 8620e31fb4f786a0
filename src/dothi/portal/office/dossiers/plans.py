"""The page of a plan at the office: its facts to be corrected, its versions, withdrawing one of them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from dothi.base.errors import DothiError
from dothi.portal.office.dossiers.plan_fields import PlaceForm, levels, scale_field
from dothi.portal.office.dossiers.reach import plans_seen_by
from dothi.portal.office.place_choice import written_place
from dothi.portal.office.speech import sentences
from dothi.registry.accounts.access import action, can, require
from dothi.registry.observations.where import PlaceIndex
from dothi.registry.plans.correcting import answered_for, correct_plan
from dothi.registry.plans.models import Plan, Submission
from dothi.registry.plans.queries import VersionRow, versions_of
from dothi.registry.plans.refusals import StalePlanError
from dothi.registry.plans.services import PlanEntry
from dothi.registry.plans.withdrawing import withdraw_version


class PlanForm(PlaceForm):
    """What is written down of a plan."""

    field_order = ("title", "title_en", "level", "scale", "place", "reason")
    title = forms.CharField(
        label=gettext_lazy("Tên đồ án"),
        max_length=300,
        help_text=gettext_lazy("Ghi đúng tên trong quyết định"),
    )
    title_en = forms.CharField(label=gettext_lazy("Tên tiếng Anh"), max_length=300, required=False)
    level = forms.ChoiceField(label=gettext_lazy("Cấp quy hoạch"))
    scale = scale_field()
    reason = forms.CharField(
        label=gettext_lazy("Lý do sửa"),
        max_length=500,
        required=False,
        help_text=gettext_lazy("Bắt buộc khi đổi cấp của đồ án đã công bố; ghi vào nhật ký"),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["level"].choices = levels()

    def entry(self) -> PlanEntry:
        """The valid form as the services take it."""
        data = self.cleaned_data
        return PlanEntry(data["title"], data["level"], data["scale"], data["place_key"], data["title_en"])

    def beside(self, plan: Plan) -> list[tuple[str, str, str]]:
        """Label, what stands on record and what was sent, of every field in which the two differ."""
        theirs = {name: str(value or "") for name, value in initial_of(plan, self.places).items()}
        del theirs["version"]
        shown = {name: dict(getattr(self.fields[name], "choices", ())) for name in theirs}
        sent = {name: str(self[name].value() or "") for name in theirs}
        return [
            (str(self.fields[name].label), shown[name].get(value, value), shown[name].get(mine, mine))
            for name, value in theirs.items()
            if value != (mine := sent[name])
        ]


def initial_of(plan: Plan, places: PlaceIndex) -> dict[str, Any]:
    """What the form shows of a plan."""
    return {
        "title": plan.title,
        "title_en": plan.title_en,
        "level": plan.level,
        "scale": plan.scale,
        "place": written_place(places, plan.place_key) if plan.place_key else "",
        "version": plan.version,
    }


@action("plans.see_drafts")
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest, key: str) -> HttpResponse:
    """Facts of a plan, for whoever may correct them as a form; its versions; its dossiers."""
    row = _found(request, key)
    may_correct = can(request.user, "plans.submit", answered_for(row))
    form = PlanForm(request.POST or None)
    form.initial = initial_of(row, form.places)
    stale: dict[str, Any] | None = None
    if request.method == "POST":
        require(request.user, "plans.submit", answered_for(row))
        if form.is_valid():
            try:
                given = form.cleaned_data
                correct_plan(request.user, key, given["version"], form.entry(), given["reason"])
            except StalePlanError as error:
                stale = {"sentences": sentences(error), "rows": form.beside(error.current)}
                form.data = {**request.POST.dict(), "version": str(error.current.version)}
            except DothiError as error:
                for text in sentences(error):
                    form.add_error(None, text)
            else:
                messages.success(request, _("Đã ghi thông tin đồ án; nội dung cũ còn trong nhật ký."))
                return redirect("office:plan", key=key)
    context = {
        "plan": row,
        "form": form,
        "may_correct": may_correct,
        "may_publish": can(request.user, "plans.publish", Submission(plan=row)),
        "may_compare": can(request.user, "land.compare"),
        "stale": stale,
        "versions": versions_of(key, timezone.localdate()),
        "current": initial_of(row, form.places) | {"level": dict(levels()).get(row.level, row.level)},
    }
    return render(request, "office/plan.html", context, status=409 if stale else 422 if form.errors else 200)


@action("plans.publish")
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """A page that says what withdrawing a version does, and the button that does it."""
    row = _found(request, key)
    require(request.user, "plans.publish", Submission(plan=row))
    version = _version(key, number)
    reason = request.POST.get("reason", "")[:1000]
    faults: list[str] = []
    if request.method == "POST":
        seen = request.POST.get("seen", "")
        try:
            withdraw_version(
                request.user, key, number, int(seen) if seen.isascii() and seen.isdigit() else 0, reason
            )
        except DothiError as error:
            faults = sentences(error)
            version = _version(key, number)
        else:
            messages.success(request, _("Đã rút phiên bản %(number)s.") % {"number": number})
            return redirect("office:plan", key=key)
    context = {"plan": row, "version": version, "reason": reason, "faults": faults}
    return render(request, "office/plan_withdraw.html", context, status=422 if faults else 200)


def _found(request: HttpRequest, key: str) -> Plan:
    row = plans_seen_by(request.user).filter(key=key).first()
    if row is None:
        raise Http404(key)
    return row


def _version(key: str, number: int) -> VersionRow:
    found = [row for row in versions_of(key, timezone.localdate()) if row.number == number]
    if not found:
        raise Http404(str(number))
    return found[0]
