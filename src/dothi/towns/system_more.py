"""Candidates and suppositions as plain data: one shape for the terminal, JSON, a workbook and a page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dothi.law import Law
from dothi.law.classes import ClassOf
from dothi.towns.aims import aims
from dothi.towns.candidates import Candidate
from dothi.towns.data import interval_data, plain, value_data
from dothi.towns.rules import Standard
from dothi.towns.supposing import Share, Supposed
from dothi.towns.system_tables import aim_data, ladder
from dothi.towns.wording import verdict

KINDS = {
    "planned": ("đô thị văn bản nêu", "named by documents"),
    "scheme-676": ("đề án theo Quyết định 676/QĐ-TTg", "scheme under Decision 676/QĐ-TTg"),
    "commune-centre": ("trung tâm cụm xã", "centre of communes"),
    "commune": ("xã chưa thuộc đô thị", "commune of no town"),
}
NO_SCHEMES = (
    "Danh sách đề án theo Quyết định 676/QĐ-TTg của tỉnh: chưa có dữ liệu",
    "The province's list of schemes under Decision 676/QĐ-TTg: not known",
)


def candidate_data(one: Candidate) -> dict[str, Any]:
    """A candidate with what it has, lacks, and what is not known."""
    scheme = one.score.scheme
    shown = [each for each in one.score.standards if not each.value.unknown]
    return {
        "name": one.name,
        "kind": one.kind,
        "units": list(one.units),
        "documents": list(one.documents),
        "rules": scheme.rule_set,
        "class": scheme.class_code,
        "total": interval_data(one.score.total),
        "verdict": one.score.verdict.value,
        "verdict_vi": verdict(one.score)[0],
        "verdict_en": verdict(one.score)[1],
        "known": [
            {
                "code": each.standard.code,
                "value": value_data(each.standard, each.value),
                "minimum": _level(each.standard),
                "status": each.status.value,
                "date": each.value.day.isoformat() if each.value.day else None,
                "source": each.value.source,
            }
            for each in shown
        ],
        "met": list(one.met),
        "below": list(one.below),
        "open": list(one.open),
        "unknown": list(one.unknown),
        "note": one.note,
    }


def supposed_data(
    law: Law, found: Sequence[Supposed], wanted: Mapping[str, ClassOf], by: int
) -> dict[str, Any]:
    """The years of a supposition, and what documents want of the towns supposed."""
    named = {name.casefold() for name in wanted}
    last = found[-1]
    said = [row for one in found for row in one.targets]
    return {
        "by": by,
        "supposed": [
            {"town": name, "rule_set": held.rule_set, "class": held.class_code}
            for name, held in wanted.items()
        ],
        "years": [_year(law, one) for one in found],
        "documents": list(dict.fromkeys(row.document for row in said)),
        "aims": [
            aim_data(law, one) for one in aims(law, last.towns, last.said) if one.town.casefold() in named
        ],
    }


def _year(law: Law, one: Supposed) -> dict[str, Any]:
    sure, perhaps = one.recognised
    return {
        "year": one.year,
        "before": ladder(law, one.before),
        "ladder": ladder(law, one.towns),
        "recognised": {"min": sure, "max": perhaps},
        "share": share_data(one.share),
        "targets": [
            {
                "document": row.document,
                "rule_set": row.rule_set,
                "count": row.count,
                "rate": None if row.rate is None else float(row.rate),
                "gap": _gap(one.share, None if row.rate is None else float(row.rate)),
            }
            for row in one.targets
        ],
    }


def share_data(share: Share | None) -> dict[str, Any] | None:
    """The urban share in percent; ``max`` is ``None`` where some ground is not known."""
    if share is None:
        return None
    return {
        "min": float(share.low),
        "max": None if share.high is None else float(share.high),
        "census": share.census.isoformat(),
        "total": share.total,
        "people_most": share.added,
        "not_known_for": list(share.unplaced),
    }


def _gap(share: Share | None, rate: float | None) -> dict[str, float | None] | None:
    """Points that the target still asks for, from the share at its highest to its lowest."""
    if share is None or rate is None:
        return None
    least = None if share.high is None else max(0.0, rate - float(share.high))
    return {"min": least, "max": max(0.0, rate - float(share.low))}


def _level(standard: Standard) -> Any:
    return standard.word(standard.levels.low) or plain(standard.levels.low)
