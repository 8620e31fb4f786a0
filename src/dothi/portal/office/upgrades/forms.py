"""What a plan is asked with, and which towns its template is for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dothi.portal.office.span_fields import DayField
from dothi.portal.public.order import alphabetical
from dothi.registry.places.town_queries import towns_on
from dothi.registry.upgrades.handing import Question

CLASSES = ("I", "II", "III", "IV", "V")
EARLIEST, LATEST = 1990, 2100
_SHORT = {"class": "input input--short", "inputmode": "numeric"}


def _year(**kwargs: Any) -> forms.IntegerField:
    widget = forms.TextInput(attrs=_SHORT)
    return forms.IntegerField(min_value=EARLIEST, max_value=LATEST, widget=widget, **kwargs)


def _whole(least: int, most: int, **kwargs: Any) -> forms.IntegerField:
    return forms.IntegerField(min_value=least, max_value=most, widget=forms.TextInput(attrs=_SHORT), **kwargs)


class PlanForm(forms.Form):
    """Class and year where the workbook has no table of goals, and how to search."""

    class_code = forms.ChoiceField(
        label=gettext_lazy("Loại phải đạt"),
        required=False,
        help_text=gettext_lazy("Để trống thì lấy theo trang «Mục tiêu» của tệp"),
    )
    by = _year(
        label=gettext_lazy("Đến hết năm"),
        required=False,
        help_text=gettext_lazy("Để trống thì lấy theo trang «Mục tiêu», hoặc năm cuối của ngân sách"),
    )
    earliest = forms.BooleanField(
        label=gettext_lazy("Tìm năm sớm nhất đạt được, không muộn hơn năm trên"), required=False
    )
    day = DayField(
        label=gettext_lazy("Theo luật của ngày"),
        help_text=gettext_lazy("Bộ tiêu chuẩn phân loại có hiệu lực vào ngày này"),
    )
    alternatives = _whole(
        0, 10, label=gettext_lazy("Số phương án kế tiếp"), initial=2,
        help_text=gettext_lazy("Những chương trình rẻ tiếp theo để so sánh, 0 đến 10"),
    )  # fmt: skip
    gap = forms.FloatField(
        label=gettext_lazy("Khoảng cách chấp nhận (%)"), initial=0, min_value=0, max_value=50,
        localize=True,
        widget=forms.TextInput(attrs={"class": "input input--short", "inputmode": "decimal"}),
        help_text=gettext_lazy("0 là tìm chương trình rẻ nhất; 1 là dừng khi không thể rẻ hơn quá 1 %"),
    )  # fmt: skip
    minutes = _whole(
        1, 60, label=gettext_lazy("Thời gian nhiều nhất cho mỗi trường hợp (phút)"), initial=5,
        help_text=gettext_lazy("Hết thời gian thì lấy chương trình tốt nhất đã tìm được, nói rõ khoảng cách"),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["class_code"].choices = [("", _("Theo tệp")), *((code, code) for code in CLASSES)]

    def question(self) -> Question:
        """The valid form as the registry takes it."""
        data = self.cleaned_data
        return Question(
            data["day"],
            data["class_code"],
            data["by"],
            data["earliest"],
            data["alternatives"],
            data["gap"] / 100,
            data["minutes"] * 60,
        )


class TemplateForm(forms.Form):
    """Towns whose values on record the template holds, the class, and the years of the budgets."""

    towns = forms.MultipleChoiceField(
        label=gettext_lazy("Đô thị"),
        widget=forms.SelectMultiple(attrs={"class": "input", "size": 8}),
        help_text=gettext_lazy("Chọn một hoặc nhiều đô thị dùng chung ngân sách (giữ phím Ctrl)"),
    )
    class_code = forms.ChoiceField(
        label=gettext_lazy("Loại phải đạt"), choices=[(code, code) for code in CLASSES], initial="III"
    )
    first = _year(label=gettext_lazy("Năm đầu"))
    years = _whole(1, 20, label=gettext_lazy("Số năm"), initial=5)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = sorted(towns_on(timezone.localdate(), None), key=lambda row: alphabetical(row.name))
        self.fields["towns"].choices = [(row.key, row.name) for row in rows]
