"""Calls that are wrong: what people read, in Vietnamese, with how to find out what is right."""

from __future__ import annotations

import json

import pytest


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("intake", "check", "--sclae"), "không có tùy chọn --sclae"),
        (("ladn",), "không có lệnh ladn"),
        (("intake", "check"), "thiếu TỆP. Xem cách gọi bằng: dothi intake check --help."),
        (("intake", "check", "a", "b"), "thừa: b"),
        (
            ("backup", "x", "--keep", "nhiều"),
            "giá trị của --keep không dùng được: 'nhiều' không phải số nguyên",
        ),
        (("backup", "x", "--keep", "0"), "giá trị của --keep không dùng được: 0 nằm ngoài khoảng x>=1"),
        (("intake", "read", "a", "--encoding"), "tùy chọn --encoding cần một giá trị"),
    ],
)
def test_what_is_wrong_with_a_call_is_said_in_vietnamese(inside, words, said) -> None:
    done = inside.run(*words)
    assert done.returncode == 2
    vietnamese, english = done.stderr.splitlines()
    assert vietnamese.startswith("Lỗi: Lệnh gọi sai: ")
    assert said in vietnamese
    assert english.startswith("The command was called wrongly: ")


def test_a_program_reads_the_same_as_an_object(inside) -> None:
    told = json.loads(inside.run("lake", "verify", "--json", "--sclae").stdout)
    assert told["verdict"] == "unusable"
    assert told["findings"][0]["code"] == "command.usage"
    assert told["findings"][0]["message"] == "Lệnh gọi sai: không có tùy chọn --sclae"


def test_words_of_the_command_itself_are_parted_by_language(inside) -> None:
    done = inside.run("land", "ask")
    vietnamese, english = done.stderr.splitlines()
    assert "nêu một trong: TỌA_ĐỘ, --parcel, --corners, --area. Xem" in vietnamese
    assert "wrongly: give a point, --parcel, --corners or --area. See" in english
