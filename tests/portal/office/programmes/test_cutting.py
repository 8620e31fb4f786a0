"""Cutting a document into parts and a paragraph at its items: nothing lost, nothing twice."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from dothi.portal.office.programmes import cutting
from dothi.portal.office.programmes.cutting import Mark, heading_of, levels, parts, stretches, with_headings


def mark(pk: int, start: int, end: int, look: str = "target") -> Mark:
    return Mark(pk, look, str(pk), f"Chỉ tiêu {pk}", start, end)


def node(name: str, kind: str = "paragraph", parent: str | None = "n0", **more: Any) -> dict[str, Any]:
    return {"id": name, "kind": kind, "parent": parent, "label": None, "heading": None, **more}


def test_overlapping_items_share_their_words() -> None:
    found = stretches("Tam Kỳ đạt loại I", 100, [mark(1, 100, 110), mark(2, 107, 117, "town")])
    assert [(piece.text, piece.pks, [one.pk for one in piece.opens]) for piece in found] == [
        ("Tam Kỳ ", "1", [1]),
        ("đạt", "1 2", [2]),
        (" loại I", "2", []),
    ]
    assert found[1].looks == ("target", "town")


def test_a_kind_is_drawn_once_however_many_items_share_the_words() -> None:
    looks = ("duty", "duty", "target", "town", "task")
    found = stretches("chữ", 0, [mark(number, 0, 3, look) for number, look in enumerate(looks)])
    assert found[0].looks == ("duty", "target", "town")
    assert len(found[0].opens) == 5


def test_a_stretch_that_begins_before_the_paragraph_opens_with_it() -> None:
    found = stretches("tiếp theo", 50, [mark(1, 40, 54)])
    assert [(piece.text, [one.pk for one in piece.opens]) for piece in found] == [
        ("tiếp", [1]),
        (" theo", []),
    ]


SPANS = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=6)


@given(st.text(min_size=1, max_size=30), st.integers(0, 10), SPANS)
def test_pieces_join_to_the_text_and_every_item_opens_once(
    text: str, offset: int, spans: list[tuple[int, int]]
) -> None:
    marks = [mark(pk, low, high) for pk, (low, high) in enumerate(spans, start=1) if low < high]
    found = stretches(text, offset, marks)
    assert "".join(piece.text for piece in found) == text
    opened = [one.pk for piece in found for one in piece.opens]
    inside = [one.pk for one in marks if one.start < offset + len(text) and one.end > offset]
    assert sorted(opened) == sorted(inside)


def document(chapters: int, paragraphs: int) -> list[dict[str, Any]]:
    nodes = [node("n0", "document", None)]
    for chapter in range(chapters):
        nodes.append(node(f"c{chapter}", "section"))
        nodes += [node(f"c{chapter}p{number}", parent=f"c{chapter}") for number in range(paragraphs)]
    return nodes


def test_a_usual_programme_is_one_part() -> None:
    nodes = document(3, 20)
    assert parts(nodes, {one["id"]: 1 for one in nodes}) == [nodes]


def test_a_chapter_that_does_not_fit_begins_a_part() -> None:
    nodes = document(3, 40)
    cut = parts(nodes, {})
    assert [part[0]["id"] for part in cut] == ["n0", "c1", "c2"]


def test_a_paragraph_with_very_many_items_stands_alone() -> None:
    nodes = document(1, 3)
    cut = parts(nodes, {"c0p0": 2, "c0p1": 5000, "c0p2": 2})
    assert [[one["id"] for one in part] for part in cut] == [["n0", "c0", "c0p0"], ["c0p1"], ["c0p2"]]


@given(st.integers(0, 4), st.integers(0, 120), st.integers(0, 90))
def test_every_paragraph_is_in_one_part_and_no_part_is_too_big(
    chapters: int, paragraphs: int, weight: int
) -> None:
    nodes = document(chapters, paragraphs)
    weights = {one["id"]: weight for one in nodes}
    cut = parts(nodes, weights)
    assert [one for part in cut for one in part] == nodes
    for part in cut:
        assert len(part) <= cutting.MOST_NODES
        assert len(part) == 1 or sum(weights[one["id"]] for one in part) <= cutting.MOST_ITEMS


def test_filtered_paragraphs_keep_the_headings_above_them() -> None:
    nodes = [
        node("n0", "document", None),
        node("n1", "section"),
        node("n2", "section", "n1"),
        node("n3", parent="n2"),
        node("n4", "section"),
        node("n5", parent="n4"),
    ]
    assert [one["id"] for one in with_headings(nodes, {"n3"})] == ["n1", "n2", "n3"]
    assert levels(nodes) == {"n1": 2, "n2": 3, "n4": 2}


def test_the_heading_is_written_as_the_reader_writes_it() -> None:
    nodes = [
        node("n0", "document", None),
        node("n1", "section", label="2.2.", heading="Một số chỉ tiêu cụ thể"),
        node("n2", "item", "n1"),
        node("n3", parent="n2"),
        node("n4"),
    ]
    by_name = {one["id"]: one for one in nodes}
    assert heading_of(by_name["n3"], by_name) == "2.2. Một số chỉ tiêu cụ thể"
    assert heading_of(by_name["n4"], by_name) == ""
