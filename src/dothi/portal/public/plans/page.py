"""The page of a plan: its facts, its map, area by function, layers to take away, sources, versions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dothi.base.time import Truth
from dothi.lake import Source
from dothi.portal.api.plans import plan_values
from dothi.portal.asking import Asking
from dothi.portal.export import Column, xlsx_response
from dothi.portal.land_functions import FunctionWords, function_words
from dothi.portal.public.asks import asks, language
from dothi.portal.public.plans import words
from dothi.portal.public.plans.downloads import KINDS, MOST_FEATURES
from dothi.portal.public.plans.map_words import plan_map_words
from dothi.portal.public.plans.picture import picture_of
from dothi.portal.public.plans.stored import numbered, open_layer, published
from dothi.portal.public.stops import stops
from dothi.registry.accounts.access import action, can
from dothi.registry.consultation.queries import consultations_about
from dothi.registry.places.queries import pack_info
from dothi.registry.plans.queries import LayerRow, VersionRow
from dothi.registry.supervision.queries import findings_about

DAY = 24 * 3600


@dataclass(frozen=True, slots=True)
class Share:
    """Area of one function.

    ``share`` is of all zones, between 0 and 1; ``bar`` in parts of a hundred of the greatest.
    """

    function: FunctionWords
    area_ha: float
    share: float
    bar: float


@dataclass(frozen=True, slots=True)
class LayerLine:
    """A layer with its addresses. ``missing`` says that the lake does not have it any more."""

    row: LayerRow
    role: str
    crs: str
    area_ha: float | None
    downloads: tuple[tuple[str, str], ...]
    missing: bool


@action("plans.view")
@require_safe
@asks
def plan(request: HttpRequest, asking: Asking, key: str) -> HttpResponse:
    """The version in force on the day; where there is none, the versions there are."""
    rows = published(key, asking)
    row = of_day(rows)
    return _page(request, asking, rows, row, reverse("public:plan", args=[key]))


@action("plans.view")
@require_safe
@asks
def plan_version(request: HttpRequest, asking: Asking, key: str, number: int) -> HttpResponse:
    """One version, whatever the day."""
    rows = published(key, asking)
    address = reverse("public:plan_version", args=[key, number])
    return _page(request, asking, rows, numbered(rows, number), address)


@action("plans.view")
@require_safe
@asks
def plan_picture(_request: HttpRequest, asking: Asking, key: str, number: int) -> HttpResponse:
    """The picture of a version as SVG."""
    row = numbered(published(key, asking), number)
    drawn = picture_of(row)
    if drawn is None:
        raise Http404(key)
    response = HttpResponse(drawn, content_type="image/svg+xml")
    response["Cache-Control"] = f"public, max-age={DAY}"
    return response


def of_day(rows: list[VersionRow]) -> VersionRow | None:
    """The version in force on the day asked about, certainly before perhaps, the later before the earlier."""
    found = [row for row in rows if row.holds is not Truth.NO]
    return max(found, key=lambda row: (row.holds is Truth.YES, row.number), default=None)


def shares_of(row: VersionRow) -> list[Share]:
    """Area by function, greatest first."""
    areas = row.by_function
    total, greatest = sum(areas.values()), max(areas.values(), default=0.0)
    if not total:
        return []
    named = function_words(areas, language())
    found = [
        Share(
            item, areas[item.key] / words.HECTARE, areas[item.key] / total, 100 * areas[item.key] / greatest
        )
        for item in named
    ]
    return sorted(found, key=lambda share: -share.area_ha)


def _page(
    request: HttpRequest, asking: Asking, rows: list[VersionRow], row: VersionRow | None, address: str
) -> HttpResponse:
    told = row or rows[0]
    if row is not None and request.GET.get("dinh-dang") == "xlsx":
        return _workbook(row)
    title = words.title_of(told)
    context: dict[str, Any] = {
        "row": row,
        "told": told,
        "title": title,
        "level": words.level_of(told),
        "scale": words.scale_of(told),
        "place": words.places_of([told], asking).get(told.place_key),
        "versions": [(one, *words.standing_of(one, asking.as_of), words.decision_of(one)) for one in rows],
        "several": len(rows) > 1,
        "crumbs": [
            {"label": _("Quy hoạch"), "url": reverse("public:plans") + asking.query()},
            {"label": title},
        ],
        "stops": stops(pack_info(), asking, reverse("public:plan", args=[told.plan_key])),
        "address": address,
        "may_compare": can(request.user, "land.compare"),
        "heard": consultations_about("plan", told.plan_key),
        "supervised": findings_about("plan", told.plan_key),
    }
    if row is not None:
        context |= _version_context(row, rows, asking)
    return render(request, "public/plans/plan.html", context)


def _version_context(row: VersionRow, rows: list[VersionRow], asking: Asking) -> dict[str, Any]:
    shares = shares_of(row)
    state, state_text = words.standing_of(row, asking.as_of)
    verdict, verdict_text = words.verdict_of(row)
    area = words.area_of(row)
    lines = [_layer_line(row, layer) for layer in row.layers]
    return {
        "state": state,
        "state_text": state_text,
        "verdict": verdict,
        "verdict_text": verdict_text,
        "decision": words.decision_of(row),
        "area_ha": None if area is None else area / words.HECTARE,
        "shares": shares,
        "legend": sorted((share.function for share in shares), key=lambda item: (item.rank, item.key)),
        "own_colours": any(not share.function.official for share in shares),
        "total_ha": sum(share.area_ha for share in shares),
        "zone_layers": sum(layer.role == "zones" for layer in row.layers),
        "layers": lines,
        "sources": _sources(row),
        "plan_map": {
            "plans": [plan_values(row)],
            "colours": {share.function.key: share.function.colour for share in shares},
            "zone": reverse("public:plan_zone", args=["KEY", 0, "NAME", 0]),
            "words": plan_map_words(),
        },
        "map_address": _map_address(row, asking),
        "before": next(
            (one.number for one in rows if one.number < row.number and one.withdrawn is None), None
        ),
    }


def _map_address(row: VersionRow, asking: Asking) -> str:
    if row.extent is None:
        return ""
    west, south, east, north = row.extent
    view = f"{(west + east) / 2:.4f},{(south + north) / 2:.4f},12.5"
    return reverse("public:map") + asking.query(qh="1") + f"&vt={view}"


def _layer_line(row: VersionRow, layer: LayerRow) -> LayerLine:
    version = open_layer(layer.name)
    kinds = KINDS if layer.features <= MOST_FEATURES else {}
    addresses = [("GeoParquet", reverse("api:layer_data", args=[layer.name]))]
    addresses += [
        (kind.title, reverse("public:plan_download", args=[row.plan_key, row.number, layer.name, ending]))
        for ending, kind in kinds.items()
    ]
    roles = {"boundary": _("Ranh giới lập quy hoạch"), "zones": _("Chức năng sử dụng đất")}
    return LayerLine(
        layer,
        roles.get(layer.role, _("Lớp khác")),
        version.manifest.crs.name if version else "",
        None if layer.area_m2 is None else layer.area_m2 / words.HECTARE,
        tuple(addresses) if version else (),
        version is None,
    )


def _sources(row: VersionRow) -> list[tuple[Source, list[str]]]:
    """The files that the layers first came from, each once, with the titles of its layers.

    A layer whose content an earlier version had already keeps the file it came with then.
    """
    found: dict[str, tuple[Source, list[str]]] = {}
    for layer in row.layers:
        version = open_layer(layer.name)
        for source in version.manifest.sources if version else ():
            found.setdefault(source.sha256, (source, []))[1].append(layer.title)
    return list(found.values())


def _workbook(row: VersionRow) -> HttpResponse:
    columns = [
        Column(_("Mã chức năng"), 26),
        Column(_("Chức năng sử dụng đất"), 44),
        Column(_("Diện tích (ha)"), 16, 4),
        Column(_("Tỷ trọng (%)"), 12, 2),
    ]
    note = _("Mã kiểm tra nội dung (SHA-256): %(digest)s") % {"digest": row.digest}
    title = _("%(title)s, phiên bản %(number)s: diện tích theo chức năng") % {
        "title": words.title_of(row),
        "number": row.number,
    }
    return xlsx_response(
        f"{row.plan_key}-{row.number}.xlsx",
        columns,
        (
            [share.function.code, share.function.title, share.area_ha, 100 * share.share]
            for share in shares_of(row)
        ),
        title,
        note,
        illustrative=row.illustrative,
    )
