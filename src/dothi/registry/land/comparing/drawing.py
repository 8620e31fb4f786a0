"""What the page of a comparison draws: shapes in WGS 84, simplified for a screen, the gravest first."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from dothi.intake.georeference.carry import WGS84, carried

MOST = 2_000
"""Shapes that a page draws; the GeoPackage holds them all."""
_DIGITS = 6


def to_screen(shapes: Iterable[Any], crs: Any, simplify_m: float = 0.0) -> list[Any]:
    """Shapes of a CRS in metres, in degrees to the sixth digit (0.1 m)."""
    given = np.array(list(shapes), dtype=object)
    rough = shapely.simplify(given, simplify_m) if simplify_m else given
    frame = carried(gpd.GeoDataFrame(geometry=list(rough), crs=crs), WGS84)
    return [_rounded(shape) for shape in frame.geometry.to_numpy()]


def write_shapes(features: Sequence[tuple[dict[str, Any], Any]], path: Path) -> None:
    """A GeoJSON collection of properties and shapes in WGS 84; features are numbered from 1."""
    collection = {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "id": number,
                "properties": {"number": number, **properties},
                "geometry": shapely.geometry.mapping(shape),
            }
            for number, (properties, shape) in enumerate(features, start=1)
            if not shape.is_empty
        ],
    }
    path.write_text(json.dumps(collection, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")


def inside(shape: Any) -> list[float]:
    """Longitude and latitude of a point within a shape."""
    point = shape.representative_point()
    return [round(point.x, _DIGITS), round(point.y, _DIGITS)]


def _rounded(shape: Any) -> Any:
    return shapely.transform(shape, lambda at: np.round(at, _DIGITS))
