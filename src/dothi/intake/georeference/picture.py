"""Two or more readings of one file on the ground, as a picture for the question which is right.

Outlines are told apart by number, line and shade, never by colour alone. The picture is plain SVG without
script or link, fit to stand in a page or a report.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from dothi.intake.georeference.evidence import Expected, metres
from dothi.intake.georeference.readings import CrsReading

_WIDTH, _HEIGHT, _MARGIN = 720, 460, 24
_LINE = 38
_MOST_SHAPES = 400
_STYLES = (
    ("#0b5c8a", ""),
    ("#a8440f", "7 4"),
    ("#4b6b1f", "2 4"),
    ("#6a3d8a", "10 3 2 3"),
)
_WORDS = {
    "vi": ("Phạm vi dự kiến", "Ranh giới đã biết", "Bắc", "Các cách hiểu tọa độ của tệp"),
    "en": ("Expected area", "Known outlines", "N", "Readings of the file's coordinates"),
}


def picture(
    shapes: Sequence[Any] | NDArray[Any],
    found: Sequence[CrsReading],
    where: Expected,
    *,
    language: str = "vi",
    most: int = 2,
) -> str:
    """Draw the first ``most`` readings (four at the most) of ``shapes`` over the expected area, as SVG.

    The view takes in all of them, so readings 27 km apart show as two plans and readings 200 m apart as one
    plan with its shadow.
    """
    drawn = list(found[: min(most, len(_STYLES))])
    plans = [_flat(_chosen(shapes), one, where) for one in drawn]
    view = _View(_box([*plans, [] if any(plans) else [_area(where)]]))
    height = _HEIGHT + _LINE * len(drawn) + 34
    words = _WORDS["en" if language == "en" else "vi"]
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" role="img" '
        f'aria-label="{escape(words[3])}" font-family="Be Vietnam Pro, sans-serif" font-size="13">'
    )
    ground = 'fill="#fff" stroke="#8a857c" stroke-width="1.2" fill-rule="evenodd"'
    parts = [
        head,
        f'<clipPath id="map"><rect width="{_WIDTH}" height="{_HEIGHT}"/></clipPath>',
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#f6f4f0"/><g clip-path="url(#map)">',
        f'<path d="{view.path(_area(where))}" {ground}/>',
    ]
    parts += [
        f'<path d="{view.path(_laid(edge, where))}" fill="none" stroke="#b9b3a8" stroke-width=".8"/>'
        for edge in where.outlines
    ]
    parts += [_plan(number, plan, view) for number, plan in reversed(list(enumerate(plans)))]
    parts += [_number(number, plan, view) for number, plan in enumerate(plans) if plan]
    parts += ["</g>", _scale(view), _north(words[2])]
    parts += [_legend(number, one, language) for number, one in enumerate(drawn)]
    parts += [_ground_legend(words, _HEIGHT + 24 + _LINE * len(drawn), bool(where.outlines)), "</svg>"]
    return "".join(parts)


class _View:
    """Metres to pixels, north up, margins around."""

    def __init__(self, box: tuple[float, float, float, float]) -> None:
        west, south, east, north = box
        room = max((east - west) / (_WIDTH - 2 * _MARGIN), (north - south) / (_HEIGHT - 2 * _MARGIN), 1e-6)
        self.metres_per_pixel = room * 1.12
        self._west = (west + east) / 2 - self.metres_per_pixel * _WIDTH / 2
        self._north = (south + north) / 2 + self.metres_per_pixel * _HEIGHT / 2

    def path(self, shape: Any) -> str:
        """A shape as an SVG path, simplified to half a pixel."""
        simple = shapely.simplify(shape, self.metres_per_pixel / 2)
        rings = [] if simple.is_empty else [*_lines(simple)]
        return "".join(self._ring(ring) for ring in rings)

    def pixel(self, x: Any, y: Any) -> tuple[Any, Any]:
        """Where metres fall on the picture."""
        return (x - self._west) / self.metres_per_pixel, (self._north - y) / self.metres_per_pixel

    def _ring(self, line: Any) -> str:
        rows = shapely.get_coordinates(line)
        x, y = self.pixel(rows[:, 0], rows[:, 1])
        points = [
            f"{a:.1f} {b:.1f}" for a, b in zip(np.clip(x, -1e4, 1e4), np.clip(y, -1e4, 1e4), strict=True)
        ]
        return "M" + "L".join(points)


def _plan(number: int, plan: Sequence[Any], view: _View) -> str:
    colour, dashes = _STYLES[number]
    paths = "".join(view.path(shape) for shape in plan)
    fill = f'fill="{colour}" fill-opacity=".18"' if number == 0 else 'fill="none"'
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    return f'<path d="{paths}" {fill} fill-rule="evenodd" stroke="{colour}" stroke-width="1.8"{dashed}/>'


def _number(number: int, plan: Sequence[Any], view: _View) -> str:
    """The number of a reading: of odd ones at their westernmost corner, of even ones at their easternmost."""
    corners = shapely.get_coordinates(np.array(plan, dtype=object))
    east = number % 2
    place = corners[:, 0].argmax() if east else corners[:, 0].argmin()
    x, y = view.pixel(*corners[place])
    anchor, off = ("start", 7) if east else ("end", -7)
    return (
        f'<text x="{x + off:.1f}" y="{y + 5:.1f}" text-anchor="{anchor}" font-weight="600" font-size="15" '
        f'fill="{_STYLES[number][0]}">{number + 1}</text>'
    )


def _ground_legend(words: Sequence[str], y: int, outlines: bool) -> str:
    """What the quiet lines are."""
    area = (
        f'<rect x="{_MARGIN}" y="{y - 10}" width="34" height="12" fill="#fff" stroke="#8a857c"/>'
        f'<text x="{_MARGIN + 44}" y="{y}" fill="#5c574e" font-size="12">{escape(words[0])}</text>'
    )
    parts = [area]
    if outlines:
        x = _MARGIN + 220
        parts.append(
            f'<line x1="{x}" y1="{y - 4}" x2="{x + 34}" y2="{y - 4}" stroke="#b9b3a8"/>'
            f'<text x="{x + 44}" y="{y}" fill="#5c574e" font-size="12">{escape(words[1])}</text>'
        )
    return "".join(parts)


def _legend(number: int, one: CrsReading, language: str) -> str:
    colour, dashes = _STYLES[number]
    y = _HEIGHT + 20 + _LINE * number
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    reason = one.reason_en if language == "en" else one.reason_vi
    told = f"{number + 1}. {one.placement.title(language)}"
    return (
        f'<line x1="{_MARGIN}" y1="{y - 4}" x2="{_MARGIN + 34}" y2="{y - 4}" '
        f'stroke="{colour}" stroke-width="2.4"{dashed}/>'
        f'<text x="{_MARGIN + 44}" y="{y}" fill="#2b2925"><tspan font-weight="600">{escape(told)}</tspan>'
        f'<tspan x="{_MARGIN + 44}" dy="14" font-size="11" fill="#5c574e">{escape(reason)}</tspan></text>'
    )


def _scale(view: _View) -> str:
    """A scale bar of a round length, about a sixth of the width."""
    wanted = view.metres_per_pixel * _WIDTH / 6
    power = 10.0 ** math.floor(math.log10(wanted))
    length = next(step * power for step in (5, 2, 1) if step * power <= wanted)
    pixels = length / view.metres_per_pixel
    text = f"{length / 1000:g} km" if length >= 1000 else f"{length:g} m"
    y = _HEIGHT - 16
    return (
        f'<path d="M{_MARGIN} {y - 5}v5h{pixels:.1f}v-5" fill="none" stroke="#2b2925" stroke-width="1.4"/>'
        f'<text x="{_MARGIN + pixels / 2:.1f}" y="{y - 8}" text-anchor="middle" '
        f'fill="#2b2925" font-size="12">'
        f"{text.replace('.', ',')}</text>"
    )


def _north(word: str) -> str:
    x = _WIDTH - _MARGIN
    return (
        f'<path d="M{x} 40l-6 18 6-4 6 4z" fill="#2b2925"/>'
        f'<text x="{x}" y="34" text-anchor="middle" fill="#2b2925" font-size="12">{escape(word)}</text>'
    )


def _chosen(shapes: Sequence[Any] | NDArray[Any]) -> list[Any]:
    """The largest shapes of a layer, enough to know it by."""
    usable = [shape for shape in shapes if shape is not None and not shape.is_empty]
    usable = [shape for shape in usable if np.isfinite(shapely.get_coordinates(shape)).all()]
    return sorted(usable, key=lambda shape: -shape.length)[:_MOST_SHAPES]


def _flat(shapes: Sequence[Any], one: CrsReading, where: Expected) -> list[Any]:
    laid = (
        shapely.transform(shape, lambda rows: metres(one.placement.to_wgs84(rows), where.middle))
        for shape in shapes
    )
    return [shape for shape in laid if np.isfinite(shapely.get_coordinates(shape)).all()]


def _laid(shape: Any, where: Expected) -> Any:
    return shapely.transform(shape, lambda rows: metres(rows, where.middle))


def _area(where: Expected) -> Any:
    return _laid(where.area, where)


def _box(groups: Sequence[Sequence[Any]]) -> tuple[float, float, float, float]:
    bounds = np.array([shape.bounds for group in groups for shape in group])
    west, south = bounds[:, :2].min(axis=0)
    east, north = bounds[:, 2:].max(axis=0)
    return float(west), float(south), float(east), float(north)


def _lines(shape: Any) -> list[Any]:
    """Rings, lines and, for points, small crosses."""
    out: list[Any] = []
    for part in shapely.get_parts(shape):
        if part.geom_type == "Polygon":
            out += shapely.get_rings(part).tolist()
        elif part.geom_type.endswith("LineString") or part.geom_type == "LinearRing":
            out.append(part)
        elif part.geom_type == "Point":
            out.append(shapely.LineString([(part.x, part.y), (part.x, part.y)]))
        else:
            out += _lines(part)
    return out
