"""Years and periods as official texts write them.

"đến năm 2025", "vào năm 2030", "giai đoạn 2025 - 2030", "năm 2025 và năm 2030". A year that only names
a comparison ("so với năm 2020"), a vision beside another year ("đến năm 2030, tầm nhìn 2045"), a document's
date or a year that cannot be meant ("năm 2205") is told apart.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

_Y = r"(?:19|20)\d\d(?!\d|[/.]\d|%)"
_PERIOD = (
    r"(?:(?:trong\s+)?(?:giai đoạn|thời kỳ|nhiệm kỳ|các năm|từ năm|từ)\s+(?:từ\s+)?(?:năm\s+)?)?"
    rf"(?<![\d/.,])(?P<from>{_Y})\s*(?:-|đến(?:\s+năm)?|tới(?:\s+năm)?)\s*(?P<to>{_Y})"
)
_LIST = rf"(?:,\s*{_Y}|\s+và\s+(?:đến\s+)?(?:năm\s+)?{_Y}|,\s*năm\s+{_Y})"
_SINGLE = (
    r"(?P<lead>(?:(?:tính\s+)?(?:đến|vào|trước|trong|sau|từ|kể từ|hết|cuối)\s+(?:hết\s+|cuối\s+)?)?"
    r"(?:(?:tháng|quý)\s+(?:\d{1,2}|[IV]+)\s*(?:/|năm\s+)?\s*)?năm\s+|(?:đến|vào|trước)\s+)"
    rf"(?P<year>{_Y})(?P<more>(?:{_LIST})*)"
)
_YEARS = re.compile(f"{_PERIOD}|{_SINGLE}", re.IGNORECASE)
_UNTIL = re.compile(
    r"(?:trước|đến|đến hết|chậm nhất(?: là)?|hết)\s+(?:ngày\s+)?\d{1,2}/\d{1,2}/((?:19|20)\d\d)",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(?:19|20)\d\d")
_BASELINE = re.compile(
    r"(?:so với|so với cùng kỳ|so|từ mức|mức|cùng kỳ|gấp \S+(?: lần)?(?: so với)?|hiện trạng|tính từ)\s*$",
    re.IGNORECASE,
)
_VISION = re.compile(r"tầm nhìn\s*(?:đến\s*)?(?:năm\s*)?$", re.IGNORECASE)
_VISION_BARE = re.compile(rf"tầm nhìn\s+(?:đến\s+)?(?:năm\s+)?{_Y}", re.IGNORECASE)

_ODD = re.compile(
    r"(?:(?:đến|vào|trước|trong|hết)\s+(?:hết\s+)?)?năm\s+(?P<year>\d{4})(?![\d./]\d|\d)"
    r"|(?:giai đoạn|thời kỳ)\s+(?:từ\s+)?(?:năm\s+)?(?P<from>\d{4})\s*(?:-|đến)"
    r"\s*(?:năm\s+)?(?P<to>\d{4})(?!\d)",
    re.IGNORECASE,
)
FIRST_YEAR, LAST_YEAR = 1945, 2200

Options = tuple[tuple[int | None, int | None], ...]
Use = Literal["aim", "baseline", "vision", "odd"]


@dataclass(frozen=True, slots=True)
class When:
    """A year or period in the view; ``options`` holds (from, to) pairs, several for "2025 và 2030".

    One for which nothing can be planned has the use ``odd`` and no year.
    """

    start: int
    end: int
    options: Options
    use: Use


def years_in(text: str, start: int, end: int) -> list[When]:
    """Every year expression of ``text[start:end]`` in order."""
    found: list[When] = []
    for match in _YEARS.finditer(text, start, end):
        before = text[max(start, match.start() - 30) : match.start()]
        use: Use = "aim"
        if _BASELINE.search(before):
            use = "baseline"
        elif _VISION.search(before) and before.strip().lower() != "tầm nhìn":
            use = "vision"
        found.append(When(match.start(), match.end(), _options(match), use))
    until = _UNTIL.finditer(text, start, end)
    found += [When(m.start(), m.end(), ((None, int(m.group(1))),), "aim") for m in until]
    for match in _VISION_BARE.finditer(text, start, end):
        if not any(when.start < match.end() and match.start() < when.end for when in found):
            year = int(_NUMBER.search(match.group()).group())  # type: ignore[union-attr]
            found.append(When(match.start(), match.end(), ((None, year),), "vision"))
    read = [(when, _likely(when.options)) for when in found]
    found = [replace(when, options=likely) for when, likely in read if likely]
    found += [
        replace(when, options=_NONE, use="odd") for when, likely in read if likely and likely != when.options
    ]
    for match in _ODD.finditer(text, start, end):
        odd = [year for year in match.groups() if year and not _plausible(int(year))]
        if odd and not any(when.start < match.end() and match.start() < when.end for when in found):
            found.append(When(match.start(), match.end(), _NONE, "odd"))
    return sorted(found, key=lambda when: when.start)


def _likely(options: Options) -> Options:
    """Options without their unlikely years; one of unlikely years only goes."""
    kept = [tuple(year if year and _plausible(year) else None for year in pair) for pair in options]
    return tuple((first, last) for first, last in kept if first or last)


_NONE: Options = ((None, None),)


def _plausible(year: int) -> bool:
    return FIRST_YEAR <= year <= LAST_YEAR


def _options(match: re.Match[str]) -> Options:
    if match.group("from"):
        first, last = int(match.group("from")), int(match.group("to"))
        return ((first, last),) if first <= last else ((last, first),)
    years = [int(match.group("year")), *(int(y) for y in _NUMBER.findall(match.group("more") or ""))]
    lead = " ".join(match.group("lead").lower().split())
    if lead.startswith(("từ ", "kể từ", "sau ")):
        return tuple((year, None) for year in years)
    return tuple((None, year) for year in years)
