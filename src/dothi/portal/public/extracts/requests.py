"""Asking the agency for written information on the land of an extract, and what became of it."""

from __future__ import annotations

from typing import Any

from allauth.core import ratelimit
from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from dothi.base.errors import DothiError
from dothi.portal.public.asks import language
from dothi.registry.accounts.access import action
from dothi.registry.land.extracts import Kept, kept
from dothi.registry.land.requests import FILE, file_request, requested


class RequestForm(forms.Form):
    """Who asks, how to answer them, and what they want to know."""

    name = forms.CharField(
        label=gettext_lazy("Họ tên, hoặc tên tổ chức"),
        max_length=120,
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "name"}),
    )
    contact = forms.CharField(
        label=gettext_lazy("Điện thoại, thư điện tử hoặc địa chỉ nhận trả lời"),
        max_length=200,
        widget=forms.TextInput(attrs={"class": "input"}),
    )
    words = forms.CharField(
        label=gettext_lazy("Nội dung cần biết"),
        required=False,
        max_length=2000,
        help_text=gettext_lazy("Ví dụ: chỉ giới đường đỏ, tầng cao được phép. Bỏ trống nếu cần biết tất cả."),
        widget=forms.Textarea(attrs={"class": "input", "rows": 4}),
    )


@action(FILE)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask_agency(request: HttpRequest, code: str) -> HttpResponse:
    """The form on an extract; what is sent becomes a request with a code of its own."""
    found = kept(code)
    if found is None:
        raise Http404(code)
    form = RequestForm(request.POST or None)
    faults: list[str] = []
    if request.method == "POST" and form.is_valid():
        refused = ratelimit.consume_or_429(request, action="land_request")
        if refused is not None:
            return refused
        try:
            row = file_request(request.user, found, **form.cleaned_data, language=language())
        except DothiError as error:
            faults = error.sentences(language())
        else:
            return HttpResponseRedirect(reverse("public:information_request", args=[row.code]))
    context = {"form": form, "faults": faults, "code": found.row.code, "crumbs": _crumbs(found)}
    return render(request, "public/extracts/ask.html", context, status=422 if faults or form.errors else 200)


@action(FILE)
@never_cache
@require_safe
def information_request(request: HttpRequest, code: str) -> HttpResponse:
    """Where a request stands, for whoever holds its code; nobody's name is on it."""
    row = requested(code)
    if row is None:
        raise Http404(code)
    context: dict[str, Any] = {"row": row, "crumbs": _crumbs(Kept(row.extract))}
    return render(request, "public/extracts/asked.html", context)


def _crumbs(found: Kept) -> list[dict[str, str]]:
    code = found.row.code
    return [
        {"label": _("Tra cứu quy hoạch"), "url": reverse("public:land")},
        {"label": code, "url": reverse("public:extract", args=[code])},
        {"label": _("Đề nghị trả lời bằng văn bản")},
    ]
