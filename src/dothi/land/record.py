"""The answer to "what applies to this land", as one tree that pages, JSON and print all render.

Every verdict is three-valued. A plan or a layer that could not be read, a plan whose time in force is not
known to the day, a level of which nothing is on record: each is "not known" with its reason, never "does not
apply".
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from dothi.base.time import Period, Truth
from dothi.land.limits import Limit

if TYPE_CHECKING:
    from dothi.land.permission import Change, Need


class Verdict(StrEnum):
    """Whether something applies to the land asked about."""

    APPLIES = "applies"
    NOT = "does-not-apply"
    UNKNOWN = "not-known"


@dataclass(frozen=True, slots=True)
class Words:
    """A sentence in both languages."""

    vi: str
    en: str

    def __bool__(self) -> bool:
        return bool(self.vi)


NONE = Words("", "")


@dataclass(frozen=True, slots=True)
class Share:
    """A part of the land: m², and as fractions of the measured and of the registered area.

    Fractions are ``None`` where that area is not known; both are for a point, which has no area.
    """

    m2: float
    of_measured: float | None = None
    of_registered: float | None = None


@dataclass(frozen=True, slots=True)
class Override:
    """What a person concluded of a plan, a level or a theme on some ground, whatever was computed.

    ``whole`` says that it speaks of all of the land asked about, ``share`` of how much. It ``counts`` where
    it is whole, not withdrawn and the latest; any other is history, and is still said.
    """

    number: int
    verdict: Verdict
    reason: str
    document: str
    author: str
    decided_on: date
    recorded_on: date
    withdrawn_on: date | None = None
    withdrawal: str = ""
    whole: bool = False
    share: Share | None = None
    counts: bool = False


@dataclass(frozen=True, slots=True)
class Computed:
    """What the data say by themselves, where a person concluded otherwise or the same."""

    verdict: Verdict
    reason: Words


@dataclass(frozen=True, slots=True)
class ZoneAnswer:
    """One zone of a plan on the land.

    ``function`` is a key of the law's table of functions, ``""`` where none was found; ``code`` is what the
    author wrote. ``sliver`` marks a strip narrower than the drawing can tell; ``away_m`` is how far a point
    lies outside the zone, 0 inside. Of a facility that keeps land away, ``note`` is the rule, ``away_m`` the
    distance, and ``certain`` is false where it is not known whether the rule reaches this far.
    """

    layer: str
    feature: int
    function: str
    code: str
    name: str
    sign: str
    limits: tuple[Limit, ...]
    share: Share | None
    sliver: bool = False
    away_m: float = 0.0
    note: Words = NONE
    certain: bool = True


@dataclass(frozen=True, slots=True)
class UseChange:
    """All land of one current code under one planned function, and what the law asks for there.

    ``function`` is a key of the law's table, or the author's code where none was found; ``use`` is what the
    law calls the current code, empty where nobody read it. ``share`` is ``None`` for a point, which lies
    ``away_m`` outside one of the two. ``sliver`` marks a strip that the drawings cannot tell from none.
    """

    code: str
    use: Words
    function: str
    share: Share | None
    change: Change
    sliver: bool = False
    away_m: float = 0.0


@dataclass(frozen=True, slots=True)
class UseChanges:
    """The current use of the land against one plan.

    ``verdict`` and ``resolution`` (of the People's Council, article 122 of the Land Law) are of the gravest
    of ``changes``, strips apart. ``unknown`` is land in the plan's zones of which the current use is not
    known, for ``reason``; ``source`` names the data of current use.
    """

    verdict: Need
    resolution: Truth
    reason: Words
    changes: tuple[UseChange, ...] = ()
    unknown: Share | None = None
    source: str = ""
    illustrative: bool = False


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """What identifies a version of a plan, and its time in force; ``digest`` is the hash of its content."""

    key: str
    title: str
    title_en: str
    level: str
    scale: int | None
    number: int
    decision_number: str
    decision_date: date | None
    issuer: str
    digest: str
    period: Period
    in_force: Truth
    illustrative: bool


@dataclass(frozen=True, slots=True)
class PlanAnswer:
    """One version of a plan against the land.

    ``covered`` is the land inside the plan's boundary, ``unzoned`` the land inside it that no zone covers;
    both ``None`` for a point and where the plan could not be read. ``tolerance_m`` is what its drawing can
    tell apart. ``unread`` says that the verdict is not known because reading failed. ``uses`` is ``None``
    where nobody asked about the current use, or the plan does not say anything of the land.
    """

    facts: PlanFacts
    verdict: Verdict
    reason: Words
    zones: tuple[ZoneAnswer, ...] = ()
    covered: Share | None = None
    unzoned: Share | None = None
    tolerance_m: float = 0.0
    unread: bool = False
    uses: UseChanges | None = None
    computed: Computed | None = None
    overrides: tuple[Override, ...] = ()


@dataclass(frozen=True, slots=True)
class LevelAnswer:
    """All plans of one level against the land; ``uncovered`` is land that no plan of the level covers.

    ``computed`` is what the data say where one of ``overrides`` counts; so too for plans and themes.
    """

    level: str
    title: Words
    basis: str
    confirmed: bool
    verdict: Verdict
    reason: Words
    plans: tuple[PlanAnswer, ...] = ()
    uncovered: Share | None = None
    computed: Computed | None = None
    overrides: tuple[Override, ...] = ()


@dataclass(frozen=True, slots=True)
class ThemeAnswer:
    """A restriction or the current use: one theme against the land; ``source`` names its data.

    ``unread`` says that at least one of its layers could not be read.
    """

    theme: str
    title: Words
    verdict: Verdict
    reason: Words
    zones: tuple[ZoneAnswer, ...] = ()
    source: str = ""
    illustrative: bool = False
    unread: bool = False
    computed: Computed | None = None
    overrides: tuple[Override, ...] = ()


@dataclass(frozen=True, slots=True)
class ParcelFacts:
    """The parcel of the cadastre that was asked about.

    ``unit`` is the commune in which it is counted, ``now`` the units of the day asked about that hold that
    commune's ground there. ``since`` is the day of the snapshot named by ``title`` and ``document``.
    """

    sheet: str
    parcel: str
    unit: str
    now: tuple[str, ...]
    title: str
    document: str
    since: date | None
    layer: str
    registered_m2: float | None = None
    illustrative: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """Everything known of the land on the day ``as_of``, as known on ``as_known_on`` (``None``: now).

    ``shape`` is in WGS 84; ``measured_m2`` is ``None`` for a point. ``notes`` say how coordinates were taken.
    """

    shape: Any
    measured_m2: float | None
    registered_m2: float | None
    as_of: date
    as_known_on: date | None
    levels: tuple[LevelAnswer, ...]
    themes: tuple[ThemeAnswer, ...]
    notes: tuple[Words, ...] = ()
    parcel: ParcelFacts | None = None

    @property
    def illustrative(self) -> bool:
        """Whether anything said here rests on invented plans or on an invented cadastre."""
        if self.parcel is not None and self.parcel.illustrative:
            return True
        plans = (plan for level in self.levels for plan in level.plans)
        return any(plan.facts.illustrative for plan in plans) or any(one.illustrative for one in self.themes)
