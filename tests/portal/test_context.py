"""The head of every page leads the signed-in to what they may open, and to nothing else."""

from __future__ import annotations

import pytest

from dothi.registry.accounts.models import User
from dothi.registry.accounts.services import grant_role

pytestmark = pytest.mark.django_db

DESK, ACCOUNT, SIGN_IN = b'href="/ban-lam-viec/"', b'href="/tai-khoan/"', b'href="/tai-khoan/dang-nhap/"'


def head(client, person: User | None) -> bytes:
    if person is not None:
        client.force_login(person)
    return client.get("/gioi-thieu/").content.split(b"</header>")[0]


def test_a_visitor_is_led_to_sign_in(client) -> None:
    page = head(client, None)
    assert SIGN_IN in page
    assert DESK not in page
    assert ACCOUNT not in page


def test_a_resident_has_an_account_and_no_desk(client) -> None:
    person = User.objects.create(username="dan")
    grant_role(person, "resident")
    page = head(client, person)
    assert ACCOUNT in page
    assert DESK not in page
    assert SIGN_IN not in page


def test_a_planner_has_a_desk(client) -> None:
    person = User.objects.create(username="quy")
    grant_role(person, "planner")
    page = head(client, person)
    assert DESK in page
    assert ACCOUNT in page
