"""What the reports say, as plain data: one content, two layouts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from dothi.base.dates import format_date
from dothi.base.numbers import format_number
from dothi.intake.checking.context import Context
from dothi.intake.checking.engine import Result
from dothi.intake.checking.rule import Rule
from dothi.intake.checking.saying import amount, change
from dothi.intake.checking.subject import Subject
from dothi.intake.findings import Finding, Severity, SkippedCheck, Verdict
from dothi.intake.repair.propose import Change
from dothi.intake.report.pictures import picture
from dothi.law.tables.check_tolerances import CheckTolerance

SHOWN = 20
"""Findings that a report writes out for each rule; all of them stand in the GeoPackage."""
NOTES = 5
"""The same for a rule that found nothing but notes."""
PICTURES = 3
_CHANGES = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover:
    """What the report says of itself: the file checked, by its name and SHA-256, the day, and who made it.

    ``findings_file`` and ``json`` name files handed over beside the report, empty where there are none.
    """

    file: str
    sha256: str
    made: date
    program: str
    findings_file: str = ""


def content_of(result: Result, cover: Cover, changes: Sequence[Change] = ()) -> dict[str, Any]:
    """Gather everything a report shows, in Vietnamese with the English titles of rules beside."""
    sections = _sections(result)
    return {
        "file": cover.file,
        "sha256": cover.sha256,
        "made": format_date(cover.made),
        "program": cover.program,
        "law": result.context.law.version,
        "findings_file": cover.findings_file,
        "plan": _plan(result),
        "layers": _layers(result),
        "verdict": _verdict(result),
        "counts": [
            {"word": severity.title(), "kind": severity.value, "number": format_number(number)}
            for severity, number in _by_severity(result).items()
        ],
        "sections": sections,
        "rules": [_rule_row(rule, result) for rule in result.rules],
        "skipped": _skipped(result.skipped, unknown=True),
        "exempt": _skipped(result.skipped, unknown=False),
        "notes": [vi for vi, _ in result.notes],
        "repair": _repair(changes),
    }


def _plan(result: Result) -> list[dict[str, str]]:
    context = result.context
    row = context.tolerances.row
    stated = context.options.scale
    scale = f"1/{format_number(stated)}" if stated else "không nêu"
    stage = _STAGES.get(context.stage, "không nêu")
    boundary = f"lớp «{context.boundary.layer}»" if context.boundary else context.boundary_lacks[0]
    return [
        {"name": "Tỷ lệ", "value": f"{scale} ({context.scale_from[0]})"},
        {"name": "Dung sai", "value": _tolerances(row)},
        {"name": "Căn cứ dung sai", "value": row.basis},
        {"name": "Ranh giới", "value": boundary},
        {"name": "Giai đoạn", "value": stage},
        {"name": "Loại hồ sơ", "value": plan_kind(context)},
        {"name": "Ngày xét pháp luật", "value": format_date(context.day)},
    ]


def plan_kind(context: Context) -> str:
    """Say whether the plan was taken to be whole or to amend another, and how to say otherwise."""
    if context.partial:
        return f"điều chỉnh cục bộ ({context.partial_from[0]})"
    return "đồ án đầy đủ (giả định; nếu là điều chỉnh cục bộ thì nêu --partial)"


def _tolerances(row: CheckTolerance) -> str:
    told = [
        f"trùng điểm {format_number(row.coincidence_mm)} mm",
        f"dải hẹp {format_number(row.sliver_mm)} mm",
        f"gai {format_number(row.spike_mm)} mm",
        f"cung {format_number(row.curve_mm)} mm",
        f"diện tích {row.area_permille}\u00a0‰",
    ]
    return f"{row.title_vi}: {', '.join(told)}"


_STAGES = {
    "draft": "lập đồ án",
    "consultation": "lấy ý kiến",
    "appraisal": "thẩm định",
    "approved": "đã phê duyệt",
    "published": "công bố",
}


def _layers(result: Result) -> list[dict[str, str]]:
    measured = {name: vi for name, vi, _ in result.measured}
    return [
        {
            "name": layer.name,
            "features": format_number(layer.features),
            "crs": layer.crs or "không ghi",
            "encoding": layer.encoding,
            "measured": measured.get(layer.name, "không đo được"),
        }
        for layer in result.layers
    ]


_INCOMPLETE = "Chưa trọn vẹn: {} quy tắc chưa xét được, hoặc chỉ xét được một phần; xem mục «Chưa xét được»."


def _verdict(result: Result) -> dict[str, Any]:
    verdict = result.verdict
    counted = _by_severity(result)
    errors, warnings = counted.get(Severity.ERROR, 0), counted.get(Severity.WARNING, 0)
    few, many = format_number(warnings), format_number(errors)
    sentence = {
        Verdict.CLEAN: "Các quy tắc đã xét không phát hiện lỗi hay cảnh báo.",
        Verdict.WARNINGS: f"Có {few} cảnh báo cần xem lại; không có lỗi chặn công bố.",
        Verdict.INCOMPLETE: "Có tệp không đọc được nên chưa được kiểm tra: xem mục «Chưa xét được»."
        + (f" Ở phần đọc được có {few} cảnh báo." if warnings else " Ở phần đọc được không phát hiện lỗi."),
        Verdict.ERRORS: f"Có {many} lỗi phải sửa trước khi công bố, {few} cảnh báo.",
        Verdict.UNUSABLE: "Tệp không có lớp dữ liệu nào để kiểm tra.",
    }[verdict]
    unknown = len({item.rule for item in result.skipped if item.unknown})
    return {
        "code": verdict.value,
        "title": verdict.title(),
        "sentence": sentence,
        "complete": result.complete,
        "unknown": _INCOMPLETE.format(unknown) if unknown else "",
    }


def _by_severity(result: Result) -> dict[Severity, int]:
    counted = dict.fromkeys(Severity, 0)
    for batch in result.findings.batches:
        counted[batch.severity] += len(batch)
    return counted


def _sections(result: Result) -> list[dict[str, Any]]:
    """One section for each rule that found something: rules with errors first, then warnings, then notes."""
    sections = []
    subjects = {subject.name: subject for subject in result.subjects}
    rules = {rule.code: rule for rule in result.rules}
    batches: dict[str, list[Any]] = defaultdict(list)
    for batch in result.findings.batches:
        batches[batch.code].append(batch)
    for code, found in batches.items():
        rule, total = rules[code], sum(len(batch) for batch in found)
        gravest = min(found, key=lambda batch: batch.severity.rank).severity
        most = NOTES if gravest is Severity.INFO else SHOWN
        shown: list[Finding] = []
        for batch in found:
            shown += [batch.finding(row) for row in range(min(len(batch), most - len(shown)))]
        layers, anchor = {batch.layer for batch in found}, code.replace(".", "-")
        sections.append(
            {
                "code": code,
                "layer": layers.pop() if len(layers) == 1 else "",
                "title": rule.title_vi,
                "title_en": rule.title_en,
                "tolerance": rule.tolerance_words(result.context),
                "basis": rule.basis,
                "counts": [
                    {"kind": severity.value, "word": severity.title(), "number": format_number(number)}
                    for severity, number in result.counts()[code].items()
                ],
                "items": [
                    _item(finding, subjects[finding.layer], f"{anchor}-{place}" if place < PICTURES else "")
                    for place, finding in enumerate(shown)
                ],
                "more": format_number(total - len(shown)) if total > len(shown) else "",
                "spread": _spread(found) if total > len(shown) else "",
                "anchor": anchor,
                "rank": gravest.rank,
            }
        )
    return sorted(sections, key=lambda section: int(section["rank"]))


def _spread(batches: Sequence[Any]) -> str:
    """How the measures of all findings of a rule lie: least, middle, most and sum."""
    measures = [batch.measure for batch in batches if batch.measure is not None]
    units = {batch.unit for batch in batches if batch.measure is not None}
    if not measures or len(units) != 1:
        return ""
    values = np.concatenate(measures)
    values = values[np.isfinite(values)]
    unit = units.pop()
    if not len(values) or unit not in {"m²", "m"}:
        return ""
    least, middle, most = (amount(float(v), unit) for v in (values.min(), np.median(values), values.max()))
    total = f"; tổng {amount(float(values.sum()), unit)}" if unit == "m²" else ""
    return f"nhỏ nhất {least}, giữa {middle}, lớn nhất {most}{total}"


def _item(finding: Finding, subject: Subject, key: str) -> dict[str, Any]:
    feature = "cả lớp" if finding.feature is None and finding.geometry is None else finding.feature
    return {
        "severity": finding.severity.value,
        "word": finding.severity.title(),
        "layer": finding.layer,
        "feature": "" if feature is None else str(feature),
        "message": finding.message,
        "where": finding.where,
        "remedy": finding.remedy,
        "picture": picture(finding, subject, key) if key else "",
    }


def _rule_row(rule: Rule, result: Result) -> dict[str, Any]:
    counted = result.counts().get(rule.code, {})
    return {
        "code": rule.code,
        "title": rule.title_vi,
        "tolerance": rule.tolerance_words(result.context) or "–",
        "basis": rule.basis,
        "exempt": ", ".join(item.title() for item in rule.exempt),
        "found": format_number(sum(counted.values())),
        **_state(rule, result),
    }


def _state(rule: Rule, result: Result) -> dict[str, str]:
    """Whether a rule was asked, and why not: of all layers, of some, or of none that it is meant for."""
    own = [item for item in result.skipped if item.rule == rule.code]
    unknown = [item for item in own if item.unknown]
    told = {batch.layer for batch in result.findings.batches if batch.code == rule.code}
    passed_over = {
        layer.name for layer in result.layers if any(item.layer in {"", layer.name} for item in own)
    }
    if told or len(passed_over) < len(result.layers):
        return {"state": "đã xét một phần" if unknown else "đã xét", "why": _why(unknown, layers=True)}
    if unknown:
        return {"state": "chưa xét", "why": _why(unknown)}
    return {"state": "không áp dụng", "why": _why(own)}


def _why(skipped: Sequence[SkippedCheck], *, layers: bool = False) -> str:
    """Each reason once, with the layers it concerns where that is asked."""
    grouped: dict[str, list[str]] = {}
    for item in skipped:
        grouped.setdefault(item.reason, []).append(item.layer or "mọi lớp")
    told = [f"{reason} ({_listed(names)})" if layers else reason for reason, names in grouped.items()]
    more = f"; và {len(told) - 2} lý do khác" if len(told) > 2 else ""
    return "; ".join(told[:2]) + more


def _skipped(skipped: Sequence[SkippedCheck], *, unknown: bool) -> list[dict[str, str]]:
    """Checks not made, those of one reason together."""
    grouped: dict[str, tuple[dict[str, None], dict[str, None]]] = {}
    for item in skipped:
        if item.unknown is unknown:
            rules, layers = grouped.setdefault(item.reason, ({}, {}))
            rules[item.rule] = None
            layers[item.layer or "mọi lớp"] = None
    return [
        {"reason": reason, "rules": ", ".join(rules), "layers": _listed(list(layers))}
        for reason, (rules, layers) in grouped.items()
    ]


def _listed(names: list[str]) -> str:
    more = len(names) - 6
    return ", ".join(names[:6]) + (f" và {more} lớp khác" if more > 0 else "")


def _repair(changes: Sequence[Change]) -> dict[str, Any]:
    total = sum(change.difference for change in changes if np.isfinite(change.difference))
    rows = [
        {
            "layer": item.layer,
            "feature": str(item.feature),
            "rule": item.rule,
            "before": amount(item.area_before, "m²") if np.isfinite(item.area_before) else "không đo được",
            "after": amount(item.area_after, "m²") if np.isfinite(item.area_after) else "không đo được",
            "change": change(item.difference, "m²") if np.isfinite(item.difference) else "không đo được",
        }
        for item in changes[:_CHANGES]
    ]
    return {
        "rows": rows,
        "number": format_number(len(changes)) if changes else "",
        "more": format_number(len(changes) - len(rows)) if len(changes) > len(rows) else "",
        "total": change(total, "m²"),
    }
