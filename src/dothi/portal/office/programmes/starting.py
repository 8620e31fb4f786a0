"""Correcting the day from which an adopted version counts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from dothi.base.errors import DothiError
from dothi.portal.office.programmes.answering import edition_of, plainly
from dothi.portal.office.span_fields import DayField, bound_of, written
from dothi.registry.accounts.access import action
from dothi.registry.programmes.correcting import correct_start
from dothi.registry.programmes.models import EditionPeriod


class StartForm(forms.Form):
    """The right day, and why it is another."""

    use_required_attribute = False

    start = DayField(
        label=gettext_lazy("Có hiệu lực từ ngày"),
        either=True,
        help_text=gettext_lazy("Nếu không rõ đúng ngày, ghi ngày sớm nhất có thể"),
    )
    start_last = DayField(
        label=gettext_lazy("Chậm nhất là ngày"),
        required=False,
        help_text=gettext_lazy("Chỉ ghi khi không rõ đúng ngày có hiệu lực"),
    )
    reason = forms.CharField(
        label=gettext_lazy("Lý do"),
        max_length=300,
        error_messages={"required": gettext_lazy("Ghi lý do sửa ngày có hiệu lực.")},
        widget=forms.Textarea(attrs={"rows": 3, "class": "input"}),
    )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        data["bound"] = bound_of(self, "start", "start_last")
        if data["bound"] is None and not {"start", "start_last"} & set(self.errors):
            self.add_error("start", _("Ghi ngày có hiệu lực, hoặc hai ngày mà nó nằm giữa."))
        return data


@action("programmes.adopt")
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def start_page(request: HttpRequest, pk: int) -> HttpResponse:
    """What is on record, what it is to be, and why; afterwards the list of versions."""
    edition = edition_of(pk)
    row = EditionPeriod.objects.as_known_on().filter(edition=edition).first()
    if row is None:
        messages.error(
            request, _("Phiên bản này chưa xác lập hoặc đã được đính chính: không có ngày để sửa.")
        )
        return redirect("office:programmes")
    first, last = written(row.period.start)
    form = StartForm(request.POST or None, initial={"start": first, "start_last": last})
    if request.method == "POST" and form.is_valid():
        try:
            correct_start(request.user, pk, form.cleaned_data["bound"], form.cleaned_data["reason"])
        except DothiError as error:
            for fault, text in zip(error.faults, plainly(error), strict=True):
                form.add_error(fault.where if fault.where in form.fields else None, text)
        else:
            said = _("Đã sửa ngày có hiệu lực của phiên bản %(number)s. Ngày ghi trước đây vẫn tra được.")
            messages.success(request, said % {"number": edition.number})
            return redirect("office:programmes")
    context = {"edition": edition, "form": form, "period": row.period}
    return render(request, "office/programme_start.html", context, status=422 if form.errors else 200)
