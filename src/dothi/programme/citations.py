"""Documents that a text refers to: kind, number, date, issuer. One row for each mention."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from dothi.programme.letters import UPPER

_KINDS = (
    "Chương trình hành động",
    "Nghị quyết liên tịch",
    "Thông tư liên tịch",
    "Hiến pháp",
    "Bộ luật",
    "Luật",
    "Pháp lệnh",
    "Nghị quyết",
    "Nghị định",
    "Quyết định",
    "Kết luận",
    "Chỉ thị",
    "Thông tư",
    "Thông báo",
    "Thông tri",
    "Công văn",
    "Công điện",
    "Chương trình",
    "Kế hoạch",
    "Hướng dẫn",
    "Quy định",
    "Quy chế",
    "Tờ trình",
    "Báo cáo",
    "Đề án",
    "Văn bản",
)
_NUMBER = r"\d+[A-Za-z]?(?:/\d{4})?\s?[-/]\s?[A-ZĐ][\w-]*(?:/[A-ZĐa-z][\w-]*)*(?:-[\w]+)*"
_DATE = (
    r"(?:ngày\s+(?P<d>\d{1,2})\s*(?:/|-|\.|\s+tháng\s+)\s*(?P<m>\d{1,2})\s*(?:/|-|\."
    r"|\s+năm\s+)\s*(?P<y>\d{4})"
    r"|năm\s+(?P<year>\d{4}))"
)
_HEADS = (
    r"Bộ Chính trị|Ban Bí thư(?: Trung ương)?(?: Đảng)?|Ban Chấp hành (?:Trung ương"
    r"|Đảng bộ)(?: Đảng)?|Quốc hội"
    r"|(?:Ủy|Uỷ) ban Thường vụ Quốc hội|Thủ tướng Chính phủ|Chính phủ|Chủ tịch nước"
    r"|Ban Thường vụ Tỉnh ủy|Tỉnh ủy|Thành ủy"
    r"|Hội đồng nhân dân|HĐND|(?:Chủ tịch )?(?:Ủy|Uỷ) ban nhân dân|(?:Chủ tịch )?UBND|Bộ trưởng Bộ|Bộ|Sở"
)
_CAP = rf"[{UPPER}][^\W\d_]*"
_ISSUER = re.compile(
    rf"\s*,?\s*(?:(?:của|CỦA)\s+)?(?P<issuer>(?i:{_HEADS})(?:(?!\s+(?:VỀ|VÀ)\s)\s+(?:tỉnh"
    rf"|thành phố|huyện|thị xã|và|{_CAP}(?:\s*-\s*{_CAP})?))*)"
)
_ISSUER_BEFORE = re.compile(rf"(?:của|Của)\s+(?P<issuer>[{UPPER}][^,;.]{{3,60}}?)\s+tại\s+$")
_TRAILING = re.compile(r"\s+(?:và|tỉnh\s+và|thành phố\s+và)$")
_CITED = re.compile(
    rf"(?P<kind>{'|'.join(_KINDS)})\s+(?:số\s*:?\s*)?(?P<number>{_NUMBER})(?:\s*,?\s*{_DATE})?", re.IGNORECASE
)
_LAW = re.compile(
    r"(?P<kind>Bộ luật|Luật|Pháp lệnh|Hiến pháp)(?P<name>(?:\s+(?!trình|trước|ban hành|trong"
    r"|do)[^\W\d_]+){0,12}?)\s*"
    rf"(?:(?:số\s*(?P<number>\d+/\d{{4}}/[A-ZĐ\d]+))(?:\s*,?\s*{_DATE})?|{_DATE.replace('?P<', '?P<l')})"
)
_OWN = re.compile(
    r"(?<![^\W\d_])[Ss]ố\s*:?\s*(?P<number>\d+[A-Za-z]?(?:/\d{4})?\s?[-/]\s?[A-ZĐ][\w-]*(?:/[\w-]+)*)"
)


@dataclass(frozen=True, slots=True)
class Cited:
    """A mention in the view."""

    start: int
    end: int
    kind: tuple[int, int]
    number: str | None
    date: str | None
    issuer: tuple[int, int] | None


def citations_in(text: str, start: int, end: int) -> list[Cited]:
    """Every mention of a document in ``text[start:end]`` that carries a number, or a law with its year."""
    found = [_numbered(text, end, match) for match in _CITED.finditer(text, start, end)]
    for match in _LAW.finditer(text, start, end):
        if not any(cited.start < match.end() and match.start() < cited.end for cited in found):
            found.append(_law(match))
    return sorted(found, key=lambda cited: cited.start)


def own_number(text: str) -> str | None:
    """The number a letterhead gives ("Số: 148/NQ-CP")."""
    match = _OWN.search(text)
    return _tight(match.group("number")) if match else None


def iso_date(text: str) -> str | None:
    """The first full date in ``text`` as YYYY-MM-DD; ``None`` when there is none or it does not exist."""
    match = re.search(_DATE, text)
    return _iso(match.group("y"), match.group("m"), match.group("d")) if match and match.group("d") else None


def _numbered(text: str, end: int, match: re.Match[str]) -> Cited:
    stop = match.end()
    issuer = _ISSUER.match(text, stop, end)
    where = None
    if issuer:
        first, last = issuer.span("issuer")
        tail = _TRAILING.search(text, first, last)
        last = tail.start() if tail else last
        where, stop = (first, last), last
    before = _ISSUER_BEFORE.search(text, max(0, match.start() - 90), match.start())
    if where is None and before:
        where = before.span("issuer")
    day = _iso(match.group("y"), match.group("m"), match.group("d")) or match.group("year")
    return Cited(match.start(), stop, match.span("kind"), _tight(match.group("number")), day, where)


def _law(match: re.Match[str]) -> Cited:
    parts = match.groupdict()
    day = _iso(parts["y"], parts["m"], parts["d"]) or _iso(parts["ly"], parts["lm"], parts["ld"])
    return Cited(
        match.start(),
        match.end(),
        match.span("kind"),
        parts["number"],
        day or parts["year"] or parts["lyear"],
        None,
    )


def _tight(number: str) -> str:
    return "".join(number.split())


def _iso(year: str | None, month: str | None, day: str | None) -> str | None:
    if not (year and month and day):
        return None
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None
