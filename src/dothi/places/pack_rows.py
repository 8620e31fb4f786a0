"""The lines of a province pack's tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from dothi.base.time import Bound, Period
from dothi.places.census import CensusRow, check_sums
from dothi.places.tables import Faults, read_table
from dothi.places.units import KINDS, Link, UnitState
from dothi.places.urbanisation import People

CONFIDENCES = ("official", "secondary", "unconfirmed")
REASONS = ("spelling", "kind-changed", "parent-changed", "other-name")


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A document, table or map that the pack's facts come from."""

    key: str
    title: str
    title_en: str
    issuer: str
    number: str
    issued_on: date | None
    url: str
    licence: str
    confidence: str
    note: str


@dataclass(frozen=True, slots=True)
class AliasRow:
    """Another name of a unit or town."""

    where: str
    subject: str
    key: str
    name: str
    reason: str
    note: str
    source: str


@dataclass(frozen=True, slots=True)
class TownRow:
    """One state of a town."""

    where: str
    key: str
    name: str
    status: str
    period: Period
    region: str
    cluster: str
    corridor: str
    chain: str
    source: str
    note: str


@dataclass(frozen=True, slots=True)
class TownUnitRow:
    """A unit a town covers over a period."""

    where: str
    town: str
    unit: str
    coverage: str
    period: Period
    source: str


@dataclass(frozen=True, slots=True)
class ClassRow:
    """A town's class under one rule set over a period."""

    where: str
    town: str
    rule_set: str
    class_code: str
    period: Period
    decision_number: str
    decision_date: date | None
    confidence: str
    source: str


def read_sources(folder: Path, faults: Faults) -> tuple[SourceRow, ...]:
    """Read ``sources.csv``."""
    columns = (
        "key",
        "title",
        "title_en",
        "issuer",
        "number",
        "issued_on",
        "url",
        "licence",
        "confidence",
        "note",
    )
    rows = [
        SourceRow(
            row.text("key", required=True),
            row.text("title", required=True),
            row.text("title_en", required=True),
            row.text("issuer"),
            row.text("number"),
            row.day("issued_on"),
            row.text("url"),
            row.text("licence"),
            row.choice("confidence", CONFIDENCES),
            row.text("note"),
        )
        for row in read_table(folder, "sources.csv", columns, faults)
    ]
    _once((row.key for row in rows), "sources.csv", faults)
    return tuple(rows)


def read_units(folder: Path, faults: Faults) -> tuple[UnitState, ...]:
    """Read ``units.csv``: one line for each state of each unit."""
    columns = (
        "key", "code", "name", "kind", "level", "parent", "starts", "ends",
        "longitude", "latitude", "area_km2", "source",
    )  # fmt: skip
    states = []
    for row in read_table(folder, "units.csv", columns, faults):
        longitude, latitude = row.number("longitude"), row.number("latitude")
        if (longitude is None) != (latitude is None) or not _on_earth(longitude, latitude):
            row.refuse(
                "point", "Tọa độ không hợp lệ hoặc thiếu một nửa", "The point is not on earth or half given"
            )
        states.append(
            UnitState(
                key=row.text("key", required=True),
                code=row.text("code"),
                name=row.text("name", required=True),
                kind=row.choice("kind", KINDS),
                level=int(row.choice("level", ("1", "2", "3")) or 0),
                parent_key=row.text("parent"),
                period=row.period(),
                longitude=longitude,
                latitude=latitude,
                official_area_km2=row.decimal("area_km2"),
                source_key=row.text("source", required=True),
            )
        )
    return tuple(states)


def _on_earth(longitude: float | None, latitude: float | None) -> bool:
    return longitude is None or latitude is None or (-180 <= longitude <= 180 and -90 <= latitude <= 90)


def read_links(folder: Path, faults: Faults) -> tuple[Link, ...]:
    """Read ``links.csv``: predecessor, successor, the day, whole or share."""
    columns = ("predecessor", "successor", "starts", "whole", "share", "note", "source")
    links = []
    for row in read_table(folder, "links.csv", columns, faults):
        whole = row.choice("whole", ("yes", "no")) == "yes"
        share = row.decimal("share")
        if share is not None and (whole or not 0 < share <= 1):
            row.refuse(
                "share",
                "«share» chỉ dùng khi «whole» là no và phải lớn hơn 0, không quá 1",
                "“share” goes with “whole” no and must be above 0 and at most 1",
            )
            share = None
        links.append(
            Link(
                row.text("predecessor", required=True),
                row.text("successor", required=True),
                row.bound("starts", Bound()),
                whole,
                share,
                row.text("note"),
                row.text("source", required=True),
            )
        )
    _once((f"{link.predecessor} → {link.successor}" for link in links), "links.csv", faults)
    return tuple(links)


