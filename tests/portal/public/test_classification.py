"""The score of a town on its pages: intervals, what decides, values tried out, files."""

from __future__ import annotations

import io

import pytest
from openpyxl import load_workbook

from dothi.base.errors import Fault, UnusableError
from dothi.programme.docx import read_docx
from dothi.registry.towns import known

pytestmark = pytest.mark.usefixtures("quang_nam")


def test_the_town_page_tells_its_score_under_the_rules_of_the_day(client):
    text = client.get("/do-thi/dien-ban/?ngay=2026-06-01").text
    assert "Loại III (NQ 111/2025)" in text
    assert "chưa kết luận được" in text
    assert "/do-thi/dien-ban/phan-loai/?ngay=2026-06-01" in text


def test_the_page_names_what_decides_and_on_what_it_rests(client):
    text = client.get("/do-thi/hoi-an/phan-loai/?ngay=2026-06-01&loai=III").text
    assert "10,65–97,65" in text
    assert "Bảng 2B, chưa có nguồn" in text
    assert "không phải kết luận pháp lý" in text
    assert "không xem xét" in text
    assert "98.599" in text


def test_a_town_without_values_has_the_region_and_the_communes_on_record(client):
    text = client.get("/do-thi/ai-nghia/phan-loai/?ngay=2026-06-01&loai=III").text
    assert "Chưa nêu vùng" not in text
    assert "17.493" in client.get("/do-thi/ai-nghia/phan-loai/?ngay=2024-06-01&loai=V").text


def test_before_2026_the_rules_of_1210_answer_and_points_are_not_known(client):
    text = client.get("/do-thi/hoi-an/phan-loai/?ngay=2022-06-01&loai=III").text
    assert "Loại III (NQ 1210/2016)" in text
    assert "chưa tính được" in text
    assert "Phụ lục các tiêu chuẩn của bộ quy tắc này chưa có trong bảng" in text


def test_values_can_be_tried_and_are_refused_beside_their_field(client):
    address = "/do-thi/tam-ky/phan-loai/?ngay=2026-06-01&loai=III"
    text = client.get(f"{address}&2A.II.05=60&2A.I.01=tỉnh").text
    assert "giá trị anh/chị nhập, không lưu" in text
    assert "12,6–98,6" in client.get(f"{address}&2A.II.05=60").text
    refused = client.get(f"{address}&2A.II.05=140").text
    assert "«140» vượt quá 100 %" in refused
    assert "dinh-dang=xlsx" not in refused


def test_tables_download_with_the_same_numbers(client):
    address = "/do-thi/hoi-an/phan-loai/?ngay=2026-06-01&loai=II&dinh-dang="
    book = load_workbook(io.BytesIO(client.get(address + "xlsx").content))
    assert list(book["Đô thị"].values)[1][2:6] == (4.5, 91.5, 75, "không đạt")
    assert "98.599" in str(read_docx(client.get(address + "docx").content))


def test_a_day_before_any_rules_says_so(client):
    answer = client.get("/do-thi/tam-ky/phan-loai/?ngay=2010-01-01")
    assert "Chưa biết bộ quy tắc phân loại đô thị nào áp dụng" in answer.text
    assert client.get("/do-thi/khong-co/phan-loai/").status_code == 404


def test_a_target_is_not_reached_by_a_label_that_changed(client, programme):
    """The programme of 2022 wants class III for Điện Bàn; class IV of 1210 counts as class III since 2026."""
    after = client.get("/do-thi/dien-ban/phan-loai/?ngay=2026-06-01").text
    assert "mục tiêu đặt theo Loại III (NQ 1210/2016), hai bộ quy định không so sánh với nhau" in after
    assert "đã được công nhận" not in after
    before = client.get("/do-thi/dien-ban/phan-loai/?ngay=2024-06-01").text
    assert "chưa được công nhận" in before
    of_two = client.get("/do-thi/nui-thanh/phan-loai/?ngay=2022-06-01").text
    assert of_two.count("chưa được công nhận") == 2


def test_values_of_the_pack_that_cannot_be_read_are_said_on_the_page(client, monkeypatch):
    def broken(*_given: object) -> None:
        raise UnusableError(Fault("town.unit", "Đơn vị «m²» không phải đơn vị", "wrong unit", "dòng 4"))

    monkeypatch.setattr(known, "_pack_towns", broken)
    for page in ("/do-thi/hoi-an/", "/do-thi/hoi-an/phan-loai/"):
        text = client.get(f"{page}?ngay=2026-06-01").text
        assert "Một phần số liệu không đọc được nên chưa được tính" in text
        assert "dòng 4: Đơn vị «m²» không phải đơn vị" in text
