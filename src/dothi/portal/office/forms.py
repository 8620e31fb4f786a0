"""The form of one value. It understands what people write and says field by field what it does not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dothi.base.dates import format_date, parse_date
from dothi.base.errors import InputError
from dothi.base.numbers import format_number, parse_number
from dothi.portal.office.place_choice import place_choice, written_place
from dothi.portal.office.speech import indicator_title, language, sentence, sentences
from dothi.registry.observations.catalogue import indicators
from dothi.registry.observations.checks import Entry, Finding
from dothi.registry.observations.reading import first_day, last_day
from dothi.registry.observations.template import rule_of
from dothi.registry.observations.where import PlaceIndex
from dothi.registry.sources.models import Source

_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 (a day count, no moment)
FIELDS = {"place_key": "place", "unit": "value"}


class IndicatorSelect(forms.Select):
    """A select whose options carry unit and rule, for the text beside the field."""

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option: dict[str, Any] = super().create_option(name, value, *args, **kwargs)
        row = indicators().get(str(value))
        if row is not None:
            option["attrs"]["data-unit"] = row.unit
            option["attrs"]["data-rule"] = rule_of(row, language())
        return option


def indicator_choices() -> list[tuple[str, str]]:
    """Indicators with their units, by title."""
    rows = [(code, f"{indicator_title(code)} ({row.unit})") for code, row in indicators().items()]
    return sorted(rows, key=lambda pair: pair[1])


def source_choices() -> list[tuple[str, str]]:
    """Sources by title, with their number where they have one."""
    return [
        (str(source.pk), f"{source.title} ({source.number})" if source.number else source.title)
        for source in Source.objects.order_by("title")
    ]


class ValueForm(forms.Form):
    """One value of one indicator, for a place and a period, from a source.

    The place is written as a name or a key; where a name fits several places, ``candidates`` offers them.
    """

    indicator = forms.ChoiceField(label=gettext_lazy("Chỉ tiêu"), widget=IndicatorSelect())
    place = forms.CharField(
        label=gettext_lazy("Địa điểm"),
        max_length=200,
        help_text=gettext_lazy("Gõ tên xã, phường, huyện, đô thị hoặc mã, có dấu hay không dấu đều được"),
    )
    place_choice = forms.CharField(required=False, max_length=80, widget=forms.HiddenInput)
    value = forms.CharField(
        label=gettext_lazy("Giá trị"),
        max_length=60,
        help_text=gettext_lazy("Ghi theo lối Việt Nam, ví dụ 1.495.812 hoặc 25,4"),
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "input input--short"}),
    )
    first_day = forms.CharField(
        label=gettext_lazy("Từ ngày"),
        max_length=20,
        help_text=gettext_lazy("30/6/2025, hoặc chỉ ghi năm 2024 cho cả năm"),
        widget=forms.TextInput(attrs={"class": "input input--short"}),
    )
    last_day = forms.CharField(
        label=gettext_lazy("Đến ngày"),
        max_length=20,
        required=False,
        help_text=gettext_lazy("Để trống nếu là số liệu tại một ngày"),
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
        self.places = PlaceIndex.load()
        self.candidates: list[tuple[str, str]] = []
        self.fields["indicator"].choices = [("", _("Chọn chỉ tiêu")), *indicator_choices()]
        self.fields["source"].choices = [("", _("Chưa chọn")), *source_choices()]

    @property
    def chosen_indicator(self) -> Any:
        """The row of the indicator now chosen, for its unit and rule."""
        return indicators().get(str(self["indicator"].value() or ""))

    def clean_value(self) -> Decimal:
        value: Decimal = self._understood(parse_number, self.cleaned_data["value"])
        return value

    def clean_first_day(self) -> date:
        day: date = self._understood(first_day, self.cleaned_data["first_day"], _EPOCH)
        return day

    def clean_new_day(self) -> date | None:
        text = self.cleaned_data["new_day"].strip()
        return self._understood(parse_date, text) if text else None

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("first_day"):
            given = data.get("last_day", ""), self.data.get(self.add_prefix("first_day"), "")
            try:
                data["last_day"] = last_day(*given, _EPOCH)
            except InputError as error:
                self._say("last_day", sentences(error))
        if data.get("place"):
            data["place_key"] = self._place(data["place"], data.get("place_choice", ""), data.get("last_day"))
        if (data.get("new_number") or data.get("new_issuer") or data.get("new_day")) and not data.get(
            "new_title"
        ):
            self.add_error("new_title", _("Ghi tên của văn bản mới"))
        return data

    def entry(self) -> Entry:
        """The valid form as an entry; the unit is the indicator's own."""
        data = self.cleaned_data
        return Entry(
            indicator=data["indicator"],
            place_key=data["place_key"],
            value=data["value"],
            unit=indicators()[data["indicator"]].unit,
            first_day=data["first_day"],
            last_day=data["last_day"],
            source_id=int(data["source"]) if data["source"] else None,
            source_place=data["source_place"],
            note=data["note"],
            illustrative=data["illustrative"],
        )

    def refuse(self, findings: list[Finding]) -> None:
        """Put what the services refuse beside the fields it speaks of."""
        for finding in findings:
            if finding.refuses:
                name = FIELDS.get(finding.field, finding.field)
                self._say(name, [sentence(finding.fault)])

    def _understood(self, read: Callable[..., Any], *given: Any) -> Any:
        try:
            return read(*given)
        except InputError as error:
            said = [text[:1].upper() + text[1:] for text in sentences(error)]
            raise forms.ValidationError(said) from error

    def _place(self, text: str, choice: str, day: date | None) -> str:
        found = place_choice(self.places, text, choice, day)
        self.candidates = list(found.offered)
        if found.refusal:
            self._say("place", [found.refusal])
        return found.key

    def _say(self, name: str, texts: list[str]) -> None:
        for text in texts:
            self.add_error(name if name in self.fields else None, text[:1].upper() + text[1:])


def initial_of(entry: Entry, places: PlaceIndex, version: int | None = None) -> dict[str, Any]:
    """What the form shows of an entry."""
    alone = entry.first_day == entry.last_day
    return {
        "indicator": entry.indicator,
        "place": written_place(places, entry.place_key, entry.last_day),
        "value": format_number(entry.value.normalize()),
        "first_day": format_date(entry.first_day),
        "last_day": "" if alone else format_date(entry.last_day),
        "source": "" if entry.source_id is None else str(entry.source_id),
        "source_place": entry.source_place,
        "note": entry.note,
        "illustrative": entry.illustrative,
        "version": version,
    }
