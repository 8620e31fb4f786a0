"""Polygons whose areas may be taken: valid, finite, two-dimensional, laid out in metres.

Degrees are never measured and nothing invalid is mended in passing: a feature that cannot be measured is
refused by name, or left out by name where the caller allows that.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from dothi.base.errors import Fault, UnusableError
from dothi.intake.checking.measuring import Measuring, measuring_of
from dothi.intake.georeference.carry import carried

SHOWN = 10
"""Features that a refusal names; it counts the others."""
_POLYGON = (3, 6)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A feature that has no area to measure, and why."""

    layer: str
    feature: str
    reason_vi: str
    reason_en: str


@dataclass(frozen=True, slots=True, eq=False)
class Polygons:
    """Features of one layer in metres.

    ``shapes`` is an object array of (multi)polygons, ``features`` the numbers by which the file knows them,
    ``labels`` the texts of one column (a parcel's number, a zone's code), ``""`` where it is empty.
    ``measuring`` is how it was laid out.
    """

    name: str
    shapes: npt.NDArray[Any]
    features: npt.NDArray[Any]
    labels: npt.NDArray[Any]
    left_out: tuple[LeftOut, ...] = ()
    measuring: Measuring | None = None

    def __len__(self) -> int:
        return len(self.shapes)

    def drawn(self, shapes: Sequence[Any]) -> npt.NDArray[Any]:
        """Bring shapes in metres back to the CRS in which the layers were laid out, for a map."""
        metres = np.array(shapes, dtype=object)
        return metres if self.measuring is None else self.measuring.back(metres)


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """A layer to be measured: its name, its frame, and the column that labels its features."""

    name: str
    frame: gpd.GeoDataFrame
    column: str


def laid_out(sources: Sequence[Source], *, crs: Any = None, leave_out: bool = False) -> list[Polygons]:
    """Lay several layers out in metres on one map.

    :param crs: the CRS to measure in, as pyproj takes it; by default that of the first layer. Layers in
        another are carried to it, VN-2000 and WGS 84 by EPSG:6960.
    :param leave_out: leave out what has no area, named in ``left_out``, instead of refusing the whole layer.

    Raises :class:`UnusableError`: ``land.no-field``, ``land.no-crs`` (a layer states none),
    ``land.degrees`` (the CRS is geographic), ``land.not-polygons`` (features that are no valid polygons,
    each by name), ``intake.no-operation``.
    """
    for source in sources:
        check_column(source)
    target = crs if crs is not None else sources[0].frame.crs
    frames = [_in_crs(source, target) for source in sources]
    if target is None or target.is_geographic:
        raise UnusableError(_degrees(sources[0].name, target))
    good = [_usable(source, frame) for source, frame in zip(sources, frames, strict=True)]
    faults = [_refusal(found) for found in good if found.left_out and not leave_out]
    if faults:
        raise UnusableError(*faults)
    return _in_metres(good, target)


def labels_of(values: pd.Series) -> npt.NDArray[Any]:
    """Values of a column as texts: whole numbers without ``.0``, ``""`` for what is missing.

    >>> list(labels_of(pd.Series([1.0, None, 2.5]))), list(labels_of(pd.Series(["ODT ", None])))
    (['1', '', '2.5'], ['ODT', ''])
    """
    return np.array([_label(value) for value in values.tolist()], dtype=object)


def _label(value: Any) -> str:
    if value is None or value is pd.NaT or value is pd.NA or value != value:  # noqa: PLR0124 - not a number
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def check_column(source: Source) -> None:
    """Raise :class:`UnusableError` (``land.no-field``), naming the fields there are."""
    columns = [str(name) for name in source.frame.columns if name != source.frame.geometry.name]
    if source.column in columns:
        return
    raise UnusableError(
        Fault(
            "land.no-field",
            f"Lớp «{source.name}» không có trường «{source.column}»",
            f"The layer “{source.name}” has no field “{source.column}”",
            remedy_vi=f"Chọn một trường của lớp: {', '.join(columns)}",
            remedy_en=f"Choose a field of the layer: {', '.join(columns)}",
        )
    )


def _in_crs(source: Source, target: Any) -> gpd.GeoDataFrame:
    if source.frame.crs is None:
        raise UnusableError(no_crs(source.name))
    if target is None or source.frame.crs.equals(target, ignore_axis_order=True):
        return source.frame  # what cannot be measured is named later, with every other reason
    return carried(source.frame, target)


