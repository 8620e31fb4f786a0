"""Every plan on record against pieces of land, on a day, as known on a day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import shapely

from dothi.intake.checking.context import tolerances_for
from dothi.land.overrides import PLAN, THEME, Conclusion, overrides_on, settled
from dothi.land.permission import Rules, rules_of
from dothi.land.piece import Piece
from dothi.land.plans import LayerOnRecord, Level, PlanOnRecord, level_answer
from dothi.land.record import NONE, Answer, PlanFacts, Words
from dothi.land.themes import ThemeSource, theme_answer, theme_ground
from dothi.land.use_changes import CurrentUse
from dothi.law import Law
from dothi.law.tables.land_themes import LandTheme
from dothi.law.tables.planning_levels import PlanningLevel
from dothi.registry.land.overriding import conclusions_on
from dothi.registry.land.sources import (
    OpenLayer,
    Statement,
    complete_for,
    reader,
    statements_on,
    theme_sources,
)
from dothi.registry.lawbook import current_law
from dothi.registry.plans.queries import LayerRow, VersionRow, plans_on

CURRENT_USE = "current-use"
"""The theme that says what land is now."""
COARSE = 10_000
"""Scale taken for a plan that states none."""
ROOM = 0.001
"""Degrees around an extent, more than a drawing's tolerance."""


@dataclass(frozen=True, slots=True, eq=False)
class RecordedPlan:
    """A plan and the ground in WGS 84 beyond which it certainly does not reach; ``None`` where not known."""

    plan: PlanOnRecord
    reach: Any


@dataclass(frozen=True, slots=True, eq=False)
class Records:
    """Everything on record of a day, ready to be asked about any number of pieces."""

    day: date
    known_on: date | None
    levels: tuple[Level, ...]
    plans: tuple[RecordedPlan, ...]
    statements: tuple[Statement, ...]
    themes: tuple[tuple[LandTheme, tuple[ThemeSource, ...]], ...]
    rules: Rules
    conclusions: tuple[Conclusion, ...] = ()

    def of_level(self, code: str) -> list[RecordedPlan]:
        """Plans of one level."""
        return [one for one in self.plans if one.plan.facts.level == code]

    def answer(self, piece: Piece, notes: tuple[Words, ...] = ()) -> Answer:
        """What applies to a piece of land; only layers that may lie there are read."""
        shape = piece.wgs84
        said = overrides_on(piece, (one for one in self.conclusions if one.covers.intersects(shape)))
        near = [
            one.plan
            for one in self.plans
            if one.reach is None or one.reach.intersects(shape) or said.of(PLAN, one.plan.facts.key)
        ]
        complete = complete_for(shape, self.statements)
        grounds = {row.code: theme_ground(piece, sources) for row, sources in self.themes}
        use = CurrentUse(piece, self.rules, grounds.get(CURRENT_USE) or theme_ground(piece, ()))
        levels = tuple(
            level_answer(
                piece,
                replace(level, complete=complete.get(level.code, NONE)),
                [plan for plan in near if plan.facts.level == level.code],
                use.under,
                said,
            )
            for level in self.levels
        )
        themes = tuple(
            settled(
                theme_answer(
                    piece,
                    row.code,
                    Words(row.title_vi, row.title_en),
                    sources,
                    grounds[row.code],
                    kind=row.kind,
                ),
                said.of(THEME, row.code),
            )
            for row, sources in self.themes
        )
        areas = piece.measured_m2, piece.registered_m2
        return Answer(shape, *areas, self.day, self.known_on, levels, themes, notes, piece.parcel)


def ask(piece: Piece, day: date, known_on: date | None = None, notes: tuple[Words, ...] = ()) -> Answer:
    """What applies to a piece of land on ``day``; six queries, and the layers that lie there.

    ``known_on`` may be a moment: what was known just before it.
    """
    return records_on(day, known_on).answer(piece, notes)


def records_on(day: date, known_on: date | None = None, open_layer: OpenLayer = reader) -> Records:
    """Everything on record of ``day``; ``open_layer`` says how layers are read once a piece needs them."""
    law = current_law()
    rows = plans_on(day, known_on)
    sources = theme_sources(law, day, known_on, open_layer)
    return Records(
        day,
        known_on,
        tuple(levels_on(law, day, {row.level for row in rows})),
        tuple(RecordedPlan(_on_record(row, law, open_layer), _reach(row)) for row in rows),
        tuple(statements_on(day, known_on)),
        tuple(
            (row, tuple(sources.get(row.code, ()))) for row, _ in law.of(LandTheme).including_unconfirmed(day)
        ),
        rules_of(law, day),
        tuple(conclusions_on(day, known_on)),
    )


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


def _on_record(row: VersionRow, law: Law, open_layer: OpenLayer) -> PlanOnRecord:
    layers = tuple(_layer(layer, open_layer) for layer in row.layers)
    return PlanOnRecord(facts_of(row), layers, tolerances_for(law, row.scale or COARSE).sliver)


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


def _layer(row: LayerRow, open_layer: OpenLayer) -> LayerOnRecord:
    return LayerOnRecord(row.name, row.role, *open_layer(row.name, row.title))


def _reach(row: VersionRow) -> Any:
    return None if row.extent is None else shapely.box(*row.extent).buffer(ROOM)
