"""Writing the record: one entry, in the transaction of what it records, at the end of one chain."""

from __future__ import annotations

import enum
import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from django.db import connection, models, transaction
from django.utils import timezone

from dothi.registry.audit import keys
from dothi.registry.audit.models import AuditEntry, ChainHead, PersonKey

HEAD = 1
GENESIS = "0" * 64
Personal = Mapping[int, Mapping[str, str]]


class NoTransactionError(RuntimeError):
    """An entry was to be written outside the transaction of what it records."""


def record(
    actor: models.Model | None,
    action: str,
    subject: models.Model | str,
    details: Mapping[str, Any] | None = None,
    *,
    personal: Personal | None = None,
) -> AuditEntry:
    """Append one entry under the head's lock and return it.

    Must be called inside ``transaction.atomic`` together with the change it tells of (raises
    :class:`NoTransactionError` otherwise): both are kept or neither. ``details`` holds what may stand for
    ever, in plain values; names, addresses and the like go into ``personal`` under the number of the person
    they belong to.
    """
    if not connection.in_atomic_block:
        raise NoTransactionError(
            "audit.record must be called inside transaction.atomic, with what it records"
        )
    with transaction.atomic():
        head, _ = ChainHead.objects.select_for_update().get_or_create(pk=HEAD)
        master = keys.master_key(may_make=head.sequence == 0)
        entry = AuditEntry(
            sequence=head.sequence + 1,
            at=timezone.now(),
            actor_id=getattr(actor, "pk", None),
            action=action,
            subject=subject if isinstance(subject, str) else subject_of(subject),
            details=plain(details or {}),
            previous=head.hash or GENESIS,
        )
        entry.personal = _sealed(master, entry.sequence, personal or {})
        secret = keys.chain_key(master)
        entry.hash = entry_hash(secret, entry)
        entry.save()
        head.sequence, head.hash = entry.sequence, entry.hash
        head.seal = head_seal(secret, head)
        head.save()
    return entry


def subject_of(instance: models.Model) -> str:
    """How an entry names a record: ``accounts.user:5``."""
    return f"{instance._meta.label_lower}:{instance.pk}"  # noqa: SLF001 - public in all but name


def personal_of(entry: AuditEntry) -> dict[int, dict[str, str] | None]:
    """What the entry holds about people; ``None`` for those who were erased.

    Raises :class:`cryptography.exceptions.InvalidTag` when a sealed text was altered.
    """
    people = {int(person): sealed for person, sealed in entry.personal.items()}
    if not people:
        return {}
    master = keys.master_key(may_make=False)
    held = {key.person_id: key for key in PersonKey.objects.filter(person_id__in=people, destroyed_at=None)}
    opened: dict[int, dict[str, str] | None] = {}
    for person, sealed in people.items():
        if sealed is None or person not in held:
            opened[person] = None
            continue
        secret = keys.unwrap_key(master, person, bytes(held[person].wrapped))
        opened[person] = json.loads(keys.decrypt(secret, sealed, _context(entry.sequence, person)))
    return opened


def readable_personal(entry: AuditEntry) -> dict[int, dict[str, str] | None]:
    """Like :func:`personal_of`, for screens: an altered text shows as gone, for ``verify`` tells of it."""
    try:
        return personal_of(entry)
    except InvalidTag:
        return {int(person): None for person in entry.personal}


def entry_hash(secret: bytes, entry: AuditEntry) -> str:
    """HMAC-SHA256 over the entry's canonical JSON, the previous entry's hash included."""
    body = {
        "sequence": entry.sequence,
        "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "actor": entry.actor_id,
        "action": entry.action,
        "subject": entry.subject,
        "details": entry.details,
        "personal": entry.personal,
        "previous": entry.previous,
    }
    return hmac.new(secret, _canonical(body), hashlib.sha256).hexdigest()


def head_seal(secret: bytes, head: ChainHead) -> str:
    """HMAC-SHA256 over the head's number and hash."""
    return hmac.new(secret, _canonical(["head", head.sequence, head.hash]), hashlib.sha256).hexdigest()


def plain(value: Any) -> Any:  # noqa: PLR0911 - one return for each kind of value
    """Values as both databases keep them unchanged: text, whole numbers, yes/no, nothing, lists, maps.

    Other numbers, dates and identifiers become text; characters that PostgreSQL refuses are replaced.
    """
    match value:
        case None | bool():
            return value
        case enum.Enum():
            return plain(value.value)
        case int():
            return int(value)
        case str():
            return value.replace("\x00", "\ufffd").encode("utf-8", "replace").decode("utf-8")
        case float() | Decimal() | UUID():
            return str(value)
        case datetime() | date():
            return value.isoformat()
        case Mapping():
            return {plain(str(key)): plain(item) for key, item in value.items()}
        case list() | tuple() | set() | frozenset():
            items = [plain(item) for item in value]
            return sorted(items, key=str) if isinstance(value, set | frozenset) else items
    return plain(str(value))


def _sealed(master: bytes, sequence: int, personal: Personal) -> dict[str, str | None]:
    sealed: dict[str, str | None] = {}
    for person, values in sorted(personal.items()):
        key, _ = PersonKey.objects.get_or_create(
            person_id=person, defaults={"wrapped": keys.wrap_new_key(master, person)}
        )
        if key.destroyed_at is not None:
            sealed[str(person)] = None
            continue
        secret = keys.unwrap_key(master, person, bytes(key.wrapped))
        text = _canonical(plain(values)).decode()
        sealed[str(person)] = keys.encrypt(secret, text, _context(sequence, person))
    return sealed


def _context(sequence: int, person: int) -> str:
    return f"entry:{sequence}:person:{person}"


def _canonical(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
