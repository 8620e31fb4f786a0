"""Reading and checking a dossier as its planner decided, and what is kept of the answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING, Any

import shapely

from dothi.base.errors import InputError
from dothi.base.numbers import format_number
from dothi.intake.assigning import assigned
from dothi.intake.checking.context import Options
from dothi.intake.checking.engine import Result, check, crs_name
from dothi.intake.findings import Severity, geometry_to_json
from dothi.intake.functions import FunctionMapping, unknown_layers
from dothi.intake.georeference.placement import Placement, placement
from dothi.intake.layers import Guess, Layer, Reading
from dothi.intake.read import SHOW, read
from dothi.lake.reference import Reference
from dothi.registry.lawbook import current_law
from dothi.registry.plans.models import Submission, SubmissionFinding
from dothi.registry.plans.placing import Question, questions
from dothi.registry.plans.receiving import file_of
from dothi.registry.plans.services import mapping_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from dothi.intake.findings import Finding

KEPT_PER_CODE = 500
"""Findings of one rule kept for list and map; the GeoPackage of the report has all of them."""
_SIMPLE_DEGREES = 1e-6
_MOST_GUESSES = 400


@dataclass(frozen=True, slots=True, eq=False)
class Assessment:
    """A dossier as it was read, what its checks said, and where its coordinates have to be asked about."""

    reading: Reading
    result: Result
    mapping: FunctionMapping
    questions: Mapping[str, Question] = field(default_factory=dict)


def assess(submission: Submission, today: date, progress: Callable[[str, int, int], None]) -> Assessment:
    """Read and check a dossier with the options decided for it.

    Raises :class:`~dothi.base.errors.DothiError` where it cannot be read, or an option does not fit it.
    """
    options = submission.options
    found = read(file_of(submission), encoding=options.get("encoding", SHOW), progress=progress)
    chosen = placement(options["crs"]) if options.get("crs") else None
    asking = {} if chosen else questions(found)
    placed = (
        found
        if chosen is None
        else replace(found, layers=tuple(_placed(one, chosen) for one in found.layers))
    )
    day = date.fromisoformat(options["day"]) if options.get("day") else today
    asked = Options(
        day=day,
        scale=options.get("scale") or submission.plan.scale,
        boundary=options.get("boundary", ""),
        stage=options.get("stage", ""),
        partial=bool(options.get("partial")),
    )
    law = current_law()
    return Assessment(placed, check(placed, law, asked, progress), mapping_of(submission.consultant), asking)


def answer_of(found: Assessment) -> dict[str, Any]:
    """What pages show of an assessment: verdict, counts, layers, what was skipped, what has to be decided."""
    result = found.result
    severities: Counter[str] = Counter()
    for by_severity in result.counts().values():
        for severity, count in by_severity.items():
            severities[severity.value] += count
    row = result.context.tolerances.row
    return {
        "verdict": result.verdict.value,
        "complete": result.complete,
        "errors": severities[Severity.ERROR.value],
        "warnings": severities[Severity.WARNING.value],
        "notes": severities[Severity.INFO.value],
        "counts": {
            code: {severity.value: count for severity, count in by_severity.items()}
            for code, by_severity in result.counts().items()
        },
        "layers": [_layer(layer, found) for layer in found.reading.layers],
        "skipped_rules": [item.to_json() for item in result.skipped],
        "skipped_parts": [
            {"name": item.name, "vi": item.reason.sentence(), "en": item.reason.sentence("en")}
            for item in found.reading.skipped
        ],
        "guesses": [_guess(guess) for guess in found.reading.guesses[:_MOST_GUESSES]],
        "unknown_layers": [reading.text for reading in _unexplained(found)],
        "scale": result.context.options.scale,
        "tolerances": {
            "row": row.code,
            "title": f"1/{format_number(row.scale)}",
            "basis": row.basis,
            "confidence": row.confidence.value,
        },
        "boundary": result.context.boundary.layer if result.context.boundary else "",
        "questions": {name: question.as_data() for name, question in found.questions.items()},
    }


def finding_rows(submission: Submission, found: Assessment) -> Iterator[SubmissionFinding]:
    """Findings for list and map, the gravest rules' first ones of each code, in WGS 84."""
    carriers = {layer.name: carrier_of(layer) for layer in found.reading.layers}
    for number, finding in enumerate(_first_ones(found.result.findings), start=1):
        yield SubmissionFinding(
            submission=submission,
            number=number,
            code=finding.code,
            severity=finding.severity.value,
            layer=finding.layer[:120],
            feature=("" if finding.feature is None else str(finding.feature))[:120],
            message=finding.message,
            message_en=finding.message_en,
            remedy=finding.remedy,
            remedy_en=finding.remedy_en,
            place=finding.where[:300],
            rule=finding.rule[:300],
            measure=finding.measure,
            unit=finding.unit,
            geometry=_on_the_map(finding, carriers.get(finding.layer)),
        )


def _placed(layer: Layer, chosen: Placement) -> Layer:
    """The layer as the planner said its coordinates are to be taken."""
    return replace(layer, frame=chosen.frame(layer.frame))


def _first_ones(findings: Any) -> Iterator[Finding]:
    for batch in findings.batches:
        yield from (batch.finding(row) for row in islice(range(len(batch)), KEPT_PER_CODE))


def _layer(layer: Layer, found: Assessment) -> dict[str, Any]:
    told = assigned(layer, found.result.context.index, found.mapping)
    return {
        "name": layer.name,
        "where": layer.where,
        "features": len(layer.frame),
        "crs": crs_name(layer.frame.crs),
        "encoding": layer.encoding,
        "function_column": told.column,
        "functions": int((told.functions != "").sum()),
        "unknown_values": [[text, count] for text, count in told.unknown[:50]],
    }


def _unexplained(found: Assessment) -> Iterable[Any]:
    context = found.result.context
    names = [layer.name for layer in found.reading.layers]
    return unknown_layers(names, context.law, context.day, found.mapping)


def _guess(guess: Guess) -> dict[str, Any]:
    return {
        "kind": guess.kind,
        "layer": guess.layer,
        "column": guess.column,
        "found": guess.found[:200],
        "taken_as": guess.taken_as[:200],
        "score": guess.score,
        "vi": guess.note_vi,
        "en": guess.note_en,
    }


def carrier_of(layer: Layer) -> Reference | None:
    """The way from a layer's coordinates to WGS 84; ``None`` where nobody knows it."""
    if layer.frame.crs is None:
        return None
    try:
        reference = Reference(layer.frame.crs)
        reference.operation  # noqa: B018 - a CRS without a known way to WGS 84 is told by asking
    except InputError:
        return None
    return reference


def _on_the_map(finding: Finding, carrier: Reference | None) -> dict[str, Any] | None:
    """The offending part in WGS 84, generalised to 10 cm; none where nobody knows where it lies."""
    shape = finding.geometry
    if shape is None or carrier is None or shape.is_empty:
        return None
    carried = shapely.transform(shapely.force_2d(shape), carrier.to_wgs84)
    return geometry_to_json(shapely.simplify(carried, _SIMPLE_DEGREES, preserve_topology=False))
