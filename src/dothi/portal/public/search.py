"""One box to ask: units and towns by any name they bear or bore."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dothi.portal.asking import Asking
from dothi.portal.public.asks import asks
from dothi.registry.accounts.access import action
from dothi.registry.places.finding import find

LONGEST = 200
LIMIT = 40


@action("search.use")
@require_safe
@asks
def search(request: HttpRequest, asking: Asking) -> HttpResponse:
    """Results on a page of their own, for links, printers and readers without scripts."""
    text = request.GET.get("q", "").strip()[:LONGEST]
    found = find(text, asking.as_of, asking.as_known_on, limit=LIMIT) if text else []
    return render(request, "public/search.html", {"text": text, "found": found, "limit": LIMIT})
