"""A score in the words and bars of a page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from django.utils.translation import gettext as _

from dothi.base.time import Truth
from dothi.law import Law
from dothi.law.classes import ClassOf
from dothi.towns.evidence import Evidence
from dothi.towns.rules import Kind, Standard
from dothi.towns.score import GroupScore, Interval, Judged, Score, Status, UnitScore, Verdict
from dothi.towns.values import Value
from dothi.towns.wording import (
    STATUSES,
    VERDICTS,
    asked,
    condition,
    deciding,
    interval,
    level,
    nearest,
    notes,
    number,
    points,
    total,
    verdict,
    written,
)

SIGNS = {Truth.YES: "reached", Truth.NO: "failed", Truth.UNKNOWN: "unknown"}
VERDICT_SIGNS = {Verdict.REACHED: "reached", Verdict.NOT_REACHED: "failed", Verdict.UNDECIDED: "unknown"}
STATUS_SIGNS = {
    Status.BELOW: "failed",
    Status.ASIDE: "ended",
    Status.UNKNOWN: "unknown",
    Status.OPEN: "unknown",
    Status.DOUBTFUL: "unknown",
}


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of 0 to 100: certain to ``sure``, possible to ``possible``, asked at ``asked``."""

    sure: str
    possible: str
    asked: str
    label: str


