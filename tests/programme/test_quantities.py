"""Numbers, ranges, comparisons and units as official texts write them."""

from __future__ import annotations

import pytest

from dothi.programme.quantities import number_of, quantities_in


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.000", 1000),
        ("1.010.500", 1_010_500),
        ("1,5", 1.5),
        ("03", 3),
        ("3.800,5", 3800.5),
        ("1.5", 1.5),
        ("7", 7),
    ],
)
def test_number(text: str, value: float) -> None:
    assert number_of(text) == value


CASES = [
    ("đạt 37%", 37, 37, "=", False, "%"),
    ("đạt khoảng 1,5 – 1,9%".replace("–", "-"), 1.5, 1.9, "range", True, "%"),
    ("khoảng 950 - 1.000 đô thị", 950, 1000, "range", True, "đô thị"),
    ("6 - 8m²/người", 6, 8, "range", False, "m²/người"),
    ("6 -7 m2/người", 6, 7, "range", False, "m2/người"),
    ("03 đô thị mới", 3, 3, "=", False, "đô thị"),
    ("02 (hai) đô thị", 2, 2, "=", False, "đô thị"),
    ("từ 20% trở lên", 20, None, ">=", False, "%"),
    ("từ 18% trở xuống", None, 18, "<=", False, "%"),
    ("tối thiểu 45%", 45, None, ">=", False, "%"),
    ("không dưới 55%", 55, None, ">=", False, "%"),
    ("trên 50%", 50, None, ">=", False, "%"),
    ("dưới 30%", None, 30, "<=", False, "%"),
    ("không vượt quá 150 m²/người", None, 150, "<=", False, "m²/người"),
    ("tối đa 05 điểm", None, 5, "<=", False, "điểm"),
    ("≥ 5 m²/người", 5, None, ">=", False, "m²/người"),
    ("gần 100%", 100, 100, "~", True, "%"),
    ("xấp xỉ 75%", 75, 75, "~", True, "%"),
    ("cả nước khoảng 84%", 84, 84, "~", True, "%"),
    ("từ 610.000 đến 640.000 người", 610_000, 640_000, "range", False, "người"),
    ("110 - 125 lít/người/ngày đêm", 110, 125, "range", False, "lít/người/ngày đêm"),
    ("78 triệu đồng/người/năm", 78, 78, "=", False, "triệu đồng/người/năm"),
    ("18.500 tỷ đồng", 18_500, 18_500, "=", False, "tỷ đồng"),
    ("6.000 người/km²", 6000, 6000, "=", False, "người/km²"),
    ("4,0 km/km²", 4, 4, "=", False, "km/km²"),
    ("1,2%/năm", 1.2, 1.2, "=", False, "%/năm"),
    ("0,8 - 1,0 điểm phần trăm", 0.8, 1, "range", False, "điểm phần trăm"),
    ("30 m² sàn/người", 30, 30, "=", False, "m² sàn/người"),
    ("07/09 khu tái định cư", 7, 7, "=", False, "khu"),
    ("giảm tỷ lệ hộ nghèo xuống còn 2%", None, 2, "<=", False, "%"),
    ("giảm tỷ lệ hộ nghèo xuống 2%", None, 2, "<=", False, "%"),
    ("hạ tỷ lệ thất thoát còn khoảng 12,5%", None, 12.5, "<=", True, "%"),
    ("thất thoát giảm còn 15%", None, 15, "<=", False, "%"),
    ("giảm 2% so với", 2, 2, "=", False, "%"),
    ("giảm nghèo, còn 5 xã", 5, 5, "=", False, "xã"),
    ("đưa cán bộ xuống 5 xã", 5, 5, "=", False, "xã"),
    ("không để tỷ lệ thất thoát quá 10%", None, 10, "<=", False, "%"),
    ("không để tỷ lệ thất thoát vượt mức 10%", None, 10, "<=", False, "%"),
    ("thất thoát không được vượt 10%", None, 10, "<=", False, "%"),
    ("thất thoát không vượt 10%", None, 10, "<=", False, "%"),
    ("không gian xanh trên 50%", 50, None, ">=", False, "%"),
    ("vượt 50%", 50, None, ">=", False, "%"),
    ("95 - 90%", 90, 95, "range", False, "%"),
    ("đến 2025 - 90%", 90, 90, "=", False, "%"),
]


@pytest.mark.parametrize(("text", "low", "high", "comparison", "approximate", "unit"), CASES)
def test_quantity(text, low, high, comparison, approximate, unit):  # noqa: PLR0917
    (found,) = quantities_in(text, 0, len(text))
    assert (found.low, found.high, found.comparison, found.approximate) == (
        low,
        high,
        comparison,
        approximate,
    )
    assert text[slice(*found.unit)] == unit


@pytest.mark.parametrize(("text", "odd"), [("95 - 90%", True), ("1.5%", True), ("90 - 95%", False)])
def test_a_number_written_as_it_should_not_be_is_marked(text: str, odd: bool) -> None:
    assert [found.odd_style for found in quantities_in(text, 0, len(text))] == [odd]


NOT_QUANTITIES = [
    "Nghị quyết số 06-NQ/TW, ngày 24/01/2022",
    "Nghị quyết số 1210/2016/UBTVQH13, ngày 25/5/2016",
    "Cụm động lực số 1: Phát triển",
    "đô thị loại I vào năm 2025",
    "Điều 5 khoản 2",
    "Quốc lộ 14 đô thị",
    "khóa 22, kỳ họp thứ 14",
    "ngày 20 tháng 11 năm 2023",
    "giai đoạn 1 đô thị",
    "năm 2025 đô thị phát triển",
    "quý 3 người dân",
    "gấp 1,5 lần",
    "trang 12",
    "5.1. Nâng cao năng lực",
]


@pytest.mark.parametrize("text", NOT_QUANTITIES)
def test_numbers_that_number_something_are_no_quantities(text: str) -> None:
    assert quantities_in(text, 0, len(text)) == []
