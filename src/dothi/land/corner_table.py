"""The corner table of a land certificate, as people paste it: X (north), Y (east), lengths of sides.

A row that cannot be read, sides that cross and sides that are not as long as the table says are told by the
labels of their corners: one wrong digit in one row is the commonest fault of a copied table.
"""

from __future__ import annotations

import math
import re
import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

import shapely

from dothi.base.errors import Fault, InputError
from dothi.base.numbers import exact, format_number
from dothi.intake.reading.corners.cells import Row, coordinate, number, row_of

MOST_LINES = 5_000
SIDE_M = 0.1
"""How far a stated side may be from the distance of its corners: certificates round to the decimetre."""
_LARGE = 1_000.0
_SHOWN = 5
_FAR, _FEW = 20, 4
"""A corner is far off where both its sides are so many times the usual one, in a table of more corners."""


@dataclass(frozen=True, slots=True)
class Corner:
    """One row: its line in the text, its label, its place in metres, the length of its side onward."""

    line: int
    label: str
    north: float
    east: float
    side_m: float | None = None


@dataclass(frozen=True, slots=True)
class CornerTable:
    """Corners in order, the first not repeated at the end; ``warnings`` doubt single corners."""

    corners: tuple[Corner, ...]
    warnings: tuple[Fault, ...] = field(default=())

    @property
    def polygon(self) -> shapely.Polygon:
        """The outline, east first."""
        return shapely.Polygon([(corner.east, corner.north) for corner in self.corners])


def read_corner_table(text: str) -> CornerTable:
    """Read a pasted table.

    The column with the greater numbers is north, whatever it is called: in Vietnam no easting is greater.

    Raises :class:`InputError`: ``corners.unreadable-row`` and ``corners.swapped-row`` (every such row),
    ``corners.too-few``, ``corners.too-many``, ``corners.cross`` (by the labels of the sides that cross).
    """
    lines = text.splitlines()
    if len(lines) > MOST_LINES:
        raise InputError(_too_many(len(lines)))
    rows = [row_of(at, _cells(line)) for at, line in enumerate(lines, start=1) if line.strip()]
    read, wrong = _corners(rows)
    if wrong:
        raise InputError(*(_unreadable(row) for row in wrong[:_SHOWN]))
    found = _north_first(read)
    if len(found) > 1 and _same(found[0], found[-1]):
        found = found[:-1]
    if len(found) < 3:
        raise InputError(_too_few(len(found)))
    crossing = _crossings(found)
    if crossing:
        raise InputError(*(_cross(found, *pair) for pair in crossing[:_SHOWN]))
    return CornerTable(tuple(found), (*_wrong_sides(found), *_far(found)))


def _cells(line: str) -> list[str]:
    for divider in ("\t", ";", "|"):
        if divider in line:
            return [cell.strip() for cell in line.strip(f" {divider}").split(divider)]
    wide = re.split(r" {2,}", line.strip())
    return wide if len(wide) > 2 else line.split()


def _corners(rows: Sequence[Row]) -> tuple[list[Corner], list[Row]]:
    """Rows with two large numbers; others before the first are a heading, after it they are wrong."""
    found: list[Corner] = []
    wrong: list[Row] = []
    for row in rows:
        numbers = [(place, coordinate(row, place)) for place in range(len(row.values))]
        large = [(place, value) for place, value in numbers if value is not None and abs(value) >= _LARGE]
        if len(large) == 2:
            found.append(_corner(row, large))
        elif _only_side(row) and found:
            continue
        elif found:
            wrong.append(row)
    return found, wrong


def _corner(row: Row, large: Sequence[tuple[int, float | None]]) -> Corner:
    (first_at, first), (second_at, second) = large
    label = row.cell(0) if first_at else ""
    side = number(row.cell(second_at + 1)) if row.cell(second_at + 1) else None
    assert first is not None
    assert second is not None
    return Corner(row.number, label or str(row.number), first, second, side)


def _only_side(row: Row) -> bool:
    """Whether a row holds one small number: the side between two corners, printed between their rows."""
    filled = [cell for cell in row.cells if cell]
    return len(filled) == 1 and (value := number(filled[0])) is not None and value < _LARGE


def _same(one: Corner, other: Corner) -> bool:
    return (one.north, one.east) == (other.north, other.east)


def _north_first(read: Sequence[Corner]) -> list[Corner]:
    """Turn columns round where the second is the greater; a single row the other way round is refused."""
    turned = [corner.north < corner.east for corner in read]
    most = sum(turned) * 2 > len(turned)
    odd = [corner for corner, other in zip(read, turned, strict=True) if other != most]
    if odd:
        raise InputError(*(_swapped(corner) for corner in odd[:_SHOWN]))
    return [replace(corner, north=corner.east, east=corner.north) for corner in read] if most else list(read)


