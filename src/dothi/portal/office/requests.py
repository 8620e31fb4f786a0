"""Requests for written information that wait for the agency."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dothi.portal.export import Column, xlsx_response
from dothi.registry.accounts.access import action, can
from dothi.registry.land.requests import SEE, requests_for
from dothi.registry.procedures.rules import OPEN


@action(SEE)
@require_safe
def information_requests(request: HttpRequest) -> HttpResponse:
    """The list, the newest first, searched by code, name or contact; also as a workbook."""
    text = request.GET.get("q", "").strip()[:100]
    rows = requests_for(request.user, text)
    if request.GET.get("dinh-dang") == "xlsx":
        columns = [
            Column(_("Mã đề nghị"), 18),
            Column(_("Lúc gửi"), 18),
            Column(_("Tờ tra cứu kèm theo"), 18),
            Column(_("Người đề nghị"), 30),
            Column(_("Cách liên hệ"), 36),
            Column(_("Nội dung cần biết"), 60),
        ]
        cells = ([row.code, row.made_at, row.extract.code, row.name, row.contact, row.words] for row in rows)
        title = _("Đề nghị trả lời bằng văn bản")
        return xlsx_response("de-nghi.xlsx", columns, cells, title, [], illustrative=False)
    return render(
        request, "office/requests.html", {"rows": rows, "text": text, "may_open": can(request.user, OPEN)}
    )
