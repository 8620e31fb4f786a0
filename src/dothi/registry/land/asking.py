"""Every plan on record against a piece of land, on a day, as known on a day."""

from __future__ import annotations

from datetime import date

import geopandas as gpd
import shapely
from pyproj import CRS

from dothi.base.errors import Fault, UnusableError
from dothi.intake.checking.context import tolerances_for
from dothi.land.piece import Box, Piece
from dothi.land.plans import LayerOnRecord, Level, PlanOnRecord, level_answer
from dothi.land.record import Answer, PlanFacts, ThemeAnswer, Verdict, Words
from dothi.law import Law
from dothi.law.tables.planning_levels import PlanningLevel
from dothi.registry.lawbook import current_law
from dothi.registry.plans.lake import opened_layer
from dothi.registry.plans.queries import LayerRow, VersionRow, plans_on

COARSE = 10_000
"""Scale taken for a plan that states none."""
THEMES = (
    ("current-use", Words("Hiện trạng sử dụng đất", "Current use of land")),
    ("flood", Words("Ngập lụt", "Floods")),
    ("landslide", Words("Sạt lở", "Landslides")),
    ("heritage", Words("Di sản, di tích", "Heritage")),
    ("corridor", Words("Hành lang bảo vệ công trình", "Protection corridors")),
    ("water-source", Words("Nguồn nước", "Water sources")),
)
"""What also bears on land; none of it is on record yet, and the answer says so."""
_NOT_ON_RECORD = Words(
    "Hệ thống chưa có lớp dữ liệu này; như vậy chưa phải là không có hạn chế",
    "The system has no such layer; that does not mean that there is no restriction",
)


def ask(piece: Piece, day: date, known_on: date | None = None, notes: tuple[Words, ...] = ()) -> Answer:
    """What applies to a piece of land on ``day``; two queries, and the layers that lie there."""
    law = current_law()
    rows = [row for row in plans_on(day, known_on) if _may_meet(row, piece)]
    levels = tuple(
        level_answer(piece, level, [_on_record(row, law) for row in rows if row.level == level.code])
        for level in levels_on(law, day, {row.level for row in rows})
    )
    themes = tuple(ThemeAnswer(theme, title, Verdict.UNKNOWN, _NOT_ON_RECORD) for theme, title in THEMES)
    return Answer(piece.wgs84, piece.measured_m2, piece.registered_m2, day, known_on, levels, themes, notes)


def levels_on(law: Law, day: date, also: set[str]) -> list[Level]:
    """Levels of plans by the law of a day, coarsest first; levels in ``also`` that it does not name last."""
    table = law.of(PlanningLevel)
    rows = sorted((row for row, _ in table.including_unconfirmed(day)), key=lambda row: row.rank)
    found = [
        Level(row.code, Words(row.title_vi, row.title_en), row.basis, row.confidence.confirmed)
        for row in rows
    ]
    named = {level.code for level in found}
    return found + [Level(code, Words(code, code), "", confirmed=False) for code in sorted(also - named)]


def _on_record(row: VersionRow, law: Law) -> PlanOnRecord:
    scale = row.scale or COARSE
    return PlanOnRecord(
        facts_of(row), tuple(_layer(layer) for layer in row.layers), tolerances_for(law, scale).sliver
    )


def facts_of(row: VersionRow) -> PlanFacts:
    """What identifies a version in an answer."""
    return PlanFacts(
        row.plan_key,
        row.title,
        row.title_en,
        row.level,
        row.scale,
        row.number,
        row.decision_number,
        row.decision_date,
        row.issuer,
        row.digest,
        row.period,
        row.holds,
        row.illustrative,
    )


def _layer(row: LayerRow) -> LayerOnRecord:
    def crs() -> CRS:
        return CRS.from_user_input(opened_layer(row.name).manifest.crs.canonical)

    def read(box: Box) -> gpd.GeoDataFrame:
        try:
            return opened_layer(row.name).features_in(box)
        except OSError as error:
            raise UnusableError(_unreachable(row, error)) from error

    return LayerOnRecord(row.name, row.role, crs, read)


def _unreachable(row: LayerRow, error: OSError) -> Fault:
    why = error.strerror or type(error).__name__
    return Fault(
        "land.layer-unreachable",
        f"Không mở được lớp «{row.title}» trong kho ({why})",
        f"The layer “{row.title}” cannot be opened in the lake ({why})",
        remedy_vi="Thử lại sau; nếu vẫn vậy, chạy «dothi lake verify»",
        remedy_en="Try again later; if it stays so, run “dothi lake verify”",
    )


def _may_meet(row: VersionRow, piece: Piece) -> bool:
    """Whether the extent of a version allows it to meet the piece; yes where it is not known."""
    extent = row.extent
    return extent is None or bool(shapely.box(*extent).buffer(_ROOM).intersects(piece.wgs84))


_ROOM = 0.001
"""Degrees around an extent, more than a drawing's tolerance."""
