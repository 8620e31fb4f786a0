"""Items and their fields in words, in both languages; what is not known is left out and never invented."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils.translation import override

from dothi.portal.item_words import choice_text, facts, item_summary, kind_title, told, value_text
from dothi.programme.items import KINDS


def field(kind: str, name: str) -> Any:
    return KINDS[kind].field(name)


@pytest.mark.parametrize(
    ("kind", "name", "value", "vietnamese", "english"),
    [
        ("target", "min", 1495.5, "1.495,5", "1,495.5"),
        ("target", "comparison", ">=", "từ … trở lên (>=)", "at least (>=)"),
        ("target", "comparison", "range", "trong khoảng", "within"),
        ("target", "approximate", False, "", ""),
        ("target", "min", None, "", ""),
        ("target", "min", 0.0, "0", "0"),
        ("town", "class", "III", "Loại III", "Class III"),
        ("town", "members", ["Tam Kỳ", "Hội An"], "Tam Kỳ, Hội An", "Tam Kỳ, Hội An"),
        ("task", "deadline", "2025-12-31", "31/12/2025", "31 December 2025"),
        ("task", "deadline", "2025", "2025", "2025"),
        ("target", "measure", "urbanisation-rate", "Tỷ lệ đô thị hóa", "Urbanisation rate"),
    ],
)
def test_values(kind: str, name: str, value: Any, vietnamese: str, english: str) -> None:
    assert value_text(kind, field(kind, name), value) == vietnamese
    with override("en"):
        assert value_text(kind, field(kind, name), value) == english


def test_a_flag_is_said_only_where_it_stands() -> None:
    assert value_text("target", field("target", "approximate"), value=True) == "có"


def test_a_cluster_is_called_by_its_sort() -> None:
    assert kind_title("cluster") == "Cụm, hành lang, chuỗi, vùng"
    assert kind_title("cluster", {"kind": "corridor"}) == "Hành lang"
    assert choice_text("cluster", field("cluster", "kind"), "region") == "vùng"


def test_facts_leave_out_what_the_summary_says_and_the_heading_above() -> None:
    fields = {"section": "1. Mục", "agencies": ["Sở Xây dựng"], "places": [], "deadline": None}
    assert facts("task", fields) == [("Thuộc mục", "1. Mục"), ("Cơ quan", "Sở Xây dựng")]
    assert facts("task", fields, "1. Mục") == [("Cơ quan", "Sở Xây dựng")]
    assert item_summary("task", fields, "  xây dựng\n kế hoạch ") == "Xây dựng kế hoạch"


def test_a_deed_names_one_item_and_counts_several() -> None:
    kept = {"kind": "task", "fields": {}, "start": 0, "end": 9}
    assert told("accept", [kept], "lập dự án") == "Chấp nhận: Lập dự án"
    assert told("accept", [kept] * 1200, "lập dự án") == "Chấp nhận: 1.200 mục"
