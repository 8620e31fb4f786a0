"""The life of an observed value: draft, submitted, returned, approved, corrected.

Every step asks ``require`` for the right to take it, changes the row only if nobody changed it meanwhile,
and is written to the audit trail in the same transaction. Nothing else writes a state.
"""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils import timezone

from dothi.base.text import clean
from dothi.base.time import Period
from dothi.registry.accounts.access import require
from dothi.registry.accounts.models import User
from dothi.registry.audit.trail import record
from dothi.registry.observations import refusals
from dothi.registry.observations.catalogue import indicators
from dothi.registry.observations.checks import Entry, Finding, check, missing_source
from dothi.registry.observations.models import Observation, State
from dothi.registry.observations.where import PlaceIndex
from dothi.registry.sources.models import Source

OPEN = (State.DRAFT, State.RETURNED)


def findings_of(entry: Entry, places: PlaceIndex | None = None) -> list[Finding]:
    """What there is to say about ``entry`` today."""
    return check(entry, indicators(), places or PlaceIndex.load(), timezone.localdate())


def entry_of(row: Observation) -> Entry:
    """The row as the entry it was made from."""
    first, last = row.first_day, row.last_day
    if first is None or last is None:
        raise ValueError(f"observation {row.pk} has an open period")
    return Entry(
        row.indicator,
        row.place_key,
        row.value,
        row.unit,
        first,
        last,
        row.source_id,
        row.source_place,
        row.note,
        row.illustrative,
    )


def columns_of(entry: Entry) -> dict[str, Any]:
    """The columns that a checked ``entry`` fills, with the indicator's own unit.

    A value from an illustrative source is illustrative.
    """
    period = Period.between(entry.first_day, date.fromordinal(entry.last_day.toordinal() + 1))
    drawn = (
        entry.source_id is not None and Source.objects.filter(pk=entry.source_id, illustrative=True).exists()
    )
    return {
        "indicator": entry.indicator,
        "place_key": entry.place_key,
        "value": entry.value,
        "unit": indicators()[entry.indicator].unit,
        "starts_earliest": period.start.earliest,
        "starts_latest": period.start.latest,
        "ends_earliest": period.end.earliest,
        "ends_latest": period.end.latest,
        "source_id": entry.source_id,
        "source_place": clean(entry.source_place)[:200],
        "note": entry.note.strip(),
        "illustrative": entry.illustrative or drawn,
    }


@transaction.atomic
def enter(user: User, entry: Entry) -> Observation:
    """Write a draft. Raises :class:`RefusedEntryError` where the entry cannot be a value at all."""
    require(user, "observations.enter", Observation(place_key=entry.place_key, entered_by=user))
    _refuse(findings_of(entry))
    row = Observation.objects.create(**columns_of(entry), entered_by=user)
    record(user, "observations.enter", row, {"after": told(entry)})
    return row


@transaction.atomic
def edit(user: User, pk: int, version: int, entry: Entry) -> Observation:
    """Change a draft or a returned value; whoever saw an older ``version`` gets :class:`StaleEditError`."""
    row = _row(pk)
    require(user, "observations.enter", row)
    require(user, "observations.enter", Observation(place_key=entry.place_key, entered_by=row.entered_by))
    _fresh(row, version, entry)
    _in_state(row, OPEN, "sửa", "edit")
    _refuse(findings_of(entry))
    before = entry_of(row)
    _change(row, entry, **columns_of(entry), edited_by=user)
    record(user, "observations.edit", row, _difference(before, entry))
    return _row(pk)


@transaction.atomic
def submit(user: User, pk: int, version: int, places: PlaceIndex | None = None) -> Observation:
    """Hand a value in for approval; it must name its source."""
    row = _row(pk)
    require(user, "observations.submit", row)
    _fresh(row, version)
    _in_state(row, OPEN, "nộp", "submit")
    _refuse(_for_decision(row, places))
    _change(row, state=State.SUBMITTED, submitted_by=user, reason="")
    record(user, "observations.submit", row, {"value": told(entry_of(row))})
    return _row(pk)


@transaction.atomic
def send_back(user: User, pk: int, version: int, reason: str) -> Observation:
    """Return a submitted value with the reason."""
    row = _row(pk)
    require(user, "observations.approve", row)
    _fresh(row, version)
    _in_state(row, (State.SUBMITTED,), "trả lại", "return")
    text = reason.strip()
    if not text:
        raise refusals.no_reason(row)
    _change(row, state=State.RETURNED, reason=text, decided_by=user, decided_at=timezone.now())
    record(user, "observations.return", row, {"reason": text})
    return _row(pk)


@transaction.atomic
def approve(user: User, pk: int, version: int, places: PlaceIndex | None = None) -> Observation:
    """Make a submitted value a figure; a correction withdraws what it corrects at the same moment.

    Refused to whoever entered, changed or submitted it, and for illustrative values altogether.
    """
    row = _row(pk)
    require(user, "observations.approve", row)
    _fresh(row, version)
    _in_state(row, (State.SUBMITTED,), "duyệt", "approve")
    if user.pk in {row.entered_by_id, row.edited_by_id, row.submitted_by_id}:
        raise refusals.four_eyes(row)
    if row.illustrative:
        raise refusals.illustrative(row)
    _refuse(_for_decision(row, places))
    moment = timezone.now()
    if row.corrects_id is not None:
        _withdraw_corrected(user, row, moment)
    _approve_row(row, user, moment)
    record(user, "observations.approve", row, {"value": told(entry_of(row)), "corrects": row.corrects_id})
    return _row(pk)


