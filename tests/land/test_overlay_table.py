"""The table of an overlay, read back by other programs."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pytest
import shapely

from dothi.base.errors import UnusableError
from dothi.land.overlay import Overlay, overlay
from dothi.land.overlay_table import write_overlay
from dothi.land.polygons import LeftOut, Polygons


@pytest.fixture
def found() -> Overlay:
    parcels = Polygons(
        "thửa",
        np.array([shapely.box(0, 0, 10, 10), shapely.box(20, 0, 30, 10), shapely.box(50, 0, 60, 10)]),
        np.array([4, 5, 9]),
        np.array(["12-7", "=1+1", ""], dtype=object),
        (LeftOut("thửa", "6", "không có hình", "no geometry"),),
    )
    zones = Polygons(
        "vùng",
        np.array([shapely.box(0, 0, 4, 10), shapely.box(4, 0, 25, 10)]),
        np.array([1, 2]),
        np.array(["ODT", "CX"], dtype=object),
    )
    return overlay(parcels, zones)


def test_parquet_keeps_codes_as_a_map(found: Overlay, tmp_path: Path) -> None:
    write_overlay(found, tmp_path / "r.parquet")
    table = pq.read_table(tmp_path / "r.parquet")
    rows = table.to_pylist()
    assert [dict(row["area_by_code"]) for row in rows] == [
        pytest.approx({"CX": 60, "ODT": 40}),
        pytest.approx({"CX": 50}),
        {},
    ]
    assert [(row["feature"], row["id"], row["dominant"]) for row in rows] == [
        (4, "12-7", "CX"),
        (5, "=1+1", "CX"),
        (9, "", None),
    ]
    assert json.loads(table.schema.metadata[b"dothi.left_out"]) == ["thửa: 6"]


def test_csv_and_excel_give_every_code_a_column(found: Overlay, tmp_path: Path) -> None:
    write_overlay(found, tmp_path / "r.csv")
    frame = pd.read_csv(tmp_path / "r.csv", encoding="utf-8-sig")
    assert frame["m2 CX"].tolist()[:2] == [60.0, 50.0]
    assert frame["m2 ODT"].isna().tolist() == [False, True, True]
    assert frame["id"][1] == "'=1+1"
    write_overlay(found, tmp_path / "r.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "r.xlsx").active
    assert [cell.value for cell in sheet[1]] == [*frame.columns]
    assert sheet["B3"].data_type == "s"
    assert sheet["B3"].value == "'=1+1"


def test_other_endings_are_refused(found: Overlay, tmp_path: Path) -> None:
    with pytest.raises(UnusableError) as caught:
        write_overlay(found, tmp_path / "r.docx")
    assert caught.value.faults[0].code == "land.out-kind"
