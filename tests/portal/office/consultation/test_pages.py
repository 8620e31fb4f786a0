"""Consultations at the office, as officers use them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from dothi.base.dates import format_date
from dothi.registry.audit.models import AuditEntry
from dothi.registry.consultation.models import Answer, Consultation, State, Statement
from dothi.registry.consultation.people import Person

ROOT = "/ban-lam-viec/lay-y-kien/"
DESK = f"{ROOT}dot/quy-che-quan-ly-kien-truc/"


@pytest.fixture
def signed(world: Any) -> Callable[[str], Client]:
    def sign(who: str) -> Client:
        client = Client()
        client.force_login(getattr(world, who), backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign


def test_opening_a_period_too_short_is_refused_beside_the_field_with_the_article(
    world: Any, signed: Callable[[str], Client]
) -> None:
    client = signed("officer")
    assert "Phường Một (2c-1)" in client.get(ROOT + "moi/").content.decode()
    given = {
        "subject_kind": "case", "other": "hs-7", "title": "Đồ án Bảy", "about": "Hỏi về đồ án",
        "place": "2c-1", "opens_on": format_date(world.today),
        "closes_on": format_date(world.today + timedelta(days=19)),
        "answer_by": format_date(world.today + timedelta(days=40)),
    }  # fmt: skip
    refused = client.post(ROOT + "moi/", given)
    page = refused.content.decode()
    assert refused.status_code == 422
    assert "ít nhất 20 ngày (Luật 47/2024/QH15, Điều 37" in page
    assert "Hỏi về đồ án" in page
    closes = format_date(world.today + timedelta(days=20))
    pdf = SimpleUploadedFile("thuyet-minh.pdf", b"%PDF-1.4")
    exe = SimpleUploadedFile("xau.exe", b"MZ")
    opened = client.post(ROOT + "moi/", {**given, "closes_on": closes, "documents": [pdf, exe]}, follow=True)
    row = Consultation.objects.get(subject_key="hs-7")
    assert (row.required_days, row.unit_key, row.area is not None) == (20, "2c-1", True)
    assert [one.name for one in row.documents.all()] == ["thuyet-minh.pdf"]
    assert "xau.exe" in opened.content.decode()


def test_the_queue_moderates_and_answers(world: Any, signed: Callable[[str], Client]) -> None:
    client = signed("officer")
    rows = [
        world.say("Đường hẹp, xin mở rộng ngay cho dân"),
        world.say("Đường hẹp, xin mở rộng ngay cho dân!"),
    ]
    assert "Trình duyệt không tính bằng chứng" in client.get(DESK).content.decode()
    client.post(f"{DESK}duyet/", {"so": [row.pk for row in rows] + ["999", "x"]})
    page = f"{ROOT}y-kien/{rows[0].pk}/"
    assert "Trả lời cả 2 ý kiến" in client.get(page).content.decode()
    assert client.post(page, {"viec": "tra-loi", "outcome": "part", "text": ""}).status_code == 422
    client.post(page, {"viec": "tra-loi", "outcome": "part", "text": "Giai đoạn sau", "ca-nhom": "1"})
    assert set(Statement.objects.values_list("state", flat=True)) == {State.ANSWERED}
    assert "Tiếp thu một phần" in client.get(f"{DESK}?o=answered").content.decode()
    back = f"{ROOT}tra-loi/{Answer.objects.get().pk}/rut/"
    assert client.post(back, {"reason": " "}).status_code == 422
    client.post(back, {"reason": "Nhầm"})
    assert set(Statement.objects.values_list("state", flat=True)) == {State.ACCEPTED}
    assert client.post(page, {"viec": "an", "reason": ""}).status_code == 422
    client.post(page, {"viec": "an", "reason": "Trùng"})
    client.post(page, {"viec": "hoan-tac"})
    client.post(page, {"viec": "chu-de", "theme": "green"})
    client.post(f"{page}nhom/", {"viec": "tach"})
    row = Statement.objects.get(pk=rows[0].pk)
    assert (row.state, row.theme, row.group) == (State.RECEIVED, "green", None)
    assert client.post(page, {"viec": "pha"}).status_code == 422
    client.post(f"{page}nhom/", {"viec": "gop", "other": "2"})
    assert Statement.objects.filter(group=None).count() == 0


def test_who_spoke_is_shown_on_request_and_the_look_is_on_record(
    world: Any, signed: Callable[[str], Client]
) -> None:
    row = world.say(person=Person("Trần Thị Bình", "0905"))
    page = f"{ROOT}y-kien/{row.pk}/"
    client = signed("officer")
    assert "Trần Thị Bình" not in client.get(page).content.decode()
    assert "Trần Thị Bình" in client.post(page, {"viec": "nguoi"}).content.decode()
    entry = AuditEntry.objects.get(action="consultation.people")
    assert (entry.actor_id, entry.subject) == (world.officer.pk, f"consultation.statement:{row.pk}")
    for who in ("neighbour", "supervisor", "administrator"):
        assert signed(who).post(page, {"viec": "nguoi"}).status_code == 403


def test_paper_that_came_before_the_opening_is_kept_and_told(
    world: Any, signed: Callable[[str], Client]
) -> None:
    client = signed("officer")
    day = format_date(world.today - timedelta(days=3))
    given = {"channel": "paper", "received_on": day, "text": "Ý kiến của Mặt trận", "place": "Phường Một"}
    told = client.post(f"{DESK}nhap/", {**given, "tiep": "1"}, follow=True).content.decode()
    assert "Nhận trước khi mở 3 ngày" in told
    assert Statement.objects.get().commune_key == "2c-1"
    assert client.post(f"{DESK}nhap/", {**given, "received_on": "31/2/2026"}).status_code == 422


def test_editing_prolonging_withdrawing(world: Any, signed: Callable[[str], Client]) -> None:
    client, row = signed("officer"), world.consultation
    words = {"title": "Tên mới", "title_en": "", "about": "Nội dung mới", "contact": ""}
    assert client.post(f"{DESK}sua/", {**words, "version": "1"}).status_code == 302
    late = client.post(f"{DESK}sua/", {**words, "about": "Lời của người sau", "version": "1"})
    assert late.status_code == 422
    assert "Lời của người sau" in late.content.decode()
    day = format_date(row.closes_on + timedelta(days=5))
    shorter = format_date(row.closes_on - timedelta(days=1))
    more = {"answer_by": format_date(row.answer_by), "reason": "Bão"}
    assert client.post(f"{DESK}keo-dai/", {**more, "closes_on": shorter}).status_code == 422
    assert client.post(f"{DESK}keo-dai/", {**more, "closes_on": day}).status_code == 302
    assert client.post(f"{DESK}rut/", {"reason": ""}).status_code == 422
    client.post(f"{DESK}rut/", {"reason": "Mở nhầm"})
    assert "Mở nhầm" in Client().get("/lay-y-kien/quy-che-quan-ly-kien-truc/").content.decode()
