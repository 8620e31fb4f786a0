"""A comparison of two plans as plain data, as a workbook, and as a map layer of its places."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd

from dothi.intake.geopackage import write_layers
from dothi.intake.layers import Layer
from dothi.intake.writing import neutral
from dothi.land.beside import beside_data, beside_frame, beside_sheet
from dothi.land.conformity import CodePair, Fit, Part, Waiver
from dothi.land.conformity_more import further_data, further_frames, further_sheets
from dothi.land.conformity_sides import Compared
from dothi.land.marking import MADE_UP

FITS = {
    Fit.CONFORM: ("phù hợp", "conform"),
    Fit.EXPLAIN: ("cần giải trình", "to explain"),
    Fit.CONFLICT: ("trái", "conflict"),
    Fit.UNKNOWN: ("chưa biết", "not known"),
    Fit.WAIVED: ("được chấp thuận sai khác", "waived"),
}


def conformity_data(compared: Compared) -> dict[str, Any]:
    """Everything but the shapes; areas in m², unrounded. ``at`` of a place is in ``compared.crs``."""
    found, basis, laid = compared.found, compared.basis, compared.laid
    parts = [*found.parts, *found.outside]
    points = laid.drawn([part.shape.representative_point() for part in parts])
    return {
        "illustrative": basis.illustrative,
        "sources": {"lower": basis.lower, "upper": basis.upper, "law": basis.law},
        "as_of": basis.as_of.isoformat(),
        "upper_as_of": basis.upper_as_of.isoformat(),
        "as_known_on": basis.known_on and basis.known_on.isoformat(),
        "verdict": found.verdict.value,
        "lower_m2": found.lower_m2,
        "m2": {fit.value: found.m2(fit) for fit in Fit},
        "outside_m2": found.outside_m2,
        "strip_m2": found.strip_m2,
        "tolerance_m": found.tolerance_m,
        "table": {"author": found.author, "basis": found.basis},
        "pairs": [_pair(pair) for pair in found.pairs],
        "waivers": [{"lower_feature": one.lower_feature, **_waiver(one)} for one in compared.waivers],
        "places": [_part(part, point) for part, point in zip(parts, points, strict=True)],
        **further_data(compared.further, laid),
        "conclusions": beside_data(compared.said),
        "left_out": [
            {"layer": one.layer, "feature": one.feature, "reason": one.reason_vi, "reason_en": one.reason_en}
            for one in found.left_out
        ],
    }


def write_workbook(compared: Compared, path: Path) -> None:
    """Sheets: by pair of codes, place by place, all else compared, conclusions, and what it rests on."""
    pairs = pd.DataFrame(
        [
            (pair.lower, pair.upper, FITS[pair.fit][0], pair.m2, pair.share, pair.places)
            for pair in compared.found.pairs
        ],
        columns=["Chức năng cấp dưới", "Chức năng cấp trên", "Kết luận", "Diện tích (m²)", "Tỷ lệ", "Số chỗ"],
    )
    found = compared.found
    places = pd.DataFrame([_row(part) for part in (*found.parts, *found.outside)], columns=_COLUMNS)
    with pd.ExcelWriter(path, engine="openpyxl") as book:
        more = further_sheets(compared.further) | beside_sheet(compared.said)
        sheets = {"Tổng hợp": pairs, "Vị trí": places, **more, "Cơ sở": _rests(compared)}
        for name, frame in sheets.items():
            frame.map(neutral).to_excel(book, sheet_name=name, index=False, freeze_panes=(1, 0))


def _rests(compared: Compared) -> pd.DataFrame:
    found, basis = compared.found, compared.basis
    known = () if basis.known_on is None else (("Theo hiểu biết ngày", basis.known_on.isoformat()),)
    return pd.DataFrame(
        [
            ("Cấp dưới", f"{basis.lower}, ngày {basis.as_of.isoformat()}"),
            ("Cấp trên", f"{basis.upper}, ngày {basis.upper_as_of.isoformat()}"),
            *known,
            ("Bản các bảng pháp lý", basis.law),
            ("Kết luận chung", FITS[found.verdict][0]),
            ("Diện tích đồ án cấp dưới (m²)", found.lower_m2),
            ("Ngoài phạm vi cấp trên (m²)", found.outside_m2),
            ("Dải hẹp, không tính (m²)", found.strip_m2),
            ("Độ rộng dải hẹp (m)", found.tolerance_m),
            ("Bảng đối chiếu của", found.author),
            ("Căn cứ của bảng", found.basis),
            *(
                (
                    f"Chấp thuận sai khác ô {one.lower_feature}",
                    f"{one.authority}, {one.document}: {one.reason}",
                )
                for one in compared.waivers
            ),
            ("Dữ liệu minh họa", "có" if basis.illustrative else "không"),
        ],
        columns=["Mục", "Giá trị"],
    )


def write_places(compared: Compared, path: Path) -> None:
    """Every place that does not conform, and the grounds of conclusions, as layers of a GeoPackage."""
    found, laid, crs = compared.found, compared.laid, compared.crs
    parts = [*found.parts, *found.outside]
    shapes = laid.drawn([part.shape for part in parts])
    frame = gpd.GeoDataFrame([_row(part) for part in parts], columns=_COLUMNS, geometry=shapes, crs=crs)
    frame["ghi_chu"] = MADE_UP if compared.basis.illustrative else ""
    frame.index = pd.RangeIndex(1, len(frame) + 1, name="feature")
    others = [Layer(name, made) for name, made in further_frames(compared.further, laid, crs).items()]
    said = beside_frame(compared.said, crs, laid.measuring)
    others += [] if said is None else [Layer("ket_luan", said)]
    write_layers([Layer("doi_chieu", frame), *others], path)


_COLUMNS = [
    "o_cap_duoi",
    "o_cap_tren",
    "ma_duoi",
    "ma_tren",
    "ket_luan",
    "dien_tich_m2",
    "dai_hep",
    "chap_thuan",
    "ly_do",
]


def _row(part: Part) -> tuple[Any, ...]:
    one = part.waiver
    waiver = f"{one.authority}, {one.document}, {one.day.isoformat()}" if one else ""
    return (
        part.lower_feature,
        part.upper_feature,
        part.lower,
        part.upper,
        FITS[part.fit][0],
        part.m2,
        "có" if part.strip else "",
        waiver,
        one.reason if one else "",
    )


def _pair(pair: CodePair) -> dict[str, Any]:
    return {
        "lower": pair.lower,
        "upper": pair.upper,
        "verdict": pair.fit.value,
        "m2": pair.m2,
        "share": pair.share,
        "places": pair.places,
    }


def _part(part: Part, at: Any) -> dict[str, Any]:
    waiver = part.waiver
    return {
        "lower_feature": part.lower_feature,
        "upper_feature": part.upper_feature,
        "lower": part.lower,
        "upper": part.upper,
        "verdict": part.fit.value,
        "m2": part.m2,
        "strip": part.strip,
        "at": [at.x, at.y],
        "waiver": waiver and _waiver(waiver),
    }


def _waiver(waiver: Waiver) -> dict[str, str]:
    return {
        "authority": waiver.authority,
        "document": waiver.document,
        "reason": waiver.reason,
        "day": waiver.day.isoformat(),
    }
