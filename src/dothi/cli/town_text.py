"""A score as text for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dothi.base.dates import format_date
from dothi.base.time import Truth
from dothi.law import Law
from dothi.law.classes import ClassOf
from dothi.places.towns import ClassAnswer
from dothi.towns.score import Judged, Score, Verdict
from dothi.towns.wording import (
    STATUSES,
    condition,
    deciding,
    interval,
    level,
    nearest,
    notes,
    points,
    total,
    verdict,
    written,
)

_REACHES = {Truth.YES: "đạt", Truth.NO: "không đạt", Truth.UNKNOWN: "chưa rõ"}
_MOST = 8


def told(law: Law, score: Score, recognised: Sequence[ClassAnswer], *, brief: bool) -> Iterator[str]:
    """Lines of one score; ``brief`` leaves out the standards."""
    scheme = score.scheme
    label = ClassOf(scheme.rule_set, scheme.class_code).label(law)
    yield f"{score.town.name} · {label}"
    for one in recognised:
        yield f"  {_recognised(law, one)}"
    unit = "tiêu chuẩn" if scheme.unit == "standards" else "điểm"
    yield (
        f"  Tổng / total: {total(score)[0]} trên {points(scheme.most)} {unit},"
        f" cần {points(scheme.required)}: {_REACHES[score.reaches]}"
    )
    for group in score.groups:
        required = "chưa biết" if group.group.required is None else points(group.group.required)
        yield (
            f"  {group.group.code:<8} {interval(group.points)} trên {points(group.group.most)},"
            f" cần {required}: {_REACHES[group.reaches]}  {group.group.title_vi}"
        )
    yield from (f"  2B       {condition(one)}: {_REACHES[one.holds]}" for one in score.conditions)
    if not brief:
        yield from (_standard(one) for one in score.standards)
        yield from _nearest(score)
    yield f"  Kết luận: {verdict(score)[0]}. / {verdict(score)[1]}."
    yield from _undecided(law, score)
    yield from (f"  {vi}. / {en}." for vi, en in notes(score))


def _standard(one: Judged) -> str:
    standard = one.standard
    value = written(standard, one.value) or "?"
    low, high = level(standard, standard.floor), level(standard, standard.levels.high)
    earned = "điểm chưa biết" if one.points is None else f"{interval(one.points)} điểm"
    told = f", {one.value.source}" if one.value.source else ""
    day = f", {format_date(one.value.day)}" if one.value.day else ""
    return (
        f"    {standard.code:<13} {value} {standard.unit} [{low}; {high}] {earned}, "
        f"{STATUSES[one.status][0]}  {standard.title_vi}{told}{day}"
    )


def _nearest(score: Score) -> Iterator[str]:
    found = nearest(score)
    if found:
        yield "  Gần đạt nhất / nearest:"
    for one, wanted, gain in found:
        yield (
            f"    {one.standard.code:<13} {written(one.standard, one.value)} → {level(one.standard, wanted)}"
            f" {one.standard.unit}: +{points(gain)}"
        )


def _undecided(law: Law, score: Score) -> Iterator[str]:
    if score.verdict is not Verdict.UNDECIDED:
        return
    yield "  Chưa kết luận được cho đến khi biết / undecided until known:"
    for code in score.undecided_by[:_MOST]:
        yield f"    {deciding(law, score, code)[0]}"
    left = len(score.undecided_by) - _MOST
    if left > 0:
        yield f"    và {left} mục khác / and {left} more"


def _recognised(law: Law, answer: ClassAnswer) -> str:
    label = ClassOf(answer.rule_set, answer.class_code).label(law)
    doubt = "" if answer.holds is Truth.YES else " (chưa rõ)"
    if not answer.derived:
        return f"Đã công nhận: {label}{doubt}"
    old = ClassOf(answer.record.rule_set, answer.record.class_code).label(law)
    return f"Đã công nhận: {old}; nay tính là {label} theo {answer.basis}{doubt}"
