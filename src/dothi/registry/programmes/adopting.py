"""Adopting a version: from then on it never changes, and it is the programme from the day it takes effect."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from dothi.base.text import clean
from dothi.base.time import NEVER, Bound, Period
from dothi.registry.accounts.access import require
from dothi.registry.audit import trail
from dothi.registry.programmes import refusals
from dothi.registry.programmes.models import Edition, EditionPeriod, EditionState, Item, Programme
from dothi.registry.programmes.opening import standing
from dothi.registry.programmes.review import left
from dothi.registry.sources.models import Source

ACTION = "programmes.adopt"


@dataclass(frozen=True, slots=True)
class Adoption:
    """What an officer states on adopting: since when, by which document, and under which title.

    ``start`` may be known only in part. Number, date and issuer stay empty where the document gives none.
    ``as_unreviewed`` adopts although items were not looked at, and marks the version so wherever it is shown.
    """

    start: Bound
    title: str = ""
    title_en: str = ""
    decision_number: str = ""
    decision_date: date | None = None
    issuer: str = ""
    source: Source | None = None
    as_unreviewed: bool = False


@transaction.atomic
def adopt(user: Any, edition_id: int, given: Adoption) -> Edition:
    """Make the version under review the programme from ``given.start`` on.

    A version that starts with the one before it corrects it: the earlier stays what was known before. Raises
    :class:`InputError` where items are unreviewed, nothing is left to adopt, or the start is not later.
    ``user`` is ``None`` only for a command of the administrator, who needs no role.
    """
    if user is not None:
        require(user, ACTION)
    edition = (
        Edition.objects.select_for_update(of=("self",))
        .select_related("programme", "document")
        .get(pk=edition_id)
    )
    if edition.state != EditionState.REVIEW:
        raise refusals.not_in_review(edition)
    waiting = left(edition)
    if waiting and not given.as_unreviewed:
        raise refusals.unreviewed_left(edition, waiting)
    items = standing(edition)
    if not items:
        raise refusals.fault("nothing", "phiên bản này không còn mục nào", "the version holds no item")
    moment = timezone.now()
    _set(edition, given, user, moment)
    edition.unreviewed = waiting
    edition.number = 1 + (edition.programme.editions.aggregate(last=Max("number"))["last"] or 0)
    edition.digest = digest(edition, items)
    edition.state = EditionState.ADOPTED
    edition.save()
    corrected = _take_effect(edition, given.start, moment)
    _name(edition.programme, given)
    details = {
        "programme": edition.programme.key,
        "number": edition.number,
        "digest": edition.digest,
        "unreviewed": waiting,
        "starts": [given.start.earliest, given.start.latest],
        "corrects": corrected,
    }
    trail.record(user, "programmes.adopt", edition, details)
    return edition


def digest(edition: Edition, items: list[Item]) -> str:
    """SHA-256 over everything the version says: the file, the facts of its adoption, every item in order."""
    said = {
        "document": edition.document.sha256,
        "text": hashlib.sha256(edition.document.text.encode()).hexdigest(),
        "decision": [
            edition.decision_number,
            edition.decision_date.isoformat() if edition.decision_date else None,
            edition.issuer,
        ],
        "items": [
            [str(item.line), item.kind, item.node, item.start, item.end, item.fields, str(item.state)]
            for item in items
        ],
    }
    canonical = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def altered() -> list[Edition]:
    """Adopted versions that no longer say what they said when they were adopted."""
    rows = Edition.objects.filter(state=EditionState.ADOPTED).select_related("programme", "document")
    return [row for row in rows if digest(row, standing(row)) != row.digest]


def _set(edition: Edition, given: Adoption, user: Any, moment: datetime) -> None:
    edition.decision_number = clean(given.decision_number)[:80]
    edition.decision_date = given.decision_date
    edition.issuer = clean(given.issuer)[:200]
    edition.source = given.source or edition.source
    edition.adopted_by, edition.adopted_at = user, moment


def _name(programme: Programme, given: Adoption) -> None:
    programme.title = clean(given.title)[:400] or programme.title
    programme.title_en = clean(given.title_en)[:400] or programme.title_en
    programme.save(update_fields=["title", "title_en"])


def _take_effect(edition: Edition, start: Bound, moment: datetime) -> bool:
    """Write the version's period and end the earlier one's; whether it corrects that one altogether."""
    corrects = False
    rows = EditionPeriod.objects.as_known_on().filter(edition__programme=edition.programme)
    for row in rows.select_related("edition"):
        if row.period.end != NEVER:
            continue
        if row.period.start == start:
            row.withdraw(moment)
            corrects = True
        elif _later(start, row.period.start):
            shorter = EditionPeriod(edition=row.edition, recorded_at=moment)
            shorter.period = Period(row.period.start, start)
            row.replace_with(shorter)
        else:
            raise refusals.fault(
                "start",
                "ngày có hiệu lực không sau ngày có hiệu lực của phiên bản trước",
                "the version does not take effect after the one before it",
                "start",
                (
                    "Ghi ngày muộn hơn, hoặc đúng ngày của phiên bản trước nếu đây là bản đính chính",
                    "Give a later day, or the very same one for a correction",
                ),
            )
    period = EditionPeriod(edition=edition, recorded_at=moment)
    period.period = Period(start)
    period.save()
    return corrects


def _later(start: Bound, before: Bound) -> bool:
    first = start.earliest or start.latest
    last = before.latest or before.earliest
    return first is not None and last is not None and first > last
