"""The map, the cards its panel shows, and the table that stands for it where no script runs."""

from __future__ import annotations

import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from dothi.portal.asking import Asking
from dothi.portal.lawbook import class_table, class_words, kind_table, kind_title
from dothi.portal.public.asks import asks, language
from dothi.portal.public.figures import completeness_notes, figure_cards
from dothi.portal.public.map_words import map_words
from dothi.portal.public.places import place_context
from dothi.portal.public.plans.listing import level_choices
from dothi.portal.public.plans.map_words import plan_map_words
from dothi.portal.public.programmes.home import outlooks
from dothi.portal.public.programmes.said import said_about
from dothi.portal.public.stops import stops
from dothi.registry.accounts.access import action
from dothi.registry.places.answers import UnitRow
from dothi.registry.places.queries import level_on, pack_info, units_on
from dothi.registry.places.town_queries import town_page, towns_on


@action("places.view")
@require_safe
@asks
def map_page(request: HttpRequest, asking: Asking) -> HttpResponse:
    """The portal's first page."""
    info = pack_info()
    rows = units_on(asking.as_of, asking.as_known_on)
    towns = towns_on(asking.as_of, asking.as_known_on)
    address = reverse("public:map")
    return render(
        request,
        "public/map.html",
        {
            "info": info,
            "stops": stops(info, asking, address),
            "address": address,
            "kinds": _kinds(rows),
            "town_count": len(towns),
            "table": _table(rows, asking),
            "towns": towns,
            "extent": json.dumps(info.extent if info else [102.1, 8.3, 109.6, 23.5]),
            "map_words": {**map_words(), "kinds": kind_table(language())},
            "class_words": class_table(language()),
            "outlooks": outlooks(asking),
            "plan_levels": level_choices(),
            "plan_words": plan_map_words(),
        },
    )


@action("places.view")
@require_safe
@asks
def place_card(request: HttpRequest, asking: Asking, key: str) -> HttpResponse:
    """What the panel says about one unit."""
    context = place_context(key, asking)
    if context is None:
        raise Http404(key)
    context["said"] = said_about("unit", key, asking)
    return _card(render(request, "public/place_card.html", context))


@action("places.view")
@require_safe
@asks
def town_card(request: HttpRequest, asking: Asking, key: str) -> HttpResponse:
    """What the panel says about one town."""
    page = town_page(key, asking.as_of, asking.as_known_on)
    if page is None:
        raise Http404(key)
    context: dict[str, Any] = {
        "page": page,
        "said": said_about("town", key, asking),
        "classes": [class_words(item, language()) for item in (page.row.classes if page.row else ())],
        "figures": figure_cards(page.figures, language()),
        "lacking": completeness_notes(page.figures),
        "address": reverse("public:town", args=[key]) + asking.query(),
    }
    return _card(render(request, "public/town_card.html", context))


def _card(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "private, max-age=60"
    return response


def _kinds(rows: list[UnitRow]) -> list[tuple[str, int]]:
    """How many units of each kind, level by level, commonest first; a kind of two levels names its level."""
    found: dict[tuple[int, str], int] = {}
    for row in rows:
        found[row.level, row.kind] = found.get((row.level, row.kind), 0) + 1
    ordered = sorted(found.items(), key=lambda item: (item[0][0], -item[1], item[0][1]))
    levels, kinds = map_words()["levels"], [kind for _, kind in found]
    return [
        (_kind_words(kind, level, levels if kinds.count(kind) > 1 else {}), count)
        for (level, kind), count in ordered
    ]


def _kind_words(kind: str, level: int, levels: dict[str, str]) -> str:
    title, of_level = kind_title(kind, level, language()), levels.get(str(level))
    return f"{title} ({of_level})" if of_level else title


def _table(rows: list[UnitRow], asking: Asking) -> list[UnitRow]:
    shown = level_on(asking.as_of, asking.as_known_on)
    return [row for row in rows if row.level <= shown]
