"""Limits to building that a zone states: density, storeys, floor-area ratio, height, and its population."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from numbers import Real
from typing import Any

import pandas as pd

from dothi.base.numbers import exact, format_number
from dothi.base.text import fold
from dothi.intake.checking.fields import Quantity, meanings

_LEAST = ("toithieu", "min")
_MOST = ("toida", "max")
_BOUNDS = {"least": (" tối thiểu", "least "), "most": (" tối đa", "most "), "": ("", "")}
_UNITS = {
    Quantity.DENSITY: (" %", "%"),
    Quantity.STOREYS: (" tầng", " storeys"),
    Quantity.FLOOR_AREA_RATIO: (" lần", ""),
    Quantity.HEIGHT: (" m", " m"),
    Quantity.POPULATION: (" người", " people"),
}


@dataclass(frozen=True, slots=True)
class Limit:
    """One limit as the author states it; ``value`` is a number, or text such as ``3-5 tầng``.

    ``bound`` is ``least``, ``most`` or ``""``, by the name of the column.
    """

    quantity: Quantity
    bound: str
    value: float | str
    column: str

    def title(self, language: str = "vi") -> str:
        """What is limited: ``tầng cao tối đa``, ``most storeys``."""
        vi, en = _BOUNDS[self.bound]
        name = self.quantity.title(language)
        return f"{en}{name}" if language == "en" else f"{name}{vi}"

    def text(self, language: str = "vi") -> str:
        """The value with its unit where it is a number, else as the author wrote it.

        >>> Limit(Quantity.DENSITY, "", 62.5, "matDo").text(), Limit(Quantity.STOREYS, "", "3-5", "").text()
        ('62,5 %', '3-5')
        """
        if isinstance(self.value, str):
            return self.value
        if language == "en":
            return f"{self.value:,.10g}{_UNITS[self.quantity][1]}"
        whole = self.value == int(self.value)
        return format_number(exact(self.value), 0 if whole else None) + _UNITS[self.quantity][0]


def limits_of(values: Mapping[str, Any]) -> tuple[Limit, ...]:
    """Limits among the attributes of a zone, in the order of its columns.

    Empty cells and infinite numbers state none.

    >>> limits_of({"matDoXayDung": 60.0, "tangCaoToiDa": "3-5", "ghiChu": "x"})[1].bound
    'most'
    """
    found = []
    for one in meanings(values):
        value = values[one.column]
        if one.quantity is Quantity.AREA or missing(value):
            continue
        number = isinstance(value, Real) and not isinstance(value, bool)
        if number and not isfinite(value):
            continue
        stated = float(value) if number else str(value)
        found.append(Limit(one.quantity, _bound(one.column), stated, one.column))
    return tuple(found)


def first_text(values: Mapping[str, Any], names: tuple[str, ...]) -> str:
    """The first attribute called by one of ``names`` (folded, without spaces) that says something."""
    for column, value in values.items():
        if fold(column).replace(" ", "") in names and not missing(value):
            return str(value)
    return ""


def missing(value: Any) -> bool:
    """Whether a cell says nothing."""
    return bool(pd.isna(value)) or value == ""


def _bound(column: str) -> str:
    plain = fold(column).replace(" ", "")
    return "least" if plain.endswith(_LEAST) else "most" if plain.endswith(_MOST) else ""
