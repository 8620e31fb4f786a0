"""How many towns of which class stand on a day: per rule set, and over the parts of the province.

A town falls in exactly one cell of a count, so the cells of any partition add up to the towns counted.
Classes of different rule sets stand in different cells and are never added.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from dothi.base.text import fold
from dothi.base.time import NEVER, Bound, Period, Truth
from dothi.law import Law
from dothi.law.classes import ClassOf
from dothi.places.pack_rows import read_towns
from dothi.places.tables import Faults
from dothi.places.towns import ClassAnswer, ClassRecord
from dothi.towns.recognised import pack_records, recognised_on

PARTS = ("region", "cluster", "corridor", "chain")
UNSAID = ""
"""The part of a town that no document places."""


@dataclass(frozen=True, slots=True)
class TownState:
    """A town on a day. ``holds`` is YES or UNKNOWN; ``status`` is ``recognised`` or ``planned``."""

    name: str
    status: str
    holds: Truth
    classes: tuple[ClassAnswer, ...] = ()
    region: str = UNSAID
    cluster: str = UNSAID
    corridor: str = UNSAID
    chain: str = UNSAID


@dataclass(frozen=True, slots=True)
class Cell:
    """Where a town is counted.

    ``standing``: ``recognised``, ``perhaps`` (it may not stand yet, or records leave its class open) or
    ``planned``. ``held`` is ``None`` where no one class is known; ``derived`` when a transition rule gave it.
    """

    standing: str
    held: ClassOf | None
    derived: bool = False


def pack_towns(law: Law, folder: Path, day: date) -> tuple[TownState, ...]:
    """Towns of a province pack that stand, or may stand, on ``day``, by name."""
    records = pack_records(folder)
    found = [
        TownState(
            row.name,
            row.status,
            row.period.holds(day),
            recognised_on(law, records, row.name, day) if row.status == "recognised" else (),
            row.region,
            row.cluster,
            row.corridor,
            row.chain,
        )
        for row in read_towns(folder, Faults())
        if row.period.holds(day) is not Truth.NO
    ]
    return tuple(sorted(found, key=lambda town: fold(town.name)))


def cell(town: TownState) -> Cell:
    """The one cell in which ``town`` is counted."""
    if town.status != "recognised":
        return Cell("planned", None)
    held = {ClassOf(answer.rule_set, answer.class_code) for answer in town.classes}
    sure = all(answer.holds is Truth.YES for answer in town.classes)
    one = next(iter(held)) if len(held) == 1 else None
    certain = town.holds is Truth.YES and sure and len(held) <= 1
    derived = one is not None and any(answer.derived for answer in town.classes)
    return Cell("recognised" if certain else "perhaps", one, derived)


def counts(towns: Iterable[TownState]) -> Mapping[Cell, int]:
    """Towns by cell; the values add up to the number of towns."""
    return Counter(cell(town) for town in towns)


def counts_by(towns: Iterable[TownState], part: str) -> Mapping[str, Mapping[Cell, int]]:
    """Towns by cell for each region, cluster, corridor or chain; :data:`UNSAID` where no document says.

    :param part: one of :data:`PARTS`.
    """
    found: dict[str, list[TownState]] = {}
    for town in towns:
        found.setdefault(str(getattr(town, part)), []).append(town)
    return {name: counts(found[name]) for name in sorted(found)}


def what_if(towns: Sequence[TownState], reached: Mapping[str, ClassOf]) -> tuple[TownState, ...]:
    """The towns as they would stand if those of ``reached`` (by name) were recognised with the class named.

    Nobody's people move and no other town changes. Raises :class:`KeyError` for a name of no town.
    """
    wanted = {fold(name): held for name, held in reached.items()}
    for name in reached:
        if fold(name) not in {fold(town.name) for town in towns}:
            raise KeyError(name)
    return tuple(_raised(town, wanted.get(fold(town.name))) for town in towns)


def _raised(town: TownState, held: ClassOf | None) -> TownState:
    if held is None:
        return town
    period = Period(Bound(None, None), NEVER)
    record = ClassRecord(town.name, held.rule_set, held.class_code, period, "assumed", "")
    answer = ClassAnswer(held.rule_set, held.class_code, Truth.YES, "assumed", record)
    return replace(town, status="recognised", holds=Truth.YES, classes=(answer,))
