"""A clause taken apart: its values, its years, and what of both only tells of the past."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from dothi.programme.quantities import Quantity, quantities_in
from dothi.programme.sentences import Stretch
from dothi.programme.years import When, years_in

NOT_AFTER: Final = frozenset(
    {
        *("vào", "năm", "đến", "và", "trong", "so", "trở", "ở", "giai", "theo", "của", "tổng", "trên"),
        *("trước", "sau", "bình", "mỗi", "hoặc", "với", "nhưng", "còn", "tăng", "giảm", "là"),
        *("gdp", "grdp"),
    }
)
"""Words after a share that do not begin what is counted."""
LETTER = re.compile(r"\s+([^\W\d_]+)")
_PAST = re.compile(
    r"(?:^|\s)(?:đã\s+(?!được)|hiện có \d|hiện nay|đến nay|tính đến ngày|mới đạt)", re.IGNORECASE
)
_DENIED = re.compile(
    r"(?<![^\W_])(?:không|chưa)(?:\s+thể)?\s+đạt(?:\s+(?:được|mức|tỷ lệ|chỉ tiêu|kế hoạch))*\s*$",
    re.IGNORECASE,
)
_RAISED = re.compile(r"\s*\(?(?:(?:vào|trong|của)?\s*năm\s+\d{4}\)?\s*)?,?\s*(?:tăng\s+)?(?:lên|xuống)(?!\w)")
_LOWERED = re.compile(r"\s*\(?(?:(?:vào|trong|của)?\s*năm\s+\d{4}\)?\s*)?(?:giảm\s+)?còn(?!\w)")
_PAST_YEAR = re.compile(r"\s*\(?(?:vào|trong|của)?\s*năm\s+\d{4}\)?")
_STATED = re.compile(r"năm\s+\d{4}\s+(?:là|đạt|mới)|hiện (?:nay|có|là|đạt)|hiện trạng")
_COMPARED = re.compile(r"(?:so với|so với mức|từ mức)\s*$")
_NEW_THOUGHT = re.compile(r"[,;:(]|(?<![^\W_])(?:và|đạt|năm)(?![^\W_])")


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch with its values and years; ``holes`` are the stretches no indicator reaches into."""

    text: str
    start: int
    end: int
    values: tuple[Quantity, ...]
    whens: tuple[When, ...]
    holes: tuple[Stretch, ...]

    @property
    def aims(self) -> list[When]:
        """Years something is to be reached in."""
        return [when for when in self.whens if when.use == "aim"]

    def unit(self, index: int) -> str:
        """The unit of a value, in small letters."""
        return self.text[slice(*self.values[index].unit)].lower()

    def denied(self, index: int) -> bool:
        """Whether it says that a value is not reached: a fact, and nothing to aim at."""
        return _DENIED.search(self.text, self.start, self.values[index].start) is not None

    def tells_of_the_past(self) -> bool:
        """Whether it says what has been reached, not what is to be."""
        return bool(self.values) and _PAST.search(self.text, self.start, self.values[0].start) is not None


def taken_apart(text: str, start: int, end: int, masked: list[Stretch]) -> Clause:
    """Values and years of a clause outside ``masked``, without values of the past and their years."""
    whens = [w for w in years_in(text, start, end) if not inside(w.start, masked)]
    values = [q for q in quantities_in(text, start, end) if not inside(q.number, masked)]
    past = [_past_span(text, q, end) for q in values if _is_past(text, q, whens)]
    whens = [w for w in whens if not any(a < w.end and w.start < b for a, b in past)]
    values = [q for q in values if not inside(q.number, past)]
    values = [q for i, q in enumerate(values) if not i or not _describes(text, values[i - 1], q)]
    holes = sorted([*((w.start, w.end) for w in whens), *past])
    return Clause(text, start, end, tuple(values), tuple(whens), tuple(holes))


def inside(at: int, stretches: list[Stretch]) -> bool:
    """Whether a position lies in one of the stretches."""
    return any(first <= at < last for first, last in stretches)


def _describes(text: str, first: Quantity, second: Quantity) -> bool:
    """The second value only describes what the first counts: "100% tuyến hẻm rộng từ 4 m trở lên"."""
    between = text[first.end : second.start]
    word = LETTER.match(between)
    counted = word is not None and word.group(1).lower() not in NOT_AFTER
    return text[slice(*first.unit)] == "%" and counted and not _NEW_THOUGHT.search(between)


def _is_past(text: str, quantity: Quantity, whens: list[When]) -> bool:
    """A value beside the one aimed at: "so với 34% năm 2020", "tăng từ 31% lên 35%"."""
    word = text[quantity.start : quantity.number].strip().lower()
    if word in {"từ", ""} and _RAISED.match(text, quantity.end):
        return True
    if word == "từ" and _LOWERED.match(text, quantity.end):
        return True
    opened = _opened(text, quantity)
    if opened is not None and _STATED.search(text, opened, quantity.start):
        return True
    if _COMPARED.search(text[max(0, quantity.start - 16) : quantity.start]):
        return True
    return opened is not None and any(
        w.use == "baseline" and opened <= w.start and w.end <= quantity.start for w in whens
    )


def _past_span(text: str, quantity: Quantity, end: int) -> Stretch:
    """A past value with its brackets or the year behind it."""
    opened = _opened(text, quantity)
    closed = text.find(")", quantity.end, end)
    if opened is not None and closed >= 0:
        return opened, closed + 1
    year = _PAST_YEAR.match(text, quantity.end, end)
    return quantity.start, year.end() if year else quantity.end


def _opened(text: str, quantity: Quantity) -> int | None:
    opened = text.rfind("(", max(0, quantity.start - 40), quantity.start)
    return opened if opened >= 0 and ")" not in text[opened : quantity.start] else None
