"""Approved figures of places on a day, their own and those carried over from the units of census day.

A figure names its day, its source and the method by which it reached the place. People counted by census are
carried along the links between units; what cannot be placed stays listed in :class:`Urbanisation`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Max

from dothi.base.time import Truth
from dothi.places.units import Gazetteer
from dothi.places.urbanisation import People, Spread, UnitPeople, counted_level, spread
from dothi.registry.observations.models import Observation, State
from dothi.registry.places.gazetteer import gazetteer as stored_gazetteer
from dothi.registry.sources.models import Source
from dothi.registry.sources.refs import SourceRef, source_ref

TOTAL, URBAN, RURAL = "population", "population-urban", "population-rural"
PEOPLE = (TOTAL, URBAN, RURAL)
COUNTED = "counted"
PERSONS = "người"


@dataclass(frozen=True, slots=True)
class Piece:
    """The part of a carried figure that was counted in one earlier unit."""

    key: str
    name: str
    value: Decimal
    basis: str


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of one place.

    ``starts`` to ``ends`` (not included) is the period it speaks of. ``basis``: ``counted``,
    ``apportioned`` or how an officer entered it. ``carried`` says it comes from earlier units, listed in
    ``pieces``. ``complete``: NO when a part of the place has no figure (``lacking``), UNKNOWN when people
    not placed may belong here (``perhaps_lacking``).
    """

    place_key: str
    indicator: str
    value: Decimal
    unit: str
    starts: date | None
    ends: date | None
    basis: str
    source: SourceRef
    method_vi: str
    method_en: str
    carried: bool = False
    pieces: tuple[Piece, ...] = ()
    complete: Truth = Truth.YES
    lacking: tuple[str, ...] = ()
    perhaps_lacking: tuple[str, ...] = ()
    illustrative: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Census:
    """People counted on one day, by unit, with their source."""

    day: date
    counted: Mapping[str, People]
    source: SourceRef


@dataclass(frozen=True, slots=True)
class Urbanisation:
    """People of a territory on the units of a day, with everything that could not be placed."""

    as_of: date
    census_day: date
    home: tuple[str, ...]
    level: int
    spread: Spread
    gazetteer: Gazetteer
    source: SourceRef

    @property
    def people(self) -> People:
        """Everyone, placed or not."""
        return self.spread.people

    @property
    def method_vi(self) -> str:
        """How the figures came about."""
        return _method_vi(self.census_day, carried=self.as_of != self.census_day)

    @property
    def method_en(self) -> str:
        """How the figures came about, in English."""
        return _method_en(self.census_day, carried=self.as_of != self.census_day)


def _method_vi(day: date, *, carried: bool) -> str:
    start = f"Tổng điều tra dân số ngày {day.day}/{day.month}/{day.year}"
    if not carried:
        return f"{start}; đô thị là dân số của phường và thị trấn"
    return (
        f"{start}, cộng theo bảng kế thừa đơn vị hành chính; thành thị là dân số của phường và thị trấn "
        "tại ngày điều tra; xã, phường không có liên kết được liệt kê là chưa phân bổ, không chia ước lượng"
    )


def _method_en(day: date, *, carried: bool) -> str:
    start = f"Census of {day.isoformat()}"
    if not carried:
        return f"{start}; urban means people of wards and townships"
    return (
        f"{start}, added up along the succession of units; urban means people of wards and townships on "
        "census day; communes without a link are listed as unallocated, nothing is estimated"
    )


def census(day: date, known_on: date | None = None) -> Census | None:
    """Read the latest census up to ``day``; ``None`` where none is on record. Three queries."""
    rows = Observation.objects.as_known_on(known_on).filter(
        state=State.APPROVED, basis=COUNTED, indicator__in=(URBAN, RURAL), starts_latest__lte=day
    )
    latest = rows.aggregate(day=Max("starts_latest"))["day"]
    if latest is None:
        return None
    halves: defaultdict[str, dict[str, int]] = defaultdict(dict)
    sources: set[int] = set()
    cells = rows.filter(starts_latest=latest).values_list("place_key", "indicator", "value", "source_id")
    for key, indicator, value, source in cells.order_by("recorded_at", "id"):
        halves[key][indicator] = int(value)
        sources.add(source)
    counted = {
        key: People(half[URBAN], half[RURAL])
        for key, half in halves.items()
        if URBAN in half and RURAL in half
    }
    return Census(latest, counted, source_ref(Source.objects.get(pk=min(sources))))


def _of_level(
    counted: Mapping[str, People], places: Gazetteer, level: int, home: Iterable[str], day: date
) -> dict[str, People]:
    territory = set(home)
    chosen = {}
    for key, people in counted.items():
        states = places.states_of(key)
        if not states or states[0].level != level:
            continue
        if not territory or territory & {key, *places.ancestors(key, day)}:
            chosen[key] = people
    return chosen


def urbanisation(
    day: date, known_on: date | None = None, *, home: Iterable[str], places: Gazetteer | None = None
) -> Urbanisation | None:
    """People of the territory ``home`` on the units of ``day``; ``None`` where no census is known by then.

    Districts are shown while there are any, communes after. Five queries, however many units.
    """
    found = census(day, known_on)
    if found is None:
        return None
    units = places or stored_gazetteer(known_on)
    level = counted_level(units, day)
    chosen = _of_level(found.counted, units, level, home, found.day)
    if not chosen:
        return None
    result = spread(chosen, units, day, found.day)
    return Urbanisation(day, found.day, tuple(home), level, result, units, found.source)


