"""Forms of a body and of the decision by which one takes over from another."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dothi.base.dates import format_date
from dothi.base.errors import Fault
from dothi.base.time import NEVER, Bound
from dothi.portal.office.span_fields import DayField, bound_of, written
from dothi.portal.office.speech import language, sentence
from dothi.portal.words import word
from dothi.registry.bodies.checking import BodyEntry, HandoverEntry
from dothi.registry.bodies.models import Body, Kind
from dothi.registry.bodies.queries import rows_on_record

STANDS, ENDED, UNSURE = "con", "het", "chua-ro"


class _Refusable(forms.Form):
    """A form that puts what the services refuse beside the fields it speaks of."""

    use_required_attribute = False

    def refuse(self, faults: Sequence[Fault]) -> None:
        """Take over the faults of a service."""
        for fault in faults:
            bare = Fault(fault.code, fault.vi, fault.en, "", fault.remedy_vi, fault.remedy_en)
            text = sentence(bare)
            self.add_error(fault.where if fault.where in self.fields else None, text[:1].upper() + text[1:])


class BodyForm(_Refusable):
    """A body with the period in which it exists; either end may be known only in part, or not at all."""

    title = forms.CharField(
        label=gettext_lazy("Tên cơ quan"),
        max_length=300,
        error_messages={"required": gettext_lazy("Ghi tên cơ quan.")},
    )
    title_en = forms.CharField(label=gettext_lazy("Tên tiếng Anh"), max_length=300, required=False)
    kind = forms.ChoiceField(label=gettext_lazy("Thuộc khối"))
    also = forms.CharField(
        label=gettext_lazy("Tên khác"),
        max_length=600,
        required=False,
        help_text=gettext_lazy("Tên viết tắt, tên cũ; mỗi tên một dòng"),
        widget=forms.Textarea(attrs={"rows": 3, "class": "input"}),
    )
    start = DayField(
        label=gettext_lazy("Hoạt động từ ngày"),
        required=False,
        help_text=gettext_lazy("Nếu không rõ đúng ngày, ghi ngày sớm nhất có thể; để trống nếu chưa rõ"),
    )
    start_last = DayField(
        label=gettext_lazy("Chậm nhất là ngày"),
        required=False,
        help_text=gettext_lazy("Chỉ ghi khi không rõ đúng ngày bắt đầu"),
    )
    ends = forms.ChoiceField(label=gettext_lazy("Đến nay"), widget=forms.RadioSelect, initial=STANDS)
    end = DayField(
        label=gettext_lazy("Ngày cuối còn hoạt động"),
        required=False,
        help_text=gettext_lazy("Nếu không rõ đúng ngày, ghi ngày sớm nhất có thể"),
    )
    end_last = DayField(
        label=gettext_lazy("Chậm nhất là ngày"),
        required=False,
        help_text=gettext_lazy("Chỉ ghi khi không rõ đúng ngày kết thúc"),
    )
    basis = forms.CharField(
        label=gettext_lazy("Căn cứ"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Số, ngày, cơ quan ban hành của văn bản thành lập, sắp xếp hoặc kết thúc"),
    )
    note = forms.CharField(
        label=gettext_lazy("Ghi chú"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "class": "input"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [(code, word("body_kind", code, language())) for code in Kind.values]
        ends = [
            (STANDS, _("Còn hoạt động")),
            (ENDED, _("Đã kết thúc")),
            (UNSURE, _("Chưa rõ còn hay không")),
        ]
        for name, choices in (("kind", [("", _("Chọn loại")), *kinds]), ("ends", ends)):
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = choices

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        data["starts"] = bound_of(self, "start", "start_last") or Bound()
        data["stops"] = self._stops(data)
        return data

    def entry(self) -> BodyEntry:
        """The valid form as the services take it."""
        data = self.cleaned_data
        return BodyEntry(
            title=data["title"],
            kind=data["kind"],
            start=data["starts"],
            end=data["stops"],
            title_en=data["title_en"],
            also=tuple(line.strip() for line in data["also"].splitlines() if line.strip()),
            basis=data["basis"],
            note=data["note"],
        )

    def beside(self, row: Body) -> list[tuple[str, str, str]]:
        """Label, what stands on record and what was sent, of every field in which the two differ."""
        theirs = {name: str(value) for name, value in initial_of(row).items()}
        sent = {name: str(self.data.get(name, "")) for name in theirs}
        shown = {name: dict(getattr(self.fields[name], "choices", ())) for name in theirs}
        return [
            (
                str(self.fields[name].label),
                shown[name].get(value, value),
                shown[name].get(sent[name], sent[name]),
            )
            for name, value in theirs.items()
            if value.split() != sent[name].split()
        ]

    def _stops(self, data: dict[str, Any]) -> Bound:
        if data.get("ends") == ENDED:
            found = bound_of(self, "end", "end_last", last_day=True)
            if found is None and not (self.errors.get("end") or self.errors.get("end_last")):
                self.add_error("end", _("Ghi ngày cuối còn hoạt động, hoặc chọn «Chưa rõ còn hay không»."))
            return found or NEVER
        if data.get("ends") == UNSURE:
            day = data.get("end")
            return Bound(day + timedelta(days=1)) if day else Bound()
        return NEVER


def name_of(row: Body) -> str:
    """The body's name in the reader's language, as far as it has one."""
    return (row.title_en or row.title) if language() == "en" else row.title


def initial_of(row: Body) -> dict[str, Any]:
    """What the form shows of a body."""
    start = written(row.period.start)
    end, ends = row.period.end, STANDS
    shown = ("", "")
    if end == NEVER:
        ends = STANDS
    elif end.latest is None:
        ends = UNSURE
        shown = (format_date(end.earliest - timedelta(days=1)) if end.earliest else "", "")
    else:
        ends, shown = ENDED, written(end, last_day=True)
    return {
        "title": row.title,
        "title_en": row.title_en,
        "kind": row.kind,
        "also": "\n".join(row.names[1:]),
        "start": start[0],
        "start_last": start[1],
        "ends": ends,
        "end": shown[0],
        "end_last": shown[1],
        "basis": row.basis,
        "note": row.note,
    }


class HandoverForm(_Refusable):
    """A decision that passes duties on. Only a decision does that, so its number is required."""

    to_key = forms.ChoiceField(
        label=gettext_lazy("Cơ quan tiếp nhận"),
        error_messages={"required": gettext_lazy("Chọn cơ quan tiếp nhận.")},
        widget=forms.Select(attrs={"data-pick": ""}),
    )
    line = forms.ChoiceField(label=gettext_lazy("Chuyển giao"), required=False)
    decision_number = forms.CharField(
        label=gettext_lazy("Số quyết định"),
        max_length=80,
        error_messages={
            "required": gettext_lazy("Ghi số quyết định: chỉ một quyết định mới chuyển được trách nhiệm.")
        },
    )
    decision_date = DayField(label=gettext_lazy("Ngày quyết định"), required=False)
    issuer = forms.CharField(label=gettext_lazy("Cơ quan ban hành"), max_length=200, required=False)
    start = DayField(
        label=gettext_lazy("Có hiệu lực từ ngày"),
        error_messages={"required": gettext_lazy("Ghi ngày quyết định có hiệu lực.")},
    )
    note = forms.CharField(
        label=gettext_lazy("Ghi chú"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "class": "input"}),
    )

    def __init__(self, from_key: str, duties: Sequence[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.from_key = from_key
        named = {row.key: name_of(row) for row in rows_on_record() if row.key != from_key}
        bodies = sorted(named.items(), key=lambda pair: pair[1])
        for name, choices in (
            ("to_key", [("", _("Chọn cơ quan")), *bodies]),
            ("line", [("", _("Mọi trách nhiệm")), *duties]),
        ):
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = choices

    def entry(self) -> HandoverEntry:
        """The valid form as the services take it."""
        data = self.cleaned_data
        return HandoverEntry(
            from_key=self.from_key,
            to_key=data["to_key"],
            start=data["start"],
            decision_number=data["decision_number"],
            decision_date=data["decision_date"],
            issuer=data["issuer"],
            line=data["line"],
            note=data["note"],
        )
