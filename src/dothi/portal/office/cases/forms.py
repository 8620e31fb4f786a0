"""Forms of cases. Each names its fields; what is sent beside them is not looked at."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dothi.base.errors import DothiError, Fault
from dothi.law.tables.procedure_items import ProcedureItem
from dothi.law.tables.procedure_steps import DUTIES
from dothi.portal.office.cases import speech
from dothi.portal.office.span_fields import DayField
from dothi.portal.office.speech import language, sentence
from dothi.registry.lawbook import current_law
from dothi.registry.procedures.models import Office, Stance

SHORT = forms.TextInput(attrs={"class": "input input--short", "autocomplete": "off"})


def area(rows: int) -> forms.Textarea:
    """A field for several lines."""
    return forms.Textarea(attrs={"rows": rows, "class": "input"})


class CaseFormBase(forms.Form):
    """A form whose faults from a service stand beside their fields."""

    use_required_attribute = False
    renamed: dict[str, str] = {}

    def refuse(self, error: DothiError) -> None:
        """Put each fault beside the field it names, or above the form."""
        for one in error.faults:
            bare = Fault(one.code, one.vi, one.en, "", one.remedy_vi, one.remedy_en)
            text = sentence(bare)
            name = self.renamed.get(one.where, one.where)
            self.add_error(name if name in self.fields else None, text[:1].upper() + text[1:])


class OpenForm(CaseFormBase):
    """A case as it is opened. ``place`` is read by :mod:`place_choice`."""

    renamed = {"place_key": "place"}
    kind = forms.ChoiceField(label=gettext_lazy("Thủ tục"))
    title = forms.CharField(label=gettext_lazy("Tên hồ sơ"), max_length=300)
    opened_on = DayField(label=gettext_lazy("Ngày mở"))
    variant = forms.ChoiceField(label=gettext_lazy("Hình thức"))
    plan = forms.CharField(
        label=gettext_lazy("Đồ án"),
        required=False,
        max_length=80,
        help_text=gettext_lazy("Chỉ với thủ tục quy hoạch: chọn đồ án đã có trong hệ thống"),
        widget=forms.Select(attrs={"class": "input"}),
    )
    level = forms.ChoiceField(
        label=gettext_lazy("Cấp quy hoạch"),
        required=False,
        help_text=gettext_lazy("Khi chưa có đồ án trong hệ thống"),
    )
    area = forms.ChoiceField(
        label=gettext_lazy("Phạm vi"),
        required=False,
        help_text=gettext_lazy("Thời hạn và thẩm quyền tính theo phạm vi; để trống thì chưa biết"),
    )
    amends = forms.CharField(
        label=gettext_lazy("Điều chỉnh hồ sơ"),
        required=False,
        max_length=20,
        help_text=gettext_lazy("Mã của hồ sơ được điều chỉnh"),
        widget=SHORT,
    )
    place = forms.CharField(label=gettext_lazy("Địa bàn"), required=False, max_length=200)
    units = forms.CharField(
        label=gettext_lazy("Mã đơn vị được lập"),
        required=False,
        max_length=400,
        help_text=gettext_lazy("Chỉ với thủ tục thành lập đơn vị; ngăn bằng dấu cách"),
    )
    illustrative = forms.BooleanField(label=gettext_lazy("Dữ liệu minh họa"), required=False)

    def __init__(self, *args: Any, plans: Iterable[Any], day: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.candidates: tuple[tuple[str, str], ...] = ()
        fields: dict[str, Any] = self.fields
        fields["kind"].choices = speech.procedure_choices(day)
        fields["variant"].choices = [(code, speech.variant_title(code)) for code in speech.VARIANTS]
        fields["plan"].widget.choices = [("", "—"), *((one.key, one.title) for one in plans)]
        rows = current_law().procedure_areas.in_force(day)
        fields["area"].choices = [("", _("Chưa rõ")), *((row.code, row.title(language())) for row in rows)]
        levels = current_law().planning_levels.in_force(day)
        fields["level"].choices = [("", "—"), *((row.code, row.title(language())) for row in levels)]
        for name in ("plan", "level", "amends", "units"):
            fields[name].needed_at_times = True


class FactsForm(CaseFormBase):
    """The fields that may be filled by now, as text; the services read them.

    ``needed`` tells for an item which stage cannot be reached without it.
    """

    def __init__(
        self, items: Iterable[ProcedureItem], *args: Any, needed: dict[str, str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for item in items:
            field: Any = forms.CharField(
                label=item.title(language()), required=False, max_length=2000, widget=_widget(item.kind)
            )
            if item.code in needed:
                field.needed_at_times = True
                field.help_text = _("Cần có để sang «%(stage)s»") % {"stage": needed[item.code]}
            self.fields[item.code] = field


def _widget(kind: str) -> forms.Widget:
    if kind == "note":
        return area(3)
    if kind == "text":
        return forms.TextInput(attrs={"class": "input", "autocomplete": "off"})
    return forms.TextInput(
        attrs={"class": "input input--short", "inputmode": "numeric", "autocomplete": "off"}
    )


class StepForm(CaseFormBase):
    """A step: on which day, who heads the body, what to note."""

    on = DayField(
        label=gettext_lazy("Ngày làm bước này"),
        help_text=gettext_lazy("Ngày ghi trên văn bản; thời hạn của bước sau tính từ đây"),
    )
    head = forms.CharField(
        label=gettext_lazy("Người đứng đầu cơ quan thực hiện"), required=False, max_length=200
    )
    note = forms.CharField(label=gettext_lazy("Ghi chú"), required=False, max_length=500, widget=area(2))
    version = forms.IntegerField(widget=forms.HiddenInput)


class PublishForm(CaseFormBase):
    """With which dossier, and from which day in force."""

    submission = forms.ChoiceField(label=gettext_lazy("Hồ sơ số đã kiểm tra"))
    start = DayField(label=gettext_lazy("Có hiệu lực từ ngày"))
    despite_errors = forms.CharField(
        label=gettext_lazy("Lý do công bố dù hồ sơ còn lỗi"), required=False, max_length=500
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class DocumentForm(CaseFormBase):
    """A file for one of the documents that may be put in by now."""

    item = forms.ChoiceField(label=gettext_lazy("Loại tài liệu"))
    file = forms.FileField(label=gettext_lazy("Tệp"), allow_empty_file=True)
    note = forms.CharField(label=gettext_lazy("Ghi chú"), required=False, max_length=300)


class DutyForm(CaseFormBase):
    """Which body has a duty from a day on, and on what ground."""

    renamed = {"unit_key": "unit"}
    duty = forms.ChoiceField(label=gettext_lazy("Nhiệm vụ"))
    holder = forms.ChoiceField(label=gettext_lazy("Loại cơ quan"), required=False)
    body = forms.ChoiceField(
        label=gettext_lazy("Cơ quan cụ thể"),
        required=False,
        help_text=gettext_lazy("Trong danh mục cơ quan; để trống nếu chỉ biết loại"),
    )
    unit = forms.CharField(
        label=gettext_lazy("UBND của đơn vị"),
        required=False,
        max_length=80,
        help_text=gettext_lazy("Mã đơn vị, khi cơ quan là UBND của một xã, phường"),
        widget=SHORT,
    )
    basis = forms.CharField(
        label=gettext_lazy("Căn cứ"),
        max_length=300,
        help_text=gettext_lazy("Số, ngày của văn bản giao; điều khoản"),
    )
    start = DayField(label=gettext_lazy("Từ ngày"))

    def __init__(self, *args: Any, bodies: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        holders = current_law().procedure_holders.confirmed
        fields["duty"].choices = [(code, speech.duty_title(code)) for code in DUTIES]
        fields["holder"].choices = [("", "—"), *((row.code, row.title(language())) for row in holders)]
        fields["body"].choices = [("", "—"), *((one.key, one.title) for one in bodies)]
        for name in ("holder", "body", "unit"):
            fields[name].needed_at_times = True


class OpinionForm(CaseFormBase):
    """A body that was asked, and what it answered."""

    item = forms.ChoiceField(label=gettext_lazy("Loại ý kiến"))
    body_title = forms.CharField(label=gettext_lazy("Cơ quan cho ý kiến"), max_length=300)
    asked_on = DayField(label=gettext_lazy("Ngày hỏi"), required=False)
    received_on = DayField(label=gettext_lazy("Ngày nhận trả lời"), required=False)
    number = forms.CharField(label=gettext_lazy("Số văn bản"), required=False, max_length=80)
    stance = forms.ChoiceField(label=gettext_lazy("Ý kiến"), required=False)
    text = forms.CharField(label=gettext_lazy("Nội dung"), required=False, max_length=8000, widget=area(5))

    def __init__(self, *args: Any, items: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["item"].choices = list(items)
        fields["stance"].choices = [("", _("Chưa trả lời")), *stance_choices()]


class MemberForm(CaseFormBase):
    """A member of the council."""

    name = forms.CharField(label=gettext_lazy("Họ và tên"), max_length=150)
    position = forms.CharField(label=gettext_lazy("Chức vụ, cơ quan"), required=False, max_length=200)
    office = forms.ChoiceField(label=gettext_lazy("Trong hội đồng"))
    username = forms.CharField(
        label=gettext_lazy("Tên đăng nhập"),
        required=False,
        max_length=150,
        help_text=gettext_lazy("Để người này tự ghi ý kiến; để trống nếu không có tài khoản"),
        widget=SHORT,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        office: Any = self.fields["office"]
        office.choices = [
            (Office.CHAIR.value, _("Chủ tịch hội đồng")),
            (Office.SECRETARY.value, _("Thư ký")),
            (Office.MEMBER.value, _("Ủy viên")),
        ]


class OpineForm(CaseFormBase):
    """A member's written opinion."""

    stance = forms.ChoiceField(label=gettext_lazy("Ý kiến"), widget=forms.RadioSelect)
    opinion = forms.CharField(label=gettext_lazy("Nội dung"), max_length=20000, widget=area(10))
    opined_on = DayField(label=gettext_lazy("Ngày ghi ý kiến"))
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stance: Any = self.fields["stance"]
        stance.choices = stance_choices()


