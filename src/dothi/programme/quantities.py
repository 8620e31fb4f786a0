"""Quantities in Vietnamese official text: number or range, comparison, unit.

A point groups thousands, a comma marks decimals. A number counts as a quantity only with a unit of the
closed lists below, and never where it numbers something: a document, an article, a road, a date, a
class, a heading.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from dothi.programme.model import Comparison

COUNTED: Final = (
    "đô thị vệ tinh",
    "đô thị",
    "thị trấn",
    "thị xã",
    "thành phố",
    "thị tứ",
    "phường",
    "xã",
    "huyện",
    "quận",
    "khu đô thị",
    "khu dân cư",
    "khu công nghiệp",
    "khu nhà ở",
    "khu vực",
    "khu",
    "cụm công nghiệp",
    "cụm",
    "dự án",
    "đồ án",
    "quy hoạch",
    "công trình",
    "công viên",
    "quảng trường",
    "tuyến đường",
    "tuyến phố",
    "tuyến",
    "nhà máy",
    "trạm",
    "bãi đỗ xe",
    "chợ",
    "trường",
    "bệnh viện",
    "căn hộ",
    "căn nhà",
    "căn",
    "hộ gia đình",
    "hộ",
    "người",
    "dân",
    "lao động",
    "giường bệnh",
    "giường",
    "bác sĩ",
    "điểm ngập úng",
    "điểm ngập",
    "điểm",
    "lượt khách",
    "lượt",
    "doanh nghiệp",
    "hành lang",
    "chuỗi",
    "trung tâm",
    "máy",
    "thuê bao",
    "cây",
    "lần",
)
_MEASURE: Final = (
    r"%(?:/năm)?|‰|điểm\s*%|điểm phần trăm"
    r"|(?:nghìn|ngàn|triệu|tỷ|tỉ|trăm)(?:\s+(?:tỷ|tỉ|nghìn))?\s*(?:đồng|USD|đô la|m2|m²|m3|m³"
    r"|người|lượt khách|lượt|căn hộ|căn|tấn"
    r"|hộ|lao động|ha|cây)(?:/[\w².%]+(?:/[\w².]+)?)?"
    r"|(?:m²|m2|m3|m³|km²|km2|km|ha|héc ta|hecta|lít|tấn|kWh|kW|MW|USD|đồng|giờ|phút|ngày|tháng|mét|m)"
    r"(?:\s+sàn)?(?:\s+đất)?(?:\s*/\s*(?:1\.000\s*dân|10\.000\s*dân|[^\W\d_]+[²2]?(?:\s+đêm"
    r"|\s+dân)?)(?:\s*/\s*[^\W\d_]+(?:\s+đêm)?)?)?"
)
_NUM = r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:[,.]\d+)?"
_UNIT_AFTER = re.compile(rf"\s*(?P<unit>{_MEASURE})(?![^\W\d_])", re.IGNORECASE)
_COUNT_AFTER = re.compile(
    r"\s*(?:\([^\d()]{1,20}\)\s*)?(?P<unit>(?:"
    + "|".join(sorted(COUNTED, key=len, reverse=True))
    + r")(?![^\W\d_])"
    r"(?:/[^\W\d_]+[²2]?(?:\s+dân)?)?)",
    re.IGNORECASE,
)
_NUMBER = re.compile(rf"(?<![\w/.,²])(?P<low>{_NUM})(?![\w/]*[A-ZĐ]{{2}})")
_UPPER_END = re.compile(rf"\s*(?:%|m²|m2|ha|km)?\s*(?:-|đến|tới)\s*(?P<high>{_NUM})(?!\d)")
_NUMBERING = re.compile(
    r"(?:\bsố|\bSố|[Đđ]iều|[Kk]hoản|[Mm]ục|[Đđ]iểm|[Cc]hương|[Pp]hần|[Pp]hụ lục|[Bb]iểu"
    r"|[Bb]ảng|[Qq]uốc lộ|\bQL|\bĐT|\bĐH|[Kk]hóa"
    r"|[Ll]ần thứ|\bthứ|[Gg]iai đoạn|\bloại|\bcấp|\b[Tt]háng|\b[Nn]gày|\b[Qq]uý|\b[Nn]ăm"
    r"|\bnhóm|\b[Đđ]ợt|\b[Bb]ước|\b[Tt]uyến"
    r"|\b[Cc]ụm|\b[Vv]ùng|\b[Gg]ấp|\b[Cc]ụm số|\b[Kk]ỳ họp|[Nn]ghị quyết|[Qq]uyết định|[Kk]ết luận|\bkỷ)\s*$"
)
_AT_LEAST: Final = (
    r"ít nhất|tối thiểu|không dưới|không thấp hơn|không ít hơn|trên|hơn|lớn hơn|vượt|cao hơn|từ|≥|>"
)
_AT_MOST: Final = (
    r"không (?:được )?(?:vượt quá|vượt|quá)|không cao hơn|không lớn hơn|tối đa|nhiều nhất|dưới|thấp hơn"
    r"|nhỏ hơn|ít hơn|chưa đến|(?:xuống|giảm) còn|≤|<"
)
_ABOUT: Final = r"khoảng|xấp xỉ|gần|ước đạt|ước|trên dưới|chừng|~|≈"
_BEFORE = re.compile(
    (
        rf"(?<![^\W_])(?:(?P<most>{_AT_MOST})|(?P<about>{_ABOUT})"
        rf"|(?P<least>{_AT_LEAST}))(?:\s+(?:khoảng|là|bằng|đạt|mức))?\s*$"
    ),
    re.IGNORECASE,
)
_ON = r"(?![^\W_])(?:[^,;:]|,(?=\d))*?(?<![^\W_])"
_LOWERED = re.compile(rf"(?<![^\W_])(?:giảm|hạ){_ON}(?P<word>còn|xuống)\s*$", re.IGNORECASE)
"""What is lowered "còn 2%" is to be that or less."""
_NOT_OVER = re.compile(
    rf"(?<![^\W_])không(?:\s+(?:để|cho){_ON}(?P<word>vượt quá|vượt|trên|hơn|cao hơn|lớn hơn)"
    rf"|(?!\s+(?:gian|khí)(?![^\W_])){_ON}(?P<too>quá))(?:\s+mức)?\s*$",
    re.IGNORECASE,
)
_AFTER = re.compile(r"\s*(?:(?P<least>trở lên)|(?P<most>trở xuống))", re.IGNORECASE)


_LONGEST_BOUND = 160
_DATE_UNIT = re.compile(r"(?:tháng|ngày)\s+(?:\d|năm)", re.IGNORECASE)
_FRACTION = re.compile(r"/\d{1,3}" + _COUNT_AFTER.pattern, re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A value with its place in the view; ``start`` includes the comparison word, ``number`` does not.

    ``odd_style``: written as it should not be ("1.5", "95 - 90%") and taken as what is likely meant.
    """

    start: int
    number: int
    end: int
    low: float | None
    high: float | None
    comparison: Comparison
    approximate: bool
    unit: tuple[int, int]
    counted: bool
    odd_style: bool = False


