"""Accounts and roles: what is refused, what is written, what stands on record."""

from __future__ import annotations

import re
from datetime import date

import pytest
from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.utils import timezone

from dothi.base.errors import InputError
from dothi.base.time import Period
from dothi.registry.accounts import services
from dothi.registry.accounts.models import RoleAssignment, User
from dothi.registry.audit import trail
from dothi.registry.audit.models import AuditEntry
from dothi.registry.places.models import Unit
from dothi.registry.sources.models import Source

pytestmark = pytest.mark.django_db
PASSWORD = "sông-Thu-Bồn-27"


@pytest.fixture
def ward() -> str:
    source = Source.objects.create(key="x", title="x")
    unit = Unit(key="2c-1", name="Tam Kỳ", folded="tam ky", kind="ward", level=3, source=source)
    unit.period = Period.between(date(2025, 7, 1))
    unit.save()
    return unit.key


def refused(code: str, call, *args: object, **kwargs: object) -> None:
    before = User.objects.count(), RoleAssignment.objects.count(), AuditEntry.objects.count()
    with pytest.raises(InputError) as caught:
        call(*args, **kwargs)
    assert code in [fault.code for fault in caught.value.faults]
    assert (User.objects.count(), RoleAssignment.objects.count(), AuditEntry.objects.count()) == before


def test_an_account_is_made_whole() -> None:
    user = services.create_user("binh", PASSWORD, full_name=" Trần  Thị Bình ", email="Binh@Example.VN")
    assert (user.full_name, user.email) == ("Trần Thị Bình", "binh@example.vn")
    assert user.check_password(PASSWORD)
    address = EmailAddress.objects.get(user=user)
    assert (address.email, address.primary, address.verified) == ("binh@example.vn", True, True)
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.actor_id, entry.subject) == (
        "accounts.create",
        None,
        f"accounts.user:{user.pk}",
    )
    assert "Bình" not in str(entry.details)
    assert PASSWORD not in str(trail.personal_of(entry))


@pytest.mark.parametrize(
    ("username", "password", "email", "code"),
    [
        ("BINH", PASSWORD, "", "accounts.username-taken"),
        ("", PASSWORD, "", "accounts.username"),
        ("a b", PASSWORD, "", "accounts.username"),
        ("x" * 151, PASSWORD, "", "accounts.username"),
        ("an", PASSWORD, "khong-phai-dia-chi", "accounts.email"),
        ("an", PASSWORD, "BINH@example.vn", "accounts.email-taken"),
        ("an", "ngan", "", "accounts.weak-password"),
        ("an", "password123", "", "accounts.weak-password"),
        ("an", "1234567890123", "", "accounts.weak-password"),
        ("nguyenvanan", "nguyenvanan", "", "accounts.weak-password"),
    ],
)
def test_a_bad_account_is_refused_and_nothing_written(username, password, email, code) -> None:
    services.create_user("binh", PASSWORD, email="binh@example.vn")
    refused(code, services.create_user, username, password, email=email)


def test_two_names_that_differ_in_case_cannot_both_exist() -> None:
    User.objects.create(username="binh")
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(username="Binh")


def test_people_are_found_by_name_or_address() -> None:
    user = services.create_user("binh", PASSWORD, email="binh@example.vn")
    assert services.find_user("BINH") == user
    assert services.find_user("binh@EXAMPLE.vn") == user
    refused("accounts.unknown-user", services.find_user, "an")
    refused("accounts.unknown-user", services.find_user, "")


def test_a_password_is_set_on_record() -> None:
    user = services.create_user("binh", PASSWORD)
    boss = services.create_user("quan-tri", PASSWORD)
    refused("accounts.weak-password", services.set_password, user, "ngan")
    services.set_password(user, "núi-Ngọc-Linh-88", actor=boss)
    user.refresh_from_db()
    assert user.check_password("núi-Ngọc-Linh-88")
    entry = AuditEntry.objects.get(action="account.password_set")
    assert (entry.actor_id, entry.details, entry.personal) == (boss.pk, {}, {})


def test_a_made_password_is_long_and_never_the_same() -> None:
    made = {services.generated_password() for _ in range(50)}
    assert len(made) == 50
    assert all(re.fullmatch(r"([a-hjkmnp-z2-9]{5}-){3}[a-hjkmnp-z2-9]{5}", one) for one in made)


def test_a_profile_change_moves_the_address_for_sign_in() -> None:
    user = services.create_user("binh", PASSWORD, email="cu@example.vn")
    services.change_profile(user, "Trần Bình", "Moi@example.vn")
    assert [one.email for one in EmailAddress.objects.filter(user=user)] == ["moi@example.vn"]
    entry = AuditEntry.objects.get(action="accounts.change")
    assert entry.details == {"fields": ["full_name", "email"]}
    services.change_profile(user, "Trần Bình", "")
    assert not EmailAddress.objects.exists()


def test_a_role_is_given_from_today_on_record() -> None:
    user, boss = services.create_user("binh", PASSWORD), services.create_user("quan-tri", PASSWORD)
    given = services.grant_role(user, "planner", decision="12/QĐ-SXD", actor=boss)
    today = timezone.localdate()
    assert given.period == Period.between(today)
    entry = AuditEntry.objects.get(action="accounts.grant")
    assert entry.actor_id == boss.pk
    assert entry.details["role"] == "planner"
    assert entry.details["from"] == today.isoformat()
    assert entry.details["until"] == "9999-12-31"


def test_an_officer_is_given_a_unit_that_exists(ward) -> None:
    user = services.create_user("binh", PASSWORD)
    assert services.grant_role(user, "commune_officer", unit_key=ward).unit_key == ward
    refused("accounts.unit-needed", services.grant_role, user, "commune_officer")
    refused("accounts.unknown-unit", services.grant_role, user, "commune_officer", unit_key="2c-9")


@pytest.mark.parametrize("role", ["emperor", "", "signed_in", "public"])
def test_what_is_no_role_to_hold_is_not_given(role) -> None:
    refused("accounts.unknown-role", services.grant_role, services.create_user("binh", PASSWORD), role)


def test_nobody_gives_a_role_to_themselves() -> None:
    boss = services.create_user("quan-tri", PASSWORD)
    refused("accounts.self-grant", services.grant_role, boss, "secretariat", actor=boss)


def test_a_withdrawn_role_stays_on_record_for_its_days() -> None:
    user = services.create_user("binh", PASSWORD)
    given = services.grant_role(user, "planner", period=Period.between(date(2020, 1, 1)))
    services.withdraw_role(given)
    assert not RoleAssignment.objects.as_known_on().exists()
    assert RoleAssignment.objects.get().withdrawn_at is not None
    assert AuditEntry.objects.get(action="accounts.withdraw").details["assignment"] == given.pk


def test_a_title_that_fails_to_be_recorded_is_not_given(monkeypatch) -> None:
    """Change and entry are kept together or not at all."""
    user = services.create_user("binh", PASSWORD)

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(trail, "record", fail)
    with pytest.raises(RuntimeError):
        services.grant_role(user, "planner")
    assert not RoleAssignment.objects.exists()
