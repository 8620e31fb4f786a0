"""The answer as plain data, for JSON and for whatever renders it elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import shapely

from dothi import __version__
from dothi.base.time import Bound, Period
from dothi.intake.checking.fields import Quantity
from dothi.land.limits import Limit
from dothi.land.record import (
    Answer,
    LevelAnswer,
    Override,
    ParcelFacts,
    PlanAnswer,
    Share,
    ThemeAnswer,
    UseChange,
    UseChanges,
    Words,
    ZoneAnswer,
)
from dothi.law.tables.conversion_permissions import ConversionPermission


def answer_data(answer: Answer) -> dict[str, Any]:
    """Everything an answer says; areas in m² and fractions unrounded, days as ISO, verdicts by code."""
    return {
        "as_of": answer.as_of.isoformat(),
        "as_known_on": _day(answer.as_known_on),
        "geometry": shapely.geometry.mapping(answer.shape),
        "measured_m2": answer.measured_m2,
        "registered_m2": answer.registered_m2,
        "illustrative": answer.illustrative,
        "parcel": _parcel(answer.parcel),
        "notes": [_words(note) for note in answer.notes],
        "levels": [_level(level) for level in answer.levels],
        "themes": [_theme(theme) for theme in answer.themes],
        "code_version": __version__,
    }


def _parcel(parcel: ParcelFacts | None) -> dict[str, Any] | None:
    if parcel is None:
        return None
    return {
        "sheet": parcel.sheet,
        "parcel": parcel.parcel,
        "unit": parcel.unit,
        "now": list(parcel.now),
        "registered_m2": parcel.registered_m2,
        "cadastre": parcel.title,
        "document": parcel.document,
        "since": _day(parcel.since),
        "layer": parcel.layer,
        "illustrative": parcel.illustrative,
    }


def _level(level: LevelAnswer) -> dict[str, Any]:
    return {
        "level": level.level,
        "title": _words(level.title),
        "basis": level.basis,
        "confirmed": level.confirmed,
        "verdict": level.verdict.value,
        "reason": _words(level.reason),
        "uncovered": _share(level.uncovered),
        **_concluded(level),
        "plans": [_plan(plan) for plan in level.plans],
    }


def _plan(plan: PlanAnswer) -> dict[str, Any]:
    facts = plan.facts
    return {
        "plan": facts.key,
        "title": {"vi": facts.title, "en": facts.title_en},
        "scale": facts.scale,
        "version": facts.number,
        "decision": facts.decision_number,
        "decision_date": _day(facts.decision_date),
        "issuer": facts.issuer,
        "hash": facts.digest,
        "period": period_data(facts.period),
        "in_force": facts.in_force.value,
        "illustrative": facts.illustrative,
        "verdict": plan.verdict.value,
        "reason": _words(plan.reason),
        **_concluded(plan),
        "covered": _share(plan.covered),
        "unzoned": _share(plan.unzoned),
        "tolerance_m": plan.tolerance_m,
        "zones": [_zone(zone) for zone in plan.zones],
        "use_changes": None if plan.uses is None else _uses(plan.uses),
    }


def _concluded(answer: LevelAnswer | PlanAnswer | ThemeAnswer) -> dict[str, Any]:
    """What people concluded, and what was computed where one of these conclusions stands."""
    own = answer.computed
    return {
        "computed": None if own is None else {"verdict": own.verdict.value, "reason": _words(own.reason)},
        "overrides": [_override(one) for one in answer.overrides],
    }


def _override(one: Override) -> dict[str, Any]:
    return {
        "number": one.number,
        "verdict": one.verdict.value,
        "reason": one.reason,
        "document": one.document,
        "author": one.author,
        "decided_on": _day(one.decided_on),
        "recorded_on": _day(one.recorded_on),
        "withdrawn_on": _day(one.withdrawn_on),
        "withdrawal": one.withdrawal,
        "whole": one.whole,
        "share": _share(one.share),
        "counts": one.counts,
    }


def _uses(uses: UseChanges) -> dict[str, Any]:
    return {
        "verdict": uses.verdict.value,
        "resolution": uses.resolution.value,
        "reason": _words(uses.reason),
        "source": uses.source,
        "illustrative": uses.illustrative,
        "unknown": _share(uses.unknown),
        "changes": [_use_change(line) for line in uses.changes],
    }


def _use_change(line: UseChange) -> dict[str, Any]:
    change = line.change
    guard = change.resolution_clause
    return {
        "current": line.code,
        "current_title": _words(line.use),
        "function": line.function,
        "share": _share(line.share),
        "sliver": line.sliver,
        "away_m": line.away_m,
        "verdict": change.verdict.value,
        "changes": change.changes.value,
        "reason": _words(change.reason),
        "clauses": [_clause(clause) for clause in change.clauses],
        "resolution": change.resolution.value,
        "resolution_clause": None if guard is None else _clause(guard),
    }


def _clause(clause: ConversionPermission) -> dict[str, Any]:
    return {
        "code": clause.code,
        "title": {"vi": clause.title_vi, "en": clause.title_en},
        "basis": clause.basis,
        "condition": {"vi": clause.condition_vi, "en": clause.condition_en},
        "confidence": clause.confidence.value,
    }


def _theme(theme: ThemeAnswer) -> dict[str, Any]:
    return {
        "theme": theme.theme,
        "title": _words(theme.title),
        "verdict": theme.verdict.value,
        "reason": _words(theme.reason),
        **_concluded(theme),
        "source": theme.source,
        "illustrative": theme.illustrative,
        "zones": [_zone(zone) for zone in theme.zones],
    }


def _zone(zone: ZoneAnswer) -> dict[str, Any]:
    return {
        "layer": zone.layer,
        "feature": zone.feature,
        "function": zone.function,
        "code": zone.code,
        "name": zone.name,
        "sign": zone.sign,
        "limits": [_limit(limit) for limit in zone.limits],
        "share": _share(zone.share),
        "sliver": zone.sliver,
        "away_m": zone.away_m,
        "note": _words(zone.note),
        "certain": zone.certain,
    }


def _limit(limit: Limit) -> dict[str, Any]:
    return {
        "quantity": limit.quantity.value,
        "bound": limit.bound,
        "value": limit.value,
        "column": limit.column,
    }


def limit_from(data: Mapping[str, Any]) -> Limit:
    """A limit back from plain data."""
    return Limit(Quantity(data["quantity"]), data["bound"], data["value"], data["column"])


def _share(share: Share | None) -> Mapping[str, float | None] | None:
    if share is None:
        return None
    return {"m2": share.m2, "of_measured": share.of_measured, "of_registered": share.of_registered}


def _words(words: Words) -> dict[str, str]:
    return {"vi": words.vi, "en": words.en}


def period_data(period: Period) -> dict[str, str | None]:
    """Both ends as intervals of days; ``None`` leaves a side open, 9999-12-31 is an end that never comes."""
    return {
        "starts_earliest": _day(period.start.earliest),
        "starts_latest": _day(period.start.latest),
        "ends_earliest": _day(period.end.earliest),
        "ends_latest": _day(period.end.latest),
    }


def period_from(data: Mapping[str, str | None]) -> Period:
    """A period back from plain data."""
    days = {name: date.fromisoformat(text) if text else None for name, text in data.items()}
    start = Bound(days["starts_earliest"], days["starts_latest"])
    return Period(start, Bound(days["ends_earliest"], days["ends_latest"]))


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
