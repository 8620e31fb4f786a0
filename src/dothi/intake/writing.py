"""Normalised layers to a file: GeoPackage, GeoParquet, GeoJSON or CSV by the ending of its name.

A file appears whole or not at all, and never over another unless that is asked for. GeoJSON is RFC 7946:
WGS 84, longitude first, outer rings counter-clockwise. In CSV a text that a spreadsheet would run as a
formula gets an apostrophe before it. GeoPackage and GeoParquet keep coordinates to the last digit; GeoJSON
and CSV round them, metres to a millimetre and degrees to nine decimals.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import shapely

from dothi.base.errors import Fault, InputError, UnusableError
from dothi.intake.geopackage import whole_file
from dothi.intake.georeference.carry import WGS84, carried
from dothi.intake.layers import Layer

CORNERS, WKT = "corners", "wkt"
"""How geometry stands in CSV: a line for each corner (X north, Y east), or WKT."""
Writer: TypeAlias = Callable[[Sequence[Layer], Path, str], None]
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")
_DECIMALS_M, _DECIMALS_DEGREES = 3, 9
"""Decimals in CSV and GeoJSON: a millimetre, and what is a tenth of one on the ground."""


def write(layers: Sequence[Layer], path: Path, *, overwrite: bool = False, geometry: str = WKT) -> None:
    """Write layers that :func:`dothi.intake.normalise.normalised` made.

    Raises :class:`UnusableError` (``intake.out-kind``, ``intake.out-exists``, ``intake.out-folder``,
    ``intake.out-failed``) and :class:`InputError` (``intake.no-layers`` for none, ``intake.one-layer`` for
    several layers where the format holds one, ``intake.crs-unknown`` for GeoJSON of unknown place).
    """
    writer = check_target(path, overwrite=overwrite)
    if not layers:
        raise InputError(_no_layers(path))
    if path.suffix.lower() != ".gpkg" and len(layers) != 1:
        raise InputError(_one_layer(path, layers))
    with whole_file(path) as waiting:
        writer(layers, waiting, geometry)


def check_target(path: Path, *, overwrite: bool = False) -> Writer:
    """Find the writer of a file by its ending, before anything is read for it.

    Raises :class:`UnusableError` (``intake.out-kind``, ``intake.out-exists``, ``intake.out-folder``).
    """
    writer = _writer(path)
    if path.exists() and not overwrite:
        raise UnusableError(_exists(path))
    if not path.parent.is_dir():
        raise UnusableError(_no_folder(path))
    return writer


def endings() -> tuple[str, ...]:
    """Endings that can be written."""
    return tuple(_WRITERS)


def neutral(value: Any) -> Any:
    """A cell of CSV that no spreadsheet runs as a formula.

    >>> neutral("=HYPERLINK(1)"), neutral("-5 m"), neutral(-5), neutral("Tam Kỳ")
    ("'=HYPERLINK(1)", "'-5 m", -5, 'Tam Kỳ')
    """
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def _geopackage(layers: Sequence[Layer], path: Path, _geometry: str) -> None:
    for layer in layers:
        kinds = {kind for kind in layer.frame.geom_type.unique() if kind is not None}
        pyogrio.write_dataframe(
            _writable(layer.frame),
            path,
            layer=layer.name,
            driver="GPKG",
            append=path.exists(),
            promote_to_multi=len(kinds) == 2 and {kind.removeprefix("Multi") for kind in kinds} != kinds,
            geometry_type=None if kinds else "Unknown",
            use_arrow=True,  # dates stay dates
        )


def _geoparquet(layers: Sequence[Layer], path: Path, _geometry: str) -> None:
    layers[0].frame.reset_index(drop=True).to_parquet(
        path, index=False, compression="zstd", schema_version="1.1.0", write_covering_bbox=True
    )


def _geojson(layers: Sequence[Layer], path: Path, _geometry: str) -> None:
    frame = layers[0].frame
    if frame.crs is None:
        raise InputError(_no_place(layers[0]))
    pyogrio.write_dataframe(
        _writable(carried(frame, WGS84)),
        path,
        driver="GeoJSON",
        layer=layers[0].name,
        RFC7946="YES",
        COORDINATE_PRECISION=_DECIMALS_DEGREES,
        WRITE_NAME="YES",
    )


def _csv(layers: Sequence[Layer], path: Path, geometry: str) -> None:
    frame = layers[0].frame
    rows = _corner_rows(frame) if geometry == CORNERS else _wkt_rows(frame)
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows([neutral(cell) for cell in row] for row in rows)
    path.write_text(text.getvalue(), encoding="utf-8-sig", newline="")


def _wkt_rows(frame: gpd.GeoDataFrame) -> Iterator[list[Any]]:
    columns = _attributes(frame)
    yield [*columns, "WKT"]
    shapes = shapely.to_wkt(frame.geometry.to_numpy(), rounding_precision=_decimals(frame))
    for cells, shape in zip(_cells(frame, columns), shapes, strict=True):
        yield [*cells, shape or ""]


def _corner_rows(frame: gpd.GeoDataFrame) -> Iterator[list[Any]]:
    """A line for each corner: feature, part, ring, number, X (north), Y (east), then the attributes.

    A feature without geometry has one line without corner.
    """
    columns = _attributes(frame)
    yield ["Thửa", "Phần", "Vòng", "Số hiệu điểm", "X", "Y", *columns]
    decimals = _decimals(frame)
    for (feature, shape), cells in zip(frame.geometry.items(), _cells(frame, columns), strict=True):
        if shape is None or shape.is_empty:
            yield [feature, "", "", "", "", "", *cells]
        for part, ring, number, east, north in _corners(shape):
            yield [feature, part, ring, number, f"{north:.{decimals}f}", f"{east:.{decimals}f}", *cells]


def _corners(shape: Any) -> Iterator[tuple[int, int, int, float, float]]:
    for part, piece in enumerate(shapely.get_parts(shape) if shape is not None else (), start=1):
        rings = shapely.get_rings(piece).tolist() if piece.geom_type == "Polygon" else [piece]
        for ring, line in enumerate(rings, start=1):
            points = shapely.get_coordinates(line)
            closed = len(points) > 1 and (points[0] == points[-1]).all()
            for number, (east, north) in enumerate(points, start=1):
                label = 1 if closed and number == len(points) else number
                yield part, ring, label, float(east), float(north)


def _cells(frame: gpd.GeoDataFrame, columns: Sequence[str]) -> Iterator[list[Any]]:
    lists = [frame[column].astype(object).where(frame[column].notna(), "").tolist() for column in columns]
    return (list(cells) for cells in zip(*lists, strict=True)) if lists else ([] for _ in range(len(frame)))


def _attributes(frame: gpd.GeoDataFrame) -> list[str]:
    return [str(name) for name in frame.columns if name != frame.geometry.name]


def _decimals(frame: gpd.GeoDataFrame) -> int:
    largest = np.abs(frame.total_bounds).max() if len(frame) else 0.0
    degrees = frame.crs.is_geographic if frame.crs is not None else largest <= 360
    return _DECIMALS_DEGREES if degrees else _DECIMALS_M


def _writable(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Kinds that GDAL knows: whole numbers with gaps and truth values with gaps included."""
    changed = {
        column: frame[column].astype(object).where(frame[column].notna(), None).astype("string")
        for column in _attributes(frame)
        if pd.api.types.is_object_dtype(frame[column].dtype)
        and pd.api.types.infer_dtype(frame[column], skipna=True) != "date"
    }
    return frame.assign(**changed) if changed else frame


