"""Titles that the law gives, in both languages."""

from __future__ import annotations

from datetime import date

from dothi.base.time import Period, Truth
from dothi.places.towns import ClassAnswer, ClassRecord
from dothi.portal.lawbook import (
    LAST,
    class_table,
    class_title,
    class_words,
    indicator_decimals,
    indicator_title,
    kind_title,
    rule_set_title,
    unit_symbol,
)

RECORD = ClassRecord(
    "tam-ky",
    "nq1210-2016",
    "II",
    Period.between(date(2016, 5, 25), date(2026, 1, 1)),
    "secondary",
    "a-source",
)


def test_a_class_is_never_named_without_its_rule_set():
    answer = ClassAnswer("nq1210-2016", "II", Truth.YES, "secondary", RECORD)
    words = class_words(answer, "vi")
    assert words.title == "Đô thị loại II"
    assert "1210/2016" in words.rule_set_title
    assert not words.derived
    assert words.certain


def test_an_uncertain_class_sorts_after_every_certain_one():
    certain = class_words(ClassAnswer("nq1210-2016", "V", Truth.YES, "secondary", RECORD), "vi")
    open_ = class_words(ClassAnswer("nq1210-2016", "I", Truth.UNKNOWN, "secondary", RECORD), "vi")
    assert certain.order < open_.order


def test_codes_the_law_does_not_list_are_shown_as_recorded():
    assert class_title("nq0-1900", "IX", "vi") == "IX"
    assert rule_set_title("nq0-1900", "en") == "nq0-1900"
    assert indicator_title("no-such-indicator", "vi") == "no-such-indicator"
    assert indicator_decimals("no-such-indicator") is None
    assert unit_symbol("thước", "en") == "thước"
    words = class_words(ClassAnswer("nq0-1900", "IX", Truth.YES, "secondary", RECORD), "vi")
    assert words.rank == LAST


def test_kinds_and_measures_for_readers_of_english():
    assert kind_title("Phường", 3, "vi") == "Phường"
    assert kind_title("Phường", 3, "en") == "Ward"
    assert kind_title("Thành phố", 1, "en") == "Centrally run city"
    assert kind_title("Thành phố", 2, "en") == "Thành phố"  # two kinds bear this word on this level
    assert unit_symbol("người", "en") == "people"
    assert unit_symbol("người", "vi") == "người"


def test_class_table_keeps_rule_sets_apart():
    table = class_table("vi")
    assert table["nq1210-2016/III"]["rule_set"] != table["nq111-2025/III"]["rule_set"]
