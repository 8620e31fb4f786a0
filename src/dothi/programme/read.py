"""Read a programme document: text in, structured data out, every item pointing to where it stands.

>>> read_text("Phấn đấu đến năm 2030, 100% đô thị có quy hoạch chung.").targets[0].max
100.0
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from dothi.programme import collect, rows
from dothi.programme.blocks import Block, blocks_of
from dothi.programme.collect import Collection
from dothi.programme.context import Above
from dothi.programme.front import about
from dothi.programme.model import Agency, DocumentInfo, Node, Programme, Unplaced
from dothi.programme.names import Register
from dothi.programme.quantities import quantities_in
from dothi.programme.sentences import Stretch, clauses, sentences
from dothi.programme.slips import Slip, slips_in
from dothi.programme.sources import Source, read_source
from dothi.programme.tree import Branch, on_one_line, tree_of
from dothi.programme.view import View

_SILENT_KINDS = frozenset({"hợp đồng", "giấy mời"})
_CONTENT = frozenset({"item", "paragraph"})
_CITING = frozenset({"front", "title", "section", "item", "paragraph", "row", "footnote"})
_NOTE = re.compile(r"\W*(?:Ghi chú|Nguồn|Chú thích)\s*:", re.IGNORECASE)
_LONGEST = 40_000
_SHORT_LEAD = 14
_LEFT_OVER = frozenset({"item", "paragraph", "table", "row", "footnote"})


def read_file(path: Path, register: Register | None = None) -> Programme:
    """Read a document from a file (txt, md, docx, text PDF).

    Raises ``UnusableError`` when the file cannot be read as text and ``InputError`` when it holds none.
    """
    return read_source_text(read_source(path), register)


def read_source_text(source: Source, register: Register | None = None) -> Programme:
    """Read a source that is already text; what decoding took for granted is among the guesses."""
    programme = read_text(source.text, register)
    notes = tuple(source.guesses(programme.nodes[0].id))
    return replace(programme, guesses=(*notes, *programme.guesses))


def read_text(source: str, register: Register | None = None) -> Programme:
    """Read a document from its text; the same text always gives the same answer."""
    view = View.of(source)
    slips = slips_in(view.text)
    view = view.replaced((slip.start, slip.taken_as) for slip in slips)
    blocks = blocks_of(view.text)
    view = view.muted(_page_numbers(blocks))
    unbroken = tree_of(view.text, blocks)
    nodes = _nodes(view, unbroken)
    view, branches = on_one_line(view, unbroken)
    info = about(view, branches)
    above = Above(view, {branch.id: branch for branch in branches})
    into = Collection(view, above, register or Register(), _since(info))
    for branch in branches:
        if branch.kind in _CITING:
            collect.cite(into, branch)
    if into.since is None:
        into.since = _latest_citation(into)
    _items(into, branches, info)
    _guesses(into, unbroken, blocks, slips, info)
    return Programme(
        source=source,
        document=info,
        nodes=nodes,
        viewpoints=tuple(into.viewpoints),
        objectives=tuple(into.objectives),
        targets=tuple(into.targets),
        towns=tuple(into.towns),
        clusters=tuple(into.clusters.values()),
        tasks=tuple(into.tasks),
        agencies=tuple(Agency(c.name, c.node, tuple(c.duties), c.match) for c in into.charges.values()),
        citations=tuple(into.citations),
        unplaced=tuple(_unplaced(into, branches)),
        guesses=tuple(into.guesses),
    )


def _page_numbers(blocks: list[Block]) -> list[Stretch]:
    pages = [join.page for block in blocks for join in block.joins if join.page]
    return [(at, at + len(number)) for at, number in pages]


def _since(info: DocumentInfo) -> int | None:
    return int(info.date[:4]) if info.date else None


def _latest_citation(into: Collection) -> int | None:
    years = [int(c.date[:4]) for c in into.citations if c.date and len(c.date) == 10]
    return max(years) if years else None


def _items(into: Collection, branches: list[Branch], info: DocumentInfo) -> None:
    if info.kind in _SILENT_KINDS:
        return
    told = any(branch.role for branch in branches)
    parents = {branch.parent for branch in branches}
    into.listing = _listing(into, branches)
    for index, branch in enumerate(branches):
        if branch.kind == "table":
            rows.read_table(into, branch, _rows_of(branch, branches[index + 1 :]))
        elif branch.kind in _CONTENT and not _lead_in(branch, parents):
            _read(into, branch, told)


def _rows_of(table: Branch, following: list[Branch]) -> list[Branch]:
    return [branch for branch in following if branch.kind == "row" and branch.parent == table.id]


def _lead_in(branch: Branch, parents: set[str | None]) -> bool:
    return branch.text.endswith(":") and (branch.id in parents or branch.kind == "paragraph")


def _read(into: Collection, branch: Branch, told: bool) -> None:
    role = branch.role
    silent = not any(c.isalnum() for c in branch.text) or _NOTE.match(branch.text)
    if silent or branch.body_end - branch.body > _LONGEST:
        return
    if role == "viewpoints":
        collect.state(into, branch, "viewpoints")
    elif role == "situation" or (role is None and told and branch.path is None):
        return
    elif role == "duties":
        if not collect.charge(into, branch):
            collect.aim(into, branch, qualitative=False, strict=2)
    else:
        _read_aims(into, branch)


def _read_aims(into: Collection, branch: Branch) -> None:
    role = "targets" if branch.id in into.listing else branch.role
    strict = {"tasks": 1, None: 2}.get(role, 0)
    before = len(into.towns)
    found = collect.aim(into, branch, qualitative=role == "targets", strict=strict)
    towns = collect.seek_towns(into, branch)
    collect.gather_clusters(into, branch, before)
    if role == "tasks":
        collect.do(into, branch, aimed=bool(found or towns))
    elif role == "objectives" and (
        not found or collect.is_general(into.above.section(branch)) or _rest(into, branch)
    ):
        collect.state(into, branch, "objectives")


def _rest(into: Collection, branch: Branch) -> bool:
    return bool(_left_over(into.view.text, branch, into.covered.get(branch.id, [])))


def _listing(into: Collection, branches: list[Branch]) -> set[str]:
    """Lines under "mục tiêu" that are a list of targets: at least half of them hold a value."""
    lines: dict[str | None, list[Branch]] = {}
    for branch in branches:
        if (
            branch.role == "objectives"
            and branch.kind == "item"
            and not collect.is_general(into.above.section(branch))
        ):
            lines.setdefault(branch.parent, []).append(branch)
    listing: set[str] = set()
    for items in lines.values():
        valued = [b for b in items if quantities_in(into.view.text, b.body, b.body_end)]
        if len(valued) * 2 >= len(items):
            listing |= {b.id for b in items}
    return listing


def _guesses(
    into: Collection, branches: list[Branch], blocks: list[Block], slips: list[Slip], info: DocumentInfo
) -> None:
    for slip in slips:
        into.guess(_at(branches, slip.start), slip.found, slip.taken_as, slip.score, "ocr_slip")
    for block in blocks:
        for join in block.joins:
            node = _branch_at(branches, block.start)
            if node.kind not in {"item", "paragraph", "section"} or not block.text.strip():
                continue
            if join.page:
                into.guess(node.id, join.page[1], "", 0.95, "page_number_inside")
            if join.page or join.after[:1].islower():
                into.guess(
                    node.id,
                    f"{join.before} / {join.after}",
                    f"{join.before} {join.after}",
                    0.9,
                    "joined_paragraph",
                )
    for index, branch in enumerate(branches):
        if index and branch.kind == "document":
            first = branches[index + 1]
            into.guess(branch.id, " ".join(first.text.split()), "document", 0.9, "second_document")
    if not any(branch.role for branch in branches) and info.kind not in _SILENT_KINDS:
        into.guess(branches[0].id, "", "", 0.0, "no_programme_headings")


def _branch_at(branches: list[Branch], at: int) -> Branch:
    return next((b for b in reversed(branches) if b.start <= at < b.end), branches[0])


def _at(branches: list[Branch], at: int) -> str:
    return _branch_at(branches, at).id


def _nodes(view: View, branches: list[Branch]) -> tuple[Node, ...]:
    nodes: list[Node] = []
    edges = [view.offsets[branch.start] for branch in branches]
    edges[0] = 0
    edges.append(len(view.source))
    for index, branch in enumerate(branches):
        start, end = edges[index], edges[index + 1]
        heading = view.words(*branch.heading) if branch.heading else None
        nodes.append(
            Node(
                branch.id,
                branch.kind,
                branch.label,
                heading,
                branch.parent,
                start,
                end,
                view.source[start:end],
            )
        )
    return tuple(nodes)


def _unplaced(into: Collection, branches: list[Branch]) -> list[Unplaced]:
    parents = {branch.parent for branch in branches}
    out: list[Unplaced] = []
    for branch in branches:
        heading = (
            branch.id in parents and _lead_in(branch, parents) and len(branch.text.split()) <= _SHORT_LEAD
        )
        if branch.kind not in _LEFT_OVER or heading:
            continue
        for first, last in _left_over(into.view.text, branch, into.covered.get(branch.id, [])):
            start, end = into.view.span(first, last)
            out.append(Unplaced(branch.id, start, end, into.view.source[start:end]))
    return out


def _left_over(text: str, branch: Branch, covered: list[Stretch]) -> list[Stretch]:
    if not covered:
        whole = (branch.body, branch.body_end)
        return [whole] if any(c.isalnum() for c in text[slice(*whole)]) else []
    left: list[Stretch] = []
    for sentence in sentences(text, branch.body, branch.body_end):
        for first, last in clauses(text, *sentence):
            if any(a < last and first < b for a, b in covered):
                continue
            if left and left[-1][1] >= first - 2:
                left[-1] = (left[-1][0], last)
            elif any(c.isalnum() for c in text[first:last]):
                left.append((first, last))
    return left
