"""Reading the entries of a script: every refusal names the file, the list, the entry's number and the key."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any, TypeVar

from dothi.base.errors import Fault
from dothi.base.text import clean

Point = tuple[float, float]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Entry:
    """One table of the file. Reading a bad value notes a fault and gives a harmless one."""

    where: str
    values: Mapping[str, Any]
    faults: list[Fault]

    def text(self, key: str, default: str | None = None) -> str:
        """Text, cleaned; required unless there is a default."""
        value = self.values.get(key, default)
        if isinstance(value, str) and (default is not None or clean(value)):
            return clean(value)
        return self._refuse(key, "phải là chữ", "must be text", "")

    def choice(self, key: str, known: Collection[str], default: str | None = None) -> str:
        """One of ``known``."""
        value = self.values.get(key, default)
        if value in known:
            return str(value)
        listed = ", ".join(known)
        return self._refuse(key, f"phải là một trong: {listed}", f"must be one of: {listed}", min(known))

    def choices(self, key: str, known: Collection[str], default: tuple[str, ...]) -> tuple[str, ...]:
        """A list of some of ``known``."""
        values = self.values.get(key, list(default))
        if isinstance(values, list) and values and all(value in known for value in values):
            return tuple(values)
        listed = ", ".join(known)
        return self._refuse(key, f"phải là danh sách gồm: {listed}", f"must be a list of: {listed}", default)

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts, empty where left out."""
        values = self.values.get(key, [])
        if isinstance(values, list) and all(isinstance(value, str) for value in values):
            return tuple(values)
        return self._refuse(key, "phải là danh sách chữ", "must be a list of texts", ())

    def number(self, key: str, low: float, high: float, default: float | None = None) -> float:
        """A number from ``low`` to ``high``."""
        value = self.values.get(key, default)
        if _is_number(value) and low <= float(value) <= high:
            return float(value)
        return self._refuse(
            key,
            f"phải là số từ {low:g} đến {high:g}",
            f"must be a number from {low:g} to {high:g}",
            low,
        )

    def whole(self, key: str, low: int, high: int, default: int | None = None) -> int:
        """A whole number from ``low`` to ``high``."""
        value = self.values.get(key, default)
        if isinstance(value, int) and not isinstance(value, bool) and low <= value <= high:
            return value
        return self._refuse(
            key,
            f"phải là số nguyên từ {low} đến {high}",
            f"must be a whole number from {low} to {high}",
            low,
        )

    def truth(self, key: str) -> bool:
        """``true`` or ``false``; false where left out."""
        value = self.values.get(key, False)
        if isinstance(value, bool):
            return value
        return self._refuse(key, "phải là true hoặc false", "must be true or false", False)

    def day(self, key: str) -> date:
        """A day written without quotes."""
        value = self.values.get(key)
        if type(value) is date:
            return value
        return self._refuse(key, "phải là ngày viết 2025-06-30", "must be a day written 2025-06-30", date.max)

    def point(self, key: str, default: Point | None = None) -> Point:
        """East and north in metres."""
        value = self.values.get(key, default)
        if _is_point(value):
            return (float(value[0]), float(value[1]))
        return self._refuse(
            key, "phải là [đông, bắc] theo mét", "must be [east, north] in metres", (0.0, 0.0)
        )

    def points(self, key: str) -> tuple[Point, ...]:
        """Two or more places, no two after one another the same."""
        values = self.values.get(key)
        if isinstance(values, list) and len(values) > 1 and all(_is_point(value) for value in values):
            places = tuple((float(east), float(north)) for east, north in values)
            if all(one != other for one, other in pairwise(places)):
                return places
        return self._refuse(
            key,
            "phải là hai điểm [đông, bắc] khác nhau trở lên",
            "must be two or more different points [east, north]",
            ((0.0, 0.0), (1.0, 0.0)),
        )

    def each(self, key: str, read: Callable[[Entry], T]) -> tuple[T, ...]:
        """Every entry of a list of tables; none where the list is left out."""
        values = self.values.get(key, [])
        if not isinstance(values, list) or not all(isinstance(value, dict) for value in values):
            self._refuse(key, f"phải viết thành [[{key}]]", f"must be written as [[{key}]]", None)
            return ()
        return tuple(
            read(Entry(f"{self.where}, {key} {number}", value, self.faults))
            for number, value in enumerate(values, start=1)
        )

    def _refuse(self, key: str, vi: str, en: str, harmless: T) -> T:
        shown = str(self.values[key])[:40] if key in self.values else ""
        self.faults.append(
            Fault(
                "illustration.entry",
                f"«{key}» {vi}" + (f", không phải «{shown}»" if shown else "; hiện không có"),
                f"“{key}” {en}" + (f", not “{shown}”" if shown else "; there is none"),
                self.where,
            )
        )
        return harmless


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _is_point(value: Any) -> bool:
    return isinstance(value, list | tuple) and len(value) == 2 and all(_is_number(part) for part in value)
