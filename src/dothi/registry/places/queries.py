"""Questions to the register of places, each for a legal day and as known on a recorded day.

Every function takes ``day`` (legal time) and ``known_on`` (record time; today's knowledge when ``None``)
and answers with the values of :mod:`dothi.registry.places.answers`. The number of database queries never
depends on the number of rows.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from dothi.base.time import Truth
from dothi.places.outlines import contains
from dothi.places.succession import holders
from dothi.places.units import COMMUNE, DISTRICT, Gazetteer, Link, Standing, existence
from dothi.registry.observations.figures import Urbanisation, figures_of, urbanisation
from dothi.registry.places.answers import (
    AliasRow,
    Box,
    Change,
    HolderRow,
    PackInfo,
    Relation,
    StateRow,
    UnitPage,
    UnitRef,
    UnitRow,
    UnitTown,
)
from dothi.registry.places.gazetteer import gazetteer
from dothi.registry.places.models import Alias, Pack, Unit
from dothi.registry.places.town_queries import towns_covering
from dothi.registry.sources.refs import SourceRef, source_ref, source_refs


def pack_info() -> PackInfo | None:
    """Describe the province this registry was built for; ``None`` before a pack is loaded."""
    row = Pack.objects.order_by("loaded_at").first()
    if row is None:
        return None
    changes = tuple(
        Change(date.fromisoformat(item["day"]), item["vi"], item["en"], item["source"])
        for item in row.changes
    )
    extent = (row.west, row.south, row.east, row.north)
    return PackInfo(
        row.key, row.title, row.title_en, tuple(row.home), extent, changes, row.loaded_at, row.digest
    )


def level_on(day: date, known_on: date | None = None) -> int:
    """Give the level the map shows on ``day``: 2 (districts) while there are any, 3 (communes) after."""
    rows = Unit.objects.as_known_on(known_on).certainly_on(day).filter(level=DISTRICT)
    return DISTRICT if rows.exists() else COMMUNE


def units_on(
    day: date,
    known_on: date | None = None,
    level: int | None = None,
    *,
    outlines: bool = False,
    places: Gazetteer | None = None,
) -> list[UnitRow]:
    """List units that exist (YES) or may exist (UNKNOWN) on ``day``, by level and code.

    With ``outlines`` each row carries its GeoJSON geometry where there is one.
    """
    units = places or gazetteer(known_on)
    return _rows(units.on(day, level), day, units, outlines=outlines)


def unit_page(key: str, day: date, known_on: date | None = None) -> UnitPage | None:
    """Collect everything about one unit on ``day``; ``None`` for a key that was never on record."""
    units = gazetteer(known_on)
    states = units.states_of(key)
    if not states:
        return None
    sources = source_refs()
    standing = units.standing(key, day)
    row = _rows([standing], day, units, outlines=True)[0] if standing is not None else None
    return UnitPage(
        key=key,
        name=standing.state.name if standing is not None else states[-1].name,
        level=states[-1].level,
        row=row,
        history=tuple(
            StateRow(
                state.name,
                state.kind,
                state.parent_key,
                units.name_of(state.parent_key, state.period.start.latest) if state.parent_key else "",
                state.period,
                sources[state.source_key],
            )
            for state in states
        ),
        ancestors=tuple(_ref(above, day, units) for above in reversed(units.ancestors(key, day))),
        predecessors=tuple(_relation(link, link.predecessor, units, sources) for link in units.links_to(key)),
        successors=tuple(_relation(link, link.successor, units, sources) for link in units.links_from(key)),
        holders=holder_rows(key, day, units),
        children=tuple(_rows(units.children(key, day), day, units)),
        aliases=aliases_of("unit", key, known_on),
        towns=tuple(
            UnitTown(town.key, town.name, cover.coverage, cover.derived)
            for town, cover in towns_covering(key, day, known_on, places=units)
        ),
        figures=figures_of(key, day, known_on, places=units),
    )


def units_at(longitude: float, latitude: float, day: date, known_on: date | None = None) -> list[UnitRow]:
    """List units of ``day`` whose outline holds a point (degrees, WGS 84), largest level first.

    Outlines are generalised for screens: near a border the neighbour may be the right one.
    """
    boxed = (
        Unit.objects.as_known_on(known_on)
        .possibly_on(day)
        .filter(west__lte=longitude, east__gte=longitude, south__lte=latitude, north__gte=latitude)
        .values_list("key", "outline")
    )
    found = {key for key, outline in boxed if outline and contains(outline, longitude, latitude)}
    units = gazetteer(known_on)
    return _rows([item for item in units.on(day) if item.key in found], day, units)


def people_on(
    day: date, known_on: date | None = None, home: Iterable[str] | None = None
) -> Urbanisation | None:
    """Give people and urbanisation of the home territory on the units of ``day``, where known."""
    chosen = home
    if chosen is None:
        info = pack_info()
        chosen = info.home if info is not None else ()
    return urbanisation(day, known_on, home=tuple(chosen))


def aliases_of(subject: str, key: str, known_on: date | None = None) -> tuple[AliasRow, ...]:
    """List the other names of a unit or town."""
    rows = Alias.objects.as_known_on(known_on).filter(subject=subject, key=key).select_related("source")
    return tuple(AliasRow(row.name, row.reason, row.note, source_ref(row.source)) for row in rows)


def holder_rows(key: str, day: date, places: Gazetteer) -> tuple[HolderRow, ...]:
    """Name the units of ``day`` that hold a unit's ground; the unit itself where it still stands."""
    rows = []
    for holder in holders(places, key, day):
        standing = places.standing(holder.key, day)
        level = standing.state.level if standing is not None else places.states_of(holder.key)[-1].level
        rows.append(HolderRow(holder.key, places.name_of(holder.key, day), level, holder.whole))
    return tuple(rows)


