"""Text of a Word file as a reader sees it: final wording, automatic numbers, tables, footnotes.

Of tracked changes the final text is taken: insertions stay, deletions go. Automatic numbers and bullets
are not in the file's text, so they are counted as Word counts them. A table's rows become lines of
cells between bars; footnotes stand at the end as ``[^1]: ...`` with ``[^1]`` where they belong.
"""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass, field
from typing import Final
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PART_LIMIT: Final = 80 * 1024 * 1024
_DELETED: Final = frozenset({"del", "moveFrom", "delText", "instrText", "rPrChange", "pPrChange", "Fallback"})
_ROMAN: Final = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"


class NotWordError(ValueError):
    """The bytes are no Word document, or one that cannot be opened safely."""


@dataclass(frozen=True, slots=True)
class WordText:
    """The text, and whether changes were tracked in the file."""

    text: str
    tracked: bool


@dataclass(slots=True)
class _Level:
    format: str
    pattern: str
    start: int


@dataclass(slots=True)
class _Numbers:
    """Automatic numbering: levels of each list, and how far each has counted."""

    levels: dict[tuple[str, int], _Level] = field(default_factory=dict)
    counts: dict[str, dict[int, int]] = field(default_factory=dict)

    def label(self, number: str, depth: int) -> str:
        level = self.levels.get((number, depth))
        if level is None or level.format == "none":
            return ""
        counts = self.counts.setdefault(number, {})
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in [d for d in counts if d > depth]:
            del counts[deeper]
        if level.format == "bullet":
            return "- "
        text = level.pattern
        for above in range(depth + 1):
            shown = self.levels.get((number, above), level)
            text = text.replace(f"%{above + 1}", _number(counts.get(above, shown.start), shown.format))
        return f"{text} " if text else ""


