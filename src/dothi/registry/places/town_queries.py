"""Questions about towns: which stand on a day, their class as (rule set, class), the ground they cover."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

from dothi.base.time import Truth
from dothi.places.towns import ClassRecord, CoverageRecord, Covered, classes_on, coverage_on
from dothi.places.units import Gazetteer
from dothi.registry.observations.figures import PEOPLE, Figure, Piece, figures_of_many
from dothi.registry.places.answers import AliasRow, CoverRow, TownPage, TownRow
from dothi.registry.places.gazetteer import gazetteer
from dothi.registry.places.models import Alias, Town, TownClass, TownUnit
from dothi.registry.places.transition import law_transition
from dothi.registry.sources.refs import source_ref


def towns_on(day: date, known_on: date | None = None, status: str | None = None) -> list[TownRow]:
    """List towns on ``day`` with their classes: ``recognised``, ``planned`` or both. Two queries."""
    rows = Town.objects.as_known_on(known_on).possibly_on(day).select_related("source")
    if status is not None:
        rows = rows.filter(status=status)
    classes = _classes(known_on)
    latest: dict[str, TownRow] = {}
    for row in rows.order_by("starts_latest", "id"):
        latest[row.key] = _row(row, day, classes.get(row.key, []))
    return sorted(latest.values(), key=lambda town: (town.status != "recognised", town.name))


def town_page(key: str, day: date, known_on: date | None = None) -> TownPage | None:
    """Collect everything about one town on ``day``; ``None`` for a key that was never on record."""
    states = list(
        Town.objects.as_known_on(known_on)
        .filter(key=key)
        .select_related("source")
        .order_by("starts_latest", "id")
    )
    if not states:
        return None
    places = gazetteer(known_on)
    classes = TownClass.objects.as_known_on(known_on).filter(town_key=key).select_related("source")
    recorded = [
        (_class_record(row), source_ref(row.source)) for row in classes.order_by("starts_latest", "id")
    ]
    history = tuple(_row(state, day, [record for record, _ in recorded]) for state in states)
    standing = [row for row in history if row.holds is not Truth.NO]
    covered = coverage_on(_coverage(known_on, key).get(key, []), places, day)
    figures = figures_of_many([key, *(item.unit_key for item in covered)], day, known_on, places=places)
    return TownPage(
        key=key,
        name=(standing or history)[-1].name,
        row=standing[-1] if standing else None,
        history=history,
        units=_covers(covered, places, day),
        class_history=tuple(recorded),
        aliases=_aliases(key, known_on),
        figures=figures.get(key, ()) or _added(key, covered, figures, places, day),
    )


def town_pages(day: date, known_on: date | None = None) -> list[TownPage]:
    """Every town that stands, or may stand, on ``day``, in a number of queries that does not grow.

    Without other names, earlier states and the records behind the classes.
    """
    rows, places, coverage = towns_on(day, known_on), gazetteer(known_on), _coverage(known_on)
    covered = {row.key: coverage_on(coverage.get(row.key, []), places, day) for row in rows}
    keys = [key for row in rows for key in (row.key, *(item.unit_key for item in covered[row.key]))]
    figures = figures_of_many(keys, day, known_on, places=places)
    return [
        TownPage(
            key=row.key,
            name=row.name,
            row=row,
            history=(row,),
            units=_covers(covered[row.key], places, day),
            class_history=(),
            aliases=(),
            figures=figures.get(row.key, ()) or _added(row.key, covered[row.key], figures, places, day),
        )
        for row in rows
    ]


def _covers(covered: Iterable[Covered], places: Gazetteer, day: date) -> tuple[CoverRow, ...]:
    return tuple(
        CoverRow(item.unit_key, places.name_of(item.unit_key, day), item.coverage, item.holds, item.derived)
        for item in covered
    )


def _added(
    key: str,
    covered: Iterable[Covered],
    figures: Mapping[str, tuple[Figure, ...]],
    places: Gazetteer,
    day: date,
) -> tuple[Figure, ...]:
    """Add up the people of the units a town covers, when it certainly covers all of each of them."""
    units = list(covered)
    if not units or any(item.coverage != "full" or item.holds is not Truth.YES for item in units):
        return ()
    found = []
    for indicator in PEOPLE:
        rows = [row for item in units for row in figures.get(item.unit_key, ()) if row.indicator == indicator]
        origins = {(row.starts, row.source.key) for row in rows}
        if len(rows) == len(units) and len(origins) == 1:
            found.append(_sum(key, rows, places, day))
    return tuple(found)


def _sum(key: str, rows: list[Figure], places: Gazetteer, day: date) -> Figure:
    complete = Truth.YES
    for row in rows:
        complete &= row.complete
    return replace(
        rows[0],
        place_key=key,
        value=sum((row.value for row in rows), Decimal(0)),
        basis=next((row.basis for row in rows if row.basis != rows[0].basis), rows[0].basis),
        method_vi=f"{rows[0].method_vi}; cộng các đơn vị mà đô thị phủ toàn bộ",
        method_en=f"{rows[0].method_en}; added over the units the town covers in full",
        carried=True,
        pieces=tuple(
            Piece(row.place_key, places.name_of(row.place_key, day), row.value, row.basis) for row in rows
        ),
        complete=complete,
        lacking=tuple(sorted({name for row in rows for name in row.lacking})),
        perhaps_lacking=tuple(sorted({name for row in rows for name in row.perhaps_lacking})),
        illustrative=any(row.illustrative for row in rows),
    )


def towns_covering(
    unit_key: str, day: date, known_on: date | None = None, *, places: Gazetteer
) -> list[tuple[TownRow, Covered]]:
    """Find towns that cover a unit on ``day``, in full, in part or to an unknown extent. Three queries."""
    rows = {row.key: row for row in towns_on(day, known_on)}
    found = []
    for town_key, records in _coverage(known_on).items():
        here = (item for item in coverage_on(records, places, day) if item.unit_key == unit_key)
        found += [(rows[town_key], item) for item in here if town_key in rows]
    return sorted(found, key=lambda pair: pair[0].name)


def _row(row: Town, day: date, classes: Iterable[ClassRecord]) -> TownRow:
    return TownRow(
        key=row.key,
        name=row.name,
        status=row.status,
        region=row.region,
        cluster=row.cluster,
        corridor=row.corridor,
        chain=row.chain,
        note=row.note,
        holds=row.period.holds(day),
        since=row.starts_latest,
        classes=classes_on(classes, day, law_transition(), row.name),
        longitude=row.longitude,
        latitude=row.latitude,
        source=source_ref(row.source),
        illustrative=row.illustrative,
    )


def _classes(known_on: date | None) -> dict[str, list[ClassRecord]]:
    found: defaultdict[str, list[ClassRecord]] = defaultdict(list)
    rows = TownClass.objects.as_known_on(known_on).select_related("source").order_by("starts_latest", "id")
    for row in rows:
        found[row.town_key].append(_class_record(row))
    return found


def _class_record(row: TownClass) -> ClassRecord:
    return ClassRecord(
        row.town_key,
        row.rule_set,
        row.class_code,
        row.period,
        row.confidence,
        row.source.key,
        row.decision_number,
        row.decision_date,
    )


def _coverage(known_on: date | None, key: str | None = None) -> dict[str, list[CoverageRecord]]:
    found: defaultdict[str, list[CoverageRecord]] = defaultdict(list)
    rows = TownUnit.objects.as_known_on(known_on)
    if key is not None:
        rows = rows.filter(town_key=key)
    for row in rows.order_by("id"):
        found[row.town_key].append(CoverageRecord(row.unit_key, row.coverage, row.period))
    return found


def _aliases(key: str, known_on: date | None) -> tuple[AliasRow, ...]:
    rows = Alias.objects.as_known_on(known_on).filter(subject="town", key=key).select_related("source")
    return tuple(AliasRow(row.name, row.reason, row.note, source_ref(row.source)) for row in rows)
