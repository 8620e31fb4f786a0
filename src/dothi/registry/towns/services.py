"""The life of a value of a town: draft, submitted, returned, approved, corrected.

Rights are those of observed values. Every step asks ``require``, changes the row only if nobody did in the
meantime, and is written to the audit trail in the same transaction. Nothing else writes a state.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from dothi.base.text import clean
from dothi.base.time import Period
from dothi.registry.accounts.access import require
from dothi.registry.accounts.models import User
from dothi.registry.audit.trail import record
from dothi.registry.observations import refusals
from dothi.registry.observations.checks import Finding
from dothi.registry.observations.models import State
from dothi.registry.sources.models import Source
from dothi.registry.towns.checks import Known, TownEntry, check, for_decision
from dothi.registry.towns.models import TownValue

OPEN = (State.DRAFT, State.RETURNED)


def entry_of(row: TownValue) -> TownEntry:
    """The row as the entry it was made from."""
    if row.day is None:
        raise ValueError(f"value {row.pk} has no day")
    return TownEntry(
        row.town_key,
        row.standard,
        row.text,
        row.day,
        row.unit_key,
        row.source_id,
        row.source_place,
        row.note,
        row.illustrative,
    )


def findings_of(entry: TownEntry, known: Known | None = None) -> list[Finding]:
    """What there is to say about ``entry`` today."""
    return check(entry, known or Known.load(), timezone.localdate())


def columns_of(entry: TownEntry) -> dict[str, Any]:
    """The columns a checked entry fills; a value from an illustrative source is illustrative."""
    period = Period.between(entry.day)
    drawn = Source.objects.filter(pk=entry.source_id, illustrative=True).exists()
    return {
        "town_key": entry.town_key,
        "standard": entry.standard,
        "unit_key": entry.unit_key,
        "text": clean(entry.text)[:60],
        "starts_earliest": period.start.earliest,
        "starts_latest": period.start.latest,
        "ends_earliest": None,
        "ends_latest": None,
        "source_id": entry.source_id,
        "source_place": clean(entry.source_place)[:200],
        "note": entry.note.strip(),
        "illustrative": entry.illustrative or drawn,
    }


@transaction.atomic
def enter(user: User, entry: TownEntry, known: Known | None = None, corrects: int | None = None) -> TownValue:
    """Write a draft, as a correction of ``corrects`` where that is given.

    Raises :class:`~dothi.registry.observations.refusals.RefusedEntryError` where it can be no value at all.
    """
    require(user, "observations.enter", _draft(user, entry))
    old = None if corrects is None else _row(corrects)
    if old is not None:
        require(user, "observations.enter", old)
        _in_state(old, (State.APPROVED,), "đính chính", "correct")
        waiting = old.corrections.filter(withdrawn_at=None).exclude(state=State.APPROVED).first()
        if waiting is not None:
            raise refusals.open_correction(old, waiting)
    _refuse(findings_of(entry, known))
    row = TownValue.objects.create(**columns_of(entry), entered_by=user, corrects=old)
    record(user, "town_values.enter", row, {"after": asdict(entry), "corrects": corrects})
    return row


@transaction.atomic
def edit(user: User, pk: int, version: int, entry: TownEntry) -> TownValue:
    """Change a draft or a returned value; whoever saw an older ``version`` is told."""
    row = _row(pk)
    require(user, "observations.enter", row)
    require(user, "observations.enter", _draft(row.entered_by, entry))
    _fresh(row, version)
    _in_state(row, OPEN, "sửa", "edit")
    _refuse(findings_of(entry))
    old, new = asdict(entry_of(row)), asdict(entry)
    fields = [name for name in old if old[name] != new[name]]
    _change(row, **columns_of(entry), edited_by=user)
    details = {
        side: {name: told[name] for name in fields} for side, told in (("before", old), ("after", new))
    }
    record(user, "town_values.edit", row, details)
    return _row(pk)


@transaction.atomic
def submit(user: User, pk: int, version: int, known: Known | None = None) -> TownValue:
    """Hand a value in for approval; it must name its source."""
    row = _row(pk)
    require(user, "observations.submit", row)
    _fresh(row, version)
    _in_state(row, OPEN, "nộp", "submit")
    _refuse(_ready(row, known))
    _change(row, state=State.SUBMITTED, submitted_by=user, reason="")
    record(user, "town_values.submit", row, {"value": asdict(entry_of(row))})
    return _row(pk)


@transaction.atomic
def send_back(user: User, pk: int, version: int, reason: str) -> TownValue:
    """Return a submitted value with the reason."""
    row = _row(pk)
    require(user, "observations.approve", row)
    _fresh(row, version)
    _in_state(row, (State.SUBMITTED,), "trả lại", "return")
    text = reason.strip()
    if not text:
        raise refusals.no_reason(row)
    _change(row, state=State.RETURNED, reason=text, decided_by=user, decided_at=timezone.now())
    record(user, "town_values.return", row, {"reason": text})
    return _row(pk)


@transaction.atomic
def approve(user: User, pk: int, version: int, known: Known | None = None) -> TownValue:
    """Let a submitted value count; a correction withdraws what it corrects at the same moment.

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
    _refuse(_ready(row, known))
    moment = timezone.now()
    if row.corrects_id is not None:
        _withdraw(user, row.corrects_id, moment, row.pk)
    try:
        with transaction.atomic():
            _change(
                row, state=State.APPROVED, decided_by=user, decided_at=moment, recorded_at=moment, reason=""
            )
    except IntegrityError as error:
        raise refusals.already_approved(row, None) from error
    record(user, "town_values.approve", row, {"value": asdict(entry_of(row)), "corrects": row.corrects_id})
    return _row(pk)


