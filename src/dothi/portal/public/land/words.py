"""The answer about land in words: what each level, plan and zone says, ready for the page and the panel."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

import shapely
from django.urls import reverse
from django.utils.translation import gettext as _

from dothi.base.time import Truth
from dothi.intake.georeference.placement import Placement
from dothi.land.permission import Need
from dothi.land.piece import Piece
from dothi.land.record import (
    NONE,
    Answer,
    LevelAnswer,
    PlanAnswer,
    PlanFacts,
    Share,
    ThemeAnswer,
    UseChange,
    UseChanges,
    Verdict,
    Words,
    ZoneAnswer,
)
from dothi.portal.asking import Asking
from dothi.portal.formats import show_day
from dothi.portal.land_functions import FunctionWords, function_words
from dothi.portal.public.asks import language
from dothi.portal.public.land.lines import (
    ConcludedLine,
    LandWords,
    LevelLine,
    OverrideLine,
    PlanLine,
    Standing,
    ThemeLine,
    UseLine,
    UsesLine,
    ZoneLine,
)

SHORT_HASH = 12
AT_A_GLANCE = 8
"""Zones of a plan that are listed at once."""
STATES = {Verdict.APPLIES: "applies", Verdict.NOT: "not-applying", Verdict.UNKNOWN: "unknown"}

USE_STATES = {
    Need.PERMISSION: "asks-permission",
    Need.UNKNOWN: "unknown",
    Need.NO_PERMISSION: "asks-none",
    Need.NO_CHANGE: "same-use",
}


def land_words(answer: Answer, piece: Piece, asking: Asking) -> LandWords:
    """An answer in the reader's language; ``reasons`` are those of the themes, each once."""
    place = answer.shape.representative_point()
    functions = _functions(answer)
    uses = _use_titles(answer)
    themes = tuple(_theme(theme, functions, uses) for theme in answer.themes)
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
        tuple(
            dict.fromkeys(
                line.standing.reason
                for line in themes
                if line.standing.reason
                and not (line.concluded and line.concluded.computed)
                and not any(zone.note == line.standing.reason for zone in line.zones)
            )
        ),
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
        _concluded(level, bool(level.plans)),
    )


def _concluded(answer: LevelAnswer | PlanAnswer | ThemeAnswer, known: bool) -> ConcludedLine | None:
    if not answer.overrides:
        return None
    own = answer.computed
    return ConcludedLine(
        None if own is None else _standing(own.verdict, own.reason, known),
        tuple(
            OverrideLine(
                one.number,
                _standing(one.verdict, NONE, known=True),
                one.reason,
                one.document,
                one.author,
                one.decided_on,
                one.withdrawn_on,
                one.withdrawal,
                None if one.whole else one.share,
                one.counts,
            )
            for one in answer.overrides
        ),
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
        None if plan.uses is None else _uses(plan.uses, functions),
        _concluded(plan, known=True),
    )


def _uses(uses: UseChanges, functions: Mapping[str, FunctionWords]) -> UsesLine:
    lines = tuple(_use(line, functions) for line in uses.changes if not line.sliver)
    return UsesLine(
        Standing(USE_STATES[uses.verdict], _use_word(uses.verdict), said(uses.reason)),
        lines[:AT_A_GLANCE],
        lines[AT_A_GLANCE:],
        tuple(_use(line, functions) for line in uses.changes if line.sliver),
        uses.unknown,
        uses.source,
        uses.illustrative,
    )


def _use(line: UseChange, functions: Mapping[str, FunctionWords]) -> UseLine:
    change = line.change
    return UseLine(
        said(line.use) or line.code or _("Chưa có mã"),
        line.code,
        functions[line.function],
        line.share,
        line.away_m,
        Standing(USE_STATES[change.verdict], _use_word(change.verdict), said(change.reason)),
        _resolution(line),
    )


def _use_word(need: Need) -> str:
    return _("Chưa biết") if need is Need.UNKNOWN else ""


def _resolution(line: UseChange) -> str:
    """Whether article 122 asks for a resolution of the People's Council, with its exemption."""
    clause = line.change.resolution_clause
    if clause is None or line.change.resolution is Truth.NO:
        return ""
    exempt = said(Words(clause.condition_vi, clause.condition_en))
    words = {"title": said(Words(clause.title_vi, clause.title_en)), "basis": clause.basis, "exempt": exempt}
    if line.change.resolution is Truth.YES:
        return _("%(title)s, %(exempt)s (%(basis)s)") % words
    return _("Nếu có chuyển: %(title)s, %(exempt)s (%(basis)s)") % words


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


def _theme(theme: ThemeAnswer, functions: Mapping[str, FunctionWords], uses: Mapping[str, str]) -> ThemeLine:
    """``uses`` are titles of codes of current use, which zones of that theme are called by."""
    lines = (_zone(zone, functions) for zone in theme.zones)
    return ThemeLine(
        said(theme.title),
        _standing(theme.verdict, theme.reason, bool(theme.zones)),
        tuple(replace(line, heading=uses.get(line.code) or line.heading) for line in lines),
        theme.source,
        theme.illustrative,
        _concluded(theme, bool(theme.zones)),
    )


def _use_titles(answer: Answer) -> dict[str, str]:
    plans = (plan for level in answer.levels for plan in level.plans)
    return {
        line.code: said(line.use) for plan in plans if plan.uses for line in plan.uses.changes if line.use
    }


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
        said(zone.note),
        zone.certain,
    )


def _standing(verdict: Verdict, reason: Words, known: bool) -> Standing:
    """``known`` says that plans are on record, so that "no data" would say too much."""
    word = _("Chưa rõ") if verdict is Verdict.UNKNOWN and known else ""
    return Standing(STATES[verdict], word, said(reason))


def _functions(answer: Answer) -> dict[str, FunctionWords]:
    zones: list[ZoneAnswer] = [zone for level in answer.levels for plan in level.plans for zone in plan.zones]
    zones += [zone for theme in answer.themes for zone in theme.zones]
    plans = (plan for level in answer.levels for plan in level.plans)
    uses = (line.function for plan in plans if plan.uses for line in plan.uses.changes)
    keys: Iterable[str] = {*(zone.function for zone in zones), *uses}
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
