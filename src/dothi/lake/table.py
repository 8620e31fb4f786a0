"""A layer as the lake takes it: attributes in eight logical types, one geometry column, a CRS.

Widths of integers and floats, dictionaries, time zones and flavours of WKB are representation: they are
unified here, without changing a value. What cannot be unified without loss is refused by name.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import shapely
from numpy.typing import NDArray
from pyproj import CRS

from dothi.base.errors import Fault, InputError

GEOMETRY = "geometry"
CHUNK = 65_536
STORED: dict[str, pa.DataType] = {
    "boolean": pa.bool_(),
    "integer": pa.int64(),
    "number": pa.float64(),
    "text": pa.large_string(),
    "bytes": pa.large_binary(),
    "date": pa.date32(),
    "timestamp": pa.timestamp("us"),
    "instant": pa.timestamp("us", tz="UTC"),
}
"""Logical type and the Arrow type in which it is held and stored."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some rows: attributes in stored types, geometries as Shapely objects (``None`` where missing)."""

    attributes: pa.Table
    geometries: NDArray[Any]


@dataclass(frozen=True, slots=True, eq=False)
class LayerTable:
    """A layer of any size that fits in memory. ``attributes`` are unified; geometry comes chunk by chunk.

    Make one with :meth:`from_frame` or :meth:`from_arrow`.
    """

    attributes: pa.Table
    geometry: pa.ChunkedArray | NDArray[Any]
    crs: CRS

    @classmethod
    def from_frame(cls, frame: gpd.GeoDataFrame) -> LayerTable:
        """Take a GeoDataFrame; its index is not content. ``NaN`` in a column of numbers means no value.

        Raises :class:`InputError` with ``lake.no-geometry``, ``lake.no-crs``, ``lake.column-name`` or
        ``lake.column-type``.
        """
        if frame._geometry_column_name is None:  # noqa: SLF001 - the only way to ask without an exception
            raise InputError(_no_geometry())
        others = frame.drop(columns=frame.geometry.name)
        columns = _checked_names([str(name) for name in others.columns])
        series = [others.iloc[:, position] for position in range(len(columns))]
        unified = [unify(name, _to_arrow(name, one)) for name, one in zip(columns, series, strict=True)]
        return cls(
            pa.table(dict(zip(columns, unified, strict=True))),
            np.asarray(frame.geometry.array, dtype=object),
            _known(frame.crs),
        )

    @classmethod
    def from_arrow(cls, table: pa.Table, geometry: str, crs: Any) -> LayerTable:
        """Take an Arrow table whose column ``geometry`` holds WKB of any flavour.

        :param crs: what ``pyproj.CRS.from_user_input`` takes. Raises as :meth:`from_frame` does.
        """
        if geometry not in table.column_names:
            raise InputError(_no_geometry())
        columns = _checked_names([name for name in table.column_names if name != geometry])
        unified = [unify(name, table.column(name)) for name in columns]
        wkb = table.column(geometry)
        if isinstance(wkb.type, pa.BaseExtensionType):
            wkb = pa.chunked_array([chunk.storage for chunk in wkb.chunks], wkb.type.storage_type)
        known = None if crs is None else CRS.from_user_input(crs)
        return cls(pa.table(dict(zip(columns, unified, strict=True))), wkb, _known(known))

    def __len__(self) -> int:
        return len(self.geometry)

    @property
    def types(self) -> dict[str, str]:
        """Logical type of each column."""
        return {field.name: logical_type(field.type) for field in self.attributes.schema}

    def chunks(self) -> Iterator[Chunk]:
        """Give the rows in order, at most :data:`CHUNK` at a time."""
        for start in range(0, len(self), CHUNK):
            part = self.geometry[start : start + CHUNK]
            drawn = decoded(part) if isinstance(part, pa.ChunkedArray) else part
            yield Chunk(self.attributes.slice(start, CHUNK), drawn)


def logical_type(stored: pa.DataType) -> str:
    """Name the logical type that is held as ``stored``."""
    return next(name for name, held in STORED.items() if held == stored)


def unify(name: str, column: pa.ChunkedArray | pa.Array) -> pa.ChunkedArray:
    """Bring a column to its stored type, not-a-number to no value.

    Raises :class:`InputError` (``lake.column-type``) where a column has no such type or an infinite number.
    """
    if pa.types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    target = _target(column.type)
    if target is None:
        raise InputError(_column_type(name, str(column.type)))
    try:
        unified = column.cast(target)
    except pa.ArrowInvalid as error:
        raise InputError(_column_type(name, f"{column.type}: {error}")) from error
    if pa.types.is_floating(target):
        unified = pc.if_else(pc.is_nan(unified), pa.scalar(None, target), unified)
        if pc.any(pc.is_inf(unified)).as_py():
            raise InputError(_column_type(name, "∞"))
    return unified if isinstance(unified, pa.ChunkedArray) else pa.chunked_array([unified])


