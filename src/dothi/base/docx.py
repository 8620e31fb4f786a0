"""A Word document written from plain parts: headings, paragraphs, tables, in the form of official documents.

Paper A4, Times New Roman 13, margins 20, 20, 30 and 15 mm (decree 30/2020/NĐ-CP, annex I). The same parts
give the same bytes.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from io import BytesIO
from xml.sax.saxutils import escape

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_TEXT_MM, _WIDE_MM = 165, 252
_STAMP = (1980, 1, 1, 0, 0, 0)
_FORBIDDEN = re.compile("[^\\t\\n\\u0020-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph; ``align`` is ``left``, ``center``, ``right`` or ``both``."""

    text: str
    bold: bool = False
    italic: bool = False
    align: str = "both"
    size: int = 13


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 or 2, seen by the navigation of Word."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells under a heading that repeats on every page; ``widths`` are shares of the line.

    Columns named in ``numbers`` are set to the right; rows named in ``strong`` are bold.
    """

    heading: Sequence[str]
    rows: Sequence[Sequence[str]]
    widths: Sequence[float]
    numbers: frozenset[int] = frozenset()
    strong: frozenset[int] = field(default_factory=frozenset)
    size: int = 11


@dataclass(frozen=True, slots=True)
class Turn:
    """From here on, on a new page, pages lie ``wide`` or stand upright again."""

    wide: bool


Part = Paragraph | Heading | Table | Turn


def write_docx(parts: Sequence[Part], title: str) -> bytes:
    """Write the document as the bytes of a ``.docx`` file."""
    body, wide = "", False
    for part in parts:
        if isinstance(part, Turn):
            body += f"<w:p><w:pPr>{_page(wide=wide)}</w:pPr></w:p>"
            wide = part.wide
        else:
            body += _part(part, _WIDE_MM if wide else _TEXT_MM)
    page = _page(wide=wide)
    files = {
        "[Content_Types].xml": _types(),
        "_rels/.rels": _relations(
            ("officeDocument", _R, "word/document.xml"),
            ("metadata/core-properties", f"{_PACKAGE}/relationships", "docProps/core.xml"),
        ),
        "docProps/core.xml": _core(title),
        "word/document.xml": _xml("document", f"<w:body>{body}{page}</w:body>"),
        "word/styles.xml": _xml("styles", _styles()),
        "word/footer1.xml": _xml("ftr", _footer()),
        "word/_rels/document.xml.rels": _relations(
            ("styles", _R, "styles.xml"), ("footer", _R, "footer1.xml")
        ),
    }
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            info = zipfile.ZipInfo(name, _STAMP)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
    return buffer.getvalue()


def _page(*, wide: bool) -> str:
    """The paper of a section, A4 standing or lying."""
    size = f'<w:pgSz w:w="{_twips(210)}" w:h="{_twips(297)}"/>'
    if wide:
        size = f'<w:pgSz w:w="{_twips(297)}" w:h="{_twips(210)}" w:orient="landscape"/>'
    return (
        f'<w:sectPr><w:footerReference w:type="default" r:id="rId2"/>{size}'
        f'<w:pgMar w:top="{_twips(20)}" w:bottom="{_twips(20)}" w:left="{_twips(30)}" w:right="{_twips(15)}"'
        f' w:header="{_twips(10)}" w:footer="{_twips(10)}" w:gutter="0"/></w:sectPr>'
    )


def _twips(millimetres: float) -> int:
    """Word measures in twentieths of a point."""
    return round(millimetres * 1440 / 25.4)


def _part(part: Heading | Paragraph | Table, width: float) -> str:
    if isinstance(part, Heading):
        return f'<w:p><w:pPr><w:pStyle w:val="Heading{part.level}"/></w:pPr>{_run(part.text)}</w:p>'
    if isinstance(part, Paragraph):
        return _paragraph(part.text, part.align, part.size, bold=part.bold, italic=part.italic)
    return _table(part, width) + _paragraph("", "left", 6)


def _paragraph(text: str, align: str, size: int, *, bold: bool = False, italic: bool = False) -> str:
    runs = "<w:r><w:br/></w:r>".join(_run(line, size, bold=bold, italic=italic) for line in text.split("\n"))
    return f'<w:p><w:pPr><w:jc w:val="{align}"/></w:pPr>{runs}</w:p>'


def _run(text: str, size: int = 0, *, bold: bool = False, italic: bool = False) -> str:
    marks = ("<w:b/>" if bold else "") + ("<w:i/>" if italic else "")
    marks += f'<w:sz w:val="{size * 2}"/><w:szCs w:val="{size * 2}"/>' if size else ""
    return f'<w:r><w:rPr>{marks}</w:rPr><w:t xml:space="preserve">{_safe(text)}</w:t></w:r>'


def _safe(text: str) -> str:
    """Leave out what XML cannot hold, escape what it reads."""
    return escape(_FORBIDDEN.sub("", text))


def _table(table: Table, text: float) -> str:
    widths = [_twips(text * share / sum(table.widths)) for share in table.widths]
    borders = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="808080"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    head = _row(table.heading, widths, table, bold=True, heading=True)
    rows = "".join(
        _row(cells, widths, table, bold=number in table.strong) for number, cells in enumerate(table.rows)
    )
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblBorders>{borders}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{head}{rows}</w:tbl>'
    )


def _row(
    cells: Sequence[str], widths: Sequence[int], table: Table, *, bold: bool, heading: bool = False
) -> str:
    written = ""
    for place, (text, width) in enumerate(zip(cells, widths, strict=True)):
        align = "center" if heading else "right" if place in table.numbers else "left"
        shade = '<w:shd w:val="clear" w:color="auto" w:fill="E7ECEF"/>' if heading else ""
        written += (
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade}</w:tcPr>'
            f"{_paragraph(text, align, table.size, bold=bold)}</w:tc>"
        )
    repeats = "<w:tblHeader/>" if heading else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{repeats}</w:trPr>{written}</w:tr>"


def _styles() -> str:
    font = '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:cs="Times New Roman"/>'
    base = (
        f'<w:docDefaults><w:rPrDefault><w:rPr>{font}<w:sz w:val="26"/><w:szCs w:val="26"/>'
        '<w:lang w:val="vi-VN"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>'
        '<w:spacing w:before="40" w:after="40"/></w:pPr></w:pPrDefault></w:docDefaults>'
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
    )
    for level, size in ((1, 28), (2, 26)):
        base += (
            f'<w:style w:type="paragraph" w:styleId="Heading{level}"><w:name w:val="heading {level}"/>'
            f'<w:basedOn w:val="Normal"/><w:pPr><w:keepNext/>'
            f'<w:spacing w:before="160" w:after="80"/>'
            f'<w:outlineLvl w:val="{level - 1}"/></w:pPr><w:rPr><w:b/>'
            f'<w:sz w:val="{size}"/></w:rPr></w:style>'
        )
    return base


def _footer() -> str:
    return (
        '<w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        "<w:r><w:instrText>PAGE</w:instrText></w:r>"
        '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )


def _xml(root: str, content: str) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        f'<w:{root} xmlns:w="{_W}" xmlns:r="{_R}">{content}</w:{root}>'
    )


def _types() -> str:
    parts = {"document": "document.main", "styles": "styles", "footer1": "footer"}
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_WORD}.{kind}+xml"/>'
        for name, kind in parts.items()
    )
    core = "application/vnd.openxmlformats-package.core-properties+xml"
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}'
        f'<Override PartName="/docProps/core.xml" ContentType="{core}"/></Types>'
    )


def _relations(*targets: tuple[str, str, str]) -> str:
    listed = "".join(
        f'<Relationship Id="rId{number}" Type="{space}/{kind}" Target="{target}"/>'
        for number, (kind, space, target) in enumerate(targets, 1)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        f'<Relationships xmlns="{_PACKAGE}/relationships">{listed}</Relationships>'
    )


def _core(title: str) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties"'
        f' xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{_safe(title)}</dc:title>'
        "</cp:coreProperties>"
    )
