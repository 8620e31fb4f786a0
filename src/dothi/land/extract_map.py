"""The map of an extract: the land strong, zones around it pale with their codes, at a round scale."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import numpy as np
import shapely

from dothi.base.drawing import View, round_length
from dothi.land.extract_restrictions import Restriction, restriction_svg
from dothi.land.limits import first_text
from dothi.land.piece import Piece
from dothi.land.plans import CODES, SIGNS, LayerOnRecord
from dothi.land.record import Words

WIDTH_MM, HEIGHT_MM = 170, 90
UNIT = 10
"""Units of the picture in a millimetre."""
_ROOM = 1.5
_SCALES = [step * 10**power for power in range(2, 7) for step in (1, 2, 5)]
_POINT_SCALE, _LEAST_SCALE = 2000, 200
_LETTERS = 14
MOST_NUMBERED = 24
"""Corners of the land that the map still numbers."""
_FONT = 24
_AREA = 2


@dataclass(frozen=True, slots=True)
class FunctionStyle:
    """How a function of land is shown: the author's law code, its title, and a colour as ``#rrggbb``."""

    code: str
    title: Words
    colour: str


Styles = Mapping[str, FunctionStyle]
"""By function key; ``""`` stands for no function and for keys that are not in it."""


def styled(function: str, styles: Styles) -> FunctionStyle:
    """The style of a function, that of no function where it is not known."""
    return styles.get(function) or styles[""]


@dataclass(frozen=True, slots=True, eq=False)
class ZoneShape:
    """A zone around the land, on the land's own map in metres."""

    shape: Any
    function: str
    label: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the map shows: ``scale`` is the denominator it is printed at, the bounds are in metres."""

    scale: int
    west: float
    south: float
    east: float
    north: float

    @property
    def view(self) -> View:
        """Metres to units of the picture."""
        return View(self.west, self.north, 1000 * UNIT / self.scale)

    @property
    def box(self) -> Any:
        """Its ground as a polygon."""
        return shapely.box(self.west, self.south, self.east, self.north)


def sheet_of(land: Piece) -> Sheet:
    """The finest round scale at which the land fills no more than two thirds of the map."""
    west, south, east, north = land.flat.bounds
    wanted = 1000 * _ROOM * max((east - west) / WIDTH_MM, (north - south) / HEIGHT_MM)
    least = _LEAST_SCALE if land.is_area else _POINT_SCALE
    scale = next((one for one in _SCALES if one >= max(wanted, least)), _SCALES[-1])
    x, y = (west + east) / 2, (south + north) / 2
    wide, high = scale * WIDTH_MM / 2000, scale * HEIGHT_MM / 2000
    return Sheet(scale, x - wide, y - high, x + wide, y + high)


def zones_around(land: Piece, layers: Iterable[LayerOnRecord], sheet: Sheet) -> list[ZoneShape]:
    """Zones of layers that show on the sheet. Raises :class:`DothiError` where a layer cannot be read."""
    room = max(sheet.east - sheet.west, sheet.north - sheet.south)
    found = []
    for layer in layers:
        crs = layer.crs()
        frame = layer.read(land.box_in(crs, room))
        shapes = frame.geometry.to_numpy()
        usable = ~shapely.is_missing(shapes) & (shapely.get_dimensions(shapes) == _AREA)
        frame, shapes = frame[usable], land.laid(shapes[usable], crs)
        columns = [str(name) for name in frame.columns if name != frame.geometry.name]
        for row in shapely.intersects(shapes, sheet.box).nonzero()[0].tolist():
            values = {column: frame[column].iloc[row] for column in columns}
            function = values.get("function")
            label = first_text(values, SIGNS) or first_text(values, CODES)
            found.append(ZoneShape(shapes[row], function if isinstance(function, str) else "", label))
    return found


def functions_shown(zones: Sequence[ZoneShape], sheet: Sheet) -> list[str]:
    """Functions on the sheet, the most land first."""
    areas: dict[str, float] = {}
    for zone in zones:
        areas[zone.function] = areas.get(zone.function, 0.0) + _seen(zone.shape, sheet).area
    return sorted(areas, key=lambda function: (-areas[function], function))


def map_svg(
    land: Piece,
    zones: Sequence[ZoneShape],
    sheet: Sheet,
    styles: Styles,
    *,
    north: str,
    invented: str = "",
    restrictions: Sequence[Restriction] = (),
) -> str:
    """Draw the map as SVG of :data:`WIDTH_MM` x :data:`HEIGHT_MM`.

    ``north`` is the word for north; ``invented``, where something drawn is invented, is written all over it.
    ``restrictions`` are drawn over the zones; what they mean stands beside the map.
    """
    view = sheet.view
    wide, high = WIDTH_MM * UNIT, HEIGHT_MM * UNIT
    body = [_zone(zone, view, sheet, styles) for zone in zones]
    body += [_inside(land, zone, view, styles) for zone in zones] if land.is_area else []
    body += [restriction_svg(restrictions, view, sheet.box)]
    body += [_invented(invented), _land(land, view), *_labels(land, zones, view, sheet)]
    body += [*_corner_numbers(land, view), _scale_bar(view), _north(north)]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}" width="{wide}" height="{high}">'
        f'<rect width="{wide}" height="{high}" fill="#fbfaf7"/>{"".join(body)}'
        f'<rect width="{wide}" height="{high}" fill="none" stroke="#86837a" stroke-width="3"/></svg>'
    )


def _seen(shape: Any, sheet: Sheet) -> Any:
    """The part of a shape on the sheet; an invalid shape is left whole."""
    return shapely.intersection(shape, sheet.box) if shape.is_valid else shape


def _zone(zone: ZoneShape, view: View, sheet: Sheet, styles: Styles) -> str:
    shape = shapely.simplify(_seen(zone.shape, sheet), 0.3 / view.scale)
    colour = styled(zone.function, styles).colour
    return f'<path d="{view.path(shape)}" fill="{colour}" fill-opacity=".5" fill-rule="evenodd" {_EDGE}/>'


def _inside(land: Piece, zone: ZoneShape, view: View, styles: Styles) -> str:
    """The land's own part of a zone, in full colour."""
    part = shapely.intersection(zone.shape, land.flat) if zone.shape.is_valid else shapely.Polygon()
    path = view.path(part) if shapely.get_dimensions(part) == _AREA else ""
    colour = styled(zone.function, styles).colour
    return f'<path d="{path}" fill="{colour}" fill-rule="evenodd" {_EDGE}/>' if path else ""


