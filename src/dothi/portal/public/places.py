"""Administrative units: the list of a day, and a page for each unit that ever was."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dothi.base.text import fold
from dothi.base.time import Period, Truth
from dothi.portal.asking import Asking
from dothi.portal.export import Column, xlsx_response
from dothi.portal.formats import show_day
from dothi.portal.lawbook import kind_title
from dothi.portal.public.asks import asks, language
from dothi.portal.public.figures import completeness_notes, figure_cards, source_title, urbanisation_rate
from dothi.portal.public.history import timeline
from dothi.portal.public.minimap import mini_map
from dothi.portal.public.order import by_name
from dothi.portal.public.programmes.said import said_about
from dothi.portal.public.stops import stops
from dothi.portal.words import word
from dothi.registry.accounts.access import action
from dothi.registry.observations.figures import TOTAL, Figure, figures_of_many
from dothi.registry.places.answers import UnitRow
from dothi.registry.places.queries import level_on, pack_info, people_on, unit_page, units_on

PAGE_SIZE = 100
SORTS = ("ten", "ma", "loai", "thuoc", "dan-so", "do-thi-hoa", "dien-tich")
NUMERIC = ("dan-so", "do-thi-hoa", "dien-tich")
NARROW = ("ten", "dan-so", "do-thi-hoa")
"""Columns that a phone has room for."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the list: a unit with its people."""

    unit: UnitRow
    people: Figure | None
    rate: Decimal | None


@action("places.view")
@require_safe
@asks
def places(request: HttpRequest, asking: Asking) -> HttpResponse:
    """Units of one level on a day, to be filtered, sorted and taken away."""
    rows = units_on(asking.as_of, asking.as_known_on)
    level = _level(request, asking, rows)
    parent, text = request.GET.get("thuoc", ""), request.GET.get("loc", "").strip()[:200]
    of_level = [row for row in rows if row.level == level]
    chosen = [
        row
        for row in of_level
        if parent in {"", row.parent_key} and (not text or fold(text) in fold(row.name))
    ]
    lines = _sorted(_lines(chosen, asking), request.GET.get("sap-xep", ""), down="giam" in request.GET)
    if request.GET.get("dinh-dang") == "xlsx":
        return _workbook(lines, asking, f"don-vi-hanh-chinh-cap-{level}")
    page = Paginator(lines, PAGE_SIZE).get_page(request.GET.get("trang"))
    kept = {"cap": str(level), "thuoc": parent, "loc": text, **_time(asking)}
    parents = {row.parent_key: row.parent_name for row in of_level if row.parent_key}
    return render(
        request,
        "public/places.html",
        {
            "page": page,
            "numbers": page.paginator.get_elided_page_range(page.number),
            "tabs": _tabs(rows, level, asking),
            "columns": _columns(request, kept),
            "parents": sorted(parents.items(), key=lambda pair: by_name(pair[1])),
            "parent": parent,
            "text": text,
            "level": level,
            "total": len(of_level),
            "query": _pages_query(request, kept),
            "export": f"?{urlencode({**_filled(kept), 'dinh-dang': 'xlsx'})}",
            "time": _time(asking),
            "stops": stops(pack_info(), asking, reverse("public:places")),
            "incomplete": any(line.people and line.people.complete is not Truth.YES for line in page),
            **_people(asking),
        },
    )


