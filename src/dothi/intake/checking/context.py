"""What is known about the plan as a whole: its scale, stage, boundary, and whether it amends another."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from dothi.base.errors import Fault, InputError
from dothi.base.text import fold
from dothi.intake.functions import FunctionIndex, function_index
from dothi.intake.layers import Layer, Reading
from dothi.law.tables.check_fields import STAGES
from dothi.law.tables.check_tolerances import CheckTolerance
from dothi.law.tables.dossier_code_values import DossierCodeValue
from dothi.law.tables.dossier_codes import DossierCode

if TYPE_CHECKING:
    from dothi.law import Law

_BOUNDARY = re.compile(r"ranhgioi(?:quyhoach|lapquyhoach|nghiencuu|doan)(?:a)?|ranhqh|planboundary|boundary")
_TAKEN_SCALES = {"QCT": 500, "QPK": 2000, "QHC": 5000}
"""The scale taken for a plan of a level where none is told: this project's own choice.

It is the finest, and so the strictest, that Law 47/2024/QH15, articles 22 to 35, gives any plan of the level.
"""
_SAMPLE = 200
_FIRST_AMENDMENT = 2
"""From this count of partial revisions on, a plan amends another under both readings of the circular.

Its annex does not agree with itself on whether a first issue counts 0 or 1: ``04QHC0010001`` is its example.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What the caller says of the plan; what is left out is read from the file or stays unknown.

    ``scale`` is the denominator, ``boundary`` the name of the layer with the plan's outline, ``stage`` one of
    :data:`dothi.law.tables.check_fields.STAGES`. ``partial`` tells that the plan amends a part of another;
    ``zones`` names layers that must cover the plan without gaps, whatever they look like.
    """

    day: date
    scale: int | None = None
    boundary: str = ""
    stage: str = ""
    partial: bool = False
    zones: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tolerances:
    """Tolerances in metres, from one row of ``check_tolerances``; ``area`` is a share."""

    row: CheckTolerance
    coincidence: float
    sliver: float
    spike: float
    spike_ratio: int
    curve: float
    area: float


@dataclass(frozen=True, slots=True, eq=False)
class Boundary:
    """The plan's outline: polygons in the coordinates of ``layer``, mended where they were invalid."""

    layer: str
    crs: Any
    polygons: Any


@dataclass(frozen=True, slots=True, eq=False)
class Context:
    """Everything the rules are told beside the layer itself."""

    options: Options
    law: Law
    tolerances: Tolerances
    scale_from: tuple[str, str]
    index: FunctionIndex
    partial: bool
    partial_from: tuple[str, str]
    notes: tuple[tuple[str, str], ...]
    boundary: Boundary | None
    boundary_lacks: tuple[str, str] = field(default=("", ""))

    @property
    def day(self) -> date:
        """The day whose law and whose plans are meant."""
        return self.options.day

    @property
    def stage(self) -> str:
        """The stage the plan has reached, empty where nobody said."""
        return self.options.stage


def context_of(reading: Reading, law: Law, options: Options) -> Context:
    """Gather what is said and what the file tells.

    Raises :class:`InputError`: ``check.unknown-stage``, ``check.unknown-layer`` for a layer that was named
    and is not there, ``check.boundary-kind`` for a boundary without polygons, ``check.scale``.
    """
    names = [layer.name for layer in reading.layers]
    for name in (*options.zones, *([options.boundary] if options.boundary else [])):
        if name not in names:
            raise _no_such_layer(name, names)
    if options.stage and options.stage not in STAGES:
        raise _refusal(
            "check.unknown-stage",
            f"Không có giai đoạn «{options.stage}»",
            f"There is no stage “{options.stage}”",
            f"Chọn một trong: {', '.join(STAGES)}",
            f"Choose one of: {', '.join(STAGES)}",
        )
    code, parts = _code(reading, law, "maHoSoQH")
    scale, scale_from = _scale(options, code, parts)
    amends, doubts = _amends(reading, law, options, code, parts)
    boundary, lacks = _boundary(reading, options)
    return Context(
        options=options,
        law=law,
        tolerances=tolerances_for(law, scale),
        scale_from=scale_from,
        index=function_index(law, options.day),
        partial=bool(amends[0]),
        partial_from=amends,
        notes=doubts,
        boundary=boundary,
        boundary_lacks=lacks,
    )


def tolerances_for(law: Law, scale: int) -> Tolerances:
    """Take the row of the coarsest scale that is not coarser than 1/``scale``; the finest row below all."""
    rows = sorted(law.of(CheckTolerance).confirmed, key=lambda row: row.scale)
    row = max((row for row in rows if row.scale <= scale), key=lambda row: row.scale, default=rows[0])
    return Tolerances(
        row=row,
        coincidence=row.coincidence_mm / 1000,
        sliver=row.sliver_mm / 1000,
        spike=row.spike_mm / 1000,
        spike_ratio=row.spike_ratio,
        curve=row.curve_mm / 1000,
        area=row.area_permille / 1000,
    )


def column_called(frame: Any, name: str) -> str | None:
    """Find a column by the law's name, whatever its case, also cut to the ten letters of a shapefile."""
    wanted = name.lower()
    for column in frame.columns:
        lowered = str(column).lower()
        if lowered == wanted or (len(lowered) == 10 and wanted[:10] == lowered):
            return str(column)
    return None


def _code(reading: Reading, law: Law, name: str) -> tuple[str, dict[str, str]]:
    """The code ``name`` that most layers carry, and its parts; empty where none is found."""
    row = next((row for row in law.of(DossierCode).confirmed if row.code == name), None)
    counted: Counter[str] = Counter()
    for layer in reading.layers:
        column = column_called(layer.frame, name)
        if column is not None:
            counted.update(str(value).strip() for value in layer.frame[column].dropna().unique()[:_SAMPLE])
    for code, _ in counted.most_common():
        parts = row.parts(code) if row is not None else None
        if parts:
            return code, parts
    return "", {}