def _labels(land: Piece, zones: Sequence[ZoneShape], view: View, sheet: Sheet) -> list[str]:
    """Labels of the zones inside the land and outside it, the largest first, where there is room."""
    parts = [
        (part, zone.label)
        for zone in zones
        if zone.label
        for seen in [_seen(zone.shape, sheet)]
        for part in (_largest(seen, land.flat, inside=True), _largest(seen, land.flat, inside=False))
    ]
    whole = shapely.box(0, 0, WIDTH_MM * UNIT, HEIGHT_MM * UNIT)
    taken = [_BAR_ROOM, _NORTH_ROOM]
    taken += [shapely.Point(x, y).buffer(18) for _, x, y in _corner_spots(land, view)]
    found = []
    for part, label in sorted(parts, key=lambda item: -item[0].area):
        text = label if len(label) <= _LETTERS else label[: _LETTERS - 1] + "…"
        wide, high = 0.62 * _FONT * len(text) + 8, _FONT + 6
        if part.area * view.scale**2 < wide * high:
            continue
        spot = shapely.point_on_surface(part)
        x, y = view.at(spot.x, spot.y)
        box = shapely.box(x - wide / 2, y - high / 2, x + wide / 2, y + high / 2)
        if not whole.contains(box) or any(box.intersects(other) for other in taken):
            continue
        taken.append(box)
        found.append(
            f'<text x="{x:g}" y="{y + 8:g}" text-anchor="middle" {_TYPE} font-size="{_FONT}" '
            f"{_HALO}>{escape(text)}</text>"
        )
    return found


