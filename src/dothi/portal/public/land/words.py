"""The answer about land in words: what each level, plan and zone says, ready for the page and the panel."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import shapely
from django.urls import reverse
from django.utils.translation import gettext as _

from dothi.base.time import Period
from dothi.intake.georeference.placement import Placement
from dothi.land.piece import Piece
from dothi.land.record import (
    Answer,
    LevelAnswer,
    ParcelFacts,
    PlanAnswer,
    PlanFacts,
    Share,
    ThemeAnswer,
    Verdict,
    Words,
    ZoneAnswer,
)
from dothi.portal.asking import Asking
from dothi.portal.formats import show_day
from dothi.portal.land_functions import FunctionWords, function_words
from dothi.portal.public.asks import language

SHORT_HASH = 12
AT_A_GLANCE = 8
"""Zones of a plan that are listed at once."""
STATES = {Verdict.APPLIES: "applies", Verdict.NOT: "not-applying", Verdict.UNKNOWN: "unknown"}


@dataclass(frozen=True, slots=True)
class Standing:
    """A verdict as a state of the portal: its code, its word, and why."""

    code: str
    word: str
    reason: str


@dataclass(frozen=True, slots=True)
class ZoneLine:
    """One zone; ``function`` has the colour, ``limits`` are pairs of words."""

    heading: str
    function: FunctionWords
    code: str
    name: str
    sign: str
    limits: tuple[tuple[str, str], ...]
    share: Share | None
    away_m: float


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One version of a plan; ``standing`` is ``None`` where its level has already said it.

    ``zones`` are the largest, ``more`` the others; ``sums`` add up the zones of each function where there are
    more than fit a glance, the largest first.
    """

    title: str
    url: str
    decision: str
    number: int
    digest: str
    period: Period
    illustrative: bool
    standing: Standing | None
    zones: tuple[ZoneLine, ...]
    more: tuple[ZoneLine, ...]
    sums: tuple[tuple[FunctionWords, Share], ...]
    strips: tuple[ZoneLine, ...]
    unzoned: Share | None
    tolerance_m: float


@dataclass(frozen=True, slots=True)
class LevelLine:
    """One level of plans."""

    title: str
    standing: Standing
    confirmed: bool
    basis: str
    plans: tuple[PlanLine, ...]
    uncovered: Share | None


@dataclass(frozen=True, slots=True)
class ThemeLine:
    """A theme other than plans."""

    title: str
    standing: Standing
    zones: tuple[ZoneLine, ...]


@dataclass(frozen=True, slots=True)
class LandWords:
    """Everything the page and the panel say.

    ``latitude`` and ``longitude`` are of the point, or of a point in the area; ``metres`` are north and east
    in ``crs``, for a point only. ``outline`` is that of a parcel of the cadastre, GeoJSON in WGS 84.
    """

    latitude: float
    longitude: float
    is_area: bool
    metres: tuple[float, float] | None
    crs: str
    measured_m2: float | None
    registered_m2: float | None
    illustrative: bool
    notes: tuple[str, ...]
    levels: tuple[LevelLine, ...]
    themes: tuple[ThemeLine, ...]
    reasons: tuple[str, ...]
    parcel: ParcelFacts | None = None
    outline: str = ""


def land_words(answer: Answer, piece: Piece, asking: Asking) -> LandWords:
    """An answer in the reader's language; ``reasons`` are those of the themes, each once."""
    place = answer.shape.representative_point()
    functions = _functions(answer)
    themes = tuple(_theme(theme, functions) for theme in answer.themes)
    return LandWords(
        place.y,
        place.x,
        piece.is_area,
        None if piece.is_area else (piece.shape.y, piece.shape.x),
        Placement(piece.crs.to_epsg()).title(language()),
        answer.measured_m2,
        answer.registered_m2,
        answer.illustrative,
        tuple(said(note) for note in answer.notes),
        tuple(_level(level, functions, asking) for level in answer.levels),
        themes,
        tuple(dict.fromkeys(line.standing.reason for line in themes if line.standing.reason)),
        answer.parcel,
        "" if answer.parcel is None else shapely.to_geojson(answer.shape),
    )


