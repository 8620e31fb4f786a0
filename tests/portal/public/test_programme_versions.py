"""Old versions stay readable, corrections are said, and two versions can be held side by side."""

from __future__ import annotations

import html
import re
from datetime import date, timedelta

import pytest
from django.utils import timezone

from dothi.base.time import Bound
from dothi.registry.programmes.adopting import Adoption
from dothi.registry.programmes.importing import import_programme
from dothi.registry.programmes.models import EditionPeriod

pytestmark = pytest.mark.django_db
TEXT = """CHƯƠNG TRÌNH
phát triển đô thị

I. MỤC TIÊU

1. Chỉ tiêu cụ thể

- Tỷ lệ đô thị hóa đến năm 2025 đạt {rate}%.

II. TỔ CHỨC THỰC HIỆN

1. Sở Xây dựng chủ trì, phối hợp với các cơ quan liên quan lập kế hoạch thực hiện Chương trình này.
"""
FIRST = Bound(date(2022, 1, 24), date(2022, 12, 31))


def take_in(rate: int, start: Bound, **given: object) -> None:
    name, content = "ct.txt", TEXT.format(rate=rate).encode()
    import_programme("ct", name, content, Adoption(start, title="Chương trình đô thị", **given))


def plain(text: str) -> str:
    words = re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", text)))
    return re.sub(r" ([,:])", r"\1", words)


def heading(text: str) -> str:
    return plain(text.split("<h1", 1)[1].split(">", 1)[1].split("</h1>", maxsplit=1)[0]).strip()


@pytest.fixture
def three() -> None:
    take_in(37, FIRST)
    take_in(38, FIRST)
    take_in(45, Bound.on(date(2025, 1, 1)), decision_number="12-CTr/TU", decision_date=date(2024, 12, 20))


def test_each_day_has_its_version(client, three):
    assert "38 %" in plain(client.get("/chuong-trinh/ct/?ngay=2024-12-31").text)
    now = plain(client.get("/chuong-trinh/ct/?ngay=2025-01-01").text)
    assert "45 %" in now
    assert "12-CTr/TU, 20/12/2024" in now


def test_list_of_versions_says_what_became_of_each(client, three):
    text = plain(client.get("/chuong-trinh/ct/phien-ban/?ngay=2026-01-01").text)
    assert "Phiên bản 1" in text
    assert "Đã đính chính bởi phiên bản 2" in text
    assert "Không có hiệu lực vào ngày này" in text
    assert "Có hiệu lực" in text
    assert "Chưa rà soát: 2 mục" in text


def test_a_corrected_version_is_read_with_a_word_of_warning(client, three):
    text = plain(client.get("/chuong-trinh/ct/phien-ban/1/").text)
    assert "37 %" in text
    assert "Phiên bản này đã được phiên bản 2 đính chính" in text
    assert "Đây là phiên bản cũ. Phiên bản mới nhất là phiên bản 3" in plain(
        client.get("/chuong-trinh/ct/phien-ban/2/").text
    )
    assert "đính chính" not in plain(client.get("/chuong-trinh/ct/phien-ban/3/").text)


def test_versions_recorded_after_the_day_of_knowledge_are_not_compared(client, three):
    for number, days in ((1, 30), (2, 20), (3, 10)):
        moment = timezone.now() - timedelta(days=days)
        EditionPeriod.objects.filter(edition__number=number).update(recorded_at=moment)
    known = (timezone.localdate() - timedelta(days=15)).isoformat()
    page = client.get(f"/chuong-trinh/ct/so-sanh/?biet={known}&ngay=2023-01-01").text
    assert re.findall(r'<option value="(\d)"( selected)?', page)[:4] == [
        ("1", " selected"),
        ("2", ""),
        ("1", ""),
        ("2", " selected"),
    ]
    assert page.count(f'<input type="hidden" name="biet" value="{known}">') == 2
    assert f'href="/chuong-trinh/ct/?ngay=2023-01-01&amp;biet={known}"' in page
    assert client.get(f"/chuong-trinh/ct/so-sanh/?biet={known}&tu=2&den=3").status_code == 404
    assert client.get("/chuong-trinh/ct/so-sanh/?biet=2020-01-01").status_code == 404
    assert client.get("/chuong-trinh/ct/so-sanh/?biet=31/2/2025").status_code == 400


def test_each_version_can_be_held_against_the_one_before(client, three):
    text = html.unescape(client.get("/chuong-trinh/ct/phien-ban/").text)
    assert 'href="/chuong-trinh/ct/so-sanh/"' in text
    assert 'href="/chuong-trinh/ct/so-sanh/?tu=2&den=3"' in text
    assert 'href="/chuong-trinh/ct/so-sanh/?tu=1&den=2"' in text


def test_one_version_has_nothing_to_be_compared_with(client):
    take_in(37, FIRST)
    assert "So sánh" not in client.get("/chuong-trinh/ct/phien-ban/").text


def test_several_programmes_are_listed(client, three):
    import_programme(
        "hai", "hai.txt", TEXT.format(rate=50).encode(), Adoption(Bound.on(date(2026, 1, 1)), title="Hai")
    )
    text = plain(client.get("/chuong-trinh/?ngay=2025-06-01").text)
    assert "Chương trình đô thị" in text
    assert "Phiên bản 3" in text
    assert "Hai Không có hiệu lực vào ngày này" in text


def test_queries_do_not_grow_with_the_items(client):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    take_in(37, FIRST)
    many = TEXT.format(rate=37).replace(
        "- Tỷ lệ đô thị hóa",
        "".join(f"- Tỷ lệ cây xanh loại {n} đến năm 2030 đạt {n}%.\n\n" for n in range(1, 40))
        + "- Tỷ lệ đô thị hóa",
    )
    import_programme("nhieu", "nhieu.txt", many.encode(), Adoption(FIRST, title="Nhiều"))
    counts = {}
    for address in ("", "van-ban/", "?dinh-dang=xlsx&bang=chi-tieu"):
        for key in ("ct", "nhieu"):
            client.get(f"/chuong-trinh/{key}/{address}")
            with CaptureQueriesContext(connection) as asked:
                client.get(f"/chuong-trinh/{key}/{address}").getvalue()
            counts[key, address] = len(asked)
        assert counts["ct", address] == counts["nhieu", address]


def test_a_version_is_shown_under_the_title_it_was_adopted_under(client):
    name, content = "ct.txt", TEXT.format(rate=37).encode()
    import_programme("ct", name, content, Adoption(FIRST, title="Chương trình ban đầu"))
    take_in(45, Bound.on(date(2025, 1, 1)))
    for address in ("/chuong-trinh/ct/phien-ban/1/", "/chuong-trinh/ct/?ngay=2024-06-01"):
        assert heading(client.get(address).text) == "Chương trình ban đầu"
    assert heading(client.get("/chuong-trinh/ct/?ngay=2025-06-01").text) == "Chương trình đô thị"
