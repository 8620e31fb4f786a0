"""Pictures of the system of towns, drawn by the server: ladder, path of urbanisation, map of towns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby, pairwise
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from dothi.base.time import Truth
from dothi.portal.asking import Asking
from dothi.portal.lawbook import class_words
from dothi.portal.public.asks import language
from dothi.portal.public.minimap import HEIGHT, WIDTH, Shape, meets, outline_path, scale_bar, view_of
from dothi.registry.places.answers import PackInfo, TownRow
from dothi.registry.places.queries import level_on, units_on
from dothi.towns.system_pace import Observed
from dothi.towns.system_tables import System

WIDE, HIGH = 720, 340
LEFT, RIGHT, TOP, BOTTOM = 54, 24, 24, 40
CLOSE = 40
LOWEST = 6
R, LETTER = 9, 8.5
"""Radius of a dot, and room for a letter of a name."""
NAMED = 6
"""So many towns at most are named on the map, of the highest classes."""


@dataclass(frozen=True, slots=True)
class Rung:
    """One bar of the ladder; ``width`` is 0 to 100, ``tone`` names its colour."""

    label: str
    note: str
    count: int
    width: str
    tone: str


def ladder_bars(rows: Sequence[dict[str, Any]]) -> list[tuple[str, list[Rung]]]:
    """Bars by rule set (``""`` where no class is known), from the worded rows of the ladder."""
    most = max((row["count"] for row in rows), default=1)
    tones = {"recognised": "sure", "perhaps": "open", "planned": "planned"}
    ordered = sorted(rows, key=lambda row: (not row["rules"], row["rules"]))
    return [
        (
            rules,
            [
                Rung(
                    row["title"],
                    row["standing"],
                    row["count"],
                    f"{100 * row['count'] / most:.2f}",
                    tones[row["code"]],
                )
                for row in group
            ],
        )
        for rules, group in groupby(ordered, key=lambda row: row["rules"])
    ]


@dataclass(frozen=True, slots=True)
class Mark:
    """A point, or a stretch of days from ``x`` to ``end``, with what it says."""

    x: float
    end: float
    y: float
    rate: float
    label: str
    aim: bool
    side: str = ""
    """Where the number goes when another stands close: ``before`` or ``after``."""


@dataclass(frozen=True, slots=True)
class PathChart:
    """The path of urbanisation: axes, marks, and lines of what was and of what targets ask for."""

    width: int
    height: int
    years: tuple[tuple[float, int], ...]
    rates: tuple[tuple[float, int], ...]
    marks: tuple[Mark, ...]
    past: tuple[tuple[float, float, float, float], ...]
    needed: tuple[tuple[float, float, float, float], ...]
    base: float
    left: float
    right: float


def path_chart(found: System) -> PathChart | None:
    """Draw what was observed and what documents aim for; ``None`` where nothing was observed."""
    if not found.observed:
        return None
    paces = [*found.needed, *found.past]
    days = [one.first for one in found.observed] + [pace.until for pace in paces]
    rates = [one.percent for one in found.observed] + [float(pace.rate) for pace in paces]
    axes = _Axes(min(days).year, max(days).year + 1, _down(min(rates)), _down(max(rates)) + 5)
    marks = _apart([_seen(one, axes, found) for one in found.observed])
    aims = {(pace.until, pace.rate): found.titles.get(pace.source, pace.source) for pace in found.needed}
    marks += [
        Mark(axes.x(day), axes.x(day), axes.y(float(rate)), float(rate), f"{title}, {day.year}", aim=True)
        for (day, rate), title in aims.items()
    ]
    return PathChart(
        WIDE,
        HIGH,
        tuple((axes.x(date(year, 1, 1)), year) for year in range(axes.first, axes.last + 1, axes.step)),
        tuple((axes.y(rate), rate) for rate in range(axes.low, axes.high + 1, 5)),
        tuple(marks),
        tuple(_line(axes, pace.since, pace.until, float(pace.rate)) for pace in found.past),
        tuple(_line(axes, pace.since, pace.until, float(pace.rate)) for pace in found.needed),
        HIGH - BOTTOM,
        LEFT,
        WIDE - RIGHT,
    )


@dataclass(frozen=True, slots=True)
class _Axes:
    first: int
    last: int
    low: int
    high: int

    @property
    def step(self) -> int:
        """Years between two labels."""
        return 1 if self.last - self.first <= 10 else 2 if self.last - self.first <= 20 else 5

    def x(self, day: date) -> float:
        whole = (date(self.last, 1, 1) - date(self.first, 1, 1)).days
        return LEFT + (WIDE - LEFT - RIGHT) * (day - date(self.first, 1, 1)).days / whole

    def y(self, rate: float) -> float:
        return HIGH - BOTTOM - (HIGH - TOP - BOTTOM) * (rate - self.low) / (self.high - self.low)


def _down(rate: float) -> int:
    return int(rate // 5) * 5


def _seen(one: Observed, axes: _Axes, found: System) -> Mark:
    title = found.titles.get(one.source, one.source)
    return Mark(
        axes.x(one.first),
        axes.x(one.last),
        axes.y(one.percent),
        one.percent,
        f"{title}, {one.last.year}",
        aim=False,
    )


def _apart(marks: list[Mark]) -> list[Mark]:
    """Numbers of observations that follow each other closely go to their outer sides."""
    close = [other.end - one.end < CLOSE for one, other in pairwise(marks)]
    before, after = [*close, False], [False, *close]
    return [
        replace(mark, side="before" if early else "after" if late else "")
        for mark, early, late in zip(marks, before, after, strict=True)
    ]


def _line(axes: _Axes, since: Observed, until: date, rate: float) -> tuple[float, float, float, float]:
    return axes.x(since.last), axes.y(since.percent), axes.x(until), axes.y(rate)


@dataclass(frozen=True, slots=True)
class Dot:
    """A town on the map; ``tone`` is its rank of class, ``planned`` or ``unknown``."""

    x: float
    y: float
    name: str
    said: str
    letter: str
    tone: str
    url: str
    named: bool


@dataclass(frozen=True, slots=True)
class TownMap:
    """Towns of a day over pale outlines; ``absent`` are towns that no source places."""

    width: int
    height: int
    shapes: tuple[Shape, ...]
    dots: tuple[Dot, ...]
    absent: tuple[str, ...]
    scale_width: float
    scale_km: float


def town_map(info: PackInfo, rows: Sequence[TownRow], asking: Asking) -> TownMap:
    """Draw the towns by class on the units of the day."""
    view = view_of(info.extent)
    units = units_on(
        asking.as_of, asking.as_known_on, level_on(asking.as_of, asking.as_known_on), outlines=True
    )
    shapes = tuple(
        Shape(outline_path(unit.outline, view), unit.name, strong=False)
        for unit in units
        if unit.outline and meets(unit.box, info.extent)
    )
    placed = [row for row in rows if row.longitude is not None and row.latitude is not None]
    kilometres, length = scale_bar(view)
    dots = _with_names([_dot(row, *view.place(row.longitude, row.latitude), asking) for row in placed])
    absent = tuple(row.name for row in rows if row not in placed)
    return TownMap(WIDTH, HEIGHT, shapes, dots, absent, length, kilometres)


def _with_names(dots: Sequence[Dot]) -> tuple[Dot, ...]:
    """Name the towns of the highest classes where there is room, and draw them on top."""
    ranked = sorted((dot for dot in dots if dot.tone.isdigit()), key=lambda dot: (dot.tone, dot.name))
    named: list[Dot] = []
    for dot in ranked[:NAMED]:
        others = [other for other in dots if other is not dot]
        if not any(_touches(dot, other.x - R, other.x + R, other.y) for other in others) and not any(
            _touches(dot, other.x, _end(other), other.y) for other in named
        ):
            named.append(dot)
    names = {dot.name for dot in named}
    marked = [replace(dot, named=dot.name in names) for dot in dots]
    return tuple(sorted(marked, key=lambda dot: dot.named))


def _end(dot: Dot) -> float:
    return dot.x + R + LETTER * len(dot.name)


def _touches(dot: Dot, left: float, right: float, y: float) -> bool:
    """Whether the name beside ``dot`` runs into what lies from ``left`` to ``right`` at ``y``."""
    return left < _end(dot) and right > dot.x + R and abs(y - dot.y) < 2 * R


def _dot(row: TownRow, x: float, y: float, asking: Asking) -> Dot:
    words = [class_words(one, language()) for one in row.classes]
    sure = len(words) == 1 and row.holds is Truth.YES and words[0].certain
    planned = row.status != "recognised"
    tone = "planned" if planned else str(min(words[0].rank, LOWEST)) if sure else "unknown"
    letter = "" if planned else row.classes[0].class_code if sure else "?"
    said = _("Dự kiến") if planned else _("Chưa rõ loại")
    if sure and not planned:
        said = f"{words[0].title} ({words[0].rule_set_short})"
    url = reverse("public:town", args=[row.key]) + asking.query()
    return Dot(x, y, row.name, said, letter, tone, url, named=False)


def legend(dots: Iterable[Dot]) -> list[tuple[str, str, str]]:
    """Tones on the map with their words and letters, each once, higher classes first."""
    found = {dot.tone: (dot.tone, dot.said, dot.letter) for dot in dots}
    return [found[tone] for tone in sorted(found)]
