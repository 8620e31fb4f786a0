"""Publishing a checked dossier: what will be on the map, by which decision, since when."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from dothi.base.dates import format_date, parse_date
from dothi.base.errors import DothiError, InputError
from dothi.intake.findings import Verdict
from dothi.portal.office.dossiers.reach import found
from dothi.portal.office.speech import sentences
from dothi.registry.accounts.access import action
from dothi.registry.plans.publishing import Publication, hand_in
from dothi.registry.plans.queries import versions_of


class PublishForm(forms.Form):
    """Decision and day; the reason where the dossier still has errors or was not read whole."""

    start = forms.CharField(
        label=gettext_lazy("Có hiệu lực từ ngày"),
        max_length=20,
        help_text=gettext_lazy("Ghi ngày/tháng/năm, ví dụ 1/7/2025"),
        widget=forms.TextInput(attrs={"class": "input input--short"}),
    )
    decision_number = forms.CharField(label=gettext_lazy("Số quyết định"), max_length=80, required=False)
    decision_date = forms.CharField(
        label=gettext_lazy("Ngày quyết định"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"class": "input input--short"}),
    )
    issuer = forms.CharField(label=gettext_lazy("Cơ quan ban hành"), max_length=200, required=False)
    note = forms.CharField(
        label=gettext_lazy("Ghi chú"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    despite_errors = forms.CharField(
        label=gettext_lazy("Lý do công bố dù hồ sơ còn lỗi"), max_length=500, required=False
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def clean_start(self) -> date:
        return _day(self.cleaned_data["start"])

    def clean_decision_date(self) -> date | None:
        text = self.cleaned_data["decision_date"].strip()
        return _day(text) if text else None

    def publication(self) -> Publication:
        """The valid form as what is stated on publishing."""
        data = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        return Publication(**data)


@action("plans.publish")
@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A page that says what will happen, and the button that does it."""
    sent = found(request, pk, "plans.publish")
    initial = {"version": sent.version, "start": format_date(timezone.localdate())}
    form = PublishForm(request.POST or None, initial=initial)
    unread = sent.answer.get("verdict") == Verdict.INCOMPLETE
    form.fields["despite_errors"].required = unread or bool(sent.answer.get("errors"))
    if unread:
        form.fields["despite_errors"].label = _("Lý do công bố dù có tệp không đọc được")
    faults: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            job = hand_in(request.user, sent.pk, form.cleaned_data["version"], form.publication())
        except DothiError as error:
            faults = sentences(error)
        else:
            return redirect("office:job", pk=job.pk)
    context: dict[str, Any] = {
        "sent": sent,
        "form": form,
        "faults": faults,
        "answer": sent.answer,
        "unread": unread,
        "layers": sent.answer.get("layers", []),
        "versions": versions_of(sent.plan.key, timezone.localdate()),
    }
    return render(
        request, "office/dossier_publish.html", context, status=422 if faults or form.errors else 200
    )


def _day(text: str) -> date:
    try:
        return parse_date(text)
    except InputError as error:
        raise forms.ValidationError(sentences(error) or [_("Không đọc được ngày")]) from error
