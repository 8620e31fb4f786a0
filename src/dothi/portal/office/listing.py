"""The list of observed values: filtered, searched without tone marks, sorted, in pages, and as a workbook."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dothi.base.text import fold
from dothi.portal.export import Column, xlsx_response
from dothi.portal.office.forms import indicator_choices
from dothi.portal.office.reach import visible
from dothi.portal.office.speech import indicator_title, language, lines, state_label
from dothi.portal.words import word
from dothi.registry.accounts.access import action, can
from dothi.registry.observations.catalogue import indicators
from dothi.registry.observations.models import Observation, State
from dothi.registry.observations.where import PlaceIndex
from dothi.registry.sources.models import Source

PAGE_SIZE = 50
GONE = "gone"
SORTS = {
    "chi-tieu": "indicator",
    "dia-diem": "place_key",
    "gia-tri": "value",
    "thoi-ky": "starts_latest",
    "trang-thai": "state",
    "thay-doi": "changed_at",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What the reader of the list asked for."""

    indicator: str = ""
    place: str = ""
    state: str = ""
    year: int | None = None
    text: str = ""
    batch: str = ""
    sort: str = "thay-doi"
    down: bool = True

    @classmethod
    def of(cls, request: HttpRequest) -> Asked:
        """Read the address; what makes no sense counts as not asked."""
        get = request.GET
        year = get.get("nam", "")
        sort = get.get("sap-xep", "")
        return cls(
            get.get("chi-tieu", "")[:60],
            get.get("dia-diem", "").strip()[:200],
            get.get("trang-thai", "") if get.get("trang-thai", "") in {*State.values, GONE} else "",
            int(year) if year.isascii() and year.isdigit() and 1900 <= int(year[:4]) <= 2200 else None,
            get.get("q", "").strip()[:200],
            get.get("lan-nhap", "")[:36],
            sort if sort in SORTS else "thay-doi",
            "giam" in get if sort in SORTS else True,
        )

    def parameters(self) -> dict[str, str]:
        """The same as parameters of an address, without what was not asked."""
        given = {
            "chi-tieu": self.indicator,
            "dia-diem": self.place,
            "trang-thai": self.state,
            "nam": "" if self.year is None else str(self.year),
            "q": self.text,
            "lan-nhap": self.batch,
        }
        return {name: value for name, value in given.items() if value}


@action("observations.view")
@require_safe
def observations(request: HttpRequest) -> HttpResponse:
    """The list."""
    asked, places = Asked.of(request), PlaceIndex.load()
    page = Paginator(_ordered(request.user, asked, places), PAGE_SIZE).get_page(request.GET.get("trang"))
    sorted_by = {"sap-xep": asked.sort, **({"giam": "1"} if asked.down else {})}
    context = {
        "asked": asked,
        "page": page,
        "lines": lines(page.object_list, places),
        "numbers": page.paginator.get_elided_page_range(page.number),
        "columns": _columns(asked),
        "query": urlencode({**asked.parameters(), **sorted_by}) + "&",
        "export": "?" + urlencode({**asked.parameters(), **sorted_by}),
        "indicators": indicator_choices(),
        "states": [(code, word("state", code, language())) for code in State.values]
        + [(GONE, _("Đã hủy hoặc được thay"))],
        "years": _years(),
        "may_enter": can(request.user, "observations.enter"),
        "narrowed": bool(asked.parameters()),
    }
    return render(request, "office/observations.html", context)


@action("observations.view")
@require_safe
def export(request: HttpRequest) -> HttpResponseBase:
    """The whole filtered list as a workbook."""
    asked, places = Asked.of(request), PlaceIndex.load()
    rows = _ordered(request.user, asked, places)
    columns = [
        Column(_("Mã chỉ tiêu"), 22),
        Column(_("Chỉ tiêu"), 34),
        Column(_("Mã địa điểm"), 16),
        Column(_("Địa điểm"), 28),
        Column(_("Giá trị"), 16),
        Column(_("Đơn vị tính"), 14),
        Column(_("Từ ngày"), 13),
        Column(_("Đến ngày"), 13),
        Column(_("Trạng thái"), 14),
        Column(_("Nguồn"), 40),
        Column(_("Trang, bảng trong nguồn"), 26),
        Column(_("Ghi chú"), 34),
        Column(_("Người nhập"), 24),
        Column(_("Dữ liệu minh họa"), 18),
    ]
    notes = [
        _("Chỉ số liệu ở trạng thái «Đã duyệt» là số liệu công bố; các trạng thái khác đang được xử lý.")
    ]
    return xlsx_response(
        f"so-lieu-{timezone.localdate():%Y-%m-%d}",
        columns,
        _export_rows(rows, places),
        _("Số liệu đô thị"),
        notes,
        illustrative=rows.filter(illustrative=True).exists(),
    )


