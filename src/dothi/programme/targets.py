"""Targets of a sentence: which indicator, which value, which year, which place.

A sentence is read clause by clause. Between two quantities stands either a new indicator or nothing but
years, verbs and comparisons; then the indicator before goes on. A quantity may stand before what it
counts ("100% các đô thị có ...") or behind its indicator ("tỷ lệ ... đạt 37%"). A year belongs to the
quantity it directly follows, else to those behind it up to the next year, else it comes from the head
of the sentence or from the heading.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from dothi.programme.clausework import Clause, taken_apart
from dothi.programme.indicators import LED, Known, Named, named, places_of
from dothi.programme.phrases import predicate
from dothi.programme.quantities import Quantity
from dothi.programme.sentences import LONGEST_CLAUSE, Stretch, clauses, sentences
from dothi.programme.years import When

Years = tuple[int | None, int | None]

_RESPECTIVELY = re.compile(r"lần lượt|tương ứng", re.IGNORECASE)
_STRONG = re.compile(
    r"phấn đấu|chỉ tiêu|tối thiểu|ít nhất|(?<!thực hiện )đạt|nâng tỷ lệ|giảm tỷ lệ|không quá|tối đa",
    re.IGNORECASE,
)
_DECLARED = re.compile(r"phấn đấu|chỉ tiêu|mục tiêu", re.IGNORECASE)
_DATED = re.compile(r"hình thành|có|hoàn thành|xây dựng|phát triển|công nhận|nâng|thành lập", re.IGNORECASE)
_FORMING = re.compile(
    r"(?:hình thành|công nhận(?: mới)?|nâng loại|nâng cấp|phát triển|thành lập)\s*$", re.IGNORECASE
)
_BARE_YEAR = re.compile(r"năm\s", re.IGNORECASE)
_BRACKET = re.compile(r"\s*\([^()]*\)")
_BEFORE_WORD = re.compile(r"(?:[^\w(]|(?:và|còn)(?![^\W_]))*")
_BREAK = re.compile(r"[,;:(]|(?<![^\W_])và(?![^\W_])")
_BARE_LEAD = re.compile(r"phấn đấu|bảo đảm|đảm bảo|trong|và|đồng thời", re.IGNORECASE)
_NO_AIM = re.compile(
    r"(?:Theo|Căn cứ|Ghi chú|Nguồn|Như|Các chỉ tiêu|Số liệu|Phương pháp|Trên đây|Chi tiết|Phụ lục)(?!\w)",
    re.IGNORECASE,
)
_FAR = 12
_MIN_WORDS = 3


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around a paragraph.

    ``years`` come from its headings; ``qualitative`` says that it lists targets, so that a clause without a
    value is one too; ``strict`` asks for an aim word (1: in a part on tasks, 2: where no heading tells what
    the text is); targets before the year ``since`` are past; ``above`` is the indicator a heading names for
    the lines below it.
    """

    years: Years | None
    qualitative: bool
    strict: int
    since: int | None
    above: Stretch | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A target in the view; ``parts`` are the stretches its indicator is made of."""

    start: int
    end: int
    parts: tuple[Stretch, ...]
    place: Stretch | None
    years: Years
    quantity: Quantity | None
    from_heading: bool


@dataclass(slots=True)
class _Carry:
    """What one clause leaves to the next of its sentence."""

    years: Years | None = None
    parts: tuple[Stretch, ...] = ()
    unit: str = ""
    base: Stretch | None = None


def targets_in(text: str, start: int, end: int, frame: Frame, masked: list[Stretch]) -> list[Found]:
    """Every target of the paragraph ``text[start:end]``; nothing inside ``masked`` (citations) counts."""
    found: list[Found] = []
    years: Years | None = None
    for first, last in sentences(text, start, end):
        carry = _Carry(years=years)
        for left, right in clauses(text, first, last):
            if right - left <= LONGEST_CLAUSE:
                found += _targets(taken_apart(text, left, right, masked), frame, carry)
        years = carry.years if text[first:last].rstrip().endswith(":") else None
    return found


def _targets(clause: Clause, frame: Frame, carry: _Carry) -> list[Found]:
    if not clause.values:
        return _qualitative(clause, frame, carry)
    if clause.tells_of_the_past():
        return []
    text, at = clause.text, clause.start
    if lead := LED.match(text, at, clause.values[0].start):
        carry.base = lead.span(1)
    attached, heads = _attach(clause)
    years = _years_of(clause, attached, heads, frame, carry)
    found: list[Found] = []
    for index, quantity in enumerate(clause.values):
        one = named(clause, index, at, Known(carry.parts, carry.unit, carry.base or frame.above))
        carry.parts, carry.unit = one.parts, clause.unit(index)
        stop = _segment_end(clause, index, one, attached.get(index))
        if one.parts and _aimed(clause, index, frame) and not clause.denied(index):
            segment = (_first_word(text, at, quantity.start), stop)
            rows = _rows(clause, index, segment, one, years[index])
            found += [row for row in rows if not _is_over(row.years, frame)]
        at = stop
    return found


def _is_over(years: Years, frame: Frame) -> bool:
    return bool(frame.since and years[1] and years[1] < frame.since)


def _segment_end(clause: Clause, index: int, one: Named, own: When | None) -> int:
    quantity = clause.values[index]
    behind = [part[1] for part in one.parts if part[0] >= quantity.unit[0]]
    last = index + 1 == len(clause.values)
    limit = clause.end if last else clause.values[index + 1].start
    stop = min(limit, max([quantity.end, *behind, own.end if own else 0]))
    bracket = _BRACKET.match(clause.text, stop, limit)
    return bracket.end() if bracket else stop


def _rows(
    clause: Clause, index: int, segment: Stretch, one: Named, years: tuple[list[Years], bool]
) -> list[Found]:
    text, quantity = clause.text, clause.values[index]
    spans: list[Stretch | None] = list(places_of(text, segment[0], quantity.start))
    if not quantity.counted:
        for part in one.parts:
            spans = spans or list(places_of(text, *part))
        if index and not spans:
            spans = list(places_of(text, clause.start, segment[0]))
    elif len(spans) > 1:
        spans = []
    rows = [
        Found(*segment, one.parts, place, option, quantity, years[1])
        for option in years[0]
        for place in spans or [None]
    ]
    return [replace(row, place=row.place or one.scope) for row in rows]


def _first_word(text: str, start: int, end: int) -> int:
    match = _BEFORE_WORD.match(text, start, end)
    return match.end() if match else start


def _attach(clause: Clause) -> tuple[dict[int, When], list[When]]:
    """Years that directly follow a value, and those that lead to the values behind them."""
    attached: dict[int, When] = {}
    heads: list[When] = []
    for when in clause.aims:
        left = max((i for i, q in enumerate(clause.values) if q.end <= when.start), default=None)
        right = any(q.start >= when.end for q in clause.values)
        if left is None or left in attached or (right and not _belongs_left(clause, left, when)):
            heads.append(when)
        else:
            attached[left] = when
    return attached, heads


def _years_of(
    clause: Clause, attached: dict[int, When], heads: list[When], frame: Frame, carry: _Carry
) -> list[tuple[list[Years], bool]]:
    spread = _respective(clause, heads)
    out: list[tuple[list[Years], bool]] = []
    for index, quantity in enumerate(clause.values):
        own = attached.get(index)
        ahead = [w for w in heads if w.end <= quantity.start]
        if spread:
            out.append(([spread[index]], False))
        elif own is not None:
            out.append((list(own.options), False))
        elif ahead:
            out.append((list(ahead[-1].options), False))
        elif carry.years is not None:
            out.append(([carry.years], False))
        else:
            out.append(([frame.years or (None, None)], frame.years is not None))
    leading = [w for w in heads if w.end <= clause.values[0].start]
    if leading:
        carry.years = leading[-1].options[-1]
    return out


def _respective(clause: Clause, heads: list[When]) -> list[Years]:
    options = [option for when in heads for option in when.options]
    several = len(options) == len(clause.values) > 1
    if several and _RESPECTIVELY.search(clause.text, clause.start, clause.values[0].start):
        return options
    return []


def _belongs_left(clause: Clause, index: int, when: When) -> bool:
    between = clause.text[clause.values[index].end : when.start]
    return not _BREAK.search(between) and len(between.split()) <= _FAR


def _qualitative(clause: Clause, frame: Frame, carry: _Carry) -> list[Found]:
    text, start, end = clause.text, clause.start, clause.end
    aims = clause.aims
    options: list[Years] = [option for when in aims[:1] for option in when.options]
    lead = _BARE_LEAD.sub("", text[start : aims[0].start]) if aims else "?"
    leading = bool(aims) and not any(c.isalnum() for c in lead)
    if leading:
        carry.years = aims[0].options[-1]
    if not frame.qualitative or text[start:end].rstrip().endswith(":"):
        return []
    first, last = predicate(text, aims[0].end if leading else start, end)
    if aims and not leading and aims[-1].end >= last:
        last = aims[-1].start
    first, last = predicate(text, first, last)
    if len(text[first:last].split()) < _MIN_WORDS or _NO_AIM.match(text, first):
        return []
    inherited = not options and carry.years is None and frame.years is not None
    years = options or [carry.years or frame.years or (None, None)]
    spans: list[Stretch | None] = list(places_of(text, first, last))
    reach = max([last, *(w.end for w in aims)])
    return [
        Found(start, reach, ((first, last),), place, option, None, inherited)
        for option in years
        for place in spans or [None]
    ]


def _aimed(clause: Clause, index: int, frame: Frame) -> bool:
    text, quantity = clause.text, clause.values[index]
    if not frame.strict:
        return True
    if frame.strict > 1:
        dated = any(not _BARE_YEAR.match(text, when.start) for when in clause.aims)
        return dated or _DECLARED.search(text, clause.start, quantity.end) is not None
    if _STRONG.search(text, clause.start, quantity.end):
        return True
    if quantity.counted and clause.unit(index).startswith("đô thị"):
        return _FORMING.search(text, clause.start, quantity.start) is not None
    share = clause.unit(index) == "%" and bool(clause.aims)
    return share and _DATED.search(text, clause.start, quantity.start) is not None
