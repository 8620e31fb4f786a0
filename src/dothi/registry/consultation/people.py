"""Who made a statement: sealed when it comes in, opened for those who must answer, erased on request."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from cryptography.exceptions import InvalidTag
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from dothi.base.text import clean
from dothi.registry.accounts.access import can
from dothi.registry.audit import keys, trail
from dothi.registry.consultation.models import Speaker, Statement

SEE = "consultation.people"


@dataclass(frozen=True, slots=True)
class Person:
    """Name and a way to answer; both may be empty, for nobody has to give them."""

    name: str = ""
    contact: str = ""

    @property
    def told(self) -> bool:
        """Whether anything was given."""
        return bool(self.name or self.contact)


def keep_person(statement: Statement, person: Person) -> None:
    """Seal who made a statement; nothing is kept where nothing was given."""
    given = Person(clean(person.name)[:120], clean(person.contact)[:200])
    if given.told:
        text = json.dumps(asdict(given), ensure_ascii=False)
        Speaker.objects.create(statement=statement, sealed=keys.seal_record(text, _context(statement)))


def person_of(user: Any, statement: Statement) -> Person | None:
    """Who made it, for those who must answer; ``None`` for everybody else, and where nothing is kept."""
    if not can(user, SEE, statement.consultation):
        return None
    speaker = Speaker.objects.filter(statement=statement).first()
    if speaker is None:
        return None
    try:
        return Person(**json.loads(keys.open_record(speaker.sealed, _context(statement))))
    except InvalidTag:
        return None


def forget_by_code(statement: Statement) -> bool:
    """Erase who made a statement, as whoever holds its receipt asks; whether there was anything."""
    with transaction.atomic():
        gone = _erase(Speaker.objects.filter(statement=statement))
        if gone:
            trail.record(None, "consultation.forget", statement, {"asked": "receipt"})
    return bool(gone)


def forget_speaker(user: Any) -> None:
    """Erase who made the statements of an account that goes; what was said stays on record, nobody's."""
    rows = Statement.objects.filter(made_by=user)
    _erase(Speaker.objects.filter(statement__in=rows))
    rows.update(made_by=None)


def forget_old(now: datetime) -> int:
    """Erase names of consultations closed longer than ``DOTHI_SPEAKER_DAYS`` ago; how many."""
    days: int = settings.DOTHI.speaker_days
    if days == 0:
        return 0
    until = timezone.localdate(now - timedelta(days=days))
    old = Speaker.objects.filter(statement__consultation__closes_on__lt=until)
    with transaction.atomic():
        gone = _erase(old)
        if gone:
            trail.record(None, "consultation.forget", "consultation", {"asked": "retention", "count": gone})
    return gone


def _erase(rows: Any) -> int:
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete = ON")
    count: int = rows.delete()[0]
    return count


def _context(statement: Statement) -> str:
    return f"statement:{statement.code}"
