"""The search page."""

from __future__ import annotations

import re

import pytest

pytestmark = pytest.mark.usefixtures("quang_nam")


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))


def test_old_name_leads_to_the_unit_that_holds_it_now(client):
    text = plain(client.get("/tim/?q=phuong%20cam%20chau&ngay=2026-01-01").text)
    assert "Phường Cẩm Châu" in text
    assert "có đến hết 30/6/2025; địa bàn nay thuộc Phường Hội An Đông" in text


def test_nothing_asked_and_nothing_found(client):
    assert "Gõ tên xã, phường, huyện hoặc đô thị" in client.get("/tim/").text
    assert "Không có tên nào khớp" in client.get("/tim/?q=zzzz").text


def test_what_was_typed_comes_back_escaped(client):
    text = client.get("/tim/?q=%3Cscript%3Ealert(1)%3C/script%3E").text
    assert "<script>alert" not in text
    assert "&lt;script&gt;" in text


def test_very_long_questions_are_cut(client):
    assert client.get("/tim/?q=" + "a" * 5000).status_code == 200
