"""“Tài khoản của tôi”: mine, whole, and free of anything a page policy would stop."""

from __future__ import annotations

import re
from datetime import date

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client

from dothi.base.time import Period
from dothi.registry.accounts.services import create_user, grant_role, withdraw_role
from dothi.registry.audit.models import AuditEntry

MINE = "/tai-khoan/"


@pytest.fixture
def client(binh, sign_in) -> Client:
    return sign_in("binh")


def text(client: Client, path: str = MINE) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def test_it_says_who_i_am(client) -> None:
    page = text(client)
    for value in ("binh", "Trần Thị Bình", "binh@example.vn"):
        assert value in page


def test_it_lists_roles_with_their_periods(client, binh) -> None:
    assert "Chưa được giao vai trò nào" in text(client)
    grant_role(binh, "planner", period=Period.between(date(2026, 1, 5)), decision="12/QĐ-SXD")
    grant_role(binh, "supervisor", period=Period.between(date(2020, 1, 1), date(2021, 1, 1)))
    page = text(client)
    assert "5/1/2026" in page
    assert "31/12/2020" in page  # the last day, not the first day after
    assert "12/QĐ-SXD" in page
    assert page.index("đang giữ") < page.index("không giữ")


def test_a_withdrawn_role_is_not_listed(client, binh) -> None:
    withdraw_role(grant_role(binh, "planner", decision="99/QĐ"))
    assert "99/QĐ" not in text(client)


def test_one_session_is_ended_and_the_others_stay(client, binh, sign_in) -> None:
    other = sign_in("binh")
    mine, theirs = UserSession.objects.filter(user=binh).order_by("pk")
    assert str(theirs.ip) in text(client)
    assert client.post(f"{MINE}phien/{theirs.pk}/ket-thuc/")["Location"] == MINE
    assert other.get(MINE).status_code == 302
    assert client.get(MINE).status_code == 200
    entry = AuditEntry.objects.get(action="account.sessions_ended")
    assert (entry.actor_id, entry.details) == (binh.pk, {"count": 1})
    assert list(UserSession.objects.values_list("pk", flat=True)) == [mine.pk]


def test_ending_the_session_i_sit_in_signs_me_out(client, binh) -> None:
    session = UserSession.objects.get(user=binh)
    assert client.post(f"{MINE}phien/{session.pk}/ket-thuc/")["Location"] == "/"
    assert client.get(MINE).status_code == 302


def test_all_other_sessions_are_ended_at_once(client, sign_in) -> None:
    others = [sign_in("binh"), sign_in("binh")]
    client.post(f"{MINE}phien/")
    assert [other.get(MINE).status_code for other in others] == [302, 302]
    assert client.get(MINE).status_code == 200


def test_another_persons_session_is_not_found(client, sign_in) -> None:
    create_user("an", "sông-Thu-Bồn-27")
    other = sign_in("an")
    session = UserSession.objects.get(user__username="an")
    assert client.post(f"{MINE}phien/{session.pk}/ket-thuc/").status_code == 404
    assert other.get(MINE).status_code == 200


def test_a_session_is_not_ended_by_a_link(client) -> None:
    session = UserSession.objects.get()
    assert client.get(f"{MINE}phien/{session.pk}/ket-thuc/").status_code == 405


@pytest.mark.parametrize(
    "path",
    [
        "",
        "dang-xuat/",
        "mat-khau/doi/",
        "mat-khau/quen/",
        "mat-khau/quen/da-gui/",
        "xac-nhan/",
        "hai-lop/",
        "phien/",
    ],
)
def test_no_page_holds_script_or_style_of_its_own(client, path) -> None:
    """The page policy allows files of the site only."""
    page = text(client, MINE + path)
    assert re.findall(r"<script(?![^>]*\bsrc=)", page) == []
    assert re.findall(r"<style|\sstyle=|\son\w+=\"", page) == []


@pytest.mark.parametrize("path", ["dang-nhap/", "mat-khau/quen/", "mat-khau/quen/da-gui/", "da-khoa/"])
def test_pages_at_the_door_speak_vietnamese(db, path) -> None:
    page = text(Client(), MINE + path)
    assert 'lang="vi"' in page
    main = re.search(r"<main.*</main>", page, re.DOTALL)[0]
    for english in ("Sign", "Password", "Username", "Email", "Forgot"):
        assert english not in main


def test_the_page_speaks_english_when_asked(client) -> None:
    client.cookies["django_language"] = "en"
    assert "My account" in text(client)
