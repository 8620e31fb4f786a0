"""An item in one line, as it stands on pages, in sheets and in the terminal."""

from __future__ import annotations

import pytest

from dothi.programme.items import KINDS
from dothi.programme.model import GUESS_REASONS
from dothi.programme.wording import (
    CLUSTER_KINDS,
    COMPARISONS,
    GUESSES,
    STATUSES,
    said,
    short,
    summary,
    value_text,
    when_text,
)


@pytest.mark.parametrize(
    ("fields", "vi", "en"),
    [
        ({"comparison": "=", "min": 37.0, "max": 37.0, "unit": "%"}, "37%", "37%"),
        ({"comparison": "=", "min": 950.0, "max": 950.0, "unit": "đô thị"}, "950 đô thị", "950 đô thị"),
        ({"comparison": "range", "min": 1.5, "max": 1.9, "unit": "%"}, "1,5 - 1,9%", "1.5 - 1.9%"),
        (
            {"comparison": "range", "min": 6, "max": 8, "unit": "m²/người", "approximate": True},
            "khoảng 6 - 8 m²/người",
            "about 6 - 8 m²/người",
        ),
        ({"comparison": "~", "min": 50, "max": 50, "unit": "%"}, "khoảng 50%", "about 50%"),
        ({"comparison": ">=", "min": 1234.5, "max": None, "unit": "m"}, "≥ 1.234,5 m", "≥ 1,234.5 m"),
        ({"comparison": "<=", "min": None, "max": 0.05, "unit": None}, "≤ 0,05", "≤ 0.05"),
        ({"comparison": None}, "", ""),
    ],
)  # fmt: skip
def test_values_read_as_people_write_them(fields: dict[str, object], vi: str, en: str) -> None:
    assert value_text(fields) == vi
    assert value_text(fields, "en") == en


def test_years_and_periods() -> None:
    assert when_text(2025, 2030) == "giai đoạn 2025 - 2030"
    assert when_text(None, 2025) == "đến năm 2025"
    assert when_text(2026, None, "en") == "from 2026"
    assert when_text(None, None) == ""


def test_one_line_for_each_kind() -> None:
    target = {
        "indicator": "Tỷ lệ đô thị hóa",
        "comparison": "=",
        "min": 37,
        "max": 37,
        "unit": "%",
        "year_to": 2025,
    }
    assert summary("target", target, "") == "Tỷ lệ đô thị hóa: 37%, đến năm 2025"
    town = {"name": "Duy Xuyên", "status": "administrative", "admin_kind": "thị xã", "period_to": 2030}
    assert summary("town", town, "") == "Duy Xuyên: trở thành thị xã, đến năm 2030"
    assert (
        summary("town", {"name": "Hội An", "status": "equivalent", "class": "II"}, "")
        == "Hội An: tương đương loại II"
    )
    assert (
        summary(
            "cluster", {"name": "Cụm động lực số 1", "kind": "cluster", "towns": ["Hội An", "Điện Bàn"]}, ""
        )
        == "Cụm động lực số 1: Hội An, Điện Bàn"
    )
    assert summary("cluster", {"name": "phía Tây", "kind": "region", "towns": []}, "") == "Vùng phía Tây: "
    assert (
        summary("duty", {"name": "Sở Xây dựng"}, "chủ trì  lập\nkế hoạch")
        == "Sở Xây dựng: chủ trì lập kế hoạch"
    )
    assert summary("citation", {"kind": "Nghị quyết", "number": "06-NQ/TW"}, "") == "Nghị quyết, 06-NQ/TW"
    assert summary("task", {}, "Lập quy hoạch") == "Lập quy hoạch"


def test_long_text_is_cut_at_a_word() -> None:
    cut = short("phát triển đô thị bền vững " * 20, 60)
    assert len(cut) <= 60
    assert cut.endswith("…")
    assert cut[:-1].strip().split()[-1] in {"phát", "triển", "đô", "thị", "bền", "vững"}


def test_every_code_of_the_closed_lists_has_words() -> None:
    assert set(GUESSES) == GUESS_REASONS
    for kind, name, words in (
        ("target", "comparison", COMPARISONS),
        ("town", "status", STATUSES),
        ("cluster", "kind", CLUSTER_KINDS),
    ):
        assert set(KINDS[kind].field(name).choices) == set(words)
    assert said(STATUSES, "reach", "en") == "reach"
    assert said(STATUSES, "no-such") == "no-such"
    assert said(STATUSES, None) == ""
