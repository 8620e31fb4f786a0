"""Sending a dossier: a form for any browser, and pieces that go on after a break where scripts run."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dothi.base.errors import DothiError
from dothi.portal.office.dossiers.reach import found, plans_seen_by
from dothi.portal.office.speech import language, sentences
from dothi.registry.accounts.access import action
from dothi.registry.lawbook import current_law
from dothi.registry.plans.models import Plan, Submission
from dothi.registry.plans.receiving import LARGEST, PIECE, append, fill, start
from dothi.registry.plans.services import PlanEntry, create_plan

NEW = "new"


class DossierForm(forms.Form):
    """Which plan the dossier is of, or a new one, and who made it."""

    plan = forms.ChoiceField(label=gettext_lazy("Đồ án"))
    title = forms.CharField(
        label=gettext_lazy("Tên đồ án mới"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Ghi đúng tên trong quyết định; chỉ điền khi chọn «Đồ án mới»"),
    )
    level = forms.ChoiceField(
        label=gettext_lazy("Cấp quy hoạch"),
        required=False,
        help_text=gettext_lazy("Chỉ chọn cho «Đồ án mới»"),
    )
    scale = forms.IntegerField(
        label=gettext_lazy("Tỷ lệ 1/"),
        required=False,
        min_value=100,
        max_value=1_000_000,
        help_text=gettext_lazy("Ví dụ 2000; quyết định dung sai kiểm tra"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "input input--short"}),
    )
    consultant = forms.CharField(
        label=gettext_lazy("Đơn vị tư vấn"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Tên lớp đã giải nghĩa cho đơn vị này sẽ được dùng lại"),
    )

    def __init__(self, user: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [(plan.key, plan.title) for plan in plans_seen_by(user)]
        self.fields["plan"].choices = [(NEW, _("Đồ án mới")), *known]
        self.fields["level"].choices = [("", _("Chưa chọn")), *levels()]
        for name in ("title", "level"):
            self.fields[name].needed_at_times = True

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("plan") == NEW:
            if not data.get("title"):
                self.add_error("title", _("Ghi tên của đồ án mới"))
            if not data.get("level"):
                self.add_error("level", _("Chọn cấp của đồ án mới"))
        return data

    def made_plan(self, user: Any) -> Plan:
        """The plan that was chosen, or the new one."""
        data = self.cleaned_data
        if data["plan"] != NEW:
            return Plan.objects.get(key=data["plan"])
        return create_plan(user, PlanEntry(data["title"], data["level"], data["scale"]))


def levels() -> list[tuple[str, str]]:
    """Levels of plan by rank, with their words."""
    rows = {row.code: row for row in current_law().tables["planning_levels"].every_row}
    ordered = sorted(rows.values(), key=lambda row: row.rank)
    return [(row.code, row.title(language())) for row in ordered]


@action("plans.submit")
@require_http_methods(["GET", "HEAD", "POST"])
def send(request: HttpRequest) -> HttpResponse:
    """The form; a dossier that comes with it is received whole."""
    form = DossierForm(request.user, request.POST or None, initial=_initial(request))
    faults: list[str] = []
    if request.method == "POST" and form.is_valid():
        if "file" not in request.FILES:
            faults = [_("Chưa chọn tệp. Chọn tệp hồ sơ rồi bấm «Gửi hồ sơ».")]
        else:
            try:
                file = request.FILES["file"]
                sent = fill(_announced(request, form, str(file.name), file.size), file)
            except DothiError as error:
                faults = sentences(error)
            else:
                return redirect("office:dossier", pk=sent.pk)
    status = 422 if faults or form.errors else 200
    return render(request, "office/dossier_send.html", _context(form, faults), status=status)


@transaction.atomic
def _announced(request: HttpRequest, form: DossierForm, name: str, size: int) -> Submission:
    """The dossier, and its plan where that is new; neither where one of them is refused."""
    plan = form.made_plan(request.user)
    return start(request.user, plan, name, size, form.cleaned_data["consultant"])


@action("plans.submit")
@require_POST
def begin(request: HttpRequest) -> JsonResponse:
    """Announce a dossier that will come in pieces; where to send them, or what is wrong with the form."""
    form = DossierForm(request.user, request.POST)
    if not form.is_valid():
        return JsonResponse({"errors": {name: list(said) for name, said in form.errors.items()}}, status=422)
    size = request.POST.get("size", "")
    try:
        sent = _announced(
            request,
            form,
            request.POST.get("name", ""),
            int(size) if size.isascii() and size.isdigit() and len(size) < 19 else 0,
        )
    except DothiError as error:
        return JsonResponse({"errors": {"": sentences(error)}}, status=422)
    return JsonResponse(_state(sent), status=201)


@action("plans.submit")
@require_http_methods(["GET", "POST"])
def piece(request: HttpRequest, pk: UUID) -> JsonResponse:
    """Take a piece at the offset ``tu``; without one say how much is here."""
    sent = found(request, pk, "plans.submit")
    if request.method == "GET":
        return JsonResponse(_state(sent))
    offset = request.GET.get("tu", "")
    try:
        sent = append(
            request.user,
            sent,
            int(offset) if offset.isascii() and offset.isdigit() else 0,
            request.read(PIECE + 1),
        )
    except DothiError as error:
        return JsonResponse(
            {**_state(found(request, pk, "plans.submit")), "errors": {"": sentences(error)}}, status=409
        )
    return JsonResponse(_state(sent))


@action("plans.submit")
@require_safe
def resume(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Go on sending a dossier that broke off: the same file is chosen again."""
    sent = found(request, pk, "plans.submit")
    return render(request, "office/dossier_resume.html", {"sent": sent, "piece": PIECE})


def _state(sent: Submission) -> dict[str, Any]:
    return {
        "id": str(sent.pk),
        "received": sent.received,
        "size": sent.size,
        "piece": PIECE,
        "state": str(sent.state),
        "send": reverse("office:dossier_piece", args=[sent.pk]),
        "page": reverse("office:dossier", args=[sent.pk]),
    }


def _initial(request: HttpRequest) -> dict[str, Any]:
    return {"plan": request.GET.get("do-an", NEW), "consultant": request.GET.get("tu-van", "")[:200]}


def _context(form: DossierForm, faults: list[str]) -> dict[str, Any]:
    return {"form": form, "faults": faults, "largest": LARGEST // 1024**3, "piece": PIECE}
