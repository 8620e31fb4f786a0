"""Blocks and the tree: markers, headings, joins, regions, and that nothing is left out."""

from __future__ import annotations

import textwrap
import unicodedata
from pathlib import Path

import pytest

from dothi.programme.model import Node, Programme
from dothi.programme.read import read_text


def labels(text: str) -> list[tuple[str, str | None]]:
    return [(n.kind, n.label) for n in read_text(text).nodes if n.kind in {"section", "item", "paragraph"}]


def parents(found: Programme) -> dict[str, str | None]:
    by_id = {n.id: n for n in found.nodes}
    return {n.text.strip(): by_id[n.parent].text.strip() if n.parent else None for n in found.nodes}


@pytest.mark.parametrize(
    ("line", "label"),
    [
        ("Phần thứ nhất", "Phần thứ nhất"),
        ("Chương II", "Chương II"),
        ("Điều 3. Tổ chức", "Điều 3."),
        ("II. NHIỆM VỤ", "II."),
        ("I- MỤC TIÊU", "I-"),
        ("2.1. Mục tiêu", "2.1."),
        ("2.1 Mục tiêu", "2.1"),
        ("1- Ban A họp", "1-"),
        ("a) Nội dung", "a)"),
        ("đ) Nội dung", "đ)"),
        ("(1) Nội dung", "(1)"),
        ("- Nội dung", "-"),
        ("+ Nội dung", "+"),
        ("• Nội dung", "•"),
    ],
)
def test_markers(line: str, label: str) -> None:
    assert labels(f"{line}\n\nĐoạn văn.\n")[0][1] == label


@pytest.mark.parametrize(
    "line", ["1.000 đô thị được lập", "2025 là năm", "VI phạm", "a b c", "(Ký tên)", "06-NQ/TW"]
)
def test_no_markers(line: str) -> None:
    assert labels(f"{line}\n")[0][1] is None


def test_a_numbered_paragraph_is_no_heading() -> None:
    assert labels("I. TỔ CHỨC THỰC HIỆN\n\n1. Sở A lập kế hoạch.\n\n2. Sở B\n\na) Việc một.\n") == [
        ("section", "I."),
        ("item", "1."),
        ("section", "2."),
        ("item", "a)"),
    ]


def test_lists_stand_in_what_opens_them() -> None:
    found = read_text(
        "I. NHIỆM VỤ\n\n- Về phía Đông:\n\n(1) Việc một.\n\n(2) Việc hai.\n\n- Về phía Tây:\n\n(1) Việc ba.\n"
    )
    above = parents(found)
    assert above["(1) Việc một."] == above["(2) Việc hai."] == "- Về phía Đông:"
    assert above["(1) Việc ba."] == "- Về phía Tây:"
    assert above["- Về phía Tây:"] == "I. NHIỆM VỤ"


def test_a_plain_paragraph_ends_a_list() -> None:
    above = parents(read_text("I. NHIỆM VỤ\n\n- Việc một.\n\nĐoạn sau danh sách.\n"))
    assert above["Đoạn sau danh sách."] == "I. NHIỆM VỤ"


BROKEN = "I. NHIỆM VỤ\n\n- Kiểm soát chặt chẽ quy trình chuyển đổi đất nông{}thôn thành đất đô thị.\n"


@pytest.mark.parametrize("gap", ["\n\n", "\n\n\n", "\n\n- 12 -\n\n", "\n\nTrang 3/10\n\n", "\n"])
def test_a_paragraph_broken_across_pages_is_joined_and_reported(gap: str) -> None:
    found = read_text(BROKEN.format(gap))
    (item,) = [n for n in found.nodes if n.kind == "item"]
    assert item.text.endswith("thôn thành đất đô thị.\n")
    assert "joined_paragraph" in {g.reason for g in found.guesses}


def test_a_page_number_inside_a_paragraph_is_no_word_of_it() -> None:
    found = read_text("I. CHỈ TIÊU\n\n- Tỷ lệ hộ gia đình đô thị được\n\n- 7 -\n\ndùng nước sạch đạt 97%.\n")
    (target,) = found.targets
    assert target.indicator == "Tỷ lệ hộ gia đình đô thị được dùng nước sạch"
    assert "- 7 -" in target.text


def wrapped(text: str, width: int) -> str:
    return "\n".join(textwrap.fill(line, width) for line in text.split("\n"))


