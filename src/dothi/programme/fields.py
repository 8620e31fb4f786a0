"""Fields as a person filled them in, made into the plain values an item keeps, or refused field by field.

Values come from a form (text), a spreadsheet cell (text or number) or a program (the plain value itself);
all are read the same way. What contradicts itself is refused with a sentence that names the field.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from dothi.base.dates import parse_date
from dothi.base.errors import Fault, InputError
from dothi.base.numbers import exact, parse_number
from dothi.base.text import clean
from dothi.programme.items import KINDS, FieldSpec, ItemKind
from dothi.programme.years import FIRST_YEAR, LAST_YEAR

_LONGEST = 2000
_SEPARATOR = re.compile(r"\s*[;\n]\s*")
_YES = frozenset({"1", "x", "có", "co", "yes", "true", "on"})
_NO = frozenset({"", "0", "không", "khong", "no", "false", "off"})


def cleaned(kind: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """Read ``given`` into the fields of ``kind``; a field that is not given is null.

    Raises :class:`InputError` with one fault for each field that cannot be read or contradicts another; the
    fault's ``where`` is the field's name.
    """
    faults: list[Fault] = []
    values: dict[str, Any] = {}
    for spec in KINDS[kind].fields:
        try:
            values[spec.name] = _read(spec, given.get(spec.name))
        except InputError as error:
            values[spec.name] = None
            faults += [_at(fault, spec.name) for fault in error.faults]
            continue
        if spec.required and values[spec.name] in (None, "", []):
            faults.append(_missing(spec))
    if not faults:
        faults += _contradictions(KINDS[kind], values)
    if faults:
        raise InputError(*faults)
    return values


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What was read for a field that cannot hold it; ``taken_as`` is empty where it was dropped."""

    field: str
    found: str
    taken_as: str = ""


def as_far_as_read(kind: str, found: Mapping[str, Any], words: str) -> tuple[dict[str, Any], list[LeftOut]]:
    """What a reader found, as fields that :func:`cleaned` accepts, and what had to be left out.

    One odd value never keeps a document from being read: too long a text is shortened, what else a field
    cannot hold is dropped, and a required text that is missing is taken from ``words``, the item's quote.
    """
    values: dict[str, Any] = {}
    left: list[LeftOut] = []
    for spec in KINDS[kind].fields:
        value = found.get(spec.name)
        try:
            values[spec.name] = _read(spec, value)
        except InputError:
            values[spec.name] = kept = _nearest(spec, value)
            left.append(LeftOut(spec.name, _told(value), _told(kept)))
        if spec.required and not values[spec.name]:
            values[spec.name] = _shortened(words)
    for fault in _contradictions(KINDS[kind], values):
        for name in _TOGETHER.get(fault.where, ()):
            if values[name] is not None:
                left.append(LeftOut(name, _told(found[name])))
                values[name] = None
    return values, left


_VALUE = ("comparison", "min", "max")
_TOGETHER: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "year_to": ("year_from", "year_to"),
        "period_to": ("period_from", "period_to"),
        "comparison": _VALUE,
        "min": _VALUE,
    }
)


def _nearest(spec: FieldSpec, value: Any) -> Any:
    if spec.form == "names":
        return [_shortened(str(name)) for name in value]
    return _shortened(str(value)) if spec.form in {"text", "long", "key"} else None


def _shortened(text: str) -> str:
    whole = clean(text)
    return whole if len(whole) <= _LONGEST else whole[: _LONGEST - 1].rstrip() + "…"


def _told(value: Any) -> str:
    if isinstance(value, list | tuple):
        return "; ".join(value)
    if isinstance(value, float):
        return f"{value:.15g}"
    return "" if value is None else str(value)


def _read(spec: FieldSpec, value: Any) -> Any:
    reader: Callable[[FieldSpec, Any], Any] = {
        "whole": _whole,
        "number": _number,
        "choice": _choice,
        "names": _names,
        "day": _day,
        "flag": _flag,
    }.get(spec.form, _text)
    return reader(spec, value)


def _text(_spec: FieldSpec, value: Any) -> str | None:
    text = clean("" if value is None else str(value))
    if len(text) > _LONGEST:
        raise InputError(
            Fault(
                "programme.field_too_long",
                f"dài hơn {_LONGEST} ký tự",
                f"longer than {_LONGEST} characters",
                remedy_vi="Rút gọn lại",
                remedy_en="Shorten it",
            )
        )
    return text or None


def _number(_spec: FieldSpec, value: Any) -> float | None:
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        raise InputError(_no_number(value))
    number = exact(value) if isinstance(value, int | float | Decimal) else parse_number(str(value))
    return float(number)


def _whole(spec: FieldSpec, value: Any) -> int | None:
    number = _number(spec, value)
    if number is None:
        return None
    if number != int(number) or not FIRST_YEAR <= number <= LAST_YEAR:
        raise InputError(
            Fault(
                "programme.field_year",
                f"«{value}» không phải là năm từ {FIRST_YEAR} đến {LAST_YEAR}",
                f"“{value}” is no year from {FIRST_YEAR} to {LAST_YEAR}",
                remedy_vi="Ghi năm bằng bốn chữ số, ví dụ 2030",
                remedy_en="Write the year with four digits, as in 2030",
            )
        )
    return int(number)


