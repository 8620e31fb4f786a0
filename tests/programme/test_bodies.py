"""Bodies with their duties, tasks with bodies and places, citations, names."""

from __future__ import annotations

from pathlib import Path

import pytest

from dothi.base.errors import InputError, UnusableError
from dothi.programme.names import KnownName, Register, edit_distance, read_register
from dothi.programme.read import read_text


def agencies(body: str) -> list[tuple[str, list[str]]]:
    found = read_text(f"I. TỔ CHỨC THỰC HIỆN\n\n{body}\n")
    return [(a.name, [d.text for d in a.duties]) for a in found.agencies]


CASES = [
    ("1. Sở Xây dựng chủ trì, theo dõi.", [("Sở Xây dựng", ["chủ trì, theo dõi."])]),
    ("1. Ban Tổ chức Tỉnh ủy hướng dẫn.", [("Ban Tổ chức Tỉnh ủy", ["hướng dẫn."])]),
    (
        "1. Sở Tài chính\n\na) Cân đối vốn.\n\nb) Báo cáo Ủy ban nhân dân tỉnh.",
        [("Sở Tài chính", ["Cân đối vốn.", "Báo cáo Ủy ban nhân dân tỉnh."])],
    ),
    (
        "- Đảng đoàn Hội đồng nhân dân tỉnh, Ban cán sự đảng Ủy ban nhân dân tỉnh lãnh đạo thực hiện.",
        [
            ("Đảng đoàn Hội đồng nhân dân tỉnh", ["lãnh đạo thực hiện."]),
            ("Ban cán sự đảng Ủy ban nhân dân tỉnh", ["lãnh đạo thực hiện."]),
        ],
    ),
    (
        "1- Ủy ban nhân dân các huyện, thị xã, thành phố xây dựng kế hoạch.",
        [("Ủy ban nhân dân các huyện, thị xã, thành phố", ["xây dựng kế hoạch."])],
    ),
    (
        "Trong quá trình thực hiện, nếu có vướng mắc, Sở Xây dựng sẽ tổng hợp.",
        [("Sở Xây dựng", ["sẽ tổng hợp."])],
    ),
]


@pytest.mark.parametrize(("body", "expected"), CASES)
def test_duties(body: str, expected: list[tuple[str, list[str]]]) -> None:
    assert agencies(body) == expected


def test_a_heading_of_the_part_is_no_body() -> None:
    assert agencies("Quyết định có hiệu lực từ ngày ký.") == []


def test_a_task_names_bodies_places_and_deadline() -> None:
    text = (
        "I. NHIỆM VỤ\n\n- Giao Sở Xây dựng phối hợp với Sở Tư pháp lập quy hoạch thị trấn Khe Sanh, "
        "báo cáo Ủy ban nhân dân tỉnh trước ngày 30/9/2025.\n"
    )
    (task,) = read_text(text).tasks
    assert task.agencies == ("Sở Xây dựng", "Sở Tư pháp")
    assert task.places == ("thị trấn Khe Sanh",)
    assert task.deadline == "2025-09-30"
    assert task.section == "I. NHIỆM VỤ"


CITED = [
    (
        "Nghị định số 35/2023/NĐ-CP ngày 20 tháng 6 năm 2023 của Chính phủ",
        ("35/2023/NĐ-CP", "2023-06-20", "Chính phủ"),
    ),
    (
        "Quyết định 676/QĐ-TTg, ngày 18/5/2017 của Thủ tướng Chính phủ",
        ("676/QĐ-TTg", "2017-05-18", "Thủ tướng Chính phủ"),
    ),
    ("Nghị quyết số 08-NQ/TU, ngày 04/5/2021 của Tỉnh ủy", ("08-NQ/TU", "2021-05-04", "Tỉnh ủy")),
    ("Kết luận số 12-KL/TW", ("12-KL/TW", None, None)),
    ("Luật Quy hoạch đô thị năm 2009", (None, "2009", None)),
    ("Thông tư số 06/2018/TT-BXD ngày 31/02/2018", ("06/2018/TT-BXD", None, None)),
]


@pytest.mark.parametrize(("mention", "told"), CITED)
def test_citations(mention: str, told: tuple[str | None, ...]) -> None:
    (found,) = read_text(f"Thực hiện theo {mention}; các cơ quan rà soát.").citations
    assert (found.number, found.date, found.issuer) == told


REGISTER = Register.of(
    [
        KnownName("prao", "P'rao", "town"),
        KnownName("3c-1", "Thị trấn Prao", "place"),
        KnownName("tra-don", "Trà Don", "place"),
        KnownName("tra-don-2", "Trà Dơn", "place"),
        KnownName("sxd", "Sở Xây dựng", "body"),
        KnownName("a-tieng", "ATiên", "town", "A Tiêng"),
    ]
)


@pytest.mark.parametrize(
    ("found", "key", "score"),
    [
        ("P’rao", "prao", 1.0),
        ("Praq", "prao", 0.75),
        ("Trà Don", "tra-don", 1.0),
        ("Sở Xây Dựng", "sxd", 1.0),
        ("So Xay dung", "sxd", 0.95),
        ("ATiên", "a-tieng", 0.833),
    ],
)
def test_names_match_with_a_score(found: str, key: str, score: float) -> None:
    match = REGISTER.match(found)
    assert match is not None
    assert (match.key, match.score) == (key, score)


@pytest.mark.parametrize("found", ["Tra Don", "Hội An", "Ba", "Trung tâm"])
def test_a_name_two_things_share_or_nobody_has_is_no_match(found: str) -> None:
    assert REGISTER.match(found) is None


def test_kinds_are_kept_apart() -> None:
    assert REGISTER.match("Sở Xây dựng", frozenset({"town"})) is None


@pytest.mark.parametrize(
    ("first", "second", "distance"), [("prao", "praq", 1), ("", "abc", 3), ("kitten", "sitting", 3)]
)
def test_edit_distance(first: str, second: str, distance: int) -> None:
    assert edit_distance(first, second) == edit_distance(second, first) == distance


def test_a_register_is_read_from_a_table(tmp_path: Path) -> None:
    path = tmp_path / "names.csv"
    path.write_text("key,name,kind\nprao,P'rao,town\n", encoding="utf-8")
    match = read_register(path).match("P'rao")
    assert match is not None
    assert match.key == "prao"


@pytest.mark.parametrize(
    ("content", "error", "where"),
    [
        ("key,name\nx,y\n", InputError, "dòng 1"),
        ("key,name,kind\nx,y,planet\n", InputError, "dòng 2"),
        (None, UnusableError, "names.csv"),
    ],
)
def test_a_bad_register_is_refused(
    tmp_path: Path, content: str | None, error: type[Exception], where: str
) -> None:
    path = tmp_path / "names.csv"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    with pytest.raises(error, match=where):
        read_register(path)
