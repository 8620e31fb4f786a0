"""Consultations that are open, to come and over; and finding one's own statement by its receipt."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from dothi.portal.consultations import phase_of, subject_of, title_of
from dothi.registry.accounts.access import action
from dothi.registry.consultation.counting import OPEN, UPCOMING, Line, lines
from dothi.registry.consultation.filing import statement_of

LONGEST_CODE = 40
MINE = "receipts"
"""Where the session keeps the receipts of statements sent from it."""


@action("consultation.view")
@require_safe
def consultations(request: HttpRequest) -> HttpResponse:
    """Open ones first, then those to come, then those that are over."""
    today = timezone.localdate()
    found = [_line(line, today) for line in lines(today)]
    context = {
        "today": today,
        "now": [line for line in found if line["phase"] == OPEN],
        "soon": [line for line in found if line["phase"] == UPCOMING],
        "past": [line for line in found if line["phase"] not in {OPEN, UPCOMING}],
        "mine": request.session.get(MINE, []),
    }
    return render(request, "public/consultation/list.html", context)


@action("consultation.view")
@require_safe
def find_statement(request: HttpRequest) -> HttpResponse:
    """A form for the receipt of a statement; a receipt that is known leads to its page."""
    code = request.GET.get("ma", "").strip()[:LONGEST_CODE]
    found = statement_of(code) if code else None
    if found is not None:
        return HttpResponseRedirect(reverse("public:statement", args=[found.code]))
    return render(request, "public/consultation/find.html", {"code": code}, status=404 if code else 200)


def _line(line: Line, today: Any) -> dict[str, Any]:
    state, word = phase_of(line.row, today)
    share = 100 * line.answered / line.received if line.received else None
    left = (line.row.closes_on - today).days
    return {
        "row": line.row,
        "phase": line.phase,
        "title": title_of(line.row),
        "subject": subject_of(line.row),
        "state": state,
        "word": word,
        "received": line.received,
        "answered": line.answered,
        "overdue": line.overdue,
        "share": share,
        "left": left,
    }
