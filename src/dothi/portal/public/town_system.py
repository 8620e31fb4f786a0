"""The system of towns on a day: counts per rule set, documents side by side, urbanisation, and a what-if."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from io import BytesIO
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dothi.base.errors import InputError
from dothi.law.classes import ClassOf
from dothi.law.layers import PROVINCES
from dothi.places.pack import ProvincePack, read_pack
from dothi.portal.asking import Asking
from dothi.portal.export import CONTENT_TYPE
from dothi.portal.lawbook import class_title, law, rule_set_short
from dothi.portal.public.asks import asks, language
from dothi.portal.public.stops import stops
from dothi.registry.accounts.access import action
from dothi.registry.places.answers import TownRow
from dothi.registry.places.queries import pack_info
from dothi.registry.places.town_queries import towns_on
from dothi.towns.schemes import rule_set_for
from dothi.towns.system import PARTS, TownState, what_if
from dothi.towns.system_lists import known_by, read_lists
from dothi.towns.system_tables import System, ladder, partition, system_data, system_on, write_system


@action("places.view")
@require_safe
@asks
def town_system(request: HttpRequest, asking: Asking) -> HttpResponse:
    """The system of towns on a day; ``loai`` and ``nang`` (repeated) suppose towns of a class."""
    info = pack_info()
    if info is None or not (PROVINCES / info.key / "pack.toml").is_file():
        return render(request, "public/town_system_none.html")
    rows = towns_on(asking.as_of, asking.as_known_on)
    towns = [_state(row) for row in rows]
    known = known_by(read_lists(PROVINCES / info.key), asking.as_known_on or asking.as_of)
    found = system_on(_pack(info.key), known, towns, asking.as_of)
    illustrative = any(row.illustrative for row in rows)
    if request.GET.get("dinh-dang") == "xlsx" and not illustrative:
        return _workbook(found, asking)
    context = {
        **_tables(found, towns),
        **_supposed(request, rows, towns, asking),
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


def _state(row: TownRow) -> TownState:
    return TownState(
        row.name, row.status, row.holds, row.classes, row.region, row.cluster, row.corridor, row.chain
    )


def _tables(found: System, towns: Sequence[TownState]) -> dict[str, Any]:
    data = system_data(law(), found)
    documents = {row.key: row.document for row in found.said}
    titles = {
        "region": _("Vùng"),
        "cluster": _("Cụm động lực"),
        "corridor": _("Hành lang"),
        "chain": _("Chuỗi đô thị"),
    }
    return {
        "total": len(towns),
        "ladder": _worded(data["ladder"]),
        "parts": [(titles[part], _worded(partition(law(), towns, part))) for part in PARTS],
        "documents": data["documents"],
        "lists": [{**row, "document": documents[row["list"]]} for row in data["lists"]],
        "observed": found.observed,
        "paces": data["needed"],
        "past": data["past"],
    }


def _worded(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    standings = {
        "recognised": _("Đã công nhận"), "perhaps": _("Có thể"), "planned": _("Dự kiến"),
    }  # fmt: skip
    return [
        {
            **row,
            "standing": standings[row["standing"]],
            "title": class_title(row["rule_set"], row["class"], language()) if row["class"] else "",
            "rules": rule_set_short(row["rule_set"], language()) if row["rule_set"] else "",
        }
        for row in rows
    ]


def _supposed(
    request: HttpRequest, rows: Sequence[TownRow], towns: Sequence[TownState], asking: Asking
) -> dict[str, Any]:
    """The form of the supposition, and the counts then where a known class and a town are chosen."""
    try:
        rules = rule_set_for(law(), asking.as_of, "").code
    except InputError:
        return {"classes": []}
    table = law().tables["urban_classes"].every_row
    classes = sorted((row.rank, row.class_code) for row in table if row.rule_set == rules)
    codes = [code for _rank, code in classes]
    chosen = set(request.GET.getlist("nang"))
    names = [row.name for row in rows if row.key in chosen]
    code = request.GET.get("loai", "")
    supposed = what_if(towns, dict.fromkeys(names, ClassOf(rules, code))) if code in codes and names else None
    return {
        "classes": [(item, class_title(rules, item, language()), item == code) for item in codes],
        "choices": [(row.key, row.name, row.key in chosen) for row in rows],
        "supposed": _worded(ladder(law(), supposed)) if supposed is not None else None,
        "supposed_names": names,
        "supposed_class": class_title(rules, code, language()) if code in codes else "",
        "rules": rule_set_short(rules, language()),
    }


def _workbook(found: System, asking: Asking) -> HttpResponse:
    book = BytesIO()
    write_system(law(), found, book)
    answer = HttpResponse(book.getvalue(), content_type=CONTENT_TYPE)
    name = f"he-thong-do-thi-{asking.as_of.isoformat()}.xlsx"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
