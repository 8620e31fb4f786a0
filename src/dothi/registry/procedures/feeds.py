"""A person's deadlines as a calendar, under a private address that can be made anew or taken back."""

from __future__ import annotations

import hashlib
import secrets
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from icalendar import Alarm, Calendar, Event

from dothi.base.time import Truth
from dothi.registry.accounts.models import User
from dothi.registry.audit import trail
from dothi.registry.procedures.desks import desk_of
from dothi.registry.procedures.models import CalendarFeed


@transaction.atomic
def make_feed(user: User) -> str:
    """Make the person's private token; one made before stops working. Only its hash is kept."""
    token = secrets.token_urlsafe(24)
    CalendarFeed.objects.update_or_create(user=user, defaults={"token_hash": _hash(token)})
    trail.record(user, "procedures.feed", user)
    return token


@transaction.atomic
def end_feed(user: User) -> None:
    """Take the private address back."""
    if CalendarFeed.objects.filter(user=user).delete()[0]:
        trail.record(user, "procedures.feed_ended", user)


def person_of(token: str) -> User | None:
    """Whose token this is; ``None`` for one that nobody has, or of a closed account."""
    row = CalendarFeed.objects.select_related("user").filter(token_hash=_hash(token)).first()
    return row.user if row is not None and row.user.is_active else None


def calendar_of(user: Any, day: date, stamp: datetime, address: Any, language: str) -> bytes:
    """The deadlines on the person's desk, as RFC 5545 has it; ``address`` gives the page of a case.

    An end that is not sure is told as such in its title. What has no known end is no event.
    """
    feed = Calendar()
    feed.add("prodid", "-//dothi//cases//")
    feed.add("version", "2.0")
    feed.add("x-wr-calname", "Hạn hồ sơ" if language == "vi" else "Deadlines of cases")
    for one in desk_of(user, day):
        if one.clock is None or one.clock.due.latest is None:
            continue
        sure = one.clock.due.truth is Truth.YES
        doubt = "" if sure else (" (chưa chắc)" if language == "vi" else " (not sure)")
        event = Event()
        event.add("uid", f"{one.case.key}-{one.clock.what}@dothi")
        event.add("dtstamp", stamp)
        event.add("dtstart", one.clock.due.latest)
        event.add("dtend", one.clock.due.latest + timedelta(days=1))
        event.add("summary", f"{one.clock.title(language)}: {one.case.title}{doubt}")
        event.add("url", address(one.case))
        if one.clock.due.row is not None:
            event.add("description", one.clock.due.row.basis)
        event.add_component(_alarm(one.case.title))
        feed.add_component(event)
    return bytes(feed.to_ical())


def _alarm(title: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", title)
    alarm.add("trigger", timedelta(days=-1))
    return alarm


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
