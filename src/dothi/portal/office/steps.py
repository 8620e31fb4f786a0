"""The steps of a value's life: each has a page that says what will happen, and a button that does it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from dothi.base.errors import DothiError
from dothi.portal.office.speech import lines, sentences
from dothi.registry.accounts.access import action, require
from dothi.registry.observations import services
from dothi.registry.observations.models import Observation


@dataclass(frozen=True, slots=True)
class Step:
    """One step in words, and the service that takes it."""

    action: str
    title: str | Promise
    explanation: str | Promise
    button: str | Promise
    done: str | Promise
    take: Callable[[Any, Observation, int, str], Any]
    asks_reason: bool = False
    danger: bool = False


SUBMIT = Step(
    "observations.submit",
    _("Nộp số liệu để duyệt"),
    _("Sau khi nộp, số liệu không sửa được nữa cho đến khi được trả lại. Một người khác sẽ duyệt."),
    _("Nộp số liệu"),
    _("Đã nộp. Người có quyền duyệt sẽ thấy số liệu này trên bàn làm việc."),
    lambda user, row, version, _reason: services.submit(user, row.pk, version),
)
RETURN = Step(
    "observations.approve",
    _("Trả lại số liệu"),
    _("Người nhập sẽ thấy lý do và sửa tiếp. Ghi rõ cần sửa gì."),
    _("Trả lại"),
    _("Đã trả lại kèm lý do."),
    lambda user, row, version, reason: services.send_back(user, row.pk, version, reason),
    asks_reason=True,
)
APPROVE = Step(
    "observations.approve",
    _("Duyệt số liệu"),
    _("Số liệu đã duyệt được công bố kèm nguồn và không sửa nữa; muốn đổi phải lập bản đính chính."),
    _("Duyệt"),
    _("Đã duyệt. Số liệu được công bố kèm nguồn."),
    lambda user, row, version, _reason: services.approve(user, row.pk, version),
)
DISCARD = Step(
    "observations.enter",
    _("Hủy bản nháp"),
    _("Bản nháp rời khỏi bàn làm việc; nội dung vẫn đọc được trong lịch sử."),
    _("Hủy bản nháp"),
    _("Đã hủy bản nháp."),
    lambda user, row, version, _reason: services.discard(user, row.pk, version),
    danger=True,
)


@action("observations.submit")
@require_http_methods(["GET", "HEAD", "POST"])
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand in for approval."""
    return _step(request, pk, SUBMIT)


@action("observations.approve")
@require_http_methods(["GET", "HEAD", "POST"])
def send_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Return with a reason."""
    return _step(request, pk, RETURN)


@action("observations.approve")
@require_http_methods(["GET", "HEAD", "POST"])
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    """Approve what another person entered."""
    return _step(request, pk, APPROVE)


@action("observations.enter")
@require_http_methods(["GET", "HEAD", "POST"])
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a draft off the desk."""
    return _step(request, pk, DISCARD)


def _step(request: HttpRequest, pk: int, step: Step) -> HttpResponse:
    row = get_object_or_404(Observation.objects.select_related("source", "entered_by"), pk=pk)
    require(request.user, step.action, row)
    faults: list[str] = []
    reason = request.POST.get("reason", "")[:4000]
    if request.method == "POST":
        try:
            step.take(request.user, row, _version(request), reason)
        except DothiError as error:
            faults = sentences(error)
        else:
            messages.success(request, str(step.done))
            return redirect("office:observation", pk=pk)
    row.refresh_from_db()
    context = {"line": lines([row])[0], "step": step, "faults": faults, "reason": reason}
    return render(request, "office/step.html", context, status=409 if faults else 200)


def _version(request: HttpRequest) -> int:
    given = request.POST.get("version", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else 0
