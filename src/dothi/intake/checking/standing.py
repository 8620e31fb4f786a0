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

STARTS = ("hieuluctu", "ngaycohieuluc", "ngayhieuluc", "validfrom")
"""Columns with the first day of a feature, without case, accents or separators."""
ENDS = ("hieulucden", "ngayhethieuluc", "validto", "validuntil")
"""Columns with the last day of a feature."""
COMPENSATION = re.compile(r"\b(?:khu|dat|dien tich|vung) (?:den )?bu\b|\bboi hoan\b|\bcompensation area\b")
"""Words, without accents, by which ``phanLoai`` marks an area that makes up for land taken elsewhere."""

_FOREVER = np.iinfo(np.int64).max
_SPREAD, _SAMPLE = 5000, 200


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
    count = len(frame)
    named = {fold(str(column)).replace(" ", ""): str(column) for column in frame.columns}
    starts = _days(frame, next((named[name] for name in STARTS if name in named), ""), -_FOREVER)
    ends = _days(frame, next((named[name] for name in ENDS if name in named), ""), _FOREVER)
    apart = np.zeros(count, bool)
    if "phanloai" in named:
        apart = _by_value(frame[named["phanloai"]], lambda text: bool(COMPENSATION.search(fold(text))), False)
    return Standing(_phases(frame, layer, index), starts, ends, apart.astype(bool))


def code_columns(frame: Any, index: FunctionIndex) -> list[str]:
    """Columns that hold codes of land functions: some value of a sample is one, or is written like one."""
    found = []
    for column in frame.columns:
        if column == frame.geometry.name or not textual(frame[column]):
            continue
        spread = frame[column].iloc[:: max(1, len(frame) // _SPREAD)]
        values = spread.dropna().unique()[:_SAMPLE]
        readings = [index.read(str(value)) for value in values if 0 < len(str(value)) <= 60]
        if any(reading.function is not None for reading in readings):
            found.append(str(column))
    return found


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


def _days(frame: Any, column: str, otherwise: int) -> Ints:
    if not column:
        return np.full(len(frame), otherwise, np.int64)
    codes, values = frame[column].factorize()
    table = np.array([*(_day(value, otherwise) for value in values), otherwise], np.int64)
    days: Ints = table[codes]
    return days


def _day(value: Any, otherwise: int) -> int:
    if isinstance(value, datetime):
        return value.date().toordinal()
    if isinstance(value, date):
        return value.toordinal()
    try:
        return parse_date(str(value)).toordinal()
    except InputError:
        return otherwise
