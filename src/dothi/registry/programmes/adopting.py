"""Adopting a version: from then on it never changes, and it is the programme from the day it takes effect."""

from __future__ import annotations

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
from dothi.registry.programmes.digests import digest
from dothi.registry.programmes.models import Edition, EditionPeriod, EditionState
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
    _name(edition, given)
    _set(edition, given, user, moment)
    edition.unreviewed = waiting
    edition.number = 1 + (edition.programme.editions.aggregate(last=Max("number"))["last"] or 0)
    corrected = _take_effect(edition, given.start, moment)
    edition.digest = digest(edition, items)
    edition.state = EditionState.ADOPTED
    edition.save()
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


def _set(edition: Edition, given: Adoption, user: Any, moment: datetime) -> None:
    edition.decision_number = clean(given.decision_number)[:80]
    edition.decision_date = given.decision_date
    edition.issuer = clean(given.issuer)[:200]
    edition.source = given.source or edition.source
    edition.adopted_by, edition.adopted_at = user, moment


def _name(edition: Edition, given: Adoption) -> None:
    """Give the version its titles, and the programme those of the version adopted last."""
    programme = edition.programme
    programme.title = clean(given.title)[:400] or programme.title
    programme.title_en = clean(given.title_en)[:400] or programme.title_en
    programme.save(update_fields=["title", "title_en"])
    edition.title, edition.title_en = programme.title, programme.title_en


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
        elif later(start, row.period.start):
            shorter = EditionPeriod(edition=row.edition, recorded_at=moment)
            shorter.period = Period(row.period.start, start)
            row.replace_with(shorter)
        else:
            raise refusals.not_later()
    period = EditionPeriod(edition=edition, recorded_at=moment)
    period.period = Period(start)
    period.save()
    return corrects


def later(start: Bound, before: Bound) -> bool:
    """Whether a bound certainly lies after another."""
    first = start.earliest or start.latest
    last = before.latest or before.earliest
    return first is not None and last is not None and first > last
