"""Verification names the first entry that was changed, removed, reordered or cut off."""

from __future__ import annotations

import json

import pytest
from django.db import connection, transaction

from dothi.registry.audit import chain, trail
from dothi.registry.audit.models import AuditEntry, ChainHead

pytestmark = pytest.mark.django_db


@pytest.fixture
def five() -> list[AuditEntry]:
    written = []
    for number in range(1, 6):
        with transaction.atomic():
            details = {"number": number}
            written.append(trail.record(None, "test.done", f"thing:{number}", details))
    return written


def sql(statement: str, *values: object) -> None:
    """What someone with the database in hand can do, past every guard of ours."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def broken() -> tuple[int, str]:
    found = chain.verify().broken
    assert found is not None
    assert found.vi
    assert found.en
    return found.sequence, found.kind


def test_an_empty_record_is_whole() -> None:
    outcome = chain.verify()
    assert outcome.whole
    assert outcome.count == 0


def test_an_untouched_record_is_whole(five) -> None:
    outcome = chain.verify()
    assert (outcome.whole, outcome.count, outcome.sequence, outcome.hash) == (True, 5, 5, five[-1].hash)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("action", "other.done"),
        ("subject", "thing:9"),
        ("details", json.dumps({"number": 4})),
        ("personal", json.dumps({"7": "AAAA"})),
        ("actor_id", 7),
        ("at", "2020-01-01 00:00:00+00:00"),
        ("previous", "f" * 64),
        ("hash", "f" * 64),
    ],
)
def test_a_changed_column_is_found(five, column, value) -> None:
    sql(f"UPDATE audit_auditentry SET {column} = %s WHERE sequence = 3", value)
    assert broken() == (3, "changed")


def test_a_removed_entry_is_found(five) -> None:
    sql("DELETE FROM audit_auditentry WHERE sequence = 3")
    assert broken() == (3, "removed")


def test_a_removed_first_entry_is_found(five) -> None:
    sql("DELETE FROM audit_auditentry WHERE sequence = 1")
    assert broken() == (1, "removed")


def test_a_gap_closed_by_renumbering_is_found(five) -> None:
    sql("DELETE FROM audit_auditentry WHERE sequence = 3")
    sql("UPDATE audit_auditentry SET sequence = 3 WHERE sequence = 4")
    assert broken() == (3, "changed")


def test_reordered_entries_are_found(five) -> None:
    for old, new in ((2, 99), (3, 2), (99, 3)):
        sql("UPDATE audit_auditentry SET sequence = %s WHERE sequence = %s", new, old)
    assert broken() == (2, "changed")


def test_a_cut_off_end_is_found(five) -> None:
    sql("DELETE FROM audit_auditentry WHERE sequence >= 4")
    assert broken() == (4, "truncated")


def test_a_cut_off_end_with_the_head_set_back_is_found(five) -> None:
    sql("DELETE FROM audit_auditentry WHERE sequence >= 4")
    sql("UPDATE audit_chainhead SET sequence = 3, hash = %s", five[2].hash)
    assert broken() == (3, "head")


def test_a_missing_head_is_found(five) -> None:
    ChainHead.objects.all().delete()
    assert broken() == (1, "head")


def test_an_older_state_put_back_whole_is_found_by_an_anchor(five) -> None:
    """Only a number and hash noted down outside the database can tell this one."""
    anchor = (five[-1].sequence, five[-1].hash)
    head = ChainHead.objects.get()
    with transaction.atomic():
        trail.record(None, "test.more", "thing:6", {})
    later = chain.verify()
    assert chain.verify(anchor).whole
    sql("DELETE FROM audit_auditentry WHERE sequence = 6")
    head.save()
    assert chain.verify().whole
    found = chain.verify((later.sequence, later.hash)).broken
    assert found is not None
    assert (found.sequence, found.kind) == (6, "anchor")


def test_another_chain_than_the_one_noted_is_found(five) -> None:
    found = chain.verify((2, "0" * 64)).broken
    assert found is not None
    assert (found.sequence, found.kind) == (2, "anchor")


def test_an_empty_record_with_an_anchor_is_found() -> None:
    assert not chain.verify((1, "0" * 64)).whole


def test_the_first_of_two_breaks_is_named(five) -> None:
    sql("UPDATE audit_auditentry SET action = 'x' WHERE sequence IN (2, 4)")
    assert broken() == (2, "changed")
