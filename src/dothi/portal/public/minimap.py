"""A small map drawn by the server: one unit strong, its neighbours pale. It needs no script and prints."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from dothi.registry.places.answers import Box, UnitRow

WIDTH = 560
HEIGHT = 420
PADDING = 0.3
"""Room around the unit, as a part of its size."""
KM_PER_DEGREE = 111.32
"""Length of a degree of latitude; a mean, good enough for a scale bar."""
_SCALES_KM = (0.5, 1, 2, 5, 10, 20, 50, 100, 200)


@dataclass(frozen=True, slots=True)
class Shape:
    """One path or point in the coordinates of the picture."""

    path: str
    name: str
    strong: bool


@dataclass(frozen=True, slots=True)
class MiniMap:
    """What the template draws. ``scale_width`` is in picture units, ``scale_km`` what it stands for."""

    width: int
    height: int
    shapes: tuple[Shape, ...]
    point: tuple[float, float] | None
    scale_width: float
    scale_km: float


@dataclass(frozen=True, slots=True)
class View:
    """Equirectangular view around one latitude: true shapes at the size of a province."""

    west: float
    north: float
    stretch: float
    scale: float

    def place(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Where a point falls in the picture."""
        return (longitude - self.west) * self.stretch * self.scale, (self.north - latitude) * self.scale


def mini_map(row: UnitRow, around: Iterable[UnitRow], extent: Box | None) -> MiniMap | None:
    """Draw ``row`` among the units ``around`` it; ``None`` where nothing tells where it lies.

    ``extent`` bounds the view of units that reach far off the coast.
    """
    frame = _frame(row, extent)
    if frame is None:
        return None
    view = view_of(frame)
    neighbours = (
        other for other in around if other.key != row.key and other.outline and meets(other.box, frame)
    )
    shapes = [
        Shape(outline_path(other.outline, view), other.name, strong=False)
        for other in neighbours
        if other.outline
    ]
    if row.outline:
        shapes.append(Shape(outline_path(row.outline, view), row.name, strong=True))
    point = None
    if not row.outline and row.longitude is not None and row.latitude is not None:
        point = view.place(row.longitude, row.latitude)
    kilometres, length = scale_bar(view)
    return MiniMap(WIDTH, HEIGHT, tuple(shapes), point, length, kilometres)


def _frame(row: UnitRow, extent: Box | None) -> Box | None:
    if row.box is None:
        if row.longitude is None or row.latitude is None:
            return None
        return (row.longitude - 0.12, row.latitude - 0.09, row.longitude + 0.12, row.latitude + 0.09)
    west, south, east, north = row.box
    if extent is not None and meets(row.box, extent):
        west, south = max(west, extent[0]), max(south, extent[1])
        east, north = min(east, extent[2]), min(north, extent[3])
    wide, high = (east - west) * PADDING, (north - south) * PADDING
    return (west - wide, south - high, east + wide, north + high)


def view_of(frame: Box) -> View:
    """Fit ``frame`` into the picture."""
    west, south, east, north = frame
    stretch = math.cos(math.radians((south + north) / 2))
    scale = min(WIDTH / ((east - west) * stretch), HEIGHT / (north - south))
    left = west - (WIDTH / scale / stretch - (east - west)) / 2
    top = north + (HEIGHT / scale - (north - south)) / 2
    return View(left, top, stretch, scale)


def meets(box: Box | None, frame: Box) -> bool:
    """Whether two boxes share ground."""
    if box is None:
        return False
    return box[0] < frame[2] and box[2] > frame[0] and box[1] < frame[3] and box[3] > frame[1]


def outline_path(outline: dict[str, Any], view: View) -> str:
    """An outline as the ``d`` of a path."""
    return "".join(_ring(ring, view) for ring in _rings(outline))


def _rings(outline: dict[str, Any]) -> Iterator[list[list[float]]]:
    polygons = outline["coordinates"] if outline["type"] == "MultiPolygon" else [outline["coordinates"]]
    for polygon in polygons:
        yield from polygon


def _ring(ring: list[list[float]], view: View) -> str:
    """One closed ring; points that fall on the last drawn one are left out."""
    steps: list[str] = []
    last: tuple[float, float] | None = None
    for longitude, latitude, *_height in ring:
        x, y = view.place(longitude, latitude)
        spot = (round(x, 1), round(y, 1))
        if last is None or abs(spot[0] - last[0]) + abs(spot[1] - last[1]) >= 0.7:
            steps.append(f"{spot[0]:g} {spot[1]:g}")
            last = spot
    return f"M{'L'.join(steps)}Z" if len(steps) > 2 else ""


def scale_bar(view: View) -> tuple[float, float]:
    """Kilometres that a scale bar stands for, and its length in the picture."""
    fits = [km for km in _SCALES_KM if km / KM_PER_DEGREE * view.scale <= WIDTH / 4]
    kilometres = fits[-1] if fits else _SCALES_KM[0]
    return kilometres, round(kilometres / KM_PER_DEGREE * view.scale, 1)
