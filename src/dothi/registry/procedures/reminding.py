"""Mails about what is due: a week before, a day before, and once when it is late."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.core.mail import send_mail
from django.db import transaction

from dothi.base.dates import format_date
from dothi.base.time import Truth
from dothi.registry.accounts.models import User
from dothi.registry.procedures.clocks import Clock
from dothi.registry.procedures.desks import OnDesk, desk_of
from dothi.registry.procedures.models import Case, Reminder

MARKS = ((0, "today"), (1, "day"), (7, "week"))


@dataclass(frozen=True, slots=True)
class Reminded:
    """What was done: mails, and the lines in them."""

    mails: int
    lines: int


def remind(day: date, address: str) -> Reminded:
    """Send each person one mail with what is new on their desk; nothing is told twice.

    ``address`` is the portal's own. A clock whose end is not sure is told as such; one that is late is told
    once. Who has no address of their own gets none.
    """
    mails = lines = 0
    people = User.objects.filter(is_active=True).exclude(email="").filter(roles__withdrawn_at=None).distinct()
    for person in people:
        fresh = _fresh(person, day)
        if fresh:
            _tell(person, fresh, address)
            mails, lines = mails + 1, lines + len(fresh)
    return Reminded(mails, lines)


def _fresh(person: User, day: date) -> list[tuple[OnDesk, str]]:
    told = defaultdict(set)
    for row in Reminder.objects.filter(user=person):
        told[row.case_id].add((row.what, row.due, row.mark))
    found = []
    for one in desk_of(person, day):
        mark = _mark(one.clock, day)
        if (
            one.clock is not None
            and mark
            and (one.clock.what, one.clock.due.latest, mark) not in told[one.case.pk]
        ):
            found.append((one, mark))
    return found


def _mark(clock: Clock | None, day: date) -> str:
    """How near the end is: the nearest mark that it is within; empty while it is far, or not known."""
    if clock is None or clock.due.latest is None:
        return ""
    left = (clock.due.latest - day).days
    if left < 0:
        return "late"
    return next((mark for days, mark in MARKS if left <= days), "")


def _tell(person: User, fresh: list[tuple[OnDesk, str]], address: str) -> None:
    """Write down what is told and send it; a mail that could not be sent is told again next time."""
    with transaction.atomic():
        for one, mark in fresh:
            if one.clock is not None and one.clock.due.latest is not None:
                Reminder.objects.create(
                    case=one.case, user=person, what=one.clock.what, due=one.clock.due.latest, mark=mark
                )
        body = "\n\n".join(_line(one.case, one.clock, address) for one, _ in fresh if one.clock is not None)
        send_mail(
            f"Hạn hồ sơ: {len(fresh)} việc / Deadlines: {len(fresh)}",
            f"{body}\n\n{address}/ban-lam-viec/ho-so-thu-tuc/\n",
            None,
            [person.email],
        )


def _line(case: Case, clock: Clock, address: str) -> str:
    latest = clock.due.latest
    day = format_date(latest) if latest is not None else ""
    doubt = "" if clock.due.truth is Truth.YES else " (chưa chắc / not sure)"
    basis = f"\n{clock.due.row.basis}" if clock.due.row is not None else ""
    return (
        f"{case.title}\n{clock.title_vi} / {clock.title_en}: {day}{doubt}{basis}\n"
        f"{address}/ban-lam-viec/ho-so-thu-tuc/{case.key}/"
    )