def _export_rows(rows: QuerySet[Observation], places: PlaceIndex) -> Iterator[list[Any]]:
    for row in rows.iterator(chunk_size=1000):
        gone = state_label(row)
        yield [
            row.indicator,
            indicator_title(row.indicator),
            row.place_key,
            places.name(row.place_key, row.last_day),
            row.value,
            row.unit,
            row.first_day,
            row.last_day,
            gone or word("state", row.state, language()),
            row.source.title if row.source else "",
            row.source_place,
            row.note,
            row.entered_by.get_full_name() if row.entered_by else "",
            _("Dữ liệu minh họa") if row.illustrative else "",
        ]


def _ordered(user: Any, asked: Asked, places: PlaceIndex) -> QuerySet[Observation]:
    rows = visible(user, _chosen(asked, places)).select_related("source", "entered_by")
    column = SORTS[asked.sort]
    return rows.order_by(f"-{column}" if asked.down else column, "pk")


def _chosen(asked: Asked, places: PlaceIndex) -> QuerySet[Observation]:
    rows: QuerySet[Observation] = Observation.objects.all()
    if asked.state == GONE:
        rows = rows.exclude(withdrawn_at=None)
    else:
        rows = rows.filter(withdrawn_at=None)
        rows = rows.filter(state=asked.state) if asked.state else rows
    if asked.indicator:
        rows = rows.filter(indicator=asked.indicator)
    if asked.place:
        rows = rows.filter(place_key__in=_keys_like(asked.place, places))
    if asked.year is not None:
        rows = rows.filter(starts_latest__year__lte=asked.year, ends_earliest__gt=f"{asked.year}-01-01")
    if asked.batch:
        rows = rows.filter(batch=asked.batch) if _is_uuid(asked.batch) else rows.none()
    return rows.filter(_says(asked.text, places)) if asked.text else rows


def _says(text: str, places: PlaceIndex) -> Q:
    """Values whose indicator, place, source or note says ``text``, tone marks aside."""
    wanted = fold(text)
    titled = [
        code
        for code, row in indicators().items()
        if _word_in(wanted, f"{row.title_vi} {row.title_en} {code}")
    ]
    sources = [
        source.pk for source in Source.objects.all() if _word_in(wanted, f"{source.title} {source.number}")
    ]
    return (
        Q(indicator__in=titled)
        | Q(place_key__in=_keys_like(text, places))
        | Q(source_id__in=sources)
        | Q(note__icontains=text)
    )


def _keys_like(text: str, places: PlaceIndex) -> list[str]:
    if text in places:
        return [text]
    wanted = fold(text)
    return [
        key
        for key in places.known_keys()
        if wanted
        and any(_word_in(wanted, text) for text in (key, *(state.name for state in places.states(key))))
    ]


def _word_in(wanted: str, text: str) -> bool:
    """Whether words of ``text`` start like the folded ``wanted``; huong is no part of phuong."""
    return f" {wanted}" in f" {fold(text)}"


def _columns(asked: Asked) -> list[dict[str, Any]]:
    titles = {
        "chi-tieu": _("Chỉ tiêu"),
        "dia-diem": _("Địa điểm"),
        "gia-tri": _("Giá trị"),
        "thoi-ky": _("Thời kỳ"),
        "trang-thai": _("Trạng thái"),
        "thay-doi": _("Thay đổi gần nhất"),
    }
    columns = []
    for code, label in titles.items():
        current = asked.sort == code
        turned = {"giam": "1"} if current and not asked.down else {}
        address = "?" + urlencode({**asked.parameters(), "sap-xep": code, **turned})
        direction = ("descending" if asked.down else "ascending") if current else ""
        columns.append({"label": label, "url": address, "direction": direction, "numeric": code == "gia-tri"})
    return columns


def _years() -> list[int]:
    first = Observation.objects.order_by("starts_latest").values_list("starts_latest", flat=True).first()
    this = timezone.localdate().year
    return list(range(this, (first.year if first else this) - 1, -1))


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
