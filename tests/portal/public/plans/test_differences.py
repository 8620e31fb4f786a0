"""Two versions held side by side: what is what was worked out by hand in `conftest.py`."""

from __future__ import annotations

import html
import re
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from dothi.portal.asking import Asking
from dothi.portal.public.plans import differences as room
from dothi.portal.public.plans.differences import differences, paired_layers
from dothi.portal.public.plans.stored import published
from dothi.registry.plans.publishing import Publication

pytestmark = pytest.mark.django_db
PAGE = "/quy-hoach/do-an/so-sanh/"
DAY = date(2026, 1, 1)


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", text)))


def rows(key: str = "do-an") -> Any:
    after, before = published(key, Asking(DAY, DAY))
    return before, after


def test_each_zone_is_told_once(two_versions: Any) -> None:
    found = differences(*rows())
    assert found.counts == {"function": 1, "added": 1, "removed": 1, "moved": 1, "words": 1, "same": 1}
    by_sign = {change.label: change for change in found.changes}
    assert {sign: change.kind for sign, change in by_sign.items()} == {
        "O-2": "function",
        "CX-1": "moved",
        "O-3": "words",
        "X-1": "removed",
        "DL-1": "added",
    }
    assert (by_sign["CX-1"].area_before, by_sign["CX-1"].area_after) == (10_000.0, 5_000.0)
    assert (by_sign["X-1"].after, by_sign["DL-1"].before) == (0, 0)
    assert by_sign["O-3"].columns == ("matDoXayDung",)
    west, south, east, north = by_sign["DL-1"].box or (0, 0, 0, 0)
    assert 108.47 < west < east < 108.49
    assert 15.57 < south < north < 15.58


def test_they_are_worked_out_once(two_versions: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    first = differences(*rows())
    monkeypatch.setattr(room, "open_layer", lambda name: pytest.fail(f"read {name} again"))
    assert differences(*rows()) == first


def test_another_crs_is_refused_not_guessed(two_versions: Any) -> None:
    plan = two_versions.new_plan("Hai hệ", key="hai-he")
    two_versions.publish(plan, Publication(date(2023, 1, 1)), [two_versions.zones[0]])
    two_versions.publish(plan, Publication(date(2024, 1, 1)), [two_versions.in_another_crs()])
    found = differences(*rows("hai-he"))
    assert (found.changes, found.refused) == ((), ("ChucNang_A",))


def test_layers_pair_by_title_and_strangers_stand_alone(two_versions: Any) -> None:
    before, after = rows()
    (pair,) = paired_layers(before, after)
    assert [layer.title for layer in pair if layer] == ["ChucNang_A", "ChucNang_A"]


def test_a_layer_that_came_is_all_added(two_versions: Any) -> None:
    plan = two_versions.new_plan("Thêm lớp", key="them-lop")
    two_versions.publish(plan, Publication(date(2023, 1, 1)), [two_versions.edge])
    two_versions.publish(plan, Publication(date(2024, 1, 1)), [two_versions.edge, two_versions.zones[0]])
    assert differences(*rows("them-lop")).counts["added"] == 5
    assert differences(*reversed(rows("them-lop"))).counts["removed"] == 5


def test_the_page_counts_lists_and_balances(client: Any, two_versions: Any) -> None:
    answer = client.get(PAGE)
    text = plain(answer.text)
    assert "1 đổi chức năng 1 thêm mới 1 bỏ đi 1 đổi hình" in text
    assert "Dịch vụ DAT_Dichvu 0,00 1,00 +1,00" in text
    assert "Cây xanh sử dụng công cộng DAT_HTXH_CayxanhCC 1,00 0,50 -0,50" in text
    assert answer.text.count("data-fly=") == 5


@pytest.mark.parametrize(
    ("query", "signs"),
    [
        ("hien=added", {"DL-1"}),
        ("hien=removed", {"X-1"}),
        ("chuc-nang=qpk.du-lich", {"O-2", "DL-1"}),
        ("hien=function&chuc-nang=qpk.nhom-nha-o", set()),
    ],
)
def test_filters(client: Any, two_versions: Any, query: str, signs: set[str]) -> None:
    text = client.get(f"{PAGE}?{query}").text
    assert set(re.findall(r'<th scope="row"><span lang="vi">([\w-]+)</span>', text)) == signs


def test_numbers_for_the_maps(client: Any, two_versions: Any) -> None:
    values = client.get(PAGE + "1/2/thay-doi.json").json()
    assert set(values["before"]) == {"function", "removed", "moved", "words"}
    assert set(values["after"]) == {"function", "added", "moved", "words"}
    assert len(values["after"]["added"]) == 1


@pytest.mark.parametrize("query", ["tu=9", "den=x", "tu=-1"])
def test_versions_that_are_none(client: Any, two_versions: Any, query: str) -> None:
    assert client.get(f"{PAGE}?{query}").status_code == 404


def test_one_version_has_nothing_to_compare(client: Any, two_versions: Any) -> None:
    assert "Chưa có hai phiên bản để so sánh" in client.get(PAGE + "?tu=1&den=1").text


def test_the_workbook(client: Any, two_versions: Any) -> None:
    answer = client.get(PAGE + "?dinh-dang=xlsx")
    table = list(load_workbook(BytesIO(answer.getvalue())).worksheets[0].values)
    assert table[0][0] == "Dữ liệu minh họa"
    told = {row[1]: row for row in table[2:]}
    assert told["CX-1"][5:7] == (10_000, 5_000)
    assert told["O-2"][3:5] == ("Du lịch", "Dịch vụ")
