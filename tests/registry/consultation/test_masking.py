"""Numbers that lead to a person are left out, others stay."""

from __future__ import annotations

import pytest

from dothi.registry.consultation.masking import masked


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Gọi 0905123456", "Gọi […]"),
        ("Gọi 0905 123 456 nhé", "Gọi […] nhé"),
        ("Gọi +84 905.123.456", "Gọi […]"),
        ("0235-3851-234", "[…]"),
        ("thư an.nguyen+1@thu.example.vn.", "thư […]."),
        ("CCCD 049 123 456 789", "CCCD […]"),
        ("CMND 201123456", "CMND […]"),
        ("thửa 345 tờ 12, 1.495.812 người", "thửa 345 tờ 12, 1.495.812 người"),
        ("Luật 47/2024/QH15 ngày 26/11/2024", "Luật 47/2024/QH15 ngày 26/11/2024"),
        ("rộng 12,5 m, cao 0,45 m; 15,565012", "rộng 12,5 m, cao 0,45 m; 15,565012"),
        ("15.565012, 108.487512", "15.565012, 108.487512"),
    ],
)
def test_masked(text: str, expected: str) -> None:
    assert masked(text) == expected
