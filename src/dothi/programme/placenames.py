"""Names of places in running text, found by how they are written.

A name is a run of capitalised syllables, alone or after a word such as "thị trấn"; joined by " - "
several names make one ("Duy Hải - Duy Nghĩa"). A name in brackets behind another, or after "huyện" or
"thuộc", says where it lies. Bodies, rivers, roads and titles of documents are told apart by the word
before.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from dothi.programme.letters import LOWER, UPPER

_SYLLABLE = rf"[{UPPER}][^\W\d_]*(?:'[^\W\d_]+)?"


def _either_case(pattern: str) -> str:
    return re.sub(r"(^|\|)(\w)", lambda m: f"{m.group(1)}[{m.group(2).upper()}{m.group(2).lower()}]", pattern)


_TYPES: Final = (
    r"thành phố tỉnh lỵ|thành phố trực thuộc tỉnh|thành phố trực thuộc Trung ương|thành phố"
    r"|thị xã|thị trấn|thị tứ|huyện đảo|huyện|quận"
    r"|phường|xã|tỉnh|đặc khu|đô thị mới|đô thị vệ tinh|đô thị trung tâm|đô thị|khu vực đô thị"
    r"|khu vực|khu du lịch|khu đô thị mới|khu đô thị"
    r"|trung tâm xã|trung tâm huyện|thôn|bản|TP\.?|TX\.?|TT\.?"
)
_LONG_TYPES: Final = rf"khu kinh tế(?: [{LOWER}]+){{0,3}}|khu công nghiệp|cụm công nghiệp"
_OTHER_TYPES: Final = (
    r"sông|suối|núi|đèo|đường|quốc lộ|cầu|cảng(?: biển)?|cảng hàng không"
    rf"|sân bay|hồ|biển|vịnh|đảo|bán đảo|xứ|dân tộc|văn hóa|hành lang(?: [{LOWER}]+){{0,2}}"
    rf"|chiến khu|cửa khẩu(?: [{LOWER}]+){{0,2}}"
)
_NAME = re.compile(
    rf"(?<![\w'])(?:(?P<other>{_OTHER_TYPES}|{_either_case(_LONG_TYPES)})\s+"
    rf"|(?P<type>{_either_case(_TYPES)})\s+)?"
    rf"(?P<name>{_SYLLABLE}(?:\s+{_SYLLABLE}){{0,3}}(?:\s+-\s+{_SYLLABLE}(?:\s+{_SYLLABLE}){{0,3}}){{0,4}}(?:\s+\d{{1,2}}(?![\d.,/%]))?)(?!\w)",
)
_TYPED_ANY_CASE = re.compile(rf"(?<!\w)(?:(?i:{_TYPES})|{_OTHER_TYPES}|{_either_case(_LONG_TYPES)})$")
_NOT_NAMES: Final = frozenset(
    [
        "ủy",
        "ban",
        "bộ",
        "sở",
        "luật",
        "đảng",
        "cục",
        "khu",
        "vùng",
        "cụm",
        "điều",
        "phần",
        "mục",
        "phó",
        "lưu",
        "bí",
        "chủ",
        "kính",
        "nơi",
        "độc",
        "tự",
        "hạnh",
        "thủ",
        "các",
        "về",
        "phía",
        "đối",
        "gis",
    ]
)
_OPENERS: Final = frozenset(
    [
        "chương",
        "ủy",
        "uỷ",
        "quy",
        "nghị",
        "luật",
        "đề",
        "ban",
        "bộ",
        "sở",
        "đảng",
        "kế",
        "nhà",
        "nhân",
        "mặt",
        "trung",
        "chính",
        "quốc",
        "quyết",
        "kết",
        "cục",
        "khu",
        "cụm",
    ]
)
_BODY_OPENERS: Final = frozenset({"sở", "ủy", "uỷ", "ban", "bộ", "chương", "nghị", "luật"})
_BODY_PAIRS: Final = re.compile(
    (
        r"(?:hội (?:nông|cựu|liên|phụ|chữ|kiến|đồng|quy)|mặt trận|văn phòng|công an|trung ương"
        r"|nhân dân|quốc hội|chính phủ|việt nam|châu (?:á|âu|phi|mỹ)(?!\w)|đông nam á)"
    ),
    re.IGNORECASE,
)
_NOT_ALONE: Final = frozenset({"đông", "tây", "nam", "bắc", "trung", "ủy", "ban"})
_WORD = re.compile(r"[^\s-]+")
_HYPHEN = re.compile(r"\s+-\s+")
_SINGLE = re.compile(rf"(?P<name>{_SYLLABLE})(?=\s*(?:[,;.()]|và\b|$))")
_LIST_START = re.compile(rf"(?::|gồm|cho)\s+(?P<name>{_SYLLABLE})(?=\s*(?:[,;(]|và\b))")
_BETWEEN = re.compile(r"\s*(?:,|;|và|,\s*và|cùng với|cùng)\s*(?:các\s+)?")
_BRACKET = re.compile(r"\s*\(\s*(?:thuộc\s+)?$")
_INSIDE = re.compile(r"\s*(?:,\s*|\s+thuộc\s+(?:địa bàn\s+)?|\s+của\s+)$")
_ABOVE: Final = {
    "thị trấn": {"huyện", "tỉnh"},
    "thị tứ": {"huyện"},
    "xã": {"huyện", "thị xã", "thành phố", "tỉnh"},
    "phường": {"thị xã", "thành phố", "quận"},
    "thị xã": {"tỉnh"},
    "thành phố": {"tỉnh"},
    "huyện": {"tỉnh"},
    "khu vực": {"xã", "phường", "thị trấn", "huyện", "thị xã", "thành phố"},
    "": {"huyện", "tỉnh"},
    "đô thị": {"huyện", "tỉnh", "thị xã"},
    "đô thị mới": {"huyện", "tỉnh", "thị xã", "thành phố"},
}
_MIN_SYLLABLES = 2


@dataclass(frozen=True, slots=True)
class Place:
    """A name in the view; ``start`` includes the word before it, ``within`` is where the text says it lies.

    ``names`` are the parts of a name joined by hyphens, the name itself where there is one only.
    """

    start: int
    end: int
    name: tuple[int, int]
    type: str
    other: bool
    within: tuple[int, int] | None = None
    names: tuple[tuple[int, int], ...] = ()


def places_in(text: str, start: int, end: int) -> list[Place]:
    """Names in ``text[start:end]`` in order; a containing unit is folded into the name it belongs to."""
    found: list[Place] = []
    at = start
    while match := _NAME.search(text, at, end):
        place = _place(text, start, match)
        if place is None:
            word = _WORD.match(text, match.start("name"), end)
            at = word.end() if word else match.end()
        else:
            found.append(place)
            at = place.end
    found += [p for p in _list_starts(text, start, end) if not any(_overlap(p, other) for other in found)]
    found.sort(key=lambda place: place.start)
    listed = _with_containers(text, _with_single_syllables(text, end, found))
    return [replace(place, names=_hyphened(text, place.name)) for place in listed]


def _list_starts(text: str, start: int, end: int) -> list[Place]:
    names = [match.span("name") for match in _LIST_START.finditer(text, start, end)]
    return [Place(*name, name, "", False) for name in names if text[slice(*name)].lower() not in _NOT_NAMES]


def _overlap(first: Place, second: Place) -> bool:
    return first.start < second.end and second.start < first.end


def _hyphened(text: str, name: tuple[int, int]) -> tuple[tuple[int, int], ...]:
    cuts = [match.span() for match in _HYPHEN.finditer(text, *name)]
    edges = [name[0], *(edge for cut in cuts for edge in cut), name[1]]
    return tuple(zip(edges[::2], edges[1::2], strict=True))


def groups_of(text: str, places: list[Place]) -> list[list[Place]]:
    """Names that stand in one list: separated by commas, semicolons or "và" alone."""
    groups: list[list[Place]] = []
    for place in places:
        if groups and _BETWEEN.fullmatch(text[groups[-1][-1].end : place.start]):
            groups[-1].append(place)
        else:
            groups.append([place])
    return groups


def _place(text: str, start: int, match: re.Match[str]) -> Place | None:
    first, last = match.span("name")
    kind = " ".join((match.group("type") or match.group("other") or "").lower().split())
    other = match.group("other") is not None
    begin = match.start()
    if not kind:
        left = max(start, first - 32)
        typed = _TYPED_ANY_CASE.search(text[left:first].rstrip())
        if typed:
            begin, kind = left + typed.start(), typed.group().lower()
            other = re.fullmatch(f"{_OTHER_TYPES}|{_LONG_TYPES}", kind) is not None
    name = _trim(text, first, last, typed=bool(kind))
    if name is None:
        return None
    return Place(begin if kind else name[0], name[1], name, kind, other)


def _trim(text: str, first: int, last: int, *, typed: bool) -> tuple[int, int] | None:
    """The syllables of a name up to a code; ``None`` when they name a body or a document."""
    words: list[tuple[int, int]] = []
    for match in _WORD.finditer(text, first, last):
        if _is_code(match.group()):
            break
        words.append(match.span())
    if words and not typed and text[slice(*words[-1])].isdigit():
        words.pop()
    if not words or _is_no_place([text[slice(*word)].lower() for word in words], typed=typed):
        return None
    return words[0][0], words[-1][1]


def _is_no_place(syllables: list[str], *, typed: bool) -> bool:
    first, several = syllables[0], len(syllables) >= _MIN_SYLLABLES
    if _BODY_PAIRS.match(" ".join(syllables)):
        return True
    if typed:
        return not several and first in _NOT_ALONE
    opens_title = several and syllables[1] in (
        _OPENERS if len(syllables) == _MIN_SYLLABLES else _BODY_OPENERS
    )
    return first in _NOT_NAMES or not several or opens_title


def _is_code(word: str) -> bool:
    return (len(word) > 1 and word.isupper()) or word in {"I", "V", "X"}


def _with_single_syllables(text: str, end: int, found: list[Place]) -> list[Place]:
    """Add one-syllable names that stand in a list behind a longer name."""
    out: list[Place] = []
    for index, place in enumerate(found):
        out.append(place)
        limit = found[index + 1].start if index + 1 < len(found) else end
        at = place.end
        while gap := _BETWEEN.match(text, at, limit):
            match = _SINGLE.match(text, gap.end(), limit)
            if match is None or match.group().lower() in _NOT_NAMES or _is_code(match.group()):
                break
            out.append(Place(match.start(), match.end(), match.span(), "", False))
            at = match.end()
    return out


def _with_containers(text: str, places: list[Place]) -> list[Place]:
    out: list[Place] = []
    for place in places:
        if out and out[-1].within is None and _is_within(text, out[-1], place):
            stop = place.end
            if text[stop : stop + 1] == ")" and "(" in text[out[-1].end : place.start]:
                stop += 1
            out[-1] = replace(out[-1], within=place.name, end=stop)
        else:
            out.append(place)
    return out


def _is_within(text: str, inner: Place, outer: Place) -> bool:
    between = text[inner.end : outer.start]
    if _BRACKET.fullmatch(between):
        return text[outer.end : outer.end + 1] == ")"
    if not _INSIDE.fullmatch(between):
        return False
    explicit = "thuộc" in between or "của" in between
    if explicit:
        return outer.type in {"huyện", "tỉnh", "thị xã", "thành phố", "quận"}
    return bool(inner.type) and outer.type in _ABOVE.get(inner.type, set())
