"""Ask every rule of every layer, and say what could not be asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
from shapely.errors import GEOSException

from dothi.intake.checking.asking import asked_of_layer, asked_of_zones, skip, without_zones
from dothi.intake.checking.batch import Batch, Findings
from dothi.intake.checking.context import Context, Options, context_of
from dothi.intake.checking.rule import Exempt, Outcome, Rule, rules
from dothi.intake.checking.saying import amount
from dothi.intake.checking.saying import count as number
from dothi.intake.checking.subject import Subject
from dothi.intake.checking.zones import ZoneSet, zone_sets
from dothi.intake.findings import LayerSeen, Severity, SkippedCheck, Verdict, answer_to_json, verdict_of
from dothi.intake.layers import Reading
from dothi.intake.reading.refused import KINDS

if TYPE_CHECKING:
    from dothi.law import Law

_NAMED = 20
Progress = Callable[[str, int, int], None]
UNREAD = "intake.unread"
"""Stands in ``skipped`` for a file that may hold a part of the plan and could not be read."""
NO_DATA = frozenset(kind.code for kind in KINDS if not kind.spatial)
"""Why a file was passed over that holds no data of a plan: documents, pictures, map projects."""


@dataclass(frozen=True, slots=True, eq=False)
class Result:
    """What checking a file gave: findings, what was looked at and how, and what was not checked.

    ``measured`` tells for each layer how lengths were taken, in Vietnamese and English; ``notes`` what was
    taken for one place. ``subjects`` are the layers as the rules saw them, for whoever draws the findings.
    """

    context: Context
    rules: tuple[Rule, ...]
    layers: tuple[LayerSeen, ...]
    measured: tuple[tuple[str, str, str], ...]
    findings: Findings
    skipped: tuple[SkippedCheck, ...]
    notes: tuple[tuple[str, str], ...]
    subjects: tuple[Subject, ...]

    @property
    def verdict(self) -> Verdict:
        """The verdict of all findings; unusable without a layer, not clean where a file was left unread."""
        if not self.layers:
            return Verdict.UNUSABLE
        found = verdict_of(batch.severity for batch in self.findings.batches if len(batch))
        lost = any(item.rule == UNREAD for item in self.skipped)
        return Verdict.INCOMPLETE if lost and found is not Verdict.ERRORS else found

    @property
    def complete(self) -> bool:
        """Whether every rule that concerns the plan could be asked."""
        return not any(item.unknown for item in self.skipped)

    def counts(self) -> dict[str, dict[Severity, int]]:
        """Number of findings by code and severity, in the order of the rules."""
        counted: dict[str, dict[Severity, int]] = {}
        for batch in self.findings.batches:
            if len(batch):
                severities = counted.setdefault(batch.code, {})
                severities[batch.severity] = severities.get(batch.severity, 0) + len(batch)
        return counted

    def to_json(self) -> dict[str, Any]:
        """Write the whole answer as JSON's types, with scale, tolerances and notes beside."""
        return {**self.frame_to_json(), "findings": [finding.to_json() for finding in self.findings]}

    def frame_to_json(self) -> dict[str, Any]:
        """Write everything but the findings, which may be more than fit into memory as JSON's types."""
        row = self.context.tolerances.row
        return {
            **answer_to_json([], self.layers, self.skipped, self.verdict),
            "scale": self.context.options.scale,
            "scale_from": self.context.scale_from[0],
            "partial": self.context.partial,
            "partial_from": self.context.partial_from[0] or "giả định là đồ án đầy đủ",
            "tolerances": {
                "row": row.code,
                "title": row.title_vi,
                "title_en": row.title_en,
                "basis": row.basis,
                "confidence": row.confidence.value,
            },
            "measured": [{"layer": name, "how": vi, "how_en": en} for name, vi, en in self.measured],
            "notes": [{"vi": vi, "en": en} for vi, en in self.notes],
        }


