"""The programme of Quảng Nam as its pages tell it; what it says was read from its text by hand."""

from __future__ import annotations

import html
import re

import pytest

from dothi.registry.programmes.models import Item

pytestmark = pytest.mark.usefixtures("programme")
PAGE = "/chuong-trinh/nghi-quyet-06/"


def plain(text: str) -> str:
    words = re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", text)))
    return re.sub(r" ([,:])", r"\1", words)


def rows(text: str, table: str) -> list[str]:
    found = re.findall(rf'<table class="table table--cards {table}">(.*?)</table>', text, re.DOTALL)
    return [plain(row) for body in found for row in re.findall(r"<tr[ >].*?</tr>", body, re.DOTALL)]


def section(text: str, anchor: str) -> str:
    return text.split(f'id="{anchor}"')[1].split("</section>\n", maxsplit=1)[0]


def test_the_only_programme_is_shown_at_once(client):
    answer = client.get("/chuong-trinh/?ngay=2024-12-31")
    assert answer.status_code == 302
    assert answer["Location"] == f"{PAGE}?ngay=2024-12-31"


def test_head_says_what_is_known_and_what_the_text_does_not_give(client):
    text = plain(client.get(PAGE).text)
    assert "Chưa rà soát: 114 mục do phần mềm đọc, chưa ai xác nhận" in text
    assert "Ban Thường vụ Tỉnh ủy" in text
    assert "văn bản không ghi số" in text
    assert "không ghi ngày" in text
    assert "Từ một ngày trong khoảng 24/1/2022–31/12/2022" in text
    assert "1 phiên bản" in text


def test_targets_stand_under_their_years_with_their_values(client):
    text = client.get(f"{PAGE}?ngay=2024-12-31").text
    by_2025 = plain(section(text, "nam-2025"))
    for indicator, wanted in (
        ("Tỷ lệ đô thị hóa", "37\u00a0%"),
        ("Số lượng đô thị", "21 đô thị"),
        ("Tỷ lệ đất giao thông trên đất xây dựng đô thị", "11 - 16\u00a0%"),
        ("Diện tích cây xanh bình quân trên mỗi người dân đô thị", "khoảng 6 - 8 m²/người"),
    ):
        assert indicator in by_2025
        assert wanted.replace("\u00a0", " ") in by_2025
    by_2030 = plain(section(text, "nam-2030"))
    for wanted in ("40 %", "28 đô thị", "16 - 26 %", "khoảng 8 - 10 m²/người", "3 đô thị"):
        assert wanted in by_2030
    assert "100 %" in plain(section(text, "nam-khac"))  # clean technology, without a year


def test_where_a_target_stands_names_figure_day_and_source(client):
    row = next(row for row in rows(client.get(f"{PAGE}?ngay=2024-12-31").text, "targets") if "37 %" in row)
    assert "25,4 %" in row  # 379 638 of 1 495 812 people of the census
    assert "ngày 1/4/2019" in row
    assert "Chưa đến hạn" in row
    assert "Dân số thành thị chia cho tổng dân số" in row
    assert "Tổng điều tra dân số" in row


def test_a_year_that_has_passed_without_a_figure_is_no_lateness(client):
    table = rows(client.get(f"{PAGE}?ngay=2026-03-01").text, "targets")
    rate = next(row for row in table if "37 %" in row)
    assert "Chưa có dữ liệu" in rate
    assert "Chưa có số liệu của năm 2025" in rate
    towns = next(row for row in table if "21 đô thị" in row)
    assert "ít nhất 19 đô thị ngày 31/12/2019" in towns
    assert "Số liệu mới là mức ít nhất, chưa đủ để kết luận" in towns
    assert "Chưa đạt" not in towns


def test_nothing_measurable_is_made_up_for_2045(client):
    text = plain(section(client.get(PAGE).text, "nam-2045"))
    assert "Không có chỉ tiêu đo được" in text
    assert "chuỗi đô thị hai bên sông Trường Giang từ Duy Xuyên đến Thăng Bình" in text
    assert "loại II, giai đoạn 2035 - 2045" in text


def test_classes_of_aims_and_of_towns_stand_each_in_their_rule_set(client):
    after = next(
        row for row in rows(client.get(f"{PAGE}?ngay=2026-03-01").text, "aims") if row.startswith(" Ái Nghĩa")
    )
    assert "Hướng đến loại IV (NQ 1210/2016)" in after
    assert "Đô thị loại III · NQ 111/2025" in after
    assert "không so sánh với mục tiêu" in after
    before = next(
        row for row in rows(client.get(f"{PAGE}?ngay=2022-12-31").text, "aims") if row.startswith(" Ái Nghĩa")
    )
    assert "Đô thị loại V · NQ 1210/2016" in before
    assert "không so sánh" not in before


def test_names_of_the_text_lead_to_their_records(client):
    text = client.get(PAGE).text
    assert re.search(r'href="/do-thi/prao/"[^>]*>Praq</a>\s*<span class="muted small">\[P&#x27;rao\]', text)
    assert re.search(r'href="/dia-danh/3c-508/"[^>]*>Duy Xuyên</a>', text)


