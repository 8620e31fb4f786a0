"""A Word file that any reader of Office Open XML can open, whatever the text."""

from __future__ import annotations

import zipfile
from io import BytesIO

from defusedxml import ElementTree
from hypothesis import given, settings
from hypothesis import strategies as st

from dothi.base.docx import Heading, Paragraph, Table, Turn, write_docx

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def texts(content: bytes) -> list[str]:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        for name in archive.namelist():
            ElementTree.fromstring(archive.read(name))
        body = ElementTree.fromstring(archive.read("word/document.xml"))
    return [node.text or "" for node in body.iter(f"{W}t")]


def test_parts_are_written_in_order_and_the_same_twice() -> None:
    parts = [
        Heading("Đô thị & <thị xã>"),
        Paragraph("Một\nHai", bold=True),
        Table(("TT", "Điểm"), [("1", "5,5"), ("2", "7")], (1, 2), frozenset({1}), frozenset({1})),
    ]
    content = write_docx(parts, "Thử")
    found = texts(content)
    assert found[:3] == ["Đô thị & <thị xã>", "Một", "Hai"]
    assert found[3:9] == ["TT", "Điểm", "1", "5,5", "2", "7"]
    assert content == write_docx(parts, "Thử")


def test_pages_lie_and_stand_again_and_tables_fill_them() -> None:
    """165 mm of text standing, 252 mm lying: 9354 and 14287 twentieths of a point."""
    table = Table(("TT",), [("1",)], (1,))
    with zipfile.ZipFile(BytesIO(write_docx([table, Turn(wide=True), table], "Thử"))) as archive:
        body = ElementTree.fromstring(archive.read("word/document.xml"))
    assert [node.get(f"{W}w") for node in body.iter(f"{W}tblW")] == ["9354", "14287"]
    assert [node.get(f"{W}orient") for node in body.iter(f"{W}pgSz")] == [None, "landscape"]


@settings(max_examples=30)
@given(st.text(max_size=40))
def test_any_text_makes_a_readable_file(text: str) -> None:
    texts(write_docx([Paragraph(text), Table((text,), [(text,)], (1,))], text))