def _choice(spec: FieldSpec, value: Any) -> str | None:
    text = _text(spec, value)
    if text is not None and text not in spec.choices:
        listed = ", ".join(spec.choices)
        raise InputError(
            Fault(
                "programme.field_choice",
                f"«{text}» không thuộc danh sách: {listed}",
                f"“{text}” is none of: {listed}",
                remedy_vi="Chọn một giá trị trong danh sách",
                remedy_en="Choose one of the list",
            )
        )
    return text


def _names(spec: FieldSpec, value: Any) -> list[str]:
    listed = isinstance(value, list | tuple)
    parts = value if listed else _SEPARATOR.split("" if value is None else str(value))
    named = [text for part in parts if (text := _text(spec, part))]
    return list(dict.fromkeys(named))


def _day(spec: FieldSpec, value: Any) -> str | None:
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    text = _text(spec, value)
    if text is None:
        return None
    if known := re.fullmatch(r"([0-9]{4})(?:-([0-9]{2}))?", text):
        _refuse_no_month(text, int(known[1]), int(known[2] or 1))
        return text
    return parse_date(text).isoformat()


def _refuse_no_month(text: str, year: int, month: int) -> None:
    if year < 1 or not 1 <= month <= 12:
        raise InputError(
            Fault(
                "programme.field_day",
                f"«{text}» không phải là năm hoặc tháng có thật",
                f"“{text}” is no year or month that exists",
                remedy_vi="Ghi ngày, hoặc năm và tháng, ví dụ 30/6/2025, 2025-06, 2025",
                remedy_en="Write a day, or a year and month, as in 30/6/2025, 2025-06, 2025",
            )
        )


def _flag(_spec: FieldSpec, value: Any) -> bool:
    if isinstance(value, bool):
        return value
    text = clean("" if value is None else str(value)).lower()
    if text not in _YES | _NO:
        raise InputError(
            Fault(
                "programme.field_flag",
                f"«{text}» không phải là có hoặc không",
                f"“{text}” is neither yes nor no",
                remedy_vi="Ghi «có» hoặc để trống",
                remedy_en="Write “có” or leave it empty",
            )
        )
    return text in _YES


def _contradictions(kind: ItemKind, values: Mapping[str, Any]) -> list[Fault]:
    faults = []
    for first, last in (("year_from", "year_to"), ("period_from", "period_to")):
        low, high = values.get(first), values.get(last)
        if low is not None and high is not None and low > high:
            faults.append(_backwards(last, low, high))
    if kind.code == "target":
        faults += _value_faults(values)
    if kind.code == "town" and values["status"] == "administrative" and not values["admin_kind"]:
        faults.append(_missing(kind.field("admin_kind")))
    return faults


def _value_faults(values: Mapping[str, Any]) -> list[Fault]:
    low, high, sign = values["min"], values["max"], values["comparison"]
    if low is None and high is None:
        return [] if sign is None else [_no_value(sign)]
    fits = {
        "=": low is not None and low == high,
        "~": low is not None and low == high,
        "range": low is not None and high is not None and low <= high,
        ">=": low is not None and high is None,
        "<=": low is None and high is not None,
    }
    if sign is None:
        return [_no_sign()]
    return [] if fits[sign] else [_other_value(sign)]


def _at(fault: Fault, where: str) -> Fault:
    return Fault(fault.code, fault.vi, fault.en, where, fault.remedy_vi, fault.remedy_en)


def _missing(spec: FieldSpec) -> Fault:
    return Fault(
        "programme.field_missing",
        f"chưa ghi «{spec.title_vi}»",
        f"“{spec.title_en}” is missing",
        spec.name,
        "Điền ô này",
        "Fill it in",
    )


def _backwards(where: str, low: int, high: int) -> Fault:
    return Fault(
        "programme.field_backwards",
        f"thời kỳ {low} - {high} có năm đầu sau năm cuối",
        f"the period {low} - {high} runs backwards",
        where,
        "Ghi năm trước vào ô «Từ năm»",
        "Write the earlier year first",
    )


def _no_number(value: object) -> Fault:
    return Fault("programme.field_number", f"«{value}» không phải là số", f"“{value}” is no number")


def _no_value(sign: str) -> Fault:
    return Fault(
        "programme.field_no_value",
        f"có dấu so sánh «{sign}» nhưng không có giá trị",
        f"there is a comparison “{sign}” and no value",
        "min",
        "Ghi giá trị, hoặc bỏ trống ô so sánh nếu chỉ tiêu không có số",
        "Write the value, or leave the comparison empty for a target without a number",
    )


def _no_sign() -> Fault:
    return Fault(
        "programme.field_no_sign",
        "có giá trị nhưng chưa chọn cách so sánh",
        "there is a value and no comparison",
        "comparison",
        "Chọn «=», «~», «>=», «<=» hoặc «range»",
        "Choose one of =, ~, >=, <=, range",
    )


def _other_value(sign: str) -> Fault:
    wanted = {
        "=": ("cả hai ô giá trị phải bằng nhau", "both values must be equal"),
        "~": ("cả hai ô giá trị phải bằng nhau", "both values must be equal"),
        "range": ("cần cả hai giá trị, số nhỏ trước", "both values are needed, the smaller first"),
        ">=": ("chỉ ghi giá trị «từ», bỏ trống «đến»", "give the value “from” and leave “to” empty"),
        "<=": ("chỉ ghi giá trị «đến», bỏ trống «từ»", "give the value “to” and leave “from” empty"),
    }[sign]
    return Fault(
        "programme.field_value",
        f"với «{sign}» {wanted[0]}",
        f"with “{sign}” {wanted[1]}",
        "min",
        "Sửa giá trị hoặc cách so sánh",
        "Mend the values or the comparison",
    )
