"""What a check finds: one row a finding, the same for plans, dossiers and their reports.

A finding says what is wrong, where, by which rule and what to do, in Vietnamese with English beside, under a
code that programs can rely on. A check that could not be made is no finding: it stands in ``skipped``, and
the answer says that it is not complete, for unknown is never "no".
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import shapely


class Severity(StrEnum):
    """How much a finding weighs."""

    ERROR = "error"
    """Must be mended before the plan can be published."""
    WARNING = "warning"
    """Should be looked at; does not stand in the way."""
    INFO = "info"
    """Said so that nothing happens unseen."""

    @property
    def rank(self) -> int:
        """0 for the gravest."""
        return list(Severity).index(self)

    def title(self, language: str = "vi") -> str:
        """Write the word shown beside a finding."""
        words = {
            Severity.ERROR: ("Lỗi", "Error"),
            Severity.WARNING: ("Cảnh báo", "Warning"),
            Severity.INFO: ("Ghi chú", "Note"),
        }[self]
        return words[1] if language == "en" else words[0]


class Verdict(StrEnum):
    """What all findings come to.

    ``incomplete`` where a file that may hold a part of the plan could not be read, ``unusable`` where nothing
    could be checked at all.
    """

    CLEAN = "clean"
    WARNINGS = "warnings"
    INCOMPLETE = "incomplete"
    ERRORS = "errors"
    UNUSABLE = "unusable"

    @property
    def exit_code(self) -> int:
        """0 clean or warnings, 1 errors or not everything read, 2 unusable."""
        return {Verdict.INCOMPLETE: 1, Verdict.ERRORS: 1, Verdict.UNUSABLE: 2}.get(self, 0)

    def title(self, language: str = "vi") -> str:
        """Write the verdict as people read it."""
        words = {
            Verdict.CLEAN: ("Không phát hiện lỗi", "Nothing found"),
            Verdict.WARNINGS: ("Có cảnh báo", "Warnings"),
            Verdict.INCOMPLETE: ("Không đọc được hết", "Not everything was read"),
            Verdict.ERRORS: ("Có lỗi", "Errors"),
            Verdict.UNUSABLE: ("Không kiểm tra được", "Could not be checked"),
        }[self]
        return words[1] if language == "en" else words[0]


FeatureId = int | str
"""The number or name by which the planner's own program knows a feature."""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Finding:
    """One thing found.

    ``code`` reads ``group.name`` and never changes its meaning. ``layer`` and ``feature`` are empty where a
    whole file or layer is meant; ``others`` are further features concerned (the other side of an overlap).
    ``measure`` is in ``unit`` and not rounded. ``geometry`` is the offending part in the layer's own CRS.
    ``where`` is the place in words: coordinates, field, file, sheet and row. ``rule`` names what was applied,
    with its legal basis or as the project's own rule.
    """

    code: str
    severity: Severity
    message: str
    message_en: str
    layer: str = ""
    feature: FeatureId | None = None
    others: tuple[FeatureId, ...] = ()
    measure: float | None = None
    unit: str = ""
    geometry: Any = None
    where: str = ""
    rule: str = ""
    remedy: str = ""
    remedy_en: str = ""

    @property
    def group(self) -> str:
        """The part of the code before the dot."""
        return self.code.split(".", 1)[0]

    def sentence(self, language: str = "vi") -> str:
        """What, where and what to do, in one line."""
        message, remedy = (
            (self.message_en, self.remedy_en) if language == "en" else (self.message, self.remedy)
        )
        told = f"{message} ({self.where})" if self.where else message
        return " ".join(part if part[-1] in ".!?…" else f"{part}." for part in (told, remedy) if part)

    def to_json(self) -> dict[str, Any]:
        """Write the finding as JSON's types; ``geometry`` as GeoJSON in the layer's own CRS."""
        return {**self._plain(), "geometry": geometry_to_json(self.geometry)}

    def to_text(self) -> str:
        """Write the same as one line of JSON, faster: the geometry is never taken apart."""
        plain = json.dumps(self._plain(), ensure_ascii=False)
        return f'{plain[:-1]}, "geometry": {_geojson(self.geometry) or "null"}}}'

    def _plain(self) -> dict[str, Any]:
        return {
            "code": self.code,
            "severity": self.severity.value,
            "layer": self.layer or None,
            "feature": self.feature,
            "others": list(self.others),
            "message": self.message,
            "message_en": self.message_en,
            "remedy": self.remedy,
            "remedy_en": self.remedy_en,
            "measure": _finite(self.measure),
            "unit": self.unit or None,
            "where": self.where or None,
            "rule": self.rule or None,
        }


@dataclass(frozen=True, slots=True)
class LayerSeen:
    """A layer that was looked at. ``crs`` is ``EPSG:5899``, a name, or empty where the file does not say."""

    name: str
    features: int
    crs: str
    encoding: str

    def to_json(self) -> dict[str, Any]:
        """Write it as JSON's types."""
        return {
            "name": self.name,
            "features": self.features,
            "crs": self.crs or None,
            "encoding": self.encoding,
        }


@dataclass(frozen=True, slots=True)
class SkippedCheck:
    """A check that was not made, on one layer or (``layer`` empty) on all, and why.

    ``unknown`` tells that the answer is missing (no scale, no field, no CRS), so that the verdict is not
    complete; without it the check had nothing to say (an exempt plan, a layer of points).
    """

    rule: str
    reason: str
    reason_en: str
    layer: str = ""
    unknown: bool = True

    def to_json(self) -> dict[str, Any]:
        """Write it as JSON's types."""
        return {
            "rule": self.rule,
            "layer": self.layer or None,
            "reason": self.reason,
            "reason_en": self.reason_en,
            "unknown": self.unknown,
        }


def verdict_of(severities: Iterable[Severity]) -> Verdict:
    """The verdict of what was found; notes alone leave it clean."""
    found = set(severities)
    if Severity.ERROR in found:
        return Verdict.ERRORS
    return Verdict.WARNINGS if Severity.WARNING in found else Verdict.CLEAN


def answer_to_json(
    findings: Sequence[Finding],
    layers: Sequence[LayerSeen],
    skipped: Sequence[SkippedCheck],
    verdict: Verdict | None = None,
) -> dict[str, Any]:
    """Write a whole answer: findings, layers, skipped, verdict, and whether it is complete."""
    given = verdict_of(finding.severity for finding in findings) if verdict is None else verdict
    return {
        "verdict": given.value,
        "complete": given is not Verdict.UNUSABLE and not any(item.unknown for item in skipped),
        "layers": [layer.to_json() for layer in layers],
        "findings": [finding.to_json() for finding in findings],
        "skipped": [item.to_json() for item in skipped],
    }


def geometry_to_json(geometry: Any) -> dict[str, Any] | None:
    """Write a geometry as GeoJSON; ``None`` for none, and for coordinates that JSON has no word for."""
    text = _geojson(geometry)
    written: dict[str, Any] | None = json.loads(text) if text else None
    return written


def _geojson(geometry: Any) -> str:
    if geometry is None or not math.isfinite(float(shapely.get_coordinates(geometry).sum())):
        return ""
    text: str = shapely.to_geojson(geometry)
    return text


def _finite(measure: float | None) -> float | None:
    return measure if measure is not None and math.isfinite(measure) else None