@action("places.view")
@require_safe
@asks
def place(request: HttpRequest, asking: Asking, key: str) -> HttpResponse:
    """Everything about one unit: what it is on the day, what it was, what it became, its figures."""
    context = place_context(key, asking)
    if context is None:
        raise Http404(key)
    page, info = context["page"], pack_info()
    if page.row is not None:
        around = units_on(asking.as_of, asking.as_known_on, page.row.level, outlines=True)
        if page.row.outline is None:
            around = units_on(asking.as_of, asking.as_known_on, max(1, page.row.level - 1), outlines=True)
        context["minimap"] = mini_map(page.row, around, info.extent if info else None)
    children = figures_of_many([child.key for child in page.children], asking.as_of, asking.as_known_on)
    context["children"] = [
        _line(child, children.get(child.key, ()))
        for child in sorted(page.children, key=lambda row: by_name(row.name))
    ]
    if request.GET.get("dinh-dang") == "xlsx":
        return _workbook(context["children"], asking, f"don-vi-truc-thuoc-{key}", page.name)
    context["export"] = context["address"] + ("&" if "?" in context["address"] else "?") + "dinh-dang=xlsx"
    context["said"] = said_about("unit", key, asking)
    context["timeline"] = timeline(page, asking.as_of)
    context["stops"] = stops(info, asking, reverse("public:place", args=[key]))
    return render(request, "public/place.html", context)


def place_context(key: str, asking: Asking) -> dict[str, Any] | None:
    """What page and map card share about one unit; ``None`` for a key never on record."""
    page = unit_page(key, asking.as_of, asking.as_known_on)
    if page is None:
        return None
    query = asking.query()
    crumbs = [{"label": _("Đơn vị hành chính"), "url": reverse("public:places") + query}]
    crumbs += [
        {"label": above.name, "url": reverse("public:place", args=[above.key]) + query}
        for above in page.ancestors
    ]
    return {
        "page": page,
        "crumbs": [*crumbs, {"label": page.name}],
        "figures": figure_cards(page.figures, language()),
        "lacking": completeness_notes(page.figures),
        "address": reverse("public:place", args=[key]) + query,
        "map_address": reverse("public:map") + asking.query(chon=key),
        "source_title": source_title(page.row.source, language()) if page.row else "",
        "unsure": page.row is not None and page.row.holds is Truth.UNKNOWN,
        "ended": page.row is None,
        "existence": Period(page.row.starts, page.row.ends) if page.row else None,
    }


def _people(asking: Asking) -> dict[str, Any]:
    """People of the home territory and those no link places on a unit of the day, by name."""
    info, people = pack_info(), people_on(asking.as_of, asking.as_known_on)
    if people is None or info is None:
        return {"people": None}
    places, day = people.gazetteer, people.census_day
    unplaced = [
        {"key": item.key, "name": places.name_of(item.key, day), "people": item.people}
        for item in people.spread.unplaced
    ]
    return {
        "people": people,
        "home": info.title_en if language() == "en" else info.title,
        "unplaced": sorted(unplaced, key=lambda item: by_name(item["name"])),
        "unplaced_total": sum(item.people.total for item in people.spread.unplaced),
    }


def _time(asking: Asking) -> dict[str, str]:
    found = {} if asking.as_of == asking.today else {"ngay": asking.as_of.isoformat()}
    return found | ({"biet": asking.as_known_on.isoformat()} if asking.as_known_on else {})


def _filled(values: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in values.items() if value}


def _level(request: HttpRequest, asking: Asking, rows: list[UnitRow]) -> int:
    asked = request.GET.get("cap", "")
    if asked in {"1", "2", "3"}:
        return int(asked)
    found = level_on(asking.as_of, asking.as_known_on)
    return found if any(row.level == found for row in rows) else 1


def _tabs(rows: list[UnitRow], level: int, asking: Asking) -> list[dict[str, Any]]:
    labels = {1: _("Cấp tỉnh"), 2: _("Cấp huyện"), 3: _("Cấp xã")}
    return [
        {
            "label": f"{label} ({sum(1 for row in rows if row.level == number)})",
            "url": reverse("public:places") + asking.query(cap=str(number)),
            "current": number == level,
        }
        for number, label in labels.items()
    ]


def _lines(rows: list[UnitRow], asking: Asking) -> list[Line]:
    figures = figures_of_many([row.key for row in rows], asking.as_of, asking.as_known_on)
    return [_line(row, figures.get(row.key, ())) for row in rows]


