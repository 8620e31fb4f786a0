"""Two versions of a plan side by side: what changed zone by zone, and area by function."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dothi.portal.api.plans import plan_values
from dothi.portal.asking import Asking
from dothi.portal.export import Column, xlsx_response
from dothi.portal.land_functions import FunctionWords, function_words
from dothi.portal.public.asks import asks, language
from dothi.portal.public.plans import words
from dothi.portal.public.plans.differences import KINDS, Change, differences
from dothi.portal.public.plans.map_words import plan_map_words
from dothi.portal.public.plans.page import DAY
from dothi.portal.public.plans.stored import numbered, published
from dothi.registry.accounts.access import action
from dothi.registry.plans.queries import VersionRow

PAGE_SIZE = 50
CHANGED = KINDS[:-1]


@dataclass(frozen=True, slots=True)
class Balance:
    """Area of one function before and after, in hectares."""

    function: FunctionWords
    before: float
    after: float

    @property
    def difference(self) -> float:
        """After less before."""
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class Line:
    """One change in words."""

    change: Change
    kind: str
    before: FunctionWords | None
    after: FunctionWords | None


def kind_titles() -> dict[str, str]:
    """What the kinds of change are called."""
    return {
        "added": _("Thêm mới"),
        "removed": _("Bỏ đi"),
        "moved": _("Đổi hình"),
        "function": _("Đổi chức năng"),
        "words": _("Chỉ đổi tên, ký hiệu, chỉ tiêu"),
        "same": _("Giữ nguyên"),
    }


@action("plans.view")
@require_safe
@asks
def plan_compare(request: HttpRequest, asking: Asking, key: str) -> HttpResponse:
    """What version ``den`` changed against ``tu``; without them the last two that were not withdrawn."""
    rows = published(key, asking)
    known = sorted(row.number for row in rows)
    counting = sorted(row.number for row in rows if row.withdrawn is None) or known
    last = _chosen(request, "den", known, counting[-1])
    first = _chosen(request, "tu", known, max((n for n in counting if n < last), default=known[0]))
    before, after = numbered(rows, first), numbered(rows, last)
    title = words.title_of(rows[0])
    context: dict[str, Any] = {
        "title": title,
        "key": key,
        "known": known,
        "first": first,
        "last": last,
        "illustrative": before.illustrative or after.illustrative,
        "crumbs": [
            {"label": _("Quy hoạch"), "url": reverse("public:plans") + asking.query()},
            {"label": title, "url": reverse("public:plan", args=[key]) + asking.query()},
            {"label": _("So sánh phiên bản")},
        ],
    }
    if first == last:
        return render(request, "public/plans/compare.html", context)
    found = differences(before, after)
    if request.GET.get("dinh-dang") == "xlsx":
        return _workbook(title, before, after, found.changes)
    context |= {
        "before": before,
        "after": after,
        "balance": balance_of(before, after),
        "refused": found.refused,
        "counts": [(kind, kind_titles()[kind], found.counts[kind]) for kind in KINDS],
        "compare_map": _map_values(before, after),
        **_list(request, before, after, found.changes, asking),
    }
    return render(request, "public/plans/compare.html", context)


@action("plans.view")
@require_safe
@asks
def plan_changes(_request: HttpRequest, asking: Asking, key: str, first: int, last: int) -> HttpResponse:
    """Numbers of the changed zones in both versions' tiles, by kind, for the two maps."""
    rows = published(key, asking)
    found = differences(numbered(rows, first), numbered(rows, last))
    values: dict[str, dict[str, list[int]]] = {"before": {}, "after": {}}
    for change in found.changes:
        if change.before:
            values["before"].setdefault(change.kind, []).append(change.before)
        if change.after:
            values["after"].setdefault(change.kind, []).append(change.after)
    response = JsonResponse(values, json_dumps_params={"separators": (",", ":")})
    response["Cache-Control"] = f"public, max-age={DAY}"
    return response


