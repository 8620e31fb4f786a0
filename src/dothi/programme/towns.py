"""What a text wants of named towns: class, unit, kind, and by when.

A clause names aims ("đạt tiêu chí đô thị loại II", "trở thành thị xã") and towns. An aim takes the
towns listed right behind it ("cho thị trấn A, thị trấn B"), else those named last before it. A year
belongs to the aim it follows.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final, cast

from dothi.programme.clausework import inside
from dothi.programme.clusters import heads_in
from dothi.programme.model import TownClass, TownStatus
from dothi.programme.placenames import Place, groups_of, places_in
from dothi.programme.sentences import LONGEST_CLAUSE, Stretch, clauses, sentences
from dothi.programme.targets import Years
from dothi.programme.years import When, years_in

_CLASS = r"loại\s+(?P<class>I{1,3}|IV|V)(?![\w])"
_UNITS = r"thành phố trực thuộc trung ương|thành phố trực thuộc tỉnh|thành phố|thị xã|thị trấn|phường|quận"
_AIMS: Final[tuple[tuple[str, str], ...]] = (
    ("class", rf"(?:(?:các\s+)?tiêu chí(?:\s+còn thiếu)?\s+(?:của\s+)?)?(?:đô thị\s+(?:mới\s+)?)?{_CLASS}"),
    (
        "administrative",
        (
            rf"(?:(?:cấp hành chính\s+)?là|trở thành|thành lập|lập|thành"
            rf"|lên)\s+(?P<unit>{_UNITS})(?!\s*(?:thông minh|sinh thái|xanh|văn minh))(?![^\W_])"
        ),
    ),
    ("smart", r"(?:đô thị|thành phố)(?:\s+sinh thái,)?\s+(?P<smart>thông minh)|(?<=sinh thái, )thông minh"),
    ("ecological", r"(?:đô thị|thành phố)(?:\s+(?:du lịch|thông minh,))?\s+(?:sinh thái)"),
    (
        "establish",
        (
            r"(?:hình thành|xây dựng|phát triển|thành lập)(?:\s+mới)?(?:\s+(?:các"
            r"|\d+))?\s+đô thị\s+mới|\d+\s+đô thị\s+mới|(?:hình thành)(?=\s+đô thị\s)"
        ),
    ),
    (
        "other",
        (
            r"(?:trở thành|mục tiêu là|thành)\s+(?:là\s+)?(?:đô thị|trung tâm"
            r"|hạt nhân)(?!\s+(?:thông minh|sinh thái|loại|mới|đặc thù))[^,;.]*"
        ),
    ),
)
_AIM = re.compile(
    "|".join(f"(?P<{name}_aim>{pattern.replace('?P<class>', '?P<class_>')})" for name, pattern in _AIMS),
    re.IGNORECASE,
)
_TOWARD = re.compile(r"hướng đến|hướng tới|từng bước|tiếp tục|định hướng|tiến tới", re.IGNORECASE)
_RECOGNISE = re.compile(r"công nhận", re.IGNORECASE)
_ESTABLISH = re.compile(
    r"(?:hình thành|thành lập)(?:\s+mới)?\s+(?:\d+\s+)?(?:các\s+)?đô thị|đô thị mới", re.IGNORECASE
)
_EQUIVALENT = re.compile(
    r"tương đương\s*(?:với\s*)?(?:các\s*)?(?:tiêu chí\s*)?(?:của\s*)?(?:đô thị\s*)?$", re.IGNORECASE
)
_FOLLOWING = re.compile(
    (
        r"(?:[\s:,(-]|cho|đối với|của|gồm|bao gồm|là|tại|các đô thị|các thị trấn|các|đô thị|\d+"
        r"|còn thiếu|mới|như|thị trấn cho)*"
    ),
    re.IGNORECASE,
)
_LINK = re.compile(r"(?::|\(|cho|đối với|gồm|tại)", re.IGNORECASE)
_NOT_SUBJECT = re.compile(
    r"(?:lấy|trên cơ sở|từ|thuộc|kết nối với|liên kết với|giáp|gắn với|nối|đến|của)\s+$", re.IGNORECASE
)
_CONTINUES = re.compile(r"\s*(?:và|đồng thời|tiếp tục|từng bước|hướng|đô thị|loại|đến)")
_NEAR = 6
_COUNTED = re.compile(r"\d\s+$")
_NOT_A_GOAL = re.compile(
    r"(?:các đô thị|đô thị)\s+loại\s+[IV]+\s+(?:trở lên|hiện có)|theo loại đô thị", re.IGNORECASE
)
_SHARED = re.compile(r"[^,;]*(?:,\s*thông minh)?[^,;]*\bvà\b[^,;]*")


@dataclass(frozen=True, slots=True)
class Goal:
    """One aim for one town in the view; ``chain`` is set when the "town" is a chain or cluster."""

    start: int
    end: int
    name: Stretch
    within: Stretch | None
    members: tuple[Stretch, ...]
    town_class: TownClass | None
    status: TownStatus
    unit: Stretch | None
    years: Years
    from_heading: bool
    chain: bool


@dataclass(frozen=True, slots=True)
class _Subject:
    start: int
    end: int
    places: tuple[Place, ...]
    head: Stretch | None = None
    members: tuple[Stretch, ...] = ()

    @property
    def name(self) -> int:
        """Where the first name starts, behind the word before it."""
        return self.places[0].name[0] if self.places else self.start


@dataclass(frozen=True, slots=True)
class _Aim:
    start: int
    end: int
    status: TownStatus
    town_class: TownClass | None
    unit: Stretch | None


@dataclass(slots=True)
class _Carry:
    """What one clause leaves to the next: whom it spoke of, and the year at the head of the sentence."""

    heading: Years | None
    head: Years | None = None
    subject: _Subject | None = None


@dataclass(frozen=True, slots=True)
class _Reading:
    """One clause with its towns, aims and years."""

    text: str
    clause: Stretch
    subjects: list[_Subject]
    aims: list[_Aim]
    whens: list[When]

    def leading_year(self) -> Years | None:
        """A year before any aim and any town."""
        edges = [*(a.start for a in self.aims), *(s.start for s in self.subjects)]
        leading = [w for w in self.whens if all(w.end <= edge for edge in edges)]
        return leading[0].options[0] if leading else None

    def subject_of(self, index: int) -> _Subject | None:
        """The towns listed right behind an aim, else those named last before it."""
        aim = self.aims[index]
        following = next((s for s in self.subjects if s.name >= aim.end), None)
        if following is not None:
            between = self.text[aim.end : max(aim.end, following.start)]
            bare = aim.status in {"administrative", "establish"} and not between.strip()
            if _FOLLOWING.fullmatch(between) and (bare or _LINK.search(between)):
                return following
        if aim.town_class and _COUNTED.search(self.text, max(self.clause[0], aim.start - 8), aim.start):
            return None
        before = [s for s in self.subjects if s.end <= aim.start]
        return before[-1] if before else None

    def years_of(self, index: int, subject: _Subject) -> Years | None:
        """The year behind an aim, or just before it, or that of the next aim where "và" joins the two."""
        aim = self.aims[index]
        last = index + 1 == len(self.aims)
        stop = self.clause[1] if last else self.aims[index + 1].start
        reach = max(stop, subject.end if subject.start >= aim.end else stop)
        after = [w for w in self.whens if aim.start < w.start < reach]
        if after:
            return after[0].options[0]
        floor = max(self.aims[index - 1].end if index else 0, subject.start)
        before = [w for w in self.whens if floor < w.start and w.end <= aim.start]
        if before and len(self.text[before[-1].end : aim.start].split()) <= _NEAR:
            return before[-1].options[0]
        if not last and (self.aims[index + 1].start == aim.start or self._shares(index)):
            return self.years_of(index + 1, subject)
        return None

    def _shares(self, index: int) -> bool:
        between = self.text[self.aims[index].end : self.aims[index + 1].start]
        return _SHARED.fullmatch(between) is not None


def goals_in(text: str, start: int, end: int, years: Years | None, masked: list[Stretch]) -> list[Goal]:
    """Every aim for a named town in ``text[start:end]``; ``years`` are those of the heading."""
    found: list[Goal] = []
    for first, last in sentences(text, start, end):
        carry = _Carry(years)
        for left, right in clauses(text, first, last):
            if right - left <= LONGEST_CLAUSE:
                found += _merged(_clause(text, (left, right), masked, carry))
    return found


def _clause(text: str, clause: Stretch, masked: list[Stretch], carry: _Carry) -> list[Goal]:
    subjects = _subjects(text, *clause)
    aims = [aim for aim in _aims(text, *clause) if not inside(aim.start, masked)]
    whens = [w for w in years_in(text, *clause) if w.use == "aim" and not inside(w.start, masked)]
    reading = _Reading(text, clause, subjects, aims, whens)
    if (lead := reading.leading_year()) is not None:
        carry.head = lead
    goals: list[Goal] = []
    used: _Subject | None = None
    for index in range(len(aims)):
        subject = reading.subject_of(index)
        if subject is None and not subjects and index == 0 and _CONTINUES.match(text, clause[0], aims[0].end):
            subject = carry.subject
        if subject is None:
            continue
        used = subject
        own = reading.years_of(index, subject) or carry.head
        inherited = own is None and carry.heading is not None
        goals += _goals(clause, aims[index], subject, own or carry.heading or (None, None), inherited)
    carry.subject = used or (subjects[-1] if subjects else carry.subject)
    return goals


def _subjects(text: str, start: int, end: int) -> list[_Subject]:
    heads = [(k, s) for k, s in heads_in(text, start, end) if k in {"chain", "corridor"}]
    out: list[_Subject] = []
    places = [
        p
        for p in places_in(text, start, end)
        if not p.other and p.type != "tỉnh" and not any(a <= p.name[0] < b for _, (a, b) in heads)
    ]
    groups = [
        g
        for g in groups_of(text, places)
        if not _NOT_SUBJECT.search(text[max(start, g[0].start - 24) : g[0].start])
    ]
    for _, (first, last) in heads:
        inner = [p for p in places_in(text, first, last) if not p.other]
        members = [s for p in inner for s in p.names]
        stop = last
        for group in list(groups):
            if re.fullmatch(r"\s*(?:bao\s+)?gồm\s*(?:các đô thị)?\s*:?\s*", text[last : group[0].start]):
                members = [s for p in group for s in p.names]
                stop = group[-1].end
                groups.remove(group)
        out.append(_Subject(first, stop, (), (first, last), tuple(members)))
    out += [_Subject(g[0].start, g[-1].end, tuple(g)) for g in groups]
    return sorted(out, key=lambda subject: subject.start)


def _aims(text: str, start: int, end: int) -> list[_Aim]:
    out: list[_Aim] = []
    for match in _AIM.finditer(text, start, end):
        if _NOT_A_GOAL.match(text, match.start(), end):
            continue
        kind = next(name for name, _ in _AIMS if match.group(f"{name}_aim"))
        if kind == "class":
            out.append(_class_aim(text, start, match))
        elif kind == "administrative":
            named = text[match.end() : match.end() + 2].lstrip()[:1].isupper()
            if named and not match.group().lower().startswith(("thành lập", "lập")):
                continue
            out.append(_Aim(*match.span(), "administrative", None, match.span("unit")))
        else:
            if kind == "smart" and "sinh thái," in match.group():
                out.append(_Aim(*match.span(), "ecological", None, None))
            out.append(_Aim(*match.span(), cast("TownStatus", kind), None, None))
    return out


def _class_aim(text: str, start: int, match: re.Match[str]) -> _Aim:
    lead = text[start : match.start()]
    cut = max((m.end() for m in re.finditer(r"loại\s+[IV]+|thông minh|thành\s+(?:phố|thị)", lead)), default=0)
    lead = lead[cut:]
    status: TownStatus = "reach"
    if _EQUIVALENT.search(lead) or "tương đương" in match.group().lower():
        status = "equivalent"
    elif _RECOGNISE.search(lead):
        status = "recognise"
    elif _ESTABLISH.search(lead + match.group()):
        status = "establish"
    elif re.search(r"đạt\s*(?:được\s*)?$", lead) and not _TOWARD.search(re.split(r"[,;]", lead)[-1][-30:]):
        status = "reach"
    elif (
        _TOWARD.search(lead) and not re.search(r"phấn đấu|hoàn thành (?:các )?tiêu chí", lead, re.IGNORECASE)
    ) or (re.search(r"theo\s+$", lead) and "tiêu chí" in match.group()):
        status = "toward"
    return _Aim(*match.span(), status, cast("TownClass", match.group("class_").upper()), None)


def _goals(clause: Stretch, aim: _Aim, subject: _Subject, years: Years, inherited: bool) -> list[Goal]:
    plain = Goal(
        *clause,
        name=subject.head or (0, 0),
        within=None,
        members=subject.members,
        town_class=aim.town_class,
        status=aim.status,
        unit=aim.unit,
        years=years,
        from_heading=inherited,
        chain=subject.head is not None,
    )
    if subject.head is not None:
        return [plain]
    return [replace(plain, name=p.name, within=p.within, members=_area(p)) for p in subject.places]


def _area(place: Place) -> tuple[Stretch, ...]:
    """The towns of an area that is named by all of them."""
    area = len(place.names) > 2 or (len(place.names) > 1 and place.type.startswith("khu vực"))
    return place.names if area else ()


def _merged(goals: list[Goal]) -> list[Goal]:
    """A town to be formed as a town of some class is one goal, not two; repeated aims are one."""
    out: list[Goal] = []
    for goal in goals:
        twin = next((i for i, o in enumerate(out) if o.name == goal.name and _same_goal(o, goal)), None)
        if twin is None:
            out.append(goal)
            continue
        other = out[twin]
        out[twin] = replace(
            other,
            town_class=other.town_class or goal.town_class,
            status="establish" if "establish" in {other.status, goal.status} else other.status,
            unit=other.unit or goal.unit,
            years=goal.years if goal.town_class and not goal.from_heading else other.years,
            from_heading=other.from_heading and goal.from_heading,
        )
    return out


def _same_goal(first: Goal, second: Goal) -> bool:
    if "establish" in {first.status, second.status}:
        return first.town_class is None or second.town_class is None or first.town_class == second.town_class
    return (first.status, first.town_class, first.unit) == (second.status, second.town_class, second.unit)
