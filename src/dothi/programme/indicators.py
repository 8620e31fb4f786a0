"""The indicator of a value: the noun phrase before it, or what it counts behind it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from dothi.programme.clausework import LETTER, NOT_AFTER, Clause
from dothi.programme.clusters import heads_in
from dothi.programme.phrases import noun_phrase
from dothi.programme.placenames import groups_of, places_in
from dothi.programme.sentences import Stretch

Parts = tuple[Stretch, ...]

_VERBS: Final = re.compile(
    r"(?:cải tạo|xây dựng|xây mới|phát triển|hoàn thành|hoàn thiện|đầu tư|nâng cấp|nâng loại|công nhận"
    r"|trồng|lập|thu gom|xử lý|bố trí|tạo|giải quyết|di dời|đưa|mở rộng|triển khai|ngầm hóa|hỗ trợ"
    r"|tổ chức|ban hành|chỉnh trang|thực hiện|nâng|giảm|tăng)(?![^\W_])",
    re.IGNORECASE,
)
_COUNT_STOP = re.compile(
    r"[,;:(]|\s(?:là|lên|gồm|thuộc|tại|theo|bảo đảm|đảm bảo|vào|trong|nhằm|để)(?![^\W_])"
)
_SHARE_STOP = re.compile(r"[:(]|\.\s|\s(?:vào|trong|trước)(?=\s+(?:năm|giai đoạn|cuối))")
_CUT = re.compile(r",\s|\s+và\s")
_SIDE: Final = "Đông|Tây|Nam|Bắc|Trung"
_LAND: Final = "đồng bằng|ven biển|miền núi|đồi núi|trung du|cao nguyên|biên giới|hải đảo"
_REGION = re.compile(
    rf"(?:tiểu vùng|vùng|khu vực|các đô thị)\s+(?:phía\s+)?(?:{_SIDE}|{_LAND})"
    rf"(?:\s+(?:phía\s+)?(?:{_SIDE}|{_LAND}|ven sông)(?![^\W_]))*"
)
_HEADS: Final = "Tỷ lệ|Tỉ lệ|Tỷ trọng|Số|Số lượng|Diện tích|Mật độ|Dân số|Quy mô|Tốc độ|Thu nhập|Chỉ số"
LED = re.compile(rf"\s*((?:{_HEADS})\s[^:;]{{2,150}}?)\s*:\s", re.IGNORECASE)
"""An indicator set before a colon, for everything behind it."""
_ONE_CLASS: Final = r"(?:đô thị\s+)?loại\s+(?:đặc biệt|[IV]+)"
_CATEGORY = re.compile(
    rf"(?:(?:các|đối với|của)\s+)*{_ONE_CLASS}(?:\s*(?:,|và|-)\s*(?:loại\s+)?[IV]+)*(?:\s+trở lên)?",
    re.IGNORECASE,
)
_CLASSED = re.compile(rf"\s+(?:(?:các|đối với|tại|của|ở)\s+)*{_ONE_CLASS}(?:\s+trở lên)?$")
_WHOLE = re.compile(r"(?:toàn|cả)\s", re.IGNORECASE)
_SCOPE = re.compile(
    r"(?:toàn|cả)\s+[^\W\d_]+"
    r"|(?:các\s+)?(?:khu vực|vùng|đô thị loại|các huyện|đối với)\s[^,;:]{1,60}",
    re.IGNORECASE,
)
_ADDITION = re.compile(r"\s*(?:đối với|cho|tại|ở)\s")
_PREPOSITION = re.compile(r"\s+(?:tại|ở|của|trên|cho)$")
_SHORT = 4


@dataclass(frozen=True, slots=True)
class Named:
    """An indicator with the scope that limits it where the text gives the indicator elsewhere."""

    parts: Parts
    scope: Stretch | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """The indicator before with its unit, and the one a heading or the words before a colon give."""

    parts: Parts
    unit: str
    base: Stretch | None


def named(clause: Clause, index: int, at: int, known: Known) -> Named:
    """The indicator of a value; ``at`` is where the text not yet used starts."""
    base = known.base
    parts = _parts(clause, index, at, known.parts, known.unit if base is None else "")
    if base is None:
        return Named(parts)
    if parts and _only_scope(clause.text, parts[-1]):
        scope = parts[-1]
        if _CATEGORY.match(clause.text, *scope):
            return Named((base, scope))
        return Named((base,), None if _WHOLE.match(clause.text, *scope) else scope)
    return Named(parts or (base,))


def places_of(text: str, start: int, end: int) -> list[Stretch]:
    """The first places, cluster or region named in a stretch; a province is the whole and is none."""
    found = [p for p in places_in(text, start, end) if not p.other and p.type != "tỉnh"]
    if found:
        return [(place.start, place.name[1]) for place in groups_of(text, found)[0]]
    cluster = next((s for kind, s in heads_in(text, start, end) if kind in {"cluster", "chain"}), None)
    if cluster:
        return [cluster]
    region = _REGION.search(text, start, end)
    return [region.span()] if region else []


def _parts(clause: Clause, index: int, at: int, known: Parts, known_unit: str) -> Parts:
    text, quantity = clause.text, clause.values[index]
    before = _before(clause, at, quantity.start)
    after = _after(clause, index)
    if before is not None:
        return _led_by(clause, index, before, after, known)
    unit_alone = after is None or text[slice(*after)] == text[slice(*quantity.unit)]
    if known and known_unit == clause.unit(index) and unit_alone:
        return known
    if after is not None and known and _ADDITION.match(text, *after):
        return (*known, after)
    return (after,) if after is not None else known


def _led_by(clause: Clause, index: int, before: Stretch, after: Stretch | None, known: Parts) -> Parts:
    text = clause.text
    if known and _only_place(text, before):
        return _without_place(text, known)
    if known and _CATEGORY.fullmatch(text, *before) and (old := _CLASSED.search(text, *known[0])):
        return (_without_preposition(text, (known[0][0], old.start())), before)
    short = len(text[slice(*before)].split()) <= _SHORT
    if after is not None and _VERBS.match(text, before[0]) and (clause.values[index].counted or short):
        return (before, after)
    return (before,)


def _before(clause: Clause, start: int, end: int) -> Stretch | None:
    pieces: list[Stretch] = []
    at = start
    for first, last in clause.holes:
        if first >= at and last <= end:
            pieces.append((at, first))
            at = last
    pieces.append((at, end))
    found = [phrase for piece in pieces if (phrase := noun_phrase(clause.text, *piece))]
    return max(found, key=lambda phrase: phrase[1] - phrase[0]) if found else None


def _after(clause: Clause, index: int) -> Stretch | None:
    text, quantity = clause.text, clause.values[index]
    start = quantity.unit[0] if quantity.counted else quantity.end
    if not quantity.counted:
        word = LETTER.match(text, quantity.end, clause.end)
        if word is None or word.group(1).lower() in NOT_AFTER:
            return None
    limit = clause.end
    if index + 1 < len(clause.values):
        limit = clause.values[index + 1].start
        cuts = [m.start() for m in _CUT.finditer(text, quantity.end, limit + 1)]
        limit = cuts[-1] if cuts else limit
    limit = min([limit, *(first for first, _ in clause.holes if first >= quantity.end)])
    stop = (_COUNT_STOP if quantity.counted else _SHARE_STOP).search(text, quantity.end, limit)
    limit = stop.start() if stop else limit
    while limit > start and text[limit - 1] in " ,;.:(\n":
        limit -= 1
    return (start, limit) if limit > start else None


def _only_place(text: str, phrase: Stretch) -> bool:
    region = _REGION.match(text, *phrase)
    if region and region.end() == phrase[1]:
        return True
    places = places_in(text, *phrase)
    return bool(places) and places[0].start <= phrase[0] and places[-1].end >= phrase[1]


def _only_scope(text: str, phrase: Stretch) -> bool:
    return _SCOPE.fullmatch(text, *phrase) is not None or _only_place(text, phrase)


def _without_place(text: str, parts: Parts) -> Parts:
    start, end = parts[0]
    regions = [m.start() for m in _REGION.finditer(text, start, end)]
    spans = [*regions, *(p.start for p in places_in(text, start, end))]
    cut = noun_phrase(text, start, min(spans)) if spans else None
    return (_without_preposition(text, cut),) if cut else parts


def _without_preposition(text: str, stretch: Stretch) -> Stretch:
    match = _PREPOSITION.search(text, *stretch)
    return (stretch[0], match.start()) if match else stretch