def _crossings(corners: Sequence[Corner]) -> list[tuple[int, int]]:
    """Pairs of sides that meet elsewhere than at a corner they share, by the number of their first corner."""
    count = len(corners)
    points = [(corner.east, corner.north) for corner in corners]
    sides = [shapely.LineString([points[at], points[(at + 1) % count]]) for at in range(count)]
    first, second = shapely.STRtree(sides).query(sides, predicate="intersects")
    apart = [(int(a), int(b)) for a, b in zip(first, second, strict=True) if a < b]
    return [(a, b) for a, b in apart if b - a not in {1, count - 1}]


def _wrong_sides(corners: Sequence[Corner]) -> Iterator[Fault]:
    for at, corner in enumerate(corners):
        after = corners[(at + 1) % len(corners)]
        long = _distance(corner, after)
        if corner.side_m is not None and abs(long - corner.side_m) > SIDE_M:
            yield _side(corner, after, corner.side_m, long)


def _far(corners: Sequence[Corner]) -> Iterator[Fault]:
    """Corners both of whose sides are many times longer than the usual one."""
    sides = [_distance(corner, corners[(at + 1) % len(corners)]) for at, corner in enumerate(corners)]
    usual = statistics.median(sides)
    for at, corner in enumerate(corners):
        if len(corners) > _FEW and min(sides[at - 1], sides[at]) > _FAR * usual > 0:
            yield _far_off(corner, min(sides[at - 1], sides[at]))


def _distance(one: Corner, other: Corner) -> float:
    return math.hypot(other.east - one.east, other.north - one.north)


def _unreadable(row: Row) -> Fault:
    shown = " ".join(row.cells)[:60]
    return Fault(
        "corners.unreadable-row",
        f"«{shown}» không có đúng hai tọa độ đọc được",
        f"“{shown}” does not hold exactly two coordinates that can be read",
        where=f"dòng {row.number}",
        remedy_vi="Mỗi dòng một điểm: số hiệu, X (bắc), Y (đông)",
        remedy_en="One corner to a line: label, X (north), Y (east)",
    )


def _too_few(count: int) -> Fault:
    return Fault(
        "corners.too-few",
        f"Bảng có {count} điểm, cần ít nhất 3",
        f"The table has {count} corners, and at least 3 are needed",
        remedy_vi="Dán cả bảng tọa độ, mỗi điểm một dòng",
        remedy_en="Paste the whole table, one corner to a line",
    )


def _too_many(count: int) -> Fault:
    return Fault(
        "corners.too-many",
        f"Bảng có {count} dòng, nhiều hơn {MOST_LINES}",
        f"The table has {count} lines, more than {MOST_LINES}",
        remedy_vi="Tải lên dưới dạng tệp",
        remedy_en="Upload it as a file",
    )


def _cross(corners: Sequence[Corner], first: int, second: int) -> Fault:
    count = len(corners)
    names = [f"{corners[at].label}-{corners[(at + 1) % count].label}" for at in (first, second)]
    lines = ", ".join(
        str(corners[at].line) for at in (first, (first + 1) % count, second, (second + 1) % count)
    )
    return Fault(
        "corners.cross",
        f"Cạnh {names[0]} cắt cạnh {names[1]}: có điểm sai tọa độ hoặc sai thứ tự",
        f"The side {names[0]} crosses the side {names[1]}: a corner is wrong or out of order",
        where=f"dòng {lines}",
        remedy_vi="So lại các dòng này với giấy chứng nhận",
        remedy_en="Compare these lines with the certificate",
    )


def _side(corner: Corner, after: Corner, stated: float, long: float) -> Fault:
    told, measured = (format_number(exact(value), 2) for value in (stated, long))
    return Fault(
        "corners.side",
        f"Cạnh {corner.label}-{after.label} ghi {told} m nhưng tọa độ cách nhau {measured} m",
        f"The side {corner.label}-{after.label} says {told} m, but its corners are {measured} m apart",
        where=f"dòng {corner.line}",
        remedy_vi="So lại hai điểm này với giấy chứng nhận",
        remedy_en="Compare these two corners with the certificate",
    )


def _swapped(corner: Corner) -> Fault:
    return Fault(
        "corners.swapped-row",
        f"Điểm {corner.label} có X và Y đổi chỗ so với các dòng khác",
        f"Corner {corner.label} has X and Y the other way round than the other rows",
        where=f"dòng {corner.line}",
        remedy_vi="So lại dòng này với giấy chứng nhận",
        remedy_en="Compare this line with the certificate",
    )


def _far_off(corner: Corner, away: float) -> Fault:
    measured = format_number(exact(away), 1)
    return Fault(
        "corners.far",
        f"Điểm {corner.label} cách các điểm kề bên ít nhất {measured} m, xa hơn hẳn các điểm khác",
        f"Corner {corner.label} is at least {measured} m from its neighbours, much farther than others",
        where=f"dòng {corner.line}",
        remedy_vi="So lại dòng này với giấy chứng nhận",
        remedy_en="Compare this line with the certificate",
    )
