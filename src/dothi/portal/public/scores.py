"""A score in the words and bars of a page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.utils.translation import gettext as _

from dothi.base.time import Truth
from dothi.law import Law
from dothi.law.classes import ClassOf
from dothi.towns.rules import Kind
from dothi.towns.score import GroupScore, Interval, Judged, Score, Status, Verdict
from dothi.towns.wording import (
    STATUSES,
    VERDICTS,
    asked,
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


def view_of(
    law: Law, score: Score, texts: Mapping[str, str], refused: Mapping[str, Sequence[str]], language: str
) -> ScoreView:
    """Put a score in words; ``texts`` and ``refused`` are what the reader entered, by standard."""
    at = 1 if language == "en" else 0
    scheme = score.scheme
    lines = {
        one.standard.code: _line(
            one, at, texts.get(one.standard.code, ""), refused.get(one.standard.code, ()), language
        )
        for one in score.standards
    }
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
    )


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


def _line(one: Judged, at: int, text: str, refused: Sequence[str], language: str) -> Line:
    standard, levels = one.standard, one.standard.levels
    most = levels.high_points
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
        status=STATUSES[one.status][at],
        bar=None if one.points is None or most is None else _bar(one.points, most, levels.low_points),
        choices=standard.words if standard.kind is Kind.WORDS else (),
        text=text,
        refused=refused,
        illustrative=one.value.illustrative,
    )


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
