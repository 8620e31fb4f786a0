"""Batches as they may be handed on: whole text, plain types, flat and finite geometry, with what was changed.

Heights are dropped, for plans are flat; a geometry with a coordinate that is no number is taken out, for it
would poison every computation after it, and the feature stays. Each is told, with the features concerned.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import shapely

from dothi.base.errors import Fault
from dothi.intake.reading.reader import FEATURE, GEOMETRY

_NAMED = 5
"""How many features a note names; the rest is counted."""


@dataclass(slots=True)
class Noticed:
    """What was changed in one layer; features as the file numbers them."""

    heights: int = 0
    not_finite: list[str] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)
    closed: list[str] = field(default_factory=list)
    blobs: set[int] = field(default_factory=set)
    vertices: int = 0

    def faults(self, where: str, columns: tuple[str, ...]) -> Iterator[Fault]:
        """Write the notes of a layer."""
        if self.heights:
            yield Fault(
                "intake.heights",
                f"Bỏ độ cao (Z) của {self.heights} đối tượng; quy hoạch chỉ dùng tọa độ phẳng",
                f"The heights (Z) of {self.heights} features were dropped; plans are flat",
                where,
            )
        if self.not_finite:
            yield Fault(
                "intake.not-finite",
                f"Tọa độ không phải là số hữu hạn ở {_list(self.not_finite)}; hình của chúng không dùng được",
                f"Coordinates are not finite in {_list(self.not_finite)}; their shapes cannot be used",
                where,
                "Vẽ lại hoặc xóa các đối tượng này trong bản gốc",
                "Draw these features again in the original, or delete them",
            )
        if self.unreadable:
            yield lost_shapes(self.unreadable, where)
        if self.closed:
            yield Fault(
                "intake.ring",
                f"Đường bao của {_list(self.closed)} không khép kín; đã nối điểm cuối với điểm đầu",
                f"Rings of {_list(self.closed)} were not closed; the end was joined to the start",
                where,
                "Kiểm tra các đối tượng này",
                "Check these features",
            )
        for place in sorted(self.blobs):
            yield Fault(
                "intake.blob",
                f"Không đọc trường nhị phân «{columns[place]}»",
                f"The binary field “{columns[place]}” was not read",
                where,
            )


def lost_shapes(features: Sequence[str], where: str) -> Fault:
    """Say that the shapes of features cannot be read; the features stay without."""
    return Fault(
        "intake.geometry",
        f"Hình của {_list(features)} không đọc được",
        f"The shapes of {_list(features)} cannot be read",
        where,
        "Vẽ lại các đối tượng này trong bản gốc",
        "Draw these features again in the original",
    )


def cleaned(batch: pa.RecordBatch, noticed: Noticed, *, raw_text: bool = False) -> pa.RecordBatch:
    """Make a batch whose columns are plain; changes are added to ``noticed``.

    With ``raw_text`` what calls itself text is bytes of some encoding, and becomes one character a byte.
    """
    arrays: list[pa.Array] = []
    for name, array in zip(batch.schema.names, batch.columns, strict=True):
        if name == GEOMETRY:
            arrays.append(_geometry(array, batch.column(0), noticed))
        elif name == FEATURE:
            arrays.append(_text(array) if not pa.types.is_integer(array.type) else array.cast(pa.int64()))
        elif raw_text and _is_text(array.type):
            arrays.append(_image(array))
        else:
            arrays.append(_plain(array, int(name[1:]), noticed))
    return pa.RecordBatch.from_arrays(arrays, names=batch.schema.names)


def _geometry(array: pa.Array, features: pa.Array, noticed: Noticed) -> pa.Array:
    wkb = np.asarray(array.to_numpy(zero_copy_only=False), dtype=object)
    shapes = shapely.from_wkb(wkb, on_invalid="ignore")
    lost = np.flatnonzero(shapely.is_missing(shapes) & np.array(array.is_valid()))
    for place in lost:
        mended = _closed(wkb[place])
        shapes[place] = mended
        (noticed.closed if mended is not None else noticed.unreadable).append(str(features[place].as_py()))
    deep = shapely.has_z(shapes) | shapely.has_m(shapes)
    noticed.heights += int(np.count_nonzero(deep))
    if deep.any():
        shapes = shapely.force_2d(shapes)
    points, owners = shapely.get_coordinates(shapes, return_index=True)
    noticed.vertices += len(points)
    loose = np.unique(owners[~np.isfinite(points).all(axis=1)])
    for place in loose:
        shapes[place] = None
        noticed.not_finite.append(str(features[place].as_py()))
    untouched = not (deep.any() or lost.size or loose.size)
    if untouched and pa.types.is_binary(array.type):
        return array
    return pa.array(shapely.to_wkb(shapes), type=pa.binary())


def _closed(wkb: bytes) -> Any:
    try:
        return shapely.from_wkb(wkb, on_invalid="fix")
    except (shapely.errors.GEOSException, ValueError):
        return None


def _plain(array: pa.Array, place: int, noticed: Noticed) -> pa.Array:
    if pa.types.is_dictionary(array.type):
        array = array.cast(array.type.value_type)
    kind = array.type
    if _is_text(kind):
        return _text(array)
    if _is_binary(kind):
        if array.null_count < len(array):
            noticed.blobs.add(place)
        return pa.nulls(len(array), pa.string())
    if pa.types.is_decimal(kind):
        return array.cast(pa.float64())
    if pa.types.is_nested(kind):
        return _written(array, _json)
    if pa.types.is_null(kind) or pa.types.is_time(kind) or pa.types.is_duration(kind):
        return _written(array, str)
    return array


def _is_text(kind: pa.DataType) -> bool:
    kinds = (pa.types.is_string, pa.types.is_large_string, pa.types.is_string_view)
    return any(is_kind(kind) for is_kind in kinds)


def _is_binary(kind: pa.DataType) -> bool:
    kinds = (
        pa.types.is_binary,
        pa.types.is_large_binary,
        pa.types.is_fixed_size_binary,
        pa.types.is_binary_view,
    )
    return any(is_kind(kind) for is_kind in kinds)


def _written(array: pa.Array, way: Callable[[Any], str]) -> pa.Array:
    return pa.array([None if item is None else way(item) for item in array.to_pylist()], pa.string())


def _image(array: pa.Array) -> pa.Array:
    """Text as one character a byte."""
    raw = array.view(pa.large_binary() if pa.types.is_large_string(array.type) else pa.binary())
    return pa.array(
        [None if item is None else item.decode("latin-1") for item in raw.to_pylist()], pa.string()
    )


def _text(array: pa.Array) -> pa.Array:
    """Text that is text: a value with bytes that are no UTF-8 becomes one character a byte."""
    if not (pa.types.is_string(array.type) or pa.types.is_large_string(array.type)):
        array = pc.cast(array, pa.string())
    try:
        array.validate(full=True)
    except pa.ArrowInvalid:
        raw = array.view(pa.binary() if pa.types.is_string(array.type) else pa.large_binary())
        return pa.array([_decoded(value.as_py()) for value in raw], type=pa.string())
    return array.cast(pa.string())


def _decoded(value: bytes | None) -> str | None:
    if value is None:
        return None
    try:
        return value.decode()
    except UnicodeDecodeError:
        return value.decode("latin-1")


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)


def _list(features: Sequence[str]) -> str:
    shown = ", ".join(features[:_NAMED])
    more = len(features) - _NAMED
    return f"{shown} (+{more})" if more > 0 else shown
