"""Limits as authors state them."""

from __future__ import annotations

import pytest

from dothi.land.limits import first_text, limits_of


@pytest.mark.parametrize(
    ("column", "value", "vi", "en"),
    [
        ("matDoXayDung", 60.0, "mật độ xây dựng: 60 %", "building density: 60%"),
        ("tangCaoToiThieu", 2, "tầng cao tối thiểu: 2 tầng", "least storeys: 2 storeys"),
        ("tangCaoToiDa", "3-5 tầng", "tầng cao tối đa: 3-5 tầng", "most storeys: 3-5 tầng"),
        ("heSoSuDungDat", 2.25, "hệ số sử dụng đất: 2,25 lần", "floor area ratio: 2.25"),
        ("danSo", 12500, "dân số: 12.500 người", "population: 12,500 people"),
    ],
)
def test_words(column: str, value: object, vi: str, en: str) -> None:
    (limit,) = limits_of({"ten": "Ô 1", column: value, "dienTich": 100.0})
    assert f"{limit.title()}: {limit.text()}" == vi
    assert f"{limit.title('en')}: {limit.text('en')}" == en


@pytest.mark.parametrize("value", [None, float("nan"), float("inf"), -float("inf"), ""])
def test_an_empty_cell_states_no_limit(value: object) -> None:
    assert limits_of({"matDoXayDung": value}) == ()


def test_the_first_name_that_says_something() -> None:
    assert first_text({"Ten": None, "tên chức năng": "Công viên"}, ("ten", "tenchucnang")) == "Công viên"
    assert first_text({"x": "y"}, ("ten",)) == ""