def _line(row: UnitRow, figures: tuple[Figure, ...]) -> Line:
    people = next((figure for figure in figures if figure.indicator == TOTAL), None)
    return Line(row, people, urbanisation_rate(figures))


def _sorted(lines: list[Line], order: str, *, down: bool) -> list[Line]:
    """Sort by one column; units without the figure always come last, whichever way."""
    keys: dict[str, Any] = {
        "ma": lambda line: line.unit.code or None,
        "loai": lambda line: (line.unit.kind, by_name(line.unit.name)),
        "thuoc": lambda line: (by_name(line.unit.parent_name), by_name(line.unit.name)),
        "dan-so": lambda line: line.people.value if line.people else None,
        "do-thi-hoa": lambda line: line.rate,
        "dien-tich": lambda line: line.unit.official_area_km2,
    }
    key = keys.get(order, lambda line: by_name(line.unit.name))
    known = [line for line in lines if key(line) is not None]
    unknown = [line for line in lines if key(line) is None]
    return sorted(known, key=key, reverse=down) + unknown


def _columns(request: HttpRequest, kept: dict[str, str]) -> list[dict[str, Any]]:
    labels = {
        "ten": _("Tên"),
        "ma": _("Mã"),
        "loai": _("Loại"),
        "thuoc": _("Thuộc"),
        "dan-so": _("Dân số (người)"),
        "do-thi-hoa": _("Đô thị (%)"),
        "dien-tich": _("Diện tích (km²)"),
    }
    order, down = request.GET.get("sap-xep", "ten"), "giam" in request.GET
    found = []
    for code, label in labels.items():
        turned = not down if code == order else code in NUMERIC
        values = {**_filled(kept), "sap-xep": code, **({"giam": "1"} if turned else {})}
        direction = ("descending" if down else "ascending") if code == order else ""
        found.append(
            {
                "label": label,
                "url": f"?{urlencode(values)}",
                "direction": direction,
                "numeric": code in NUMERIC,
                "wide": code not in NARROW,
            }
        )
    return found


def _pages_query(request: HttpRequest, kept: dict[str, str]) -> str:
    order = {name: request.GET[name] for name in ("sap-xep", "giam") if name in request.GET}
    return urlencode({**_filled(kept), **order}) + "&"


def _workbook(lines: list[Line], asking: Asking, name: str, of: str = "") -> HttpResponse:
    columns = [
        Column(_("Khóa"), 14),
        Column(_("Mã"), 10),
        Column(_("Tên"), 34),
        Column(_("Loại"), 14),
        Column(_("Thuộc"), 30),
        Column(_("Dân số (người)"), 16, 0),
        Column(_("Đô thị (%)"), 12, 1),
        Column(_("Ngày số liệu"), 14),
        Column(_("Cách có số liệu"), 20),
        Column(_("Diện tích (km²)"), 16, 3),
        Column(_("Nguồn"), 50),
    ]
    title = _("Đơn vị hành chính tại ngày %(day)s") % {"day": show_day(asking.as_of, language())}
    sources = {source_title(line.people.source, language()) for line in lines if line.people}
    sources |= {source_title(line.unit.source, language()) for line in lines}
    return xlsx_response(
        f"{name}-{asking.as_of.isoformat()}.xlsx",
        columns,
        (_export_row(line) for line in lines),
        f"{of} · {title}" if of else title,
        sorted(sources),
        illustrative=any(line.unit.illustrative for line in lines),
    )


def _export_row(line: Line) -> list[Any]:
    unit, people = line.unit, line.people
    return [
        unit.key,
        unit.code,
        unit.name,
        kind_title(unit.kind, unit.level, language()),
        unit.parent_name,
        people.value if people else None,
        line.rate,
        people.starts if people else None,
        word("basis", people.basis, language()) if people else "",
        unit.official_area_km2,
        source_title(people.source if people else unit.source, language()),
    ]
