"""Answers about many parcels as one table: a row for each, a few columns for each level of plan."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dothi.land.record import Answer, LevelAnswer, PlanAnswer, PlanFacts, Verdict, Words

VERDICTS = {Verdict.APPLIES: "áp dụng", Verdict.NOT: "không áp dụng", Verdict.UNKNOWN: "chưa biết"}


@dataclass(frozen=True, slots=True)
class ParcelLevel:
    """What one level of plan says of a parcel.

    ``dominant`` is the function with the greatest area over all plans that apply, its share of the parcel
    ``share``; both empty where no zone lies there. ``uncovered_m2`` is land that no plan of the level covers.
    """

    verdict: Verdict
    plans: tuple[PlanFacts, ...]
    dominant: str
    share: float | None
    uncovered_m2: float | None
    reasons: tuple[Words, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Parcel:
    """A parcel that was asked about: its number in the file, the text of its id field, and its shape."""

    feature: Any
    label: str
    shape: Any
    area_m2: float | None
    levels: Mapping[str, ParcelLevel]
    themes: Mapping[str, Verdict]
    illustrative: bool = False


@dataclass(frozen=True, slots=True)
class Refused:
    """A feature that could not be asked about, and why."""

    feature: Any
    label: str
    reason: Words


@dataclass(slots=True)
class Batch:
    """Parcels and refused features in the order of the file."""

    levels: Mapping[str, Words]
    themes: Mapping[str, Words]
    parcels: list[Parcel] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)

    @property
    def illustrative(self) -> bool:
        """Whether anything that answered for any of them is invented."""
        return any(one.illustrative for one in self.parcels)

    def counts(self) -> dict[str, dict[str, int]]:
        """How many parcels each verdict of each level has."""
        found = {
            code: Counter(one.levels[code].verdict.value for one in self.parcels) for code in self.levels
        }
        return {
            code: {verdict.value: told[verdict.value] for verdict in Verdict} for code, told in found.items()
        }

    def facts(self) -> list[PlanFacts]:
        """Every version of a plan that an answer rests on, by key."""
        found = {
            (plan.key, plan.number): plan
            for one in self.parcels
            for level in one.levels.values()
            for plan in level.plans
        }
        return [found[key] for key in sorted(found)]


def parcel_of(feature: Any, label: str, shape: Any, answer: Answer, titles: Mapping[str, str]) -> Parcel:
    """A row of the table; ``titles`` are those of land functions by their key."""
    return Parcel(
        feature,
        label,
        shape,
        answer.measured_m2,
        {level.level: _level(level, titles) for level in answer.levels},
        {theme.theme: theme.verdict for theme in answer.themes},
        answer.illustrative,
    )


def _level(level: LevelAnswer, titles: Mapping[str, str]) -> ParcelLevel:
    told = [plan for plan in level.plans if plan.verdict is not Verdict.NOT]
    dominant, share = _dominant([plan for plan in told if plan.verdict is Verdict.APPLIES], titles)
    reasons = dict.fromkeys(one for one in (level.reason, *(plan.reason for plan in level.plans)) if one)
    return ParcelLevel(
        level.verdict,
        tuple(plan.facts for plan in told),
        dominant,
        share,
        None if level.uncovered is None else level.uncovered.m2,
        tuple(reasons),
    )


def _dominant(plans: Iterable[PlanAnswer], titles: Mapping[str, str]) -> tuple[str, float | None]:
    """The function with most land, of equals the first by name; of a point that of the zone it lies in."""
    zones = [zone for plan in plans for zone in plan.zones if not zone.sliver and not zone.away_m]
    land: dict[str, float] = {}
    for zone in zones:
        name = titles.get(zone.function) or zone.code or zone.function or NO_FUNCTION
        land[name] = land.get(name, 0.0) + ((zone.share and zone.share.of_measured) or 0.0)
    if not land:
        return "", None
    name = min(land, key=lambda one: (-land[one], one))
    return name, land[name] or None


NO_FUNCTION = "(không có mã chức năng)"


def reasons_text(reasons: Sequence[Words]) -> str:
    """All reasons of a level in one cell."""
    return "; ".join(one.vi for one in reasons)