def read_aliases(folder: Path, faults: Faults) -> tuple[AliasRow, ...]:
    """Read ``aliases.csv``; every line gives the reason for which the names are one."""
    columns = ("subject", "key", "name", "reason", "note", "source")
    return tuple(
        AliasRow(
            row.where,
            row.choice("subject", ("unit", "town")),
            row.text("key", required=True),
            row.text("name", required=True),
            row.choice("reason", REASONS),
            row.text("note", required=True),
            row.text("source", required=True),
        )
        for row in read_table(folder, "aliases.csv", columns, faults)
    )


def read_towns(folder: Path, faults: Faults) -> tuple[TownRow, ...]:
    """Read ``towns.csv``."""
    columns = (
        "key", "name", "status", "starts", "ends", "region", "cluster", "corridor", "chain", "source", "note",
    )  # fmt: skip
    return tuple(
        TownRow(
            row.where,
            row.text("key", required=True),
            row.text("name", required=True),
            row.choice("status", ("recognised", "planned")),
            row.period(),
            row.text("region"),
            row.text("cluster"),
            row.text("corridor"),
            row.text("chain"),
            row.text("source", required=True),
            row.text("note"),
        )
        for row in read_table(folder, "towns.csv", columns, faults)
    )


def read_town_units(folder: Path, faults: Faults) -> tuple[TownUnitRow, ...]:
    """Read ``town_units.csv``."""
    columns = ("town", "unit", "coverage", "starts", "ends", "source")
    return tuple(
        TownUnitRow(
            row.where,
            row.text("town", required=True),
            row.text("unit", required=True),
            row.choice("coverage", ("full", "part", "unknown")),
            row.period(),
            row.text("source", required=True),
        )
        for row in read_table(folder, "town_units.csv", columns, faults)
    )


def read_classes(folder: Path, faults: Faults) -> tuple[ClassRow, ...]:
    """Read ``town_classes.csv``: always the pair of rule set and class."""
    columns = (
        "town", "rule_set", "class", "starts", "ends",
        "decision_number", "decision_date", "confidence", "source",
    )  # fmt: skip
    return tuple(
        ClassRow(
            row.where,
            row.text("town", required=True),
            row.text("rule_set", required=True),
            row.text("class", required=True),
            row.period(),
            row.text("decision_number"),
            row.day("decision_date"),
            row.choice("confidence", CONFIDENCES),
            row.text("source", required=True),
        )
        for row in read_table(folder, "town_classes.csv", columns, faults)
    )


def read_census(folder: Path, name: str, faults: Faults) -> tuple[CensusRow, ...]:
    """Read a census table whose lines already name their units; sums are checked again."""
    columns = ("unit_key", "level", "province", "district", "commune", "total", "urban", "rural")
    rows = []
    for row in read_table(folder, name, columns, faults):
        people = People(row.whole("urban"), row.whole("rural"))
        if row.whole("total") != people.total:
            row.refuse(
                "total",
                "Tổng số khác thành thị cộng nông thôn",
                "The total is not urban plus rural",
                "Sửa một trong ba số",
                "Mend one of the three numbers",
            )
        rows.append(
            CensusRow(
                row.where,
                row.text("unit_key", required=True),
                int(row.choice("level", ("1", "2", "3")) or 0),
                row.text("province"),
                row.text("district"),
                row.text("commune"),
                people,
            )
        )
    _once((row.unit_key for row in rows), name, faults)
    faults.found.extend(check_sums(rows))
    return tuple(rows)


def _once(keys: Iterable[str], name: str, faults: Faults) -> None:
    for key, times in Counter(keys).items():
        if times > 1:
            faults.add(
                "twice",
                name,
                (f"«{key}» có {times} dòng", f"“{key}” stands {times} times"),
                ("Bỏ dòng thừa", "Drop one"),
            )
