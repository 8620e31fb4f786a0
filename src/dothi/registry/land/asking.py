"""Every plan on record against a piece of land, on a day, as known on a day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import shapely

from dothi.intake.checking.context import tolerances_for
from dothi.land.piece import Piece
from dothi.land.plans import LayerOnRecord, Level, PlanOnRecord, level_answer
from dothi.land.record import NONE, Answer, PlanFacts, Words
from dothi.land.themes import theme_answer
from dothi.law import Law
from dothi.law.tables.land_themes import LandTheme
from dothi.law.tables.planning_levels import PlanningLevel
from dothi.registry.land.sources import complete_for, reader, theme_sources
from dothi.registry.lawbook import current_law
from dothi.registry.plans.queries import LayerRow, VersionRow, plans_on

COARSE = 10_000
"""Scale taken for a plan that states none."""
ROOM = 0.001
"""Degrees around an extent, more than a drawing's tolerance."""


def ask(piece: Piece, day: date, known_on: date | None = None, notes: tuple[Words, ...] = ()) -> Answer:
    """What applies to a piece of land on ``day``; four queries, and the layers that lie there.

    ``known_on`` may be a moment: what was known just before it.
    """
    law = current_law()
    rows = [row for row in plans_on(day, known_on) if _may_meet(row, piece)]
    complete = complete_for(piece, day, known_on)
    levels = tuple(
        level_answer(
            piece,
            replace(level, complete=complete.get(level.code, NONE)),
            [_on_record(row, law) for row in rows if row.level == level.code],
        )
        for level in levels_on(law, day, {row.level for row in rows})
    )
    sources = theme_sources(law, day, known_on)
    themes = tuple(
        theme_answer(piece, row.code, Words(row.title_vi, row.title_en), sources.get(row.code, ()))
        for row, _ in law.of(LandTheme).including_unconfirmed(day)
    )
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
    return LayerOnRecord(row.name, row.role, *reader(row.name, row.title))


def _may_meet(row: VersionRow, piece: Piece) -> bool:
    """Whether the extent of a version allows it to meet the piece; yes where it is not known."""
    extent = row.extent
    return extent is None or bool(shapely.box(*extent).buffer(ROOM).intersects(piece.wgs84))