def number_of(text: str) -> float:
    """A Vietnamese number: ``1.000`` is a thousand, ``1,5`` one and a half.

    >>> number_of("1.010"), number_of("1,5"), number_of("03"), number_of("1.5")
    (1010.0, 1.5, 3.0, 1.5)
    """
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", text):
        text = text.replace(".", "")
    return float(text.replace(",", "."))


def quantities_in(text: str, start: int, end: int) -> list[Quantity]:
    """Every quantity with a unit in ``text[start:end]``, in order and without overlaps."""
    found: list[Quantity] = []
    at = start
    while match := _NUMBER.search(text, at, end):
        quantity = _quantity(text, start, end, match)
        at = quantity.end if quantity else match.end()
        if quantity:
            found.append(quantity)
    return found


def _quantity(text: str, start: int, end: int, match: re.Match[str]) -> Quantity | None:
    before = text[max(start, match.start() - 40) : match.start()]
    part = _FRACTION.match(text, match.end(), end)
    if part:
        return _part_of(match, part)
    if _NUMBERING.search(before) or re.match(r"\s*/\s*\d", text[match.end() : match.end() + 4]):
        return None
    low = high = number_of(match.group("low"))
    stop = match.end()
    ranged = backward = False
    upper = _UPPER_END.match(text, stop, end)
    if upper:
        second = number_of(upper.group("high"))
        backward = second < low and not _is_year(match.group("low"))
        if (second >= low or backward) and _unit(text, upper.end(), end):
            (low, high), stop, ranged = sorted((low, second)), upper.end(), True
    unit = _unit(text, stop, end)
    if (
        unit is None
        or (not ranged and _is_year(match.group("low")))
        or _DATE_UNIT.match(text, unit.start("unit"))
    ):
        return None
    comparison, approximate, begin = _comparison(text, start, match.start(), ranged)
    after = _AFTER.match(text, unit.end(), end)
    stop = unit.end()
    if after:
        comparison, stop = (">=" if after.group("least") else "<="), after.end()
    bounds: tuple[float | None, float | None] = (low, high)
    if comparison == ">=":
        bounds = (low, None)
    elif comparison == "<=":
        bounds = (None, high)
    counted = unit.re is _COUNT_AFTER
    odd = (ranged and backward) or _pointed(match.group("low"))
    return Quantity(
        begin, match.start(), stop, *bounds, comparison, approximate, unit.span("unit"), counted, odd
    )


def _part_of(match: re.Match[str], part: re.Match[str]) -> Quantity:
    """Seven of nine ("07/09 khu"): the seven is the value."""
    value = number_of(match.group("low"))
    return Quantity(
        match.start(), match.start(), part.end(), value, value, "=", False, part.span("unit"), True
    )


def _unit(text: str, at: int, end: int) -> re.Match[str] | None:
    return _UNIT_AFTER.match(text, at, end) or _COUNT_AFTER.match(text, at, end)


def _pointed(text: str) -> bool:
    """Whether a point stands where a comma should: "1.5"."""
    return "." in text and not re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", text)


def _is_year(text: str) -> bool:
    return len(text) == 4 and text.startswith(("19", "20"))


def _comparison(text: str, start: int, number: int, ranged: bool) -> tuple[Comparison, bool, int]:
    begin = number
    approximate = False
    side: Comparison = "="
    for _ in range(3):
        match = _BEFORE.search(text, max(start, begin - 30), begin)
        if not match:
            break
        begin = match.start()
        if match.group("about"):
            approximate = True
        elif not ranged:
            side = ">=" if match.group("least") else "<="
    if ranged:
        return "range", approximate, begin
    before = max(start, number - _LONGEST_BOUND)
    bound = _LOWERED.search(text, before, begin) if side == "=" else None
    bound = bound or (_NOT_OVER.search(text, before, number) if side != "<=" else None)
    if bound:
        at = bound.start("word") if bound["word"] else bound.start("too")
        return "<=", approximate, min(begin, at)
    if side == "=" and approximate:
        side = "~"
    return side, approximate, begin
