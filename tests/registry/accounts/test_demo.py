"""Demonstration accounts: one for each role, marked, with a password of this workspace's own."""

from __future__ import annotations

import stat
from datetime import date

import pytest

from dothi.base.errors import InputError
from dothi.base.time import Period
from dothi.registry.accounts.access import can, held_roles
from dothi.registry.accounts.demo import create_demo_accounts, kept_password
from dothi.registry.accounts.models import User
from dothi.registry.accounts.roles import roles
from dothi.registry.places.models import Unit
from dothi.registry.sources.models import Source

pytestmark = pytest.mark.django_db
PASSWORD = "sông-Thu-Bồn-27"


@pytest.fixture
def wards() -> None:
    source = Source.objects.create(key="x", title="x")
    for key, folded in (("2c-1", "an hai"), ("2c-2", "tam ky"), ("3c-3", "tam ky")):
        unit = Unit(key=key, name=folded, folded=folded, kind="ward", level=3, source=source)
        unit.period = Period.between(date(2019, 1, 1))
        unit.save()


def test_every_role_has_one_marked_account(wards) -> None:
    made = create_demo_accounts(password=PASSWORD)
    assert len(made) == len(roles()) - 1 == User.objects.count()
    assert User.objects.filter(illustrative=True).count() == len(made)
    held = {user.username: [one.role for one in held_roles(user)] for user in User.objects.all()}
    assert sorted(role for given in held.values() for role in given) == sorted(set(roles()) - {"public"})
    assert all(User.objects.get(username=one.username).check_password(PASSWORD) for one in made)
    titles = {one.title_vi for one in made}
    assert titles == {role.title_vi for code, role in roles().items() if code != "public"}


def test_the_officer_serves_a_ward_of_tam_ky(wards) -> None:
    create_demo_accounts(password=PASSWORD)
    officer = User.objects.get(username="can-bo")
    assert can(officer, "observations.enter", "2c-2")
    assert not can(officer, "observations.enter", "2c-1")


def test_the_unit_can_be_named(wards) -> None:
    create_demo_accounts("2c-1", PASSWORD)
    assert can(User.objects.get(username="can-bo"), "observations.enter", "2c-1")


def test_a_second_start_changes_nothing(wards) -> None:
    first = create_demo_accounts(password=PASSWORD)
    User.objects.filter(username="can-bo").update(full_name="Đã đổi")
    assert create_demo_accounts(password=PASSWORD) == first
    assert User.objects.get(username="can-bo").full_name == "Đã đổi"


def test_without_units_nothing_is_made() -> None:
    with pytest.raises(InputError) as caught:
        create_demo_accounts(password=PASSWORD)
    assert caught.value.code == "accounts.no-unit"
    assert not User.objects.exists()


def test_the_password_is_made_once_for_the_workspace_and_private(tmp_path) -> None:
    first = kept_password(tmp_path)
    assert kept_password(tmp_path) == first
    assert stat.S_IMODE((tmp_path / "demo.password").stat().st_mode) == 0o600
    assert len(first) == 23
