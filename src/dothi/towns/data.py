"""Scores as plain data for programs; points and values unrounded."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from dothi.law import Law
from dothi.places.towns import ClassAnswer
from dothi.towns.rules import Standard
from dothi.towns.score import Checked, Interval, Judged, Score, UnitScore
from dothi.towns.values import Value
from dothi.towns.wording import deciding, notes, verdict


def score_data(law: Law, score: Score, recognised: Sequence[ClassAnswer] = ()) -> dict[str, Any]:
    """One town and class: name, rules, class, total, groups, standards, verdict, undecided_by, and on what
    it rests. Points are ``null`` where no source tells them.
    """  # noqa: D205
    scheme = score.scheme
    return {
        "name": score.town.name,
        "rules": scheme.rule_set,
        "class": scheme.class_code,
        "total": interval_data(score.total),
        "groups": [
            {
                "code": one.group.code,
                **interval_data(one.points),
                "required": None if one.group.required is None else plain(one.group.required),
            }
            for one in score.groups
        ],
        "standards": [standard_data(one) for one in score.standards],
        "communes": [_unit(one) for one in score.units],
        "conditions": [_condition(one) for one in score.conditions],
        "verdict": score.verdict.value,
        "undecided_by": list(score.undecided_by),
        "required": plain(scheme.required),
        "unit": scheme.unit,
        "confidence": scheme.least_sure.value,
        "official": score.official,
        "verdict_vi": verdict(score)[0],
        "verdict_en": verdict(score)[1],
        "undecided_vi": [deciding(law, score, code)[0] for code in score.undecided_by],
        "undecided_en": [deciding(law, score, code)[1] for code in score.undecided_by],
        "relaxations": list(scheme.relaxations),
        "recognised": [_recognised(one) for one in recognised],
        "illustrative": score.town.illustrative,
        "notes": [{"vi": vi, "en": en} for vi, en in notes(score)],
    }


def _unit(unit: UnitScore) -> dict[str, Any]:
    return {
        "name": unit.name,
        "total": interval_data(unit.total),
        "groups": [{"code": one.group.code, **interval_data(one.points)} for one in unit.groups],
        "standards": [standard_data(one) for one in unit.standards],
    }


def _condition(found: Checked) -> dict[str, Any]:
    one = found.condition
    return {
        "measure": one.measure,
        "section": one.section,
        "required": plain(one.required),
        "units": one.units if one.measure == "units" else None,
        "holds": found.holds.value,
        "mean": None if found.points is None else interval_data(found.points),
    }


def interval_data(found: Interval) -> dict[str, Any]:
    """An interval as ``min`` and ``max``."""
    return {"min": plain(found.low), "max": plain(found.high)}


def standard_data(judged: Judged) -> dict[str, Any]:
    """One standard with its value, its points and where the value comes from."""
    value = judged.value
    return {
        "code": judged.standard.code,
        "value": value_data(judged.standard, value),
        "points": {"min": None, "max": None} if judged.points is None else interval_data(judged.points),
        "status": judged.status.value,
        "source": value.source or None,
        "date": value.day.isoformat() if value.day else None,
        "where": value.where or None,
        "how": value.how or None,
        "basis": judged.standard.basis,
        "confidence": judged.standard.confidence.value,
    }


def value_data(standard: Standard, value: Value) -> Any:
    """A number, the law's word, ``{min, max}`` for a range, ``null`` where nothing is known."""
    if value.unknown:
        return None
    if value.exact is not None:
        return standard.word(value.exact) or plain(value.exact)
    return {"min": plain(value.low), "max": None if value.high is None else plain(value.high)}


def plain(value: Fraction) -> int | float:
    """A whole number stays one."""
    return int(value) if value.denominator == 1 else float(value)


def _recognised(answer: ClassAnswer) -> dict[str, Any]:
    return {
        "rules": answer.rule_set,
        "class": answer.class_code,
        "holds": answer.holds.value,
        "derived": answer.derived,
        "basis": answer.basis or None,
        "from_rules": answer.record.rule_set,
        "from_class": answer.record.class_code,
        "confidence": answer.confidence,
    }
