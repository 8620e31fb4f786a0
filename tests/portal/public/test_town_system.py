"""The page of the system of towns: the ladder of the day, documents side by side, a supposition."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.usefixtures("quang_nam")


def test_the_ladder_is_that_of_the_rules_of_the_day(client):
    before = client.get("/do-thi/he-thong/?ngay=2020-01-01").text
    after = client.get("/do-thi/he-thong/?ngay=2026-06-01").text
    assert "Đô thị loại V" in before
    assert "Đô thị loại V" not in after
    assert "suy ra theo quy định chuyển tiếp" in after
    assert "chưa có văn bản" in after


def test_a_supposition_is_an_address_and_nonsense_in_it_is_left_aside(client):
    text = client.get("/do-thi/he-thong/?ngay=2026-06-01&loai=II&nang=dien-ban").text
    assert "tỷ lệ dân số đô thị khi đó chưa biết" in text
    assert "khi đó chưa biết" not in client.get("/do-thi/he-thong/?ngay=2026-06-01&loai=V&nang=x").text


def test_before_any_rule_set_and_as_a_workbook(client):
    assert client.get("/do-thi/he-thong/?ngay=1950-01-01").status_code == 200
    answer = client.get("/do-thi/he-thong/?ngay=2026-06-01&dinh-dang=xlsx")
    assert answer.status_code == 200
    assert answer["Content-Disposition"].endswith('he-thong-do-thi-2026-06-01.xlsx"')
