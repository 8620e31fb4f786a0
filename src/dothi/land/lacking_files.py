"""Land without a plan as plain data, as a workbook, and as a map layer of its places."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely

from dothi.intake.geopackage import write_layers
from dothi.intake.layers import Layer
from dothi.intake.writing import neutral
from dothi.land.beside import Beside, beside_frame, beside_sheet
from dothi.land.lacking import Lack, PlanGround
from dothi.land.marking import MADE_UP

_COLUMNS = [
    "Khóa",
    "Đơn vị",
    "Diện tích (m²)",
    "Có đồ án (m²)",
    "Tỷ lệ có đồ án",
    "Chưa biết (m²)",
    "Chưa có đồ án được ghi nhận (m²)",
    "Xác nhận không có đồ án (m²)",
]
_UNRECORDED = "chưa có đồ án được ghi nhận, trừ nơi đã xác nhận đủ đồ án"
_UNKNOWN = "chưa biết"


def lack_data(found: Lack) -> dict[str, Any]:
    """One unit; areas in m² and the share unrounded."""
    return {
        "key": found.key,
        "name": found.name,
        "area_m2": found.area_m2,
        "with_m2": found.with_m2,
        "share": found.share,
        "unknown_m2": found.unknown_m2,
        "unrecorded_m2": found.unrecorded_m2,
        "none_m2": found.none_m2,
    }


def plan_data(plan: PlanGround) -> dict[str, Any]:
    """A plan that was laid on the units, and why its land is in doubt where it is."""
    facts = plan.facts
    return {
        "plan": facts.key,
        "title": facts.title,
        "version": facts.number,
        "hash": facts.digest,
        "illustrative": facts.illustrative,
        "doubt": {"vi": plan.doubt.vi, "en": plan.doubt.en},
    }


def write_lack_workbook(
    total: Lack,
    units: Sequence[Lack],
    plans: Sequence[PlanGround],
    notes: Sequence[tuple[str, str]],
    path: Path,
    *,
    said: Sequence[Beside] = (),
) -> None:
    """Sheets: a row for each unit with the total last, conclusions, and what the figures rest on.

    ``notes`` are pairs of what and its value, written before the plans; ``said`` is what people concluded of
    the level or its plans there.
    """
    rows = pd.DataFrame([*map(_row, units), (*_row(total)[:1], "Cộng", *_row(total)[2:])])
    rows.columns = pd.Index(_COLUMNS)
    basis = pd.DataFrame([*notes, *map(plan_row, plans)], columns=["Mục", "Giá trị"])
    with pd.ExcelWriter(path, engine="openpyxl") as book:
        for name, frame in {"Theo đơn vị": rows, **beside_sheet(said), "Cơ sở": basis}.items():
            frame.map(neutral).to_excel(book, sheet_name=name, index=False, freeze_panes=(1, 0))


def write_lack_places(
    units: Sequence[Lack],
    crs: Any,
    path: Path,
    *,
    illustrative: bool = False,
    said: Sequence[Beside] = (),
) -> None:
    """The land of every unit that has no plan, and that of which it is not known, as a GeoPackage."""
    rows = [
        (one.key, one.name, verdict, float(shape.area), shape)
        for one in units
        for verdict, shape in ((_UNRECORDED, _areas(one.without)), (_UNKNOWN, _areas(one.doubtful)))
        if not shape.is_empty
    ]
    frame = gpd.GeoDataFrame(
        [row[:-1] for row in rows],
        columns=["khoa", "don_vi", "ket_luan", "dien_tich_m2"],
        geometry=[row[-1] for row in rows],
        crs=crs,
    )
    frame["ghi_chu"] = MADE_UP if illustrative else ""
    frame.index = pd.RangeIndex(1, len(frame) + 1, name="feature")
    grounds = beside_frame(said, crs, None)
    others = [] if grounds is None else [Layer("ket_luan", grounds)]
    write_layers([Layer("chua_co_do_an", frame), *others], path)


def _areas(shape: Any) -> Any:
    """The polygons of a shape: where outlines only touch, taking away leaves lines too."""
    parts = shapely.get_parts(shape)
    return shapely.union_all(parts[shapely.get_dimensions(parts) == _AREA])


_AREA = 2


def _row(found: Lack) -> tuple[Any, ...]:
    return (
        found.key,
        found.name,
        found.area_m2,
        found.with_m2,
        found.share,
        found.unknown_m2,
        found.unrecorded_m2,
        found.none_m2,
    )


def plan_row(plan: PlanGround) -> tuple[str, str]:
    """A plan as a row of what figures rest on."""
    facts = plan.facts
    invented = " (minh họa)" if facts.illustrative else ""
    doubt = f"; {plan.doubt.vi}" if plan.doubt else ""
    return f"Đồ án {facts.key}", f"{facts.title}{invented}, phiên bản {facts.number}, {facts.digest}{doubt}"
