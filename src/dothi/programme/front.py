"""What a document says of itself: kind, title, issuer, number, date, place, the resolution it carries out."""

from __future__ import annotations

import re
from typing import Final

from dothi.programme.citations import citations_in, iso_date, own_number
from dothi.programme.letters import UPPER
from dothi.programme.markers import TITLE_KINDS
from dothi.programme.model import DocumentInfo
from dothi.programme.tree import Branch
from dothi.programme.view import View

_ISSUER: Final = re.compile(
    r"(?:TỈNH ỦY|THÀNH ỦY|HUYỆN ỦY|THỊ ỦY|ĐẢNG ỦY|BAN CHẤP HÀNH|BAN THƯỜNG VỤ|CHÍNH PHỦ"
    r"|THỦ TƯỚNG CHÍNH PHỦ|QUỐC HỘI|HỘI ĐỒNG NHÂN DÂN|HĐND"
    r"|ỦY BAN NHÂN DÂN|UỶ BAN NHÂN DÂN|UBND|BỘ CHÍNH TRỊ|BỘ|SỞ)(?:\s[^\n]*)?",
)
_ISSUER_MIXED = re.compile(
    r"(?:Ủy ban nhân dân|Hội đồng nhân dân|Tỉnh ủy|Thành ủy)(?:\s+(?:tỉnh|thành phố))?(?:\s+["
    + UPPER
    + r"][^\W\d_]*)+"
)
_COLUMNS = re.compile(r"\s{3,}")
_UNDER = re.compile(r"(?:PHÒNG|SỞ|BAN|VĂN PHÒNG|CHI CỤC|THANH TRA)\s")
_SUBJECT = re.compile(r"(?:Gói thầu|V/v|Về việc)\s*:\s*([^\n]+)")
_ISSUING = re.compile(
    r"(Ban Thường vụ (?:Tỉnh|Thành|Huyện) ủy|Ban Chấp hành Đảng bộ tỉnh|Tỉnh ủy|Thành ủy"
    r"|Ủy ban nhân dân tỉnh|UBND tỉnh|Chính phủ)"
    r"\s+(?:xây dựng|ban hành)\s+(?:Chương trình|Kế hoạch|Nghị quyết|Đề án)"
)
_PLACE_DATE = re.compile(
    rf"(?P<place>[{UPPER}][^\W\d_]*(?:[ ][{UPPER}][^\W\d_]*)*)\s*,\s*ngày\s+\d{{1,2}}\s+tháng"
)
_SIGNER = re.compile(r"(?:T/M|TM\.?|T\.M\.?)\s*(?P<body>[^\n]+)")
_OFFICES: Final = (
    "Ủy ban nhân dân",
    "Uỷ ban nhân dân",
    "Hội đồng nhân dân",
    "Ban Chấp hành",
    "Ban Thường vụ",
    "Đảng bộ",
    "Tỉnh ủy",
    "Thành ủy",
    "Huyện ủy",
    "Thị ủy",
    "Đảng ủy",
    "Chính phủ",
    "Thủ tướng",
    "Quốc hội",
    "tỉnh",
    "thành phố",
    "huyện",
    "thị xã",
    "và",
)
_RESOLUTION_KIND = "nghị quyết"


def about(view: View, branches: list[Branch]) -> DocumentInfo:
    """Read front, title and signature of the first document."""
    own = _first_document(branches)
    front = [b for b in own if b.kind == "front"]
    title = next((b for b in own if b.kind == "title"), None)
    letterhead = "\n".join(view.text[b.start : b.end] for b in front)
    kind, heading = _title(view, title)
    place = _PLACE_DATE.search(letterhead)
    return DocumentInfo(
        title=heading,
        kind=kind,
        issuer=_issuer(view, own, front),
        number=next(
            (n for b in front if _about_self(view, b) and (n := own_number(view.text[b.start : b.end]))), None
        ),
        date=next(
            (
                d
                for b in front
                if _PLACE_DATE.search(view.text[b.start : b.end])
                and (d := iso_date(view.text[b.start : b.end]))
            ),
            None,
        ),
        place=" ".join(place.group("place").split()) if place else None,
        resolution=_resolution(view, title),
    )


def _about_self(view: View, branch: Branch) -> bool:
    return not re.match(r"Căn cứ|Xét|Theo", view.text[branch.start : branch.end])


def _first_document(branches: list[Branch]) -> list[Branch]:
    second = next((i for i, b in enumerate(branches) if i and b.kind == "document"), len(branches))
    return branches[:second]


def _title(view: View, title: Branch | None) -> tuple[str | None, str | None]:
    if title is None:
        return None, None
    text = view.text[title.body : title.body_end]
    kind = next((k for k in TITLE_KINDS if text.strip().startswith(k)), None)
    if kind is None:
        return None, view.words(title.body, title.body_end)
    start = title.body + text.index(kind) + len(kind)
    rest = re.sub(r"^[#\s]+", "", view.words(start, title.body_end))
    rest = re.sub(r"\s#+\s", " ", rest)
    if not rest or rest.isupper():
        subject = _SUBJECT.search(view.text, title.body, title.body_end + 300)
        return kind.lower(), view.words(*(subject.span(1) if subject else (title.body, title.body_end)))
    if rest[0].islower():
        rest = f"{view.words(title.body, start)} {rest}"
    return kind.lower(), rest


def _resolution(view: View, title: Branch | None) -> str | None:
    if title is None:
        return None
    for cited in citations_in(view.text, title.body, title.body_end):
        if view.text[slice(*cited.kind)].lower() == _RESOLUTION_KIND:
            return cited.number
    return None


def _issuer(view: View, own: list[Branch], front: list[Branch]) -> str | None:
    for branch in front:
        match = _ISSUER.match(view.text[branch.body : branch.body_end].strip())
        if match:
            return _sentence_case(_own_lines(view.text[branch.body : branch.body_end].replace("*", " ")))
    for branch in front:
        mixed = _ISSUER_MIXED.search(view.text, branch.body, branch.body_end)
        if mixed:
            return view.words(*mixed.span())
    for branch in own:
        if branch.kind == "section":
            break
        issuing = _ISSUING.search(view.text, branch.body, branch.body_end)
        if issuing:
            return view.words(*issuing.span(1))
    signature = next((b for b in own if b.kind == "signature"), None)
    signer = _SIGNER.search(view.text, signature.body, signature.body_end) if signature else None
    return _sentence_case(" ".join(signer.group("body").split())) if signer else None


def _own_lines(letterhead: str) -> str:
    """The issuing body of a letterhead whose first line may name the body above it."""
    lines = [_COLUMNS.split(line.strip())[0] for line in letterhead.split("\n") if line.strip()]
    start = max(i for i, line in enumerate(lines) if i == 0 or _UNDER.match(line))
    return " ".join(" ".join(lines[start:]).split())


def _sentence_case(name: str) -> str:
    """A name in capitals as it stands in running text: words of office small, names with capitals."""
    kept = " ".join(w if w in {"UBND", "HĐND"} else w.capitalize() for w in name.split())
    for office in _OFFICES:
        kept = re.sub(rf"(?<!\w){office}(?!\w)", office, kept, flags=re.IGNORECASE)
    return kept[:1].upper() + kept[1:]
