"""Statements as they come in: where they lie, who may enter them, and what keeps spam out."""

from __future__ import annotations

import dataclasses
import json
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from dothi.base.errors import InputError
from dothi.registry.audit.erasure import erase_person
from dothi.registry.audit.models import AuditEntry
from dothi.registry.consultation import guarding
from dothi.registry.consultation.filing import Said, enter_statement, file_statement, statement_of
from dothi.registry.consultation.guarding import Sender, doubts_about, new_token, solves
from dothi.registry.consultation.models import Consultation, Speaker
from dothi.registry.consultation.people import Person, forget_by_code, forget_old, person_of

HERE = json.dumps({"type": "Point", "coordinates": [108.49, 15.57]})
ACROSS = json.dumps(
    {"type": "Polygon", "coordinates": [[[108.47, 15.56], [108.49, 15.56], [108.49, 15.57], [108.47, 15.56]]]}
)
SEA = json.dumps({"type": "Point", "coordinates": [112.3, 16.5]})


def solved(token: str) -> str:
    return next(str(nonce) for nonce in range(10**7) if solves(token, str(nonce)))


@pytest.mark.parametrize(
    ("shape", "place", "commune"),
    [
        (HERE, "", "2c-1"),
        (ACROSS, "", "2c-1"),
        (SEA, "", ""),
        ("", "chợ Phường Một", ""),
        ("", "phuong mot", "2c-1"),
        ("", "", ""),
        (HERE, "Phường Hai", "2c-1"),
    ],
)
def test_the_commune_is_derived(world: Any, shape: str, place: str, commune: str) -> None:
    row = world.say(shape=shape, place=place)
    assert row.commune_key == commune


def test_receipts_find_and_numbers_follow(world: Any) -> None:
    first, second = world.say(), world.say("Cần thêm trường mầm non")
    assert (first.number, second.number, second.theme) == (1, 2, "schools")
    assert statement_of(f" {first.code.lower().replace('-', ' ')} ") == first
    assert statement_of("KHONG-CO") is None


@pytest.mark.parametrize(("opens", "closes"), [(1, 9), (-9, -1)])
def test_outside_the_period_the_page_takes_nothing(world: Any, opens: int, closes: int) -> None:
    Consultation.objects.update(
        opens_on=world.today + timedelta(days=opens), closes_on=world.today + timedelta(days=closes)
    )
    world.consultation.refresh_from_db()
    with pytest.raises(InputError) as refused:
        world.say()
    assert refused.value.code == "consultation.not-open"


def test_paper_comes_with_its_real_day_be_it_late(world: Any) -> None:
    Consultation.objects.update(
        opens_on=world.today - timedelta(days=40), closes_on=world.today - timedelta(days=10)
    )
    world.consultation.refresh_from_db()
    day = world.today - timedelta(days=3)
    row = enter_statement(world.officer, world.consultation, Said("Ý kiến của Mặt trận"), "paper", day)
    assert (row.received_on, row.channel, row.entered_by) == (day, "paper", world.officer)
    tomorrow = world.today + timedelta(days=1)
    with pytest.raises(InputError) as refused:
        enter_statement(world.officer, world.consultation, Said("Ý kiến"), "paper", tomorrow)
    assert refused.value.code == "consultation.future"


@pytest.mark.parametrize("who", ["neighbour", "supervisor", "resident"])
def test_who_may_not_enter(world: Any, who: str) -> None:
    with pytest.raises(PermissionDenied):
        enter_statement(getattr(world, who), world.consultation, Said("Ý kiến"), "paper", world.today)


@pytest.mark.parametrize(("text", "code"), [(" \n", "missing"), ("x" * 5001, "long")])
def test_texts_that_are_not_taken(world: Any, text: str, code: str) -> None:
    with pytest.raises(InputError) as refused:
        world.say(text)
    assert refused.value.code == f"consultation.{code}"


def test_a_proof_counts_once_for_one_consultation_only(world: Any) -> None:
    of = world.consultation
    token = new_token(of)
    sender = Sender(token=token, nonce=solved(token))
    later = timezone.now().timestamp() + guarding.FAST + 1
    assert doubts_about(of, dataclasses.replace(sender, nonce=""), "", later) == ["no-proof"]
    assert doubts_about(of, dataclasses.replace(sender, nonce="x"), "", later) == ["bad-proof"]
    assert doubts_about(of, dataclasses.replace(sender, token=token + "x"), "", later) == ["bad-proof"]


def test_a_good_proof_leaves_no_doubt_and_is_used_up(world: Any) -> None:
    of = world.consultation
    token = new_token(of)
    sender = Sender(token=token, nonce=solved(token))
    later = timezone.now().timestamp() + guarding.FAST + 1
    assert doubts_about(of, sender, "http://a.vn", later) == []
    assert doubts_about(of, sender, "http://a.vn www.b.vn", later) == ["bad-proof", "links"]
    token = new_token(of)
    assert doubts_about(of, Sender(token=token, nonce=solved(token)), "", later - guarding.FAST - 1) == [
        "fast"
    ]


def test_too_many_from_one_session_are_refused_with_a_sentence(world: Any) -> None:
    for _ in range(guarding.PER_SESSION):
        doubts_about(world.consultation, Sender("10.0.0.7", "phien"), "", 0)
    with pytest.raises(InputError) as refused:
        doubts_about(world.consultation, Sender("10.0.0.7", "phien"), "", 0)
    assert refused.value.code == "consultation.too-many"
    assert "busy" in doubts_about(world.consultation, Sender("10.0.0.7", "khac"), "", 0)
    assert doubts_about(world.consultation, Sender("10.0.0.7", "phien"), "", 3600) == ["no-proof"]


def test_who_spoke_is_sealed_seen_by_those_who_answer_and_by_nobody_else(world: Any) -> None:
    row = world.say(person=Person(" Trần Thị  Bình ", "0905 123 456"))
    assert person_of(world.officer, row) == Person("Trần Thị Bình", "0905 123 456")
    for who in (world.neighbour, world.supervisor, world.resident, None):
        assert person_of(who, row) is None
    sealed = Speaker.objects.get().sealed
    assert "Bình" not in sealed
    told = " ".join(str(entry.details) for entry in AuditEntry.objects.all())
    assert not any(word in told for word in ("Bình", "0905"))


def test_forgetting_by_receipt_by_account_and_by_time(world: Any) -> None:
    person = Person("Bình", "0905")
    first = world.say(person=person)
    assert forget_by_code(first)
    assert not forget_by_code(first)
    second = file_statement(world.resident, world.consultation, Said("Khác hẳn", person=person), Sender())
    erase_person(world.resident)
    second.refresh_from_db()
    assert (second.made_by, Speaker.objects.count(), second.text) == (None, 0, "Khác hẳn")
    world.say("Việc thứ ba", person=person)
    ends = world.consultation.closes_on
    now = timezone.now()
    until = now + timedelta(days=(ends - world.today).days + 730)
    assert forget_old(until) == 0
    assert forget_old(until + timedelta(days=1)) == 1