def _largest(shape: Any, land: Any, *, inside: bool) -> Any:
    """The largest part of a zone inside the land, or outside it."""
    if not shape.is_valid:
        return shapely.Polygon()
    rest = shapely.intersection(shape, land) if inside else shapely.difference(shape, land)
    parts = [part for part in shapely.get_parts(rest) if part.geom_type == "Polygon"]
    return max(parts, key=lambda part: part.area, default=shapely.Polygon())


def _land(land: Piece, view: View) -> str:
    if not land.is_area:
        x, y = view.at(land.flat.x, land.flat.y)
        return (
            f'<circle cx="{x:g}" cy="{y:g}" r="20" fill="none" stroke="#fff" stroke-width="12"/>'
            f'<circle cx="{x:g}" cy="{y:g}" r="20" fill="none" stroke="#a01c1c" stroke-width="6"/>'
            f'<circle cx="{x:g}" cy="{y:g}" r="4" fill="#a01c1c"/>'
        )
    path = view.path(land.flat)
    return (
        f'<path d="{path}" fill="none" stroke="#fff" stroke-width="14" stroke-linejoin="round"/>'
        f'<path d="{path}" fill="none" stroke="#a01c1c" stroke-width="7" stroke-linejoin="round"/>'
    )


def _corner_numbers(land: Piece, view: View) -> list[str]:
    return [
        f'<text x="{x:g}" y="{y + 9:g}" text-anchor="middle" {_TYPE} font-size="26" font-weight="bold" '
        f"{_HALO}>{number}</text>"
        for number, x, y in _corner_spots(land, view)
    ]


def _corner_spots(land: Piece, view: View) -> list[tuple[int, float, float]]:
    """The numbers of the table of corners, outside each corner, where there are few."""
    rings = shapely.get_rings(land.flat) if land.is_area else []
    if len(rings) != 1 or shapely.get_num_points(rings[0]) - 1 > MOST_NUMBERED:
        return []
    points = shapely.get_coordinates(rings[0])[:-1]
    middle = points.mean(axis=0)
    away = (points - middle) / np.maximum(np.hypot(*(points - middle).T)[:, None], 1e-9) * 30 / view.scale
    return [(number, *view.at(x, y)) for number, (x, y) in enumerate((points + away).tolist(), start=1)]


def _invented(words: str) -> str:
    if not words:
        return ""
    spots = [(x, y) for y in range(150, HEIGHT_MM * UNIT, 300) for x in range(260, WIDTH_MM * UNIT, 560)]
    return "".join(
        f'<text x="{x}" y="{y}" transform="rotate(-18 {x} {y})" text-anchor="middle" {_TYPE} font-size="44" '
        f'fill="#1d2321" fill-opacity=".26">{escape(words)}</text>'
        for x, y in spots
    )


def _scale_bar(view: View) -> str:
    length, shown = round_length(400 / view.scale)
    width, low = round(length * view.scale, 1), HEIGHT_MM * UNIT - 34
    return (
        f'<path d="M40 {low - 14}v14h{width:g}v-14" fill="none" stroke="#fff" stroke-width="11"/>'
        f'<path d="M40 {low - 14}v14h{width:g}v-14" fill="none" stroke="#1d2321" stroke-width="4"/>'
        f'<text x="{40 + width + 16:g}" y="{low + 4}" {_TYPE} font-size="28" {_HALO}>{shown}</text>'
    )


def _north(word: str) -> str:
    x = WIDTH_MM * UNIT - 60
    return (
        f'<path d="M{x} 70l-22 70 22-16 22 16z" fill="#1d2321" stroke="#fff" stroke-width="4"/>'
        f'<text x="{x}" y="58" text-anchor="middle" {_TYPE} font-size="30" {_HALO}>{escape(word)}</text>'
    )


_BAR_ROOM = shapely.box(0, HEIGHT_MM * UNIT - 90, 620, HEIGHT_MM * UNIT)
_NORTH_ROOM = shapely.box(WIDTH_MM * UNIT - 110, 0, WIDTH_MM * UNIT, 150)
_EDGE = 'stroke="#6d6a62" stroke-width="1.6"'
_TYPE = "font-family=\"'Liberation Sans','Libertinus Serif',sans-serif\""
_HALO = 'fill="#1d2321" stroke="#fff" stroke-width="5" paint-order="stroke" stroke-linejoin="round"'
