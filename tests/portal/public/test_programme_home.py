"""The map's block, cards, towns' and units' pages, search: what the programme says where people are."""

from __future__ import annotations

import html
import re

import pytest

pytestmark = pytest.mark.usefixtures("programme")


def plain(text: str) -> str:
    words = re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", text)))
    return re.sub(r" ([,:])", r"\1", words)


def block(client, query: str = "") -> str:
    return plain(client.get(f"/ban-do/chuong-trinh/{query}").text)


def test_chief_years_with_the_value_wanted_and_where_it_stands(client):
    text = block(client, "?ngay=2026-03-01")
    assert text.index("Đến năm 2025") < text.index("Đến năm 2030") < text.index("Đến năm 2045")
    assert "Tỷ lệ đô thị hóa 37 % Chưa có dữ liệu gần nhất 25,4 %, 1/4/2019" in text
    assert "Số lượng đô thị 21 đô thị Chưa có dữ liệu gần nhất ít nhất 19 đô thị, 31/12/2019" in text
    assert "Số lượng đô thị 28 đô thị Chưa đến hạn gần nhất ít nhất 19 đô thị, 31/12/2019" in text


def test_2045_says_what_the_programme_says_and_no_figure(client):
    text = block(client).split("Đến năm 2045")[1]
    assert "Không nêu chỉ tiêu đo được" in text
    assert "chuỗi đô thị hai bên sông Trường Giang" in text
    assert "Đạt loại II (NQ 1210/2016), giai đoạn 2035 - 2045" in text
    assert "%" not in text


def test_block_stands_on_the_map_below_the_search(client):
    text = client.get("/?ngay=2024-12-31").text
    assert text.index('id="map-search"') < text.index("data-outlook=") < text.index('data-layer="programme"')
    assert 'data-outlook="2024-12-31"' in text


def test_no_block_where_no_programme_counts(client):
    assert block(client, "?ngay=2020-01-01").strip() == ""


def test_card_of_a_town_lists_what_is_wanted_of_it(client):
    text = plain(client.get("/do-thi/tam-ky/the/?ngay=2024-12-31").text)
    assert "Chương trình muốn" in text
    assert "Đạt loại I (NQ 1210/2016), đến năm 2025" in text
    assert "do phần mềm đọc, chưa ai rà soát" in text


def test_page_of_a_town_has_everything_said_of_it(client):
    text = client.get("/do-thi/tam-ky/?ngay=2024-12-31").text
    said = plain(text.split('id="chuong-trinh"')[1].split("</section>")[0])
    for part in (
        "Đô thị thông minh, đến năm 2025",
        "Tam Kỳ - Núi Thành - Phú Ninh: Đạt loại I (NQ 1210/2016), đến năm 2030",
        "Cụm động lực số 3: Phú Ninh, Tam Kỳ, Núi Thành",
        "Thành phố Tam Kỳ phấn đấu trở thành trung tâm dịch vụ, thương mại phía Nam của tỉnh",
    ):
        assert part in said
    assert said.index("Hướng phát triển đô thị") < said.index("Nhiệm vụ")
    assert '<q lang="vi">' in text


def test_page_of_a_town_nobody_speaks_of(client):
    text = plain(client.get("/do-thi/huong-an/?ngay=2024-12-31").text)
    assert "không nhắc tên đô thị này" in text


def test_page_of_a_district(client):
    text = plain(client.get("/dia-danh/3c-508/?ngay=2024-12-31").text)
    assert "Chương trình nói gì về nơi này" in text
    assert "Trở thành thị xã, đến năm 2030" in text
    assert "Chương trình nói gì" not in client.get("/dia-danh/3c-508/?ngay=2020-01-01").text


def test_search_finds_what_the_programme_says(client):
    text = plain(client.get("/tim/?q=cong%20nghe%20sach").text)
    assert "Trong chương trình" in text
    assert "cơ sở sản xuất công nghiệp mới có công nghệ sạch: 100%" in text
    assert "Không có tên nào khớp" not in text


def test_search_finds_bodies_and_places_apart(client):
    text = plain(client.get("/tim/?q=mat%20tran").text)
    assert "Mặt trận Tổ quốc Việt Nam các cấp tỉnh Quảng Nam" in text
    places = plain(client.get("/tim/?q=tam%20ky").text)
    assert places.index("Địa danh và đô thị") < places.index("Trong chương trình")
    assert "Xem mọi mục khớp trong chương trình" in places


def test_navigation_leads_to_the_programme(client):
    head = client.get("/gioi-thieu/").text.split("</header>")[0]
    assert 'href="/chuong-trinh/"' in head


def test_queries_of_the_block_are_few(client, django_assert_max_num_queries):
    client.get("/ban-do/chuong-trinh/")
    with django_assert_max_num_queries(30):
        client.get("/ban-do/chuong-trinh/")
