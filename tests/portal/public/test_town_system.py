"""The page of the system of towns: the ladder of the day, documents side by side, a supposition."""

from __future__ import annotations

from io import BytesIO

import pytest
from openpyxl import load_workbook

pytestmark = pytest.mark.usefixtures("quang_nam")


def test_the_ladder_is_that_of_the_rules_of_the_day(client):
    before = client.get("/do-thi/he-thong/?ngay=2020-01-01").text
    after = client.get("/do-thi/he-thong/?ngay=2026-06-01").text
    assert "Đô thị loại V" in before
    assert "Đô thị loại V" not in after
    assert "suy ra theo quy định chuyển tiếp" in after
    assert "chưa có văn bản" in after


def test_a_supposition_has_years_and_a_share_and_nonsense_in_it_is_left_aside(client):
    """Bình Minh and Bình Hải are 21 towns with the nineteen; their ground has rural people only."""
    page = "/do-thi/he-thong/?ngay=2026-06-01&loai=III"
    text = client.get(f"{page}&nam=2028&nang=binh-minh&nang=binh-hai").text
    assert "Đô thị loại III đến năm 2028" in text
    assert "<strong>21</strong> đã công nhận" in text
    assert "không so sánh được" in text
    open_above = client.get(f"{page}&nam=2028&nang=viet-an").text
    assert "chưa biết dân số trên địa bàn của: Việt An" in " ".join(open_above.split())
    nonsense = client.get("/do-thi/he-thong/?ngay=2026-06-01&loai=V&nang=x").text
    assert "đến năm" not in nonsense.split('id="neu"')[1].split("</form>")[1]
    early = client.get(f"{page}&nam=2020&nang=binh-minh").text
    assert "Ghi một năm từ 2026 đến 2100." in early


def test_charts_have_their_tables_and_sources_are_named(client):
    text = client.get("/do-thi/he-thong/?ngay=2026-06-01").text
    assert 'class="minimap town-map"' in text
    assert "Tam Kỳ: Đô thị loại II (NQ 111/2025)</title>" in text
    assert text.count("path-chart__aim") >= 3
    assert "Danh sách 19 đô thị của tỉnh Quảng Nam cuối năm 2019" in text
    assert "towns-2019" not in text
    assert "S23" not in text
    assert "Chưa có vị trí:" in text


def test_candidates_say_what_is_not_known(client):
    text = client.get("/do-thi/he-thong/?ngay=2026-06-01").text
    assert "Quyết định 676/QĐ-TTg của tỉnh: chưa có dữ liệu" in text
    assert "đô thị văn bản nêu" in text
    assert "Các xã còn lại" in text


def test_before_any_rule_set_and_as_a_workbook(client):
    before = client.get("/do-thi/he-thong/?ngay=1950-01-01")
    assert before.status_code == 200
    assert "Chưa rà được ứng viên nào" in before.text
    answer = client.get("/do-thi/he-thong/?ngay=2026-06-01&dinh-dang=xlsx")
    assert answer["Content-Disposition"].endswith('he-thong-do-thi-2026-06-01.xlsx"')
    book = load_workbook(BytesIO(answer.content))
    assert [cell.value for cell in book["Tỷ lệ đô thị hóa"][1]][:3] == [
        "Từ ngày", "Đến ngày", "Tỷ lệ đô thị hóa (%)",
    ]  # fmt: skip
    assert book["Tỷ lệ đô thị hóa"]["F2"].value == "Báo Quảng Nam, 02/2020"


def test_every_town_tells_what_it_lacks_for_the_next_class(client):
    """Of the rules of 2022 the next class of Hội An (III) is II: its 98,599 people are below 200,000."""
    text = " ".join(client.get("/do-thi/he-thong/con-thieu/?ngay=2022-06-01").text.split())
    assert "đang có: Loại III (NQ 1210/2016)" in text
    assert "/do-thi/hoi-an/phan-loai/?ngay=2022-06-01&amp;loai=II" in text
    assert "Chấm cho" in text
    chosen = client.get("/do-thi/he-thong/con-thieu/?ngay=2026-06-01&loai=II").text
    assert chosen.count("Loại II (NQ 111/2025)<br>") == 19
    assert "98.599" in chosen.split("Hội An")[1].split("</tr>")[0]
    answer = client.get("/do-thi/he-thong/con-thieu/?ngay=2026-06-01&loai=II&dinh-dang=xlsx")
    assert len(list(load_workbook(BytesIO(answer.content))["Đô thị"].values)) == 20
    none = client.get("/do-thi/he-thong/con-thieu/?ngay=2010-01-01")
    assert "Chưa biết bộ quy tắc" in none.text
