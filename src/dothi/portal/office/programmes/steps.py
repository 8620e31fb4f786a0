"""The steps of a review: who did what, when, and what of it can still be taken back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from dothi.portal.item_words import given_up_text, item_summary, kind_title, step_text
from dothi.portal.office.programmes.answering import edition_of, rights_of
from dothi.registry.accounts.access import action
from dothi.registry.programmes.history import undoable
from dothi.registry.programmes.models import ReviewStep

PAGE_SIZE = 50
SHOWN_ITEMS = 5


@action("programmes.see_drafts")
@require_safe
@never_cache
def steps(request: HttpRequest, pk: int) -> HttpResponse:
    """All steps of a version, the latest first, each with what it touched."""
    edition = edition_of(pk)
    rows = ReviewStep.objects.filter(edition=edition).select_related("by", "undoes__undoes", "undone_by")
    page = Paginator(rows.order_by("-number"), PAGE_SIZE).get_page(request.GET.get("trang"))
    rights = rights_of(request.user, edition)
    open_ = undoable(list(page.object_list)) if rights["review"] else set()
    source = edition.document.text
    context = {
        "edition": edition,
        "rights": rights,
        "page": page,
        "numbers": page.paginator.get_elided_page_range(page.number),
        "query": "",
        "steps": [_row(step, source, open_) for step in page.object_list],
    }
    return render(request, "office/programme_steps.html", context)


def _row(step: ReviewStep, source: str, open_: set[int]) -> dict[str, Any]:
    shown = [kept for kept in step.after if not kept["gone"]] or step.before
    undone = getattr(step, "undone_by", None)
    return {
        "step": step,
        "text": step_text(step, source, 160, numbered=True),
        "given_up": given_up_text(step),
        "items": [_item(kept, source) for kept in shown[:SHOWN_ITEMS]] if len(shown) > 1 else [],
        "more": max(0, len(shown) - SHOWN_ITEMS),
        "undone_by": undone.number if undone else 0,
        "undoable": step.number in open_,
        "again": step.undoes is not None and step.undoes.undoes_id is None,
    }


def _item(kept: Mapping[str, Any], source: str) -> str:
    quote = source[kept["start"] : kept["end"]]
    return f"{kind_title(kept['kind'], kept['fields'])}: {item_summary(kept['kind'], kept['fields'], quote)}"
