"""A picture of a plan drawn by the server: it needs no script, prints sharply, and stands until the map does.

Zones are simplified to what the picture can show, one path for each function. A version never changes, so
its picture is drawn once and kept under the names of its layers.
"""

from __future__ import annotations

import hashlib
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from django.core.cache import cache
from django.template.loader import render_to_string

from dothi.lake import LayerVersion
from dothi.lake.reference import Reference
from dothi.portal.land_functions import function_words
from dothi.portal.public.plans.stored import open_layer
from dothi.registry.plans.queries import LayerRow, VersionRow

FORM = 2
"""Raised when pictures look different, so that old ones are not served."""
WIDTH = 1000
HEIGHT = 720
MARGIN = 24
FOOT = 30
"""Room below the plan for the scale bar."""
KM_PER_DEGREE = 111.32
MOST_ZONES = 60_000
"""Above this the boundary alone is drawn: the picture would weigh more than the map's own tiles."""
_TOLERANCE = 0.6
_SCALES_KM = (0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50)


@dataclass(frozen=True, slots=True)
class View:
    """Equirectangular view of the plan's extent."""

    west: float
    north: float
    stretch: float
    scale: float
    height: int

    def place(self, coordinates: Any) -> Any:
        """Longitude and latitude to picture units, y downwards."""
        x = MARGIN + (coordinates[:, 0] - self.west) * self.stretch * self.scale
        y = MARGIN + (self.north - coordinates[:, 1]) * self.scale
        return np.column_stack([x, y])


def picture_of(row: VersionRow) -> str | None:
    """The picture as SVG; ``None`` where nothing of the plan has a place."""
    if row.extent is None:
        return None
    names = "".join(layer.name for layer in row.layers)
    key = f"plan-picture:{FORM}:{hashlib.sha256(names.encode()).hexdigest()}:{row.illustrative}"
    kept: str | None = cache.get(key)
    if kept is None:
        kept, whole = _drawn(row, view_of(row.extent))
        if whole:
            cache.set(key, kept, None)
    return kept


def view_of(extent: tuple[float, float, float, float]) -> View:
    """The view in which ``extent`` fills the picture's width, or its greatest height."""
    west, south, east, north = extent
    stretch = math.cos(math.radians((south + north) / 2))
    wide, high = max((east - west) * stretch, 1e-6), max(north - south, 1e-6)
    scale = min((WIDTH - 2 * MARGIN) / wide, (HEIGHT - 2 * MARGIN - FOOT) / high)
    left = west - ((WIDTH - 2 * MARGIN) / scale - wide) / 2 / stretch
    return View(left, north, stretch, scale, round(high * scale + 2 * MARGIN) + FOOT)


def _drawn(row: VersionRow, view: View) -> tuple[str, bool]:
    """The picture, and whether every layer could be read for it."""
    whole = True
    zones: defaultdict[str, list[str]] = defaultdict(list)
    outlines: list[str] = []
    for layer in row.layers:
        version = open_layer(layer.name)
        if version is None:
            whole = False
            continue
        if layer.role == "zones" and layer.features <= MOST_ZONES:
            for function, shape in _zones(version, view):
                zones[function].extend(_paths(shape))
        elif layer.role == "boundary":
            outlines += [path for shape in _placed(version, view) for path in _paths(shape)]
    words = function_words(zones, "vi")
    kilometres, length = _scale_bar(view)
    shown = {
        "width": WIDTH,
        "height": view.height,
        "paths": [(item.colour, "".join(zones[item.key])) for item in words],
        "outline": "".join(outlines),
        "illustrative": row.illustrative,
        "scale_text": f"{kilometres:g} km".replace(".", ","),
        "scale_width": length,
    }
    return render_to_string("public/plans/picture.svg", shown), whole


def _zones(version: LayerVersion, view: View) -> Iterator[tuple[str, Any]]:
    frame = version.frame(columns=["function"] if _has_function(version) else [])
    functions = frame["function"].fillna("") if "function" in frame else [""] * len(frame)
    yield from zip(functions, _simple(frame, view), strict=True)


def _placed(version: LayerVersion, view: View) -> Iterable[Any]:
    return _simple(version.frame(columns=[]), view)


def _has_function(version: LayerVersion) -> bool:
    return any(column.name == "function" for column in version.facts.columns)


def _simple(frame: Any, view: View) -> Any:
    shapes = shapely.force_2d(frame.geometry.to_numpy())
    carrier = Reference(frame.crs)
    laid = shapely.transform(shapes, lambda points: view.place(carrier.to_wgs84(points)))
    return shapely.simplify(laid, _TOLERANCE)


def _paths(shape: Any) -> Iterator[str]:
    """Rings of areas as closed paths in tenths of a unit; what is too small to show is left."""
    if shape is None or shape.is_empty:
        return
    for part in shapely.get_parts(shape):
        if part.geom_type != "Polygon":
            continue
        for ring in (part.exterior, *part.interiors):
            points = [f"{x:.1f} {y:.1f}".replace(".0", "") for x, y in ring.coords[:-1]]
            if len(points) > 2:
                yield f"M{'L'.join(points)}Z"


def _scale_bar(view: View) -> tuple[float, float]:
    fits = [km for km in _SCALES_KM if km / KM_PER_DEGREE * view.scale <= WIDTH / 5]
    kilometres = fits[-1] if fits else _SCALES_KM[0]
    return kilometres, round(kilometres / KM_PER_DEGREE * view.scale, 1)


def drawable(layer: LayerRow) -> bool:
    """Whether the picture shows the zones of a layer."""
    return layer.role == "zones" and layer.features <= MOST_ZONES
