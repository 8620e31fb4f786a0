"""Towns: the list of a day by class, and a page for each town."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dothi.base.text import fold
from dothi.portal.asking import Asking
from dothi.portal.export import Column, xlsx_response
from dothi.portal.formats import show_day
from dothi.portal.lawbook import LAST, ClassWords, class_words, recorded_class
from dothi.portal.public.asks import asks, language
from dothi.portal.public.classification import summary
from dothi.portal.public.figures import completeness_notes, figure_cards, source_title
from dothi.portal.public.order import alphabetical
from dothi.portal.public.programmes.said import said_about
from dothi.portal.public.stops import stops
from dothi.portal.words import word
from dothi.registry.accounts.access import action
from dothi.registry.places.answers import TownRow
from dothi.registry.places.queries import pack_info
from dothi.registry.places.town_queries import town_page, towns_on


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the list: a town with its class in words."""

    town: TownRow
    classes: tuple[ClassWords, ...]

    @property
    def parts(self) -> list[str]:
        """Where documents place the town: region, cluster, corridor, chain, as far as they say."""
        row = self.town
        return [part for part in (row.region, row.cluster, row.corridor, row.chain) if part]


@action("places.view")
@require_safe
@asks
def towns(request: HttpRequest, asking: Asking) -> HttpResponse:
    """Towns that stand, or may stand, on a day, recognised and planned apart."""
    text = request.GET.get("loc", "").strip()[:200]
    rows = [
        row for row in towns_on(asking.as_of, asking.as_known_on) if not text or fold(text) in fold(row.name)
    ]
    order, down = request.GET.get("sap-xep", "ten"), "giam" in request.GET
    lines = sorted(_lines(rows), key=_key(order), reverse=down)
    if request.GET.get("dinh-dang") == "xlsx":
        return _workbook(lines, asking)
    values = {"loc": text} if text else {}
    if asking.as_of != asking.today:
        values["ngay"] = asking.as_of.isoformat()
    return render(
        request,
        "public/towns.html",
        {
            "recognised": [line for line in lines if line.town.status == "recognised"],
            "planned": [line for line in lines if line.town.status != "recognised"],
            "columns": _columns(order, values, down=down),
            "text": text,
            "stops": stops(pack_info(), asking, reverse("public:towns")),
            "export": f"?{urlencode({**values, 'dinh-dang': 'xlsx'})}",
            "illustrative": any(row.illustrative for row in rows),
        },
    )


@action("places.view")
@require_safe
@asks
def town(request: HttpRequest, asking: Asking, key: str) -> HttpResponse:
    """Everything about one town: class under which rules, ground covered, place in the region, figures."""
    page = town_page(key, asking.as_of, asking.as_known_on)
    if page is None:
        raise Http404(key)
    score, unreadable = summary(page, asking)
    context: dict[str, Any] = {
        "page": page,
        "said": said_about("town", key, asking),
        "latest": page.row or page.history[-1],
        "classes": [class_words(item, language()) for item in (page.row.classes if page.row else ())],
        "recorded": [recorded_class(record, source, language()) for record, source in page.class_history],
        "score": score,
        "unreadable": unreadable,
        "score_address": reverse("public:town_score", args=[key]) + asking.query(),
        "figures": figure_cards(page.figures, language()),
        "lacking": completeness_notes(page.figures),
        "crumbs": [
            {"label": _("Đô thị"), "url": reverse("public:towns") + asking.query()},
            {"label": page.name},
        ],
        "map_address": reverse("public:map") + asking.query(chon=key),
        "source_title": source_title((page.row or page.history[-1]).source, language()),
        "stops": stops(pack_info(), asking, reverse("public:town", args=[key])),
    }
    return render(request, "public/town.html", context)


def _lines(rows: list[TownRow]) -> list[Line]:
    return [Line(row, tuple(class_words(item, language()) for item in row.classes)) for row in rows]


def _key(order: str) -> Any:
    if order == "loai":
        return lambda line: (
            [item.order for item in line.classes] or [(2 * LAST, "")],
            alphabetical(line.town.name),
        )
    return lambda line: alphabetical(line.town.name)


def _columns(order: str, values: dict[str, str], *, down: bool) -> list[dict[str, Any]]:
    found = []
    for code, label in {"ten": _("Đô thị"), "loai": _("Loại đô thị và bộ quy định")}.items():
        turned = {"giam": "1"} if code == order and not down else {}
        direction = ("descending" if down else "ascending") if code == order else ""
        found.append(
            {
                "label": label,
                "url": f"?{urlencode({**values, 'sap-xep': code, **turned})}",
                "direction": direction,
            }
        )
    return found


def _workbook(lines: list[Line], asking: Asking) -> HttpResponse:
    columns = [
        Column(_("Khóa"), 22),
        Column(_("Đô thị"), 26),
        Column(_("Tình trạng"), 16),
        Column(_("Loại đô thị"), 18),
        Column(_("Bộ quy định"), 44),
        Column(_("Mức tin cậy"), 34),
        Column(_("Vùng"), 22),
        Column(_("Cụm động lực"), 30),
        Column(_("Hành lang"), 30),
        Column(_("Nguồn"), 50),
    ]
    title = _("Đô thị tại ngày %(day)s") % {"day": show_day(asking.as_of, language())}
    sources = sorted({source_title(line.town.source, language()) for line in lines})
    return xlsx_response(
        f"do-thi-{asking.as_of.isoformat()}.xlsx",
        columns,
        (_export_row(line) for line in lines),
        title,
        sources,
        illustrative=any(line.town.illustrative for line in lines),
    )


def _export_row(line: Line) -> list[Any]:
    row, unknown = line.town, word("state", "unknown", language())
    return [
        row.key,
        row.name,
        word("town_status", row.status, language()),
        "; ".join(item.title for item in line.classes) or unknown,
        "; ".join(item.rule_set_title for item in line.classes),
        "; ".join(item.confidence for item in line.classes),
        row.region or unknown,
        row.cluster or unknown,
        row.corridor or unknown,
        source_title(row.source, language()),
    ]
