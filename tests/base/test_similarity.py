"""Texts that say the same, counted by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dothi.base.similarity import ALIKE, bands, likeness

LONG = "Đề nghị mở rộng đường Nguyễn Văn Trỗi và xây cống thoát nước vì mỗi mùa mưa nhà dân đều ngập sâu"


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("một hai ba bốn", "một hai ba bốn", 1),
        ("một hai ba bốn", "MOT  hai, ba bon!", 1),
        ("một hai ba bốn", "hai ba bốn năm", 1 / 3),  # runs 123 234 | 234 345
        ("một hai", "một hai", 1),
        ("một hai", "hai một", 0),
        ("", "", 0),
        ("…", "một", 0),
    ],
)
def test_share_of_runs_in_common(first: str, second: str, expected: float) -> None:
    assert likeness(first, second) == pytest.approx(expected)


def test_a_campaign_with_another_name_under_it_is_found_and_another_matter_is_not() -> None:
    other = "Xin giữ lại vườn hoa trước chợ vì trẻ em cả phường chơi ở đó buổi chiều và không có chỗ nào khác"
    signed = LONG + ". Ký tên Bình"
    assert likeness(LONG, signed) >= ALIKE
    assert set(bands(LONG)) & set(bands(signed))
    assert not set(bands(LONG)) & set(bands(other))


@given(st.text(max_size=200))
def test_a_text_is_like_itself_and_its_bands_do_not_change(text: str) -> None:
    assert likeness(text, text) in {0.0, 1.0}
    assert bands(text) == bands(f" {text}\n")
    assert bool(bands(text)) == (likeness(text, text) == 1.0)


def test_bands_are_kept_so_they_are_the_same_on_every_machine() -> None:
    assert len(bands("a b c d")) == 8
    assert [band.split(":")[0] for band in bands("a b c d")] == [str(number) for number in range(8)]