def _amends(
    reading: Reading, law: Law, options: Options, code: str, parts: dict[str, str]
) -> tuple[tuple[str, str], tuple[tuple[str, str], ...]]:
    """Say why the plan is taken to amend a part of another, empty where it is whole; and what is doubtful."""
    if options.partial:
        return ("người kiểm tra nêu", "told by the checker"), ()
    number, fields = _code(reading, law, "maThongTinQH")
    declared = _declared(law, fields)
    if declared == "partial":
        return (f"theo maThongTinQH {number}", f"by maThongTinQH {number}"), ()
    counted = int(parts["partial"]) if parts else 0
    if declared or not counted:
        return ("", ""), ()
    if counted >= _FIRST_AMENDMENT:
        return (f"theo maHoSoQH {code}", f"by maHoSoQH {code}"), ()
    why = "phụ lục của Thông tư 16/2025/TT-BXD không rõ lần đầu đếm 0 hay 1, nên coi là đồ án đầy đủ"
    why_en = "Circular 16/2025/TT-BXD leaves open whether a first issue counts 0 or 1, so the plan is whole"
    vi = f"maHoSoQH {code} đếm một lần cục bộ: {why}; nếu là điều chỉnh cục bộ thì nêu --partial"
    en = f"maHoSoQH {code} counts one partial revision: {why_en}; if it amends a part, say --partial"
    return ("", ""), ((vi, en),)


def _declared(law: Law, fields: dict[str, str]) -> str:
    """The kind of issue that maThongTinQH says this is: first, overall or partial; empty for none."""
    rows = law.of(DossierCodeValue).confirmed
    wanted = ("maThongTinQH", "revision", fields.get("revision"))
    return next((row.meaning for row in rows if (row.part_of, row.part, row.value) == wanted), "")


def _scale(options: Options, code: str, parts: dict[str, str]) -> tuple[int, tuple[str, str]]:
    if options.scale is not None:
        if not 1 <= options.scale <= 1_000_000:
            raise _refusal(
                "check.scale",
                f"Tỷ lệ 1/{options.scale} không dùng được",
                f"The scale 1:{options.scale} cannot be used",
                "Ghi mẫu số của tỷ lệ, ví dụ --scale 2000",
                "Write the denominator, as in --scale 2000",
            )
        return options.scale, ("người kiểm tra nêu", "told by the checker")
    if parts:
        taken = _TAKEN_SCALES[parts["kind"]]
        return taken, (
            f"không nêu, dothi lấy tỷ lệ lớn nhất của cấp {parts['kind']}, theo maHoSoQH {code}",
            f"not told, taken as the finest scale of {parts['kind']} by maHoSoQH {code}",
        )
    return 1, ("không nêu, dùng dung sai chặt nhất", "not told: the strictest tolerances")


def _boundary(reading: Reading, options: Options) -> tuple[Boundary | None, tuple[str, str]]:
    chosen = [layer for layer in reading.layers if layer.name == options.boundary]
    if not options.boundary:
        chosen = [
            layer
            for layer in reading.layers
            if _BOUNDARY.fullmatch(fold(layer.name).replace(" ", "")) and len(_polygons(layer))
        ]
    if not chosen:
        return None, (
            "không có lớp ranh giới quy hoạch (--boundary LỚP)",
            "no layer with the plan's boundary (--boundary LAYER)",
        )
    if len(chosen) > 1:
        listed = ", ".join(layer.name for layer in chosen)
        return None, (
            f"có nhiều lớp ranh giới ({listed}): nêu một bằng --boundary",
            f"several boundary layers ({listed}): name one by --boundary",
        )
    polygons = _polygons(chosen[0])
    if not len(polygons):
        raise _refusal(
            "check.boundary-kind",
            f"Lớp «{chosen[0].name}» không có hình vùng nào để làm ranh giới",
            f"The layer “{chosen[0].name}” has no polygon to serve as boundary",
            "Nêu một lớp vùng bằng --boundary, hoặc khép kín đường ranh giới thành vùng",
            "Name a layer of polygons by --boundary, or close the line into a polygon",
        )
    return Boundary(chosen[0].name, chosen[0].frame.crs, polygons), ("", "")


def _polygons(layer: Layer) -> Any:
    shapes = np.asarray(layer.frame.geometry.to_numpy(), dtype=object)
    shapes = shapes[~shapely.is_missing(shapes) & ~shapely.is_empty(shapes)]
    shapes = shapes[np.isin(shapely.get_type_id(shapes), [3, 6])]
    if len(shapes) and not shapely.is_valid(shapes).all():
        shapes = shapely.make_valid(shapes, method="structure", keep_collapsed=False)
    whole = shapely.union_all(shapes) if len(shapes) else shapely.Polygon()
    return np.array([part for part in shapely.get_parts(whole) if part.area > 0], dtype=object)


def _no_such_layer(name: str, names: list[str]) -> InputError:
    listed = ", ".join(names[:20]) or "(không có)"
    return _refusal(
        "check.unknown-layer",
        f"Không có lớp «{name}» trong tệp",
        f"The file has no layer “{name}”",
        f"Chọn một trong: {listed}",
        f"Choose one of: {listed}",
    )


def _refusal(code: str, vi: str, en: str, remedy_vi: str, remedy_en: str) -> InputError:
    return InputError(Fault(code, vi, en, remedy_vi=remedy_vi, remedy_en=remedy_en))