def _usable(source: Source, frame: gpd.GeoDataFrame) -> Polygons:
    shapes = shapely.force_2d(frame.geometry.to_numpy())
    reasons = _reasons(shapes)
    keep = np.array([reason is None for reason in reasons], dtype=bool)
    features = frame.index.to_numpy()
    return Polygons(
        source.name,
        shapes[keep],
        features[keep],
        labels_of(source.frame[source.column])[keep],
        tuple(
            LeftOut(source.name, str(feature), *reason)
            for feature, reason in zip(features, reasons, strict=True)
            if reason is not None
        ),
    )


def _reasons(shapes: npt.NDArray[Any]) -> list[tuple[str, str] | None]:
    """Why each shape has no area to measure, ``None`` for those that have one."""
    reasons: list[tuple[str, str] | None] = [None] * len(shapes)
    empty = shapely.is_missing(shapes) | shapely.is_empty(shapes)
    kinds = ~empty & ~np.isin(shapely.get_type_id(shapes), _POLYGON)
    finite = _finite(shapes)
    wild = ~empty & ~kinds & ~finite
    invalid = ~empty & ~kinds & ~wild
    invalid[invalid] = ~shapely.is_valid(shapes[invalid])
    for row in np.flatnonzero(empty):
        reasons[row] = ("không có hình", "no geometry")
    for row in np.flatnonzero(kinds):
        kind = shapes[row].geom_type
        reasons[row] = (f"là {kind}, không phải vùng", f"is a {kind}, not a polygon")
    for row in np.flatnonzero(wild):
        reasons[row] = ("có tọa độ không hữu hạn", "has coordinates that are not finite")
    for row in np.flatnonzero(invalid):
        why = str(shapely.is_valid_reason(shapes[row]))
        reasons[row] = (f"hình không hợp lệ ({why})", f"is invalid ({why})")
    return reasons


def _finite(shapes: npt.NDArray[Any]) -> npt.NDArray[np.bool_]:
    points, owner = shapely.get_coordinates(shapes, return_index=True)
    finite = np.ones(len(shapes), dtype=bool)
    finite[owner[~np.isfinite(points).all(axis=1)]] = False
    return finite


def _in_metres(layers: Sequence[Polygons], crs: Any) -> list[Polygons]:
    boxes = np.array([shapely.total_bounds(layer.shapes) for layer in layers if len(layer)])
    if not len(boxes):
        return list(layers)
    bounds = np.concatenate([boxes[:, :2].min(axis=0), boxes[:, 2:].max(axis=0)])
    measuring = measuring_of(crs, bounds)
    if measuring is None:
        raise UnusableError(_degrees(layers[0].name, crs))
    return [replace(layer, shapes=measuring.metres(layer.shapes), measuring=measuring) for layer in layers]


def _refusal(found: Polygons) -> Fault:
    named = found.left_out[:SHOWN]
    more = len(found.left_out) - len(named)
    vi = "; ".join(f"đối tượng {one.feature} {one.reason_vi}" for one in named)
    en = "; ".join(f"feature {one.feature} {one.reason_en}" for one in named)
    return Fault(
        "land.not-polygons",
        f"{len(found.left_out)} đối tượng không đo được diện tích: {vi}"
        + (f"; và {more} nữa" if more else ""),
        f"{len(found.left_out)} features have no area to measure: {en}"
        + (f"; and {more} more" if more else ""),
        where=found.name,
        remedy_vi="Sửa bằng «dothi intake check --repair», hoặc thêm --leave-out để bỏ chúng ra và liệt kê",
        remedy_en="Mend them with “dothi intake check --repair”, or leave them out, listed, by --leave-out",
    )


def no_crs(name: str) -> Fault:
    """What is said of a layer that states no CRS."""
    return Fault(
        "land.no-crs",
        f"Lớp «{name}» không ghi hệ tọa độ nên không biết đơn vị đo",
        f"The layer “{name}” states no CRS, so its unit is not known",
        remedy_vi="Nêu hệ tọa độ thật của tệp bằng «dothi intake read --from-crs»",
        remedy_en="Name the CRS it is really in with “dothi intake read --from-crs”",
    )


def _degrees(name: str, crs: Any) -> Fault:
    title = getattr(crs, "name", "")
    return Fault(
        "land.degrees",
        f"Lớp «{name}» ở hệ tọa độ tính bằng độ ({title}); diện tích không đo được bằng độ",
        f"The layer “{name}” is in degrees ({title}); areas are not measured in degrees",
        remedy_vi="Thêm --crs với một hệ tính bằng mét, ví dụ --crs 5899 cho Quảng Nam",
        remedy_en="Add --crs with a CRS in metres, as in --crs 5899 for Quảng Nam",
    )
