"""Shapes in metres as paths of an SVG picture, and the round length of its scale bar."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import shapely

from dothi.base.numbers import format_number

_STEPS = (1, 2, 5)
_UNITS = (("km", 1000.0), ("m", 1.0), ("cm", 0.01), ("mm", 0.001))


@dataclass(frozen=True, slots=True)
class View:
    """Metres to picture units, north up; ``left`` and ``top`` are in metres, ``scale`` is units per metre."""

    left: float
    top: float
    scale: float

    def path(self, shape: Any) -> str:
        """Write the rings or lines of a shape as an SVG path."""
        return "".join(self._run(line) for line in _runs(shape))

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Place one point."""
        return round((x - self.left) * self.scale, 1), round((self.top - y) * self.scale, 1)

    def _run(self, line: Any) -> str:
        points = [self.at(x, y) for x, y in shapely.get_coordinates(line).tolist()]
        told = " ".join(f"{x:g},{y:g}" for x, y in dict.fromkeys(points))
        return f"M{told}{'Z' if line.geom_type == 'LinearRing' else ''}" if told else ""


def round_length(most: float) -> tuple[float, str]:
    """The greatest of 1, 2, 5 times a power of ten that is at most ``most`` metres, and how it reads.

    >>> round_length(370.0)
    (200.0, '200 m')
    """
    power = 10.0 ** math.floor(math.log10(most))
    length = max(step * power for step in _STEPS if step * power <= most * (1 + 1e-9))
    unit, size = next(((name, size) for name, size in _UNITS if length >= size * 0.999), _UNITS[-1])
    return length, f"{format_number(Decimal(f'{length / size:.6g}'))} {unit}"


def leaves_of(shape: Any) -> list[Any]:
    """The points, lines and polygons a geometry consists of, however deep collections lie in one another."""
    if hasattr(shape, "geoms"):
        return [leaf for part in shape.geoms for leaf in leaves_of(part)]
    return [] if shape.is_empty else [shape]


def _runs(shape: Any) -> Iterator[Any]:
    """Rings and lines of any geometry."""
    for part in leaves_of(shape):
        if part.geom_type == "Polygon":
            yield part.exterior
            yield from part.interiors
        elif part.geom_type in {"LineString", "LinearRing"}:
            yield part
