"""One pass over a layer: its name, its figures, and the order in which its rows will lie.

Rows lie along a Hilbert curve through the middles of their boxes, equal places by their digests: the order
depends on the content alone, neighbours lie together, and a row's number can stand for it in the tiles.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import pyarrow as pa
import shapely
from numpy.typing import NDArray

from dothi.base.errors import Fault, InputError
from dothi.lake.canonical import DIGEST, name_of, row_digests, wkb_array
from dothi.lake.reference import Box, Reference
from dothi.lake.table import GEOMETRY, LayerTable

KINDS = (
    "Point",
    "LineString",
    "LineString",
    "Polygon",
    "MultiPoint",
    "MultiLineString",
    "MultiPolygon",
    "GeometryCollection",
)
"""Names of the kinds of geometry by their codes in GEOS; a ring by itself is a line."""

_AREAL = {"Polygon", "MultiPolygon", "GeometryCollection"}


@dataclass(frozen=True, slots=True)
class Figures:
    """What a layer amounts to. ``area_m2`` is planimetric in the layer's CRS.

    ``area_m2`` is ``None`` where it would be in degrees or nothing has an area; ``extent`` is ``None``
    where nothing has a place. ``nulls`` counts missing values by column.
    """

    features: int
    missing: int
    empty: int
    kinds: tuple[str, ...]
    area_m2: float | None
    extent: Box | None
    types: dict[str, str]
    nulls: dict[str, int]


@dataclass(frozen=True, slots=True, eq=False)
class Survey:
    """A layer ready to be written. ``table`` holds attributes and WKB in the order in which they came.

    ``boxes`` are the bounding boxes of its rows (``NaN`` where there is none), ``order`` the numbers of the
    rows in the order in which they will lie.
    """

    name: str
    reference: Reference
    illustrative: bool
    figures: Figures
    table: pa.Table
    boxes: NDArray[np.float64]
    order: NDArray[np.int64]


class Tally:
    """Adds up digests and figures, chunk by chunk, for publishing and for verifying alike."""

    def __init__(self, reference: Reference, types: dict[str, str]) -> None:
        self.reference = reference
        self.types = types
        self._digests: list[NDArray[np.uint8]] = []
        self._boxes: list[NDArray[np.float64]] = []
        self._areas: list[NDArray[np.float64]] = []
        self._kinds: set[str] = set()
        self._nulls = dict.fromkeys(types, 0)
        self._missing = self._empty = 0

    def add(self, attributes: pa.Table, geometries: NDArray[Any]) -> None:
        """Count some rows; raise :class:`InputError` where a geometry cannot be kept."""
        _check(geometries)
        self._digests.append(row_digests(attributes, geometries))
        self._boxes.append(shapely.bounds(geometries))
        present = ~shapely.is_missing(geometries)
        self._missing += int((~present).sum())
        self._empty += int(shapely.is_empty(geometries).sum())
        self._kinds |= {_kind(code, high) for code, high in _kind_codes(geometries[present])}
        self._areas.append(shapely.area(geometries[present]))
        for name in self.types:
            self._nulls[name] += attributes.column(name).null_count

    @property
    def digests(self) -> NDArray[np.uint8]:
        """Digests of the rows so far."""
        return np.concatenate([np.zeros((0, DIGEST), dtype=np.uint8), *self._digests])

    @property
    def boxes(self) -> NDArray[np.float64]:
        """Boxes of the rows so far."""
        return np.concatenate([np.zeros((0, 4)), *self._boxes])

    def name(self, *, illustrative: bool) -> str:
        """Name what was counted."""
        return name_of(
            self.digests,
            types=self.types,
            crs=self.reference.canonical,
            kinds=self._kinds,
            illustrative=illustrative,
        )

    def figures(self) -> Figures:
        """State what was counted."""
        boxes = self.boxes
        return Figures(
            features=len(boxes),
            missing=self._missing,
            empty=self._empty,
            kinds=tuple(sorted(self._kinds)),
            area_m2=self._area(),
            extent=_extent(boxes),
            types=self.types,
            nulls=self._nulls,
        )

    def _area(self) -> float | None:
        factor = self.reference.square_metres
        if factor is None or not any(kind.removesuffix(" Z") in _AREAL for kind in self._kinds):
            return None
        return math.fsum(np.concatenate(self._areas).tolist()) * factor


def survey(layer: LayerTable, *, illustrative: bool) -> Survey:
    """Read a layer once; raise :class:`InputError` where it cannot be kept as it is."""
    reference = Reference(layer.crs)
    tally = Tally(reference, layer.types)
    written = []
    for chunk in layer.chunks():
        tally.add(chunk.attributes, chunk.geometries)
        written.append(wkb_array(chunk.geometries))
    wkb = pa.chunked_array(written, type=pa.large_binary())
    boxes = tally.boxes
    return Survey(
        name=tally.name(illustrative=illustrative),
        reference=reference,
        illustrative=illustrative,
        figures=tally.figures(),
        table=_whole(layer, wkb),
        boxes=boxes,
        order=spatial_order(boxes, tally.digests),
    )


def _whole(layer: LayerTable, wkb: pa.ChunkedArray) -> pa.Table:
    """Join attributes and geometry, each in one piece: taking rows out of many pieces is slow."""
    attributes = dict(zip(layer.types, layer.attributes.columns, strict=True))
    return pa.table({**attributes, GEOMETRY: wkb}).combine_chunks()


def spatial_order(boxes: NDArray[np.float64], digests: NDArray[np.uint8]) -> NDArray[np.int64]:
    """Order rows along a Hilbert curve, those at one place by digest, those without a place first."""
    middles = (boxes[:, :2] + boxes[:, 2:]) / 2
    placed = np.isfinite(middles).all(axis=1)
    along = np.zeros(len(boxes), dtype=np.int64)
    if placed.any():
        points = gpd.GeoSeries(shapely.points(middles[placed]))
        along[placed] = points.hilbert_distance().to_numpy().astype(np.int64) + 1
    tie = digests[:, :8].copy().view(">u8").ravel()
    order: NDArray[np.int64] = np.lexsort((tie, along))
    return order


def _extent(boxes: NDArray[np.float64]) -> Box | None:
    placed = boxes[np.isfinite(boxes).all(axis=1)]
    if not len(placed):
        return None
    left, low = placed[:, :2].min(axis=0)
    right, high = placed[:, 2:].max(axis=0)
    return float(left), float(low), float(right), float(high)


def _kind_codes(geometries: NDArray[Any]) -> Iterator[tuple[int, bool]]:
    codes = shapely.get_type_id(geometries) * 2 + shapely.has_z(geometries)
    for code in np.unique(codes):
        yield int(code) // 2, bool(code % 2)


def _kind(code: int, high: bool) -> str:
    return KINDS[code] + (" Z" if high else "")


def _check(geometries: NDArray[Any]) -> None:
    present = geometries[~shapely.is_missing(geometries)]
    if shapely.has_m(present).any():
        raise InputError(_measured())
    if not np.isfinite(shapely.get_coordinates(present)).all():
        raise InputError(_infinite())


def _measured() -> Fault:
    return Fault(
        "lake.measures",
        "Hình có giá trị M (đo dọc tuyến), GeoParquet 1.1 không lưu được",
        "A geometry carries M values, which GeoParquet 1.1 cannot keep",
        remedy_vi="Bỏ chiều M trước khi công bố",
        remedy_en="Drop the M dimension before publishing",
    )


def _infinite() -> Fault:
    return Fault(
        "lake.infinite",
        "Có tọa độ vô hạn hoặc không phải là số",
        "A coordinate is infinite or not a number",
        remedy_vi="Kiểm tra lớp bằng «dothi intake check» và sửa hình đó",
        remedy_en="Check the layer with “dothi intake check” and mend that geometry",
    )
