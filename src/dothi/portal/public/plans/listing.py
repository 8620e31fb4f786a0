"""The list of published plans of a day, by level."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dothi.portal.asking import Asking
from dothi.portal.export import Column, xlsx_response
from dothi.portal.formats import show_day, show_period
from dothi.portal.land_functions import level_rank, level_title
from dothi.portal.public.asks import asks, language
from dothi.portal.public.order import alphabetical
from dothi.portal.public.plans import words
from dothi.portal.public.stops import stops
from dothi.registry.accounts.access import action
from dothi.registry.places.queries import pack_info
from dothi.registry.plans.finding import matching_keys
from dothi.registry.plans.queries import VersionRow, plans_on

LEVELS = ("provincial", "regional", "general", "zoning", "detailed")
OTHERS = "khac"


@dataclass(frozen=True, slots=True)
class Line:
    """One plan of the list."""

    row: VersionRow
    title: str
    scale: str
    decision: str
    place: words.Place | None
    area_ha: float | None


@dataclass(frozen=True, slots=True)
class Group:
    """Plans of one level."""

    code: str
    title: str
    lines: list[Line]


@action("plans.view")
@require_safe
@asks
def plans(request: HttpRequest, asking: Asking) -> HttpResponse:
    """Plans in force, or perhaps in force, on the day, with filters and an export."""
    text = request.GET.get("loc", "").strip()[:200]
    level = request.GET.get("cap", "")
    level = level if level in {*LEVELS, OTHERS} else ""
    every = plans_on(asking.as_of, asking.as_known_on)
    rows = [row for row in every if level in {"", _group_of(row)}]
    if text:
        keys = matching_keys(text)
        rows = [row for row in rows if row.plan_key in keys]
    lines = _lines(rows, asking)
    if request.GET.get("dinh-dang") == "xlsx":
        return _workbook(lines, asking)
    given = {"loc": text, "cap": level}
    if asking.as_of != asking.today:
        given["ngay"] = asking.as_of.isoformat()
    if asking.as_known_on is not None:
        given["biet"] = asking.as_known_on.isoformat()
    given = {name: value for name, value in given.items() if value}
    context = {
        "groups": _groups(lines),
        "any": bool(every),
        "count": len(lines),
        "text": text,
        "level": level,
        "levels": level_choices(),
        "keep": [(name, value) for name, value in given.items() if name in {"ngay", "biet"}],
        "day_keep": [(name, value) for name, value in given.items() if name != "ngay"],
        "export": f"?{urlencode({**given, 'dinh-dang': 'xlsx'})}",
        "illustrative": any(row.illustrative for row in rows),
        "stops": stops(pack_info(), asking, reverse("public:plans")),
    }
    return render(request, "public/plans/list.html", context)


def level_choices() -> list[tuple[str, str]]:
    """Levels of plans that lists and the map tell apart, coarsest first."""
    return [(code, _group_title(code)) for code in (*LEVELS, OTHERS)]


def _group_of(row: VersionRow) -> str:
    return row.level if row.level in LEVELS else OTHERS


def _group_title(code: str) -> str:
    return _("Quy hoạch khác") if code == OTHERS else level_title(code, language())


def _lines(rows: list[VersionRow], asking: Asking) -> list[Line]:
    places = words.places_of(rows, asking)
    lines = []
    for row in rows:
        area = words.area_of(row)
        lines.append(
            Line(
                row,
                words.title_of(row),
                words.scale_of(row),
                words.decision_of(row),
                places.get(row.place_key),
                None if area is None else area / words.HECTARE,
            )
        )
    order = (*LEVELS, OTHERS)
    return sorted(
        lines,
        key=lambda line: (
            order.index(_group_of(line.row)),
            level_rank(line.row.level),
            alphabetical(line.title),
        ),
    )


def _groups(lines: list[Line]) -> list[Group]:
    return [
        Group(code, _group_title(code), list(found))
        for code, found in groupby(lines, key=lambda line: _group_of(line.row))
    ]


def _workbook(lines: list[Line], asking: Asking) -> HttpResponse:
    columns = [
        Column(_("Khóa"), 26),
        Column(_("Đồ án"), 60),
        Column(_("Cấp"), 22),
        Column(_("Tỷ lệ"), 12),
        Column(_("Địa bàn"), 26),
        Column(_("Quyết định"), 44),
        Column(_("Có hiệu lực"), 34),
        Column(_("Phiên bản"), 10, 0),
        Column(_("Diện tích (ha)"), 16, 2),
        Column(_("Dữ liệu minh họa"), 18),
        Column(_("Mã kiểm tra nội dung (SHA-256)"), 68),
    ]
    title = _("Quy hoạch đã công bố tại ngày %(day)s") % {"day": show_day(asking.as_of, language())}
    return xlsx_response(
        f"quy-hoach-{asking.as_of.isoformat()}.xlsx",
        columns,
        (_export_row(line) for line in lines),
        title,
        illustrative=any(line.row.illustrative for line in lines),
    )


def _export_row(line: Line) -> list[Any]:
    row = line.row
    return [
        row.plan_key,
        line.title,
        words.level_of(row),
        line.scale,
        line.place.name if line.place else _("chưa ghi"),
        line.decision or _("chưa ghi"),
        show_period(row.period, language()),
        row.number,
        line.area_ha,
        _("có") if row.illustrative else _("không"),
        row.digest,
    ]
