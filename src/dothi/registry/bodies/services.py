"""Recording bodies and handovers: rows are withdrawn and recorded anew, never changed; all is audited."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from dothi.base.errors import InputError, refuse_all
from dothi.base.text import clean, fold, slug
from dothi.base.time import Bound, Period
from dothi.registry.accounts.access import require
from dothi.registry.audit import trail
from dothi.registry.bodies.checking import (
    BodyEntry,
    HandoverEntry,
    OnRecord,
    StaleBodyError,
    check_body,
    check_handover,
    fault,
    handover_gone,
)
from dothi.registry.bodies.models import Body, Handover

ACTION = "bodies.manage"


def sync_from_law(rows: Iterable[Any], moment: datetime | None = None) -> tuple[int, int]:
    """Make the bodies of origin ``law`` equal the rows of the law table; how many were recorded, withdrawn.

    To be called inside a transaction. What an office recorded is never touched.
    """
    moment = moment or timezone.now()
    wanted = {_content(body): body for body in (_from_law(row, moment) for row in rows)}
    withdrawn = 0
    for standing in Body.objects.as_known_on().filter(origin="law"):
        if wanted.pop(_content(standing), None) is None:
            standing.withdraw(moment)
            withdrawn += 1
    for row in wanted.values():
        row.save()
    return len(wanted), withdrawn


@transaction.atomic
def record_body(user: Any, entry: BodyEntry) -> Body:
    """Record a body. Raises :class:`InputError` for an entry that cannot be, or a name another one bears."""
    require(user, ACTION)
    refuse_all(check_body(entry, OnRecord.load()))
    row = _body(user, entry, _free_key(entry.title))
    row.save()
    _note(user, row, entry, corrects=False)
    return row


@transaction.atomic
def correct_body(user: Any, key: str, seen: int, entry: BodyEntry) -> Body:
    """Record a body anew; the earlier row stays readable. ``seen`` is the row that the correction is of.

    Raises :class:`StaleBodyError` where another row counts by now, :class:`InputError` for an entry that
    cannot be. The confidence of the earlier row stays where nothing changed that it speaks of.
    """
    require(user, ACTION)
    _lock(key)
    known = OnRecord.load()
    refuse_all(check_body(entry, known, key))
    current = known.bodies[key]
    if current.pk != seen:
        raise StaleBodyError(current)
    row = _body(user, entry, key)
    if _stated(row) == _stated(current):
        row.confidence = current.confidence
    if current.origin == "office":
        current.replace_with(row)
    else:
        row.save()
    _note(user, row, entry, corrects=True)
    return row


@transaction.atomic
def record_handover(user: Any, entry: HandoverEntry) -> Handover:
    """Record the decision by which a body takes over duties."""
    require(user, ACTION)
    refuse_all(check_handover(entry, OnRecord.load()))
    row = _handover(user, entry)
    row.save()
    trail.record(user, "bodies.handover", row, asdict(entry))
    return row


@transaction.atomic
def correct_handover(user: Any, pk: int, entry: HandoverEntry) -> Handover:
    """Record a handover anew in the place of ``pk``, which still answers for earlier days of knowledge."""
    require(user, ACTION)
    current = _standing_handover(pk)
    refuse_all(check_handover(entry, OnRecord.load(), pk))
    row: Handover = current.replace_with(_handover(user, entry))
    trail.record(user, "bodies.handover_withdrawn", current, {"reason": "đính chính"})
    trail.record(user, "bodies.handover", row, asdict(entry) | {"corrects": pk})
    return row


@transaction.atomic
def withdraw_handover(user: Any, pk: int, reason: str) -> None:
    """Take a handover off the record with the reason; it still answers for earlier days of knowledge."""
    require(user, ACTION)
    row = _standing_handover(pk)
    if not reason.strip():
        raise InputError(fault("no_reason", "chưa ghi lý do", "the reason is missing", "reason"))
    row.withdraw()
    trail.record(user, "bodies.handover_withdrawn", row, {"reason": reason.strip()})


def _lock(key: str) -> None:
    """Hold the rows of a body until the end: of two corrections at once the second sees the first."""
    list(Body.objects.select_for_update().filter(key=key, withdrawn_at=None).values_list("pk", flat=True))


def _standing_handover(pk: int) -> Handover:
    row: Handover | None = Handover.objects.select_for_update().filter(pk=pk).first()
    if row is None or row.withdrawn_at is not None:
        raise InputError(handover_gone(row))
    return row


def _body(user: Any, entry: BodyEntry, key: str) -> Body:
    row = Body(
        key=key,
        title=clean(entry.title)[:300],
        title_en=clean(entry.title_en)[:300],
        also="|".join(clean(name) for name in entry.also if clean(name))[:600],
        kind=entry.kind,
        basis=clean(entry.basis)[:300],
        note=clean(entry.note)[:300],
        recorded_by=user,
    )
    row.folded = _folded(row)
    row.period = Period(entry.start, entry.end)
    return row


def _handover(user: Any, entry: HandoverEntry) -> Handover:
    row = Handover(
        from_key=entry.from_key,
        to_key=entry.to_key,
        line=entry.line,
        decision_number=clean(entry.decision_number)[:80],
        decision_date=entry.decision_date,
        issuer=clean(entry.issuer)[:200],
        note=clean(entry.note)[:300],
        recorded_by=user,
    )
    row.period = Period(Bound.on(entry.start))
    return row


def _note(user: Any, row: Body, entry: BodyEntry, *, corrects: bool) -> None:
    trail.record(
        user, "bodies.record", f"bodies.body:{row.key}", {"body": asdict(entry), "corrects": corrects}
    )


def _stated(row: Body) -> tuple[Any, ...]:
    """What the confidence of a body speaks of: not its other names, its English name or a note."""
    return row.title, row.kind, row.basis, row.period


def _from_law(row: Any, moment: datetime) -> Body:
    body = Body(
        key=row.code,
        title=row.title_vi,
        title_en=row.title_en,
        also=row.also,
        kind=row.kind,
        basis=row.basis[:300],
        confidence=row.confidence.value,
        note=row.note[:300],
        origin="law",
        recorded_at=moment,
    )
    body.folded = _folded(body)
    body.period = row.period
    return body


def _folded(row: Body) -> str:
    return " | ".join(fold(name) for name in (*row.names, row.title_en) if name)[:900]


def _content(row: Body) -> tuple[Any, ...]:
    return (
        row.key, row.title, row.title_en, row.also, row.kind, row.basis, row.confidence, row.note,
        row.starts_earliest, row.starts_latest, row.ends_earliest, row.ends_latest,
    )  # fmt: skip


def _free_key(title: str) -> str:
    base = slug(title)[:70].strip("-") or "co-quan"
    taken = set(Body.objects.filter(key__startswith=base).values_list("key", flat=True))
    key, number = base, 2
    while key in taken:
        key, number = f"{base}-{number}", number + 1
    return key
