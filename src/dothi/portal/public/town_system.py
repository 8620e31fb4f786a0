"""The system of towns on a day: counts per rule set, documents side by side, urbanisation, and a what-if."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache, lru_cache
from io import BytesIO
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dothi.base.errors import InputError
from dothi.law.layers import PROVINCES
from dothi.places.pack import ProvincePack, read_pack
from dothi.portal.asking import Asking
from dothi.portal.export import CONTENT_TYPE
from dothi.portal.lawbook import law
from dothi.portal.public.asks import asks, language
from dothi.portal.public.stops import stops
from dothi.portal.public.system_charts import ladder_bars, legend, path_chart, town_map
from dothi.portal.public.system_suppose import supposition
from dothi.portal.public.system_words import aim_words, candidate_words, town_state, worded
from dothi.registry.accounts.access import action
from dothi.registry.places.answers import TownRow
from dothi.registry.places.queries import pack_info
from dothi.registry.places.town_queries import towns_on
from dothi.towns.candidates import Candidate, candidates, read_listed, schemes_known
from dothi.towns.system import PARTS, TownState
from dothi.towns.system_lists import known_by, read_lists
from dothi.towns.system_more import NO_SCHEMES
from dothi.towns.system_tables import System, partition, system_data, system_on
from dothi.towns.system_workbook import write_system

FIRST_COMMUNES = 10


@action("places.view")
@require_safe
@asks
def town_system(request: HttpRequest, asking: Asking) -> HttpResponse:
    """The system of towns on a day; ``loai``, ``nam`` and ``nang`` (repeated) suppose towns of a class."""
    info = pack_info()
    if info is None or not (PROVINCES / info.key / "pack.toml").is_file():
        return render(request, "public/town_system_none.html")
    rows = towns_on(asking.as_of, asking.as_known_on)
    towns = [town_state(row) for row in rows]
    known_by_day = asking.as_known_on or asking.as_of
    known = known_by(read_lists(PROVINCES / info.key), known_by_day)
    pack = _pack(info.key)
    found = system_on(pack, known, towns, asking.as_of)
    screened = _candidates(info.key, asking.as_of, known_by_day)
    illustrative = any(row.illustrative for row in rows)
    if request.GET.get("dinh-dang") == "xlsx" and not illustrative:
        return _workbook(found, asking, screened)
    drawn = town_map(info, rows, asking)
    context = {
        **_tables(found, towns, rows),
        **_screened(screened, info.key),
        **supposition(request, rows, asking, known, pack),
        "map": drawn,
        "map_legend": legend(drawn.dots),
        "path": path_chart(found),
        "illustrative": illustrative,
        "export": f"?{urlencode({**asking.values(), 'dinh-dang': 'xlsx'})}",
        "stops": stops(info, asking, reverse("public:town_system")),
        "keep": asking.values().items(),
        "crumbs": [
            {"label": _("Đô thị"), "url": reverse("public:towns") + asking.query()},
            {"label": _("Hệ thống đô thị")},
        ],
    }
    return render(request, "public/town_system.html", context)


@cache
def _pack(key: str) -> ProvincePack:
    return read_pack(PROVINCES / key)


@lru_cache(maxsize=32)
def _candidates(key: str, day: date, known_by_day: date) -> tuple[Candidate, ...]:
    """Candidates of the day; none where no rules are known for it, or a file of the pack cannot be read.

    They rest on the pack and the law alone, which change with a restart.
    """
    folder = PROVINCES / key
    try:
        return candidates(law(), folder, _pack(key), known_by(read_lists(folder), known_by_day), day)
    except InputError:
        return ()


def _screened(found: Sequence[Candidate], key: str) -> dict[str, Any]:
    words = candidate_words(found)
    named = [one for one in words if one["code"] != "commune"]
    communes = [one for one in words if one["code"] == "commune"]
    schemes = schemes_known(read_listed(PROVINCES / key))
    return {
        "candidates": named + communes[:FIRST_COMMUNES],
        "more_candidates": communes[FIRST_COMMUNES:],
        "candidate_class": found[0].score.scheme.class_code if found else "",
        "no_schemes": "" if schemes else NO_SCHEMES[1 if language() == "en" else 0],
    }


def _tables(found: System, towns: Sequence[TownState], rows: Sequence[TownRow]) -> dict[str, Any]:
    data = system_data(law(), found)
    documents = {row.key: row.document for row in found.said}
    titles = {
        "region": _("Vùng"),
        "cluster": _("Cụm động lực"),
        "corridor": _("Hành lang"),
        "chain": _("Chuỗi đô thị"),
    }
    ladder = worded(data["ladder"])
    keys = {row.name: row.key for row in rows}
    return {
        "total": len(towns),
        "ladder": ladder,
        "bars": ladder_bars(ladder),
        "parts": [(titles[part], worded(partition(law(), towns, part))) for part in PARTS],
        "documents": data["documents"],
        "lists": [{**row, "document": documents[row["list"]]} for row in data["lists"]],
        "aims": [{**row, "key": keys.get(row["town"], "")} for row in aim_words(data["aims"])],
        "observed": data["observed"],
        "paces": data["needed"],
        "past": data["past"],
    }


def _workbook(found: System, asking: Asking, screened: Sequence[Candidate]) -> HttpResponse:
    book = BytesIO()
    write_system(law(), found, book, screened)
    answer = HttpResponse(book.getvalue(), content_type=CONTENT_TYPE)
    name = f"he-thong-do-thi-{asking.as_of.isoformat()}.xlsx"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
