"""Two versions side by side: descent found, changes named, nothing lost on either side."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dothi.base.text import fold
from dothi.programme import compare
from dothi.programme.compare import Change, Kept, Piece, descent, side_by_side, words_apart


def target(line: str, year: int, value: float, text: str = "") -> Kept:
    fields = {"indicator": "Tỷ lệ đô thị hóa", "place": None, "year_to": year, "min": value, "max": value}
    return Kept(line, "target", text or f"đến năm {year} đạt {value}%", fields)


def task(line: str, text: str) -> Kept:
    return Kept(line, "task", text, {"agencies": [], "places": [], "deadline": None, "section": "1. A"})


OLD = [
    target("a", 2025, 37),
    target("b", 2030, 40),
    task("c", "Xây dựng hệ thống cơ sở dữ liệu về quy hoạch phát triển đô thị của tỉnh."),
    task("d", "Thực hiện tốt việc xét chọn và công nhận tuyến phố văn minh đô thị."),
]


def test_descent_finds_equal_changed_and_reworded_items() -> None:
    new = [
        task("x", "Xây dựng hệ thống cơ sở dữ liệu quy hoạch và phát triển đô thị của thành phố."),
        target("x", 2030, 42),
        target("x", 2025, 37),
        target("x", 2035, 50),
        task("x", "Đầu tư bến xe và trạm dừng nghỉ dọc quốc lộ."),
    ]
    assert descent(OLD, new) == {0: 2, 1: 1, 2: 0}


def test_a_target_of_another_year_is_another_target() -> None:
    assert descent([target("a", 2025, 37, "Tỷ lệ đạt 37%")], [target("x", 2030, 37, "Tỷ lệ đạt 37%")]) == {}


def test_duties_descend_only_from_duties_of_the_same_body() -> None:
    old = [Kept("a", "duty", "chủ trì lập kế hoạch", {"name": "Sở Xây dựng", "body_key": None})]
    same = [Kept("x", "duty", "chủ trì lập kế hoạch năm", {"name": "Sở Xây dựng", "body_key": None})]
    other = [Kept("x", "duty", "chủ trì lập kế hoạch năm", {"name": "Sở Tài chính", "body_key": None})]
    assert descent(old, same) == {0: 0}
    assert descent(old, other) == {}


def test_pairs_name_what_changed_and_keep_the_place_of_what_went() -> None:
    new = [target("a", 2025, 37), target("b", 2030, 42), task("e", "Nhiệm vụ mới")]
    pairs = side_by_side(OLD, new)
    assert [
        (pair.state, (pair.after or pair.before).line) for pair in pairs if pair.after or pair.before
    ] == [
        ("same", "a"),
        ("changed", "b"),
        ("removed", "c"),
        ("removed", "d"),
        ("added", "e"),
    ]
    assert pairs[1].changes == (
        Change("min", 40, 42),
        Change("max", 40, 42),
        Change("text", "đến năm 2030 đạt 40%", "đến năm 2030 đạt 42%"),
    )


def test_zero_differs_from_no_value_and_an_unset_flag_from_nothing() -> None:
    nothing, zero = target("a", 2025, 0), target("a", 2025, 0)
    nothing = Kept("a", "target", nothing.text, {**nothing.fields, "min": None, "approximate": False})
    assert side_by_side([nothing], [zero])[0].changes == (Change("min", None, 0),)
    assert side_by_side([zero], [nothing])[0].changes == (Change("min", 0, None),)


def test_line_breaks_are_no_change() -> None:
    before, after = task("c", "Xây dựng  hệ thống\n\ncơ sở"), task("c", "Xây dựng hệ thống cơ sở")
    assert side_by_side([before], [after])[0].state == "same"


lines = st.lists(st.sampled_from("abcdefgh"), unique=True)


@given(lines, lines)
def test_every_item_of_both_versions_stands_in_exactly_one_pair(before: list[str], after: list[str]) -> None:
    pairs = side_by_side([task(x, x) for x in before], [task(x, x) for x in after])
    assert sorted(p.before.line for p in pairs if p.before) == sorted(before)
    assert [p.after.line for p in pairs if p.after] == after
    assert {p.state for p in pairs} <= {"same", "added", "removed"}


texts = st.lists(st.text("ab cd", min_size=1, max_size=12), max_size=6)


@given(texts, texts)
def test_no_item_has_two_descendants(before: list[str], after: list[str]) -> None:
    found = descent([task(str(i), x) for i, x in enumerate(before)], [task("x", x) for x in after])
    assert len(set(found.values())) == len(found)
    assert descent([task(str(i), x) for i, x in enumerate(before)], [task("x", x) for x in before]) == {
        i: i for i in range(len(before))
    } or len(set(before)) < len(before)


words = st.lists(st.sampled_from(["quy hoạch", "đô thị", "hạ", "tầng", "xã", "2030"]), max_size=6).map(
    " ".join
)
paragraphs = st.lists(words, max_size=6)


def likest_first(before: list[str], after: list[str]) -> dict[int, int]:
    """Every pair scored by the longest common stretches, then the likest tied first: slow and plain."""
    found = {}
    for index, text in enumerate(after):
        for other, earlier in enumerate(before):
            if fold(text) == fold(earlier) and index not in found and other not in found.values():
                found[index] = other
    scored = []
    for index, text in enumerate(after):
        for other, earlier in enumerate(before):
            first, second = fold(earlier).split(), fold(text).split()
            blocks = SequenceMatcher(None, first, second, autojunk=False).get_matching_blocks()
            same = sum(len(word) + 1 for a, _, size in blocks for word in first[a : a + size])
            both = sum(len(word) + 1 for word in first + second)
            scored.append((-2 * same / both if both else 0, index, other))
    for score, index, other in sorted(scored):
        if -score >= 0.6 and index not in found and other not in found.values():
            found[index] = other
    return found


@given(paragraphs, paragraphs)
def test_descent_is_that_of_scoring_every_pair(before: list[str], after: list[str]) -> None:
    old, new = ([task(str(i), text) for i, text in enumerate(side)] for side in (before, after))
    assert descent(old, new) == likest_first(before, after)


def test_many_reworded_items_are_looked_at_closely_a_few_times_each(monkeypatch: pytest.MonkeyPatch) -> None:
    looked = []

    def likeness(first: Any, second: Any) -> float:
        looked.append(1)
        return real(first, second)

    real = compare._likeness
    monkeypatch.setattr(compare, "_likeness", likeness)
    topics = [f"{a} {b} {c}" for a in LEVELS for b in PLACES for c in SUBJECTS]
    old = [
        task(str(i), f"Rà soát, lập kế hoạch {topic} trên địa bàn tỉnh đến năm 2025")
        for i, topic in enumerate(topics)
    ]
    new = [task("x", f"Tiếp tục rà soát và lập kế hoạch {topic} của tỉnh đến năm 2030") for topic in topics]
    assert descent(old, new) == {i: i for i in range(len(topics))}
    assert len(topics) == 216
    assert len(looked) <= 12 * len(topics)


LEVELS = ["xây dựng", "nâng cấp", "bảo trì", "mở rộng", "giám sát", "quản lý"]
PLACES = ["ven biển", "miền núi", "đồng bằng", "hải đảo", "trung du", "nội thị"]
SUBJECTS = ["cấp nước sạch", "cây xanh", "đường phố", "chợ", "trường học", "bệnh viện"]


def test_words_that_differ_are_marked_on_both_sides() -> None:
    left, right = words_apart("đạt 37%, đến năm 2025", "đạt 37,5%,  đến hết năm 2026")
    assert left == [Piece("đạt 37%, đến năm ", False), Piece("2025", True)]
    assert right == [
        Piece("đạt 37", False),
        Piece(",5", True),
        Piece("%,  đến ", False),
        Piece("hết ", True),
        Piece("năm ", False),
        Piece("2026", True),
    ]


def test_neighbouring_changed_words_are_one_change() -> None:
    left, right = words_apart("do Sở Xây dựng chủ trì", "do Ban Quản lý chủ trì")
    assert [piece.text for piece in left if piece.changed] == ["Sở Xây dựng"]
    assert [piece.text for piece in right if piece.changed] == ["Ban Quản lý"]


def test_very_long_texts_are_told_apart_as_wholes() -> None:
    long = "chữ " * 3000
    assert words_apart(long, long + "thêm")[1] == [Piece(long + "thêm", True)]
    assert words_apart(long, long) == ([Piece(long, False)], [Piece(long, False)])


@given(st.text(max_size=80), st.text(max_size=80))
def test_pieces_join_to_the_whole_text_and_what_is_the_same_reads_the_same(before: str, after: str) -> None:
    left, right = words_apart(before, after)
    assert "".join(piece.text for piece in left) == before
    assert "".join(piece.text for piece in right) == after
    same = [" ".join("".join(p.text for p in side if not p.changed).split()) for side in (left, right)]
    assert same[0] == same[1]
    assert words_apart(before, before)[0] in ([], [Piece(before, False)])