@pytest.mark.parametrize("width", [60, 72, 80, 90, 100])
def test_wrapping_changes_nothing_that_is_read(width: int) -> None:
    text = (Path(__file__).parents[2] / "src/dothi/provinces/quang-nam/programme-06.txt").read_text(
        encoding="utf-8"
    )
    plain, broken = read_text(text), read_text(wrapped(text, width))
    for kind in ("targets", "towns", "agencies", "tasks", "clusters"):
        assert len(getattr(plain, kind)) == len(getattr(broken, kind))
    assert [t.indicator for t in plain.targets] == [t.indicator for t in broken.targets]
    assert [(t.name, t.status, t.period_to) for t in plain.towns] == [
        (t.name, t.status, t.period_to) for t in broken.towns
    ]


def test_a_page_number_of_its_own_is_a_page() -> None:
    found = read_text("I. NHIỆM VỤ\n\n- Lập quy hoạch.\n\n- 2 -\n\n- Cắm mốc.\n")
    assert [n.kind for n in found.nodes] == ["document", "section", "item", "page", "item"]


def test_wrapped_lines_are_one_paragraph() -> None:
    words = "Phát triển đô thị bền vững theo mạng lưới, phân bố hợp lý và đồng bộ trên toàn tỉnh " * 12
    lines: list[str] = []
    line = ""
    for word in words.split():
        if len(line) + len(word) > 70:
            lines.append(line)
            line = ""
        line = f"{line} {word}".strip()
    text = "I. NHIỆM VỤ\n\n- " + "\n".join([*lines, line]) + ".\n"
    found = read_text(text)
    assert [n.kind for n in found.nodes] == ["document", "section", "item"]
    assert "joined_paragraph" not in {g.reason for g in found.guesses}


LETTER = (
    "ỦY BAN NHÂN DÂN TỈNH A\nSố: 12/KH-UBND\n\nA, ngày 05 tháng 3 năm 2023\n\nKẾ HOẠCH\nPhát triển đô thị\n\n"
    "Căn cứ Luật Quy hoạch;\n\nI. NHIỆM VỤ\n\n- Lập quy hoạch.\n\nNơi nhận:\n- Tỉnh ủy;\n- Lưu: VT.\n\n"
    "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n\nLê Văn A\n"
)


def kinds(nodes: tuple[Node, ...]) -> list[str]:
    return [n.kind for n in nodes]


def test_regions_of_an_official_letter() -> None:
    found = read_text(LETTER)
    assert kinds(found.nodes) == [
        "document", "front", "front", "front", "title", "front", "section", "item", "recipients", "signature",
    ]  # fmt: skip
    info = found.document
    assert (info.kind, info.title, info.number, info.date) == (
        "kế hoạch",
        "Phát triển đô thị",
        "12/KH-UBND",
        "2023-03-05",
    )


def test_a_second_document_has_a_root_of_its_own() -> None:
    found = read_text(LETTER + LETTER.replace("12/KH", "13/KH"))
    assert kinds(found.nodes).count("document") == 2
    assert found.document.number == "12/KH-UBND"
    assert len(found.tasks) == 2
    assert "second_document" in {g.reason for g in found.guesses}


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_the_source_keeps_its_own_spelling(form: str) -> None:
    text = unicodedata.normalize(form, "I. CHỈ TIÊU\n\n- Tỷ lệ đô thị hóa đến năm 2025 đạt\u00a037\u200b%.\n")
    found = read_text(text)
    assert "".join(n.text for n in found.nodes) == text
    (target,) = found.targets
    assert (target.min, target.year_to) == (37, 2025)
    assert text[target.start : target.end] == target.text


def test_markdown_marks_are_no_words() -> None:
    found = read_text("# KẾ HOẠCH\n\n## I. Chỉ tiêu\n\n* **Tỷ lệ đô thị hóa** đạt 37% vào năm 2025.\n")
    assert [(t.indicator, t.min) for t in found.targets] == [("Tỷ lệ đô thị hóa", 37)]
    assert found.document.kind == "kế hoạch"


@pytest.mark.parametrize(
    "text", ["phần đầu tư", "mức tiêu thụ", "trong đó thị xã", "ảnh hưởng đến", "bộ phận đầu tiên", "thì xã"]
)
def test_words_of_their_own_are_no_slips(text: str) -> None:
    assert [g for g in read_text(f"Nội dung {text} phát triển.").guesses if g.reason == "ocr_slip"] == []


@pytest.mark.parametrize(
    ("text", "taken_as"),
    [
        ("Phân đầu đạt", "Phấn đấu"),
        ("chính trang đô thị", "chỉnh trang"),
        ("năm 2O30", "2030"),
        ("l00% dân", "100"),
        ("MỤC TlÊU", "TIÊU"),
    ],
)
def test_slips_are_mended_and_reported(text: str, taken_as: str) -> None:
    assert taken_as in {g.taken_as for g in read_text(f"Nội dung {text} khác.").guesses}
