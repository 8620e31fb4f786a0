"""Erasing a person destroys a key and an account, never the chain."""

from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import transaction

from dothi.registry.accounts.models import RoleAssignment, User
from dothi.registry.accounts.services import create_user, grant_role
from dothi.registry.audit import chain, trail
from dothi.registry.audit.erasure import erase_person
from dothi.registry.audit.models import AuditEntry, PersonKey
from dothi.registry.land.models import Watch

pytestmark = pytest.mark.django_db
PASSWORD = "sông-Thu-Bồn-27"


@pytest.fixture
def person() -> User:
    user = create_user("binh", PASSWORD, full_name="Trần Thị Bình", email="binh@example.vn")
    grant_role(user, "planner", decision="12/QĐ của bà Bình")
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={})
    UserSession.objects.create(user=user, ip="10.0.0.7", session_key="abc", user_agent="x")
    return user


def test_nothing_of_the_person_can_be_read_any_more(person) -> None:
    entry = AuditEntry.objects.get(action="accounts.create")
    sealed = dict(entry.personal)
    assert trail.personal_of(entry) == {
        person.pk: {"username": "binh", "full_name": "Trần Thị Bình", "email": "binh@example.vn"}
    }
    erase_person(person)
    entry.refresh_from_db()
    assert entry.personal == sealed
    assert trail.personal_of(entry) == {person.pk: None}
    key = PersonKey.objects.get(person_id=person.pk)
    assert bytes(key.wrapped) == b""
    assert key.destroyed_at is not None


def test_what_they_watched_is_gone(person) -> None:
    other = create_user("an", PASSWORD)
    for owner in (person, other):
        Watch.objects.create(
            owner=owner, title="Nhà tôi", shape={}, west=0, south=0, east=0, north=0, language="vi"
        )
    erase_person(person)
    assert [watch.owner for watch in Watch.objects.all()] == [other]


def test_the_chain_still_verifies(person) -> None:
    before = chain.verify()
    erase_person(person)
    after = chain.verify((before.sequence, before.hash))
    assert after.whole
    assert after.count > before.count


def test_the_account_belongs_to_nobody(person) -> None:
    erase_person(person)
    person.refresh_from_db()
    assert (person.username, person.full_name, person.email) == (f"da-xoa-{person.pk}", "", "")
    assert not person.is_active
    assert not person.has_usable_password()
    assert not EmailAddress.objects.exists()
    assert not Authenticator.objects.exists()
    assert not UserSession.objects.exists()
    assert not RoleAssignment.objects.as_known_on().exists()
    assert [one.decision for one in RoleAssignment.objects.all()] == [""]


def test_the_erasure_itself_is_on_record(person) -> None:
    admin = create_user("quan-tri", PASSWORD)
    erase_person(person, admin)
    entry = AuditEntry.objects.get(action="accounts.erase")
    assert (entry.actor_id, entry.subject, entry.personal) == (admin.pk, f"accounts.user:{person.pk}", {})


def test_nothing_is_sealed_about_an_erased_person_again(person) -> None:
    erase_person(person)
    with transaction.atomic():
        entry = trail.record(None, "test.done", "thing:1", {}, personal={person.pk: {"ip": "10.0.0.7"}})
    assert entry.personal == {str(person.pk): None}
    assert chain.verify().whole


def test_another_person_stays_readable(person) -> None:
    other = create_user("an", PASSWORD, full_name="Lê An")
    erase_person(person)
    entry = AuditEntry.objects.get(action="accounts.create", subject=f"accounts.user:{other.pk}")
    assert trail.personal_of(entry)[other.pk]["full_name"] == "Lê An"


def test_a_person_without_a_key_can_be_erased() -> None:
    user = User.objects.create(username="an")
    erase_person(user)
    assert PersonKey.objects.get(person_id=user.pk).destroyed_at is not None


@pytest.mark.django_db(transaction=True)
def test_an_erasure_that_fails_changes_nothing(person, monkeypatch) -> None:
    def fail(self: User) -> None:
        raise RuntimeError

    monkeypatch.setattr(User, "set_unusable_password", fail)
    with pytest.raises(RuntimeError):
        erase_person(person)
    entry = AuditEntry.objects.get(action="accounts.create")
    assert trail.personal_of(entry)[person.pk]["full_name"] == "Trần Thị Bình"
    assert not AuditEntry.objects.filter(action="accounts.erase").exists()
    assert RoleAssignment.objects.as_known_on().get().decision == "12/QĐ của bà Bình"