def figures_of(
    key: str, day: date, known_on: date | None = None, *, places: Gazetteer | None = None
) -> tuple[Figure, ...]:
    """Every figure of one place on ``day``, by indicator."""
    return figures_of_many([key], day, known_on, places=places).get(key, ())


def figures_of_many(
    keys: Iterable[str], day: date, known_on: date | None = None, *, places: Gazetteer | None = None
) -> dict[str, tuple[Figure, ...]]:
    """Figures of several places on ``day``: own ones, and census figures carried to the day's units.

    Of each indicator the latest period that began by ``day`` counts. A carried figure gives way to an own
    one of the same or a later day, except to the same census's count of the unit before it took others in.
    The number of queries does not depend on the number of places.
    """
    wanted = list(dict.fromkeys(keys))
    found: defaultdict[str, list[Figure]] = defaultdict(list)
    for figure in _own(wanted, day, known_on):
        found[figure.place_key].append(figure)
    units = places or stored_gazetteer(known_on)
    for figure in _carried(wanted, day, known_on, units):
        rows = found[figure.place_key]
        rows[:] = [item for item in rows if not _replaced(item, figure)]
        own = [item for item in rows if item.indicator == figure.indicator and not item.carried]
        if not any((item.starts or date.min) >= (figure.starts or date.max) for item in own):
            rows.append(figure)
    return {key: tuple(sorted(rows, key=_figure_order)) for key, rows in found.items() if rows}


def _replaced(own: Figure, carried: Figure) -> bool:
    """Tell whether a count of the unit as it was is replaced by the same count of the unit as it is now."""
    return (
        own.indicator == carried.indicator
        and own.basis == COUNTED
        and own.starts == carried.starts
        and own.source.key == carried.source.key
    )


def _figure_order(figure: Figure) -> tuple[int, str, date]:
    place = PEOPLE.index(figure.indicator) if figure.indicator in PEOPLE else len(PEOPLE)
    return (place, figure.indicator, figure.starts or date.min)


def _own(keys: list[str], day: date, known_on: date | None) -> list[Figure]:
    rows = (
        Observation.objects.as_known_on(known_on)
        .filter(state=State.APPROVED, place_key__in=keys, starts_latest__lte=day)
        .select_related("source")
        .order_by("starts_latest", "recorded_at", "id")
    )
    latest: dict[tuple[str, str], list[Observation]] = {}
    for row in rows:
        name = (row.place_key, row.indicator)
        kept = latest.get(name, [])
        latest[name] = [*kept, row] if kept and kept[-1].starts_latest == row.starts_latest else [row]
    return [_figure(row) for kept in latest.values() for row in kept]


def _figure(row: Observation) -> Figure:
    day = row.starts_latest or date.min
    counted = row.basis == COUNTED
    return Figure(
        row.place_key,
        row.indicator,
        _plain(row.value),
        row.unit,
        row.starts_latest,
        row.ends_earliest,
        row.basis,
        source_ref(row.source),
        _method_vi(day, carried=False) if counted else "Số liệu do đơn vị nhập, đã duyệt",
        _method_en(day, carried=False) if counted else "Entered by an office and approved",
        illustrative=row.illustrative or row.source.illustrative,
        note=row.note,
    )


def _plain(value: Decimal) -> Decimal:
    """Drop the zeros that the column's six decimals add."""
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()


def _carried(keys: list[str], day: date, known_on: date | None, places: Gazetteer) -> list[Figure]:
    found = census(day, known_on)
    if found is None:
        return []
    figures: list[Figure] = []
    for level in sorted({places.states_of(key)[0].level for key in keys if key in places}):
        result = spread(_of_level(found.counted, places, level, (), found.day), places, day, found.day)
        by_key = {item.key: item for item in result.units}
        for key in keys:
            item = by_key.get(key)
            if item is not None and [origin.key for origin in item.origins] != [key]:
                figures += _people_figures(item, found, places)
    return figures


def _people_figures(item: UnitPeople, found: Census, places: Gazetteer) -> list[Figure]:
    def value(people: People, indicator: str) -> Decimal:
        return Decimal({TOTAL: people.total, URBAN: people.urban, RURAL: people.rural}[indicator])

    def names(keys: Iterable[str]) -> tuple[str, ...]:
        return tuple(places.name_of(key) for key in keys)

    return [
        Figure(
            item.key,
            indicator,
            value(item.people, indicator),
            PERSONS,
            found.day,
            None,
            item.basis,
            found.source,
            _method_vi(found.day, carried=True),
            _method_en(found.day, carried=True),
            carried=True,
            pieces=tuple(
                Piece(
                    origin.key,
                    places.name_of(origin.key, found.day),
                    value(origin.people, indicator),
                    origin.basis,
                )
                for origin in item.origins
            ),
            complete=item.complete,
            lacking=names(item.lacking),
            perhaps_lacking=names(item.perhaps_lacking),
        )
        for indicator in PEOPLE
    ]