def _level(level: LevelAnswer, functions: Mapping[str, FunctionWords], asking: Asking) -> LevelLine:
    return LevelLine(
        said(level.title),
        _standing(level.verdict, level.reason, bool(level.plans)),
        level.confirmed,
        level.basis,
        tuple(_plan(plan, level, functions, asking) for plan in level.plans),
        level.uncovered,
    )


def _plan(
    plan: PlanAnswer, level: LevelAnswer, functions: Mapping[str, FunctionWords], asking: Asking
) -> PlanLine:
    facts = plan.facts
    zones = tuple(_zone(zone, functions) for zone in plan.zones if not zone.sliver)
    said_already = plan.verdict is level.verdict and plan.reason == level.reason
    return PlanLine(
        said(Words(facts.title, facts.title_en)),
        reverse("public:plan_version", args=[facts.key, facts.number]) + asking.query(),
        decision(facts),
        facts.number,
        facts.digest[:SHORT_HASH],
        facts.period,
        facts.illustrative,
        None if said_already else _standing(plan.verdict, plan.reason, known=True),
        zones[:AT_A_GLANCE],
        zones[AT_A_GLANCE:],
        _sums(zones) if len(zones) > AT_A_GLANCE else (),
        tuple(_zone(zone, functions) for zone in plan.zones if zone.sliver),
        plan.unzoned,
        plan.tolerance_m,
    )


def _sums(zones: tuple[ZoneLine, ...]) -> tuple[tuple[FunctionWords, Share], ...]:
    """Land of each function; where zones overlap, both count."""
    found: dict[str, tuple[FunctionWords, Share]] = {}
    for zone in zones:
        if zone.share is not None:
            before = found.get(zone.function.key, (zone.function, Share(0.0, 0.0, 0.0)))[1]
            found[zone.function.key] = (zone.function, _added(before, zone.share))
    return tuple(sorted(found.values(), key=lambda line: -line[1].m2))


def _added(before: Share, more: Share) -> Share:
    def both(one: float | None, other: float | None) -> float | None:
        return None if one is None or other is None else one + other

    return Share(
        before.m2 + more.m2,
        both(before.of_measured, more.of_measured),
        both(before.of_registered, more.of_registered),
    )


def _theme(theme: ThemeAnswer, functions: Mapping[str, FunctionWords]) -> ThemeLine:
    return ThemeLine(
        said(theme.title),
        _standing(theme.verdict, theme.reason, known=False),
        tuple(_zone(zone, functions) for zone in theme.zones),
    )


def _zone(zone: ZoneAnswer, functions: Mapping[str, FunctionWords]) -> ZoneLine:
    function = functions[zone.function]
    known = bool(zone.function) and function.code != ""
    return ZoneLine(
        function.title if known else zone.name or zone.code or function.title,
        function,
        function.code or zone.code,
        zone.name,
        zone.sign,
        tuple(
            (_capital(limit.title(language())), limit.text(language()).replace(" ", "\u00a0"))
            for limit in zone.limits
        ),
        zone.share,
        zone.away_m,
    )


def _standing(verdict: Verdict, reason: Words, known: bool) -> Standing:
    """``known`` says that plans are on record, so that "no data" would say too much."""
    word = _("Chưa rõ") if verdict is Verdict.UNKNOWN and known else ""
    return Standing(STATES[verdict], word, said(reason))


def _functions(answer: Answer) -> dict[str, FunctionWords]:
    zones: list[ZoneAnswer] = [zone for level in answer.levels for plan in level.plans for zone in plan.zones]
    zones += [zone for theme in answer.themes for zone in theme.zones]
    keys: Iterable[str] = {zone.function for zone in zones}
    return {words.key: words for words in function_words(keys, language())}


def decision(facts: PlanFacts) -> str:
    """Number, day and issuer of the decision, as far as they are stated."""
    day = show_day(facts.decision_date, language()) if facts.decision_date else ""
    return ", ".join(part for part in (facts.decision_number, day, facts.issuer) if part)


def said(words: Words) -> str:
    """A sentence in the reader's language."""
    return (words.en or words.vi) if language() == "en" else words.vi


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
