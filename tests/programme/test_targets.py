"""Targets of single sentences: what is counted, by when, where; and what is no target."""

from __future__ import annotations

import pytest

from dothi.programme.model import Target
from dothi.programme.read import read_text


def targets(sentence: str, heading: str = "Chỉ tiêu cụ thể") -> list[Target]:
    return list(read_text(f"I. {heading.upper()}\n\n- {sentence}\n").targets)


def rows(sentence: str, heading: str = "Chỉ tiêu cụ thể") -> list[tuple[object, ...]]:
    return [(t.indicator, t.year_from, t.year_to, t.min, t.max) for t in targets(sentence, heading)]


RATE = "Tỷ lệ đô thị hóa"
CASES = [
    (
        f"{RATE} toàn quốc đến năm 2025 đạt tối thiểu 45%, đến năm 2030 đạt trên 50%.",
        [(f"{RATE} toàn quốc", None, 2025, 45, None), (f"{RATE} toàn quốc", None, 2030, 50, None)],
    ),
    (
        "Tỷ lệ đất đạt khoảng 1,5 - 1,9% vào năm 2025, đến năm 2030 đạt khoảng 1,9 - 2,3%.",
        [("Tỷ lệ đất", None, 2025, 1.5, 1.9), ("Tỷ lệ đất", None, 2030, 1.9, 2.3)],
    ),
    (
        "Số lượng đô thị toàn quốc khoảng 950 – 1.000 đô thị vào năm 2025.",
        [("Số lượng đô thị toàn quốc", None, 2025, 950, 1000)],
    ),
    (
        f"Các năm 2025 và 2030, {RATE.lower()} lần lượt đạt 36% và 42,5%.",
        [(RATE.lower(), None, 2025, 36, 36), (RATE.lower(), None, 2030, 42.5, 42.5)],
    ),
    (
        "Đến năm 2025, tỷ lệ nước sạch đạt 95%, tỷ lệ thu gom rác đạt 90%.",
        [("tỷ lệ nước sạch", None, 2025, 95, 95), ("tỷ lệ thu gom rác", None, 2025, 90, 90)],
    ),
    (
        "Toàn tỉnh có 15 đô thị, trong đó có 01 đô thị loại II (thành phố A Lưới), 14 đô thị loại V.",
        [
            ("đô thị", None, None, 15, 15),
            ("đô thị loại II", None, None, 1, 1),
            ("đô thị loại V", None, None, 14, 14),
        ],
    ),
    (
        f"{RATE}: Đến năm 2025 đạt 28%; đến năm 2030 đạt 35%.",
        [(RATE, None, 2025, 28, 28), (RATE, None, 2030, 35, 35)],
    ),
    (
        "Tỷ lệ cấp nước sạch: đô thị loại III đạt 98%, đô thị loại V đạt 90%.",
        [
            ("Tỷ lệ cấp nước sạch đô thị loại III", None, None, 98, 98),
            ("Tỷ lệ cấp nước sạch đô thị loại V", None, None, 90, 90),
        ],
    ),
    (
        "Nâng tỷ lệ đô thị hóa từ 22,5% năm 2020 lên 28% vào năm 2025 và 35% năm 2030.",
        [("Nâng tỷ lệ đô thị hóa", None, 2025, 28, 28), ("Nâng tỷ lệ đô thị hóa", None, 2030, 35, 35)],
    ),
    (
        "Giảm tỷ lệ thất thoát nước xuống dưới 15% (năm 2020 là 20%).",
        [("Giảm tỷ lệ thất thoát nước", None, None, None, 15)],
    ),
    (
        "100% tuyến hẻm rộng từ 4 m trở lên được chiếu sáng.",
        [("tuyến hẻm rộng từ 4 m trở lên được chiếu sáng", None, None, 100, 100)],
    ),
]


@pytest.mark.parametrize(("sentence", "expected"), CASES)
def test_values_and_years(sentence: str, expected: list[tuple[object, ...]]) -> None:
    assert rows(sentence) == expected


def test_what_is_lowered_or_not_to_be_exceeded_is_bounded_from_above() -> None:
    for sentence in (
        "Giảm tỷ lệ hộ nghèo từ 5,2% năm 2020 còn 2% vào năm 2025.",
        "Giảm tỷ lệ hộ nghèo xuống còn 2% vào năm 2025.",
        "Không để tỷ lệ hộ nghèo quá 2% vào năm 2025.",
    ):
        found = [(t.year_to, t.comparison, t.min, t.max) for t in targets(sentence)]
        assert found == [(2025, "<=", None, 2)], sentence


def test_a_range_that_runs_backwards_and_a_year_that_cannot_be_are_reported() -> None:
    found = read_text("I. CHỈ TIÊU CỤ THỂ\n\n- Đến năm 2205, tỷ lệ đô thị hóa đạt 95 - 90%.\n")
    assert [(t.indicator, t.year_to, t.comparison, t.min, t.max) for t in found.targets] == [
        ("tỷ lệ đô thị hóa", None, "range", 90, 95)
    ]
    assert [(g.reason, g.found, g.taken_as) for g in found.guesses] == [
        ("number_style", "95 - 90%", "90.0 - 95.0"),
        ("odd_year", "Đến năm 2205", "—"),
    ]