@transaction.atomic
def correct(user: User, pk: int, entry: Entry) -> Observation:
    """Draft a correction of an approved value; the old row stands until the new one is approved."""
    row = _row(pk)
    require(user, "observations.enter", row)
    require(user, "observations.enter", Observation(place_key=entry.place_key, entered_by=user))
    _in_state(row, (State.APPROVED,), "đính chính", "correct")
    waiting = row.corrections.filter(withdrawn_at=None).exclude(state=State.APPROVED).first()
    if waiting is not None:
        raise refusals.open_correction(row, waiting)
    _refuse(findings_of(entry))
    draft = Observation.objects.create(**columns_of(entry), entered_by=user, corrects=row)
    record(user, "observations.correct", draft, {"corrects": row.pk, **_difference(entry_of(row), entry)})
    return draft


@transaction.atomic
def discard(user: User, pk: int, version: int) -> None:
    """Take a draft or a returned value off the desk; the row stays readable."""
    row = _row(pk)
    require(user, "observations.enter", row)
    _fresh(row, version)
    _in_state(row, OPEN, "hủy", "discard")
    _change(row, withdrawn_at=timezone.now(), edited_by=user)
    record(user, "observations.discard", row, {"value": told(entry_of(row))})


def drafts_of(user: User, entries: list[Entry], batch: UUID) -> list[Observation]:
    """Checked entries as drafts not yet written, so that the transaction which writes them is short."""
    drawn = set(Source.objects.filter(illustrative=True).values_list("pk", flat=True))
    rows = []
    for entry in entries:
        columns = columns_of(replace(entry, source_id=None)) | {
            "source_id": entry.source_id,
            "illustrative": entry.illustrative or entry.source_id in drawn,
        }
        rows.append(Observation(batch=batch, entered_by=user, **columns))
    return rows


def enter_many(user: User, rows: list[Observation], batch: UUID, details: dict[str, Any]) -> int:
    """Write the drafts of one batch with one audit entry, in the caller's transaction."""
    for key in {row.place_key for row in rows}:
        require(user, "observations.enter", Observation(place_key=key, entered_by=user))
    Observation.objects.bulk_create(rows, batch_size=500)
    record(user, "observations.import", f"observations.importbatch:{batch}", {**details, "values": len(rows)})
    return len(rows)


def told(entry: Entry) -> dict[str, Any]:
    """The entry as the audit trail keeps it."""
    return asdict(entry)


def _row(pk: int) -> Observation:
    row: Observation = Observation.objects.select_related(
        "source", "entered_by", "edited_by", "submitted_by", "decided_by"
    ).get(pk=pk)
    return row


def _fresh(row: Observation, version: int, yours: Entry | None = None) -> None:
    if row.version != version:
        raise refusals.StaleEditError(row, yours)


def _in_state(row: Observation, wanted: tuple[State, ...], vi: str, en: str) -> None:
    if row.withdrawn_at is not None or row.state not in wanted:
        raise refusals.wrong_state(row, vi, en)


def _refuse(findings: list[Finding]) -> None:
    if any(finding.refuses for finding in findings):
        raise refusals.RefusedEntryError(findings)


def _for_decision(row: Observation, places: PlaceIndex | None) -> list[Finding]:
    findings = findings_of(entry_of(row), places)
    return findings if row.source_id is not None else [*findings, missing_source()]


def _change(row: Observation, yours: Entry | None = None, /, **columns: Any) -> None:
    """Write ``columns`` if the row is still as it was read; else someone was faster."""
    changed = Observation.objects.filter(
        pk=row.pk, version=row.version, state=row.state, withdrawn_at=None
    ).update(**columns, version=F("version") + 1, changed_at=timezone.now())
    if not changed:
        raise refusals.StaleEditError(_row(row.pk), yours)


def _withdraw_corrected(user: User, row: Observation, moment: Any) -> None:
    withdrawn = Observation.objects.filter(
        pk=row.corrects_id, state=State.APPROVED, withdrawn_at=None
    ).update(withdrawn_at=moment, version=F("version") + 1)
    if not withdrawn:
        raise refusals.wrong_state(_row(int(row.corrects_id)), "đính chính", "correct")
    record(
        user, "observations.withdraw", f"observations.observation:{row.corrects_id}", {"corrected_by": row.pk}
    )


def _approve_row(row: Observation, user: User, moment: Any) -> None:
    same = Observation.objects.filter(
        ~Q(pk=row.pk),
        indicator=row.indicator,
        place_key=row.place_key,
        starts_latest=row.starts_latest,
        ends_earliest=row.ends_earliest,
        source_id=row.source_id,
        state=State.APPROVED,
        withdrawn_at=None,
    )
    other = same.first()
    if other is not None:
        raise refusals.already_approved(row, other)
    try:
        with transaction.atomic():
            _change(
                row, state=State.APPROVED, decided_by=user, decided_at=moment, recorded_at=moment, reason=""
            )
    except IntegrityError as error:
        raise refusals.already_approved(row, None) from error


def _difference(before: Entry, after: Entry) -> dict[str, Any]:
    old, new = told(before), told(after)
    fields = [name for name in old if old[name] != new[name]]
    return {"before": {name: old[name] for name in fields}, "after": {name: new[name] for name in fields}}
