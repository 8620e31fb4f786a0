"""What stands at the head of a line in official Vietnamese layout: "Phần thứ nhất", "II.", "a)", "-", "(1)".

A marker's rank says how high it stands: parts above chapters, Roman above Arabic, numbers above
letters, bullets last. The order of lists among themselves differs from office to office and is settled
by the tree.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from dothi.programme.letters import UPPER

_RANKS: Final = {
    "annex": 1.0,
    "part": 1.0,
    "chapter": 2.0,
    "section": 3.0,
    "letter": 3.5,
    "roman": 4.0,
    "article": 4.2,
    "number": 5.0,
    "number_paren": 5.5,
    "decimal2": 6.0,
    "decimal3": 7.0,
    "decimal4": 8.0,
    "alpha": 9.0,
    "paren": 9.5,
    "dash": 10.0,
    "plus": 11.0,
    "dot": 12.0,
}
LIST_RANK: Final = 9.0
_ORDINAL = r"(?:thứ|THỨ)\s+\w+"
_PATTERNS: Final = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("annex", r"(?:PHỤ LỤC|Phụ lục)(?:\s+(?:số\s+)?(?:[IVX]+|\d+|[A-Z]))?\b(?!\s+[a-zđ])[.:]?\s*"),
        ("part", rf"(?:PHẦN|Phần)\s+(?:{_ORDINAL}|[IVX]+|\d+|[A-E])\b\s*[.:-]?\s*"),
        ("chapter", r"(?:CHƯƠNG|Chương)\s+(?:[IVXL]+|\d+)\b\s*[.:-]?\s*"),
        ("section", r"(?:MỤC|Mục)\s+(?:[IVXL]+|\d+)\b(?!\.\d)(?:\s*[.:-]\s*|\s+|$)"),
        ("article", r"(?:ĐIỀU|Điều)\s+\d+[a-zđ]?\s*[.:]\s*"),
        ("roman", r"[IVX]+\s*[./)-]\s*(?=\S|$)"),
        ("letter", r"[A-HK-P]\s*[./)]\s+(?=\S)"),
        ("decimal4", r"\d{1,2}(?:\.\d{1,2}){3}(?!\d)\.?\s+(?=\S)"),
        ("decimal3", r"\d{1,2}(?:\.\d{1,2}){2}(?!\d)\.?\s*(?=\S)"),
        ("decimal2", r"\d{1,2}\.\d{1,2}(?!\d)\.?\s*(?=\S)"),
        ("number", r"\d{1,2}\s?\.\s*(?=\S|$)"),
        ("number", rf"\d{{1,2}}-\s+(?=[{UPPER}])"),
        ("number_paren", r"\d{1,2}\s?[)/]\s+(?=\S)"),
        ("alpha", r"[a-zđ]\d?\)\s*(?=\S)"),
        ("paren", r"\((?:\d{1,2}|[a-zđ]|[ivx]+)\)\s*(?=\S)"),
        ("dash", r"-\s*(?=[^\s-])"),
        ("plus", r"\+\s*(?=[^\s+])"),
        ("dot", r"[•●○▪◦·■□❖✓➢]\s*(?=\S)|\*\s+(?=[^\s*])"),
    )
)
_BEFORE_CAPITAL: Final = {
    "section",
    "roman",
    "letter",
    "decimal4",
    "decimal3",
    "decimal2",
    "number",
    "number_paren",
}
_ROMAN = re.compile(r"X{0,3}(?:IX|IV|V?I{0,3})")
_RULE = re.compile(r"[-_=*~.\s]{2,}|[*_]")
_PAGE = re.compile(r"-?\s*\d{1,3}\s*-?|(?:Trang|TRANG|Page)\s+\d{1,3}(?:\s*/\s*\d{1,3})?")
_FOOTNOTE = re.compile(r"\[\^?\d{1,3}\]:?\s+")
_MARKDOWN = re.compile(r"(#{1,6})\s+")
_LETTERHEAD = re.compile(r"CỘNG H[ÒO]À?A? XÃ HỘI CHỦ NGHĨA VIỆT NAM|ĐẢNG CỘNG SẢN VIỆT NAM")
TITLE_KINDS: Final = (
    "CHƯƠNG TRÌNH HÀNH ĐỘNG",
    "CHƯƠNG TRÌNH",
    "KẾ HOẠCH HÀNH ĐỘNG",
    "KẾ HOẠCH",
    "NGHỊ QUYẾT",
    "QUYẾT ĐỊNH",
    "NGHỊ ĐỊNH",
    "KẾT LUẬN",
    "CHỈ THỊ",
    "QUY ĐỊNH",
    "ĐỀ ÁN",
    "HƯỚNG DẪN",
    "THÔNG BÁO",
    "THÔNG TƯ",
    "BÁO CÁO",
    "TỜ TRÌNH",
    "CÔNG VĂN",
    "PHƯƠNG ÁN",
    "HỢP ĐỒNG",
    "BIÊN BẢN",
    "GIẤY MỜI",
)
_TITLE = re.compile("(?:" + "|".join(TITLE_KINDS) + r")(?![^\W_])")


@dataclass(frozen=True, slots=True)
class Marker:
    """The kind and rank of a line's head and how many characters it takes."""

    name: str
    rank: float
    length: int

    @property
    def is_list(self) -> bool:
        """Whether its place among other lists depends on what stands around it."""
        return self.rank >= LIST_RANK


def marker_of(line: str) -> Marker | None:
    """The marker at the head of a stripped line, if it has one."""
    for name, pattern in _PATTERNS:
        match = pattern.match(line)
        opens = match is not None and (name not in _BEFORE_CAPITAL or _opens(line, match.end()))
        if match and opens and (name != "roman" or _is_roman(line)):
            return Marker(name, _RANKS[name], match.end())
    return None


def _opens(line: str, at: int) -> bool:
    """A heading or sentence starts here: a capital, a quotation, or a figure set off by a space."""
    rest = line[at : at + 1]
    return not rest or rest.isupper() or rest in '"(' or (rest.isdigit() and line[at - 1].isspace())


def markdown_level(line: str) -> int:
    """Number of ``#`` at the head of a line, 0 for none."""
    match = _MARKDOWN.match(line)
    return len(match.group(1)) if match else 0


def is_rule(line: str) -> bool:
    """A line drawn with signs: ``-----``, ``*``."""
    return _RULE.fullmatch(line) is not None


def is_page_number(line: str) -> bool:
    """A page number standing alone."""
    return _PAGE.fullmatch(line) is not None


def is_footnote(line: str) -> bool:
    """A footnote's own line."""
    return _FOOTNOTE.match(line) is not None


def is_table_row(line: str) -> bool:
    """A line of a table drawn with bars."""
    return line.count("|") >= 2


def is_letterhead(line: str) -> bool:
    """The state's or the Party's line at the head of a document."""
    return _LETTERHEAD.search(line) is not None


def is_title_line(line: str) -> bool:
    """A line opening with the kind of document in capitals, with nothing but capitals after it."""
    return _TITLE.match(line) is not None and is_upper(line)


def is_upper(line: str) -> bool:
    """Whether a line has letters and all of them are capitals."""
    letters = [c for c in line if c.isalpha()]
    return len(letters) > 1 and all(c.isupper() for c in letters)


def _is_roman(line: str) -> bool:
    head = re.match(r"[IVX]+", line)
    return head is not None and _ROMAN.fullmatch(head.group()) is not None
