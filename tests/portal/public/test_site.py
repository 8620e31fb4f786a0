"""Pages about the service itself."""

from __future__ import annotations

import io

import pytest
from django.db import DatabaseError
from openpyxl import load_workbook

from dothi import __version__


def test_health_of_an_empty_and_a_loaded_portal(client, db):
    assert client.get("/suc-khoe/").json() == {
        "status": "ok",
        "database": "ok",
        "data": "empty",
        "version": __version__,
    }


def test_health_when_the_database_is_gone(client, db, monkeypatch):
    def gone(*_args):
        raise DatabaseError("gone")

    with monkeypatch.context() as broken:
        broken.setattr("dothi.portal.public.site.connection.cursor", gone)
        answer = client.get("/suc-khoe/")
    assert answer.status_code == 503
    assert answer.json()["database"] == "failed"
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address", ["/", "/dia-danh/", "/do-thi/", "/nguon-du-lieu/", "/gioi-thieu/", "/giao-dien/"]
)
def test_an_empty_portal_says_what_would_fill_it(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    if address in {"/", "/do-thi/", "/nguon-du-lieu/"}:
        assert "dothi init" in answer.text


def test_sources_and_what_leans_on_them(client, quang_nam):
    assert "Tổng điều tra dân số" in client.get("/nguon-du-lieu/").text
    text = client.get("/nguon-du-lieu/gso-census-2019/").text
    assert "Số liệu đã duyệt" in text
    assert client.get("/nguon-du-lieu/khong-co/").status_code == 404


def test_every_component_is_shown(client, db):
    text = client.get("/giao-dien/").text
    for word in (
        "Chưa có dữ liệu",
        "Dữ liệu minh họa",
        'role="listbox"',
        "<progress",
        "<dialog",
        'aria-sort="ascending"',
    ):
        assert word in text


def test_missing_page_offers_the_search(client, db):
    answer = client.get("/khong-co-trang-nay/")
    assert answer.status_code == 404
    assert 'name="q"' in answer.text


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/dia-danh/", "/gioi-thieu/", "/giao-dien/"])
def test_policy_allows_no_inline_script(client, address):
    policy = client.get(address).headers["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe-inline" not in policy


def test_sources_are_exported(client, quang_nam):
    answer = client.get("/nguon-du-lieu/?dinh-dang=xlsx")
    book = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    rows = {row[0]: row for row in book.worksheets[0].iter_rows(values_only=True)}
    assert rows["nq-202-2025"][2] == "202/2025/QH15"
    assert "Tổng cục Thống kê" in rows["gso-census-2019"]
