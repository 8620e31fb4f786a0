"""Lists and counts of towns that documents give, side by side, each with its document and day.

``town_lists.csv`` of a province pack: a row without a town is a count or a rate, a row with one is a name of
the list. Nothing is added across documents, and no document is made the only one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from dothi.base.errors import refuse_all
from dothi.base.text import fold
from dothi.base.time import Bound, Truth
from dothi.law.classes import ClassOf
from dothi.places.tables import Faults, read_table
from dothi.towns.system import TownState

FILE = "town_lists.csv"
_COLUMNS = (
    "list", "source", "document", "document_date", "kind", "year", "rule_set", "town", "as_written", "class",
    "count", "rate", "confidence", "note",
)  # fmt: skip
_UNKNOWN = Bound(None, None)


@dataclass(frozen=True, slots=True)
class Said:
    """One thing a document says.

    ``when``: a year, a day, or empty where the document gives none. ``rule_set`` is empty where the document
    does not say under which rules; then its class is compared with nothing. ``rate`` is in percent.
    """

    where: str
    key: str
    source: str
    document: str
    issued: Bound
    kind: str
    when: str
    rule_set: str
    town: str
    as_written: str
    class_code: str
    count: int | None
    rate: Decimal | None
    confidence: str
    note: str

    @property
    def aimed(self) -> ClassOf | None:
        """The class with its rule set, where both are said."""
        return ClassOf(self.rule_set, self.class_code) if self.rule_set and self.class_code else None


@dataclass(frozen=True, slots=True)
class Compared:
    """A list for one point in time beside what is recognised on a day.

    ``named`` is what the document names; ``whole`` says that it names as many towns as it counts. ``missing``
    are names of the list not recognised on the day, ``perhaps`` those of which it is not known. ``beyond``
    are recognised towns that a whole list does not name; ``None`` for a list that is not whole.
    """

    key: str
    when: str
    count: int | None
    named: tuple[str, ...]
    shared: tuple[str, ...]
    perhaps: tuple[str, ...]
    missing: tuple[str, ...]
    beyond: tuple[str, ...] | None

    @property
    def whole(self) -> bool:
        """Whether the list names every town it counts."""
        return self.beyond is not None


def read_lists(folder: Path) -> tuple[Said, ...]:
    """Read ``town_lists.csv``; empty where the pack has none. Raises :class:`InputError` naming each line."""
    if not (folder / FILE).is_file():
        return ()
    faults = Faults()
    rows = tuple(
        Said(
            row.where,
            row.text("list", required=True),
            row.text("source", required=True),
            row.text("document", required=True),
            row.bound("document_date", _UNKNOWN),
            row.choice("kind", ("observed", "target")),
            row.text("year"),
            row.text("rule_set"),
            row.text("town"),
            row.text("as_written"),
            row.text("class"),
            row.whole("count") if row.text("count") else None,
            row.decimal("rate"),
            row.text("confidence", required=True),
            row.text("note"),
        )
        for row in read_table(folder, FILE, _COLUMNS, faults)
    )
    refuse_all(faults.found)
    return rows


def known_by(rows: Iterable[Said], day: date) -> tuple[Said, ...]:
    """Rows of documents not certainly later than ``day``."""
    return tuple(row for row in rows if row.issued.reached(day) is not Truth.NO)


def compare(rows: Sequence[Said], towns: Sequence[TownState]) -> tuple[Compared, ...]:
    """Every list and point in time beside the towns recognised on a day, in the order of the file."""
    keys = dict.fromkeys((row.key, row.when) for row in rows if row.kind == "target")
    return tuple(_compared([row for row in rows if (row.key, row.when) == key], key, towns) for key in keys)


def _compared(rows: Sequence[Said], key: tuple[str, str], towns: Sequence[TownState]) -> Compared:
    named = tuple(row.town for row in rows if row.town)
    count = next((row.count for row in rows if row.count is not None), None)
    recognised = {fold(town.name): town for town in towns if town.status == "recognised"}
    sure = {name for name, town in recognised.items() if town.holds is Truth.YES}
    beyond = tuple(recognised[name].name for name in sorted(sure - {fold(name) for name in named}))
    return Compared(
        key[0],
        key[1],
        count,
        named,
        tuple(name for name in named if fold(name) in sure),
        tuple(name for name in named if fold(name) in recognised and fold(name) not in sure),
        tuple(name for name in named if fold(name) not in recognised),
        beyond if count is not None and len(named) == count else None,
    )


def differing(rows: Sequence[Said], first: tuple[str, str], second: tuple[str, str]) -> dict[str, list[str]]:
    """Names two lists share, and those only one has (``shared``, ``first``, ``second``)."""
    one = {row.town for row in rows if (row.key, row.when) == first and row.town}
    other = {row.town for row in rows if (row.key, row.when) == second and row.town}
    return {
        "shared": sorted(one & other, key=fold),
        "first": sorted(one - other, key=fold),
        "second": sorted(other - one, key=fold),
    }
