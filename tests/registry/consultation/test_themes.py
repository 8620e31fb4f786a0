"""What a statement speaks of, guessed by its words."""

from __future__ import annotations

import pytest

from dothi.registry.consultation.themes import THEMES, guess, title


@pytest.mark.parametrize(
    ("text", "theme"),
    [
        ("Chợ không có chỗ đỗ xe", "schools"),
        ("Xin cho trẻ em chơi", "other"),
        ("Đường hẹp, xin mở rộng đường", "roads"),
        ("duong hep qua", "roads"),
        ("nhiều nhà còn sống bằng nghề cá", "other"),
        ("sông sạt lở", "water"),
        ("", "other"),
    ],
)
def test_guess(text: str, theme: str) -> None:
    assert guess(text) == theme


def test_words() -> None:
    assert title("roads") == "Đường sá, giao thông"
    assert title("roads", "en") == "Roads, traffic"
    assert title("moi") == "moi"
    assert all(vi and en for vi, en in THEMES.values())
