"""The towns as a programme ties them together: clusters, chains, regions, and what each town is to become."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from dothi.registry.programmes.models import Item, ItemState
from dothi.registry.programmes.queries import EditionRow, ItemRow, editions_on, item_rows
from dothi.registry.programmes.records import Member, Record, Records, town_names


@dataclass(frozen=True, slots=True)
class Group:
    """A cluster, corridor, chain or region with its members in the order of the text."""

    edition: EditionRow
    item: ItemRow
    members: tuple[Member, ...]

    @property
    def kind(self) -> str:
        """``cluster``, ``corridor``, ``chain`` or ``region``."""
        return str(self.item.fields["kind"])


@dataclass(frozen=True, slots=True)
class TownAims:
    """What one version wants of one town on record."""

    edition: EditionRow
    record: Record
    items: tuple[ItemRow, ...]


@dataclass(frozen=True, slots=True)
class Network:
    """Everything of the versions of a day that a map can show."""

    groups: tuple[Group, ...]
    towns: tuple[TownAims, ...]


def network_on(day: date, known_on: date | None = None) -> Network:
    """Read the network of the versions that count, or may count, on ``day``. Ten queries."""
    editions = {row.pk: row for row in editions_on(day, known_on)}
    rows = Item.objects.filter(edition_id__in=editions, gone=False, kind__in=["town", "cluster"])
    by_edition: defaultdict[int, list[ItemRow]] = defaultdict(list)
    for edition, item in item_rows(rows.exclude(state=ItemState.REJECTED)):
        by_edition[edition].append(item)
    if not by_edition:
        return Network((), ())
    records = Records.load(day, known_on)
    groups: list[Group] = []
    towns: list[TownAims] = []
    for pk, items in by_edition.items():
        groups += groups_of(editions[pk], items, records)
        towns += _towns(editions[pk], items, records)
    return Network(tuple(groups), tuple(towns))


def groups_of(edition: EditionRow, items: Iterable[ItemRow], records: Records) -> list[Group]:
    """Clusters, corridors, chains and regions among ``items``, with their members resolved."""
    rows = list(items)
    chosen = town_names(rows)
    return [
        Group(edition, item, tuple(records.members(item.fields.get("towns") or (), item, chosen)))
        for item in rows
        if item.kind == "cluster"
    ]


def _towns(edition: EditionRow, items: Iterable[ItemRow], records: Records) -> list[TownAims]:
    aims: defaultdict[str, list[ItemRow]] = defaultdict(list)
    for item in items:
        key = item.fields.get("town_key") if item.kind == "town" else None
        if key and key in records.towns:
            aims[key].append(item)
    return [TownAims(edition, records.towns[key], tuple(rows)) for key, rows in aims.items()]
