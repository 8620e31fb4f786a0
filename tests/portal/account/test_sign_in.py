"""The door: who comes in, who does not, and what a stranger can learn from it."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from django.test import Client

from dothi.registry.accounts.services import grant_role, set_active
from dothi.registry.audit import chain, trail
from dothi.registry.audit.models import AuditEntry

PASSWORD, SIGN_IN, MINE = "sông-Thu-Bồn-27", "/tai-khoan/dang-nhap/", "/tai-khoan/"


def signed_in(client: Client) -> bool:
    return client.get(MINE).status_code == 200


def actions() -> list[str]:
    return list(AuditEntry.objects.exclude(action="accounts.create").values_list("action", flat=True))


@pytest.mark.parametrize("login", ["binh", "BINH", "binh@example.vn", "Binh@Example.VN"])
def test_user_name_and_address_both_open(binh, sign_in, login) -> None:
    assert signed_in(sign_in(login))


def test_who_is_not_signed_in_is_led_to_the_door_and_back(client, binh) -> None:
    response = client.get(MINE)
    assert response["Location"] == f"{SIGN_IN}?next={MINE}"
    response = client.post(response["Location"], {"login": "binh", "password": PASSWORD, "next": MINE})
    assert response["Location"] == MINE


def test_without_next_an_officer_comes_to_the_desk_and_others_to_their_account(client, binh) -> None:
    asked = {"login": "binh", "password": PASSWORD}
    assert client.post(SIGN_IN, asked)["Location"] == MINE
    grant_role(binh, "planner")
    assert Client().post(SIGN_IN, asked)["Location"] == "/ban-lam-viec/"


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example/",
        "\\\\evil.example",
        "http:evil.example",
        "javascript:alert(1)",
        "https://localhost/",  # allowed as a host, yet not the one that was asked
        "http://127.0.0.1:9000/",
    ],
)
def test_next_never_leads_to_another_site(client, binh, target) -> None:
    response = client.post(
        f"{SIGN_IN}?next={target}", {"login": "binh", "password": PASSWORD, "next": target}
    )
    assert response.status_code == 302
    assert response["Location"] == MINE


def test_a_stranger_cannot_tell_a_wrong_password_from_an_unknown_name(client, binh) -> None:
    def answer(login: str) -> str:
        page = client.post(SIGN_IN, {"login": login, "password": "sai-mật-khẩu-9"})
        assert page.status_code == 200
        text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page.content.decode())
        return text.replace(login, "…")

    assert answer("binh") == answer("khong-ai")
    assert answer("binh@example.vn") == answer("khong-ai@example.vn")
    assert not signed_in(client)


def test_a_stranger_cannot_tell_who_has_an_account_by_asking_for_a_new_password(client, binh) -> None:
    def ask(email: str) -> tuple[int, str]:
        response = client.post("/tai-khoan/mat-khau/quen/", {"email": email})
        return response.status_code, response["Location"]

    assert ask("binh@example.vn") == ask("khong-ai@example.vn")
    assert [message.to for message in mail.outbox] == [["binh@example.vn"]]


def test_guessing_is_throttled_even_with_the_right_password_at_last(client, binh) -> None:
    for _ in range(5):
        client.post(SIGN_IN, {"login": "binh", "password": "sai-mật-khẩu-9"})
    page = client.post(SIGN_IN, {"login": "binh", "password": PASSWORD})
    assert page.status_code == 200
    assert "Quá nhiều lần" in page.content.decode()
    assert not signed_in(client)
    assert actions().count("account.sign_in_failed") == 5


def test_guessing_many_names_from_one_address_is_throttled(client, binh) -> None:
    for number in range(10):
        client.post(SIGN_IN, {"login": f"khong-ai-{number}", "password": "sai-mật-khẩu-9"})
    client.post(SIGN_IN, {"login": "binh", "password": PASSWORD})
    assert not signed_in(client)


def test_a_closed_account_stays_outside(client, binh) -> None:
    set_active(binh, False)
    response = client.post(SIGN_IN, {"login": "binh", "password": PASSWORD})
    assert response["Location"] == "/tai-khoan/da-khoa/"
    assert client.get(response["Location"]).status_code == 200
    assert not signed_in(client)


def test_closing_an_account_ends_its_sessions_at_once(sign_in, binh) -> None:
    client = sign_in("binh")
    assert signed_in(client)
    set_active(binh, False)
    assert not signed_in(client)


def test_the_session_changes_its_name_at_sign_in(client, binh) -> None:
    """A session prepared by somebody else must not become the signed-in one."""
    session = client.session
    session["planted"] = "x"
    session.save()
    client.cookies["sessionid"] = session.session_key
    client.post(SIGN_IN, {"login": "binh", "password": PASSWORD})
    assert client.cookies["sessionid"].value != session.session_key
    assert signed_in(client)
    intruder = Client()
    intruder.cookies["sessionid"] = session.session_key
    assert not signed_in(intruder)


@pytest.mark.parametrize("path", [SIGN_IN, "/tai-khoan/dang-xuat/", "/tai-khoan/mat-khau/quen/"])
def test_a_form_of_another_site_is_refused(binh, path) -> None:
    client = Client(enforce_csrf_checks=True)
    assert client.post(path, {"login": "binh", "password": PASSWORD}).status_code == 403


def test_the_forms_own_token_is_taken(binh) -> None:
    client = Client(enforce_csrf_checks=True)
    token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', client.get(SIGN_IN).content.decode())[1]
    asked = {"login": "binh", "password": PASSWORD, "csrfmiddlewaretoken": token}
    assert client.post(SIGN_IN, asked).status_code == 302
    assert signed_in(client)


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(client, binh) -> None:
    client.get(SIGN_IN)
    client.post(SIGN_IN, {"login": "binh", "password": PASSWORD})
    for name in ("sessionid", "csrftoken"):
        cookie = client.cookies[name]
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"
    assert client.cookies["sessionid"]["max-age"] == ""  # ends with the browser


def test_sign_out_takes_a_post_and_ends_the_session(sign_in, binh) -> None:
    client = sign_in("binh")
    client.get("/tai-khoan/dang-xuat/")
    assert signed_in(client)
    key = client.cookies["sessionid"].value
    client.post("/tai-khoan/dang-xuat/")
    client.cookies["sessionid"] = key
    assert not signed_in(client)


@pytest.mark.parametrize(
    "path", ["signup/", "email/", "login/code/", "3rdparty/", "dang-ky/", "oidc/co-quan/login/"]
)
def test_what_is_not_wanted_is_not_there(client, path) -> None:
    assert client.get(MINE + path).status_code == 404


def test_everything_at_the_door_is_on_record(client, binh) -> None:
    client.post(SIGN_IN, {"login": "binh", "password": "sai-mật-khẩu-9"})
    client.post(SIGN_IN, {"login": "khong-ai", "password": "sai-mật-khẩu-9"})
    client.post(SIGN_IN, {"login": "binh", "password": PASSWORD})
    client.post("/tai-khoan/dang-xuat/")
    failed, unknown, entered, left = AuditEntry.objects.exclude(action="accounts.create")
    assert [one.action for one in (failed, unknown, entered, left)] == [
        "account.sign_in_failed",
        "account.sign_in_failed",
        "account.signed_in",
        "account.signed_out",
    ]
    assert trail.personal_of(failed) == {binh.pk: {"ip": "127.0.0.1", "login": "binh"}}
    assert (failed.actor_id, entered.actor_id, left.actor_id) == (None, binh.pk, binh.pk)
    assert "khong-ai" not in str(unknown.details)
    assert "127.0.0.1" not in str([one.details for one in AuditEntry.objects.all()])
    assert chain.verify().whole


def test_a_password_is_reset_by_the_link_once(client, binh, sign_in) -> None:
    before = sign_in("binh")
    client.post("/tai-khoan/mat-khau/quen/", {"email": "binh@example.vn"})
    link = re.search(r"http://testserver(/tai-khoan/mat-khau/dat-lai/\S+)", mail.outbox[0].body)[1]
    assert "Tên đăng nhập của anh/chị: binh" in mail.outbox[0].body
    form = client.get(link)["Location"]
    new = "núi-Ngọc-Linh-88"
    assert client.post(form, {"password1": new, "password2": new}).status_code == 302
    assert signed_in(sign_in("binh", new))
    assert not signed_in(sign_in("binh"))
    assert not signed_in(before)
    assert "không dùng được" in Client().get(link, follow=True).content.decode()
    assert AuditEntry.objects.filter(action="account.password_set").count() == 1


def test_changing_the_password_ends_the_other_sessions(binh, sign_in) -> None:
    here, there = sign_in("binh"), sign_in("binh")
    new = "núi-Ngọc-Linh-88"
    asked = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert here.post("/tai-khoan/mat-khau/doi/", asked)["Location"] == MINE
    assert signed_in(here)
    assert not signed_in(there)
    entry = AuditEntry.objects.get(action="account.password_set")
    assert (entry.actor_id, entry.subject, entry.details) == (binh.pk, f"accounts.user:{binh.pk}", {})


@pytest.mark.parametrize("weak", ["12345678901", "password123", "ngan", "binh@example.vn"])
def test_a_weak_password_is_refused(binh, sign_in, weak) -> None:
    client = sign_in("binh")
    asked = {"oldpassword": PASSWORD, "password1": weak, "password2": weak}
    assert client.post("/tai-khoan/mat-khau/doi/", asked).status_code == 200
    assert not AuditEntry.objects.filter(action="account.password_set").exists()


def test_passwords_are_kept_as_argon2(binh) -> None:
    assert binh.password.startswith("argon2$argon2id$")
