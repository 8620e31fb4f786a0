"""The second factor: put on, asked for, taken off; its secret sealed, its changes on record."""

from __future__ import annotations

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.cache import cache
from django.test import Client

from dothi.portal.account.adapter import SecondFactorAdapter
from dothi.registry.audit.models import AuditEntry

ON, OFF = "/tai-khoan/hai-lop/ung-dung/bat/", "/tai-khoan/hai-lop/ung-dung/tat/"
CODES, ENTER = "/tai-khoan/hai-lop/ma-du-phong/", "/tai-khoan/hai-lop/nhap-ma/"


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def sure(client: Client) -> Client:
    """Say the password again, as every change of the factor wants."""
    asked = {"password": "sông-Thu-Bồn-27", "next": ON}
    assert client.post("/tai-khoan/xac-nhan/", asked)["Location"] == ON
    return client


@pytest.fixture
def guarded(binh, sign_in) -> tuple[Client, str]:
    """Bình with the factor on, and its secret."""
    client = sure(sign_in("binh"))
    page = client.get(ON).content.decode()
    secret = re.search(r"<code>([A-Z2-7]{32})</code>", page)[1]
    assert client.post(ON, {"code": code_of(secret)}).status_code == 302
    cache.clear()
    return client, secret


def signed_in(client: Client) -> bool:
    return client.get("/tai-khoan/").status_code == 200


def test_the_code_is_drawn_without_breaking_the_page_policy(binh, sign_in) -> None:
    page = sure(sign_in("binh")).get(ON)
    assert b'src="data:image/svg+xml;base64,' in page.content
    assert "img-src 'self' data:" in page["Content-Security-Policy"]


@pytest.mark.parametrize("path", [ON, CODES + "tao/"])
def test_a_signed_in_browser_left_open_cannot_change_it(binh, sign_in, path) -> None:
    response = sign_in("binh").get(path)
    assert response["Location"].startswith("/tai-khoan/xac-nhan/?next=")


def test_a_wrong_code_does_not_put_it_on(binh, sign_in) -> None:
    client = sure(sign_in("binh"))
    client.get(ON)
    assert client.post(ON, {"code": "000000"}).status_code == 200
    assert not Authenticator.objects.exists()


def test_the_secret_is_sealed_in_the_database(guarded) -> None:
    _, secret = guarded
    kept = Authenticator.objects.get(type="totp").data["secret"]
    assert secret not in kept
    assert SecondFactorAdapter().decrypt(kept) == secret


def test_the_password_alone_does_not_open_any_more(guarded, sign_in) -> None:
    _, secret = guarded
    client = sign_in("binh")
    assert not signed_in(client)
    assert client.get("/tai-khoan/").status_code == 302
    client.post(ENTER, {"code": "000000"})
    assert not signed_in(client)
    client.post(ENTER, {"code": code_of(secret)})
    assert signed_in(client)


def test_a_code_does_not_open_twice(guarded, sign_in) -> None:
    _, secret = guarded
    code = code_of(secret)
    first, second = sign_in("binh"), sign_in("binh")
    first.post(ENTER, {"code": code})
    second.post(ENTER, {"code": code})
    assert signed_in(first)
    assert not signed_in(second)


def test_codes_cannot_be_guessed_without_end(guarded, sign_in) -> None:
    _, secret = guarded
    client = sign_in("binh")
    for _ in range(5):
        client.post(ENTER, {"code": "000000"})
    client.post(ENTER, {"code": code_of(secret)})
    assert not signed_in(client)
    assert AuditEntry.objects.filter(action="account.second_factor_failed").count() == 5


def test_a_recovery_code_opens_once(guarded, sign_in) -> None:
    client, _ = guarded
    code = re.search(r"<li><code>(\d{8})</code></li>", client.get(CODES).content.decode())[1]
    first, second = sign_in("binh"), sign_in("binh")
    first.post(ENTER, {"code": code})
    second.post(ENTER, {"code": code})
    assert signed_in(first)
    assert not signed_in(second)


def test_new_recovery_codes_replace_the_old(guarded) -> None:
    client, _ = guarded
    before = re.findall(r"<code>(\d{8})</code>", client.get(CODES).content.decode())
    client.post(CODES + "tao/")
    after = re.findall(r"<code>(\d{8})</code>", client.get(CODES).content.decode())
    assert len(before) == len(after) == 10
    assert not set(before) & set(after)
    assert client.get(CODES + "tai/").content.decode().split() == after


def test_taking_it_off_takes_the_codes_too(guarded, sign_in) -> None:
    client, _ = guarded
    assert client.get(OFF).status_code == 200
    client.post(OFF)
    assert not Authenticator.objects.exists()
    assert signed_in(sign_in("binh"))


def test_its_changes_are_on_record(guarded, binh) -> None:
    client, _ = guarded
    client.post(OFF)
    entries = AuditEntry.objects.filter(action__startswith="account.second_factor")
    told = [(one.action.removeprefix("account.second_factor_"), one.details["type"]) for one in entries]
    assert told == [
        ("added", "totp"),
        ("added", "recovery_codes"),
        ("removed", "totp"),
        ("removed", "recovery_codes"),
    ]
    assert {(one.actor_id, one.subject) for one in entries} == {(binh.pk, f"accounts.user:{binh.pk}")}
