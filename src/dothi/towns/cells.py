"""One cell of a table of values: a number, a range, a bound or one of the law's words.

Readers raise :class:`InputError` without a place; whoever reads the table adds the cell.
"""

from __future__ import annotations

import math
import re
from datetime import date
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import NoReturn

from dothi.base.dates import parse_date
from dothi.base.errors import Fault, InputError
from dothi.base.numbers import LONGEST, exact, format_number, parse_number
from dothi.base.text import fold
from dothi.law.tables.classification_standards import ClassificationStandard
from dothi.towns.rules import Kind, word_value

NOT_KNOWN = {"", "?", "chua biet", "chua co", "chua ro", "khong ro", "unknown", "n/a", "na"}
_RANGE = re.compile(r"(?P<low>[0-9][0-9., ]*?) ?%? ?(?:-|–|—|\.\.) ?(?P<high>[0-9][0-9., ]*?) ?%?")
_BOUND = re.compile(r"(?P<sign>≥|>=|≤|<=) ?(?P<number>.+)")
_DOTTED = re.compile(r"[0-9]{1,15}\.[0-9]{1,10}")
_GROUPED = re.compile(r"[1-9][0-9]{0,2}\.[0-9]{3}")
_COMMA = re.compile(r"[1-9][0-9]{0,2},[0-9]{3}")
_YEAR = re.compile(r"(19|20)[0-9]{2}")

Span = tuple[Fraction, Fraction | None]


def read_value(standard: ClassificationStandard, cell: object) -> Span | None:
    """Read what is known of ``standard``: lowest and highest value, ``None`` where nothing is.

    Codes: ``town.word`` (no word of the standard), ``town.number`` (cannot be read), ``town.two-readings``
    (``4.500``), ``town.not-whole``, ``town.over-100``, ``town.too-small``, ``town.implausible``.
    """
    text = "" if cell is None else str(cell).strip()
    if fold(text) in NOT_KNOWN or text == "?":
        return None
    if isinstance(cell, bool):
        _refuse("town.number", f"«{cell}» không phải là một giá trị", f"“{cell}” is no value")
    kind = Kind(standard.kind)
    word = _word(standard, kind, text)
    if word is not None:
        return word, word
    if kind is Kind.WORDS:
        listed = ", ".join(standard.words)
        _refuse(
            "town.word",
            f"«{text[:LONGEST]}» không phải là một mức của {standard.code}",
            f"“{text[:LONGEST]}” is no level of {standard.code}",
            (f"Chọn một trong: {listed}", f"Choose one of: {listed}"),
        )
    if isinstance(cell, int | float | Decimal):
        number = _number(standard, cell)
        return number, number
    return _span(standard, text)


def _word(standard: ClassificationStandard, kind: Kind, text: str) -> Fraction | None:
    wanted = fold(text).removeprefix("cap ")
    for place, word in enumerate(standard.words):
        if fold(word) == wanted:
            return word_value(place, kind)
    return None


def _span(standard: ClassificationStandard, text: str) -> Span:
    if bound := _BOUND.fullmatch(text):
        number = _number(standard, bound["number"])
        if bound["sign"] in {"≥", ">="}:
            return number, _ceiling(standard)
        return Fraction(standard.least or 0), number
    if found := _RANGE.fullmatch(text):
        low, high = _number(standard, found["low"]), _number(standard, found["high"])
        if low > high:
            _refuse(
                "town.range",
                f"Khoảng «{text}» có đầu lớn hơn cuối",
                f"The range “{text}” runs backwards",
                ("Ghi số nhỏ trước, số lớn sau", "Write the smaller number first"),
            )
        return low, high
    number = _number(standard, text)
    return number, number


def _ceiling(standard: ClassificationStandard) -> Fraction | None:
    """Percentages end at 100; other plausible limits are no bound."""
    return Fraction(100) if standard.unit == "%" else None


def _number(standard: ClassificationStandard, given: object) -> Fraction:
    value = _plain(standard, given)
    shown = format_number(value) if value == value.to_integral_value() else str(given)
    if value < 0 or value < (standard.least or 0):
        least = format_number(standard.least or Decimal(0))
        _refuse(
            "town.too-small",
            f"«{shown}» nhỏ hơn {least} {standard.unit}, giá trị nhỏ nhất có thể của {standard.code}",
            f"“{shown}” is below {least} {standard.unit}, the least {standard.code} can be",
            ("Sửa giá trị, hoặc để trống nếu chưa biết", "Mend it, or leave it empty if not known"),
        )
    if standard.most is not None and value > standard.most:
        _too_large(standard, shown)
    if (standard.kind == "count" or standard.unit == "người") and value != value.to_integral_value():
        _refuse(
            "town.not-whole",
            f"{standard.code} đếm bằng số nguyên, không phải «{shown}»",
            f"{standard.code} is counted in whole numbers, not “{shown}”",
        )
    return Fraction(value)


