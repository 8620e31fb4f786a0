"""Vietnamese first; English by choice and never by guess."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import dothi.portal

pytestmark = pytest.mark.django_db


def test_the_browsers_wish_does_not_change_the_language(client):
    answer = client.get("/gioi-thieu/", headers={"accept-language": "en-US,en"})
    assert answer.headers["Content-Language"] == "vi"
    assert '<html lang="vi"' in answer.text
    assert "Cookie" in answer.headers["Vary"]


def test_the_switch_keeps_page_and_day(client):
    answer = client.post("/ngon-ngu/", {"language": "en", "next": "/do-thi/?ngay=2024-12-31"})
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/do-thi/?ngay=2024-12-31"
    page = client.get("/do-thi/?ngay=2024-12-31")
    assert '<html lang="en"' in page.text
    assert "31 December 2024" in page.text


@pytest.mark.parametrize(
    "address", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)", ""]
)
def test_the_switch_leads_nowhere_else(client, address):
    assert client.post("/ngon-ngu/", {"language": "en", "next": address}).headers["Location"] == "/"


def test_an_unknown_language_is_refused(client):
    assert client.post("/ngon-ngu/", {"language": "xx", "next": "/"}).status_code == 400
    client.cookies["django_language"] = "xx"
    assert client.get("/gioi-thieu/").headers["Content-Language"] == "vi"


def test_only_post_changes_the_language(client):
    assert client.get("/ngon-ngu/?language=en").status_code == 405


def test_pages_and_letters_address_everybody_in_one_way():
    """An office says anh/chị, on every page."""
    folder = Path(dothi.portal.__file__).parent
    texts = [path for path in folder.rglob("*") if path.suffix in {".html", ".py", ".txt", ".js"}]
    assert any("anh/chị" in path.read_text(encoding="utf-8") for path in texts)
    familiar = [
        path.relative_to(folder)
        for path in texts
        if re.search(r"\b[Bb]ạn\b", path.read_text(encoding="utf-8"))
    ]
    assert familiar == []
