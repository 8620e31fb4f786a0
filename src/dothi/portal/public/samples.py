"""What the components page shows: every component with real, long and missing contents."""

from __future__ import annotations

from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils.translation import gettext as _

from dothi.portal.asking import asked
from dothi.portal.comparison import Row, row_of
from dothi.portal.public.scores import Bar
from dothi.portal.public.stops import stops
from dothi.portal.words import WORDS
from dothi.programme.compare import Kept, Pair, changes
from dothi.registry.places.queries import pack_info

STATES = tuple(WORDS["state"])
COLOURS = (
    "ink",
    "ink-soft",
    "ink-quiet",
    "ground",
    "ground-deep",
    "line",
    "line-control",
    "accent",
    "accent-deep",
    "accent-soft",
    "amber",
    "good",
    "course",
    "behind",
    "fault",
    "caution",
    "sea",
)


_SCORE = {"low": "62", "high": "83", "most": "100"}


def component_samples(request: HttpRequest) -> dict[str, Any]:
    """Sample contents of every component; the figures are examples and are marked so."""
    asking = asked(request, strict=False)
    page = Paginator(range(1, 10_001), 100).page(7)
    return {
        "score_bars": [
            Bar("62.00", "21.00", "75.00", _("từ %(low)s đến %(high)s trên %(most)s") % _SCORE),
            Bar("0.00", "100.00", "", _("chưa biết")),
        ],
        "states": STATES,
        "colours": COLOURS,
        "figures": _figures(),
        "form": _sample_form(),
        "page": page,
        "numbers": page.paginator.get_elided_page_range(7),
        "columns": _columns(),
        "tabs": [
            {"label": _("Tổng quan"), "url": "#tabs", "current": True},
            {"label": _("Số liệu"), "url": "#tabs", "current": False},
            {"label": _("Lịch sử"), "url": "#tabs", "current": False},
        ],
        "crumbs": [
            {"label": _("Đơn vị hành chính"), "url": "#breadcrumb"},
            {"label": "Huyện Duy Xuyên", "url": "#breadcrumb"},
            {"label": "Thị trấn Nam Phước"},
        ],
        "entry": SimpleNamespace(
            quote="Tỷ lệ đô thị hóa đến năm 2025 đạt 12%, đến năm 2030 đạt 34%.",
            where="I.2.2",
            address="#quote",
            summary=_("Chỉ tiêu ví dụ"),
        ),
        "line": SimpleNamespace(
            method=_("Đếm đô thị đã công nhận trong danh mục"),
            source_address="#quote",
            source_title=_("Nguồn ví dụ"),
            indicator=_("Chỉ tiêu ví dụ"),
        ),
        "contents": [
            {"anchor": "quote", "label": _("Chỉ tiêu theo năm"), "count": 16},
            {"anchor": "contents", "label": _("Cơ quan và trách nhiệm"), "count": 9},
        ],
        "rows": _compared(),
        "stops": stops(pack_info(), asking, "/giao-dien/"),
        "address": "/giao-dien/",
    }


def _figures() -> list[SimpleNamespace]:
    known = {
        "label": _("Dân số"),
        "decimals": None,
        "unit": "người",
        "date_text": _("Ngày %(day)s") % {"day": "1/4/2019"},
        "basis": "counted",
        "note": "",
        "source_title": _("Nguồn ví dụ"),
        "source_url": "#figure",
        "illustrative": True,
    }
    return [
        SimpleNamespace(value=Decimal(1234567), **known),
        SimpleNamespace(
            **{
                **known,
                "label": _("Tỷ lệ dân số đô thị"),
                "unit": "%",
                "decimals": 1,
                "basis": "apportioned",
            },
            value=Decimal("12.345"),
        ),
        SimpleNamespace(
            **{
                **known,
                "label": _("Đất cây xanh đô thị bình quân"),
                "basis": "",
                "date_text": "",
                "source_title": "",
                "note": _("Phòng quản lý đô thị nhập tại Bàn làm việc"),
                "illustrative": False,
            },
            value=None,
        ),
    ]


def _compared() -> list[Row]:
    """One item of two versions, changed, and one that is new."""
    fields = {"indicator": _("Chỉ tiêu ví dụ"), "comparison": "=", "unit": "%", "year_to": 2030}
    before = Kept("a", "target", "đến năm 2030 đạt 12%", fields | {"min": 12.0, "max": 12.0})
    after = Kept("a", "target", "đến hết năm 2030 đạt 34%", fields | {"min": 34.0, "max": 34.0})
    return [row_of(Pair(before, after, changes(before, after))), row_of(Pair(None, after))]


def _columns() -> list[dict[str, Any]]:
    return [
        {"label": _("Tên"), "url": "#table", "direction": "ascending", "numeric": False},
        {"label": _("Loại"), "url": "#table", "direction": "", "numeric": False},
        {"label": _("Dân số (người)"), "url": "#table", "direction": "", "numeric": True},
        {"label": _("Tình trạng"), "url": "", "direction": "", "numeric": False},
    ]


class SampleForm(forms.Form):
    """A form of every kind of field, one of them refused."""

    name = forms.CharField()
    people = forms.CharField()
    kind = forms.ChoiceField()
    day = forms.DateField(
        required=False, widget=forms.DateInput(attrs={"type": "date", "class": "input input--short"})
    )
    note = forms.CharField(required=False, widget=forms.Textarea(attrs={"class": "input", "rows": 3}))


def _sample_form() -> SampleForm:
    form = SampleForm({"name": "Thị trấn Nam Phước – Duy Xuyên", "people": "25.4", "kind": "general"})
    form.fields["name"].label = _("Tên đồ án")
    form.fields["name"].help_text = _("Ghi đúng tên trong quyết định phê duyệt")
    form.fields["people"].label = _("Dân số dự báo")
    form.fields["kind"].label = _("Loại quy hoạch")
    form.fields["day"].label = _("Ngày quyết định")
    form.fields["note"].label = _("Ghi chú")
    kind = form.fields["kind"]
    if isinstance(kind, forms.ChoiceField):
        kind.choices = [("general", _("Quy hoạch chung")), ("zoning", _("Quy hoạch phân khu"))]
    form.add_error("people", _("«25.4» dùng dấu chấm. Ghi phần thập phân sau dấu phẩy, ví dụ 25,4."))
    return form