def balance_of(before: VersionRow, after: VersionRow) -> list[Balance]:
    """Area by function in both versions, in the order of the law table."""
    old, new = before.by_function, after.by_function
    return [
        Balance(item, old.get(item.key, 0.0) / words.HECTARE, new.get(item.key, 0.0) / words.HECTARE)
        for item in function_words({*old, *new}, language())
    ]


def _chosen(request: HttpRequest, name: str, known: list[int], otherwise: int) -> int:
    text = request.GET.get(name, "")
    if not text:
        return otherwise
    if not (text.isascii() and text.isdigit() and len(text) < 6) or int(text) not in known:
        raise Http404(text)
    return int(text)


def _list(
    request: HttpRequest, before: VersionRow, after: VersionRow, changes: tuple[Change, ...], asking: Asking
) -> dict[str, Any]:
    """The changes that are asked for, one page of them."""
    show = request.GET.get("hien", "")
    show = show if show in CHANGED else ""
    function = request.GET.get("chuc-nang", "")
    present = {change.function_before for change in changes} | {change.function_after for change in changes}
    chosen = [
        change
        for change in changes
        if show in {"", change.kind} and function in {"", change.function_before, change.function_after}
    ]
    chosen.sort(key=lambda change: CHANGED.index(change.kind))
    page = Paginator(chosen, PAGE_SIZE).get_page(request.GET.get("trang"))
    keep = {"tu": str(before.number), "den": str(after.number)}
    if asking.as_known_on is not None:
        keep["biet"] = asking.as_known_on.isoformat()
    given = {name: value for name, value in {**keep, "hien": show, "chuc-nang": function}.items() if value}
    return {
        "show": show,
        "function": function,
        "kinds": [(kind, kind_titles()[kind]) for kind in CHANGED],
        "functions": list(function_words(present - {""}, language())),
        "keep": list(keep.items()),
        "lines": [_line(change) for change in page.object_list],
        "page": page,
        "numbers": page.paginator.get_elided_page_range(page.number),
        "query": f"{urlencode(given)}&",
        "export": f"?{urlencode({**keep, 'dinh-dang': 'xlsx'})}",
    }


def _line(change: Change) -> Line:
    def named(function: str, feature: int) -> FunctionWords | None:
        return function_words([function], language())[0] if feature else None

    return Line(
        change,
        kind_titles()[change.kind],
        named(change.function_before, change.before),
        named(change.function_after, change.after),
    )


def _map_values(before: VersionRow, after: VersionRow) -> dict[str, Any]:
    present = function_words({*before.by_function, *after.by_function}, language())
    return {
        "plans": [plan_values(before), plan_values(after)],
        "colours": {item.key: item.colour for item in present},
        "changes": reverse("public:plan_changes", args=[before.plan_key, before.number, after.number]),
        "words": plan_map_words(),
    }


def _workbook(title: str, before: VersionRow, after: VersionRow, changes: tuple[Change, ...]) -> HttpResponse:
    columns = [
        Column(_("Thay đổi"), 28),
        Column(_("Ký hiệu"), 16),
        Column(_("Lớp"), 26),
        Column(_("Chức năng trước"), 40),
        Column(_("Chức năng sau"), 40),
        Column(_("Diện tích trước (m²)"), 20, 1),
        Column(_("Diện tích sau (m²)"), 20, 1),
        Column(_("Trường đổi"), 40),
    ]
    heading = _("%(title)s: phiên bản %(first)s so với phiên bản %(last)s") % {
        "title": title,
        "first": before.number,
        "last": after.number,
    }
    digests = [before.digest, after.digest]
    return xlsx_response(
        f"{before.plan_key}-so-sanh-{before.number}-{after.number}.xlsx",
        columns,
        (_export_row(_line(change)) for change in changes),
        heading,
        [_("Mã kiểm tra nội dung (SHA-256): %(digest)s") % {"digest": digest} for digest in digests],
        illustrative=before.illustrative or after.illustrative,
    )


def _export_row(line: Line) -> list[Any]:
    change = line.change
    return [
        line.kind,
        change.label,
        change.layer,
        line.before.title if line.before else "",
        line.after.title if line.after else "",
        change.area_before,
        change.area_after,
        ", ".join(change.columns),
    ]
