"""Answers about many parcels as a workbook and as a map layer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
from openpyxl import Workbook

from dothi.intake.geopackage import whole_file, write_layers
from dothi.intake.layers import Layer
from dothi.intake.writing import neutral
from dothi.land.batch import VERDICTS, Batch, Parcel, ParcelLevel, reasons_text
from dothi.land.marking import MADE_UP

_PARTS = (
    ("ket_luan", "kết luận"),
    ("do_an", "đồ án"),
    ("phien_ban", "phiên bản"),
    ("chuc_nang", "chức năng chính"),
    ("ty_le", "tỷ lệ"),
    ("chua_phu_m2", "chưa có đồ án phủ (m²)"),
    ("ly_do", "lý do"),
)


def write_batch_workbook(batch: Batch, notes: Sequence[tuple[str, str]], path: Path) -> None:
    """Three sheets: a row for each parcel, features that could not be asked about, what the answers rest on.

    ``notes`` are pairs of what and its value, written before the plans. Text that a spreadsheet would run as
    a formula gets an apostrophe before it.
    """
    book = Workbook(write_only=True)
    _sheet(book, "Kết quả", _headings(batch), (_cells(batch, one) for one in batch.parcels))
    refused = ((one.feature, one.label, one.reason.vi) for one in batch.refused)
    _sheet(book, "Không tra cứu được", ["Đối tượng", "Thửa", "Lý do"], refused)
    _sheet(book, "Cơ sở", ["Mục", "Giá trị"], [*notes, *_plans(batch)])
    with whole_file(path) as waiting:
        book.save(waiting)


def write_batch_map(batch: Batch, crs: Any, path: Path, *, illustrative: bool = False) -> None:
    """Every parcel that was asked about with its row, as a GeoPackage in the CRS of the shapes."""
    names = ["doi_tuong", "thua", "dien_tich_m2"]
    names += [f"{code}_{part}" for code in batch.levels for part, _ in _PARTS]
    names += [f"chu_de_{code.replace('-', '_')}" for code in batch.themes]
    frame = gpd.GeoDataFrame(
        [_cells(batch, one) for one in batch.parcels],
        columns=names,
        geometry=[one.shape for one in batch.parcels],
        crs=crs,
    )
    frame["doi_tuong"] = frame["doi_tuong"].astype(str)
    frame["ghi_chu"] = MADE_UP if illustrative else ""
    frame.index = pd.RangeIndex(1, len(frame) + 1, name="feature")
    write_layers([Layer("tra_cuu", frame)], path)


def _sheet(book: Workbook, title: str, headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    sheet.append(list(headings))
    for row in rows:
        sheet.append([neutral(cell) for cell in row])


def _headings(batch: Batch) -> list[str]:
    levels = [f"{title.vi}: {part}" for title in batch.levels.values() for _, part in _PARTS]
    return ["Đối tượng", "Thửa", "Diện tích (m²)", *levels, *(title.vi for title in batch.themes.values())]


def _cells(batch: Batch, one: Parcel) -> list[Any]:
    levels = [cell for code in batch.levels for cell in _level(one.levels[code])]
    return [
        one.feature,
        one.label,
        one.area_m2,
        *levels,
        *(VERDICTS[one.themes[code]] for code in batch.themes),
    ]


def _level(level: ParcelLevel) -> tuple[Any, ...]:
    return (
        VERDICTS[level.verdict],
        "; ".join(plan.title for plan in level.plans),
        "; ".join(str(plan.number) for plan in level.plans),
        level.dominant,
        level.share,
        level.uncovered_m2,
        reasons_text(level.reasons),
    )


def _plans(batch: Batch) -> Iterator[tuple[str, str]]:
    for plan in batch.facts():
        invented = " (minh họa)" if plan.illustrative else ""
        decision = plan.decision_number or "chưa ghi quyết định"
        yield (
            f"Đồ án {plan.key}",
            f"{plan.title}{invented}, phiên bản {plan.number}, {decision}, {plan.digest}",
        )
