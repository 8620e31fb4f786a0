"""What the register answers about places: plain values for page, API, export and command alike."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from dothi.base.time import Bound, Period, Truth
from dothi.places.towns import ClassAnswer, ClassRecord, Coverage
from dothi.registry.observations.figures import Figure
from dothi.registry.sources.refs import SourceRef

Box = tuple[float, float, float, float]
"""West, south, east, north in degrees of WGS 84."""


@dataclass(frozen=True, slots=True)
class Change:
    """A day on which the lists of units changed."""

    day: date
    title: str
    title_en: str
    source: str


@dataclass(frozen=True, slots=True)
class PackInfo:
    """The province this registry was built for: what it calls home, where to look, when its units changed."""

    key: str
    title: str
    title_en: str
    home: tuple[str, ...]
    extent: Box
    changes: tuple[Change, ...]
    loaded_at: datetime
    digest: str


@dataclass(frozen=True, slots=True)
class UnitRef:
    """A unit named in passing."""

    key: str
    name: str
    level: int


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit as it stands on a day.

    ``holds``: does it exist on that day. ``others``: further names it may bear instead, where the day of a
    change is not known. ``starts`` and ``ends`` are those of the unit, not of the state. ``outline`` is
    filled on demand.
    """

    key: str
    code: str
    name: str
    kind: str
    level: int
    parent_key: str
    parent_name: str
    holds: Truth
    others: tuple[str, ...]
    starts: Bound
    ends: Bound
    longitude: float | None
    latitude: float | None
    official_area_km2: Decimal | None
    box: Box | None
    outline: dict[str, Any] | None
    outline_basis: str
    source: SourceRef
    illustrative: bool


@dataclass(frozen=True, slots=True)
class StateRow:
    """One entry of a unit's history."""

    name: str
    kind: str
    parent_key: str
    parent_name: str
    period: Period
    source: SourceRef


@dataclass(frozen=True, slots=True)
class Relation:
    """A predecessor or successor: when, whether the predecessor went over whole, its share where known."""

    key: str
    name: str
    start: Bound
    whole: bool
    share: Decimal | None
    note: str
    source: SourceRef


@dataclass(frozen=True, slots=True)
class HolderRow:
    """A unit of the day asked for that holds the ground, whole or in part."""

    key: str
    name: str
    level: int
    whole: bool


@dataclass(frozen=True, slots=True)
class AliasRow:
    """Another name of a unit or town and why it stands for the same."""

    name: str
    reason: str
    note: str
    source: SourceRef


@dataclass(frozen=True, slots=True)
class TownRow:
    """A town as it stands on a day; several ``classes``, all UNKNOWN, where records leave its class open.

    ``since``: the day by which it certainly stood as it does, ``None`` where no record gives one.
    """

    key: str
    name: str
    status: str
    region: str
    cluster: str
    corridor: str
    chain: str
    note: str
    holds: Truth
    since: date | None
    classes: tuple[ClassAnswer, ...]
    longitude: float | None
    latitude: float | None
    source: SourceRef
    illustrative: bool


@dataclass(frozen=True, slots=True)
class CoverRow:
    """A unit a town covers on a day; ``derived`` when it follows from earlier units through links."""

    key: str
    name: str
    coverage: Coverage
    holds: Truth
    derived: bool


@dataclass(frozen=True, slots=True)
class TownPage:
    """Everything a town's page shows: its states, the recorded classes, the ground it covers."""

    key: str
    name: str
    row: TownRow | None
    history: tuple[TownRow, ...]
    units: tuple[CoverRow, ...]
    class_history: tuple[tuple[ClassRecord, SourceRef], ...]
    aliases: tuple[AliasRow, ...]
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class UnitPage:
    """Everything a unit's page shows on a day; ``row`` is ``None`` where the unit does not stand on it.

    ``holders`` then name the units that hold its ground.
    """

    key: str
    name: str
    level: int
    row: UnitRow | None
    history: tuple[StateRow, ...]
    ancestors: tuple[UnitRef, ...]
    predecessors: tuple[Relation, ...]
    successors: tuple[Relation, ...]
    holders: tuple[HolderRow, ...]
    children: tuple[UnitRow, ...]
    aliases: tuple[AliasRow, ...]
    towns: tuple[UnitTown, ...]
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class UnitTown:
    """A town that covers a unit on a day."""

    key: str
    name: str
    coverage: Coverage
    derived: bool


@dataclass(frozen=True, slots=True)
class FoundPlace:
    """A search hit. ``matched`` is the name that matched, ``holders`` the units of the day that hold it."""

    subject: Literal["unit", "town"]
    key: str
    name: str
    matched: str
    within: str
    level: int
    holds: Truth
    last_day: date | None
    holders: tuple[HolderRow, ...]
    illustrative: bool = False
