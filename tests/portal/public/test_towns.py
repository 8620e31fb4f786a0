"""Towns: class always with its rule set, unknown never as no."""

from __future__ import annotations

import io

import pytest
from openpyxl import load_workbook

pytestmark = pytest.mark.usefixtures("quang_nam")


def test_classes_before_and_after_the_rule_set_changed(client):
    before = client.get("/do-thi/tam-ky/?ngay=2024-12-31").text
    after = client.get("/do-thi/tam-ky/?ngay=2026-01-01").text
    assert "Phân loại đô thị theo Nghị quyết 1210/2016/UBTVQH13" in before
    assert "Suy ra theo quy định chuyển tiếp" not in before
    assert "Phân loại đô thị theo Nghị quyết 111/2025/UBTVQH15" in after
    assert "Suy ra theo quy định chuyển tiếp" in after


def test_confidence_stands_beside_the_class(client):
    assert "Nguồn thứ cấp, chưa đối chiếu văn bản gốc" in client.get("/do-thi/tam-ky/").text


def test_list_keeps_recognised_and_planned_apart(client):
    text = client.get("/do-thi/").text
    assert text.index("Đã công nhận") < text.index("Hội An") < text.index("Dự kiến trong chương trình")


def test_unknown_class_is_said_and_sorts_last(client):
    text = client.get("/do-thi/?sap-xep=loai").text
    assert text.index("Tam Kỳ") < text.index("Ái Nghĩa")
    assert "Chưa có dữ liệu" in text


def test_filter(client):
    text = client.get("/do-thi/?loc=hoi%20an").text
    assert "Hội An" in text
    assert "Núi Thành" not in text
    assert "Không có đô thị nào khớp" in client.get("/do-thi/?loc=zzz").text


def test_workbook_names_rule_set_and_says_what_is_unknown(client):
    answer = client.get("/do-thi/?ngay=2024-12-31&dinh-dang=xlsx")
    book = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    rows = list(book.worksheets[0].iter_rows(values_only=True))
    tam_ky = next(row for row in rows if row[0] == "tam-ky")
    assert "Đô thị loại II" in tam_ky
    assert any("1210/2016" in str(value) for value in tam_ky)
    assert any("Chưa có dữ liệu" in row for row in rows)


def test_unknown_town_is_not_found(client):
    assert client.get("/do-thi/khong-co/").status_code == 404
