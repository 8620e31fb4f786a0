"""The form of a conclusion: about what of an answer, which verdict, why, and on whose word."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dothi.base.errors import Fault, InputError
from dothi.base.numbers import parse_number
from dothi.land.record import Verdict
from dothi.portal.office.span_fields import DayField
from dothi.portal.office.speech import language, sentence
from dothi.portal.public.land.words import STATES
from dothi.portal.words import word
from dothi.registry.land.overriding import LARGEST_RADIUS_M, OverrideEntry

FIELDS = {"ground": "radius"}


class ConclusionForm(forms.Form):
    """What is stated; the land stands in the address. ``radius`` is asked for where that is a point."""

    use_required_attribute = False
    about = forms.ChoiceField(
        label=gettext_lazy("Kết luận về"),
        help_text=gettext_lazy("Sau mỗi dòng là kết quả hệ thống tự tính cho nơi này"),
    )
    verdict = forms.ChoiceField(label=gettext_lazy("Kết luận"), widget=forms.RadioSelect)
    radius = forms.CharField(
        label=gettext_lazy("Bán kính quanh điểm"),
        max_length=20,
        widget=forms.TextInput(attrs={"class": "input input--short", "inputmode": "decimal"}),
    )
    place = forms.CharField(
        label=gettext_lazy("Tên nơi này"),
        max_length=200,
        help_text=gettext_lazy("Số thửa, tờ bản đồ, xã; hoặc cách gọi quen thuộc"),
    )
    reason = forms.CharField(
        label=gettext_lazy("Lý do"),
        max_length=1000,
        help_text=gettext_lazy("Công khai cùng kết quả tra cứu, kể cả sau khi rút"),
        widget=forms.Textarea(attrs={"rows": 3, "class": "input"}),
    )
    document = forms.CharField(
        label=gettext_lazy("Văn bản"),
        max_length=300,
        help_text=gettext_lazy("Số, ngày, cơ quan ban hành"),
    )
    author = forms.CharField(
        label=gettext_lazy("Người hoặc cơ quan kết luận"),
        max_length=200,
        help_text=gettext_lazy("Chức danh và cơ quan; công khai"),
    )
    decided_on = DayField(label=gettext_lazy("Ngày kết luận"))
    start = DayField(
        label=gettext_lazy("Tính từ ngày"),
        help_text=gettext_lazy("Ngày hỏi sớm nhất mà kết luận này đứng"),
    )
    end = DayField(
        label=gettext_lazy("Đến trước ngày"),
        required=False,
        help_text=gettext_lazy("Để trống nếu không có hạn"),
    )

    def __init__(self, about: Sequence[tuple[str, str]], *args: Any, point: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["about"].choices = about
        self.fields["verdict"].choices = [
            (Verdict.APPLIES.value, word("state", STATES[Verdict.APPLIES], language())),
            (Verdict.NOT.value, word("state", STATES[Verdict.NOT], language())),
            (Verdict.UNKNOWN.value, _("Chưa biết")),
        ]
        if not point:
            del self.fields["radius"]
        else:
            self.fields["radius"].help_text = _("Từ 1 đến %(most)s m: kết luận cho đất trong vòng này") % {
                "most": LARGEST_RADIUS_M
            }

    def clean_radius(self) -> float:
        """The radius in metres."""
        try:
            return float(parse_number(self.cleaned_data["radius"].removesuffix("m").strip()))
        except InputError as error:
            raise forms.ValidationError([sentence(fault) for fault in error.faults]) from error

    def entry(self, covers: Any) -> OverrideEntry:
        """What the services take."""
        given = {name: value for name, value in self.cleaned_data.items() if name not in {"about", "radius"}}
        kind, key, version = self.cleaned_data["about"].split(":")
        return OverrideEntry(
            kind=kind, key=key, version=int(version) if version else None, covers=covers, **given
        )

    def refuse(self, faults: Sequence[Fault]) -> None:
        """Put the faults of a service beside the fields they speak of."""
        for fault in faults:
            bare = Fault(fault.code, fault.vi, fault.en, "", fault.remedy_vi, fault.remedy_en)
            text = sentence(bare)
            field = FIELDS.get(fault.where, fault.where)
            self.add_error(field if field in self.fields else None, text[:1].upper() + text[1:])
