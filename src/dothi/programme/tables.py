"""Tables drawn with bars: which column holds what, and the targets, towns and tasks of their rows."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from dothi.base.text import fold
from dothi.programme.quantities import Quantity, quantities_in
from dothi.programme.sentences import Stretch
from dothi.programme.targets import Years
from dothi.programme.view import trimmed

_SEPARATOR = re.compile(r"[\s|:-]+")
_YEAR = re.compile(r"(20\d\d)(?:\s*-\s*(20\d\d))?")
_PAST = ("thuc hien", "hien trang", "ket qua", "uoc", "hien nay", "da dat", "so sanh")
_ROMAN = re.compile(r"(?:[Ll]oại\s+)?(I{1,3}|IV|V)")
_NOTHING = re.compile(r"[\s\-–—_.x/]*")


@dataclass(frozen=True, slots=True)
class Columns:
    """Which cells of a table's rows mean what; ``years`` maps a column to its year or period."""

    kind: str
    name: int
    unit: int | None = None
    years: tuple[tuple[int, Years], ...] = ()
    lead: tuple[int, ...] = ()
    deadline: int | None = None


def cells_of(text: str, start: int, end: int) -> list[Stretch]:
    """Cells of one row as stretches without the white space around them."""
    edges = [i for i in range(start, end) if text[i] == "|"]
    line = trimmed(text, start, end)
    points = list(edges)
    if not points or points[0] > line[0]:
        points.insert(0, line[0] - 1)
    if points[-1] < line[1] - 1:
        points.append(line[1])
    return [trimmed(text, a + 1, b) for a, b in pairwise(points)]


def is_separator(text: str) -> bool:
    """The line of dashes under a head."""
    return _SEPARATOR.fullmatch(text) is not None


def columns_of(heads: list[str]) -> Columns | None:
    """What a table with these heads holds, ``None`` when that is not one of the known kinds."""
    plain = [fold(head) for head in heads]
    years = tuple(
        (i, years)
        for i, head in enumerate(heads)
        if (years := _years(head)) and not any(word in plain[i] for word in _PAST)
    )
    lead = tuple(
        i
        for i, head in enumerate(plain)
        if "chu tri" in head or "phoi hop" in head or head.startswith("co quan")
    )
    deadline = next(
        (
            i
            for i, head in enumerate(plain)
            if "thoi han" in head or "thoi gian" in head or "hoan thanh" in head
        ),
        None,
    )
    task = _first(plain, ("nhiem vu", "cong viec", "noi dung cong viec", "noi dung"))
    if task is not None and (lead or deadline is not None):
        return Columns("tasks", task, lead=lead, deadline=deadline)
    indicator = _first(plain, ("chi tieu", "ten chi tieu", "noi dung chi tieu", "tieu chi", "noi dung"))
    if indicator is not None and years:
        return Columns(
            "targets", indicator, unit=_first(plain, ("don vi", "dvt", "don vi tinh")), years=years
        )
    town = _first(plain, ("do thi", "ten do thi", "danh muc do thi"))
    if town is not None and years:
        return Columns("towns", town, years=years)
    return None


def value_in(cell: str) -> Quantity | None:
    """The value of a cell, which may carry no unit; positions are those of the cell."""
    if _NOTHING.fullmatch(cell):
        return None
    found = quantities_in(cell, 0, len(cell)) or quantities_in(f"{cell} %", 0, len(cell) + 2)
    return found[0] if len(found) == 1 else None


def class_in(cell: str) -> str | None:
    """The urban class a cell names."""
    match = _ROMAN.fullmatch(cell.strip())
    return match.group(1) if match else None


def _first(plain: list[str], names: tuple[str, ...]) -> int | None:
    for name in names:
        for index, head in enumerate(plain):
            if head == name or head.startswith(name + " "):
                return index
    return None


def _years(head: str) -> Years | None:
    match = _YEAR.search(head)
    if match is None:
        return None
    if match.group(2):
        return int(match.group(1)), int(match.group(2))
    return None, int(match.group(1))