def read_docx(data: bytes) -> WordText:
    """The text of a Word file; ``NotWordError`` when it is none."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            document = _part(archive, "word/document.xml")
            numbering = _part(archive, "word/numbering.xml", needed=False)
            notes = _part(archive, "word/footnotes.xml", needed=False)
            styles = _part(archive, "word/styles.xml", needed=False)
    except (
        zipfile.BadZipFile,
        KeyError,
        ParseError,
        DefusedXmlException,
        OSError,
        RuntimeError,
        NotImplementedError,
    ) as error:
        raise NotWordError(str(error)) from error
    if document is None:
        raise NotWordError("word/document.xml")
    body = document.find(f"{_W}body")
    numbers = _numbers(numbering)
    linked = _style_numbers(styles)
    lines = list(_lines(body if body is not None else document, numbers, linked))
    lines += _footnotes(notes)
    tracked = any(
        element.tag in {f"{_W}ins", f"{_W}del", f"{_W}moveFrom", f"{_W}moveTo"} for element in document.iter()
    )
    return WordText("\n\n".join(lines) + "\n" if lines else "", tracked)


def _part(archive: zipfile.ZipFile, name: str, *, needed: bool = True) -> Element | None:
    if not needed and name not in archive.namelist():
        return None
    if archive.getinfo(name).file_size > _PART_LIMIT:
        raise NotWordError(f"{name} > {_PART_LIMIT}")
    root: Element = fromstring(archive.read(name))
    return root


def _lines(parent: Element, numbers: _Numbers, linked: dict[str, tuple[str, int]]) -> list[str]:
    out: list[str] = []
    for child in parent:
        tag = child.tag.removeprefix(_W)
        if tag == "p":
            text = _paragraph(child, numbers, linked)
            if text.strip():
                out.append(text.strip())
        elif tag == "tbl":
            rows = [_row(row, numbers, linked) for row in child.iter(f"{_W}tr")]
            out.append("\n".join(row for row in rows if row))
        elif tag in {"sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"}:
            out += _lines(child, numbers, linked)
    return [line for line in out if line]


def _row(row: Element, numbers: _Numbers, linked: dict[str, tuple[str, int]]) -> str:
    if row.find(f"{_W}trPr/{_W}del") is not None:
        return ""
    cells = [" ".join(" ".join(_lines(cell, numbers, linked)).split()) for cell in row.findall(f"{_W}tc")]
    return "| " + " | ".join(cell.replace("|", "/") for cell in cells) + " |" if any(cells) else ""


def _paragraph(paragraph: Element, numbers: _Numbers, linked: dict[str, tuple[str, int]]) -> str:
    text = _text(paragraph)
    if not text.strip():
        return ""
    properties = paragraph.find(f"{_W}pPr")
    found: tuple[str, int] | None = None
    if properties is not None:
        style = properties.find(f"{_W}pStyle")
        if style is not None:
            found = linked.get(style.get(f"{_W}val", ""))
        own = properties.find(f"{_W}numPr")
        if own is not None:
            number, depth = own.find(f"{_W}numId"), own.find(f"{_W}ilvl")
            if number is not None:
                found = (number.get(f"{_W}val", ""), _int(depth))
    return numbers.label(*found) + text.lstrip() if found else text


def _text(element: Element) -> str:
    out: list[str] = []
    for child in element:
        tag = child.tag.rsplit("}", 1)[-1]
        if tag in _DELETED:
            continue
        if tag == "t":
            out.append(child.text or "")
        elif tag == "tab":
            out.append("\t" if element.tag == f"{_W}r" else "")
        elif tag in {"br", "cr"}:
            out.append("\n")
        elif tag == "noBreakHyphen":
            out.append("-")
        elif tag == "footnoteReference":
            out.append(f"[^{child.get(f'{_W}id', '')}]")
        elif tag not in {"pPr", "rPr", "sectPr", "drawing", "pict"}:
            out.append(_text(child))
    return "".join(out)


def _footnotes(notes: Element | None) -> list[str]:
    if notes is None:
        return []
    out: list[str] = []
    for note in notes.findall(f"{_W}footnote"):
        if note.get(f"{_W}type") in {None, "normal"}:
            text = " ".join(" ".join(_text(p) for p in note.iter(f"{_W}p")).split())
            if text:
                out.append(f"[^{note.get(f'{_W}id', '')}]: {text}")
    return out


def _numbers(numbering: Element | None) -> _Numbers:
    numbers = _Numbers()
    if numbering is None:
        return numbers
    patterns: dict[str, dict[int, _Level]] = {}
    for abstract in numbering.findall(f"{_W}abstractNum"):
        levels = {_int_of(level, "ilvl"): _level(level) for level in abstract.findall(f"{_W}lvl")}
        patterns[abstract.get(f"{_W}abstractNumId", "")] = levels
    for number in numbering.findall(f"{_W}num"):
        link = number.find(f"{_W}abstractNumId")
        for depth, level in patterns.get(link.get(f"{_W}val", "") if link is not None else "", {}).items():
            numbers.levels[(number.get(f"{_W}numId", ""), depth)] = level
    return numbers


def _level(level: Element) -> _Level:
    form, text, start = (level.find(f"{_W}{name}") for name in ("numFmt", "lvlText", "start"))
    return _Level(
        form.get(f"{_W}val", "decimal") if form is not None else "decimal",
        text.get(f"{_W}val", "") if text is not None else "",
        _int(start, 1),
    )


def _style_numbers(styles: Element | None) -> dict[str, tuple[str, int]]:
    linked: dict[str, tuple[str, int]] = {}
    for style in styles.findall(f"{_W}style") if styles is not None else []:
        number = style.find(f"{_W}pPr/{_W}numPr/{_W}numId")
        if number is not None:
            depth = _int(style.find(f"{_W}pPr/{_W}numPr/{_W}ilvl"))
            linked[style.get(f"{_W}styleId", "")] = (number.get(f"{_W}val", ""), depth)
    return linked


def _int(element: Element | None, default: int = 0) -> int:
    value = element.get(f"{_W}val", "") if element is not None else ""
    return int(value) if value.isdigit() else default


def _int_of(element: Element, name: str) -> int:
    value = element.get(f"{_W}{name}", "")
    return int(value) if value.isdigit() else 0


def _number(value: int, form: str) -> str:
    if form in {"upperRoman", "lowerRoman"}:
        roman = ""
        for size, letters in _ROMAN:
            while value >= size:
                roman, value = roman + letters, value - size
        return roman if form == "upperRoman" else roman.lower()
    if form in {"upperLetter", "lowerLetter"}:
        letter = _LETTERS[(value - 1) % len(_LETTERS)]
        return letter.upper() if form == "upperLetter" else letter
    return f"{value:02d}" if form == "decimalZero" else str(value)
