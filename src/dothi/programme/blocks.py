"""Lines into blocks: where a paragraph starts, where a wrapped or broken one goes on.

A block runs from its first letter to the next block's first letter, so blocks leave nothing out; white
space after a block is its own. Files from scanners and from PDF break paragraphs in the middle, within
a page and across pages, with a page number between; those parts are joined again and the joining is
reported.
"""

from __future__ import annotations

from dataclasses import dataclass

from dothi.programme.markers import (
    Marker,
    is_footnote,
    is_letterhead,
    is_page_number,
    is_rule,
    is_table_row,
    is_title_line,
    is_upper,
    markdown_level,
    marker_of,
)

_CLOSED = ".;:!?…"
_MIN_WRAPPED = 8
_SLACK = 2
_SHORT = 30
_INSIDE_SENTENCES = frozenset({"dash", "plus", "roman", "number", "number_paren", "paren", "alpha"})


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank; ``gap`` tells whether a blank line stands before it."""

    start: int
    end: int
    text: str
    gap: bool
    marker: Marker | None
    shape: str

    @property
    def lower(self) -> bool:
        """Starts in the middle of a sentence."""
        return self.text[:1].islower() or self.text[:1] in ",;)"


@dataclass(frozen=True, slots=True)
class Join:
    """Two parts made one block; the place is where the second part starts."""

    at: int
    before: str
    after: str
    page: tuple[int, str] | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of the view; its words, without marker, run from ``body`` to ``body_end``."""

    start: int
    end: int
    body: int
    body_end: int
    marker: Marker | None
    shape: str
    text: str
    label: str = ""
    joins: tuple[Join, ...] = ()


@dataclass(slots=True)
class _Open:
    lines: list[Line]
    joins: list[Join]

    @property
    def last(self) -> Line:
        return self.lines[-1]

    @property
    def first(self) -> Line:
        return self.lines[0]


def blocks_of(text: str) -> list[Block]:
    """All blocks of a text in order; the first starts at its first letter, the last ends at its end."""
    lines = lines_of(text)
    width = _wrap_width(lines)
    opened: list[_Open] = []
    waiting: Line | None = None
    for line in lines:
        if line.shape == "rule" and opened and waiting is None:
            continue
        if line.shape == "page" and opened and waiting is None and _unfinished(opened[-1]):
            waiting = line
            continue
        if waiting is not None:
            if line.marker is None and line.shape == "text" and not is_upper(line.text):
                opened[-1].joins.append(_join(opened[-1].last, line, (waiting.start, waiting.text)))
                opened[-1].lines.append(line)
                waiting = None
                continue
            opened.append(_Open([waiting], []))
            waiting = None
        if opened and _continues(opened[-1], line, width):
            if line.gap or width is None:
                opened[-1].joins.append(_join(opened[-1].last, line, None))
            opened[-1].lines.append(line)
        else:
            opened.append(_Open([line], []))
    if waiting is not None:
        opened.append(_Open([waiting], []))
    return _closed(text, opened)


def lines_of(text: str) -> list[Line]:
    """Lines with letters, each with its marker and shape."""
    found: list[Line] = []
    start = 0
    gap = True
    previous = ""
    while start <= len(text):
        stop = text.find("\n", start)
        end = len(text) if stop < 0 else stop
        raw = text[start:end]
        stripped = raw.strip()
        if stripped:
            first = start + raw.index(stripped[0])
            found.append(_line(first, stripped, gap, "" if gap else previous))
            previous = stripped
        gap = not stripped or is_rule(stripped)
        start = end + 1
    return found


def _line(start: int, text: str, gap: bool, previous: str) -> Line:
    shape = "text"
    if is_rule(text):
        shape = "rule"
    elif is_page_number(text):
        shape = "page"
    elif is_table_row(text):
        shape = "row"
    elif is_footnote(text):
        shape = "footnote"
    elif markdown_level(text):
        shape = f"markdown{markdown_level(text)}"
    level = markdown_level(text)
    inner = text[level:].lstrip()
    marker = marker_of(inner) if shape == "text" or level else None
    if marker and marker.name == "dash" and previous[-1:].isdigit() and inner[1:].lstrip()[:1].isdigit():
        marker = None
    if marker and level:
        marker = Marker(marker.name, marker.rank, marker.length + len(text) - len(inner))
    return Line(start, start + len(text), text, gap, marker, shape)


