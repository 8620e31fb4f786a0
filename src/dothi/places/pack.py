"""A province pack: one folder with the units, towns, people and outlines of one province, read and checked.

The format is described in ``docs/province-pack.md``. Reading is all or nothing: a pack with a fault is
refused with every fault named by file and line.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

from dothi.base.errors import Fault, UnusableError, refuse_all
from dothi.base.time import Bound, Period
from dothi.places.census import CensusRow
from dothi.places.pack_rows import (
    AliasRow,
    ClassRow,
    SourceRow,
    TownRow,
    TownUnitRow,
    read_aliases,
    read_census,
    read_classes,
    read_links,
    read_sources,
    read_town_units,
    read_towns,
    read_units,
)
from dothi.places.tables import Faults, Row
from dothi.places.units import Gazetteer

FILES = (
    "pack.toml",
    "sources.csv",
    "units.csv",
    "links.csv",
    "aliases.csv",
    "towns.csv",
    "town_units.csv",
    "town_classes.csv",
    "outlines.geojson",
)


@dataclass(frozen=True, slots=True)
class ListChange:
    """A day on which the unit lists changed, for the date slider."""

    day: date
    title_vi: str
    title_en: str
    source: str


@dataclass(frozen=True, slots=True)
class CensusTable:
    """People counted on one day."""

    day: date
    source: str
    rows: tuple[CensusRow, ...]


@dataclass(frozen=True, slots=True)
class ProgrammeText:
    """A programme the province follows: its document, and the day it took effect as far as that is known."""

    key: str
    title_vi: str
    title_en: str
    path: Path
    source: str
    start: Bound


@dataclass(frozen=True, slots=True)
class ProvincePack:
    """Everything a pack says; ``digest`` names its exact content."""

    key: str
    title_vi: str
    title_en: str
    digest: str
    home: tuple[str, ...]
    extent: tuple[float, float, float, float]
    screen_metres: float
    changes: tuple[ListChange, ...]
    sources: tuple[SourceRow, ...]
    gazetteer: Gazetteer
    aliases: tuple[AliasRow, ...]
    towns: tuple[TownRow, ...]
    town_units: tuple[TownUnitRow, ...]
    town_classes: tuple[ClassRow, ...]
    censuses: tuple[CensusTable, ...]
    programmes: tuple[ProgrammeText, ...]
    outlines: Mapping[str, Mapping[str, Any]]


def read_pack(folder: Path) -> ProvincePack:
    """Read and check a pack.

    Raises :class:`UnusableError` where there is none, :class:`InputError` with every fault otherwise.
    """
    head = _head(folder)
    faults = Faults()
    sources = read_sources(folder, faults)
    states = read_units(folder, faults)
    links = read_links(folder, faults)
    pack = ProvincePack(
        key=str(head.get("id", "")),
        title_vi=str(head.get("title_vi", "")),
        title_en=str(head.get("title_en", "")),
        digest=_digest(folder, head),
        home=tuple(head.get("home", ())),
        extent=_extent(head, faults),
        screen_metres=float(head.get("screen_metres", 0)),
        changes=_changes(head, faults),
        sources=sources,
        gazetteer=Gazetteer(states, links),
        aliases=read_aliases(folder, faults),
        towns=read_towns(folder, faults),
        town_units=read_town_units(folder, faults),
        town_classes=read_classes(folder, faults),
        censuses=_censuses(folder, head, faults),
        programmes=_programmes(folder, head, faults),
        outlines=_outlines(folder, faults),
    )
    _check(pack, faults)
    refuse_all(faults.found)
    return pack


def _head(folder: Path) -> dict[str, Any]:
    path = folder / "pack.toml"
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise UnusableError(
            Fault(
                "pack.none",
                "Không có gói dữ liệu tỉnh ở đây (thiếu pack.toml)",
                "There is no province pack here (no pack.toml)",
                str(folder),
                "Chỉ đúng thư mục của gói",
                "Name the folder of the pack",
            )
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UnusableError(
            Fault(
                "pack.toml",
                f"Không đọc được pack.toml: {error}",
                f"pack.toml cannot be read: {error}",
                str(path),
                "Sửa cú pháp TOML ở dòng đã nêu",
                "Mend the TOML at the line named",
            )
        ) from error


def _digest(folder: Path, head: Mapping[str, Any]) -> str:
    digest = hashlib.sha256()
    named = [*head.get("census", ()), *head.get("programme", ())]
    names = [*FILES, *sorted(str(item.get("file", "")) for item in named)]
    for name in names:
        path = folder / name
        if path.is_file():
            digest.update(name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _extent(head: Mapping[str, Any], faults: Faults) -> tuple[float, float, float, float]:
    try:
        west, south, east, north = (float(value) for value in head["extent"])
    except (KeyError, TypeError, ValueError):
        west = south = east = north = 0.0
    if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
        faults.add(
            "extent",
            "pack.toml",
            (
                "«extent» phải là bốn số tây, nam, đông, bắc theo độ",
                "“extent” must be four numbers west, south, east, north in degrees",
            ),
        )
    return west, south, east, north


def _changes(head: Mapping[str, Any], faults: Faults) -> tuple[ListChange, ...]:
    changes = []
    for number, item in enumerate(head.get("changes", ()), start=1):
        if not isinstance(item.get("day"), date):
            faults.add("change", f"pack.toml, changes {number}", ("Thiếu ngày «day»", "“day” is missing"))
            continue
        changes.append(
            ListChange(
                item["day"], item.get("title_vi", ""), item.get("title_en", ""), item.get("source", "")
            )
        )
    return tuple(sorted(changes, key=lambda change: change.day))


def _censuses(folder: Path, head: Mapping[str, Any], faults: Faults) -> tuple[CensusTable, ...]:
    tables = []
    for number, item in enumerate(head.get("census", ()), start=1):
        if not isinstance(item.get("day"), date) or not item.get("file"):
            faults.add(
                "census",
                f"pack.toml, census {number}",
                ("Thiếu «day» hoặc «file»", "“day” or “file” is missing"),
            )
            continue
        rows = read_census(folder, str(item["file"]), faults)
        tables.append(CensusTable(item["day"], str(item.get("source", "")), rows))
    return tuple(tables)


def _programmes(folder: Path, head: Mapping[str, Any], faults: Faults) -> tuple[ProgrammeText, ...]:
    found = []
    for number, item in enumerate(head.get("programme", ()), start=1):
        where = f"pack.toml, programme {number}"
        row = Row(where, {name: str(value) for name, value in item.items()}, faults)
        texts = [row.text(name, required=True) for name in ("key", "title_vi", "title_en", "file", "source")]
        path = folder / texts[3]
        if texts[3] and (not path.is_file() or path.resolve().parent != folder.resolve()):
            _missing(faults, where, "tệp", texts[3])
        key, title_vi, title_en, _file, source = texts
        found.append(ProgrammeText(key, title_vi, title_en, path, source, row.bound("starts", Bound())))
    return tuple(found)


def _outlines(folder: Path, faults: Faults) -> dict[str, Mapping[str, Any]]:
    name = "outlines.geojson"
    path = folder / name
    if not path.exists():
        return {}
    try:
        features = json.loads(path.read_text(encoding="utf-8"))["features"]
        outlines = {str(item["properties"]["key"]): item["geometry"] for item in features}
    except (OSError, ValueError, KeyError, TypeError):
        faults.add(
            "geojson",
            name,
            (
                "Không phải GeoJSON có thuộc tính «key» ở mỗi đối tượng",
                "Not GeoJSON with a “key” on each feature",
            ),
        )
        return {}
    for key, geometry in outlines.items():
        if not isinstance(geometry, dict) or geometry.get("type") not in {"Polygon", "MultiPolygon"}:
            faults.add(
                "geometry", f"{name}, {key}", ("Ranh giới phải là vùng", "An outline must be a polygon")
            )
    return outlines


def _check(pack: ProvincePack, faults: Faults) -> None:
    for name in ("key", "title_vi", "title_en"):
        if not getattr(pack, name):
            faults.add("head", "pack.toml", (f"Thiếu «{name}»", f"“{name}” is missing"))
    _check_sources(pack, faults)
    _check_units(pack, faults)
    _check_periods(pack, faults)
    _check_links(pack, faults)
    _check_towns(pack, faults)


def _missing(faults: Faults, where: str, what: str, key: str) -> None:
    faults.add(
        "reference",
        where,
        (f"Không có {what} «{key}» trong gói", f"The pack has no “{key}”"),
        ("Thêm dòng còn thiếu hoặc sửa mã", "Add the missing line or mend the key"),
    )


def _check_sources(pack: ProvincePack, faults: Faults) -> None:
    known = {source.key for source in pack.sources}
    used: list[tuple[str, str]] = [(change.source, "pack.toml") for change in pack.changes]
    used += [(table.source, "pack.toml") for table in pack.censuses]
    used += [(text.source, "pack.toml") for text in pack.programmes]
    used += [(state.source_key, f"units.csv, {state.key}") for state in pack.gazetteer.states]
    used += [(link.source_key, f"links.csv, {link.predecessor}") for link in pack.gazetteer.links]
    for rows in (pack.aliases, pack.towns, pack.town_units, pack.town_classes):
        used += [(row.source, row.where) for row in rows]
    for key, where in used:
        if key not in known:
            _missing(faults, where, "nguồn", key)


def _check_units(pack: ProvincePack, faults: Faults) -> None:
    units = pack.gazetteer
    for state in units.states:
        if state.parent_key and state.parent_key not in units:
            _missing(faults, f"units.csv, {state.key}", "đơn vị cấp trên", state.parent_key)
    for key in pack.home:
        if key not in units:
            _missing(faults, "pack.toml, home", "đơn vị", key)
    for key in pack.outlines:
        if key not in units:
            _missing(faults, "outlines.geojson", "đơn vị", key)
    for table in pack.censuses:
        for row in table.rows:
            if row.unit_key not in units:
                _missing(faults, row.where, "đơn vị", row.unit_key)


def _check_periods(pack: ProvincePack, faults: Faults) -> None:
    units = pack.gazetteer
    for key in {state.key for state in units.states}:
        states = units.states_of(key)
        for earlier, later in pairwise(states):
            if _certainly_overlap(earlier.period, later.period):
                faults.add(
                    "overlap",
                    f"units.csv, {key}",
                    (
                        f"«{earlier.name}» và «{later.name}» cùng có hiệu lực trong một thời gian",
                        f"“{earlier.name}” and “{later.name}” hold at the same time",
                    ),
                    (
                        "Cho dòng sau bắt đầu đúng ngày dòng trước kết thúc",
                        "Let the later line start on the day the earlier one ends",
                    ),
                )


def _certainly_overlap(one: Period, other: Period) -> bool:
    start = max(one.start.latest or date.max, other.start.latest or date.max)
    end = min(one.end.earliest or date.min, other.end.earliest or date.min)
    return start < end


def _check_links(pack: ProvincePack, faults: Faults) -> None:
    units = pack.gazetteer
    for link in units.links:
        for key in (link.predecessor, link.successor):
            if key not in units:
                _missing(faults, f"links.csv, {link.predecessor}", "đơn vị", key)
    for key in {link.predecessor for link in units.links}:
        links = units.links_from(key)
        whole = [link for link in links if link.whole]
        total = sum((link.share or 0) for link in links if not link.whole)
        if len(whole) > 1 or (whole and len(links) > 1) or total > 1:
            faults.add(
                "shares",
                f"links.csv, {key}",
                ("Đơn vị chuyển đi quá toàn bộ của nó", "The unit passes on more than all of itself"),
                (
                    "Chỉ một dòng «whole», hoặc các phần có tổng không quá 1",
                    "Give one “whole” line, or shares that make at most 1",
                ),
            )


def _check_towns(pack: ProvincePack, faults: Faults) -> None:
    towns = {town.key for town in pack.towns}
    for cover in pack.town_units:
        if cover.town not in towns:
            _missing(faults, cover.where, "đô thị", cover.town)
        if cover.unit not in pack.gazetteer:
            _missing(faults, cover.where, "đơn vị", cover.unit)
    for row in pack.town_classes:
        if row.town not in towns:
            _missing(faults, row.where, "đô thị", row.town)
    for alias in pack.aliases:
        known = alias.key in towns if alias.subject == "town" else alias.key in pack.gazetteer
        if not known:
            _missing(faults, alias.where, "đô thị hoặc đơn vị", alias.key)
