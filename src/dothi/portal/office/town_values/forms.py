"""The form of one value of a town."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dothi.base.dates import format_date
from dothi.base.errors import InputError
from dothi.base.text import fold
from dothi.portal.office.forms import source_choices
from dothi.portal.office.speech import language, sentence, sentences
from dothi.registry.observations.checks import Finding
from dothi.registry.towns.checks import Known, TownEntry, standards
from dothi.towns.cells import read_moment


def standard_choices() -> list[tuple[str, str]]:
    """Standards of every rule set by code, with title and unit."""
    english = language() == "en"
    rows, _of_units = standards()
    return [
        (code, f"{code} {row.title_en if english else row.title_vi} ({row.unit})")
        for code, row in sorted(rows.items())
    ]


class TownValueForm(forms.Form):
    """One value of one standard, for a town and a day, from a source."""

    town = forms.ChoiceField(label=gettext_lazy("Đô thị"))
    standard = forms.ChoiceField(label=gettext_lazy("Tiêu chuẩn"))
    commune = forms.ChoiceField(
        label=gettext_lazy("Xã, phường"),
        required=False,
        help_text=gettext_lazy("Chỉ chọn cho tiêu chuẩn của bảng 2B, chấm cho từng đơn vị cấp xã"),
    )
    text = forms.CharField(
        label=gettext_lazy("Giá trị"),
        max_length=60,
        help_text=gettext_lazy("Số như 122.374 hoặc 25,4; khoảng 70-75; cận ≥ 70; từ như xã, tỉnh, vùng"),
        widget=forms.TextInput(attrs={"class": "input input--short", "autocomplete": "off"}),
    )
    day = forms.CharField(
        label=gettext_lazy("Ngày của số liệu"),
        max_length=20,
        help_text=gettext_lazy("30/6/2025, hoặc chỉ ghi năm 2024 cho ngày cuối năm"),
        widget=forms.TextInput(attrs={"class": "input input--short"}),
    )
    source = forms.ChoiceField(label=gettext_lazy("Nguồn"), required=False)
    source_place = forms.CharField(
        label=gettext_lazy("Trang, bảng trong nguồn"), max_length=200, required=False
    )
    note = forms.CharField(
        label=gettext_lazy("Ghi chú"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    illustrative = forms.BooleanField(label=gettext_lazy("Đây là dữ liệu minh họa"), required=False)
    new_title = forms.CharField(
        label=gettext_lazy("Tên văn bản hoặc bảng số liệu"), max_length=300, required=False
    )
    new_number = forms.CharField(label=gettext_lazy("Số, ký hiệu"), max_length=80, required=False)
    new_issuer = forms.CharField(label=gettext_lazy("Cơ quan ban hành"), max_length=200, required=False)
    new_day = forms.CharField(label=gettext_lazy("Ngày ban hành"), max_length=20, required=False)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = known = Known.load()
        towns = [(key, known.towns.name(key)) for key in known.towns.known_keys()]
        towns.sort(key=lambda pair: fold(pair[1]))
        self.fields["town"].choices = [("", _("Chọn đô thị")), *towns]
        self.fields["standard"].choices = [("", _("Chọn tiêu chuẩn")), *standard_choices()]
        self.fields["source"].choices = [("", _("Chưa chọn")), *source_choices()]
        communes = [(key, f"{known.units.name(key)} ({key})") for key in known.units.known_keys()]
        communes.sort(key=lambda pair: fold(pair[1]))
        self.fields["commune"].choices = [("", _("Cả đô thị")), *communes]
        if not known.of_units:
            self.fields["commune"].widget = forms.HiddenInput()

    def clean_day(self) -> date:
        day = self._day("day")
        if day is None:
            raise forms.ValidationError(_("Ghi ngày của số liệu"))
        return day

    def clean_new_day(self) -> date | None:
        return self._day("new_day")

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        about = (data.get("new_number"), data.get("new_issuer"), data.get("new_day"))
        if any(about) and not data.get("new_title"):
            self.add_error("new_title", _("Ghi tên của văn bản mới"))
        return data

    def entry(self, source_id: int | None = None) -> TownEntry:
        """The valid form as an entry; ``source_id`` is that of a document just added."""
        data = self.cleaned_data
        return TownEntry(
            town_key=data["town"],
            standard=data["standard"],
            text=data["text"],
            day=data["day"],
            unit_key=data["commune"],
            source_id=source_id or (int(data["source"]) if data["source"] else None),
            source_place=data["source_place"],
            note=data["note"],
            illustrative=data["illustrative"],
        )

    def refuse(self, findings: list[Finding]) -> None:
        """Put what the services refuse beside the fields it speaks of."""
        names = {"town_key": "town", "unit_key": "commune"}
        for finding in findings:
            if finding.refuses:
                name, text = names.get(finding.field, finding.field), sentence(finding.fault)
                self.add_error(name if name in self.fields else None, text[:1].upper() + text[1:])

    def _day(self, name: str) -> date | None:
        try:
            return read_moment(self.cleaned_data[name])
        except InputError as error:
            raise forms.ValidationError([text[:1].upper() + text[1:] for text in sentences(error)]) from error


def initial_of(entry: TownEntry, version: int | None = None) -> dict[str, Any]:
    """What the form shows of an entry."""
    return {
        "town": entry.town_key,
        "standard": entry.standard,
        "commune": entry.unit_key,
        "text": entry.text,
        "day": format_date(entry.day),
        "source": "" if entry.source_id is None else str(entry.source_id),
        "source_place": entry.source_place,
        "note": entry.note,
        "illustrative": entry.illustrative,
        "version": version,
    }