class ConsultantForm(CaseFormBase):
    """An account of the consultant."""

    username = forms.CharField(label=gettext_lazy("Tên đăng nhập"), max_length=150, widget=SHORT)


class DelegationForm(CaseFormBase):
    """A delegation as its decision states it."""

    kind = forms.ChoiceField(label=gettext_lazy("Hình thức"))
    duties = forms.MultipleChoiceField(
        label=gettext_lazy("Việc được giao"), widget=forms.CheckboxSelectMultiple
    )
    levels = forms.MultipleChoiceField(
        label=gettext_lazy("Cấp quy hoạch"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=gettext_lazy("Không chọn là mọi cấp"),
    )
    from_body = forms.ChoiceField(label=gettext_lazy("Cơ quan giao"), required=False)
    from_unit = forms.CharField(
        label=gettext_lazy("hoặc UBND của đơn vị (mã)"), required=False, max_length=80, widget=SHORT
    )
    to_body = forms.ChoiceField(label=gettext_lazy("Cơ quan nhận"), required=False)
    to_unit = forms.CharField(
        label=gettext_lazy("hoặc UBND của đơn vị nhận (mã)"), required=False, max_length=80, widget=SHORT
    )
    to_username = forms.CharField(
        label=gettext_lazy("hoặc một người (tên đăng nhập)"), required=False, max_length=150, widget=SHORT
    )
    decision = forms.CharField(label=gettext_lazy("Quyết định"), max_length=200)
    start = DayField(label=gettext_lazy("Từ ngày"))
    end = DayField(label=gettext_lazy("Đến hết ngày"), required=False)

    def __init__(self, *args: Any, bodies: Iterable[Any], day: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        holders = [(row.code, row.title(language())) for row in current_law().procedure_holders.confirmed]
        named = [(one.key, one.title) for one in bodies]
        fields["kind"].choices = [("authorised", _("Ủy quyền")), ("decentralised", _("Phân cấp"))]
        fields["duties"].choices = [(code, speech.duty_title(code)) for code in DUTIES]
        levels = current_law().planning_levels.in_force(day)
        fields["levels"].choices = [(row.code, row.title(language())) for row in levels]
        fields["from_body"].choices = [("", "—"), *holders, *named]
        fields["to_body"].choices = [("", "—"), *named]
        for name in ("from_body", "from_unit", "to_body", "to_unit", "to_username"):
            fields[name].needed_at_times = True


class ReasonForm(CaseFormBase):
    """Why something is taken back."""

    reason = forms.CharField(label=gettext_lazy("Lý do"), max_length=300, widget=area(3))


def stance_choices() -> list[tuple[str, str]]:
    """What an opinion comes to."""
    return [
        (Stance.AGREES.value, _("Đồng ý")),
        (Stance.PARTLY.value, _("Đồng ý, cần chỉnh sửa")),
        (Stance.OBJECTS.value, _("Không đồng ý")),
    ]