def _too_large(standard: ClassificationStandard, shown: str) -> NoReturn:
    if standard.unit == "%":
        _refuse(
            "town.over-100",
            f"«{shown}» vượt quá 100 %",
            f"“{shown}” is over 100 %",
            ("Ghi tỷ lệ phần trăm từ 0 đến 100", "Write a percentage from 0 to 100"),
        )
    most = format_number(standard.most or Decimal(0))
    _refuse(
        "town.implausible",
        f"«{shown}» vượt xa {most} {standard.unit}, mức có thể có của {standard.code}",
        f"“{shown}” is far beyond {most} {standard.unit}, what {standard.code} can be",
        ("Kiểm tra đơn vị: có thể đã ghi m² thay cho ha, hoặc người thay cho nghìn người",
         "Check the unit: square metres may stand for hectares, or people for thousands"),
    )  # fmt: skip


def _plain(standard: ClassificationStandard, given: object) -> Decimal:
    if isinstance(given, int | float | Decimal):
        if isinstance(given, float) and not math.isfinite(given):
            _refuse("town.number", f"«{given}» không phải là một số", f"“{given}” is no number")
        return exact(given)
    text = str(given).strip()
    if standard.unit == "%":
        text = text.removesuffix("%").strip()
    counted = standard.unit.startswith("người") or standard.kind == "count"
    if (_COMMA if counted else _GROUPED).fullmatch(text):
        _refuse(
            "town.two-readings",
            f"«{text}» đọc được theo hai cách: phân nhóm nghìn hay phần thập phân",
            f"“{text}” can be read in two ways: thousands grouped or decimals",
            (
                "Ghi dấu chấm để phân nhóm (1.604), dấu phẩy cho phần thập phân (4,5)",
                "Write a dot to group (1.604), a comma before decimals (4,5)",
            ),
        )
    if _DOTTED.fullmatch(text) and not _GROUPED.fullmatch(text):
        return _decimal(text)
    return parse_number(text)


def _decimal(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:
        _refuse("town.number", f"«{text}» không phải là một số", f"“{text}” is no number")


def read_units(cell: object) -> int | None:
    """Read in how many communes a town lies; ``None`` where that is not told."""
    text = "" if cell is None else str(cell).strip()
    if fold(text) in NOT_KNOWN:
        return None
    number = (
        exact(cell) if isinstance(cell, int | float) and not isinstance(cell, bool) else parse_number(text)
    )
    if number != number.to_integral_value() or not 1 <= number <= 500:
        _refuse(
            "town.units",
            f"«{text[:LONGEST]}» không phải là số đơn vị hành chính cấp xã, từ 1",
            f"“{text[:LONGEST]}” is no number of communes, from 1",
        )
    return int(number)


def read_moment(cell: object) -> date | None:
    """Read the day of a value; a year alone is its last day."""
    if cell is None or str(cell).strip() == "":
        return None
    if hasattr(cell, "date"):
        return cell.date()  # type: ignore[no-any-return]
    if isinstance(cell, date):
        return cell
    text = str(cell).strip()
    return date(int(text), 12, 31) if _YEAR.fullmatch(text) else parse_date(text)


def check_unit(standard: ClassificationStandard, cell: object) -> None:
    """Refuse a unit that is not the standard's (``town.unit``); an empty cell means it is."""
    text = "" if cell is None else str(cell).strip()
    if text and _unit(text) != _unit(standard.unit):
        _refuse(
            "town.unit",
            f"Đơn vị «{text[:LONGEST]}» không phải đơn vị của {standard.code}, là «{standard.unit}»",
            f"The unit “{text[:LONGEST]}” is not that of {standard.code}, which is “{standard.unit}”",
            (f"Đổi giá trị sang {standard.unit}", f"Convert the value to {standard.unit}"),
        )


def _unit(text: str) -> str:
    return text.casefold().replace("2", "²").replace(" ", "").replace(".", "")


def _refuse(
    code: str, vi: str, en: str, remedy: tuple[str, str] = ("Sửa ô này", "Mend this cell")
) -> NoReturn:
    raise InputError(Fault(code, vi, en, remedy_vi=remedy[0], remedy_en=remedy[1]))