def check(reading: Reading, law: Law, options: Options, progress: Progress | None = None) -> Result:
    """Check every layer of ``reading`` by every rule.

    Raises :class:`InputError` for options that do not fit the file (see :func:`context_of`).
    """
    context = context_of(reading, law, options)
    known = rules()
    told = progress or (lambda _message, _done, _total: None)
    subjects = [Subject(layer, context) for layer in reading.layers]
    answers: list[Batch | SkippedCheck] = list(_not_read(reading))
    notes = list(context.notes)
    for done, subject in enumerate(subjects):
        told(subject.name, done, len(subjects))
        for rule in known:
            if rule.on_layer is not None:
                answers += _answers(rule, partial(asked_of_layer, rule, subject), context, subject.name)
        subject.forget()
    for zones in zone_sets(subjects):
        for rule in known:
            if rule.on_zones is not None:
                answers += _answers(rule, partial(asked_of_zones, rule, zones), context, zones.name)
        notes += _noise(zones)
    answers += [item for rule in known for item in without_zones(rule, subjects)]
    notes += [note for subject in subjects for note in _apart(subject, known)]
    batches = [item for item in answers if isinstance(item, Batch) and len(item)]
    order = {rule.code: place for place, rule in enumerate(known)}
    batches.sort(key=lambda batch: (order[batch.code], batch.severity.rank))
    return Result(
        context=context,
        rules=known,
        layers=tuple(_seen(subject) for subject in subjects),
        measured=tuple((s.name, s.measuring.vi, s.measuring.en) for s in subjects if s.measuring is not None),
        findings=Findings(tuple(batches)),
        skipped=tuple(dict.fromkeys(item for item in answers if isinstance(item, SkippedCheck))),
        notes=tuple(notes),
        subjects=tuple(subjects),
    )


def crs_name(crs: Any) -> str:
    """Name a CRS by its code, else by its name; empty for none."""
    if crs is None:
        return ""
    code = crs.to_authority(min_confidence=100)
    return ":".join(code) if code else str(crs.name)


def _answers(
    rule: Rule, ask: Callable[[], Outcome], context: Context, layer: str
) -> list[Batch | SkippedCheck]:
    """Take what a rule yields; a rule on which geometry's own arithmetic fails counts as not asked."""
    vi, en = rule.named(context), rule.named(context, "en")
    try:
        return [
            item if isinstance(item, SkippedCheck) else replace(item, rule=vi, rule_en=en) for item in ask()
        ]
    except GEOSException as error:
        told = " ".join(str(error).split())[:200]
        return [skip(rule, layer, f"không tính được ({told})", f"could not be computed ({told})")]


def _noise(zones: ZoneSet) -> list[tuple[str, str]]:
    """Say what was taken for one place, so that nothing vanishes unseen."""
    try:
        sheets = zones.sheets if zones.is_tiling and not zones.context.partial else ()
    except GEOSException:  # told by every rule about zones
        return []
    count = sum(sheet.tiling.noise_count for sheet in sheets)
    area = sum(sheet.tiling.noise_area for sheet in sheets)
    if not count:
        return []
    width = f"{zones.context.tolerances.row.coincidence_mm} mm"
    told, all_told = number(count), amount(area, "m²")
    vi = f"Lớp «{zones.name}»: {told} chỗ chồng hoặc hở không quá {width}, tổng {all_told}, coi là trùng biên"
    told, all_told = number(count, "en"), amount(area, "m²", "en")
    en = f"Layer “{zones.name}”: {told} overlaps or gaps up to {width} wide, {all_told} in all: borders"
    return [(vi, en)]


def _apart(subject: Subject, known: Sequence[Rule]) -> Iterator[tuple[str, str]]:
    """Name the compensation areas, which several rules leave alone."""
    rows = np.flatnonzero(subject.standing.compensation)
    if not len(rows):
        return
    rows = rows[np.argsort(subject.rank[rows])]
    listed = ", ".join(str(value) for value in subject.ids[rows[:_NAMED]])
    more = f", … ({number(len(rows))})" if len(rows) > _NAMED else ""
    exempt = ", ".join(rule.code for rule in known if Exempt.COMPENSATION in rule.exempt)
    yield (
        f"Lớp «{subject.name}»: phanLoai của đối tượng {listed}{more} ghi là khu bù, nên được miễn: {exempt}",
        f"Layer “{subject.name}”: phanLoai calls {listed}{more} compensation areas, exempt from: {exempt}",
    )


def _not_read(reading: Reading) -> Iterator[SkippedCheck]:
    """Yield what reading passed over: what was not read was not checked."""
    names = {layer.name for layer in reading.layers}
    for item in reading.skipped:
        reason = item.reason
        whole = item.name == reason.where  # the name of a file, not of a layer or a drawing in it
        if whole and reason.code in NO_DATA:
            yield SkippedCheck("intake.read", reason.vi, reason.en, item.name, unknown=False)
        elif whole:
            yield SkippedCheck(UNREAD, reason.vi, reason.en, item.name)
        else:
            yield SkippedCheck("intake.read", reason.vi, reason.en, item.name, unknown=item.name not in names)


def _seen(subject: Subject) -> LayerSeen:
    return LayerSeen(subject.name, len(subject), crs_name(subject.crs), subject.layer.encoding)
