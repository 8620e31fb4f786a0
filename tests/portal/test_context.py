"""What every page knows."""

from __future__ import annotations

from django.test import RequestFactory

from dothi.portal.context import portal


def test_navigation_marks_where_the_reader_is_and_keeps_the_day(db):
    entries = portal(RequestFactory().get("/dia-danh/3c-508/?ngay=2024-12-31"))["portal"]["navigation"]
    found = {entry["label"]: entry for entry in entries}
    assert found["Đơn vị hành chính"]["current"] == "true"
    assert found["Bản đồ"]["current"] == ""
    assert found["Bản đồ"]["url"] == "/?ngay=2024-12-31"
    assert found["Nguồn dữ liệu"]["url"] == "/nguon-du-lieu/"


def test_the_page_itself_is_marked_as_such(db):
    entries = portal(RequestFactory().get("/do-thi/"))["portal"]["navigation"]
    assert [entry["label"] for entry in entries if entry["current"] == "page"] == ["Đô thị"]


def test_a_bad_day_in_the_address_does_not_break_an_error_page(db):
    assert portal(RequestFactory().get("/?ngay=xx"))["portal"]["query"] == ""
