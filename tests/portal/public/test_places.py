"""Lists and pages of units; figures are those of the census of 1 April 2019."""

from __future__ import annotations

import io
import re

import pytest
from openpyxl import load_workbook

pytestmark = pytest.mark.usefixtures("quang_nam")


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))


def test_list_of_districts_before_the_change(client):
    text = client.get("/dia-danh/?ngay=2024-12-31").text
    assert "Huyện Nông Sơn" in text
    assert "126.686" in text  # Duy Xuyên
    assert "122.374" in text  # Tam Kỳ
    assert "Huyện Nông Sơn" not in plain(client.get("/dia-danh/?ngay=2025-01-02&loc=nong").text)


def test_list_of_communes_after_the_change(client):
    text = client.get("/dia-danh/?ngay=2025-07-01").text
    assert "Cấp xã (94)" in text
    assert "Cấp huyện (0)" in text
    assert "1.495.812" in text
    assert "Chưa phân bổ: 17 đơn vị cũ" in text


def test_level_without_units_says_why(client):
    text = client.get("/dia-danh/?ngay=2025-07-01&cap=2").text
    assert "Cấp này không có đơn vị nào tại ngày đã chọn" in text


def test_filter_folds_marks_and_says_when_nothing_matches(client):
    assert "Phường Tam Kỳ" in client.get("/dia-danh/?ngay=2025-07-01&loc=TAM%20KY").text
    assert "Không có đơn vị nào khớp bộ lọc" in client.get("/dia-danh/?loc=zzz").text


def test_sorting_by_people_puts_the_unknown_last_both_ways(client):
    for order in ("sap-xep=dan-so", "sap-xep=dan-so&giam=1"):
        text = plain(client.get(f"/dia-danh/?ngay=2025-07-01&{order}").text)
        assert text.index("Đặc khu Hoàng Sa") > text.index("Phường Tam Kỳ")
    text = client.get("/dia-danh/?ngay=2024-12-31&sap-xep=dan-so&giam=1&thuoc=3c-49").text
    assert text.index("Thị xã Điện Bàn") < text.index("Huyện Núi Thành") < text.index("Huyện Duy Xuyên")
    assert 'aria-sort="descending"' in text


def test_children_of_one_parent(client):
    text = client.get("/dia-danh/?ngay=2024-12-31&cap=3&thuoc=3c-508").text
    assert "Thị trấn Nam Phước" in text
    assert "Phường Cẩm Châu" not in text


def test_pages_of_a_long_list(client):
    first = client.get("/dia-danh/?ngay=2024-12-31&cap=3").text
    assert "1–100 trong" in first
    second = client.get("/dia-danh/?ngay=2024-12-31&cap=3&trang=2").text
    assert "101–200 trong" in second
    assert client.get("/dia-danh/?ngay=2024-12-31&cap=3&trang=9999").status_code == 200


def test_workbook_holds_numbers_and_sources(client):
    answer = client.get("/dia-danh/?ngay=2024-12-31&dinh-dang=xlsx")
    book = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    values = list(book.worksheets[0].iter_rows(values_only=True))
    row = next(row for row in values if row[0] == "3c-508")
    assert 126686 in row
    assert any(
        "2019" in str(value) for sheet in book for line in sheet.iter_rows(values_only=True) for value in line
    )


def test_units_below_a_district_are_exported_with_what_was_counted(client):
    page = client.get("/dia-danh/3c-519/?ngay=2024-12-31").text
    assert "/dia-danh/3c-519/?ngay=2024-12-31&amp;dinh-dang=xlsx" in page
    answer = client.get("/dia-danh/3c-519/?ngay=2024-12-31&dinh-dang=xlsx")
    book = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    rows = {row[0]: row for row in book.worksheets[0].iter_rows(values_only=True)}
    assert 2619 in rows["3c-20669"]
    assert rows["3c-20668"][5] is None  # formed after the census: not known, not nought


def test_page_of_a_district(client):
    text = plain(client.get("/dia-danh/3c-508/?ngay=2024-12-31").text)
    for figure in ("126.686 người", "22.911 người", "18,1 %", "103.775 người"):
        assert figure in text
    assert "Đơn vị trực thuộc (14)" in text
    assert "Tổng điều tra dân số" in text
    assert "Từ 1/4/2019 hoặc sớm hơn đến hết 30/6/2025" in text


def test_page_of_a_unit_that_has_ended_names_who_holds_its_ground(client):
    text = plain(client.get("/dia-danh/3c-20413/?ngay=2026-01-01").text)
    assert "không có Phường Cẩm Châu trong danh mục" in text
    assert "Phường Hội An Đông" in text


def test_page_of_a_new_unit_shows_what_it_was_made_of(client):
    text = plain(client.get("/dia-danh/2c-20635/?ngay=2026-01-01").text)
    assert "25.831" not in text
    assert "25.836 người" in text  # Duy Nghĩa 10.650 + Duy Hải 7.865 + Duy Thành 7.321
    assert "Cộng từ 3 đơn vị của ngày điều tra" in text
    assert "Có thể còn thiếu dân số chưa phân bổ của Xã Duy Thu" in text


def test_english_page_formats_english_wise(client):
    client.cookies["django_language"] = "en"
    text = plain(client.get("/dia-danh/3c-508/?ngay=2024-12-31").text)
    assert "126,686 people" in text
    assert "18.1 %" in text
    assert "1 April 2019" in text
    assert "Rural district" in text


@pytest.mark.parametrize("key", ["3c-0", "tam-ky", "%3Cscript%3E", "2c-20635%00"])
def test_unknown_units_are_not_found(client, key):
    assert client.get(f"/dia-danh/{key}/").status_code == 404


@pytest.mark.parametrize(
    "address", ["/", "/dia-danh/", "/dia-danh/3c-508/", "/do-thi/", "/tim/", "/do-thi/tam-ky/"]
)
def test_a_bad_day_is_refused_with_a_sentence(client, address):
    answer = client.get(f"{address}?ngay=31/2/2025")
    assert answer.status_code == 400
    assert "Không có ngày «31/2/2025» trong lịch" in answer.text


def test_as_known_on_an_earlier_day_nothing_was_on_record(client):
    assert client.get("/dia-danh/3c-508/?ngay=2024-12-31&biet=2020-01-01").status_code == 404
