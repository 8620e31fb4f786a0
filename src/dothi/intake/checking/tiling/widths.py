"""How wide a piece is: the one measure by which pieces are noise, slivers or more."""

from __future__ import annotations

import numpy as np
import shapely

from dothi.intake.checking.rings import Bools, Floats, Geometries


def wider_than(pieces: Geometries, width: float) -> Bools:
    """Tell the pieces that are somewhere wider than ``width``: that hold a circle of that diameter.

    A long strip is as wide as it is across, whatever its area: no share of an area hides it.
    """
    west, south, east, north = shapely.bounds(pieces).T if len(pieces) else np.zeros((4, 0))
    wide: Bools = np.minimum(east - west, north - south) > width
    cut = shapely.buffer(pieces[wide], -width / 2, join_style="mitre", mitre_limit=10)
    wide[wide] = ~shapely.is_empty(cut)
    return wide


def mean_widths(pieces: Geometries) -> Floats:
    """Width of the strip of the same area and outline length, in metres."""
    half = shapely.length(pieces) / 2
    area = shapely.area(pieces)
    root = np.sqrt(np.maximum(half**2 - 4 * area, 0.0))
    widths: Floats = (half - root) / 2
    return widths


def polygon_parts(geometries: Geometries) -> tuple[Geometries, np.ndarray[tuple[int], np.dtype[np.int64]]]:
    """Give the polygons in ``geometries`` and whose they are; points and lines are left out."""
    parts, owner = shapely.get_parts(geometries, return_index=True)
    inner, within = shapely.get_parts(parts, return_index=True)
    flat = (shapely.get_type_id(inner) == shapely.GeometryType.POLYGON) & ~shapely.is_empty(inner)
    return inner[flat], owner[within][flat].astype(np.int64)
