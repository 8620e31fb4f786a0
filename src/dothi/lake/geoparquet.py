"""Layers as GeoParquet 1.1: written in spatial order with a covering box column, read by the part needed.

Rows lie along a curve and a row group holds few of them, each group with the least and greatest of every
side of its boxes, so a reader that asks for a place passes over most of the file. The CRS of origin is kept
as PROJJSON; geometry is stored as drawn.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.typing import NDArray
from pyproj import CRS
from pyproj.exceptions import CRSError

from dothi.base.errors import Fault, InputError, UnusableError
from dothi.lake.reference import Box
from dothi.lake.survey import Survey
from dothi.lake.table import GEOMETRY, Chunk, decoded, logical_type

ROWS_IN_GROUP = 16_384
SIDES = ("xmin", "ymin", "xmax", "ymax")
_NULLABLE = {"integer": pd.Int64Dtype(), "boolean": pd.BooleanDtype()}


def write(surveyed: Survey, path: Path) -> None:
    """Write a layer in the order that the survey found."""
    covering = covering_name(surveyed.table.column_names)
    schema = _schema(surveyed, covering)
    text = [name for name, kind in surveyed.figures.types.items() if kind == "text"]
    measured = [name for name in surveyed.table.column_names if name != GEOMETRY]
    with pq.ParquetWriter(
        path,
        schema,
        compression="zstd",
        use_dictionary=text,
        write_statistics=[*measured, *(f"{covering}.{side}" for side in SIDES)],
    ) as writer:
        for part, boxes in ordered_parts(surveyed, ROWS_IN_GROUP):
            writer.write_table(part.append_column(covering, _structs(boxes)).cast(schema))


def compare(surveyed: Survey, path: Path) -> None:
    """Raise :class:`UnusableError` (``lake.written-wrong``) unless a file holds exactly what was surveyed."""
    with path.open("rb") as stream:
        file = GeoParquet.open(stream).file
        names = surveyed.table.column_names
        same = file.metadata.num_rows == len(surveyed.order)
        for group, (part, _) in enumerate(ordered_parts(surveyed, ROWS_IN_GROUP)):
            same = same and in_memory(file.read_row_group(group, columns=names)).equals(part)
    if not same:
        raise UnusableError(_written_wrong(path))


def ordered_parts(surveyed: Survey, rows: int) -> Iterator[tuple[pa.Table, NDArray[np.float64]]]:
    """Give the layer in its stored order, ``rows`` at a time, each with the boxes of its rows."""
    for start in range(0, len(surveyed.order), rows):
        chosen = surveyed.order[start : start + rows]
        yield surveyed.table.take(pa.array(chosen)), surveyed.boxes[chosen]


def covering_name(columns: Sequence[str]) -> str:
    """Name the box column: ``bbox``, with a leading underscore for every attribute in the way."""
    name = "bbox"
    while name in columns:
        name = f"_{name}"
    return name


def _structs(boxes: NDArray[np.float64]) -> pa.Array:
    nowhere = pa.array(np.isnan(boxes[:, 0]))
    return pa.StructArray.from_arrays([boxes[:, i] for i in range(4)], names=list(SIDES), mask=nowhere)


def _schema(surveyed: Survey, covering: str) -> pa.Schema:
    fields = [pa.field(field.name, _in_file(field.type)) for field in surveyed.table.schema]
    fields.append(pa.field(covering, pa.struct([(side, pa.float64()) for side in SIDES])))
    metadata = {
        "geo": json.dumps(_geo(surveyed, covering)),
        "dothi": json.dumps({"name": surveyed.name, "illustrative": surveyed.illustrative}),
    }
    return pa.schema(fields, metadata=metadata)


def _in_file(kind: pa.DataType) -> pa.DataType:
    """Sizes above two gigabytes are for memory; in a row group the ordinary types do, as readers expect."""
    return {pa.large_string(): pa.string(), pa.large_binary(): pa.binary()}.get(kind, kind)


def _geo(surveyed: Survey, covering: str) -> dict[str, Any]:
    column: dict[str, Any] = {
        "encoding": "WKB",
        "geometry_types": list(surveyed.figures.kinds),
        "crs": surveyed.reference.projjson,
        "edges": "planar",
        "covering": {"bbox": {side: [covering, side] for side in SIDES}},
    }
    if surveyed.figures.extent is not None:
        column["bbox"] = list(surveyed.figures.extent)
    return {"version": "1.1.0", "primary_column": GEOMETRY, "columns": {GEOMETRY: column}}


@dataclass(frozen=True, slots=True)
class GeoParquet:
    """A file that :func:`write` wrote, open for reading."""

    file: pq.ParquetFile
    covering: str
    crs: CRS

    @classmethod
    def open(cls, source: Path | BinaryIO) -> GeoParquet:
        """Open a file; raise :class:`InputError` (``lake.not-geoparquet``) where it is none of ours."""
        try:
            file = pq.ParquetFile(source, pre_buffer=True)
            geo = json.loads(file.schema_arrow.metadata[b"geo"])["columns"][GEOMETRY]
            return cls(file, geo["covering"]["bbox"]["xmin"][0], CRS.from_json_dict(geo["crs"]))
        except (pa.ArrowException, CRSError, OSError, LookupError, TypeError, ValueError) as error:
            raise InputError(_unreadable(error)) from error

    @property
    def columns(self) -> list[str]:
        """Names of the attributes."""
        return [name for name in self.file.schema_arrow.names if name not in {GEOMETRY, self.covering}]

    @property
    def types(self) -> dict[str, str]:
        """Logical type of each attribute."""
        empty = pa.table(
            {name: pa.array([], self.file.schema_arrow.field(name).type) for name in self.columns}
        )
        return {field.name: logical_type(field.type) for field in in_memory(empty).schema}

    def chunks(self) -> Iterator[Chunk]:
        """Give everything, group by group, as it was taken."""
        for group in range(self.file.num_row_groups):
            part = self.file.read_row_group(group, columns=[*self.columns, GEOMETRY])
            yield Chunk(in_memory(part.drop_columns([GEOMETRY])), decoded(part.column(GEOMETRY)))

    def groups_at(self, box: Box) -> list[int]:
        """Number the row groups that may hold something within a box."""
        metadata = self.file.metadata
        places = {metadata.schema.column(i).path: i for i in range(metadata.num_columns)}
        sides = [places[f"{self.covering}.{side}"] for side in SIDES]
        found = []
        for group in range(metadata.num_row_groups):
            left, low, right, high = (metadata.row_group(group).column(i).statistics for i in sides)
            if not left.has_min_max:  # nothing in the group has a place
                continue
            if left.min <= box[2] and low.min <= box[3] and right.max >= box[0] and high.max >= box[1]:
                found.append(group)
        return found

    def table(self, box: Box | None, columns: Sequence[str]) -> pa.Table:
        """Read some columns of the rows whose boxes meet ``box``, in stored order."""
        groups = range(self.file.num_row_groups) if box is None else self.groups_at(box)
        read = self.file.read_row_groups(list(groups), columns=[*columns, GEOMETRY, self.covering])
        if box is not None:
            read = read.filter(_meets(read.column(self.covering), box))
        return read.drop_columns([self.covering])

    def numbers_at(self, box: Box) -> list[int]:
        """Number the rows whose boxes meet ``box``, counted from 0 in stored order."""
        found: list[int] = []
        wanted = set(self.groups_at(box))
        start = 0
        for group in range(self.file.num_row_groups):
            if group in wanted:
                boxes = self.file.read_row_group(group, columns=[self.covering]).column(self.covering)
                meeting = _meets(boxes, box).to_numpy(zero_copy_only=False).astype(bool)
                found += (start + np.flatnonzero(meeting)).tolist()
            start += self.file.metadata.row_group(group).num_rows
        return found

    def rows(self, numbers: Sequence[int], columns: Sequence[str]) -> pa.Table:
        """Read the rows with these numbers, counted from 0 in stored order, in the order asked for."""
        metadata = self.file.metadata
        ends = np.cumsum([metadata.row_group(i).num_rows for i in range(metadata.num_row_groups)])
        parts = []
        for number in numbers:
            group = int(np.searchsorted(ends, number, side="right"))
            start = int(ends[group - 1]) if group else 0
            read = self.file.read_row_group(group, columns=[*columns, GEOMETRY])
            parts.append(read.slice(number - start, 1))
        return pa.concat_tables(parts)


def in_memory(attributes: pa.Table) -> pa.Table:
    """Bring attributes of a file back to the types in which they are held."""
    wide = {pa.string(): pa.large_string(), pa.binary(): pa.large_binary()}
    fields = [pa.field(field.name, wide.get(field.type, field.type)) for field in attributes.schema]
    return attributes.cast(pa.schema(fields, metadata=attributes.schema.metadata))


def as_frame(table: pa.Table, crs: CRS, nullable: dict[str, str]) -> gpd.GeoDataFrame:
    """Turn what was read into a GeoDataFrame.

    :param nullable: logical types of the columns in which the layer lacks values: whole numbers and yes/no
        there become pandas' nullable types, whatever part of the layer is read.
    """
    attributes = table.drop_columns([GEOMETRY])
    frame = attributes.to_pandas()
    for name in attributes.column_names:
        dtype = _NULLABLE.get(nullable.get(name, ""))
        if dtype is not None:
            frame[name] = pd.array(attributes.column(name).to_pylist(), dtype=dtype)
    return gpd.GeoDataFrame(frame, geometry=decoded(table.column(GEOMETRY)), crs=crs)


def _meets(boxes: pa.ChunkedArray, box: Box) -> pa.ChunkedArray:
    left, low, right, high = (pc.struct_field(boxes, side) for side in SIDES)
    across = pc.and_(pc.less_equal(left, box[2]), pc.greater_equal(right, box[0]))
    along = pc.and_(pc.less_equal(low, box[3]), pc.greater_equal(high, box[1]))
    return pc.and_(across, along)


def _written_wrong(path: Path) -> Fault:
    return Fault(
        "lake.written-wrong",
        "Tệp vừa ghi không chứa đúng nội dung của lớp",
        "The file just written does not hold the content of the layer",
        where=path.name,
        remedy_vi="Kiểm tra đĩa và bộ cài đặt rồi công bố lại; chưa có gì được công bố",
        remedy_en="Check the disk and the installation, then publish again; nothing was published",
    )


def _unreadable(error: Exception) -> Fault:
    return Fault(
        "lake.not-geoparquet",
        f"Tệp dữ liệu không phải GeoParquet của kho ({error})",
        f"The data file is not a GeoParquet of the lake ({error})",
        remedy_vi="Chạy «dothi lake verify» và khôi phục từ bản sao lưu",
        remedy_en="Run “dothi lake verify” and restore from a backup",
    )
