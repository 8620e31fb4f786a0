"""One box to ask: units and towns by any name they bear or bore; plans, programmes and bodies by words."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dothi.land.parcel_number import looks_like_parcel
from dothi.land.pointing import looks_like_point
from dothi.portal.asking import Asking
from dothi.portal.public.asks import asks, language
from dothi.portal.public.plans import words
from dothi.portal.public.programmes.entries import Entry, programme_title, told
from dothi.programme.items import KINDS
from dothi.registry.accounts.access import action
from dothi.registry.bodies.queries import find_bodies
from dothi.registry.places.finding import find
from dothi.registry.plans.finding import find_plans
from dothi.registry.programmes.finding import find_items
from dothi.registry.programmes.queries import EditionRow

LONGEST = 200
LIMIT = 40
FEWER = 12
"""Results of programmes and of bodies; the programme's own page finds the others."""


@action("search.use")
@require_safe
@asks
def search(request: HttpRequest, asking: Asking) -> HttpResponse:
    """Results on a page of their own, for links, printers and readers without scripts."""
    text = request.GET.get("q", "").strip()[:LONGEST]
    found = find(text, asking.as_of, asking.as_known_on, limit=LIMIT) if text else []
    said = find_items(text, asking.as_of, asking.as_known_on, limit=FEWER)
    context = {
        "text": text,
        "coordinates": looks_like_parcel(text) or looks_like_point(text),
        "found": found,
        "limit": LIMIT,
        "said": [_line(edition, entry) for edition, entry in told(said.said, asking)],
        "said_total": said.total,
        "plans": [
            (row, words.title_of(row), words.level_of(row))
            for row in find_plans(text, asking.as_of, asking.as_known_on, limit=FEWER)
        ],
        "bodies": find_bodies(text, asking.as_of, asking.as_known_on, limit=FEWER),
    }
    return render(request, "public/search.html", context)


def _line(edition: EditionRow, entry: Entry) -> dict[str, Any]:
    kind = KINDS[entry.item.kind]
    return {
        "edition": edition,
        "title": programme_title(edition),
        "entry": entry,
        "kind": kind.title_en if language() == "en" else kind.title_vi,
    }
