"""Consultations that a person may moderate, and the queue of statements of one, the oldest first."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dothi.base.text import clean
from dothi.portal import consultations as told
from dothi.registry.accounts.access import action, can, require
from dothi.registry.consultation.counting import figures, lines, narrowed, phase_on
from dothi.registry.consultation.guarding import DOUBTS
from dothi.registry.consultation.models import Consultation, State, Statement
from dothi.registry.consultation.moderating import accept
from dothi.registry.consultation.themes import THEMES, title

ON_A_PAGE = 50
MODERATE = "consultation.moderate"
TABS = (State.RECEIVED, State.ACCEPTED, State.ANSWERED, State.HIDDEN)


@action(MODERATE)
@require_safe
def consultations(request: HttpRequest) -> HttpResponse:
    """Every consultation that this person may moderate, with what waits."""
    today = timezone.localdate()
    found = [line for line in lines(today) if can(request.user, MODERATE, line.row)]
    context = {
        "lines": [{"line": line, "state": told.phase_of(line.row, today)} for line in found],
        "may_open": can(request.user, "consultation.open"),
    }
    return render(request, "office/consultation/list.html", context)


@action(MODERATE)
@require_safe
def consultation(request: HttpRequest, key: str) -> HttpResponse:
    """The queue: a tab for each state, filters by doubt, theme, commune and words."""
    row = managed(request.user, key)
    today = timezone.localdate()
    tab = request.GET.get("o", State.RECEIVED)
    state = tab if tab in TABS else State.RECEIVED
    chosen = {name: clean(request.GET.get(name, ""))[:100] for name in ("nghi", "chu-de", "xa", "q")}
    rows = _rows(row, state, chosen)
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("trang"))
    kept = urlencode({"o": state, **{name: value for name, value in chosen.items() if value}})
    counted = figures(row, today)
    context = {
        "row": row,
        "title": told.title_of(row),
        "phase": told.phase_of(row, today),
        "is_over": phase_on(row, today) in {"closed", "withdrawn"},
        "figures": counted,
        "tabs": _tabs(counted, state),
        "tab": state,
        "page": page,
        "numbers": page.paginator.get_elided_page_range(page.number),
        "query": f"{kept}&",
        "lines": [_line(one, today) for one in told.spoken(page.object_list, row)],
        "chosen": chosen,
        "theme": chosen["chu-de"],
        "commune": chosen["xa"],
        "themes": [(code, title(code, told.language())) for code in THEMES],
        "communes": told.commune_counts(counted),
        "may_open": can(request.user, "consultation.open", row),
    }
    return render(request, "office/consultation/queue.html", context)


@action(MODERATE)
@require_POST
def accept_many(request: HttpRequest, key: str) -> HttpResponse:
    """Accept the statements that were ticked."""
    row = managed(request.user, key)
    ticked = {int(one) for one in request.POST.getlist("so") if one.isdecimal() and len(one) < 12}
    known = row.statements.filter(pk__in=ticked).values_list("pk", flat=True)
    count = accept(request.user, known)
    if count:
        messages.success(request, _("Đã duyệt %(count)s ý kiến.") % {"count": count})
    else:
        messages.warning(request, _("Chưa chọn ý kiến nào đang chờ duyệt."))
    return redirect("office:consultation", key=row.key)


def managed(user: Any, key: str, needed: str = MODERATE) -> Consultation:
    """A consultation that this person may moderate (or open); another's is refused."""
    row = Consultation.objects.select_related("plan_version__plan", "dossier").filter(key=key).first()
    if row is None:
        raise Http404(key)
    require(user, needed, row)
    return row


def _rows(row: Consultation, state: str, chosen: dict[str, str]) -> QuerySet[Statement]:
    rows = row.statements.filter(state=state).select_related("answer", "group")
    rows = narrowed(rows, theme=chosen["chu-de"], commune=chosen["xa"], text=chosen["q"])
    if chosen["nghi"]:
        rows = rows.exclude(doubts=[])
    return rows.prefetch_related("photos").order_by("received_on", "number")


def _line(one: told.Spoken, today: Any) -> dict[str, Any]:
    return {
        "item": one,
        "age": (today - one.row.received_on).days,
        "doubts": [told.pick(DOUBTS[code]) for code in one.row.doubts if code in DOUBTS],
    }


def _tabs(counted: Any, state: str) -> list[dict[str, Any]]:
    counts = {
        State.RECEIVED: counted.unseen,
        State.ACCEPTED: counted.waiting,
        State.ANSWERED: counted.answered,
        State.HIDDEN: counted.hidden,
    }
    return [
        {
            "url": f"?o={one}",
            "label": f"{told.pick(told.STATES[one])} ({counts[one]})",
            "current": one == state,
        }
        for one in TABS
    ]
