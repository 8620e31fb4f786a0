"""A project's conformity as plain data, as a workbook, and as a map layer of its places."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd

from dothi.base.time import Truth
from dothi.intake.geopackage import write_layers
from dothi.intake.layers import Layer
from dothi.intake.writing import neutral
from dothi.land.polygons import Polygons
from dothi.land.project import Criterion, Judged, ProjectConformity, Standing

CRITERIA = {
    Criterion.AREA: ("Khu vực phát triển đô thị", "Development area"),
    Criterion.PROGRAMME: ("Chương trình phát triển đô thị", "Development programme"),
    Criterion.LAND_USE: ("Kế hoạch, quy hoạch sử dụng đất", "Land-use plan"),
    Criterion.HOUSING: ("Chương trình phát triển nhà ở", "Housing programme"),
    Criterion.ZONING: ("Quy hoạch phân khu", "Zoning plan"),
    Criterion.DETAILED: ("Quy hoạch chi tiết", "Detailed plan"),
}
STANDINGS = {
    Standing.MET: ("đạt", "met"),
    Standing.NOT_MET: ("không đạt", "not met"),
    Standing.UNKNOWN: ("chưa biết", "not known"),
}
_FITS = {Truth.YES: "phù hợp", Truth.NO: "không phù hợp", Truth.UNKNOWN: "chưa biết"}


def project_data(found: ProjectConformity) -> dict[str, Any]:
    """Everything that was found; areas in m², unrounded."""
    return {
        "name": found.name,
        "as_of": found.as_of.isoformat(),
        "area_m2": found.area_m2,
        "law": found.law,
        "illustrative": found.illustrative,
        "verdict": found.standing.value,
        "criteria": [_judged(one) for one in found.judged],
        "left_out": [
            {"layer": one.layer, "feature": one.feature, "reason": one.reason_vi, "reason_en": one.reason_en}
            for one in found.left_out
        ],
    }


def write_workbook(found: ProjectConformity, path: Path) -> None:
    """Two sheets: the criteria, and the functions that the project meets."""
    head: list[tuple[str, Any]] = [("Dự án", found.name), ("Tính đến ngày", found.as_of.isoformat())]
    head += [("Diện tích (m²)", found.area_m2), ("Kết luận chung", STANDINGS[found.standing][0])]
    head += [
        ("Bản các bảng pháp lý", found.law),
        ("Dữ liệu minh họa", "có" if found.illustrative else "không"),
    ]
    criteria = pd.DataFrame(
        [
            (
                CRITERIA[one.criterion][0],
                STANDINGS[one.standing][0],
                one.reason.vi,
                one.inside_m2,
                one.inside_share,
                one.outside_m2,
                one.strip_m2,
                one.source,
            )
            for one in found.judged
        ],
        columns=[
            *("Tiêu chí", "Kết luận", "Lý do", "Trong phạm vi (m²)", "Tỷ lệ trong phạm vi"),
            *("Ngoài phạm vi (m²)", "Dải hẹp, không tính (m²)", "Nguồn"),
        ],
    )
    functions = pd.DataFrame(
        [
            (CRITERIA[one.criterion][0], met.function, met.m2, met.share, _FITS[met.fits])
            for one in found.judged
            for met in one.functions
        ],
        columns=["Tiêu chí", "Chức năng", "Diện tích (m²)", "Tỷ lệ", "Phù hợp mục đích dự án"],
    )
    sheets = {
        "Tiêu chí": criteria,
        "Chức năng": functions,
        "Dự án": pd.DataFrame(head, columns=["Mục", "Giá trị"]),
    }
    with pd.ExcelWriter(path, engine="openpyxl") as book:
        for name, frame in sheets.items():
            frame.map(neutral).to_excel(book, sheet_name=name, index=False, freeze_panes=(1, 0))


def write_places(found: ProjectConformity, laid: Polygons, crs: Any, path: Path) -> None:
    """What lies outside, and functions that do not fit or that nobody read, as polygons of a GeoPackage.

    :param laid: the project as it was laid out; it knows the way back to ``crs``.
    """
    rows = [(one, place) for one in found.judged for place in one.places]
    mark = "Dữ liệu minh họa" if found.illustrative else ""
    frame = gpd.GeoDataFrame(
        [
            (
                CRITERIA[one.criterion][0],
                place.function,
                _FITS[place.fits] if place.function else "nằm ngoài",
                float(place.shape.area),
                "có" if place.strip else "",
                mark,
            )
            for one, place in rows
        ],
        columns=["tieu_chi", "chuc_nang", "ket_luan", "dien_tich_m2", "dai_hep", "ghi_chu"],
        geometry=laid.drawn([place.shape for _, place in rows]),
        crs=crs,
    )
    frame.index = pd.RangeIndex(1, len(frame) + 1, name="feature")
    write_layers([Layer("du_an", frame)], path)


def _judged(one: Judged) -> dict[str, Any]:
    return {
        "criterion": one.criterion.value,
        "verdict": one.standing.value,
        "reason": one.reason.vi,
        "reason_en": one.reason.en,
        "source": one.source,
        "inside_m2": one.inside_m2,
        "inside_share": one.inside_share,
        "outside_m2": one.outside_m2,
        "strip_m2": one.strip_m2,
        "functions": [
            {"function": met.function, "m2": met.m2, "share": met.share, "fits": met.fits.value}
            for met in one.functions
        ],
    }
