"""What makes a value of a town acceptable, said field by field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches
from functools import cache

from dothi.base.errors import Fault, InputError
from dothi.base.text import fold
from dothi.base.time import Truth
from dothi.law.tables.classification_standards import ClassificationStandard
from dothi.registry.lawbook import current_law
from dothi.registry.observations.checks import EARLIEST, Finding, missing_source
from dothi.registry.observations.where import PlaceIndex, PlaceState
from dothi.registry.places.models import Town, Unit
from dothi.towns.cells import read_value
from dothi.towns.unit_schemes import unit_standards


@dataclass(frozen=True, slots=True)
class TownEntry:
    """A value as a person gives it; ``source_id`` may wait until submission."""

    town_key: str
    standard: str
    text: str
    day: date
    unit_key: str = ""
    source_id: int | None = None
    source_place: str = ""
    note: str = ""
    illustrative: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """Towns, communes and standards that a value can speak of, held for one form or one workbook."""

    towns: PlaceIndex
    units: PlaceIndex
    standards: Mapping[str, ClassificationStandard]
    of_units: frozenset[str]

    @classmethod
    def load(cls) -> Known:
        """Read towns and communes in two queries."""
        rows, of_units = standards()
        return cls(_index(Town), _index(Unit), rows, of_units)


@cache
def standards() -> tuple[Mapping[str, ClassificationStandard], frozenset[str]]:
    """Every confirmed standard by code, and those of Table 2B; read once."""
    law = current_law()
    table = law.of(ClassificationStandard)
    return {row.code: table.history(row.code)[-1] for row in table.confirmed}, unit_standards(law)


def _index(model: type[Town | Unit]) -> PlaceIndex:
    columns = ("key", "name", "starts_earliest", "starts_latest", "ends_earliest", "ends_latest")
    rows = model.objects.as_known_on().only(*columns).order_by("key", "starts_latest")
    if model is Unit:
        rows = rows.filter(level=3)
    return PlaceIndex(PlaceState(row.key, row.name, row.period) for row in rows)


def check(entry: TownEntry, known: Known, today: date) -> list[Finding]:
    """Everything to say about ``entry``; empty where there is nothing."""
    found = [*_place(entry, known), *_days(entry.day, today)]
    standard = known.standards.get(entry.standard)
    if standard is None:
        return [*found, unknown_standard(entry.standard, known)]
    return [*found, *_commune(entry, known), *_value(entry, standard)]


def for_decision(entry: TownEntry, known: Known, today: date) -> list[Finding]:
    """As :func:`check`, and the source must be named."""
    found = check(entry, known, today)
    return found if entry.source_id is not None else [*found, missing_source()]


def _place(entry: TownEntry, known: Known) -> list[Finding]:
    if entry.town_key not in known.towns:
        return [unknown_town(entry.town_key, known)]
    if known.towns.exists(entry.town_key, entry.day) is Truth.NO:
        name = known.towns.name(entry.town_key)
        vi = f"«{name}» không có trong danh mục đô thị vào ngày của số liệu"
        en = f"“{name}” is not among the towns on the day of the value"
        return [
            _finding("town_key", "town_value.not_standing", vi, en, "Sửa ngày hoặc đô thị", refuses=False)
        ]
    return []


def unknown_town(text: str, known: Known) -> Finding:
    """The refusal of a town that is not on record, naming what is nearest."""
    near = ", ".join(state.name for state in known.towns.nearest(text, None))
    return _finding(
        "town_key",
        "town_value.unknown_town",
        f"không có đô thị «{text[:60]}»" if text else "chưa ghi đô thị",
        f"there is no town “{text[:60]}”" if text else "the town is missing",
        f"Có phải là: {near}" if near else "Chọn đô thị trong danh mục",
    )


def unknown_standard(code: str, known: Known) -> Finding:
    """The refusal of a code that no rule set has."""
    titles = {fold(row.title_vi): key for key, row in known.standards.items()}
    near = get_close_matches(code, known.standards, 3, 0.5)
    near += [titles[match] for match in get_close_matches(fold(code), titles, 2, 0.6)]
    shown = ", ".join(dict.fromkeys(near))
    return _finding(
        "standard",
        "town_value.unknown_standard",
        f"không bộ quy tắc nào có tiêu chuẩn «{code[:40]}»" if code else "chưa ghi tiêu chuẩn",
        f"no rule set has a standard “{code[:40]}”" if code else "the standard is missing",
        f"Có phải là: {shown}" if shown else "Chọn mã trong danh mục",
    )


def _commune(entry: TownEntry, known: Known) -> list[Finding]:
    wanted = entry.standard in known.of_units
    if bool(entry.unit_key) == wanted:
        if wanted and entry.unit_key not in known.units:
            vi, en = "không có xã, phường này", "there is no such commune"
            return [_finding("unit_key", "town_value.unknown_commune", vi, en, "Chọn trong danh sách")]
        return []
    if wanted:
        vi, en = "tiêu chuẩn của bảng 2B chấm cho từng xã, phường", "a standard of Table 2B is of one commune"
        return [_finding("unit_key", "town_value.commune", vi, en, "Chọn xã, phường")]
    vi, en = "tiêu chuẩn này là của cả đô thị", "this standard is of the town as a whole"
    return [_finding("unit_key", "town_value.commune", vi, en, "Để trống xã, phường")]


def _value(entry: TownEntry, standard: ClassificationStandard) -> list[Finding]:
    try:
        span = read_value(standard, entry.text)
    except InputError as error:
        return [Finding("text", fault) for fault in error.faults]
    if span is None:
        vi, en = "chưa ghi giá trị", "the value is missing"
        return [_finding("text", "town_value.empty", vi, en, "Ghi giá trị, hoặc bỏ dòng này")]
    return []


def _days(day: date, today: date) -> list[Finding]:
    if EARLIEST <= day <= today:
        return []
    return [
        _finding(
            "day",
            "town_value.day",
            f"ngày của số liệu phải từ năm {EARLIEST.year} đến hôm nay",
            f"the day of a value lies between {EARLIEST.year} and today",
            "Số của tương lai là kế hoạch, không phải số liệu",
        )
    ]


def _finding(field: str, code: str, vi: str, en: str, remedy: str, *, refuses: bool = True) -> Finding:
    return Finding(field, Fault(code, vi, en, "", remedy, "Mend this field"), refuses)


def placed(finding: Finding, where: str) -> Fault:
    """The fault of a finding with the cell it was read from."""
    return replace(finding.fault, where=where)
