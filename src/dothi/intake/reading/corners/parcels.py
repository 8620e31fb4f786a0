"""Corners of a table as parcels: several in one table, closed or not, one inside another as a hole."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import shapely

from dothi.base.text import fold
from dothi.intake.reading.corners.cells import Row, coordinate
from dothi.intake.reading.corners.headings import Heading, role_of
from dothi.intake.reading.rings import assembled

_FEWEST = 3
_ABOUT_THE_LAST = ("dien tich", "tong", "cong", "s ", "area", "ghi chu", "chu vi")
_NUMBERED = re.compile(r"[0-9]")
_LABEL = re.compile(r"[A-Za-zĐđ]{0,3}[-.]?[0-9]+[A-Za-z]?'?")


@dataclass(slots=True)
class Parcel:
    """One parcel: ``row`` is the line of its first corner, ``rings`` its corners as (east, north)."""

    name: str
    row: int
    rings: list[list[tuple[float, float]]] = field(default_factory=list)
    values: dict[int, str] = field(default_factory=dict)
    note: str = ""

    def shape(self) -> Any | None:
        """Its polygon, a ring inside another being a hole; ``None`` with fewer than three corners."""
        rings = [shapely.Polygon(ring) for ring in self.rings if len(set(ring)) >= _FEWEST]
        return assembled(rings) if rings else None

    @property
    def short(self) -> bool:
        """Whether it, or a ring of it, has fewer than three corners and makes no area."""
        return not self.rings or any(len(set(ring)) < _FEWEST for ring in self.rings)

    def remark(self, text: str) -> None:
        """Add a remark."""
        self.note = f"{self.note}; {text}" if self.note else text

    @property
    def corners(self) -> int:
        """How many corners it has."""
        return sum(len(ring) for ring in self.rings)


@dataclass(slots=True)
class Gathered:
    """Parcels of a table, lines whose coordinates could not be read, lines of parcels without any corner."""

    parcels: list[Parcel] = field(default_factory=list)
    unreadable: list[int] = field(default_factory=list)
    bare: list[int] = field(default_factory=list)


def gather(rows: Sequence[Row], heading: Heading) -> Gathered:
    """Go down the table and begin a parcel where one begins.

    That is where its name changes, after a line without coordinates, after a ring closed on its first
    corner, and where corners are numbered from the first again; in a parcel that has a name, the last two
    begin another ring of it, and so does a change in a column of parts or rings.
    """
    pair = heading.pair
    if pair is None:
        raise ValueError("a table of corners names both coordinates")
    builder = _Builder(heading)
    for row in rows[heading.last + 1 :]:
        north, east = (coordinate(row, place) for place in pair)
        if north is not None and east is not None:
            builder.corner(row, east, north)
        elif is_heading(row, pair):
            builder.between(row)
        elif any(row.cell(place) for place in pair) or builder.lacks(row):
            builder.lost(row)
        else:
            builder.between(row)
    return builder.done()


class _Builder:
    def __init__(self, heading: Heading) -> None:
        self._heading = heading
        self._named = "parcel" in heading.roles
        self._open: Parcel | None = None
        self._ring_done = False
        self._title = ""
        self._key = ""
        self._labels: list[str] = []
        self._marks: tuple[str, ...] = ("", "")
        self._named_lines: dict[str, int] = {}
        self.out = Gathered()

    def corner(self, row: Row, east: float, north: float) -> None:
        """Add one corner."""
        key = self._key_of(row)
        label = self._label_of(row)
        marks = self._marks_of(row)
        if marks == self._marks and self._closes(key, (east, north)):
            self._ring_done = True
            return
        if self._begins(key, label):
            self._start(row, key)
        parcel = self._open
        if parcel is None:
            return
        numbered_again = bool(label) and _again(label, self._labels)
        if self._ring_done or not parcel.rings or marks != self._marks or numbered_again:
            parcel.rings.append([])
            self._labels = []
            self._ring_done = False
        self._marks = marks
        ring = parcel.rings[-1]
        for place in self._heading.others:
            if row.cell(place):
                parcel.values.setdefault(place, row.cell(place))
        ring.append((east, north))
        self._labels.append(label)

    def lost(self, row: Row) -> None:
        """Remember a corner that could not be read, with the parcel that now lacks it."""
        self.out.unreadable.append(row.number)
        key = self._key_of(row)
        if self._named and key != self._key:
            self._start(row, key)
        if self._open is not None:
            self._open.remark(f"thiếu đỉnh ở dòng {row.number}")

    def lacks(self, row: Row) -> bool:
        """Whether a line has the number of a corner, whose coordinates were left empty."""
        label = row.cell(self._heading.roles.get("point"))
        if not _LABEL.fullmatch(label):
            return False
        last = self._labels[-1] if self._labels else ""
        return self._named or (label.isdecimal() and last.isdecimal() and int(label) == int(last) + 1)

    def between(self, row: Row) -> None:
        """Take a line without coordinates: an empty one, a title, or a remark on the parcel above."""
        text = " ".join(cell for cell in row.cells if cell)
        folded = fold(text)
        about_the_last = f"{folded} ".startswith(_ABOUT_THE_LAST)
        if text and self._open is not None and about_the_last:
            self._open.remark(text)
        elif text:
            self._title = text
        if not self._named:
            self._finish()
        elif row.cell(self._heading.roles["parcel"]) and not about_the_last:
            self._finish()
            self._key = self._key_of(row)
            if _NUMBERED.search(self._key):
                self._named_lines.setdefault(self._key, row.number)

    def done(self) -> Gathered:
        """Close the last parcel; gives the lines of those that have a name and no corner."""
        self._finish()
        found = {parcel.name for parcel in self.out.parcels}
        self.out.bare = [line for name, line in self._named_lines.items() if name not in found]
        return self.out

    def _key_of(self, row: Row) -> str:
        parts = [row.cell(self._heading.roles.get(role)) for role in ("sheet", "parcel")]
        key = " / ".join(part for part in parts if part)
        return key or self._key

    def _label_of(self, row: Row) -> str:
        return row.cell(self._heading.roles.get("point", self._heading.roles.get("order")))

    def _marks_of(self, row: Row) -> tuple[str, ...]:
        """What stands in the columns of parts and rings; an empty cell goes on with what stood above."""
        told = tuple(row.cell(self._heading.roles.get(role)) for role in ("part", "ring"))
        return tuple(cell or above for cell, above in zip(told, self._marks, strict=True))

    def _closes(self, key: str, corner: tuple[float, float]) -> bool:
        """Whether a corner only repeats the first of its ring."""
        if self._open is None or key != self._key or self._ring_done or not self._open.rings:
            return False
        ring = self._open.rings[-1]
        return len(ring) >= _FEWEST and ring[0] == corner

    def _begins(self, key: str, label: str) -> bool:
        if self._open is None or key != self._key:
            return True
        if self._named:
            return False
        return self._ring_done or (bool(label) and bool(self._labels) and _again(label, self._labels))

    def _start(self, row: Row, key: str) -> None:
        self._finish()
        self._key = key
        self._open = Parcel(key or self._title, row.number)
        self._labels = []
        self._marks = ("", "")
        self._title = ""

    def _finish(self) -> None:
        if self._open is not None:
            self.out.parcels.append(self._open)
        self._open = None
        self._ring_done = False


def _again(label: str, labels: Sequence[str]) -> bool:
    """Whether numbering starts again: the first label, or a 1 after larger numbers, with a ring complete."""
    if len(labels) < _FEWEST:
        return False
    return label == labels[0] or (label == "1" and labels[-1].isdigit() and int(labels[-1]) > 1)


def is_heading(row: Row, pair: tuple[int, int]) -> bool:
    """Whether a heading is repeated in the middle of a table, or a line of column numbers stands there."""
    told = [row.cell(place) for place in pair]
    return any(told) and all(role_of(text) or not text for text in told)


def columns_of(heading: Heading) -> Iterator[str]:
    """Names of the columns of parcels: name, corners, line, remark, then whatever else the table has."""
    yield from ("thua", "so_dinh", "dong", "ghi_chu")
    yield from heading.others.values()
