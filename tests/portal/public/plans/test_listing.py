"""The list of published plans."""

from __future__ import annotations

import html
import re
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

pytestmark = pytest.mark.django_db


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", text)))


def test_nothing_published_says_what_would_fill_it(client: Any) -> None:
    text = plain(client.get("/quy-hoach/").text)
    assert "Chưa có đồ án nào có hiệu lực vào ngày này" in text
    assert "Cán bộ quy hoạch" in text


def test_a_plan_stands_under_its_level_with_the_version_of_the_day(client: Any, two_versions: Any) -> None:
    before = plain(client.get("/quy-hoach/?ngay=2025-06-30").text)
    assert re.search(r"Quy hoạch phân khu \(1\).*Quy hoạch phân khu Một phiên bản 1 Dữ liệu minh họa", before)
    assert "MH-01/QĐ, 20/4/2023, UBND tỉnh" in before
    assert "1/2.000" in before
    after = plain(client.get("/quy-hoach/?ngay=2025-07-01").text)
    assert "phiên bản 2" in after
    assert "chưa ghi" in after  # the second version names no decision
    assert "Quy hoạch phân khu Một" not in plain(client.get("/quy-hoach/?ngay=2023-04-30").text)


def test_area_is_the_boundary_s(client: Any, two_versions: Any) -> None:
    # 300 m by 200 m
    assert '<td class="number" data-label="Diện tích (ha)">6,0</td>' in client.get("/quy-hoach/").text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("loc=phan+khu+mot", True),
        ("loc=MỘT", True),
        ("loc=hai", False),
        ("cap=zoning", True),
        ("cap=general", False),
        ("cap=khac", False),
        ("cap=nhầm", True),
    ],
)
def test_filters(client: Any, two_versions: Any, query: str, found: bool) -> None:
    text = plain(client.get(f"/quy-hoach/?{query}").text)
    assert ("Quy hoạch phân khu Một" in text) is found
    assert ("Không có đồ án nào khớp" in text) is not found


def test_what_was_not_known_yet_is_not_told(client: Any, two_versions: Any) -> None:
    assert "Quy hoạch phân khu Một" not in client.get("/quy-hoach/?ngay=2025-07-01&biet=2020-01-01").text


def test_levels_stand_coarsest_first(client: Any, two_versions: Any) -> None:
    for title, level in (("Chi tiết A", "detailed"), ("Tỉnh C", "provincial"), ("Chung B", "general")):
        two_versions.publish(two_versions.new_plan(title, level), two_versions.first, [two_versions.edge])
    headings = re.findall(r'<h2 id="cap-(\w+)"', client.get("/quy-hoach/").text)
    assert headings == ["provincial", "general", "zoning", "detailed"]


def test_queries_do_not_grow_with_plans(client: Any, two_versions: Any) -> None:
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get("/quy-hoach/")
    for number in range(6):
        two_versions.publish(
            two_versions.new_plan(f"Đồ án {number}"), two_versions.second, [two_versions.edge]
        )
    with CaptureQueriesContext(connection) as many:
        client.get("/quy-hoach/")
    assert len(many) == len(few)


def test_the_workbook_holds_what_the_page_shows(client: Any, two_versions: Any) -> None:
    answer = client.get("/quy-hoach/?dinh-dang=xlsx&ngay=2025-06-30")
    rows = list(load_workbook(BytesIO(answer.getvalue())).worksheets[0].values)
    assert rows[0][0] == "Dữ liệu minh họa"
    row = dict(zip(rows[1], rows[2], strict=True))
    assert (row["Khóa"], row["Phiên bản"], row["Diện tích (ha)"]) == ("do-an", 1, 6.0)
    assert row["Quyết định"] == "MH-01/QĐ, 20/4/2023, UBND tỉnh"


def test_the_search_page_finds_plans_without_tone_marks(client: Any, two_versions: Any) -> None:
    text = client.get("/tim/?q=phan+khu+mot").text
    assert 'href="/quy-hoach/do-an/"' in text
    assert 'href="/quy-hoach/do-an/"' not in client.get("/tim/?q=phan+khu+hai").text


def test_the_way_around_leads_to_plans(client: Any) -> None:
    assert re.search(
        r'<a href="/quy-hoach/" aria-current="page">Quy hoạch</a>', client.get("/quy-hoach/").text
    )
