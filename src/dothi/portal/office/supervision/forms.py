"""Forms of supervision: the plan, a finding, a recommendation, a response."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from dothi.portal.consultations import pick
from dothi.portal.office.span_fields import DayField
from dothi.portal.supervisions import STANDINGS, SUBJECTS, SUPERVISORS

LINE = {"class": "input"}
AREA = {"class": "input", "rows": 4}


def _text(label: Any, hint: Any = "") -> forms.CharField:
    return forms.CharField(label=label, max_length=3000, help_text=hint, widget=forms.Textarea(attrs=AREA))


def _line(label: Any, length: int, hint: Any = "", *, required: bool = True) -> forms.CharField:
    widget = forms.TextInput(attrs=LINE)
    return forms.CharField(label=label, max_length=length, help_text=hint, required=required, widget=widget)


class SupervisionForm(forms.Form):
    """A plan of supervision."""

    use_required_attribute = False
    supervisor = forms.ChoiceField(label=gettext_lazy("Ai giám sát"), widget=forms.RadioSelect)
    body = _line(gettext_lazy("Tên cơ quan giám sát"), 200)
    title = _line(gettext_lazy("Tên kế hoạch giám sát"), 300)
    scope = _text(gettext_lazy("Nội dung giám sát"))
    document = _line(gettext_lazy("Văn bản"), 300, gettext_lazy("Số, ngày, cơ quan ban hành"), required=False)
    starts_on = DayField(label=gettext_lazy("Từ ngày"))
    ends_on = DayField(label=gettext_lazy("Hết ngày"))
    public = forms.BooleanField(
        label=gettext_lazy("Công khai"),
        required=False,
        help_text=gettext_lazy("Mọi người đọc được kế hoạch, phát hiện, kiến nghị và kết quả"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["supervisor"].choices = [(code, pick(words)) for code, words in SUPERVISORS.items()]


class FindingForm(forms.Form):
    """What was found."""

    use_required_attribute = False
    subject_kind = forms.ChoiceField(label=gettext_lazy("Về"), widget=forms.RadioSelect)
    subject_key = _line(
        gettext_lazy("Khóa hoặc tên"),
        120,
        gettext_lazy("Đồ án, chương trình: khóa trong địa chỉ trang của nó; việc khác: tên"),
        required=False,
    )
    text = _text(gettext_lazy("Phát hiện"))
    found_on = DayField(label=gettext_lazy("Ngày phát hiện"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["subject_kind"].choices = [(code, pick(words)) for code, words in SUBJECTS.items()]


class RecommendationForm(forms.Form):
    """What is asked of whom, until when."""

    use_required_attribute = False
    text = _text(gettext_lazy("Kiến nghị"))
    addressee = _line(gettext_lazy("Cơ quan được kiến nghị"), 200)
    due_on = DayField(label=gettext_lazy("Hạn trả lời"), required=False)


class ResponseForm(forms.Form):
    """What became of a recommendation."""

    use_required_attribute = False
    standing = forms.ChoiceField(label=gettext_lazy("Kết quả"), widget=forms.RadioSelect)
    text = _text(gettext_lazy("Đã làm gì, hoặc vì sao không"))
    responded_on = DayField(label=gettext_lazy("Ngày trả lời"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["standing"].choices = [
            (code, pick(words)) for code, words in STANDINGS.items() if code != "open"
        ]
