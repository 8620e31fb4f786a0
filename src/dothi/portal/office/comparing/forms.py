"""What a comparison is asked with."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dothi.portal.office.dossiers.plan_fields import PlaceForm, levels
from dothi.portal.office.span_fields import DayField
from dothi.portal.office.speech import language
from dothi.registry.land.comparing import conformity, conversion, exposed, lacking
from dothi.registry.land.comparing.handing import OPEN_LEVEL
from dothi.registry.land.models import ThemeLayer
from dothi.registry.plans.models import Plan

EARLIEST_YEAR = 1990
WHOLE, UNITS = "whole", "units"


def plan_choices() -> list[Any]:
    """Published plans, by level from the coarsest."""
    by_level: dict[str, list[tuple[str, str]]] = {}
    for plan in Plan.objects.filter(versions__isnull=False).distinct():
        title = (plan.title_en or plan.title) if language() == "en" else plan.title
        by_level.setdefault(plan.level, []).append((plan.key, title))
    titles = dict(levels())
    order = [*titles, *sorted(set(by_level) - set(titles))]
    return [("", _("Chưa chọn"))] + [
        (titles.get(code, code), by_level[code]) for code in order if code in by_level
    ]


class ConformForm(forms.Form):
    """Which plan against which, and on what day."""

    lower = forms.ChoiceField(label=gettext_lazy("Đồ án cấp dưới"))
    upper = forms.ChoiceField(
        label=gettext_lazy("Đồ án cấp trên"),
        help_text=gettext_lazy("Đồ án mà đồ án cấp dưới phải phù hợp"),
    )
    day = DayField(
        label=gettext_lazy("Ngày đối chiếu"),
        help_text=gettext_lazy("Lấy phiên bản của hai đồ án có hiệu lực vào ngày này, ví dụ 30/6/2025"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("lower", "upper"):
            self.fields[name].choices = plan_choices()

    def wanted(self) -> conformity.Wanted:
        """The valid form as the registry takes it."""
        data = self.cleaned_data
        return conformity.Wanted(data["lower"], data["upper"], data["day"])


class ConvertForm(forms.Form):
    """Current use against which plan, by the end of which year, counted how."""

    current = forms.ChoiceField(label=gettext_lazy("Lớp hiện trạng sử dụng đất"))
    plan = forms.ChoiceField(label=gettext_lazy("Đồ án"))
    year = forms.IntegerField(
        label=gettext_lazy("Năm"),
        min_value=EARLIEST_YEAR,
        max_value=9999,
        help_text=gettext_lazy("Tính đến hết năm này, hoặc đến hôm nay nếu năm chưa hết"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "input input--short"}),
    )
    scope = forms.ChoiceField(
        label=gettext_lazy("Cách cộng"),
        choices=[(UNITS, gettext_lazy("Theo từng đơn vị")), (WHOLE, gettext_lazy("Toàn bộ hai lớp"))],
        help_text=gettext_lazy("Ranh giới đơn vị là bản khái quát: diện tích theo đơn vị chỉ là ước lượng"),
    )
    column = forms.CharField(
        label=gettext_lazy("Trường mã loại đất"),
        max_length=100,
        required=False,
        help_text=gettext_lazy("Tên cột trong lớp hiện trạng; bỏ trống thì tìm theo bảng mã loại đất"),
        widget=forms.TextInput(attrs={"class": "input input--short"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = ThemeLayer.objects.as_known_on().filter(theme=conversion.THEME)
        layers = [(str(row.pk), f"{row.title} ({row.document})") for row in rows]
        self.fields["current"].choices = [("", _("Chưa chọn")), *layers]
        self.fields["plan"].choices = plan_choices()

    def wanted(self) -> conversion.Wanted:
        """The valid form as the registry takes it."""
        data = self.cleaned_data
        return conversion.Wanted(
            int(data["current"]), data["plan"], data["year"], data["scope"] == UNITS, data["column"].strip()
        )


class ExposeForm(forms.Form):
    """Which plan, which hazard, on what day."""

    plan = forms.ChoiceField(label=gettext_lazy("Đồ án"))
    theme = forms.ChoiceField(label=gettext_lazy("Nguy cơ, hạn chế"))
    day = DayField(
        label=gettext_lazy("Ngày"),
        help_text=gettext_lazy("Lấy phiên bản của đồ án và các lớp chủ đề có hiệu lực vào ngày này"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["plan"].choices = plan_choices()
        titles = exposed.hazards(timezone.localdate())
        self.fields["theme"].choices = [
            (code, title.en if language() == "en" else title.vi) for code, title in titles.items()
        ]

    def wanted(self) -> exposed.Wanted:
        """The valid form as the registry takes it."""
        data = self.cleaned_data
        return exposed.Wanted(data["plan"], data["theme"], data["day"])


class LackForm(PlaceForm):
    """Land without a plan of which level, when, and where."""

    field_order = ("level", "day", "place", "opened")
    level = forms.ChoiceField(label=gettext_lazy("Cấp quy hoạch"))
    day = DayField(
        label=gettext_lazy("Ngày"),
        help_text=gettext_lazy("Đồ án có hiệu lực vào ngày này được tính, ví dụ 30/6/2025"),
    )
    opened = forms.BooleanField(
        label=gettext_lazy("Cho mọi người xem kết quả"),
        required=False,
        help_text=gettext_lazy("Chỉ với quy hoạch chung; kết quả hiện ở trang «Đất chưa có quy hoạch chung»"),
    )

    def __init__(self, *args: Any, may_open: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["level"].choices = levels()
        self.fields["place"].label = _("Đơn vị hành chính")
        self.fields["place"].help_text = _("Tỉnh, huyện hoặc xã; bỏ trống là toàn địa bàn")
        if not may_open:
            del self.fields["opened"]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("opened") and data.get("level") != OPEN_LEVEL:
            self.add_error("opened", _("Chỉ kết quả của quy hoạch chung được cho mọi người xem"))
        return data

    def wanted(self) -> lacking.Wanted:
        """The valid form as the registry takes it."""
        data = self.cleaned_data
        return lacking.Wanted(data["level"], data["day"], data.get("place_key", ""), bool(data.get("opened")))


def year_of(day: date) -> int:
    """The year a form offers first: the last one that is over."""
    return day.year - 1
