"""Forms of items, made from the fields of their kind; what they hold is read by the services, not here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dothi.base.errors import Fault, InputError
from dothi.base.numbers import exact
from dothi.portal.formats import show_number
from dothi.portal.item_words import choice_text, field_title
from dothi.portal.lawbook import indicator_title
from dothi.portal.office.programmes.asked import whole
from dothi.portal.office.speech import language, sentence
from dothi.programme.items import KINDS, FieldSpec
from dothi.registry.bodies.queries import rows_on_record
from dothi.registry.lawbook import current_law
from dothi.registry.places.models import Town
from dothi.registry.programmes.review import Span

WIDE = frozenset({"text", "names", "key", "long"})
SHORT = frozenset({"unit", "number", "class"})
_SPAN_FIRST, _SPAN_LAST = "tu_chu", "den_chu"


class AnyText(forms.CharField):
    """A text that is judged by the services: the mark "required" is for the reader."""

    def validate(self, value: Any) -> None:
        """Let everything pass."""
        del value


class AnyChoice(forms.ChoiceField):
    """A choice that is judged by the services."""

    def validate(self, value: Any) -> None:
        """Let everything pass."""
        del value


class ItemForm(forms.Form):
    """The fields of one kind, and the stretch of the text they were taken from.

    The stretch is given as the first and the last character within its paragraph, counted from 1: two
    numbers without a script, a selection with one. A disabled ``span`` leaves the stretch alone.
    """

    use_required_attribute = False

    def __init__(
        self, kind: str, *args: Any, length: int = 0, keys: Keys | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.kind, self.length = kind, length
        known = keys or Keys()
        for spec in KINDS[kind].fields:
            field = self.fields[spec.name] = _field(kind, spec, known)
            held = self._raw(spec.name) if self.is_bound else str(self.initial.get(spec.name) or "")
            if isinstance(field, AnyChoice) and held not in dict(field.choices):
                field.choices = [*field.choices, (held, held)]
        for name, label in (
            (_SPAN_FIRST, gettext_lazy("Từ chữ thứ")),
            (_SPAN_LAST, gettext_lazy("Đến chữ thứ")),
        ):
            attrs = {"inputmode": "numeric", "class": "input", "data-quote": name}
            self.fields[name] = AnyText(label=label, required=False, widget=forms.TextInput(attrs=attrs))

    @property
    def rows(self) -> list[tuple[forms.BoundField, bool]]:
        """The fields of the kind in their order, and whether each needs the whole width."""
        return [
            (self[spec.name], spec.form in WIDE and spec.name not in SHORT)
            for spec in KINDS[self.kind].fields
        ]

    @property
    def quote(self) -> tuple[forms.BoundField, forms.BoundField]:
        """The two numbers of the stretch."""
        return self[_SPAN_FIRST], self[_SPAN_LAST]

    @property
    def given(self) -> dict[str, Any]:
        """What was sent, field by field, as it was written."""
        return {spec.name: self._sent(spec) for spec in KINDS[self.kind].fields}

    def span(self, node: str, start: int) -> Span | None:
        """The stretch that was sent, as offsets in the source; ``None`` when the numbers are no stretch.

        ``start`` is where the paragraph begins.
        """
        first, last = (whole(self._raw(name).strip()) for name in (_SPAN_FIRST, _SPAN_LAST))
        return Span(node, start + first - 1, start + last) if 1 <= first <= last <= self.length else None

    def refuse(self, faults: Sequence[Fault]) -> None:
        """Put what the services refuse beside the fields it speaks of."""
        for fault in faults:
            name = _SPAN_FIRST if fault.where == "span" else fault.where
            bare = Fault(fault.code, fault.vi, fault.en, "", fault.remedy_vi, fault.remedy_en)
            text = sentence(bare)
            known = name in self.fields
            self.add_error(name if known else None, text[:1].upper() + text[1:] if known else sentence(fault))

    def _sent(self, spec: FieldSpec) -> Any:
        return self.add_prefix(spec.name) in self.data if spec.form == "flag" else self._raw(spec.name)

    def _raw(self, name: str) -> str:
        return str(self.data.get(self.add_prefix(name), ""))


class Keys:
    """What key fields can choose from: towns, bodies and indicators on record. Read when first asked for."""

    def __init__(self) -> None:
        self._read: dict[str, list[tuple[str, str]]] = {}

    def of(self, name: str) -> list[tuple[str, str]]:
        """Keys and names of one sort, by name."""
        if name not in self._read:
            read = {"town": _towns, "body": _bodies, "indicator": _indicators}
            self._read[name] = sorted(read[name](), key=lambda pair: pair[1])
        return self._read[name]


def initial_of(kind: str, fields: Mapping[str, Any]) -> dict[str, Any]:
    """What the form shows of an item's fields."""
    return {spec.name: _written(spec, fields.get(spec.name)) for spec in KINDS[kind].fields}


