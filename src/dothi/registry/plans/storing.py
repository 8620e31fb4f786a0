"""The layers of a dossier as they go into the lake: the author's own content, with the function of each zone.

Nothing of the author's is changed; two columns are added where functions were found: ``function`` (key of
the law table) and ``stage`` (the prefix the law gives to current state, first phase, long term).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from dothi.base.text import fold
from dothi.intake.assigning import Assigned, assigned
from dothi.intake.checking.context import Boundary
from dothi.intake.checking.fields import REGULATIONS, meanings
from dothi.intake.checking.measuring import measuring_of
from dothi.lake import (
    BOUNDARY,
    LINES,
    POINTS,
    ZONES,
    Checks,
    Lake,
    LayerVersion,
    Source,
    TileRange,
    publish_layer,
)
from dothi.registry.plans.publishing import StoredLayer

if TYPE_CHECKING:
    import geopandas as gpd

    from dothi.intake.functions import FunctionIndex, FunctionMapping
    from dothi.intake.layers import Layer, Reading

_NAMES = ("tendoituong", "ten", "name", "kyhieu", "tenchucnang")
_MOST_COLUMNS = 8
_KINDS = {0: "point", 1: "line", 2: "polygon"}
Progress = Callable[[int, int, str], None]


def store(
    lake: Lake,
    reading: Reading,
    index: FunctionIndex,
    mapping: FunctionMapping,
    *,
    boundary: Boundary | None,
    illustrative: bool,
    created: datetime,
    source: Source,
    checks: Checks,
    progress: Progress,
) -> list[StoredLayer]:
    """Put every layer that has features into the lake; the order is that of the dossier."""
    layers = [layer for layer in reading.layers if len(layer.frame) and layer.frame.crs is not None]
    stored = []
    for done, layer in enumerate(layers):
        progress(done, len(layers), layer.name)
        found = assigned(layer, index, mapping)
        role = _role(layer, found, boundary)
        frame = _with_functions(layer.frame, found)
        version = publish_layer(
            lake,
            frame,
            created=created,
            illustrative=illustrative,
            tiles_for=_zooms(frame, role),
            tile_columns=_tile_columns(frame, found),
            title=layer.name,
            sources=[source],
            checks=checks,
        )
        stored.append(_stored(layer, frame, found, role, version))
    return stored


def _role(layer: Layer, found: Assigned, boundary: Boundary | None) -> str:
    if boundary is not None and boundary.layer == layer.name:
        return "boundary"
    return "zones" if found.told and _kind(layer.frame) == "polygon" else "other"


def _with_functions(frame: gpd.GeoDataFrame, found: Assigned) -> gpd.GeoDataFrame:
    if not found.told:
        return frame
    taken = {str(column).lower() for column in frame.columns}
    added: dict[str, Any] = {}
    if "function" not in taken:
        added["function"] = found.functions.astype(str)
    if found.stage and "stage" not in taken:
        added["stage"] = found.stage
    return frame.assign(**added)


def _zooms(frame: gpd.GeoDataFrame, role: str) -> TileRange | None:
    if role == "boundary":
        return BOUNDARY
    return {"point": POINTS, "line": LINES, "polygon": ZONES}.get(_kind(frame))


def _kind(frame: gpd.GeoDataFrame) -> str:
    """The kind of geometry with the greatest dimension."""
    dimensions = shapely.get_dimensions(frame.geometry.to_numpy())
    return _KINDS.get(int(dimensions.max(initial=-1)), "")


def _tile_columns(frame: gpd.GeoDataFrame, found: Assigned) -> list[str]:
    """What the map needs of a feature: function, its name or sign, limits to building."""
    columns = [str(column) for column in frame.columns if column != frame.geometry.name]
    wanted = ["function", "stage", found.column]
    wanted += [column for column in columns if fold(column).replace(" ", "") in _NAMES]
    wanted += [one.column for one in meanings(columns) if one.quantity in REGULATIONS]
    return [column for column in dict.fromkeys(wanted) if column in columns][:_MOST_COLUMNS]


def _stored(
    layer: Layer, frame: gpd.GeoDataFrame, found: Assigned, role: str, version: LayerVersion
) -> StoredLayer:
    areas = _areas(frame)
    by_function: dict[str, float] = {}
    if role == "zones" and areas is not None:
        for function in sorted(set(found.functions)):
            by_function[function] = float(areas[(found.functions == function).to_numpy()].sum())
    tiles = version.manifest.tiles
    return StoredLayer(
        version.name,
        layer.name,
        role,
        _kind(frame),
        len(frame),
        None if areas is None or _kind(frame) != "polygon" else float(areas.sum()),
        by_function,
        version.manifest.extent_wgs84,
        (tiles.min_zoom, tiles.max_zoom) if tiles else None,
        tiles.layer if tiles else "",
    )


def _areas(frame: gpd.GeoDataFrame) -> Any:
    """m² of each feature, in metres as the checks measure them; ``None`` where that cannot be known."""
    shapes = frame.geometry.to_numpy()
    there = ~shapely.is_missing(shapes) & ~shapely.is_empty(shapes)
    if not there.any():
        return None
    measuring = measuring_of(frame.crs, shapely.total_bounds(shapes[there]))
    if measuring is None:
        return None
    areas = np.zeros(len(shapes))
    areas[there] = shapely.area(measuring.metres(shapes[there]))
    return areas
