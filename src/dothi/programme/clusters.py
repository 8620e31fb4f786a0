"""Clusters, corridors, chains and regions, and the towns the text says they consist of."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from dothi.programme.letters import LOWER, UPPER
from dothi.programme.model import ClusterKind
from dothi.programme.placenames import groups_of, places_in
from dothi.programme.sentences import Stretch, clauses, sentences

_WORD = rf"[{LOWER}]+"
_QUALITY = (
    rf"(?:\s+(?!gồm|đạt|là|có|từ|theo|trong|với|nối|phát|thành|được|đến|và\s|của|lấy|đi|liên"
    rf"|kết|cho|trên|tại|để|nhằm|thì)(?:{_WORD}|số\s+\d+|[IVX]+(?!\w)|\d{{1,2}}(?![\d.%]|,\d)"
    rf"|[{UPPER}][\w']*|-(?=\s)))"
)
_FROM_TO = (
    rf"(?:\s+từ\s+[{UPPER}][\w']*(?:\s+[{UPPER}][\w']*)*\s+đến\s+[{UPPER}][\w']*(?:\s+[{UPPER}][\w']*)*)?"
)
_HEADS: Final[tuple[tuple[ClusterKind, str], ...]] = (
    ("chain", rf"(?:[Cc]huỗi|CHUỖI)\s+đô thị{_QUALITY}{{0,9}}{_FROM_TO}"),
    ("corridor", rf"(?:[Hh]ành lang){_QUALITY}{{1,8}}{_FROM_TO}"),
    (
        "cluster",
        (
            rf"(?:[Cc]ụm)(?:\s+(?:đô thị|động lực|đô thị động lực))(?=\s+[^;,.:]*\S){_QUALITY}{{1,8}}"
            rf"|[Cc]ụm\s+số\s+\d+"
        ),
    ),
    (
        "region",
        (
            r"(?:[Vv]ùng|[Tt]iểu vùng|[Kk]hu vực)(?:\s+phía)?\s+(?:Đông|Tây|Nam|Bắc|Trung|đồng bằng"
            r"|ven biển|miền núi|đồi núi|trung du|cao)"
            r"(?:\s+(?:phía|Đông|Tây|Nam|Bắc|ven|biển|núi|nguyên|ven sông))*|[Pp]hía\s+(?:Đông|Tây|Nam"
            r"|Bắc)(?:\s+(?:Nam|Bắc))?"
        ),
    ),
)
_HEAD = re.compile("|".join(f"(?P<{kind}>{pattern})" for kind, pattern in _HEADS))
_ONLY_HEAD = re.compile(r"(?:Về|Đối với|Tại|Các)?\s*$", re.IGNORECASE)
_MEMBERS = re.compile(
    r"\s*(?:,\s*)?(?:(?:bao\s+)?gồm(?:\s+có)?|gồm|là|:|,?\s*đi qua|,?\s*qua|nối(?:\s+liền)?"
    r"|liên kết|kết nối)\s*:?\s*(?:các\s+đô thị\s*:?)?"
    r"|\s*[(:]\s*",
    re.IGNORECASE,
)
_MORE = re.compile(
    r"(?:làm trung tâm|với|và|đến|tới|cùng|,|;|\s|liên kết|kết nối|nối|các|đô thị|thị trấn|:|-|lấy)+",
    re.IGNORECASE,
)
_CENTRE = re.compile(r"lấy\s+$")
_OWN_LIST = re.compile(
    r"(?:Gồm|Bao gồm|Các đô thị)(?:\s+các)?(?:\s+đô thị)?(?:\s+còn lại)?(?:\s+của vùng)?\s*(?:gồm\s*)?:?\s*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Named:
    """A cluster in the view: its name, and its members in the text's order."""

    kind: ClusterKind
    name: Stretch
    members: tuple[Stretch, ...]


def heads_in(text: str, start: int, end: int) -> list[tuple[ClusterKind, Stretch]]:
    """Every name of a cluster, corridor, chain or region in a stretch."""
    out: list[tuple[ClusterKind, Stretch]] = []
    for match in _HEAD.finditer(text, start, end):
        kind: ClusterKind = next(kind for kind, _ in _HEADS if match.group(kind))
        first, last = match.span()
        while last > first and text[last - 1] in " -,":
            last -= 1
        out.append((kind, (first, last)))
    return out


def opening_head(text: str, start: int, end: int) -> tuple[ClusterKind, Stretch] | None:
    """The cluster a paragraph or heading opens with ("Về phía Đông:", "Đối với Cụm động lực số 1: ...")."""
    heads = heads_in(text, start, min(end, start + 160))
    if heads and _ONLY_HEAD.fullmatch(text[start : heads[0][1][0]].strip()):
        return heads[0]
    return None


def clusters_in(text: str, start: int, end: int) -> list[Named]:
    """Names with the members the same sentence gives them."""
    found: list[Named] = []
    for first, last in sentences(text, start, end):
        for left, right in clauses(text, first, last):
            for kind, name in heads_in(text, left, right):
                members = _members(text, name[1], last if kind != "region" else right)
                members = members or _ends(text, name)
                if members:
                    found.append(Named(kind, name, members))
    return found


def own_list(text: str, start: int, end: int) -> tuple[Stretch, ...]:
    """Members of a paragraph that only lists them: "Gồm các đô thị: A, B, C"."""
    match = _OWN_LIST.match(text, start, end)
    if match is None or not text[match.start() : match.end()].rstrip().lower().endswith(
        (":", "gồm", "đô thị")
    ):
        return ()
    return _list_at(text, match.end(), end)


def _members(text: str, at: int, end: int) -> tuple[Stretch, ...]:
    match = _MEMBERS.match(text, at, end)
    if match is None:
        return ()
    return _list_at(text, match.end(), end)


def _list_at(text: str, at: int, end: int) -> tuple[Stretch, ...]:
    places = [p for p in places_in(text, at, end) if p.type not in {"sông", "tỉnh", "quốc lộ"}]
    if not places or not _MORE.fullmatch(text[at : places[0].start] or ","):
        return ()
    members: list[Stretch] = []
    last = at
    for place in places:
        between = text[last : place.start]
        if members and not _MORE.fullmatch(between):
            break
        if "(" in between or (_CENTRE.search(between) and members):
            break
        parts = place.names
        members += parts if len(parts) > 2 or len(places) == 1 else [place.name]
        last = place.end
    return tuple(dict.fromkeys(members))


def _ends(text: str, name: Stretch) -> tuple[Stretch, ...]:
    match = re.search(r"\s+từ\s+", text[name[0] : name[1]])
    if match is None:
        return ()
    places = places_in(text, name[0] + match.end(), name[1])
    return tuple(stretch for group in groups_of(text, places) for place in group for stretch in place.names)
