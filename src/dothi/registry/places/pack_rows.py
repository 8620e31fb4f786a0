"""The rows of a province pack as register rows, outlines generalised and dissolved on the way."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from dothi.base.text import fold
from dothi.base.time import NEVER, Bound, Period
from dothi.places.grounds import ground
from dothi.places.outlines import box, dissolved, generalised, inner_point
from dothi.places.pack import CensusTable, ProvincePack
from dothi.places.units import COMMUNE, UnitState
from dothi.registry.observations.figures import COUNTED, PERSONS, RURAL, TOTAL, URBAN
from dothi.registry.observations.models import Observation, State
from dothi.registry.places.classes import ClassDecision
from dothi.registry.places.models import Alias, Town, TownUnit, Unit, UnitLink
from dothi.registry.sources.models import Source

Outline = dict[str, Any]
Point = tuple[float, float]


class Rows:
    """Unsaved rows of one pack."""

    def __init__(self, pack: ProvincePack, sources: dict[str, Source]) -> None:
        self.pack = pack
        self.sources = sources
        self.screen = generalised(pack.outlines, pack.screen_metres) if pack.outlines else {}
        self.points: dict[str, Point] = {}

    def units(self) -> Iterator[Unit]:
        """One row for each state; remembers each unit's point for its towns."""
        for state in self.pack.gazetteer.states:
            outline, basis = self._outline(state)
            point = self._point(state, outline)
            row = Unit(
                key=state.key,
                code=state.code,
                name=state.name,
                kind=state.kind,
                level=state.level,
                parent_key=state.parent_key,
                folded=fold(state.name),
                official_area_km2=state.official_area_km2,
                outline=outline,
                outline_basis=basis,
                source=self.sources[state.source_key],
                pack=self.pack.key,
            )
            row.period = state.period
            if point is not None:
                self.points[state.key] = point
                row.longitude, row.latitude = point
            if outline is not None:
                row.west, row.south, row.east, row.north = box(outline)
            yield row

    def _outline(self, state: UnitState) -> tuple[Outline | None, str]:
        if state.key in self.screen:
            return self.screen[state.key], "published"
        if state.level == COMMUNE:
            return None, ""
        parts = ground(self.pack.gazetteer, state, self.screen.keys())
        if parts is None:
            return None, ""
        return dissolved(self.screen[key] for key in sorted(parts)), "dissolved"

    @staticmethod
    def _point(state: UnitState, outline: Outline | None) -> Point | None:
        if state.longitude is not None and state.latitude is not None:
            return state.longitude, state.latitude
        return inner_point(outline) if outline is not None else None

    def links(self) -> Iterator[UnitLink]:
        """One row for each link; the link holds from the day of the change on."""
        for link in self.pack.gazetteer.links:
            row = UnitLink(
                predecessor_key=link.predecessor,
                successor_key=link.successor,
                whole=link.whole,
                share=link.share,
                note=link.note,
                source=self.sources[link.source_key],
                pack=self.pack.key,
            )
            row.period = Period(link.start, NEVER)
            yield row

    def aliases(self) -> Iterator[Alias]:
        """One row for each reviewed name."""
        for alias in self.pack.aliases:
            row = Alias(
                subject=alias.subject,
                key=alias.key,
                name=alias.name,
                folded=fold(alias.name),
                reason=alias.reason,
                note=alias.note,
                source=self.sources[alias.source],
                pack=self.pack.key,
            )
            row.period = Period(Bound(), NEVER)
            yield row

    def towns(self) -> Iterator[Town]:
        """One row for each state of a town, placed at its unit where it has exactly one."""
        for town in self.pack.towns:
            row = Town(
                key=town.key,
                name=town.name,
                folded=fold(town.name),
                status=town.status,
                region=town.region,
                cluster=town.cluster,
                corridor=town.corridor,
                chain=town.chain,
                note=town.note,
                source=self.sources[town.source],
                pack=self.pack.key,
            )
            row.period = town.period
            units = {cover.unit for cover in self.pack.town_units if cover.town == town.key}
            point = self.points.get(units.pop()) if len(units) == 1 else None
            if point is not None:
                row.longitude, row.latitude = point
            yield row

    def town_units(self) -> Iterator[TownUnit]:
        """One row for each unit a town covers."""
        for cover in self.pack.town_units:
            row = TownUnit(
                town_key=cover.town,
                unit_key=cover.unit,
                coverage=cover.coverage,
                source=self.sources[cover.source],
                pack=self.pack.key,
            )
            row.period = cover.period
            yield row

    def people(self, table: CensusTable, batch: uuid.UUID, moment: datetime) -> Iterator[Observation]:
        """Three approved figures for each counted unit, on the day of the count."""
        period = Period.between(table.day, table.day + timedelta(days=1))
        for line in table.rows:
            people = line.people
            for indicator, value in ((TOTAL, people.total), (URBAN, people.urban), (RURAL, people.rural)):
                row = Observation(
                    indicator=indicator,
                    place_key=line.unit_key,
                    value=Decimal(value),
                    unit=PERSONS,
                    basis=COUNTED,
                    source=self.sources[table.source],
                    source_place=" / ".join(filter(None, (line.province, line.district, line.commune))),
                    state=State.APPROVED,
                    decided_at=moment,
                    batch=batch,
                )
                row.period = period
                yield row

    def classes(self) -> Iterator[ClassDecision]:
        """One decision for each recorded class."""
        for row in self.pack.town_classes:
            yield ClassDecision(
                row.town,
                row.rule_set,
                row.class_code,
                row.period.start,
                self.sources[row.source],
                row.confidence,
                row.period.end,
                row.decision_number,
                row.decision_date,
            )
