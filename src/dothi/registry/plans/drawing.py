"""What a dossier looks like, small enough for a map: outlines in WGS 84, generalised."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from dothi.intake.findings import geometry_to_json
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


def _carried(layer: Any) -> Iterator[Any]:
    carrier = carrier_of(layer)
    if carrier is None:
        return
    for shape in layer.frame.geometry.to_numpy():
        if shape is not None and not shape.is_empty and shapely.get_dimensions(shape) > 0:
            yield shapely.transform(shapely.force_2d(shape), carrier.to_wgs84)


def _step(shapes: list[Any]) -> float:
    if not shapes:
        return 0.0
    west, south, east, north = shapely.total_bounds(np.array(shapes, dtype=object))
    return float(max(east - west, north - south)) / _ACROSS
