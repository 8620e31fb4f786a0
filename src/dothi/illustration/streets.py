"""Street networks: curved lines that follow a field at a wanted spacing, joined up and given a width.

After Jobard and Lefer, "Creating evenly-spaced streamlines of arbitrary density" (1997): a line is drawn
along the field until it comes too near one of its own family, and new lines start beside it.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from dothi.illustration.chance import Floats
from dothi.illustration.curves import GRID, rounded, rounded_area
from dothi.illustration.field import Field

NEAR = 0.55
"""A line ends where it comes nearer to its family than this share of the spacing."""
FAR = 0.95
"""A line starts only where its family is farther than this share of the spacing."""


@dataclass(frozen=True, slots=True, eq=False)
class Street:
    """A centre line with the width between its red lines, in metres; ``rank`` 1 is the main road."""

    line: Any
    width: float
    rank: int
    name: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Spacing:
    """Wanted distance between streets, in a raster; 0 where no street may run.

    ``across`` is how many times farther apart the streets of the minor family are.
    """

    west: float
    south: float
    step: float
    metres: Floats
    across: float = 1.0

    def cell(self, x: float, y: float) -> tuple[int, int]:
        """Column and row of a place, held inside the raster."""
        column = min(max(int((x - self.west) / self.step), 0), self.metres.shape[0] - 1)
        row = min(max(int((y - self.south) / self.step), 0), self.metres.shape[1] - 1)
        return column, row

    def holds(self, x: float, y: float) -> bool:
        """Tell whether a place lies in the raster."""
        wide, high = self.metres.shape
        across, up = (x - self.west) / self.step, (y - self.south) / self.step
        return bool(0 <= across < wide and 0 <= up < high)


class _Lines:
    """The lines drawn so far, as two rasters of each family: too near to go on, too near to start."""

    def __init__(self, spacing: Spacing) -> None:
        shape = spacing.metres.shape
        self.spacing = spacing
        self.near = [np.zeros(shape, np.uint8) for _ in range(2)]
        self.far = [np.zeros(shape, np.uint8) for _ in range(2)]
        self._discs: dict[int, NDArray[np.bool_]] = {}

    def stamp(self, points: Floats, family: int, room: float) -> None:
        """Mark the surroundings of a line; ``room`` scales the spacing."""
        for x, y in points:
            column, row = self.spacing.cell(float(x), float(y))
            metres = float(self.spacing.metres[column, row]) * room * (self.spacing.across if family else 1.0)
            if metres > 0:
                self._mark(self.near[family], column, row, metres * NEAR)
                self._mark(self.far[family], column, row, metres * FAR)

    def _mark(self, raster: NDArray[np.uint8], column: int, row: int, metres: float) -> None:
        reach = int(metres / self.spacing.step)
        if reach not in self._discs:
            offsets = np.arange(-reach, reach + 1)
            self._discs[reach] = offsets[:, None] ** 2 + offsets[None, :] ** 2 <= reach * reach
        wide, high = raster.shape
        left, low = max(0, column - reach), max(0, row - reach)
        right, top = min(wide, column + reach + 1), min(high, row + reach + 1)
        disc = self._discs[reach]
        part = disc[left - column + reach : right - column + reach, low - row + reach : top - row + reach]
        raster[left:right, low:top] |= part


def draw_streets(
    rng: np.random.Generator, field: Field, spacing: Spacing, given: Sequence[Any], *, shortest: float = 2.0
) -> list[Any]:
    """Draw lines that follow the field, ``spacing`` apart, around the ``given`` lines.

    :param shortest: lines shorter than this many spacings are left out.
    :returns: lines, rounded to a millimetre; they end where they come near another of their family, or where
        ``spacing`` is 0.
    """
    lines = _Lines(spacing)
    seeds: deque[tuple[float, float, int]] = deque()
    for line in given:
        points = shapely.get_coordinates(shapely.segmentize(line, spacing.step * 2))
        for family, run in _runs(field, points):
            lines.stamp(run, family, 1.0)
            _sow(rng, seeds, run, family, spacing)
    open_cells = np.argwhere(spacing.metres > 0)
    spare = open_cells[rng.permutation(len(open_cells))[:4000]]
    spare_places = [
        (spacing.west + (c + 0.5) * spacing.step, spacing.south + (r + 0.5) * spacing.step) for c, r in spare
    ]
    waiting = deque((x, y, at % 2) for at, (x, y) in enumerate(spare_places))
    tracer = _Tracer(field, lines)
    drawn = []
    while seeds or waiting:
        x, y, family = seeds.popleft() if seeds else waiting.popleft()
        column, row = spacing.cell(x, y)
        if spacing.metres[column, row] <= 0 or lines.far[family][column, row]:
            continue
        points = tracer.trace(x, y, family)
        long_enough = shortest * float(spacing.metres[column, row])
        if len(points) < 3 or len(points) * tracer.stride < long_enough:
            continue
        lines.stamp(points[::2], family, float(rng.uniform(0.8, 1.25)))
        _sow(rng, seeds, points, family, spacing)
        drawn.append(rounded(shapely.simplify(shapely.LineString(_calmed(points)), 0.05)))
    return drawn


def _calmed(points: Floats, *, rounds: int = 4) -> Floats:
    """Take small kinks out of a line; its ends stay."""
    for _ in range(rounds):
        points = np.vstack([points[:1], (points[:-2] + 2.0 * points[1:-1] + points[2:]) / 4.0, points[-1:]])
    return points


def _runs(field: Field, points: Floats) -> list[tuple[int, Floats]]:
    """Cut a given line where it changes from one family of the field to the other."""
    steps = np.gradient(points, axis=0)
    east, north = field.directions(points[:, 0], points[:, 1])
    ahead = np.abs(steps[:, 0] * east + steps[:, 1] * north)
    aside = np.abs(steps[:, 1] * east - steps[:, 0] * north)
    family = (aside > ahead).astype(int)
    cuts = [0, *(np.flatnonzero(np.diff(family)) + 1).tolist(), len(points)]
    return [(int(family[start]), points[start:end]) for start, end in pairwise(cuts)]


def _sow(
    rng: np.random.Generator,
    seeds: deque[tuple[float, float, int]],
    points: Floats,
    family: int,
    spacing: Spacing,
) -> None:
    """Propose places for new lines: beside the line for its own family, on it for the other."""
    gone = 0.0
    for start, end in pairwise(points):
        step = float(np.hypot(*(end - start)))
        gone += step
        metres = float(spacing.metres[spacing.cell(float(start[0]), float(start[1]))]) or 200.0
        if gone < metres * 0.5 or step == 0:
            continue
        gone = 0.0
        side = metres * float(rng.uniform(0.97, 1.2)) * (spacing.across if family else 1.0)
        east, north = (end - start) / step
        seeds.append((float(start[0] - north * side), float(start[1] + east * side), family))
        seeds.append((float(start[0] + north * side), float(start[1] - east * side), family))
        seeds.append((float(start[0]), float(start[1]), 1 - family))


class _Tracer:
    """Follows the field from a seed both ways, one step at a time, in plain numbers for speed."""

    def __init__(self, field: Field, lines: _Lines) -> None:
        self._west, self._south, self._step = field.west, field.south, field.step
        self._a, self._b = field.a.tolist(), field.b.tolist()
        self._columns, self._rows = field.a.shape[0] - 2, field.a.shape[1] - 2
        self._lines = lines
        self.stride = lines.spacing.step * 1.5

    def trace(self, x: float, y: float, family: int) -> Floats:
        """Vertices of the line of ``family`` through a place."""
        east, north = self._direction(x, y, family)
        back = self._half(x, y, -east, -north, family)
        ahead = self._half(x, y, east, north, family)
        return np.array([*back[::-1], (x, y), *ahead])

    def _half(self, x: float, y: float, east: float, north: float, family: int) -> list[tuple[float, float]]:
        spacing, near = self._lines.spacing, self._lines.near[family]
        half = self.stride / 2.0
        trail: list[tuple[float, float]] = []
        seen: dict[tuple[int, int], int] = {}
        for count in range(1500):
            east, north = self._turned(x + east * half, y + north * half, east, north, family)
            x, y = x + east * self.stride, y + north * self.stride
            cell = spacing.cell(x, y)
            trail.append((x, y))
            if spacing.metres[cell] <= 0 or near[cell] or count - seen.setdefault(cell, count) > 12:
                break
            if not spacing.holds(x, y):
                break
        return trail

    def _turned(self, x: float, y: float, east: float, north: float, family: int) -> tuple[float, float]:
        new_east, new_north = self._direction(x, y, family)
        if new_east * east + new_north * north < 0:
            return -new_east, -new_north
        return new_east, new_north

    def _direction(self, x: float, y: float, family: int) -> tuple[float, float]:
        column = min(max((x - self._west) / self._step, 0.0), self._columns + 0.999)
        row = min(max((y - self._south) / self._step, 0.0), self._rows + 0.999)
        left, low = int(column), int(row)
        across, up = column - left, row - low
        w00, w10 = (1 - across) * (1 - up), across * (1 - up)
        w01, w11 = (1 - across) * up, across * up
        a = self._a[left][low] * w00 + self._a[left + 1][low] * w10
        a += self._a[left][low + 1] * w01 + self._a[left + 1][low + 1] * w11
        b = self._b[left][low] * w00 + self._b[left + 1][low] * w10
        b += self._b[left][low + 1] * w01 + self._b[left + 1][low + 1] * w11
        size = float((a * a + b * b) ** 0.5) or 1.0
        cosine = max(0.0, (1 + a / size) / 2) ** 0.5
        sine = max(0.0, (1 - a / size) / 2) ** 0.5
        if b < 0:
            sine = -sine
        return (-sine, cosine) if family else (cosine, sine)


def joined(streets: Sequence[Street], ground: Any, *, given: int = 1, rounds: int = 3) -> list[Street]:
    """Cut off loose ends: a street runs from its first to its last junction, or out of ``ground``.

    Streets up to rank ``given`` are left as they are. A street that meets fewer than two others and does not
    leave the ground is dropped.
    """
    kept = list(streets)
    edge = shapely.boundary(ground)
    for _ in range(rounds):
        kept = _trimmed(kept, edge, given)
    return kept


def _trimmed(streets: list[Street], edge: Any, given: int) -> list[Street]:
    geometries = np.array([street.line for street in streets], dtype=object)
    one, other = shapely.STRtree(geometries).query(geometries, predicate="intersects")
    apart = one != other
    one, other = one[apart], other[apart]
    crossings = shapely.intersection(geometries[one], geometries[other])
    spots, owner = shapely.get_coordinates(crossings, return_index=True)
    at = shapely.line_locate_point(geometries[one[owner]], shapely.points(spots))
    first, last = np.full(len(streets), np.inf), np.full(len(streets), -np.inf)
    np.minimum.at(first, one[owner], at)
    np.maximum.at(last, one[owner], at)
    out_spots, out_owner = shapely.get_coordinates(shapely.intersection(geometries, edge), return_index=True)
    out_at = shapely.line_locate_point(geometries[out_owner], shapely.points(out_spots))
    np.minimum.at(first, out_owner, out_at)
    np.maximum.at(last, out_owner, out_at)
    kept = []
    for street, start, end in zip(streets, first.tolist(), last.tolist(), strict=True):
        if street.rank <= given:
            kept.append(street)
        elif end - start > 2.0 * street.width:
            cut = rounded(_between(street.line, start, end))
            kept.append(Street(cut, street.width, street.rank, street.name))
    return kept


def _between(line: Any, start: float, end: float) -> Any:
    """The part of a line between two distances along it."""
    points = shapely.get_coordinates(line)
    gone = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(points, axis=0).T))])
    inner = (gone > start + 0.01) & (gone < end - 0.01)
    ends = shapely.get_coordinates(shapely.line_interpolate_point(line, [start, end]))
    return shapely.LineString(np.vstack([ends[:1], points[inner], ends[1:]]))


def road_land(streets: Sequence[Street], *, fillet: float, chord: float) -> Any:
    """Land between red lines: every street at its width, corners rounded by ``fillet`` metres.

    :param chord: how far in metres the chords of a rounded corner may lie off it.
    """
    lines = shapely.simplify(np.array([street.line for street in streets], dtype=object), chord / 2.0)
    widths = np.array([street.width for street in streets])
    chords = math.ceil(math.pi / 4.0 / math.acos(1.0 - chord / fillet))
    land = shapely.union_all(shapely.buffer(lines, widths / 2.0, quad_segs=chords), grid_size=GRID)
    land = shapely.buffer(shapely.buffer(land, fillet, quad_segs=chords), -fillet, quad_segs=chords)
    return rounded_area(shapely.simplify(land, chord / 10.0))