def _ref(key: str, day: date, places: Gazetteer) -> UnitRef:
    states = places.states_of(key)
    return UnitRef(key, places.name_of(key, day), states[-1].level if states else 0)


def _relation(link: Link, other: str, places: Gazetteer, sources: dict[str, SourceRef]) -> Relation:
    return Relation(
        other, places.name_of(other), link.start, link.whole, link.share, link.note, sources[link.source_key]
    )


def _rows(
    standings: Iterable[Standing], day: date, places: Gazetteer, *, outlines: bool = False
) -> list[UnitRow]:
    chosen = list(standings)
    numbers = [item.state.id for item in chosen]
    fields = ["id", "outline_basis", "west", "south", "east", "north", "illustrative"]
    query = Unit.objects.values(*fields, *(["outline"] if outlines else []))
    if len(numbers) <= 500:
        query = query.filter(id__in=numbers)
    shapes = {row["id"]: row for row in query}
    sources = source_refs()
    return [_row(item, shapes[item.state.id or 0], day, places, sources) for item in chosen]


def _row(
    item: Standing, shape: dict[str, Any], day: date, places: Gazetteer, sources: dict[str, SourceRef]
) -> UnitRow:
    state = item.state
    periods = existence(places.states_of(state.key))
    period = next((one for one in periods if one.holds(day) is not Truth.NO), state.period)
    return UnitRow(
        key=state.key,
        code=state.code,
        name=state.name,
        kind=state.kind,
        level=state.level,
        parent_key=state.parent_key,
        parent_name=places.name_of(state.parent_key, day) if state.parent_key else "",
        holds=item.holds,
        others=tuple(dict.fromkeys(other.name for other in item.others if other.name != state.name)),
        starts=period.start,
        ends=period.end,
        longitude=state.longitude,
        latitude=state.latitude,
        official_area_km2=state.official_area_km2,
        box=_box(shape),
        outline=shape.get("outline"),
        outline_basis=shape["outline_basis"],
        source=sources[state.source_key],
        illustrative=shape["illustrative"],
    )


def _box(shape: dict[str, Any]) -> Box | None:
    if shape["west"] is None:
        return None
    return (shape["west"], shape["south"], shape["east"], shape["north"])
