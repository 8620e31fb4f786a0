"""A source as it travels with a figure or a fact to page, API and export."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from dothi.registry.sources.models import Source


@dataclass(frozen=True, slots=True)
class SourceRef:
    """What a reader needs to trace a fact: title, document, confidence."""

    key: str
    title: str
    title_en: str
    issuer: str
    number: str
    issued_on: date | None
    url: str
    licence: str
    confidence: str
    illustrative: bool


def source_ref(source: Source) -> SourceRef:
    """Copy what travels from a stored source."""
    return SourceRef(
        source.key,
        source.title,
        source.title_en,
        source.issuer,
        source.number,
        source.issued_on,
        source.url,
        source.licence,
        source.confidence,
        source.illustrative,
    )


def source_refs(keys: Iterable[str] | None = None) -> dict[str, SourceRef]:
    """Sources by key, in one query; all of them when no keys are given."""
    rows = Source.objects.all() if keys is None else Source.objects.filter(key__in=set(keys))
    return {row.key: source_ref(row) for row in rows}
