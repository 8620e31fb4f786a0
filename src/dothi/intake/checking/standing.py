"""Which features stand for what: their phase and period, and areas that lie apart from the plan."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import numpy as np

from dothi.base.dates import parse_date
from dothi.base.errors import InputError
from dothi.base.text import fold
from dothi.intake.checking.rings import Bools, Ints
from dothi.intake.checking.written import textual
from dothi.intake.functions import FunctionIndex
from dothi.intake.functions import Standing as FunctionStanding

STARTS = ("hieuluctu", "ngaycohieuluc", "ngayhieuluc", "validfrom")
"""Columns with the first day of a feature, without case, accents or separators."""
ENDS = ("hieulucden", "ngayhethieuluc", "validto", "validuntil")
"""Columns with the last day of a feature."""
COMPENSATION = re.compile(
    r"(?:(?:khu(?: vuc| dat)?|dat|dien tich|vung) (?:den )?bu|(?:(?:khu(?: dat)?|dat|dien tich) )?boi hoan"
    r"|compensation areas?)(?: (?:so )?[0-9]+| [a-z])?"
)
"""All that ``phanLoai`` says, without accents, of an area that makes up for land taken elsewhere.

A number may follow. Longer text is no such name: «Khu Bù Đăng» is a place, «đất đã bồi hoàn» any zone.
"""
CODE_COLUMNS = (
    "phanloai", "chucnang", "machucnang", "chucnangdat", "machucnangdat", "chucnangsudungdat",
    "machucnangsudungdat", "loaidat", "maloaidat", "kyhieuloaidat", "landfunction", "landuse", "landusecode",
)  # fmt: skip
"""Columns that are for codes of land functions, without case, accents or separators."""

_FOREVER = np.iinfo(np.int64).max
_PERIOD = ((STARTS, -_FOREVER), (ENDS, _FOREVER))
_SPREAD, _SAMPLE, _LONGEST = 5000, 200, 60


@dataclass(frozen=True, slots=True, eq=False)
class Standing:
    """What is told of each feature.

    ``phase`` is a prefix such as ``QHDD_``, empty where none is told; first and last day are ordinals, open
    ends at the ends of time.
    """

    phase: Any
    starts: Ints
    ends: Ints
    compensation: Bools

    def holds(self, day: date) -> Bools:
        """Features that hold on ``day``, or of which nothing else is told."""
        number = day.toordinal()
        holds: Bools = (self.starts <= number) & (number <= self.ends)
        return holds


def together(a: Standing, first: Ints, b: Standing, second: Ints) -> Bools:
    """Tell which pairs of features may hold at one time; only a told difference keeps them apart."""
    phases = (a.phase[first] == b.phase[second]) | (a.phase[first] == "") | (b.phase[second] == "")
    times = (a.starts[first] <= b.ends[second]) & (b.starts[second] <= a.ends[first])
    both: Bools = phases.astype(bool) & times
    return both


def standing_of(frame: Any, layer: str, index: FunctionIndex) -> Standing:
    """Read what a layer's name and columns tell of each feature."""
    first, last = validity_of(frame)
    apart = np.zeros(len(frame), bool)
    column = _column_named(frame, ("phanloai",))
    if column:
        apart = _by_value(frame[column], lambda text: bool(COMPENSATION.fullmatch(fold(text))), False)
    return Standing(_phases(frame, layer, index), first.days, last.days, apart.astype(bool))


@dataclass(frozen=True, slots=True, eq=False)
class Days:
    """Days as a column has them, as ordinals, and the rows whose value is there and no day."""

    column: str
    days: Ints
    unread: Bools


def validity_of(frame: Any) -> tuple[Days, Days]:
    """First and last days of the features; what is not told or cannot be read is open."""
    first, last = (_days_in(frame, names, open_end) for names, open_end in _PERIOD)
    return first, last


def code_columns(frame: Any, index: FunctionIndex) -> list[str]:
    """Columns that hold codes of land functions: of a sample's different values more than half are codes.

    Of a column that is for codes by its name one value is enough that is a code, or is written like one.
    """
    found = []
    for column in frame.columns:
        if column == frame.geometry.name or not textual(frame[column]):
            continue
        spread = frame[column].iloc[:: max(1, len(frame) // _SPREAD)]
        values = [text for value in spread.dropna().unique()[:_SAMPLE] if (text := str(value).strip())]
        readings = [index.read(text) for text in values if len(text) <= _LONGEST]
        coded = sum(reading.function is not None for reading in readings)
        written = any(reading.standing is not FunctionStanding.NOT_A_CODE for reading in readings)
        if 2 * coded > len(values) or (written and _for_codes(str(column))):
            found.append(str(column))
    return found


def _for_codes(column: str) -> bool:
    name = fold(column).replace(" ", "")
    return name in CODE_COLUMNS or (len(name) == 10 and any(whole[:10] == name for whole in CODE_COLUMNS))


def _phases(frame: Any, layer: str, index: FunctionIndex) -> Any:
    whole = index.read(layer).stage
    phases = np.full(len(frame), whole, dtype=object)
    for column in code_columns(frame, index):
        told = _by_value(frame[column], lambda text: index.read(text).stage, "")
        phases = np.where(told != "", told, phases)
    return phases


def _by_value(column: Any, read: Any, otherwise: Any) -> Any:
    """Read each different value once."""
    codes, values = column.factorize()
    table = np.array([*(read(str(value)) for value in values), otherwise], dtype=object)
    return table[codes]


def _column_named(frame: Any, names: tuple[str, ...]) -> str:
    named = {fold(str(column)).replace(" ", ""): str(column) for column in frame.columns}
    return next((named[name] for name in names if name in named), "")


def _days_in(frame: Any, names: tuple[str, ...], open_end: int) -> Days:
    column = _column_named(frame, names)
    if not column:
        return Days("", np.full(len(frame), open_end, np.int64), np.zeros(len(frame), bool))
    codes, values = frame[column].factorize()
    read = [_day(value) for value in values]
    days = np.array([*(open_end if day is None else day for day in read), open_end], np.int64)
    filled = [day is None and bool(str(value).strip()) for day, value in zip(read, values, strict=True)]
    return Days(column, days[codes], np.array([*filled, False])[codes])


def _day(value: Any) -> int | None:
    if isinstance(value, datetime):
        return value.date().toordinal()
    if isinstance(value, date):
        return value.toordinal()
    try:
        return parse_date(str(value)).toordinal()
    except InputError:
        return None