def test_one_row_for_each_place() -> None:
    found = targets("Tỷ lệ đô thị hóa vùng Đông đạt 48% vào năm 2030; vùng Tây đạt 22% vào năm 2030.")
    assert [(t.indicator, t.place, t.min) for t in found] == [
        ("Tỷ lệ đô thị hóa vùng Đông", "vùng Đông", 48),
        ("Tỷ lệ đô thị hóa", "vùng Tây", 22),
    ]
    smart = targets("Xây dựng thị xã A Sầu và thị xã B Lao theo hướng đô thị thông minh vào năm 2030.")
    assert [(t.place, t.year_to, t.comparison) for t in smart] == [
        ("thị xã A Sầu", 2030, None),
        ("thị xã B Lao", 2030, None),
    ]


def test_years_of_the_heading_are_taken_and_reported() -> None:
    found = read_text("I. MỤC TIÊU CỤ THỂ\n\n1. Đến năm 2030\n\n- Tỷ lệ đô thị hóa đạt 40%.\n")
    assert [t.year_to for t in found.targets] == [2030]
    assert [(g.reason, g.taken_as) for g in found.guesses] == [("year_from_heading", "2030")]


def test_a_heading_with_two_years_gives_none() -> None:
    found = read_text("I. CHỈ TIÊU ĐẾN NĂM 2025 VÀ NĂM 2030\n\n- Tỷ lệ đô thị hóa đạt 40%.\n")
    assert [(t.year_from, t.year_to) for t in found.targets] == [(None, None)]


NO_TARGET = [
    ("Nhiệm vụ", "Hỗ trợ 5 tỷ đồng cho mỗi địa phương và tổ chức 02 hội nghị."),
    ("Nhiệm vụ", "Thực hiện Nghị quyết số 26/2022/UBTVQH15 tại Điều 5 và quốc lộ 14."),
    ("Đánh giá tình hình", "Tỷ lệ đô thị hóa năm 2020 đạt 22,5%, phấn đấu giữ vững 12 đô thị."),
    ("Quan điểm", "Lấy 100% người dân làm trung tâm."),
    ("Chỉ tiêu", "Đến nay tỷ lệ đô thị hóa mới đạt 30%."),
    ("Chỉ tiêu", "Tỷ lệ đô thị hóa năm 2025 không đạt 37%."),
    ("Chỉ tiêu", "Tỷ lệ đô thị hóa chưa đạt được 37%."),
]


@pytest.mark.parametrize(("heading", "sentence"), NO_TARGET)
def test_no_target(heading: str, sentence: str) -> None:
    assert [t for t in targets(sentence, heading) if t.comparison] == []


def test_a_contract_has_no_targets_whatever_it_promises() -> None:
    text = "HỢP ĐỒNG KINH TẾ\n\nĐiều 1. Mục tiêu\n\n1. Phấn đấu đạt 90% khối lượng đến năm 2025.\n"
    found = read_text(text)
    assert (found.targets, found.towns, found.tasks, found.agencies) == ((), (), (), ())
    assert any("90%" in u.text for u in found.unplaced)


def test_preamble_of_a_programme_has_no_targets() -> None:
    text = "Đến năm 2025, tỷ lệ đô thị hóa đạt 30%.\n\nI. NHIỆM VỤ\n\n- Lập quy hoạch.\n"
    assert read_text(text).targets == ()


def test_prose_without_headings_gives_only_what_is_declared() -> None:
    text = "Năm 2021 tỷ lệ là 18,4%. Phấn đấu đến năm 2025 tỷ lệ đô thị hóa đạt 23%. Có 42 người dự họp."
    found = read_text(text)
    assert [(t.indicator, t.year_to, t.min) for t in found.targets] == [("tỷ lệ đô thị hóa", 2025, 23)]
    assert "no_programme_headings" in {g.reason for g in found.guesses}


def test_a_table_gives_a_row_for_each_year() -> None:
    text = (
        "I. CHỈ TIÊU\n\n| TT | Chỉ tiêu | Đơn vị | Thực hiện 2020 | 2025 | 2030 |\n|---|---|---"
        "|---|---|---|\n"
        "| 1 | Tỷ lệ đô thị hóa | % | 27 | 35 | 42 - 45 |\n| 2 | Cây xanh | m²/người | 3 | - | ≥ 7,5 |\n"
    )
    found = [(t.indicator, t.year_to, t.min, t.max, t.comparison, t.unit) for t in read_text(text).targets]
    assert found == [
        ("Tỷ lệ đô thị hóa", 2025, 35, 35, "=", "%"),
        ("Tỷ lệ đô thị hóa", 2030, 42, 45, "range", "%"),
        ("Cây xanh", 2030, 7.5, None, ">=", "m²/người"),
    ]


def test_a_table_of_another_kind_stays_unplaced() -> None:
    found = read_text("I. NHIỆM VỤ\n\n| Họ tên | Chức vụ |\n|---|---|\n| Lê Văn A | Trưởng ban |\n")
    assert found.targets == ()
    assert any("Lê Văn A" in u.text for u in found.unplaced)


def test_identifiers_are_unique_and_in_order() -> None:
    found = targets("Tỷ lệ đô thị hóa đến năm 2025 đạt 37%, đến năm 2030 đạt 40%.")
    assert [t.id for t in found] == ["t1", "t2"]
