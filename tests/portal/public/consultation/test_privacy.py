"""Every public page, file and open data of a consultation, and what outsiders of the office may see, is read
for personal data that were planted."""

from __future__ import annotations

import io
import json
import logging
import re
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from dothi.registry.audit.models import AuditEntry
from dothi.registry.consultation import moderating as m
from dothi.registry.consultation.filing import Said, enter_statement
from dothi.registry.consultation.people import Person

PLANTED = ("Huỳnh Thị Bí Mật", "0912 345 678", "0912345678", "bi.mat@thu.example.vn", "049123456789")
LINK = re.compile(r'(?:href|src|action|data-[a-z-]+)="(/[^"#]*)|"(/(?:api|lay-y-kien|y-kien)[^"#]*)"')
WALKED = ("/lay-y-kien", "/y-kien", "/api/v1/consultations", "/ban-lam-viec")
STARTS = ["/lay-y-kien/", "/api/v1/consultations"]


@pytest.fixture
def planted(world: Any) -> list[str]:
    """Statements in every state with a person sealed beside them, and numbers written into the text."""
    person = Person(PLANTED[0], f"{PLANTED[1]}, {PLANTED[3]}")
    text = f"Gọi tôi {PLANTED[1]} hoặc {PLANTED[2]}, thư {PLANTED[3]}, thẻ {PLANTED[4]}"
    shape = json.dumps({"type": "Point", "coordinates": [108.49, 15.57]})
    rows = [
        world.say(f"{text} ({n})" * (n + 1), person=person, shape=shape, place=f"nhà {PLANTED[1]}")
        for n in range(4)
    ]
    rows.append(
        enter_statement(world.officer, world.consultation, Said(text, person=person), "paper", world.today)
    )
    m.accept(world.officer, [rows[1].pk, rows[2].pk, rows[4].pk])
    m.answer(world.officer, [rows[2].pk], "not", "Không thuộc phạm vi")
    m.hide(world.officer, rows[3].pk, "Lộ thông tin cá nhân")
    return [row.code for row in rows]


def walked(client: Client, starts: list[str]) -> Iterator[tuple[str, str]]:
    """Address and everything said, page by page, as far as links lead; packed files are opened."""
    seen, waiting = set(starts), list(starts)
    while waiting:
        address = waiting.pop()
        answer = client.get(address)
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        text = content.decode(errors="replace")
        if content.startswith(b"PK"):
            parts = zipfile.ZipFile(io.BytesIO(content))
            text = "\n".join(parts.read(name).decode(errors="replace") for name in parts.namelist())
        yield address, f"{answer.headers}{text}"
        for found in LINK.findall(text):
            link = "".join(found).replace("&amp;", "&")
            if link.startswith(WALKED) and link not in seen and "?" not in link:
                seen.add(link)
                waiting.append(link)
    assert len(seen) > 6


def test_the_public_sees_no_person_and_no_receipt(
    planted: list[str], client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    for address, said in walked(client, STARTS):
        assert not [secret for secret in (*PLANTED, *planted) if secret in said], address
    assert not [secret for secret in PLANTED if secret in caplog.text]


@pytest.mark.parametrize("who", ["supervisor", "administrator", "neighbour"])
def test_nor_does_anybody_signed_in_who_need_not_answer(planted: list[str], world: Any, who: str) -> None:
    client = Client()
    client.force_login(getattr(world, who), backend="django.contrib.auth.backends.ModelBackend")
    desk = ["/ban-lam-viec/", "/ban-lam-viec/lay-y-kien/", "/quan-tri/audit/auditentry/"]
    for address, said in walked(client, STARTS + desk):
        assert not [secret for secret in PLANTED if secret in said], address


def test_the_record_holds_no_person(planted: list[str]) -> None:
    told = json.dumps(list(AuditEntry.objects.values("details", "personal", "subject")), ensure_ascii=False)
    assert not [secret for secret in PLANTED if secret in told]
