"""Correcting the day from which an adopted version counts: what it says stays, and so does what was known."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from dothi.base.text import clean
from dothi.base.time import NEVER, Bound, Period
from dothi.registry.accounts.access import require
from dothi.registry.audit import trail
from dothi.registry.programmes import refusals
from dothi.registry.programmes.adopting import ACTION, later
from dothi.registry.programmes.models import Edition, EditionPeriod, Programme


@transaction.atomic
def correct_start(user: Any, edition_id: int, start: Bound, reason: str) -> Edition:
    """Let an adopted version count from ``start`` on, with the reason; the one before it ends on that day.

    Earlier rows are withdrawn and not changed, so a question ``as_known_on`` an earlier day is answered as it
    was. Raises :class:`InputError` where the reason is missing, the version does not count, nothing would
    change, or ``start`` does not lie between the versions before and after.
    """
    require(user, ACTION)
    edition = Edition.objects.select_related("programme").get(pk=edition_id)
    Programme.objects.select_for_update().get(pk=edition.programme_id)
    why = clean(reason)[:300]
    if not why:
        raise refusals.fault("reason", "chưa ghi lý do", "the reason is missing", "reason")
    row = EditionPeriod.objects.as_known_on().filter(edition=edition).first()
    if row is None:
        raise refusals.fault(
            "not_counting",
            "phiên bản này không còn thời gian hiệu lực để sửa",
            "this version has no period left to correct",
            "start",
        )
    old = row.period
    before = _before(row)
    _refuse(old, start, before.period.start if before else None)
    moment = timezone.now()
    _restate(row, Period(start, old.end), moment)
    if before is not None:
        _restate(before, Period(before.period.start, start), moment)
    details = {
        "programme": edition.programme.key,
        "number": edition.number,
        "from": [old.start.earliest, old.start.latest],
        "to": [start.earliest, start.latest],
        "reason": why,
    }
    trail.record(user, "programmes.correct_start", edition, details)
    return edition


def _before(row: EditionPeriod) -> EditionPeriod | None:
    """The period that this version's ended."""
    rows = EditionPeriod.objects.as_known_on().filter(edition__programme=row.edition.programme)
    return next((one for one in rows.select_related("edition") if one.period.end == row.period.start), None)


def _refuse(old: Period, start: Bound, before: Bound | None) -> None:
    if start == old.start:
        raise refusals.fault("same", "ngày này đã được ghi", "this day is on record already", "start")
    if before is not None and not later(start, before):
        raise refusals.not_later()
    if old.end != NEVER and not later(old.end, start):
        raise refusals.fault(
            "start",
            "ngày có hiệu lực không trước ngày có hiệu lực của phiên bản sau",
            "the version does not take effect before the one after it",
            "start",
            ("Ghi ngày sớm hơn", "Give an earlier day"),
        )


def _restate(row: EditionPeriod, period: Period, moment: datetime) -> None:
    row.withdraw(moment)
    stated = EditionPeriod(edition=row.edition, recorded_at=moment)
    stated.period = period
    stated.save()