def _wrap_width(lines: list[Line]) -> int | None:
    """Usual length of a full line where paragraphs are wrapped by hand, else ``None``."""
    lengths = sorted(len(line.text) for line in lines)
    if len(lengths) < _MIN_WRAPPED:
        return None
    width = lengths[len(lengths) * 49 // 50]
    full = sum(1 for length in lengths if length >= width * 0.75)
    going_on = sum(1 for line in lines if not line.gap and line.lower)
    if width <= 140 and full >= _MIN_WRAPPED and going_on >= len(lines) / 6:
        return width
    return None


def _unfinished(block: _Open) -> bool:
    last = block.last.text
    written = sum(len(line.text) for line in block.lines)
    return block.first.shape == "text" and written > _SHORT and last[-1] not in _CLOSED and not is_upper(last)


def _continues(block: _Open, line: Line, width: int | None) -> bool:
    if line.shape != "text" or block.first.shape in {"row", "page", "rule"}:
        return False
    if line.marker:
        return _wraps_before_marker(block.last.text, line, width)
    if is_title_line(line.text) or is_letterhead(line.text):
        return False
    if _is_bare_label(block):
        return True
    if line.gap:
        return line.lower and block.first.shape == "text" and _open_ended(block)
    return _wraps(block.last.text, line, width)


def _is_full(last: str, line: Line, width: int | None) -> bool:
    """Whether the next line's first word would not have fitted: the line was broken by its width alone."""
    return width is not None and len(last) + 1 + len(line.text.split()[0]) > width - _SLACK


def _wraps_before_marker(last: str, line: Line, width: int | None) -> bool:
    """A dash or number that only looks like a marker: the line above is full and its sentence goes on."""
    inside = line.marker is not None and line.marker.name in _INSIDE_SENTENCES
    going_on = not line.gap and last[-1] not in _CLOSED and not is_upper(last)
    return inside and going_on and _is_full(last, line, width)


def _wraps(last: str, line: Line, width: int | None) -> bool:
    """Whether a line goes on from the line right above it."""
    if last[-1] in _CLOSED:
        going_on = line.lower or _is_full(last, line, width)
        return width is not None and last[-1] in ".;:" and going_on and not is_upper(line.text)
    if line.lower:
        return not is_upper(last)
    if is_upper(last):
        return is_upper(line.text)
    if line.text[0].isdigit() or line.text[0] in '("-':
        return not is_upper(last) and width is not None
    return _is_full(last, line, width) and not is_upper(line.text)


def _open_ended(block: _Open) -> bool:
    last = block.last.text
    written = sum(len(line.text) for line in block.lines)
    return (last[-1].isalnum() or last[-1] in ",-%)²³") and not is_upper(last) and written > _SHORT


def _is_bare_label(block: _Open) -> bool:
    marker = block.first.marker
    return (
        len(block.lines) == 1
        and marker is not None
        and marker.name in {"part", "chapter", "section", "annex", "roman"}
        and marker.length >= len(block.first.text)
    )


def _join(last: Line, line: Line, page: tuple[int, str] | None) -> Join:
    return Join(line.start, " ".join(last.text.split()[-4:]), " ".join(line.text.split()[:4]), page)


def _closed(text: str, opened: list[_Open]) -> list[Block]:
    blocks: list[Block] = []
    for index, block in enumerate(opened):
        end = opened[index + 1].first.start if index + 1 < len(opened) else len(text)
        first = block.first
        skip = first.marker.length if first.marker else 0
        if not skip and first.shape.startswith("markdown"):
            skip = len(first.text) - len(first.text.lstrip("#").lstrip())
        body = min(first.start + skip, block.last.end)
        shape = "upper" if first.shape == "text" and is_upper(first.text) else first.shape
        blocks.append(
            Block(
                first.start,
                end,
                body,
                block.last.end,
                first.marker,
                shape,
                text[body : block.last.end],
                text[first.start : body],
                tuple(block.joins),
            )
        )
    return blocks
