"""Years and periods, and years that are no aim."""

from __future__ import annotations

import pytest

from dothi.programme.deadlines import deadline_in
from dothi.programme.years import years_in


@pytest.mark.parametrize(
    ("text", "options"),
    [
        ("đến năm 2025", [(None, 2025)]),
        ("Vào năm 2030", [(None, 2030)]),
        ("trước năm 2027", [(None, 2027)]),
        ("cuối năm 2025", [(None, 2025)]),
        ("đến 2030", [(None, 2030)]),
        ("giai đoạn 2025 - 2030", [(2025, 2030)]),
        ("giai đoạn 2026-2030", [(2026, 2030)]),
        ("từ năm 2021 đến năm 2025", [(2021, 2025)]),
        ("Đến năm 2025 và 2030", [(None, 2025), (None, 2030)]),
        ("các năm 2023, 2025 và 2030", [(None, 2023), (None, 2025), (None, 2030)]),
        ("sau năm 2030", [(2030, None)]),
        ("năm 1944 và năm 2025", [(None, 2025)]),
        ("trước ngày 31/12/2024", [(None, 2024)]),
    ],
)
def test_years(text: str, options: list[tuple[int | None, int | None]]) -> None:
    (found,) = (when for when in years_in(text, 0, len(text)) if when.use != "odd")
    assert list(found.options) == options
    assert found.use == "aim"


def test_a_vision_beside_a_year_is_no_aim() -> None:
    text = "đến năm 2030, tầm nhìn đến năm 2045"
    assert [(w.options[0][1], w.use) for w in years_in(text, 0, len(text))] == [
        (2030, "aim"),
        (2045, "vision"),
    ]


def test_a_compared_year_is_a_baseline() -> None:
    text = "tăng 5% so với năm 2020"
    assert [w.use for w in years_in(text, 0, len(text))] == ["baseline"]


@pytest.mark.parametrize("text", ["đến năm 2205", "năm 1025", "từ năm 1930", "giai đoạn 2025 - 2300"])
def test_a_year_that_cannot_be_meant_is_no_aim(text: str) -> None:
    assert [(w.options, w.use) for w in years_in(text, 0, len(text))] == [(((None, None),), "odd")]


@pytest.mark.parametrize("text", ["ngày 24/01/2022", "số 26/2022/UBTVQH15", "2.025 người", "12/2023"])
def test_no_year(text: str) -> None:
    assert years_in(text, 0, len(text)) == []


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("hoàn thành trước ngày 30/9/2025", "2025-09-30"),
        ("trình Chính phủ trước ngày 30 tháng 6 năm 2024", "2024-06-30"),
        ("trong quý III năm 2024", "2024-09-30"),
        ("trong quý I/2027", "2027-03-31"),
        ("xong trong tháng 9/2025", "2025-09-30"),
        ("6 tháng cuối năm 2025", "2025-12-31"),
        ("trong năm 2023", "2023-12-31"),
        ("trong giai đoạn 2025 - 2026", "2026-12-31"),
        ("tháng 2/2024", "2024-02-29"),
        ("báo cáo trước ngày 15 tháng 12 hằng năm", None),
        ("Quy hoạch tỉnh thời kỳ 2021 - 2030, tầm nhìn đến năm 2050", None),
        ("trước ngày 31/2/2024", None),
        ("hằng quý", None),
    ],
)
def test_deadline(text: str, day: str | None) -> None:
    assert deadline_in(text) == day
