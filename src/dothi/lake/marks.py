"""What a feature looks like at each zoom: from which one on it is drawn as it is, and its mark below.

A tile's grid has 4,096 units a side. A part that is at least two units long at some zoom keeps two distinct
points there, and one whose mean width is at least four units of tippecanoe's own grid (2^-32 of the world,
1 cm at the equator) keeps an area, so it is drawn. A feature is drawn as it is from the first zoom at which
one of its parts is; below, a square (for lines, a stroke) of two units stands for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import shapely
from numpy.typing import NDArray

from dothi.lake.reference import Reference

GRID = 4096
UNITS = 2.0
NEVER = 99
_LEAST_WIDTH = 4.0 / 2**32
_LINES, _POLYGONS = (1, 2), (3,)


@dataclass(frozen=True, slots=True, eq=False)
class Drawn:
    """Some features in longitude and latitude, ready for tiles.

    ``first_zoom`` is the least zoom at which each is drawn as it is, :data:`NEVER` where none is.
    """

    attributes: pa.Table
    geometries: NDArray[Any]
    first_zoom: NDArray[np.int64]

    def chosen(self, mask: NDArray[np.bool_]) -> Drawn:
        """Some of the features."""
        return Drawn(self.attributes.filter(pa.array(mask)), self.geometries[mask], self.first_zoom[mask])

    def mark(self, position: int, zoom: int) -> shapely.Geometry:
        """Make the mark of one feature at a zoom at which it would vanish."""
        geometry = self.geometries[position]
        at = shapely.point_on_surface(geometry)
        if at.is_empty:
            at = shapely.Point(shapely.get_coordinates(geometry)[0])
        half = UNITS / 2 * 360.0 / (2**zoom * GRID)
        high = half * float(np.cos(np.radians(at.y)))
        if shapely.get_dimensions(geometry) == 1:
            return shapely.LineString([(at.x - half, at.y), (at.x + half, at.y)])
        return shapely.box(at.x - half, at.y - high, at.x + half, at.y + high)


def draw(attributes: pa.Table, geometries: NDArray[Any], reference: Reference, last_zoom: int) -> Drawn:
    """Carry features to WGS 84 by the one named operation and find their first zooms."""
    flat = shapely.force_2d(geometries)
    carried = shapely.set_coordinates(flat, reference.to_wgs84(shapely.get_coordinates(flat)))
    return Drawn(attributes, carried, first_zooms(carried, last_zoom))


def first_zooms(geometries: NDArray[Any], last_zoom: int) -> NDArray[np.int64]:
    """Find the least zoom, up to ``last_zoom``, at which each feature survives as it is."""
    parts, owners = _parts(geometries)
    boxes = shapely.bounds(parts)
    stretch = 1.0 / np.cos(np.radians((boxes[:, 1] + boxes[:, 3]) / 2))
    wide = (boxes[:, 2] - boxes[:, 0]) / 360.0
    high = (boxes[:, 3] - boxes[:, 1]) / 360.0 * stretch
    size = np.maximum(wide, high)
    kinds = shapely.get_type_id(parts)
    with np.errstate(divide="ignore", invalid="ignore"):
        zooms = np.ceil(np.log2(UNITS / (GRID * size)))
        width = shapely.area(parts) / 360.0**2 * stretch / size
    zooms[np.isin(kinds, _POLYGONS) & ~(width >= _LEAST_WIDTH)] = NEVER
    zooms[~np.isin(kinds, _LINES + _POLYGONS)] = 0
    first = np.full(len(geometries), NEVER, dtype=np.int64)
    np.minimum.at(first, owners, np.clip(zooms, 0, NEVER).astype(np.int64))
    return np.where(first > last_zoom, NEVER, first)


def _parts(geometries: NDArray[Any]) -> tuple[NDArray[Any], NDArray[np.int64]]:
    """Take features apart, down into collections of collections."""
    parts, owners = shapely.get_parts(geometries, return_index=True)
    while (shapely.get_type_id(parts) > 3).any():
        parts, inner = shapely.get_parts(parts, return_index=True)
        owners = owners[inner]
    return parts, owners