def _writer(path: Path) -> Writer:
    found = _WRITERS.get(path.suffix.lower())
    if found is None:
        raise UnusableError(
            Fault(
                "intake.out-kind",
                f"Không ghi được định dạng «{path.suffix}»",
                f"The format “{path.suffix}” cannot be written",
                path.name,
                f"Đặt tên tệp kết thúc bằng {', '.join(_WRITERS)}",
                f"Let the name end in {', '.join(_WRITERS)}",
            )
        )
    return found


def _exists(path: Path) -> Fault:
    return Fault(
        "intake.out-exists",
        "Đã có tệp này",
        "The file exists already",
        path.name,
        "Chọn tên khác, hoặc thêm --overwrite để ghi đè",
        "Choose another name, or add --overwrite to write over it",
    )


def _no_folder(path: Path) -> Fault:
    return Fault(
        "intake.out-folder",
        "Không có thư mục để ghi",
        "The folder to write to does not exist",
        str(path.parent),
        "Tạo thư mục trước",
        "Make the folder first",
    )


def _one_layer(path: Path, layers: Sequence[Layer]) -> Fault:
    names = ", ".join(layer.name for layer in layers[:12]) + (" …" if len(layers) > 12 else "")
    return Fault(
        "intake.one-layer",
        f"Tệp {path.suffix} chỉ chứa một lớp, ở đây có {len(layers)}: {names}",
        f"A {path.suffix} holds one layer, and here are {len(layers)}: {names}",
        path.name,
        "Chọn một lớp bằng --layer, hoặc ghi ra .gpkg",
        "Choose one with --layer, or write a .gpkg",
    )


def _no_layers(path: Path) -> Fault:
    return Fault(
        "intake.no-layers",
        "Không có lớp nào có hình để ghi",
        "There is no layer with geometry to be written",
        path.name,
        "Chọn tệp có lớp bản đồ; bảng thuộc tính và ảnh không ghi ra được",
        "Choose a file with a map layer; tables of attributes and rasters cannot be written",
    )


def _no_place(layer: Layer) -> Fault:
    return Fault(
        "intake.crs-unknown",
        f"Lớp «{layer.name}» không ghi hệ tọa độ nên không ghi thành GeoJSON được (GeoJSON luôn ở WGS 84)",
        f"The layer “{layer.name}” states no CRS, so it cannot become GeoJSON (which is always in WGS 84)",
        layer.where,
        "Nêu hệ tọa độ thật của tệp bằng --from-crs",
        "Name the CRS the file is really in with --from-crs",
    )


_WRITERS: Mapping[str, Writer] = {
    ".gpkg": _geopackage,
    ".parquet": _geoparquet,
    ".geoparquet": _geoparquet,
    ".geojson": _geojson,
    ".json": _geojson,
    ".csv": _csv,
}
