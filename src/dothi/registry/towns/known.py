"""What is known of a town on a day: the province pack, figures of places, and values entered and approved."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from pathlib import Path

from dothi.base.dates import format_date
from dothi.base.errors import DothiError, Fault
from dothi.base.numbers import format_number
from dothi.base.text import fold
from dothi.base.time import Truth
from dothi.law import Law
from dothi.law.layers import PROVINCES
from dothi.law.tables.classification_standards import ClassificationStandard
from dothi.registry.observations.figures import TOTAL, Figure
from dothi.registry.observations.models import State
from dothi.registry.places.answers import TownPage
from dothi.registry.places.models import Unit
from dothi.registry.places.queries import pack_info
from dothi.registry.places.town_queries import town_pages
from dothi.registry.towns.models import TownValue
from dothi.towns.cells import read_value
from dothi.towns.evidence import Evidence, weigh
from dothi.towns.reading import read_towns
from dothi.towns.values import Town, Value

PEOPLE = ("2A.II.03", "D.POP.TOTAL")
DENSITY = ("2A.II.04", "D.DENS.TOTAL")
PACK_FILE = "town_values.csv"


@dataclass(frozen=True, slots=True)
class KnownTown:
    """A town with its values, everything told of each standard, and what could not be read."""

    town: Town
    evidence: dict[str, Evidence]
    unreadable: tuple[Fault, ...] = ()


def town_knowledge(law: Law, page: TownPage, day: date, known_on: date | None = None) -> KnownTown:
    """Collect what is known of a town on ``day`` as known on ``known_on``.

    A file of the pack that cannot be read is told in ``unreadable``; the rest still counts.
    """
    rows = _approved([page.key], day, known_on)
    return _know(law, page, day, rows, _areas([page], day, known_on))


def towns_known(law: Law, day: date, known_on: date | None = None) -> list[tuple[TownPage, KnownTown]]:
    """Every town that stands or may stand on ``day``, in a number of queries that does not grow."""
    pages = town_pages(day, known_on)
    areas = _areas(pages, day, known_on)
    rows: dict[str, list[TownValue]] = defaultdict(list)
    for row in _approved([page.key for page in pages], day, known_on):
        rows[row.town_key].append(row)
    return [(page, _know(law, page, day, rows[page.key], areas)) for page in pages]


def _know(
    law: Law, page: TownPage, day: date, rows: Sequence[TownValue], areas: Mapping[str, Decimal | None]
) -> KnownTown:
    told: dict[str, list[Value]] = defaultdict(list)
    town, faults = _of_pack(law, page.name, day)
    for code, value in (*town.values.items(), *_of_places(page, areas)):
        told[code].append(value)
    parts: dict[str, dict[str, list[Value]]] = defaultdict(lambda: defaultdict(list))
    names = {unit.key: unit.name for unit in page.units}
    for row in rows:
        read = _read(law, row)
        if isinstance(read, Fault):
            faults.append(read)
        elif not row.unit_key:
            told[row.standard].append(read)
        elif row.unit_key in names:
            parts[names[row.unit_key]][row.standard].append(read)
        else:
            faults.append(_elsewhere(row))
    evidence = {code: weigh(values) for code, values in told.items()}
    communes = {
        name: {code: weigh(values).used for code, values in given.items()} for name, given in parts.items()
    }
    whole = replace(
        town,
        values={code: one.used for code, one in evidence.items()},
        parts={**town.parts, **communes},
        profile=replace(town.profile, units=town.profile.units or _units(page)),
    )
    return KnownTown(whole, evidence, tuple(faults))


def _approved(keys: Sequence[str], day: date, known_on: date | None) -> list[TownValue]:
    """Approved values with a day up to ``day``, latest last."""
    rows = TownValue.objects.as_known_on(known_on).filter(
        town_key__in=keys, state=State.APPROVED, starts_latest__lte=day
    )
    return list(rows.select_related("source").order_by("starts_latest", "recorded_at", "pk"))


def _read(law: Law, row: TownValue) -> Value | Fault:
    """The value as the law reads it now, or why it no longer can."""
    table = law.of(ClassificationStandard)
    try:
        standard = table.history(row.standard)[-1]
        span = read_value(standard, row.text)
    except (DothiError, IndexError):
        return Fault(
            "town_value.unreadable",
            f"Số liệu {row.pk} («{row.text}» của {row.standard}) không đọc được theo bảng nay có, không tính",
            f"Value {row.pk} (“{row.text}” of {row.standard}) cannot be read by the tables; not counted",
            remedy_vi="Đính chính số liệu này",
            remedy_en="Correct this value",
        )
    low, high = span or (Fraction(0), None)
    source, place = row.source, row.source_place
    approved = format_date(row.recorded_at.date())
    return Value(
        low,
        high,
        f"{source.title}, {place}" if place else source.title,
        row.starts_latest,
        f"towns.townvalue:{row.pk}",
        row.illustrative or source.illustrative,
        how=f"nhập tại hệ thống, duyệt ngày {approved}",
        how_en=f"entered here, approved on {approved}",
        key=source.key,
    )


def _elsewhere(row: TownValue) -> Fault:
    return Fault(
        "town_value.elsewhere",
        f"Số liệu {row.pk} là của đơn vị {row.unit_key}, không thuộc đô thị này vào ngày hỏi; không tính",
        f"Value {row.pk} is of the unit {row.unit_key}, which is not of this town on this day; not counted",
        remedy_vi="Nhập số liệu của đơn vị ngày ấy, hoặc sửa phạm vi đô thị",
        remedy_en="Enter values of the communes of that day, or mend the ground of the town",
    )


def _of_pack(law: Law, name: str, day: date) -> tuple[Town, list[Fault]]:
    pack = pack_info()
    path = PROVINCES / pack.key / PACK_FILE if pack is not None else None
    if path is None or not path.is_file():
        return Town(name), []
    try:
        towns = _pack_towns(law, path, path.stat().st_mtime_ns, day, name)
    except DothiError as error:
        return Town(name), list(error.faults)
    return next((town for town in towns if fold(town.name) == fold(name)), Town(name)), []


@lru_cache(maxsize=64)
def _pack_towns(law: Law, path: Path, _changed: int, day: date, name: str) -> tuple[Town, ...]:
    return read_towns(law, path, day, cited_only=True, names=[name])


def _of_places(page: TownPage, areas: Mapping[str, Decimal | None]) -> list[tuple[str, Value]]:
    """People of the town, and the density where the area of all its communes is known."""
    figures = [one for one in page.figures if one.indicator == TOTAL and one.complete is Truth.YES]
    if not figures:
        return []
    people = figures[-1]
    found = [(code, _people(people)) for code in PEOPLE]
    area = _area(page, areas)
    if area:
        density = _density(people, area)
        found += [(code, density) for code in DENSITY]
    return found


def _people(figure: Figure) -> Value:
    parts = "; ".join(f"{piece.name} {format_number(piece.value)}" for piece in figure.pieces)
    tail = f": {parts}" if parts else ""
    value = Fraction(figure.value)
    return Value(
        value, value, figure.source.title, figure.starts, f"places:{figure.place_key}",
        figure.illustrative, how=figure.method_vi + tail, how_en=figure.method_en + tail,
        key=figure.source.key,
    )  # fmt: skip


def _density(people: Figure, area: Decimal) -> Value:
    value = Fraction(people.value) / Fraction(area)
    counted, ground = format_number(people.value), format_number(area.normalize() + 0)
    return Value(
        value,
        value,
        people.source.title,
        people.starts,
        f"places:{people.place_key}",
        people.illustrative,
        how=f"tính: {counted} người trên {ground} km² của các đơn vị đô thị phủ toàn bộ",
        how_en=f"computed: {counted} people on {ground} km² of the communes it covers in full",
        key=people.source.key,
    )


def _areas(pages: Sequence[TownPage], day: date, known_on: date | None) -> dict[str, Decimal | None]:
    """Official areas in km² of the communes of the towns, by key."""
    keys = {unit.key for page in pages for unit in page.units}
    rows = Unit.objects.as_known_on(known_on).certainly_on(day).filter(key__in=keys)
    return dict(rows.values_list("key", "official_area_km2"))


def _area(page: TownPage, areas: Mapping[str, Decimal | None]) -> Decimal | None:
    """Area of the town; ``None`` unless it covers all of units whose areas are all known."""
    if not page.units or any(one.coverage != "full" or one.holds is not Truth.YES for one in page.units):
        return None
    known = [areas.get(one.key) for one in page.units]
    return sum((area for area in known if area), Decimal(0)) if all(known) else None


def _units(page: TownPage) -> int | None:
    """In how many units the town lies, where every one of them is certain."""
    certain = all(unit.holds is Truth.YES and unit.coverage != "unknown" for unit in page.units)
    return len(page.units) if page.units and certain else None
