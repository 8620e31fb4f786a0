"""A document cut for the page: into parts that a browser bears, and paragraphs where items begin and end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

MOST_NODES, MOST_ITEMS = 80, 150
"""Paragraphs and items of one part; a paragraph with more items than that is a part of its own."""
LAYERS = 3
"""How many kinds of items one word can be marked for at once; more show in the numbers before it."""

Node = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Mark:
    """An item's stretch: ``look`` says how it is drawn, ``label`` what stands before its first word.

    The label is the item's number in the paragraph, after its kind where that differs from the one before;
    ``name`` holds both, always.
    """

    pk: int
    look: str
    label: str
    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words between two cuts: the marks on them, and those that begin with them."""

    text: str
    marks: tuple[Mark, ...]
    opens: tuple[Mark, ...]

    @property
    def looks(self) -> tuple[str, ...]:
        """How its lines are drawn: one for each kind, and no more than there is room for."""
        return tuple(dict.fromkeys(mark.look for mark in self.marks))[:LAYERS]

    @property
    def pks(self) -> str:
        """Numbers of the items, for the script that links words and cards."""
        return " ".join(str(mark.pk) for mark in self.marks)


def stretches(text: str, offset: int, marks: Sequence[Mark]) -> list[Stretch]:
    """Cut ``text``, which begins at ``offset`` of the source, so that its pieces join to the whole again."""
    inside = [mark for mark in marks if mark.start < offset + len(text) and mark.end > offset]
    cuts = {0, len(text)}
    for mark in inside:
        cuts |= {max(0, mark.start - offset), min(len(text), mark.end - offset)}
    found = []
    for first, last in pairwise(sorted(cuts)):
        here = offset + first
        over = tuple(mark for mark in inside if mark.start <= here < mark.end)
        opens = tuple(mark for mark in over if max(mark.start, offset) == here)
        found.append(Stretch(text[first:last], over, opens))
    return found


def parts(nodes: Sequence[Node], weights: Mapping[str, int]) -> list[list[Node]]:
    """Cut the document into parts; a chapter that no longer fits whole begins a part of its own.

    ``weights`` gives the number of items of each paragraph. Every node is in exactly one part, in order.
    """
    found: list[list[Node]] = [[]]
    weight = 0
    for chapter in _chapters(nodes):
        size, items = len(chapter), sum(weights.get(node["id"], 0) for node in chapter)
        fits = len(found[-1]) + size <= MOST_NODES and weight + items <= MOST_ITEMS
        alone = size <= MOST_NODES and items <= MOST_ITEMS
        half = len(found[-1]) >= MOST_NODES // 2 or weight >= MOST_ITEMS // 2
        fresh = bool(found[-1]) and not fits and (alone or half)
        for node in chapter:
            own = weights.get(node["id"], 0)
            if found[-1] and (fresh or len(found[-1]) >= MOST_NODES or weight + own > MOST_ITEMS):
                found.append([])
                weight, fresh = 0, False
            found[-1].append(node)
            weight += own
    return found


def _chapters(nodes: Sequence[Node]) -> list[list[Node]]:
    found: list[list[Node]] = [[]]
    for node in nodes:
        if node["kind"] == "section" and depth_of(node, nodes[0]) == 1 and found[-1]:
            found.append([])
        found[-1].append(node)
    return found


def depth_of(node: Node, root: Node) -> int:
    """1 for what stands directly under the document, more for anything below."""
    return 1 if node["parent"] in {None, root["id"]} else 2


def with_headings(nodes: Sequence[Node], wanted: set[str]) -> list[Node]:
    """The wanted nodes with the headings they stand under, in the order of the text."""
    parents = {node["id"]: node["parent"] for node in nodes}
    kinds = {node["id"]: node["kind"] for node in nodes}
    kept = set(wanted)
    for name in wanted:
        above = parents.get(name)
        while above is not None and above not in kept:
            if kinds[above] == "section":
                kept.add(above)
            above = parents[above]
    return [node for node in nodes if node["id"] in kept]


def levels(nodes: Sequence[Node]) -> dict[str, int]:
    """Level of each section heading, from 2 (under the page's own) to 4."""
    found: dict[str, int] = {}
    for node in nodes:
        if node["kind"] == "section":
            found[node["id"]] = min(4, found.get(node["parent"] or "", 1) + 1)
    return found


def heading_of(node: Node, nodes: Mapping[str, Node]) -> str:
    """The heading a paragraph stands under, with its number, as the reader writes it into items."""
    above = nodes.get(node["parent"] or "")
    while above is not None and above["kind"] != "section":
        above = nodes.get(above["parent"] or "")
    if above is None:
        return ""
    return " ".join(part for part in (above["label"], above["heading"]) if part)
