"""Exposure as plain data, as a workbook, and as map layers of what is exposed and what is not known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from dothi.intake.geopackage import write_layers
from dothi.intake.layers import Layer
from dothi.intake.writing import neutral
from dothi.land.beside import Beside, beside_data, beside_frame, beside_sheet
from dothi.land.exposure import Exposed, Exposure, Found, Kind, Parts, Totals, places
from dothi.land.exposure_layers import Map
from dothi.land.record import Words

VERDICTS = {
    Exposed.YES: ("có nguy cơ", "exposed"),
    Exposed.UNKNOWN: ("chưa biết", "not known"),
    Exposed.NOT: ("không có nguy cơ", "not exposed"),
}
KINDS = {Kind.AREA: ("vùng", "areas"), Kind.LINE: ("tuyến", "lines"), Kind.POINT: ("điểm", "points")}
PIXELS = ("ô ảnh", "pixels")
UNITS = {Kind.AREA: "m²", Kind.LINE: "m", Kind.POINT: "điểm"}
ESTIMATE = Words(
    "Số người là ước tính: người của mỗi đối tượng được coi là ở rải đều trên đối tượng ấy, rồi chia theo "
    "phần diện tích hoặc chiều dài",
    "People are an estimate: those of each feature are taken to live evenly spread over it, and are shared "
    "by area or length",
)
_MOST_ROWS = 1_000_000
_LAYERS = {Kind.AREA: "nguy_co_vung", Kind.LINE: "nguy_co_tuyen", Kind.POINT: "nguy_co_diem"}


@dataclass(frozen=True, slots=True)
class Basis:
    """What an answer rests on beside its layers; ``illustrative`` where any of them is invented.

    ``said`` is what people concluded of the theme or the plan on the same ground.
    """

    as_of: date
    known_on: date | None
    illustrative: bool
    notes: tuple[Words, ...]
    said: tuple[Beside, ...] = ()


def exposure_data(found: Exposure, basis: Basis) -> dict[str, Any]:
    """Everything but the shapes; unrounded. Pixels of a raster of people are not listed one by one."""
    hazard, things = found.hazard, found.things
    return {
        "as_of": basis.as_of.isoformat(),
        "as_known_on": basis.known_on and basis.known_on.isoformat(),
        "illustrative": basis.illustrative,
        "things": things.name,
        "hazard": {
            "name": hazard.name,
            "criterion": _words(hazard.criterion),
            "method": _words(hazard.method),
            "tolerance_m": hazard.tolerance_m,
        },
        "total": _totals(found.total),
        "groups": [{"group": one.group, **_totals(one)} for one in found.groups],
        "features": None if things.cells else [_found(one) for one in found.found],
        "notes": [_words(note) for note in notes_of(found, basis)],
        "conclusions": beside_data(basis.said),
        "left_out": [
            {"layer": one.layer, "feature": one.feature, "reason": one.reason_vi, "reason_en": one.reason_en}
            for one in (*things.left_out, *hazard.left_out)
        ],
    }


def notes_of(found: Exposure, basis: Basis) -> tuple[Words, ...]:
    """What a reader must know of the figures."""
    counted = found.things.people is not None
    return (*basis.notes, *found.hazard.notes, *((ESTIMATE,) if counted else ()))


def kind_words(found: Exposure, kind: Kind) -> tuple[str, str]:
    """What is counted, in both languages."""
    return PIXELS if found.things.cells else KINDS[kind]


def write_workbook(found: Exposure, basis: Basis, path: Path) -> None:
    """Sheets: totals and groups, feature by feature, and what the figures rest on."""
    sheets = {"Tổng hợp": _summary(found)}
    if not found.things.cells:
        rows = [_row(one) for one in found.found[:_MOST_ROWS]]
        sheets["Đối tượng"] = pd.DataFrame(rows, columns=_COLUMNS)
    hazard = found.hazard
    lines: list[tuple[str, Any]] = [
        ("Tính đến ngày", basis.as_of.isoformat()),
        ("Đối tượng", found.things.name),
        ("Nguy cơ", hazard.name),
        ("Coi là nguy cơ", hazard.criterion.vi),
        ("Cách tính", hazard.method.vi),
        ("Độ rộng dải hẹp (m)", hazard.tolerance_m),
        ("Dữ liệu minh họa", "có" if basis.illustrative else "không"),
    ]
    if basis.known_on is not None:
        lines.insert(1, ("Theo hiểu biết ngày", basis.known_on.isoformat()))
    lines += [("Lưu ý", note.vi) for note in notes_of(found, basis)]
    lines += [
        ("Bỏ ra", f"{one.layer}, đối tượng {one.feature} {one.reason_vi}")
        for one in (*found.things.left_out, *hazard.left_out)
    ]
    if len(found.found) > _MOST_ROWS and not found.things.cells:
        lines.append(("Lưu ý", f"Bảng chỉ ghi {_MOST_ROWS} đối tượng đầu; tổng tính trên mọi đối tượng"))
    sheets |= beside_sheet(basis.said)
    sheets["Cơ sở"] = pd.DataFrame(lines, columns=["Mục", "Giá trị"])
    with pd.ExcelWriter(path, engine="openpyxl") as book:
        for name, frame in sheets.items():
            frame.map(neutral).to_excel(book, sheet_name=name, index=False, freeze_panes=(1, 0))


def write_places(found: Exposure, ground: Map, basis: Basis, path: Path) -> None:
    """What is exposed and what is not known, as layers of a GeoPackage by kind of geometry."""
    rows = list(places(found))
    shapes = ground.measuring.back(np.array([one.shape for one in rows], dtype=object))
    kinds = {2: Kind.AREA, 1: Kind.LINE, 0: Kind.POINT}
    layers = []
    mark = "Dữ liệu minh họa" if basis.illustrative else ""
    for kind, name in _LAYERS.items():
        these = [row for row, one in enumerate(rows) if kinds[shapely.get_dimensions(one.shape)] is kind]
        if not these:
            continue
        table = [
            (
                rows[row].feature,
                rows[row].label,
                VERDICTS[rows[row].verdict][0],
                _measure(rows[row].shape),
                "có" if rows[row].strip else "",
                mark,
            )
            for row in these
        ]
        frame = gpd.GeoDataFrame(
            table,
            columns=["doi_tuong", "ten", "ket_luan", "so_do", "dai_hep", "ghi_chu"],
            geometry=shapes[these],
            crs=ground.crs,
        )
        frame.index = pd.RangeIndex(1, len(frame) + 1, name="feature")
        layers.append(Layer(name, frame))
    layers = layers or [Layer(_LAYERS[Kind.AREA], _nothing(ground))]
    said = beside_frame(basis.said, ground.crs, ground.measuring)
    write_layers(layers if said is None else [*layers, Layer("ket_luan", said)], path)


def _nothing(ground: Map) -> gpd.GeoDataFrame:
    columns: dict[str, list[str]] = {"doi_tuong": [], "ket_luan": []}
    return gpd.GeoDataFrame(columns, geometry=[], crs=ground.crs)


def _measure(shape: Any) -> float:
    """m², metres, or the number of points."""
    dimensions = int(shapely.get_dimensions(shape))
    measures = {2: shapely.area, 1: shapely.length, 0: shapely.get_num_geometries}
    return float(measures[dimensions](shape))


_COLUMNS = [
    *("Đối tượng", "Tên", "Nhóm", "Loại", "Kết luận", "Đơn vị", "Có nguy cơ", "Không có nguy cơ"),
    *(
        "Chưa biết",
        "Có nguy cơ chỉ ở dải hẹp",
        "Chưa biết chỉ ở dải hẹp",
        "Người có nguy cơ",
        "Người không có nguy cơ",
        "Người chưa biết",
    ),
]
_SUMMARY = [
    *("Nhóm", "Tính", "Đơn vị", "Có nguy cơ", "Không có nguy cơ", "Chưa biết", "Cộng"),
]


def _summary(found: Exposure) -> pd.DataFrame:
    rows: list[tuple[Any, ...]] = []
    for place, group in enumerate((found.total, *found.groups)):
        name = "Tất cả" if place == 0 else group.group or "(không ghi)"
        for kind in Kind:
            counts, parts = group.counts[kind], group.parts[kind]
            if not any(counts.values()):
                continue
            numbers = (counts[Exposed.YES], counts[Exposed.NOT], counts[Exposed.UNKNOWN])
            rows.append((name, f"Số {kind_words(found, kind)[0]}", "", *numbers, sum(numbers)))
            if kind is not Kind.POINT:
                title = "Diện tích" if kind is Kind.AREA else "Chiều dài"
                rows.append((name, title, UNITS[kind], *_three(parts), parts.whole))
        if group.people is not None:
            rows.append((name, "Số người (ước tính)", "người", *_three(group.people), group.people.whole))
            rows.append((name, "Đối tượng không ghi số người", "", None, None, None, group.uncounted))
    return pd.DataFrame(rows, columns=_SUMMARY)


def _row(one: Found) -> tuple[Any, ...]:
    people = (None, None, None) if one.people is None else _three(one.people)
    return (
        one.feature,
        one.label,
        one.group,
        KINDS[one.kind][0],
        VERDICTS[one.verdict][0],
        UNITS[one.kind],
        *_three(one.parts),
        "có" if one.strip else "",
        "có" if one.unknown_strip else "",
        *people,
    )


def _three(parts: Parts) -> tuple[float, float, float]:
    return parts.exposed, parts.clear, parts.unknown


def _totals(totals: Totals) -> dict[str, Any]:
    return {
        "count": {
            kind.value: {verdict.value: totals.counts[kind][verdict] for verdict in Exposed} for kind in Kind
        },
        "m2": _divided(totals.parts[Kind.AREA]),
        "metres": _divided(totals.parts[Kind.LINE]),
        "people": None if totals.people is None else _divided(totals.people),
        "features_without_people": totals.uncounted,
    }


def _divided(parts: Parts) -> dict[str, float]:
    return {
        Exposed.YES.value: parts.exposed,
        Exposed.NOT.value: parts.clear,
        Exposed.UNKNOWN.value: parts.unknown,
    }


def _found(one: Found) -> dict[str, Any]:
    return {
        "feature": one.feature,
        "name": one.label,
        "group": one.group,
        "kind": one.kind.value,
        "verdict": one.verdict.value,
        "strip": one.strip,
        "unknown_strip": one.unknown_strip,
        "measure": _divided(one.parts),
        "people": None if one.people is None else _divided(one.people),
    }


def _words(words: Words) -> dict[str, str]:
    return {"vi": words.vi, "en": words.en}
