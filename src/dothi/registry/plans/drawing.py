"""What a dossier looks like, small enough for a map: outlines in WGS 84, generalised."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from dothi.intake.findings import geometry_to_json
from dothi.intake.georeference.carry import WGS84, carrier
from dothi.intake.layers import Layer
from dothi.registry.plans.assessing import Assessment, carrier_of

MOST = 20_000
"""Shapes drawn of one dossier."""
_ACROSS = 4000
_DECIMALS = 6


def write_drawing(found: Assessment, path: Path) -> int:
    """Write areas and lines of every layer whose place is known as GeoJSON; the number of shapes drawn.

    Shapes are generalised to a four-thousandth of the dossier's extent and rounded to six decimals of a
    degree: a picture, never for measuring. Of more than :data:`MOST` shapes the first are drawn.
    """
    shapes = [shape for layer in found.reading.layers for shape in _carried(layer)][:MOST]
    step = _step(shapes)
    features = []
    for shape in shapes:
        thin = shapely.simplify(shape, step, preserve_topology=False)
        drawn = shape if shapely.is_empty(thin) else thin
        geometry = geometry_to_json(shapely.transform(drawn, lambda points: np.round(points, _DECIMALS)))
        features.append({"type": "Feature", "properties": {}, "geometry": geometry})
    text = json.dumps({"type": "FeatureCollection", "features": features}, separators=(",", ":"))
    path.write_text(text, encoding="utf-8")
    return len(features)


def _carried(layer: Layer) -> Iterator[Any]:
    """Areas and lines in WGS 84, but for those that have no place there."""
    if carrier_of(layer) is None:
        return
    shapes = layer.frame.geometry.to_numpy()
    shapes = shapes[
        ~shapely.is_missing(shapes) & ~shapely.is_empty(shapes) & (shapely.get_dimensions(shapes) > 0)
    ]
    moved = shapely.transform(shapely.force_2d(shapes), carrier(layer.frame.crs, WGS84))
    points, owners = shapely.get_coordinates(moved, return_index=True)
    yield from np.delete(moved, np.unique(owners[~np.isfinite(points).all(axis=1)]))


def _step(shapes: list[Any]) -> float:
    if not shapes:
        return 0.0
    west, south, east, north = shapely.total_bounds(np.array(shapes, dtype=object))
    return float(max(east - west, north - south)) / _ACROSS
