"""The document tree: which block stands under which.

Headings are told from numbered paragraphs by what they look like and by what follows: a heading has
something under it. Own spans of all nodes, in order, are the whole text.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import islice

from dothi.programme.blocks import Block
from dothi.programme.layout import documents_of, regions_of
from dothi.programme.markers import is_title_line, is_upper
from dothi.programme.model import NodeKind
from dothi.programme.roles import Role, inherited, led, role_of
from dothi.programme.view import View

_MARKDOWN_RANK = {1: 1.5, 2: 3.6, 3: 4.6, 4: 5.6, 5: 6.6, 6: 7.6}
_CAPITALS_RANK = 3.9
_ARTICLE_ABOVE = 3.3
_ROMAN_RANK = 4.0
_LOOSE_RANK = 98.0
_FLOWING: frozenset[NodeKind] = frozenset({"section", "item", "paragraph", "footnote"})
_SHORTEST = 3
_SENTENCE_HEADING = 6
_CLOSED = (".", ";", "…", "!", "?")
_HEADING_WORDS = 45
_LEAD_WORDS = 14


@dataclass(frozen=True, slots=True)
class Branch:
    """A node before it is written out; positions are those of the view."""

    id: str
    kind: NodeKind
    label: str | None
    heading: tuple[int, int] | None
    parent: str | None
    start: int
    end: int
    body: int
    body_end: int
    path: str | None
    role: Role | None
    rank: float
    text: str
    ancestors: tuple[str, ...]


def on_one_line(view: View, branches: list[Branch]) -> tuple[View, list[Branch]]:
    """The view with every body on one line, and the branches in its positions.

    Letterhead, title, recipients and signature keep their lines, which mean something there.
    """
    loose = [branch for branch in branches if branch.kind in _FLOWING]
    squeezed, moved = view.squeezed([(branch.body, branch.body_end) for branch in loose])
    out: list[Branch] = []
    for branch in branches:
        body, body_end = moved[branch.body], moved[branch.body_end]
        text = squeezed.text[body:body_end].strip() if branch.kind in _FLOWING else branch.text
        heading = (body, body_end) if branch.heading else None
        start, end = moved[branch.start], moved[branch.end]
        out.append(
            replace(branch, start=start, end=end, body=body, body_end=body_end, heading=heading, text=text)
        )
    return squeezed, out


@dataclass(slots=True)
class _Stack:
    branches: list[Branch]

    @property
    def top(self) -> Branch:
        return self.branches[-1]

    def pop_from(self, rank: float) -> None:
        while len(self.branches) > 1 and self.top.rank >= rank:
            self.branches.pop()

    def pop_items(self) -> None:
        while len(self.branches) > 1 and self.top.kind != "section" and not self.top.text.endswith(":"):
            self.branches.pop()

    def place_list(self, rank: float) -> None:
        if any(branch.rank == rank for branch in self.branches[1:]):
            self.pop_from_equal(rank)
            return
        while (
            len(self.branches) > 1
            and self.top.kind == "item"
            and self.top.rank > rank
            and not self.top.text.endswith(":")
        ):
            self.branches.pop()

    def pop_from_equal(self, rank: float) -> None:
        while self.top.rank != rank:
            self.branches.pop()
        self.branches.pop()


def tree_of(text: str, blocks: list[Block]) -> list[Branch]:
    """All nodes in reading order, the root first; a second document glued on has a root of its own."""
    lead = blocks[0].start if blocks else len(text)
    root = Branch("n0", "document", None, None, None, 0, lead, 0, 0, None, None, 0.0, "", ())
    branches = [root]
    for first, last in documents_of(blocks):
        top = root
        if first:
            at = blocks[first].start
            top = replace(root, id=f"n{len(branches)}", parent="n0", start=at, end=at, ancestors=("n0",))
            branches.append(top)
        _Grower(branches, top, _Stack([top]), _ranks(blocks[first:last])).grow(blocks[first:last])
    return branches


def _ranks(blocks: list[Block]) -> dict[str, float]:
    """Where articles stand above Roman numbers: in documents whose first article comes before them."""
    order = [block.marker.name for block in blocks if block.marker is not None]
    if "article" in order and "roman" in order and order.index("article") < order.index("roman"):
        return {"article": _ARTICLE_ABOVE}
    return {}


@dataclass(frozen=True, slots=True)
class _Grower:
    """One document's branches as they grow."""

    branches: list[Branch]
    top: Branch
    stack: _Stack
    ranks: dict[str, float]

    def grow(self, blocks: list[Block]) -> None:
        """Add a branch for each block; recipients, title and signature grow in one piece."""
        regions = regions_of(blocks)
        for index, block in enumerate(blocks):
            region = regions[index]
            last = self.branches[-1]
            if region not in {"body", "front"} and last.kind == region:
                text = f"{last.text}\n{block.text}"
                self.branches[-1] = replace(last, end=block.end, body_end=block.body_end, text=text)
            elif region != "body":
                self._add("page" if block.shape == "page" else region, block, self.top, 0.0)
            else:
                after = (b for b in blocks[index + 1 :] if b.shape not in {"page", "footnote"})
                self._place(block, list(islice(after, 1)))

    def _place(self, block: Block, after: list[Block]) -> None:
        if block.shape == "row":
            self._place_row(block)
            return
        if block.shape in {"page", "footnote"}:
            self._add("page" if block.shape == "page" else "footnote", block, self.top, _LOOSE_RANK)
            return
        rank = self.rank_of(block)
        if rank is None:
            self.stack.pop_items()
            self._add("paragraph", block, self.stack.top, _LOOSE_RANK)
            return
        if block.marker is not None and block.marker.is_list:
            self.stack.place_list(rank)
        else:
            self.stack.pop_from(rank)
        kind: NodeKind = "section" if self._is_heading(block, rank, after) else "item"
        self.stack.branches.append(self._add(kind, block, self.stack.top, rank))

    def _place_row(self, block: Block) -> None:
        last = self.branches[-1]
        if last.kind == "table":
            self._add("row", block, last, _LOOSE_RANK)
        elif last.kind == "row":
            parent = next(b for b in reversed(self.branches) if b.id == last.parent)
            self._add("row", block, parent, _LOOSE_RANK)
        else:
            self._add("table", block, self.stack.top, _LOOSE_RANK)

    def rank_of(self, block: Block) -> float | None:
        """How high a block stands, ``None`` for a plain paragraph."""
        if block.marker is not None:
            return self.ranks.get(block.marker.name, block.marker.rank)
        if block.shape.startswith("markdown"):
            return _MARKDOWN_RANK[int(block.shape[-1])]
        if block.shape == "upper" and len(block.text) > _SHORTEST and not is_title_line(block.text):
            return _CAPITALS_RANK
        return None

    def _is_heading(self, block: Block, rank: float, after: list[Block]) -> bool:
        text = block.text.strip()
        words = len(text.split())
        if block.marker is None or block.shape.startswith("markdown"):
            return True
        if rank <= _ROMAN_RANK and block.marker.name != "article":
            return not (text.endswith(_CLOSED) and words > _HEADING_WORDS)
        if block.marker.name in {"dash", "plus", "dot"} or not text or not self._opens(rank, after):
            return False
        if text.endswith(_CLOSED):
            return words <= _SENTENCE_HEADING and (role_of(text) is not None or is_upper(text))
        return words <= (_LEAD_WORDS if text.endswith(":") else _HEADING_WORDS)

    def _opens(self, rank: float, after: list[Block]) -> bool:
        """Whether something stands under a block of this rank."""
        if not after:
            return False
        following = self.rank_of(after[0])
        return following is None or following > rank

    def _add(self, kind: NodeKind, block: Block, parent: Branch, rank: float) -> Branch:
        text = block.text.strip()
        section = kind == "section"
        label = " ".join(block.label.lstrip("#").split()) if kind in {"section", "item"} else ""
        branch = Branch(
            id=f"n{len(self.branches)}",
            kind=kind,
            label=label or None,
            heading=(block.body, block.body_end) if section else None,
            parent=parent.id,
            start=block.start,
            end=block.end,
            body=block.body,
            body_end=block.body_end,
            path=_path(parent.path, label, text) if section else parent.path,
            role=inherited(parent.role, text) if section else led(parent.role, _lead(text)),
            rank=rank,
            text=text,
            ancestors=(*parent.ancestors, parent.id),
        )
        self.branches.append(branch)
        return branch


def _lead(text: str) -> str | None:
    head, colon, _ = text.partition(":")
    return head if colon and len(head.split()) <= 8 else None


def _path(above: str | None, label: str | None, text: str) -> str:
    own = (label or text[:40]).strip(" .:)/-")
    if above is None:
        return own
    upper, dot, last = own.rpartition(".")
    if dot and above.split(".")[-len(upper.split(".")) :] == upper.split("."):
        own = last
    return f"{above}.{own}"