@dataclass(frozen=True, slots=True)
class Told:
    """What one source tells of a standard, beside the value that counts."""

    value: str
    source: str
    day: date | None
    how: str
    key: str
    illustrative: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One standard of the table."""

    code: str
    title: str
    unit: str
    asked: str
    relaxed: str
    value: str
    source: str
    day: date | None
    points: str
    most: str
    sign: str
    status: str
    bar: Bar | None
    choices: tuple[str, ...]
    text: str
    refused: Sequence[str]
    illustrative: bool
    how: str = ""
    key: str = ""
    differ: bool = False
    others: tuple[Told, ...] = ()


@dataclass(frozen=True, slots=True)
class Commune:
    """One commune of a town of several, by Table 2B."""

    name: str
    points: str
    bar: Bar
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """One group with its standards."""

    code: str
    title: str
    points: str
    most: str
    asked: str
    sign: str
    reaches: str
    bar: Bar
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class ScoreView:
    """All a page says of a score."""

    label: str
    class_code: str
    total: str
    most: str
    asked: str
    unit: str
    bar: Bar
    sign: str
    verdict: str
    sentence: str
    blocks: tuple[Block, ...]
    deciding: tuple[str, ...]
    below: tuple[Line, ...]
    nearest: tuple[str, ...]
    notes: tuple[str, ...]
    illustrative: bool
    conditions: tuple[tuple[str, str, str], ...] = ()
    """Conditions of Table 2B: what is asked, the sign and the word of its state."""
    communes: tuple[Commune, ...] = ()


@dataclass(frozen=True, slots=True)
class Given:
    """What stands beside a score: texts and refusals of what the reader entered, and what sources tell."""

    texts: Mapping[str, str] = field(default_factory=dict)
    refused: Mapping[str, Sequence[str]] = field(default_factory=dict)
    evidence: Mapping[str, Evidence] = field(default_factory=dict)


def view_of(law: Law, score: Score, given: Given, language: str) -> ScoreView:
    """Put a score in words."""
    at = 1 if language == "en" else 0
    scheme = score.scheme
    lines = {one.standard.code: _line(one, given, language) for one in score.standards}
    return ScoreView(
        label=ClassOf(scheme.rule_set, scheme.class_code).label(law, language),
        class_code=scheme.class_code,
        total=total(score)[at],
        most=points(scheme.most),
        asked=points(scheme.required),
        unit=_("điểm") if scheme.unit == "points" else _("tiêu chuẩn"),
        bar=_bar(score.total, scheme.most, scheme.required),
        sign=VERDICT_SIGNS[score.verdict],
        verdict=VERDICTS[score.verdict][at],
        sentence=verdict(score)[at],
        blocks=tuple(_block(one, lines, score, language) for one in score.groups),
        deciding=tuple(deciding(law, score, code)[at] for code in score.undecided_by),
        below=tuple(lines[one.standard.code] for one in score.below),
        nearest=tuple(_near(*one, language) for one in nearest(score)),
        notes=tuple(pair[at] for pair in notes(score)),
        illustrative=score.town.illustrative,
        conditions=tuple(
            (condition(one, language), SIGNS[one.holds], _holds(one.holds)) for one in score.conditions
        ),
        communes=tuple(_commune(one, score, language) for one in score.units),
    )


def _holds(answer: Truth) -> str:
    return {Truth.YES: _("đạt"), Truth.NO: _("không đạt"), Truth.UNKNOWN: _("chưa rõ")}[answer]


def _commune(unit: UnitScore, score: Score, language: str) -> Commune:
    table = score.scheme.units
    most = sum((group.most for group in table.groups), Fraction(0)) if table else unit.total.high
    lines = tuple(_line(one, Given(), language) for one in unit.standards)
    return Commune(unit.name, interval(unit.total), _bar(unit.total, most, None), lines)


def _block(one: GroupScore, lines: Mapping[str, Line], score: Score, language: str) -> Block:
    group = one.group
    reaches = {
        Truth.YES: _("đạt mức tối thiểu"),
        Truth.NO: _("dưới mức tối thiểu"),
        Truth.UNKNOWN: _("chưa rõ"),
    }
    return Block(
        code=group.code,
        title=group.title(language),
        points=interval(one.points),
        most=points(group.most),
        asked="" if group.required is None else points(group.required),
        sign=SIGNS[one.reaches],
        reaches=reaches[one.reaches],
        bar=_bar(one.points, group.most, group.required),
        lines=tuple(
            lines[standard.standard.code]
            for standard in score.standards
            if standard.standard.group == group.code
        ),
    )


def _line(one: Judged, given: Given, language: str) -> Line:
    standard, levels = one.standard, one.standard.levels
    most, code = levels.high_points, one.standard.code
    evidence = given.evidence.get(code)
    told = () if evidence is None else evidence.told if one.value.assumed else evidence.others
    return Line(
        code=standard.code,
        title=standard.title(language),
        unit="" if standard.kind is Kind.WORDS else standard.unit,
        asked=asked(standard) if standard.considered else "",
        relaxed=level(standard, levels.low) if standard.floor < levels.low else "",
        value=written(standard, one.value),
        source=one.value.source,
        day=one.value.day,
        points="" if one.points is None else interval(one.points),
        most="" if most is None else points(most),
        sign=STATUS_SIGNS.get(one.status, "reached"),
        status=STATUSES[one.status][1 if language == "en" else 0],
        bar=None if one.points is None or most is None else _bar(one.points, most, levels.low_points),
        choices=standard.words if standard.kind is Kind.WORDS else (),
        text=given.texts.get(code, ""),
        refused=given.refused.get(code, ()),
        illustrative=one.value.illustrative,
        how=one.value.how_en if language == "en" else one.value.how,
        key=one.value.key,
        differ=evidence is not None and evidence.differ,
        others=tuple(_told(standard, value, language) for value in told),
    )


def _told(standard: Standard, value: Value, language: str) -> Told:
    how = value.how_en if language == "en" else value.how
    return Told(written(standard, value), value.source, value.day, how, value.key, value.illustrative)


def _near(one: Judged, wanted: Fraction, gain: Fraction, language: str) -> str:
    standard = one.standard
    return _("%(title)s: từ %(value)s lên %(wanted)s, thêm %(gain)s điểm") % {
        "title": standard.title(language),
        "value": written(standard, one.value),
        "wanted": level(standard, wanted) + ("" if standard.kind is Kind.WORDS else f" {standard.unit}"),
        "gain": points(gain),
    }


def _bar(found: Interval, most: Fraction, asked: Fraction | None) -> Bar:
    def part(value: Fraction) -> str:
        return f"{float(value / most * 100):.2f}"

    label = _("từ %(low)s đến %(high)s trên %(most)s") % {
        "low": points(found.low),
        "high": points(found.high),
        "most": number(most),
    }
    return Bar(part(found.low), part(found.width), "" if asked is None else part(asked), label)
