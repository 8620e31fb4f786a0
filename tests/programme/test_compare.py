"""Two versions side by side: descent found, changes named, nothing lost on either side."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

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
