"""``dothi audit``, as it is typed."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from dothi.cli.main import run
from dothi.registry.accounts.models import User
from dothi.registry.accounts.services import create_user
from dothi.registry.audit.models import AuditEntry

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "sông-Thu-Bồn-27"


@pytest.fixture
def dothi(monkeypatch, capsys):
    monkeypatch.setattr("dothi.cli.audit.start_django", lambda _: None)
    folder: Path = settings.DOTHI.workspace

    def call(*words: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["dothi", "-w", str(folder), "audit", *words])
        with pytest.raises(SystemExit) as ended:
            run()
        told = capsys.readouterr()
        return ended.value.code or 0, told.out, told.err

    return call


@pytest.fixture
def two() -> tuple[User, User]:
    return create_user("an", PASSWORD, full_name="Lê An"), create_user("binh", PASSWORD)


def spoil() -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE audit_auditentry SET action = 'x' WHERE sequence = 2")


def test_a_whole_record_gives_0_and_an_anchor_for_the_next_time(dothi, two) -> None:
    code, out, _ = dothi("verify")
    assert code == 0
    anchor = out.strip().rsplit(" ", 1)[1]
    assert anchor == f"2:{AuditEntry.objects.get(sequence=2).hash}"
    assert dothi("verify", "--anchor", anchor)[0] == 0
    assert dothi("verify", "--anchor", f"2:{'0' * 64}")[0] == 1


def test_a_spoilt_record_gives_1_and_names_the_entry(dothi, two) -> None:
    spoil()
    code, out, err = dothi("verify")
    assert (code, out) == (1, "")
    assert "tại bản ghi 2" in err


def test_programs_get_the_same_as_json(dothi, two) -> None:
    code, out, _ = dothi("verify", "--json")
    answer = json.loads(out)
    assert (code, answer["whole"], answer["entries"], answer["broken"]) == (0, True, 2, None)
    spoil()
    code, out, _ = dothi("verify", "--json")
    broken = json.loads(out)["broken"]
    assert (code, broken["sequence"], broken["kind"]) == (1, 2, "changed")


@pytest.mark.parametrize("anchor", ["x", "2", "2:abc", "-1:" + "0" * 64])
def test_an_anchor_that_is_none_is_refused(dothi, anchor) -> None:
    code, _, err = dothi("verify", "--anchor", anchor)
    assert code == 2
    assert "--anchor" in err


def test_the_record_is_listed_newest_first(dothi, two) -> None:
    an, binh = two
    rows = json.loads(dothi("list", "--json")[1])
    assert [row["subject"] for row in rows] == [f"accounts.user:{binh.pk}", f"accounts.user:{an.pk}"]
    assert "personal" not in rows[0]
    assert len(json.loads(dothi("list", "--json", "--limit", "1")[1])) == 1
    assert json.loads(dothi("list", "--json", "--action", "khac")[1]) == []
    found = json.loads(dothi("list", "--json", "--subject", f"accounts.user:{an.pk}", "--personal")[1])
    assert found[0]["personal"][str(an.pk)]["full_name"] == "Lê An"
    assert "accounts.create" in dothi("list", "--personal")[1]
    assert dothi("list", "--user", "khong-ai")[0] == 1
    assert json.loads(dothi("list", "--json", "--user", "an")[1]) == []


def test_a_person_is_erased_and_the_record_stays_whole(dothi, two) -> None:
    an, _ = two
    assert dothi("erase", "khong-ai", "--yes")[0] == 1
    code, out, _ = dothi("erase", "an", "--yes")
    assert code == 0
    assert f"da-xoa-{an.pk}" in out
    assert dothi("verify")[0] == 0
    rows = json.loads(dothi("list", "--json", "--personal", "--subject", f"accounts.user:{an.pk}")[1])
    assert [row["action"] for row in rows] == ["accounts.erase", "accounts.create"]
    assert rows[1]["personal"] == {str(an.pk): None}


def test_an_erasure_is_asked_for_twice(dothi, two, monkeypatch) -> None:
    monkeypatch.setattr("click.confirm", lambda *_, **__: (_ for _ in ()).throw(__import__("click").Abort()))
    code, _, err = dothi("erase", "an")
    assert code == 2
    assert "Đã dừng" in err
    assert User.objects.filter(username="an").exists()