def quote_of(start: int, end: int, node_start: int) -> dict[str, int]:
    """What the form shows of a stretch."""
    return {_SPAN_FIRST: start - node_start + 1, _SPAN_LAST: end - node_start}


def bad_span() -> InputError:
    """The two numbers do not name a stretch of the paragraph."""
    return InputError(
        Fault(
            "portal.span",
            "trích đoạn phải nằm trong đoạn văn bản này",
            "the quote must lie within this paragraph",
            "span",
            "Bôi chọn lại trong đoạn, hoặc ghi lại hai số",
            "Select it again, or mend the two numbers",
        )
    )


def _field(kind: str, spec: FieldSpec, keys: Keys) -> forms.Field:
    title = _("%(field)s (bắt buộc)") % {"field": field_title(spec)} if spec.required else field_title(spec)
    if spec.form in {"choice", "key"}:
        look = {"class": "input", **({"data-pick": ""} if spec.form == "key" else {})}
        listed = _choices(kind, spec, keys)
        select = forms.Select(attrs=look)
        return AnyChoice(label=title, required=spec.required, choices=listed, widget=select)
    if spec.form == "flag":
        return forms.BooleanField(label=title, required=False)
    if spec.form == "names":
        area = forms.Textarea(attrs={"rows": 2, "class": "input"})
        return AnyText(label=title, required=False, widget=area, help_text=_("Mỗi tên một dòng"))
    attrs = {"class": "input"}
    hint = ""
    if spec.form in {"whole", "number"}:
        attrs["inputmode"] = "numeric" if spec.form == "whole" else "decimal"
    if spec.form == "day":
        hint = _("30/6/2025, hoặc 2025 nếu chỉ biết năm")
    widget = forms.TextInput(attrs=attrs)
    return AnyText(label=title, required=spec.required, help_text=hint, widget=widget)


def _choices(kind: str, spec: FieldSpec, keys: Keys) -> list[tuple[str, str]]:
    listed = (
        keys.of(spec.refers_to)
        if spec.form == "key"
        else [(code, choice_text(kind, spec, code)) for code in spec.choices]
    )
    return [("", _("Không có")), *listed]


def _written(spec: FieldSpec, value: Any) -> Any:
    if value is None:
        return False if spec.form == "flag" else ""
    if spec.form == "names":
        return "\n".join(value)
    if spec.form == "number":
        return show_number(exact(value))
    if spec.form == "day":
        return _day(str(value))
    return value


def _day(text: str) -> str:
    year, _dash, rest = text.partition("-")
    month, _dash, day = rest.partition("-")
    return f"{int(day)}/{int(month)}/{year}" if day else text


def _towns() -> list[tuple[str, str]]:
    rows = Town.objects.as_known_on().order_by("key", "pk").values_list("key", "name")
    return list(dict(rows).items())


def _bodies() -> list[tuple[str, str]]:
    rows = {
        row.key: (row.title_en or row.title) if language() == "en" else row.title for row in rows_on_record()
    }
    return list(rows.items())


def _indicators() -> list[tuple[str, str]]:
    return [(code, indicator_title(code, language())) for code in current_law().indicators]
