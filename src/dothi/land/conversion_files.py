"""Conversion of land as plain data, as a workbook, and as a map layer of its places."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
from openpyxl.styles import Font, PatternFill

from dothi.intake.geopackage import write_layers
from dothi.intake.layers import Layer
from dothi.intake.writing import neutral
from dothi.land.beside import Beside, beside_frame, beside_sheet
from dothi.land.conversion import Cell, Conversion, Place, Recorded, UnitMatrix
from dothi.land.decisions import Step, Turned
from dothi.land.marking import MADE_UP
from dothi.land.permission import NEEDS, Change, Need
from dothi.land.polygons import Polygons
from dothi.land.record import Words

RECORDS = {
    Recorded.NOT_NEEDED: ("không cần nghị quyết", "no resolution needed"),
    Recorded.RECORDED: ("đã có nghị quyết", "resolution on record"),
    Recorded.PARTLY: ("có nghị quyết cho một phần", "resolution on record for a part"),
    Recorded.UNKNOWN: ("chưa có nghị quyết trong hồ sơ, chưa biết", "none on record, not known"),
}
STEPS = {
    Step.PROPOSED: ("đã đề nghị", "proposed"),
    Step.APPRAISED: ("đã thẩm định", "appraised"),
    Step.DECIDED: ("đã quyết định", "decided"),
    Step.IN_FORCE: ("có hiệu lực, đã thành đất đô thị", "in force, urban land"),
}
KINDS = {
    "rice": ("đất lúa", "rice"),
    "special-use-forest": ("rừng đặc dụng", "special-use forest"),
    "protection-forest": ("rừng phòng hộ", "protection forest"),
    "production-forest": ("rừng sản xuất", "production forest"),
}
NO_PLAN, NO_CURRENT = "(chưa có quy hoạch)", "(chưa có hiện trạng)"
_STAND_OUT = PatternFill("solid", fgColor="FFE699")


def mark(change: Change) -> str:
    """The word by which rice and forest stand out in a table, ``""`` for other land."""
    return KINDS[change.kind][0].upper() if change.guarded else ""


def clauses(change: Change) -> str:
    """The clauses a verdict rests on, or that may apply."""
    return "; ".join(dict.fromkeys(clause.basis for clause in change.clauses))


def conversion_data(found: Conversion, notes: Sequence[Words], *, illustrative: bool) -> dict[str, Any]:
    """Everything but the places; areas in m², unrounded."""
    return {
        "as_of": found.rules.day.isoformat(),
        "sources": {"current": found.current, "plan": found.plan, "law": found.rules.version},
        "illustrative": illustrative,
        "units": [_unit(unit) for unit in found.units],
        "rural_to_urban": None if found.turned is None else [_turned(one) for one in found.turned],
        "notes": [{"vi": note.vi, "en": note.en} for note in notes],
        "left_out": [
            {"layer": one.layer, "feature": one.feature, "reason": one.reason_vi, "reason_en": one.reason_en}
            for one in found.left_out
        ],
    }


def write_workbook(
    found: Conversion, notes: Sequence[Words], path: Path, *, illustrative: bool, said: Sequence[Beside] = ()
) -> None:
    """Sheets: pairs (rice and forest first, filled), the matrix, what is not covered, urban land, basis.

    :param said: what people concluded of the same land, on a sheet of its own.
    """
    pairs = pd.DataFrame(
        [_row(unit.unit, cell) for unit in found.units for cell in unit.cells], columns=_COLUMNS
    )
    turned = pd.DataFrame(
        [
            (one.year, STEPS[one.step][0], one.m2, "; ".join(one.numbers), one.without_area)
            for one in found.turned or ()
        ],
        columns=["Năm", "Bước đã đến", "Diện tích (m²)", "Quyết định", "Số quyết định không ghi diện tích"],
    )
    basis = pd.DataFrame(
        [
            ("Tính đến ngày", found.rules.day.isoformat()),
            ("Hiện trạng", found.current),
            ("Quy hoạch", found.plan),
            ("Bản các bảng pháp lý", found.rules.version),
            ("Dữ liệu minh họa", "có" if illustrative else "không"),
        ]
        + [(clause.title_vi, clause.basis) for clause in found.rules.clauses]
        + [("Lưu ý", note.vi) for note in notes],
        columns=["Mục", "Giá trị"],
    )
    sheets = {
        "Tổng hợp": pairs,
        "Ma trận": _matrix(found.units),
        "Chưa phủ": _uncovered(found.units),
        "Thành đất đô thị": turned,
        **beside_sheet(said),
        "Cơ sở": basis,
    }
    with pd.ExcelWriter(path, engine="openpyxl") as book:
        for name, frame in sheets.items():
            frame.map(neutral).to_excel(book, sheet_name=name, index=False, freeze_panes=(1, 0))
        for row in book.sheets["Tổng hợp"].iter_rows(min_row=2):
            if row[1].value:
                for cell in row:
                    cell.fill, cell.font = _STAND_OUT, Font(bold=True)


def write_places(
    found: Iterable[Place],
    laid: Polygons,
    crs: Any,
    path: Path,
    *,
    illustrative: bool = False,
    said: Sequence[Beside] = (),
) -> None:
    """Every place that does not simply keep its use, as polygons of a GeoPackage.

    :param laid: a layer of those compared; it knows the way back to ``crs``, in which they were laid out.
    """
    rows = list(found)
    frame = gpd.GeoDataFrame(
        [
            (
                place.unit,
                mark(place.change),
                place.current_feature,
                place.planned_feature,
                place.code,
                place.function,
                NEEDS[place.change.verdict][0],
                clauses(place.change),
                place.shape.area,
            )
            for place in rows
        ],
        columns=_PLACE_COLUMNS,
        geometry=laid.drawn([place.shape for place in rows]),
        crs=crs,
    )
    frame["ghi_chu"] = MADE_UP if illustrative else ""
    frame.index = pd.RangeIndex(1, len(frame) + 1, name="feature")
    grounds = beside_frame(said, crs, laid.measuring)
    others = [] if grounds is None else [Layer("ket_luan", grounds)]
    write_layers([Layer("chuyen_muc_dich", frame), *others], path)


_COLUMNS = [
    *("Đơn vị", "Đất lúa, đất rừng", "Mã hiện trạng", "Chức năng quy hoạch", "Diện tích (m²)", "Tỷ lệ"),
    *("Kết luận", "Điều khoản", "Nghị quyết HĐND cấp tỉnh", "Đã có nghị quyết (m²)"),
    *("Nghị quyết nêu mã, không nêu vị trí", "Lý do"),
]
_PLACE_COLUMNS = [
    *("don_vi", "lua_rung", "o_hien_trang", "o_quy_hoach", "ma_hien_trang", "chuc_nang"),
    *("ket_luan", "dieu_khoan", "dien_tich_m2"),
]


def _row(unit: str, cell: Cell) -> tuple[Any, ...]:
    return (
        unit,
        mark(cell.change),
        cell.code,
        cell.function,
        cell.m2,
        cell.share,
        NEEDS[cell.change.verdict][0],
        clauses(cell.change),
        RECORDS[cell.recorded][0],
        cell.resolved_m2,
        "; ".join(cell.named_by),
        cell.change.reason.vi,
    )


def _matrix(units: Sequence[UnitMatrix]) -> pd.DataFrame:
    """Codes down, functions across, with the land that lacks either."""
    rows = [
        (unit.unit, code, function, m2)
        for unit in units
        for code, function, m2 in [
            *((cell.code, cell.function, cell.m2) for cell in unit.cells),
            *((code, NO_PLAN, m2) for code, m2 in unit.unplanned.items()),
            *((NO_CURRENT, function, m2) for function, m2 in unit.unmapped.items()),
        ]
    ]
    if not rows:
        return pd.DataFrame(columns=["Đơn vị", "Mã hiện trạng"])
    frame = pd.DataFrame(rows, columns=["Đơn vị", "Mã hiện trạng", "function", "m2"])
    table = frame.pivot_table(
        index=["Đơn vị", "Mã hiện trạng"], columns="function", values="m2", aggfunc="sum", fill_value=0.0
    )
    return table.reset_index()


def _uncovered(units: Sequence[UnitMatrix]) -> pd.DataFrame:
    return pd.DataFrame(
        [
            (
                unit.unit,
                unit.area_m2,
                sum(unit.unplanned.values()),
                sum(unit.unmapped.values()),
                unit.neither_m2,
                unit.doubly_covered_m2,
            )
            for unit in units
        ],
        columns=[
            *("Đơn vị", "Diện tích (m²)", "Có hiện trạng, chưa có quy hoạch (m²)"),
            *("Có quy hoạch, chưa có hiện trạng (m²)", "Chưa có cả hai (m²)", "Phủ chồng (m²)"),
        ],
    )


def _unit(unit: UnitMatrix) -> dict[str, Any]:
    return {
        "unit": unit.unit,
        "area_m2": unit.area_m2,
        "m2": {need.value: unit.m2(need) for need in Need},
        "guarded_m2": {need.value: unit.m2(need, guarded=True) for need in Need},
        "cells": [_cell(cell) for cell in unit.cells],
        "unplanned_m2": dict(unit.unplanned),
        "unmapped_m2": dict(unit.unmapped),
        "neither_m2": unit.neither_m2,
        "doubly_covered_m2": unit.doubly_covered_m2,
    }


def _cell(cell: Cell) -> dict[str, Any]:
    change = cell.change
    guard = change.resolution_clause
    return {
        "current": cell.code,
        "planned": cell.function,
        "m2": cell.m2,
        "share": cell.share,
        "verdict": change.verdict.value,
        "changes": change.changes.value,
        "clauses": [clause.code for clause in change.clauses],
        "basis": list(dict.fromkeys(clause.basis for clause in change.clauses)),
        "guarded": change.kind if change.guarded else None,
        "resolution": {
            "needed": change.resolution.value,
            "basis": guard.basis if guard else None,
            "exemption": guard.condition_vi if guard else None,
            "exemption_en": guard.condition_en if guard else None,
            "recorded": cell.recorded.value,
            "m2": cell.resolved_m2,
            "named_by": list(cell.named_by),
        },
        "reason": change.reason.vi,
        "reason_en": change.reason.en,
    }


def _turned(one: Turned) -> dict[str, Any]:
    return {
        "year": one.year,
        "step": one.step.value,
        "m2": one.m2,
        "decisions": list(one.numbers),
        "without_area": one.without_area,
    }
