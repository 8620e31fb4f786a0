"""Restrictions on the map of an extract: areas, works as they lie, and how far these keep land away."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import shapely

from dothi.base.drawing import View, leaves_of
from dothi.land.piece import Piece
from dothi.land.plans import LayerOnRecord
from dothi.land.protection import Distances

COLOUR = "#7a1fa2"
"""Colour of restrictions; no function of land has it."""
_ARC = 32
_DOT = 11


class Sign(StrEnum):
    """How a shape is drawn, and what the legend calls it."""

    AREA = "area"
    """An area in which the restriction holds."""
    THING = "thing"
    """A work as it lies: a facility, or a line or point."""
    SURE = "sure"
    """Land that a facility surely keeps away from itself."""
    PERHAPS = "perhaps"
    """Land that it may keep away: by wind, current, or what its feature does not say."""


@dataclass(frozen=True, slots=True, eq=False)
class Restriction:
    """One shape of a restriction, on the land's own map in metres."""

    shape: Any
    sign: Sign


def restrictions_around(
    land: Piece, layer: LayerOnRecord, distances: Distances | None, box: Any
) -> list[Restriction]:
    """What a layer of a theme shows in a box on the land's map.

    :param distances: where its features are facilities; each then has its rings.

    Raises :class:`DothiError` where the layer cannot be read, or no distances are in the system.
    """
    if distances is not None:
        distances.check()
    crs = layer.crs()
    west, south, east, north = box.bounds
    room = max(east - west, north - south) + (distances.furthest if distances is not None else 0.0)
    frame = layer.read(land.box_in(crs, room))
    shapes = frame.geometry.to_numpy()
    there = ~shapely.is_missing(shapes) & ~shapely.is_empty(shapes)
    frame, shapes = frame[there], land.laid(shapes[there], crs)
    names = [str(name) for name in frame.columns if name != frame.geometry.name]
    found: list[Restriction] = []
    for row, shape in enumerate(shapes):
        if distances is None:
            found.append(Restriction(shape, _sign(shape)))
            continue
        reach = distances.of({name: frame[name].iloc[row] for name in names})
        found.append(Restriction(shape, Sign.THING))
        if reach.least:
            found.append(Restriction(_ring(shape, reach.least), Sign.SURE))
        if reach.most > reach.least:
            found.append(Restriction(_ring(shape, reach.most), Sign.PERHAPS))
    return [one for one in found if shapely.intersects(one.shape, box)]


def _sign(shape: Any) -> Sign:
    return Sign.AREA if shapely.get_dimensions(shape) == 2 else Sign.THING


def _ring(shape: Any, metres: float) -> Any:
    return shapely.buffer(shape, metres, quad_segs=_ARC)


def signs_of(shapes: Iterable[Restriction]) -> list[Sign]:
    """Signs that are drawn, in the order of the legend."""
    drawn = {one.sign for one in shapes}
    return [sign for sign in Sign if sign in drawn]


def restriction_svg(shapes: Sequence[Restriction], view: View, box: Any) -> str:
    """Draw what shows in a box: rings below, areas above them, works on top."""
    order = (Sign.PERHAPS, Sign.SURE, Sign.AREA, Sign.THING)
    drawn = sorted(shapes, key=lambda one: order.index(one.sign))
    return "".join(_draw(one, view, box) for one in drawn)


def _draw(one: Restriction, view: View, box: Any) -> str:
    seen = shapely.intersection(one.shape, box) if one.shape.is_valid else one.shape
    seen = shapely.simplify(seen, 0.3 / view.scale)
    if one.sign is Sign.THING:
        return _thing(seen, view)
    if one.sign is Sign.AREA:
        dash = f'stroke="{COLOUR}" stroke-width="6" stroke-dasharray="22 12"'
        return f'<path d="{view.path(seen)}" {_fill(0.08)} {dash}/>'
    edge = shapely.intersection(shapely.boundary(one.shape), box)
    dash = "22 12" if one.sign is Sign.SURE else "4 12"
    fill = _fill(0.06 if one.sign is Sign.SURE else 0.0)
    line = f'fill="none" stroke="{COLOUR}" stroke-width="5" stroke-linecap="round" stroke-dasharray="{dash}"'
    return f'<path d="{view.path(seen)}" {fill}/><path d="{view.path(edge)}" {line}/>'


def _thing(seen: Any, view: View) -> str:
    points = [leaf for leaf in leaves_of(seen) if leaf.geom_type == "Point"]
    spots = (view.at(point.x, point.y) for point in points)
    dots = "".join(
        f'<circle cx="{x:g}" cy="{y:g}" r="{_DOT}" fill="{COLOUR}" stroke="#fff" stroke-width="4"/>'
        for x, y in spots
    )
    path = view.path(seen)
    fill = _fill(0.2) if shapely.get_dimensions(seen) == 2 else 'fill="none"'
    line = f'stroke="{COLOUR}" stroke-width="6"'
    return (f'<path d="{path}" {fill} {line}/>' if path else "") + dots


def _fill(opacity: float) -> str:
    return f'fill="{COLOUR}" fill-opacity="{opacity:g}" fill-rule="evenodd"'