def test_clusters_name_their_members(client):
    text = plain(section(client.get(PAGE).text, "cum"))
    assert "Cụm động lực số 1 Hội An, Điện Bàn, Ái Nghĩa" in text
    assert "Chuỗi đô thị phía Nam Phú Ninh, Tam Kỳ, Núi Thành" in text
    assert "Vùng Phía Tây" in text


def test_duties_after_the_bodies_ended(client):
    before = rows(client.get(f"{PAGE}?ngay=2024-12-31").text, "duties")
    assert any("Ban Tuyên giáo Tỉnh ủy" in row and "Có cơ quan thực hiện" in row for row in before)
    between = rows(client.get(f"{PAGE}?ngay=2025-03-01").text, "duties")
    assert any("Ban Tuyên giáo Tỉnh ủy" in row and "Chưa rõ" in row for row in between)
    after = rows(client.get(f"{PAGE}?ngay=2025-07-01").text, "duties")
    assert any("Ban Tuyên giáo Tỉnh ủy" in row and "Chưa có cơ quan tiếp nhận" in row for row in after)


def test_a_document_cited_often_stands_once(client):
    text = section(client.get(PAGE).text, "van-ban-dan")
    assert plain(text).count("Nghị quyết số 06-NQ/TW") == 1
    assert "24/1/2022" in text
    assert "Nghị quyết số 1210/2016/UBTVQH13" in text


def test_every_entry_has_its_source_and_a_link_to_its_place(client):
    text = client.get(PAGE).text
    quotes = re.findall(r"<q lang=\"vi\">(.*?)</q>", text, re.DOTALL)
    assert any("Đến năm 2025, trên địa bàn tỉnh có 21 đô thị" in quote for quote in quotes)
    lines = set(re.findall(r'id="muc-([0-9a-f-]{36})"', text))
    assert len(lines) == 114
    linked = set(re.findall(r'href="/chuong-trinh/nghi-quyet-06/van-ban/\?muc=([0-9a-f-]{36})#n\d+"', text))
    assert lines == linked


def test_filter_without_marks(client):
    text = client.get(f"{PAGE}?loc=cay%20xanh").text
    assert "2 trong 114 mục khớp" not in plain(text)
    found = rows(text, "targets")
    assert len([row for row in found if "cây xanh" in row]) == 2
    assert "Mặt trận" not in plain(text.split('id="noi-dung"')[1])
    assert "Không có mục nào khớp" in client.get(f"{PAGE}?loc=zzzz").text


def test_a_day_without_the_programme_and_one_that_leaves_it_open(client):
    text = plain(client.get(f"{PAGE}?ngay=2020-01-01").text)
    assert "Không có hiệu lực vào ngày này" in text
    assert "Phiên bản 1" in text
    open_day = plain(client.get(f"{PAGE}?ngay=2022-06-01").text)
    assert "chưa thể nói chắc chương trình đã có hiệu lực" in open_day


def test_before_it_was_recorded_there_was_nothing(client):
    assert client.get(f"{PAGE}?biet=2020-01-01").status_code == 404
    assert client.get("/chuong-trinh/?biet=2020-01-01").status_code == 200
    assert "Chưa có chương trình nào" in client.get("/chuong-trinh/?biet=2020-01-01").text


@pytest.mark.parametrize("address", ["khong-co/", "nghi-quyet-06/phien-ban/9/", "khong-co/van-ban/"])
def test_unknown_programmes_and_versions_are_not_found(client, address):
    assert client.get(f"/chuong-trinh/{address}").status_code == 404


def test_a_bad_day_is_refused_with_a_sentence(client):
    answer = client.get(f"{PAGE}?ngay=31/2/2025")
    assert answer.status_code == 400
    assert "Không có ngày «31/2/2025» trong lịch" in answer.text


def test_english_page_keeps_the_text_in_its_own_language(client):
    client.cookies["django_language"] = "en"
    text = client.get(f"{PAGE}?ngay=2024-12-31").text
    assert "Programme for Resolution 06-NQ/TW" in text
    assert "21 towns" in plain(text)
    assert '<q lang="vi">' in text
    assert "Not due yet" in text


def test_queries_do_not_grow_with_what_is_shown(client, django_assert_max_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for text in ("", "?loc=do%20thi"):
        client.get(PAGE + text)
        with CaptureQueriesContext(connection) as asked:
            client.get(PAGE + text)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 45


def test_another_unit_and_a_missing_year_are_said(client):
    for item in Item.objects.filter(kind="target", fields__measure="urbanisation-rate"):
        change = {"unit": "người"} if item.fields["year_to"] == 2025 else {"year_to": None}
        Item.objects.filter(pk=item.pk).update(fields={**item.fields, **change})
    table = rows(client.get(f"{PAGE}?ngay=2026-03-01").text, "targets")
    other = next(row for row in table if "37 người" in row)
    assert "Chỉ tiêu tính bằng «người», số liệu tính bằng «%»: không so sánh được" in other
    timeless = next(row for row in table if "40 %" in row)
    assert "Chưa đạt; không ghi hạn" in timeless
