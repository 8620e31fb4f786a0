"""Written information asked for on an extract: filed by anybody, read by the office, forgotten when asked."""

from __future__ import annotations

import io
import re
from datetime import date
from typing import Any
from urllib.parse import urlsplit

import openpyxl
import pytest
from django.test import Client

from dothi.base.time import Period
from dothi.registry.accounts.models import RoleAssignment, User
from dothi.registry.audit.erasure import erase_person
from dothi.registry.audit.models import AuditEntry
from dothi.registry.land.models import Extract, InformationRequest

pytestmark = pytest.mark.django_db
CORNERS = "1 1722510 577450\n2 1722510 577550\n3 1722560 577550\n4 1722560 577450"
GIVEN = {"name": "Nguyễn Thị Bình", "contact": "0905 000 000", "words": "Chỉ giới đường đỏ"}


@pytest.fixture
def extract(client: Client, plan: Any) -> str:
    """Path of the page of an extract."""
    sent = client.post("/trich-luc/?ngay=2025-07-01", {"goc": CORNERS})
    return urlsplit(sent["Location"]).path


def signed_in(role: str, unit: str = "") -> Client:
    person = User.objects.create(username=role)
    held = RoleAssignment(user=person, role=role, unit_key=unit)
    held.period = Period.between(date(2020, 1, 1))
    held.save()
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_an_extract_leads_to_a_request_that_its_code_finds_again(client: Client, extract: str) -> None:
    assert f"{extract}de-nghi/" in client.get(extract).text
    sent = client.post(f"{extract}de-nghi/", GIVEN)
    row = InformationRequest.objects.get()
    assert sent["Location"] == f"/de-nghi/{row.code}/"
    assert re.fullmatch(r"([2-9A-HJ-NP-Z]{4}-){2}[2-9A-HJ-NP-Z]{4}", row.code)
    page = client.get(f"/de-nghi/{row.code.replace('-', '').lower()}/").text
    assert "Chưa có văn bản trả lời" in page
    assert Extract.objects.get().code in page
    assert not {"Bình", "0905"} & set(re.split(r"\W+", page)), "whoever holds the code reads no name"
    entry = AuditEntry.objects.get(action="land.request")
    assert entry.details == {"code": row.code, "extract": Extract.objects.get().code}


def test_the_office_reads_who_asked_what(client: Client, extract: str) -> None:
    client.post(f"{extract}de-nghi/", GIVEN)
    client.post(f"{extract}de-nghi/", {**GIVEN, "name": "Công ty Hai", "words": ""})
    planner = signed_in("planner")
    page = planner.get("/ban-lam-viec/de-nghi/").text
    assert page.index("Công ty Hai") < page.index("Nguyễn Thị Bình")
    assert "Chỉ giới đường đỏ" in page
    assert "Công ty Hai" not in planner.get("/ban-lam-viec/de-nghi/", {"q": "bình"}).text
    file = planner.get("/ban-lam-viec/de-nghi/", {"dinh-dang": "xlsx"})
    sheet = openpyxl.load_workbook(io.BytesIO(file.getvalue())).active
    told = [cell for row in sheet.iter_rows(values_only=True) for cell in row]
    assert {"Công ty Hai", "Nguyễn Thị Bình"} <= set(told)


def test_another_commune_reads_nothing_of_it(client: Client, extract: str) -> None:
    client.post(f"{extract}de-nghi/", GIVEN)
    InformationRequest.objects.update(unit_key="2c-1")
    assert "Bình" in signed_in("commune_officer", "2c-1").get("/ban-lam-viec/de-nghi/").text
    User.objects.filter(username="commune_officer").update(username="khac")
    assert "Bình" not in signed_in("commune_officer", "2c-2").get("/ban-lam-viec/de-nghi/").text
    assert client.get("/ban-lam-viec/de-nghi/").status_code == 302


@pytest.mark.parametrize("empty", ["name", "contact"])
def test_without_a_name_or_a_way_to_answer_nothing_is_filed(client: Client, extract: str, empty: str) -> None:
    answer = client.post(f"{extract}de-nghi/", {**GIVEN, empty: "  "})
    assert answer.status_code == 422
    assert GIVEN["words"] in answer.text
    assert not InformationRequest.objects.exists()


def test_nothing_is_asked_on_a_record_that_was_altered(client: Client, extract: str) -> None:
    Extract.objects.update(digest="0" * 64)
    answer = client.post(f"{extract}de-nghi/", GIVEN)
    assert answer.status_code == 422
    assert "không còn nguyên" in answer.text


def test_codes_nobody_has_are_not_found(client: Client, plan: Any) -> None:
    assert client.get("/trich-luc/2222-2222-2222/de-nghi/").status_code == 404
    assert client.get("/de-nghi/2222-2222-2222/").status_code == 404


def test_a_person_who_is_erased_leaves_only_that_it_was_asked(client: Client, extract: str) -> None:
    person = User.objects.create(username="nguoi-hoi")
    asking = Client()
    asking.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    asking.post(f"{extract}de-nghi/", GIVEN)
    erase_person(person)
    row = InformationRequest.objects.get()
    assert (row.name, row.contact, row.words, row.made_by) == ("—", "—", "", None)


def test_the_sixth_request_of_a_minute_is_refused(client: Client, extract: str) -> None:
    answers = [client.post(f"{extract}de-nghi/", GIVEN).status_code for _ in range(6)]
    assert answers == [302] * 5 + [429]
