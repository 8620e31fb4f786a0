"""The programme's tables as workbooks."""

from __future__ import annotations

import io

import pytest
from openpyxl import load_workbook

pytestmark = pytest.mark.usefixtures("programme")
PAGE = "/chuong-trinh/nghi-quyet-06/"


def book(client, query: str):
    answer = client.get(f"{PAGE}?dinh-dang=xlsx&{query}")
    assert answer.status_code == 200
    return load_workbook(io.BytesIO(answer.getvalue()))


def table(client, query: str) -> list[dict[str, object]]:
    rows = list(book(client, query).worksheets[0].iter_rows(values_only=True))
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


def test_targets_hold_numbers_and_where_they_stand(client):
    rows = table(client, "bang=chi-tieu&ngay=2024-12-31")
    assert len(rows) == 16
    rate = next(row for row in rows if row["Chỉ tiêu"] == "Tỷ lệ đô thị hóa" and row["Đến năm"] == "2025")
    assert (rate["Giá trị (từ)"], rate["Giá trị (đến)"], rate["Đơn vị"]) == (37, 37, "%")
    assert round(float(rate["Số liệu gần nhất"]), 1) == 25.4
    assert rate["Ngày số liệu"].date().isoformat() == "2019-04-01"
    assert rate["Đánh giá"] == "Chưa đến hạn"
    assert rate["Rà soát"] == "Chưa rà soát"
    assert rate["Câu gốc"] == "Tỷ lệ đô thị hóa đến năm 2025 đạt 37%"
    green = next(row for row in rows if row["Giá trị (từ)"] == 6)
    assert green["Giá trị (đến)"] == 8
    assert green["Số liệu gần nhất"] is None


def test_towns_keep_both_rule_sets_apart(client):
    rows = table(client, "bang=do-thi&ngay=2026-03-01")
    row = next(row for row in rows if row["Đô thị"] == "Ái Nghĩa")
    assert row["Loại đô thị"] == "IV"
    assert "1210/2016" in row["Bộ quy định của mục tiêu"]
    assert row["Loại hiện nay"] == "Đô thị loại III"
    assert "111/2025" in row["Bộ quy định của loại hiện nay"]
    praq = next(row for row in rows if row["Đô thị"] == "Praq")
    assert praq["Tên trong danh mục"] == "P'rao"


def test_tasks_say_where_the_text_is_silent(client):
    rows = table(client, "bang=nhiem-vu")
    assert len(rows) == 29
    row = next(row for row in rows if "phản biện của cộng đồng" in str(row["Nhiệm vụ"]))
    assert row["Cơ quan nêu tên"] == "UBND tỉnh; Mặt trận Tổ quốc Việt Nam"
    assert row["Hạn"] == "văn bản không nêu"
    assert row["Vị trí trong văn bản"] == "II.2"


def test_bodies_with_who_answers(client):
    rows = table(client, "bang=co-quan&ngay=2025-07-01")
    assert {row["Tình trạng"] for row in rows} == {"Chưa có cơ quan tiếp nhận"}
    assert {row["Cơ quan thực hiện"] for row in rows} == {None}
    held = table(client, "bang=co-quan&ngay=2024-12-31")
    assert all(row["Cơ quan thực hiện"] == row["Cơ quan trong danh mục"] for row in held)


def test_notes_name_version_day_and_that_nobody_has_confirmed_it(client):
    lines = [str(row[0]) for row in book(client, "bang=chi-tieu&ngay=2024-12-31").worksheets[1].values]
    text = "\n".join(lines)
    assert "Phiên bản 1" in text
    assert "Trả lời cho ngày 31/12/2024" in text
    assert "Chưa rà soát: 114 mục do phần mềm đọc, chưa ai xác nhận" in text


def test_filter_counts_for_the_workbook_too(client):
    assert len(table(client, "bang=chi-tieu&loc=cay%20xanh")) == 2


def test_a_table_that_is_not_there_is_refused(client):
    answer = client.get(f"{PAGE}?dinh-dang=xlsx&bang=khac")
    assert answer.status_code == 400
    assert "không có bảng «khac»" in answer.text.lower()
