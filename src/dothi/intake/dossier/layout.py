"""The dossier layout of one day, gathered from the tables of law.

A layout is data: its folders, layers, fields, metadata and codes are rows that name it, each with its period.
A successor is new rows; nothing here changes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from dothi.base.dates import format_date
from dothi.base.errors import Fault, UnusableError
from dothi.base.text import fold
from dothi.base.time import Truth
from dothi.intake.findings import Severity
from dothi.law import Law, LawRow
from dothi.law.tables.dossier_code_values import DossierCodeValue
from dothi.law.tables.dossier_codes import DossierCode
from dothi.law.tables.dossier_fields import DossierField
from dothi.law.tables.dossier_folders import DossierFolder
from dothi.law.tables.dossier_layers import DossierLayer
from dothi.law.tables.dossier_layouts import DossierLayout
from dothi.law.tables.dossier_metadata import DossierMetadata
from dothi.law.tables.dossier_sheets import DossierSheet
from dothi.law.tables.province_zones import ProvinceZone

R = TypeVar("R", bound=LawRow)
LONGEST_NAME = 120
"""Characters of a plan's name that still make a folder name every file system takes."""

_WORD = re.compile(r"[0-9A-Za-z]+")


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """Everything the law says of a dossier on ``day``.

    ``perhaps`` holds the codes of rows of which it is not known whether they hold on that day: what they ask
    for is reported as a warning at most.
    """

    day: date
    row: DossierLayout
    folders: tuple[DossierFolder, ...]
    layers: Mapping[str, DossierLayer]
    groups: tuple[DossierLayer, ...]
    fields: tuple[DossierField, ...]
    sheets: tuple[DossierSheet, ...]
    metadata: tuple[DossierMetadata, ...]
    codes: Mapping[str, DossierCode]
    values: tuple[DossierCodeValue, ...]
    zones: Mapping[str, ProvinceZone]
    perhaps: frozenset[str]

    def folder(self, code: str) -> DossierFolder:
        """The folder or file called ``code``; ``KeyError`` when the layout has none."""
        for row in self.folders:
            if row.code == code:
                return row
        raise KeyError(code)

    def of_kind(self, kind: str) -> tuple[DossierFolder, ...]:
        """Folders and files of one kind: ``vector``, ``scans`` and so on."""
        return tuple(row for row in self.folders if row.kind == kind)

    @property
    def tops(self) -> tuple[str, ...]:
        """Names of the folders just below the root, in order."""
        return tuple(dict.fromkeys(row.path.split("/")[0] for row in self.folders))

    @property
    def root_prefix(self) -> str:
        """What the root folder's name starts with."""
        return self.row.root.split("{", maxsplit=1)[0]

    def root_name(self, plan: str) -> str:
        """Name the root folder of a plan called ``plan``."""
        return self.row.root.replace("{name}", compact(plan))

    def weight(self, *rows: LawRow) -> Severity:
        """ERROR, or WARNING where one of ``rows`` only perhaps holds on the day."""
        doubtful = any(row.code in self.perhaps for row in (self.row, *rows))
        return Severity.WARNING if doubtful else Severity.ERROR

    def kind_of(self, text: str) -> str:
        """Read a kind of plan: ``QHC``, or words that start with its title; empty where neither fits."""
        wanted = fold(text)
        for row in self.values:
            if row.plan_kind and (wanted == row.plan_kind.lower() or wanted.startswith(fold(row.title_vi))):
                return row.plan_kind
        return ""


def layout_on(law: Law, day: date) -> Layout:
    """Gather the layout that holds, or perhaps holds, on ``day``.

    Raises :class:`UnusableError` (``dossier.no-layout``) where the law has none for the day: what dossiers
    looked like before 30 June 2025 is in no source.
    """
    table = law.of(DossierLayout)
    standing = table.in_force(day) or table.possibly_in_force(day)
    if not standing:
        raise UnusableError(_no_layout(day))
    row = standing[-1]
    perhaps: set[str] = set()

    def rows(kind: type[R]) -> tuple[R, ...]:
        found = []
        for candidate, answer in law.of(kind).including_unconfirmed(day):
            if not candidate.confidence.confirmed or getattr(candidate, "layout", row.code) != row.code:
                continue
            found.append(candidate)
            if answer is not Truth.YES:
                perhaps.add(candidate.code)
        return tuple(found)

    if row not in table.in_force(day):
        perhaps.add(row.code)
    layers = rows(DossierLayer)
    return Layout(
        day,
        row,
        rows(DossierFolder),
        {layer.code: layer for layer in layers if layer.kind != "group"},
        tuple(layer for layer in layers if layer.kind == "group"),
        rows(DossierField),
        rows(DossierSheet),
        tuple(sorted(rows(DossierMetadata), key=lambda field: (field.sheet, field.position))),
        {code.code: code for code in rows(DossierCode)},
        rows(DossierCodeValue),
        {zone.code: zone for zone in rows(ProvinceZone)},
        frozenset(perhaps),
    )


def compact(name: str) -> str:
    """Write a name as the layout writes names: unaccented, no spaces, a capital per word.

    >>> compact("Quy hoạch chung đô thị Tam Kỳ")
    'QuyHoachChungDoThiTamKy'
    """
    return "".join(word[0].upper() + word[1:] for word in fold(name).split())


def same_name(one: str, other: str) -> bool:
    """Say whether two names are one but for case, accents and separators."""
    return fold(one).replace(" ", "") == fold(other).replace(" ", "")


def is_plain_name(name: str) -> bool:
    """Say whether a name has unaccented letters, digits and underscores only."""
    return bool(name) and all(_WORD.fullmatch(part) for part in name.split("_") if part)


def _no_layout(day: date) -> Fault:
    shown = format_date(day)
    return Fault(
        "dossier.no-layout",
        f"Chưa có dữ liệu về bố cục hồ sơ số của ngày {shown}",
        f"The layout of digital dossiers on {shown} is not known",
        remedy_vi="Chọn ngày từ 30/6/2025 (Thông tư 16/2025/TT-BXD), hoặc bổ sung các bảng dossier_…",
        remedy_en="Choose a day from 30/6/2025 (Circular 16/2025/TT-BXD), or add to the tables dossier_…",
    )
