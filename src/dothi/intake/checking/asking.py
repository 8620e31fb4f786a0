"""Whether a rule can be asked of a layer or of zones, and what is said where it cannot."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dothi.intake.checking.context import Context
from dothi.intake.checking.measuring import unmeasured
from dothi.intake.checking.rule import Exempt, Need, Outcome, Rule
from dothi.intake.checking.subject import Subject
from dothi.intake.checking.zones import ZoneSet
from dothi.intake.findings import SkippedCheck

_BOUNDARY = ("là lớp ranh giới quy hoạch", "it is the layer of the plan's boundary")
_NO_AREAS = ("lớp không có hình vùng", "the layer has no areas")


def asked_of_layer(rule: Rule, subject: Subject) -> Outcome:
    """Ask a rule of a layer, unless the plan is exempt or something it needs is missing."""
    if Exempt.PARTIAL_PLAN in rule.exempt and subject.context.partial:
        return [_exempt_partial(rule, subject.context)]
    lacking = _lacking(rule, subject)
    if lacking is not None:
        return [lacking]
    assert rule.on_layer is not None, "the engine asks layers only of rules about layers"
    return rule.on_layer(subject)


def asked_of_zones(rule: Rule, zones: ZoneSet) -> Outcome:
    """Ask a rule of zones, unless the plan is exempt or the zones are not meant to cover it."""
    if Exempt.PARTIAL_PLAN in rule.exempt and zones.context.partial:
        return [_exempt_partial(rule, zones.context)]
    if Exempt.NOT_TILING in rule.exempt and not zones.is_tiling:
        beside = zones.neighbourhood
        near, common = f"{100 * beside.neighboured:.0f} %", f"{100 * beside.common:.0f} %"
        vi = f"{near} số vùng có vùng kề, {common} biên là chung: không phủ kín; nếu phải thì nêu --zones LỚP"
        en = f"{near} of areas have a neighbour, {common} of borders are common; a tiling? say --zones LAYER"
        return [skip(rule, zones.name, vi, en, unknown=False)]
    assert rule.on_zones is not None, "the engine asks zones only of rules about zones"
    return rule.on_zones(zones)


def without_zones(rule: Rule, subjects: Sequence[Subject]) -> Iterator[SkippedCheck]:
    """Say of a rule about zones which layers have none to look at."""
    if rule.on_zones is None:
        return
    for subject in subjects:
        if subject.context.partial and Exempt.PARTIAL_PLAN in rule.exempt:
            yield _exempt_partial(rule, subject.context)
        elif (lacking := _lacking(rule, subject)) is not None:
            yield lacking


def skip(rule: Rule, layer: str, vi: str, en: str, *, unknown: bool = True) -> SkippedCheck:
    """Say that a rule was not asked; ``unknown`` where its answer is therefore missing."""
    return SkippedCheck(rule=rule.code, layer=layer, reason=vi, reason_en=en, unknown=unknown)


def _lacking(rule: Rule, subject: Subject) -> SkippedCheck | None:
    """What the layer lacks for the rule, or why it is left alone; ``None`` for nothing."""
    boundary = subject.context.boundary
    if Exempt.BOUNDARY_LAYER in rule.exempt and boundary is not None and boundary.layer == subject.name:
        return skip(rule, subject.name, *_BOUNDARY, unknown=False)
    if Need.AREAS in rule.needs and not subject.areas.any():
        return skip(rule, subject.name, *_NO_AREAS, unknown=False)
    if Need.METRES in rule.needs and subject.measuring is None:
        return _unmeasured(rule, subject)
    if Need.BOUNDARY in rule.needs and boundary is None:
        return skip(rule, "", *subject.context.boundary_lacks)
    if Need.BOUNDARY in rule.needs and boundary is not None and boundary.crs != subject.crs:
        return skip(rule, subject.name, "khác hệ tọa độ với lớp ranh giới", "not in the boundary's CRS")
    return None


def _exempt_partial(rule: Rule, context: Context) -> SkippedCheck:
    vi, en = context.partial_from
    return skip(
        rule,
        "",
        f"đồ án điều chỉnh cục bộ được miễn ({vi})",
        f"plans that amend a part of another are exempt ({en})",
        unknown=False,
    )


def _unmeasured(rule: Rule, subject: Subject) -> SkippedCheck:
    if not subject.present.any():
        return skip(rule, subject.name, "lớp không có hình nào", "the layer has no geometry", unknown=False)
    return skip(rule, subject.name, *unmeasured(subject.crs))
