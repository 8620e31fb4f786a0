"""The page of a consultation: what is asked, documents, map, figures, and what was said with the answers."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dothi.base.text import clean
from dothi.portal import consultations as told
from dothi.portal.public.consultation.map_values import map_values
from dothi.registry.accounts.access import action, can
from dothi.registry.consultation.counting import OPEN, figures, narrowed, phase_on, shown
from dothi.registry.consultation.models import Consultation
from dothi.registry.consultation.periods import days_between, rule_for

ON_A_PAGE = 30
FILTERS = ("chu-de", "xa", "ket-qua", "q")


@action("consultation.view")
@require_safe
def consultation(request: HttpRequest, key: str) -> HttpResponse:
    """Everything public about one consultation, without an account."""
    row = found_or_404(key)
    today = timezone.localdate()
    counted = figures(row, today)
    state, word = told.phase_of(row, today)
    context: dict[str, Any] = {
        "row": row,
        "title": told.title_of(row),
        "subject": told.subject_of(row),
        "state": state,
        "word": word,
        "is_open": phase_on(row, today) == OPEN,
        "left": (row.closes_on - today).days,
        "days": days_between(row.opens_on, row.closes_on),
        "rule": rule_for(row.subject_kind, row.opens_on),
        "documents": row.documents.filter(removed_at=None),
        "figures": counted,
        "outcomes": told.outcome_counts(counted),
        "themes": told.theme_counts(counted),
        "communes": told.commune_counts(counted),
        "channels": told.channel_counts(counted),
        "past_promise": today > row.answer_by,
        "map": map_values(row),
        "may_manage": can(request.user, "consultation.moderate", row),
        "crumbs": crumbs(row),
        **_statements(request, row),
    }
    return render(request, "public/consultation/page.html", context)


def found_or_404(key: str) -> Consultation:
    """The consultation of an address."""
    rows = Consultation.objects.select_related("plan_version__plan", "dossier")
    row = rows.filter(key=key).first()
    if row is None:
        raise Http404(key)
    return row


def crumbs(row: Consultation, *more: str) -> list[dict[str, str]]:
    """The way to a page of a consultation."""
    found = [
        {"label": _("Lấy ý kiến"), "url": reverse("public:consultations")},
        {"label": told.title_of(row), "url": reverse("public:consultation", args=[row.key])},
        *({"label": label} for label in more),
    ]
    return found if more else [found[0], {"label": found[1]["label"]}]


def _statements(request: HttpRequest, row: Consultation) -> dict[str, Any]:
    """The statements that the filters of the address leave, a page of them."""
    chosen = {name: clean(request.GET.get(name, ""))[:100] for name in FILTERS}
    rows = narrowed(
        shown(row),
        theme=chosen["chu-de"],
        commune=chosen["xa"],
        outcome=chosen["ket-qua"],
        text=chosen["q"],
    )
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("trang"))
    kept = urlencode({name: value for name, value in chosen.items() if value})
    return {
        "page": page,
        "numbers": page.paginator.get_elided_page_range(page.number),
        "query": f"{kept}&" if kept else "",
        "spoken": told.spoken(page.object_list, row),
        "chosen": chosen,
        "narrowed": bool(kept),
    }
