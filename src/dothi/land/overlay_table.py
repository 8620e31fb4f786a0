"""The result of an overlay as a table: a row a parcel, to Parquet, CSV or Excel.

In Parquet ``area_by_code`` is a map from code to m²; in CSV and Excel every code has a column of its own.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from dothi.base.errors import Fault, UnusableError
from dothi.intake.writing import neutral
from dothi.land.overlay import Overlay

MOST_ROWS, MOST_COLUMNS = 1_048_575, 16_384
"""What a sheet of Excel holds below its heading."""
_FIXED = ("feature", "id", "area_m2", "dominant", "uncovered_m2", "doubly_covered_m2")
_TEXTS = ("feature", "id", "dominant")


def write_overlay(found: Overlay, path: Path) -> None:
    """Write by the ending of the name: ``.parquet``, ``.csv``, ``.xlsx``.

    Raises :class:`UnusableError`: ``land.out-kind`` for another ending, ``land.sheet-full``.
    """
    check_ending(path)(found, path)


def check_ending(path: Path) -> Callable[[Overlay, Path], None]:
    """The writer for a name, before anything is read for it."""
    writer = _WRITERS.get(path.suffix.lower())
    if writer is None:
        raise UnusableError(
            Fault(
                "land.out-kind",
                f"Không ghi được bảng dạng «{path.suffix}»",
                f"A table cannot be written as “{path.suffix}”",
                path.name,
                f"Đặt tên tệp kết thúc bằng {', '.join(_WRITERS)}",
                f"Let the name end in {', '.join(_WRITERS)}",
            )
        )
    return writer


def _parquet(found: Overlay, path: Path) -> None:
    parcels = found.parcels.reset_index()
    bounds = np.searchsorted(found.codes["row"].to_numpy(), np.arange(len(parcels) + 1))
    areas = pa.MapArray.from_arrays(
        pa.array(bounds.astype(np.int32)),
        pa.array(found.codes["code"].to_list(), pa.string()),
        pa.array(found.codes["m2"].to_numpy(), pa.float64()),
    )
    columns = {
        "feature": pa.array(parcels["feature"]),
        "id": pa.array(parcels["id"], pa.string()),
        "area_m2": pa.array(parcels["area_m2"]),
        "area_by_code": areas,
        "dominant": pa.array(parcels["dominant"], pa.string()),
        "uncovered_m2": pa.array(parcels["uncovered_m2"]),
        "doubly_covered_m2": pa.array(parcels["doubly_covered_m2"]),
    }
    left_out = [f"{one.layer}: {one.feature}" for one in found.left_out]
    table = pa.table(columns).replace_schema_metadata({"dothi.left_out": json.dumps(left_out)})
    pq.write_table(table, path, compression="zstd")


def _csv(found: Overlay, path: Path) -> None:
    wide = wide_table(found)
    wide.to_csv(path, index=False, encoding="utf-8-sig", lineterminator="\r\n")


def _xlsx(found: Overlay, path: Path) -> None:
    wide = wide_table(found)
    if len(wide) > MOST_ROWS or len(wide.columns) > MOST_COLUMNS:
        raise UnusableError(_full(len(wide), len(wide.columns)))
    wide.to_excel(path, index=False, sheet_name="Thửa đất", freeze_panes=(1, 2))


def wide_table(found: Overlay) -> pd.DataFrame:
    """A row a parcel, a column for each code named ``m2 <code>``; empty where the code has no area there.

    A text that a spreadsheet would run as a formula gets an apostrophe before it.
    """
    parcels = found.parcels.reset_index()[list(_FIXED)]
    texts = {column: [neutral(value) for value in parcels[column]] for column in _TEXTS}
    codes = found.codes.pivot_table(index="row", columns="code", values="m2", sort=True)
    codes.columns = [f"m2 {code or '(không có mã)'}" for code in codes.columns]
    return parcels.assign(**texts).join(codes)


def _full(rows: int, columns: int) -> Fault:
    return Fault(
        "land.sheet-full",
        f"Bảng có {rows} dòng, {columns} cột, nhiều hơn một trang Excel chứa được",
        f"The table has {rows} rows and {columns} columns, more than a sheet of Excel holds",
        remedy_vi="Ghi ra .parquet hoặc .csv",
        remedy_en="Write a .parquet or a .csv",
    )


_WRITERS: Mapping[str, Callable[[Overlay, Path], None]] = {".parquet": _parquet, ".csv": _csv, ".xlsx": _xlsx}
