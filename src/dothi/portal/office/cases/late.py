"""What is late, by body and by head; also as a file."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dothi.portal.export import Column
from dothi.portal.office.cases.exports import table_response
from dothi.portal.office.cases.speech import clock_line, procedure_title, step_title
from dothi.registry.accounts.access import action
from dothi.registry.procedures.desks import Late, late_ones, live, seen_by
from dothi.registry.procedures.rules import VIEW


@action(VIEW)
@require_safe
def late(request: HttpRequest) -> HttpResponse:
    """Late now and done late, of the cases this person may see."""
    today = timezone.localdate()
    groups = [_words(group) for group in late_ones(live(seen_by(request.user)), today)]
    return render(request, "office/cases/late.html", {"groups": groups, "today": today})


@action(VIEW)
@require_safe
def export(request: HttpRequest, kind: str) -> HttpResponseBase:
    """The same, one line a late step."""
    today = timezone.localdate()
    columns = [
        Column(_("Cơ quan"), 36),
        Column(_("Người đứng đầu"), 24),
        Column(_("Hồ sơ"), 44),
        Column(_("Việc"), 28),
        Column(_("Hạn"), 13),
        Column(_("Tình trạng"), 22),
    ]
    rows: list[list[Any]] = []
    invented = False
    for group in late_ones(live(seen_by(request.user)), today):
        for case, clock in group.open:
            line = clock_line(clock)
            invented |= case.illustrative
            rows.append([group.body, group.head, case.title, line.title, line.latest, line.left])
        for event in group.events:
            invented |= event.case.illustrative
            done = _("xong muộn") if event.on else ""
            step = step_title(event.case, event.step)
            rows.append([group.body, group.head, event.case.title, step, event.due, done])
    title = _("Việc quá hạn theo cơ quan và người đứng đầu")
    name = f"viec-qua-han-{today:%Y-%m-%d}"
    return table_response(kind, name, title, columns, rows, illustrative=invented)


def _words(group: Late) -> dict[str, Any]:
    today = timezone.localdate()
    return {
        "body": group.body,
        "head": group.head,
        "open": [
            {"case": case, "clock": clock_line(clock), "procedure": procedure_title(case.kind, today)}
            for case, clock in group.open
        ],
        "events": [{"row": event, "title": step_title(event.case, event.step)} for event in group.events],
    }
