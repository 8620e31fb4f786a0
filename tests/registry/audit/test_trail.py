"""Entries are written with what they record, in one line, and never touched again."""

from __future__ import annotations

import threading
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection, transaction

from dothi.base.time import Truth
from dothi.registry.accounts.models import User
from dothi.registry.audit import chain, keys, trail
from dothi.registry.audit.models import AppendOnlyError, AuditEntry, ChainHead, PersonKey


def write(action: str = "test.done", **details: object) -> AuditEntry:
    with transaction.atomic():
        return trail.record(None, action, "thing:1", details)


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_nothing_is_recorded() -> None:
    with pytest.raises(trail.NoTransactionError):
        trail.record(None, "test.done", "thing:1", {})
    assert not AuditEntry.objects.exists()
    assert not ChainHead.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_change_that_is_rolled_back_leaves_no_entry() -> None:
    write()

    def fail() -> None:
        with transaction.atomic():
            User.objects.create(username="binh")
            trail.record(None, "test.failed", "thing:1", {})
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert [entry.action for entry in AuditEntry.objects.all()] == ["test.done"]
    assert not User.objects.exists()
    assert ChainHead.objects.get().sequence == 1
    assert chain.verify().whole


@pytest.mark.django_db
def test_entries_follow_each_other_from_one_on() -> None:
    first, second = write("a.one"), write("a.two")
    assert (first.sequence, second.sequence) == (1, 2)
    assert first.previous == "0" * 64
    assert second.previous == first.hash
    assert ChainHead.objects.get().hash == second.hash


@pytest.mark.django_db
def test_an_entry_names_actor_and_subject() -> None:
    user = User.objects.create(username="binh")
    with transaction.atomic():
        entry = trail.record(user, "test.done", user, {})
    assert (entry.actor_id, entry.subject) == (user.pk, f"accounts.user:{user.pk}")


@pytest.mark.django_db
def test_details_come_back_as_plain_values() -> None:
    write(
        day=date(2025, 7, 1),
        amount=Decimal("25.40"),
        share=0.1,
        truth=Truth.UNKNOWN,
        names=["Trà Don", "a\x00b", "\ud800"],
        inner={1: None, "yes": True, "big": 2**70},
    )
    assert AuditEntry.objects.get().details == {
        "day": "2025-07-01",
        "amount": "25.40",
        "share": "0.1",
        "truth": "unknown",
        "names": ["Trà Don", "a\ufffdb", "?"],
        "inner": {"1": None, "yes": True, "big": 2**70},
    }
    assert chain.verify().whole


@pytest.mark.django_db
def test_entries_are_neither_changed_nor_removed() -> None:
    entry = write()
    for attempt in (
        entry.save,
        entry.delete,
        AuditEntry.objects.all().delete,
        lambda: AuditEntry.objects.update(action="other"),
        lambda: AuditEntry.objects.bulk_update([entry], ["action"]),
    ):
        with pytest.raises(AppendOnlyError):
            attempt()
    assert AuditEntry.objects.get().action == "test.done"


@pytest.mark.django_db
def test_personal_values_are_sealed_and_can_be_opened() -> None:
    user = User.objects.create(username="binh")
    with transaction.atomic():
        trail.record(user, "test.done", user, {}, personal={user.pk: {"email": "binh@example.vn"}})
    entry = AuditEntry.objects.get()
    assert "binh@" not in str(entry.personal)
    assert trail.personal_of(entry) == {user.pk: {"email": "binh@example.vn"}}


@pytest.mark.django_db
def test_a_sealed_value_cannot_be_moved_to_another_entry() -> None:
    user = User.objects.create(username="binh")
    for email in ("one@example.vn", "two@example.vn"):
        with transaction.atomic():
            trail.record(user, "test.done", user, {}, personal={user.pk: {"email": email}})
    first, second = AuditEntry.objects.all()
    first.personal = second.personal
    assert trail.readable_personal(first) == {user.pk: None}


@pytest.mark.django_db
def test_one_person_has_one_key_and_another_person_another() -> None:
    for person in (1, 2, 1):
        with transaction.atomic():
            trail.record(None, "test.done", "thing:1", {}, personal={person: {"email": "x"}})
    held = dict(PersonKey.objects.values_list("person_id", "wrapped"))
    assert set(held) == {1, 2}
    assert bytes(held[1]) != bytes(held[2])


@pytest.mark.django_db
def test_the_record_refuses_to_go_on_under_a_new_key(settings, tmp_path) -> None:
    write()
    settings.DOTHI = type(settings.DOTHI)(workspace=tmp_path)
    with pytest.raises(Exception, match="khóa nhật ký") as caught:
        write()
    assert caught.value.code == "audit.key-missing"
    assert not (tmp_path / keys.FILE).exists()


@pytest.mark.django_db(transaction=True)
def test_writers_at_the_same_time_stand_in_line() -> None:
    """Two threads with ten entries each: twenty entries, one chain, no fork."""
    start = threading.Barrier(2)
    failures: list[Exception] = []

    def work(name: str) -> None:
        try:
            start.wait()
            for turn in range(10):
                write(f"test.{name}", turn=turn)
        except Exception as error:  # noqa: BLE001 - shown by the test itself
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(name,)) for name in ("one", "two")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert [entry.sequence for entry in AuditEntry.objects.all()] == list(range(1, 21))
    outcome = chain.verify()
    assert outcome.whole
    assert outcome.count == 20
