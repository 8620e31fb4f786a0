"""What came under plans and what lost them between two days, as plain data, a workbook and a map layer."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd

from dothi.intake.geopackage import write_layers
from dothi.intake.layers import Layer
from dothi.intake.writing import neutral
from dothi.land.lacking import PlanGround
from dothi.land.lacking_change import Change
from dothi.land.lacking_files import plan_row
from dothi.land.marking import MADE_UP
from dothi.land.sharing import areas_of

_GAINED, _LOST = "mới có đồ án", "không còn đồ án"
_COLUMNS = [
    *("Khóa", "Đơn vị", "Diện tích (m²)", "Mới có đồ án (m²)", "Không còn đồ án (m²)"),
    *("Vẫn có đồ án (m²)", "Vẫn chưa có đồ án được ghi nhận (m²)", "Chưa biết (m²)"),
]


def change_data(one: Change) -> dict[str, Any]:
    """One unit; areas in m², unrounded."""
    return {
        "key": one.key,
        "name": one.name,
        "area_m2": one.area_m2,
        "gained_m2": one.gained_m2,
        "lost_m2": one.lost_m2,
        "kept_m2": one.kept_m2,
        "without_m2": one.without_m2,
        "unknown_m2": one.unknown_m2,
    }


def write_change_workbook(
    total: Change,
    units: Sequence[Change],
    plans: tuple[Sequence[PlanGround], Sequence[PlanGround]],
    notes: Sequence[tuple[str, str]],
    path: Path,
) -> None:
    """Two sheets: a row for each unit with the total last, and what the figures rest on.

    ``plans`` are those of the earlier and of the later day.
    """
    rows = [tuple(change_data(one).values()) for one in (*units, total)]
    rows[-1] = ("", "Cộng", *rows[-1][2:])
    told = [
        (f"{day}: {what}", value)
        for day, found in zip(("Ngày trước", "Ngày sau"), plans, strict=True)
        for what, value in map(plan_row, found)
    ]
    sheets = {
        "Theo đơn vị": pd.DataFrame(rows, columns=_COLUMNS),
        "Cơ sở": pd.DataFrame([*notes, *told], columns=["Mục", "Giá trị"]),
    }
    with pd.ExcelWriter(path, engine="openpyxl") as book:
        for name, frame in sheets.items():
            frame.map(neutral).to_excel(book, sheet_name=name, index=False, freeze_panes=(1, 0))


def write_change_places(units: Sequence[Change], crs: Any, path: Path, *, illustrative: bool = False) -> None:
    """The land of every unit that came under a plan, and that which lost it, as a GeoPackage."""
    rows = [
        (one.key, one.name, verdict, float(shape.area), shape)
        for one in units
        for verdict, shape in ((_GAINED, areas_of(one.gained)), (_LOST, areas_of(one.lost)))
        if shape.area > 0
    ]
    frame = gpd.GeoDataFrame(
        [row[:-1] for row in rows],
        columns=["khoa", "don_vi", "ket_luan", "dien_tich_m2"],
        geometry=[row[-1] for row in rows],
        crs=crs,
    )
    frame["ghi_chu"] = MADE_UP if illustrative else ""
    frame.index = pd.RangeIndex(1, len(frame) + 1, name="feature")
    write_layers([Layer("thay_doi", frame)], path)
