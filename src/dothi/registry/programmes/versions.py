"""Every adopted version of a programme, those that were corrected too, as known on a day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from dothi.registry.dated import end_of
from dothi.registry.programmes.models import Document, Edition, EditionPeriod, EditionState, Programme
from dothi.registry.programmes.queries import EditionRow, edition_row, with_editions


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A version with the moment it was adopted.

    ``corrected_by`` is the number of the version that took its place from its first day on; ``None`` where it
    still counts for its period.
    """

    edition: EditionRow
    adopted_at: datetime | None
    sha256: str
    corrected_by: int | None


@dataclass(frozen=True, slots=True)
class ProgrammeRow:
    """A programme that has an adopted version."""

    key: str
    title: str
    title_en: str
    illustrative: bool


@dataclass(frozen=True)
class DocumentRow:
    """The text of a version and what the reader found of its form (keys of docs/programme-reading.md)."""

    text: str
    name: str
    sha256: str
    info: dict[str, Any]
    nodes: list[dict[str, Any]]
    unplaced: list[dict[str, Any]]
    guesses: list[dict[str, Any]]

    @cached_property
    def by_id(self) -> dict[str, dict[str, Any]]:
        """The nodes by id."""
        return {node["id"]: node for node in self.nodes}


def versions_known(programme_key: str, day: date, known_on: date | None = None) -> list[VersionRow]:
    """Versions on record at the end of ``known_on`` (now, when not given), the latest first. One query."""
    rows = EditionPeriod.objects.filter(edition__programme__key=programme_key)
    if known_on is not None:
        rows = rows.filter(recorded_at__lt=end_of(known_on))
    latest: dict[int, EditionPeriod] = {}
    number_at: dict[datetime, int] = {}
    for row in with_editions(rows).order_by("recorded_at", "pk"):
        latest[row.edition_id] = row
        number_at[row.recorded_at] = max(row.edition.number or 0, number_at.get(row.recorded_at, 0))
    found = [
        VersionRow(
            edition_row(row, day),
            row.edition.adopted_at,
            row.edition.document.sha256,
            number_at.get(row.withdrawn_at) if _gone(row, known_on) else None,
        )
        for row in latest.values()
    ]
    return sorted(found, key=lambda version: -version.edition.number)


def programmes_known(known_on: date | None = None) -> list[ProgrammeRow]:
    """Programmes that have an adopted version on record, in the order in which they came. One query."""
    periods = EditionPeriod.objects.filter(edition__state=EditionState.ADOPTED)
    if known_on is not None:
        periods = periods.filter(recorded_at__lt=end_of(known_on))
    rows = Programme.objects.filter(pk__in=periods.values("edition__programme")).order_by("pk")
    return [ProgrammeRow(row.key, row.title, row.title_en, row.illustrative) for row in rows]


def documents_of(edition_pks: Iterable[int]) -> dict[int, DocumentRow]:
    """The text and tree behind several versions. One query."""
    rows = (
        Edition.objects.filter(pk__in=list(edition_pks)).select_related("document").defer("document__content")
    )
    return {row.pk: _document(row.document) for row in rows}


def _gone(row: EditionPeriod, known_on: date | None) -> bool:
    if row.withdrawn_at is None:
        return False
    return known_on is None or row.withdrawn_at < end_of(known_on)


def _document(row: Document) -> DocumentRow:
    reading = row.reading
    return DocumentRow(
        row.text,
        row.name,
        row.sha256,
        reading.get("document") or {},
        reading.get("nodes") or [],
        reading.get("unplaced") or [],
        reading.get("guesses") or [],
    )