def _target(kind: pa.DataType) -> pa.DataType | None:
    tests = {
        "boolean": pa.types.is_boolean(kind),
        "integer": pa.types.is_integer(kind),
        "number": pa.types.is_floating(kind),
        "text": _is_text(kind) or pa.types.is_null(kind),
        "bytes": pa.types.is_binary(kind) or pa.types.is_large_binary(kind) or pa.types.is_binary_view(kind),
        "date": pa.types.is_date(kind),
        "timestamp": pa.types.is_timestamp(kind) and kind.tz is None,
        "instant": pa.types.is_timestamp(kind) and kind.tz is not None,
    }
    return next((STORED[name] for name, holds in tests.items() if holds), None)


def _is_text(kind: pa.DataType) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind))


def _to_arrow(name: str, series: pd.Series) -> pa.ChunkedArray | pa.Array:
    try:
        return pa.Array.from_pandas(series)
    except (pa.ArrowInvalid, pa.ArrowTypeError, pa.ArrowNotImplementedError) as error:
        raise InputError(_column_type(name, f"{series.dtype}: {error}")) from error


def decoded(wkb: pa.ChunkedArray) -> NDArray[Any]:
    """Shapely objects of a column of WKB.

    Raises :class:`InputError`: ``lake.geometry`` for what is no WKB, ``lake.curves`` for arcs.
    """
    try:
        with np.errstate(invalid="ignore"):  # heights may be not-a-number
            drawn: NDArray[Any] = shapely.from_wkb(np.asarray(wkb.to_pylist(), dtype=object))
    except NotImplementedError as error:
        raise InputError(_curved()) from error
    except shapely.errors.GEOSException as error:
        raise InputError(
            Fault(
                "lake.geometry",
                f"Có hình không đọc được: {error}",
                f"A geometry cannot be read: {error}",
                remedy_vi="Kiểm tra lớp bằng «dothi intake check»",
                remedy_en="Check the layer with “dothi intake check”",
            )
        ) from error
    return drawn


def _curved() -> Fault:
    return Fault(
        "lake.curves",
        "Lớp có đường cong chưa được chia thành đoạn thẳng",
        "The layer has curves that were not turned into straight segments",
        remedy_vi="Đọc lớp bằng «dothi intake read», lệnh này chia cung theo dung sai đã định",
        remedy_en="Read the layer with “dothi intake read”, which divides arcs by a stated tolerance",
    )


def _checked_names(names: Sequence[str]) -> list[str]:
    for name in names:
        if not name or name == GEOMETRY or names.count(name) > 1:
            raise InputError(
                Fault(
                    "lake.column-name",
                    f"Tên trường «{name}» trống, trùng, hoặc dành riêng cho hình của lớp",
                    f"The column name “{name}” is empty, used twice, or kept for the geometry",
                    remedy_vi="Đổi tên trường",
                    remedy_en="Rename the column",
                )
            )
    return list(names)


def _known(crs: CRS | None) -> CRS:
    if crs is None:
        raise InputError(
            Fault(
                "lake.no-crs",
                "Lớp không có hệ tọa độ",
                "The layer has no coordinate reference system",
                remedy_vi="Ghi rõ hệ tọa độ khi đọc tệp, ví dụ EPSG:5899",
                remedy_en="State it when reading the file, as in EPSG:5899",
            )
        )
    return crs


def _no_geometry() -> Fault:
    return Fault(
        "lake.no-geometry",
        "Lớp không có cột hình học",
        "The layer has no geometry column",
        remedy_vi="Chọn lớp có hình, hoặc đặt cột hình học cho bảng",
        remedy_en="Choose a layer with geometry, or set the geometry column of the table",
    )


def _column_type(name: str, detail: str) -> Fault:
    return Fault(
        "lake.column-type",
        f"Trường «{name}» có kiểu không lưu được ({detail})",
        f"The column “{name}” has a type that cannot be kept ({detail})",
        remedy_vi="Đổi sang văn bản, số, ngày hoặc có/không; thời điểm làm tròn đến micro giây",
        remedy_en="Turn it into text, number, date or yes/no; round times to the microsecond",
    )
