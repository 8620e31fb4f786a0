"""Cells of a table: rows as they stand, and numbers in every way coordinates are written."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any

_SPACES = dict.fromkeys(map(ord, "\u00a0\u2007\u2009\u202f '"), None)
_NUMBER = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)*[.,]?")
_ANGLE = re.compile(
    r"(?P<d>[0-9]{1,3})\s*[°ºd]\s*(?:(?P<m>[0-9]{1,2}(?:[.,][0-9]+)?)\s*['′’m]?\s*)?"
    r"(?:(?P<s>[0-9]{1,2}(?:[.,][0-9]+)?)\s*(?:\"|″|”|''|s)?\s*)?(?P<side>[NSEWBĐ])?",
    re.IGNORECASE,
)
_LONGEST = 40


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table: its number in the file, its cells as text, and ``values`` as the file has them."""

    number: int
    cells: tuple[str, ...]
    values: tuple[Any, ...]

    def cell(self, place: int | None) -> str:
        """Text of a cell, empty where the line is shorter."""
        return self.cells[place] if place is not None and place < len(self.cells) else ""

    @property
    def empty(self) -> bool:
        """Whether nothing stands in it."""
        return not any(self.cells)


def row_of(number: int, values: Sequence[Any]) -> Row:
    """Make a row of what a reader gave; empty cells at its end go."""
    cells = [_text(value) for value in values]
    while cells and not cells[-1]:
        cells.pop()
    return Row(number, tuple(cells), tuple(values[: len(cells)]))


def coordinate(row: Row, place: int) -> float | None:
    """The number in a cell: ``1722531.703``, ``1.722.531,703``, ``1 722 531,703``, ``1,722,531.703``.

    A single dot or comma starts the decimals. Degrees, minutes and seconds give degrees. ``None`` where the
    cell holds no finite number.
    """
    value = row.values[place] if place < len(row.values) else None
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _finite(float(value))
    return number(row.cell(place))


def number(text: str) -> float | None:
    r"""Read one number or angle.

    >>> number("1.722.531,703"), number("577453.954"), number("108°28'26,4\""), number("abc")
    (1722531.703, 577453.954, 108.474, None)
    """
    angle = _ANGLE.fullmatch(text.strip()) if len(text) <= _LONGEST else None
    if angle is not None:
        return _degrees(angle)
    plain = text.translate(_SPACES)
    if len(plain) > _LONGEST or not _NUMBER.fullmatch(plain):
        return None
    last = max(plain.rfind("."), plain.rfind(","))
    if last < 0:
        return _finite(float(plain))
    mark, other = plain[last], "," if plain[last] == "." else "."
    if plain.count(mark) > 1:
        return _finite(float(plain.replace(mark, ""))) if other not in plain else None
    return _finite(float(plain.replace(other, "").replace(mark, ".")))


def _degrees(angle: re.Match[str]) -> float | None:
    minutes, seconds = (float((angle[part] or "0").replace(",", ".")) for part in ("m", "s"))
    if minutes >= 60 or seconds >= 60:
        return None
    sign = -1 if (angle["side"] or "").upper() in {"S", "W"} else 1
    return round(sign * (int(angle["d"]) + minutes / 60 + seconds / 3600), 10)


def _finite(value: float) -> float | None:
    return value if abs(value) < 1e15 else None


def _text(value: Any) -> str:
    if value is None or not isinstance(value, str | int | float | date | time):
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value).strip()
