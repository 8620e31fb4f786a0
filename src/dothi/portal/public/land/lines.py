"""What the page and the panel say of land, line by line, in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dothi.base.time import Period
from dothi.land.record import ParcelFacts, Share
from dothi.portal.land_functions import FunctionWords


@dataclass(frozen=True, slots=True)
class Standing:
    """A verdict as a state of the portal: its code, its word, and why."""

    code: str
    word: str
    reason: str


@dataclass(frozen=True, slots=True)
class OverrideLine:
    """What a person concluded; ``share`` is the part of the land it speaks of, where it is not all of it."""

    number: int
    standing: Standing
    reason: str
    document: str
    author: str
    decided_on: date
    withdrawn_on: date | None
    withdrawal: str
    share: Share | None
    counts: bool


@dataclass(frozen=True, slots=True)
class ConcludedLine:
    """What was computed where a conclusion stands, and every conclusion ever recorded here."""

    computed: Standing | None
    lines: tuple[OverrideLine, ...]


@dataclass(frozen=True, slots=True)
class ZoneLine:
    """One zone; ``function`` has the colour, ``limits`` are pairs of words."""

    heading: str
    function: FunctionWords
    code: str
    name: str
    sign: str
    limits: tuple[tuple[str, str], ...]
    share: Share | None
    away_m: float
    note: str
    certain: bool


@dataclass(frozen=True, slots=True)
class UseLine:
    """One current use under one function; ``resolution`` is a sentence, empty where none is asked for."""

    current: str
    code: str
    function: FunctionWords
    share: Share | None
    away_m: float
    standing: Standing
    resolution: str


@dataclass(frozen=True, slots=True)
class UsesLine:
    """What becomes of the current use under a plan: the gravest lines first, strips apart."""

    standing: Standing
    lines: tuple[UseLine, ...]
    more: tuple[UseLine, ...]
    strips: tuple[UseLine, ...]
    unknown: Share | None
    source: str
    illustrative: bool


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One version of a plan; ``standing`` is ``None`` where its level has already said it.

    ``zones`` are the largest, ``more`` the others; ``sums`` add up the zones of each function where there are
    more than fit a glance, the largest first.
    """

    title: str
    url: str
    decision: str
    number: int
    digest: str
    period: Period
    illustrative: bool
    standing: Standing | None
    zones: tuple[ZoneLine, ...]
    more: tuple[ZoneLine, ...]
    sums: tuple[tuple[FunctionWords, Share], ...]
    strips: tuple[ZoneLine, ...]
    unzoned: Share | None
    tolerance_m: float
    uses: UsesLine | None
    concluded: ConcludedLine | None


@dataclass(frozen=True, slots=True)
class LevelLine:
    """One level of plans."""

    title: str
    standing: Standing
    confirmed: bool
    basis: str
    plans: tuple[PlanLine, ...]
    uncovered: Share | None
    concluded: ConcludedLine | None


@dataclass(frozen=True, slots=True)
class ThemeLine:
    """A theme other than plans; ``source`` names its data."""

    title: str
    standing: Standing
    zones: tuple[ZoneLine, ...]
    source: str
    illustrative: bool
    concluded: ConcludedLine | None


@dataclass(frozen=True, slots=True)
class LandWords:
    """Everything the page and the panel say.

    ``latitude`` and ``longitude`` are of the point, or of a point in the area; ``metres`` are north and east
    in ``crs``, for a point only. ``outline`` is that of a parcel of the cadastre, GeoJSON in WGS 84.
    """

    latitude: float
    longitude: float
    is_area: bool
    metres: tuple[float, float] | None
    crs: str
    measured_m2: float | None
    registered_m2: float | None
    illustrative: bool
    notes: tuple[str, ...]
    levels: tuple[LevelLine, ...]
    themes: tuple[ThemeLine, ...]
    reasons: tuple[str, ...]
    parcel: ParcelFacts | None = None
    outline: str = ""