@transaction.atomic
def discard(user: User, pk: int, version: int) -> None:
    """Take a draft or a returned value off the desk; the row stays readable."""
    row = _row(pk)
    require(user, "observations.enter", row)
    _fresh(row, version)
    _in_state(row, OPEN, "hủy", "discard")
    _change(row, withdrawn_at=timezone.now(), edited_by=user)
    record(user, "town_values.discard", row, {"value": asdict(entry_of(row))})


def _draft(user: User, entry: TownEntry) -> TownValue:
    return TownValue(town_key=entry.town_key, unit_key=entry.unit_key, entered_by=user)


def _row(pk: int) -> TownValue:
    names = ("source", "entered_by", "edited_by", "submitted_by", "decided_by")
    row: TownValue = TownValue.objects.select_related(*names).get(pk=pk)
    return row


def _ready(row: TownValue, known: Known | None) -> list[Finding]:
    return for_decision(entry_of(row), known or Known.load(), timezone.localdate())


def _fresh(row: TownValue, version: int) -> None:
    if row.version != version:
        raise refusals.StaleEditError(row)


def _in_state(row: TownValue, wanted: tuple[State, ...], vi: str, en: str) -> None:
    if row.withdrawn_at is not None or row.state not in wanted:
        raise refusals.wrong_state(row, vi, en)


def _refuse(findings: list[Finding]) -> None:
    if any(finding.refuses for finding in findings):
        raise refusals.RefusedEntryError(findings)


def _change(row: TownValue, **columns: Any) -> None:
    """Write ``columns`` if the row is still as it was read; else someone was faster."""
    same = TownValue.objects.filter(pk=row.pk, version=row.version, state=row.state, withdrawn_at=None)
    if not same.update(**columns, version=F("version") + 1, changed_at=timezone.now()):
        raise refusals.StaleEditError(_row(row.pk))


def _withdraw(user: User, pk: int, moment: Any, by: int) -> None:
    old = TownValue.objects.filter(pk=pk, state=State.APPROVED, withdrawn_at=None)
    if not old.update(withdrawn_at=moment, version=F("version") + 1):
        raise refusals.wrong_state(_row(pk), "đính chính", "correct")
    record(user, "town_values.withdraw", f"towns.townvalue:{pk}", {"corrected_by": by})
