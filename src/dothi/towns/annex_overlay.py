"""A checked annex becomes law rows of the workspace's overlay, and the template in which it is copied."""

from __future__ import annotations

import csv
import io
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Font, PatternFill

from dothi.base.dates import parse_date
from dothi.base.errors import DothiError, InputError
from dothi.law import Law, LawRow, load_law
from dothi.law.layers import MANIFEST
from dothi.law.load import row_kinds
from dothi.law.reading import BOUNDS, NEVER, required_columns
from dothi.towns.annex import asked
from dothi.towns.annex_sheets import (
    COLUMNS,
    DOCUMENT,
    FACTS,
    GROUPS,
    LEVELS,
    STANDARDS,
    UNIT_COLUMNS,
    Annex,
    number_text,
)
from dothi.towns.annex_units import known_units, unit_overlay
from dothi.towns.unit_schemes import unit_groups

Cells = dict[str, str]


def import_annex(law: Law, annex: Annex, workspace: Path, lower: Iterable[Path]) -> dict[str, int]:
    """Write the annex into ``workspace/law`` and give the number of rows of each table.

    ``lower`` are the layers below the workspace's own. Rows of the package are replaced by name of their
    version; rows of an earlier import are written over. The whole law is loaded with the new overlay before
    any file is put in place. Raises :class:`InputError` where that fails.
    """
    target = workspace / "law"
    below = load_law(*lower)
    with tempfile.TemporaryDirectory() as waiting:
        folder = Path(waiting) / "law"
        if target.is_dir():
            shutil.copytree(target, folder)
        else:
            folder.mkdir()
        counts = {}
        for table, rows in overlay_rows(law, annex).items():
            counts[table] = len(rows)
            _merge(folder, table, rows, below)
        if not (folder / MANIFEST).is_file():
            (folder / MANIFEST).write_text(_manifest(annex), encoding="utf-8")
        try:
            load_law(*lower, folder)
        except DothiError as error:
            named = str(target)
            faults = (replace(fault, where=fault.where.replace(str(folder), named)) for fault in error.faults)
            raise InputError(*faults) from error
        target.mkdir(parents=True, exist_ok=True)
        for path in sorted(folder.iterdir()):
            staged = target / f".{path.name}.new"
            shutil.copyfile(path, staged)
            staged.replace(target / path.name)
    return counts


def overlay_rows(law: Law, annex: Annex) -> dict[str, list[Cells]]:
    """Rows of each law table, without ``replaces``."""
    rules = annex.fact("rule_set")
    common = _common(law, annex)
    groups = [
        {
            **common,
            **{name: row[name] for name in ("code", "title_vi")},
            "title_en": row["title_en"] or row["title_vi"],
            "classes": " ".join(f"{rules}.{code}" for code in row["classes"].split()),
            **{name: number_text(row[name]) for name in ("most", "required", "standards")},
        }
        for row in annex.groups
    ]
    standards = [
        {
            **common,
            **{name: row[name] for name in ("code", "title_vi", "subgroup", "unit", "kind", "words")},
            "title_en": row["title_en"] or row["title_vi"],
            "groups": _groups_of(law, row["code"], row["group"]),
            **{name: number_text(row[name]) for name in ("least", "most")},
        }
        for row in annex.standards
    ]
    own = {
        "sources": [_source(annex, common)],
        "classification_groups": groups,
        "classification_standards": standards,
        "classification_levels": _level_rows(annex, common),
        "classification_passes": _passes(law, annex, common),
    }
    of_units = unit_overlay(annex, common)
    return {name: [*own.get(name, ()), *of_units.get(name, ())] for name in dict.fromkeys((*own, *of_units))}


def _common(law: Law, annex: Annex) -> Cells:
    period = law.rule_sets[annex.fact("rule_set")].period
    bounds = (period.start.earliest, period.start.latest, period.end.earliest, period.end.latest)
    written = ["" if day is None else NEVER if day.year == 9999 else day.isoformat() for day in bounds]
    note = f"Nhập bởi {annex.fact('importer')} theo {annex.fact('decision')}"
    return {
        "basis": annex.fact("basis"),
        "source": annex.fact("source"),
        "confidence": annex.fact("confidence"),
        **dict(zip(BOUNDS, written, strict=True)),
        "note": note,
    }


def _groups_of(law: Law, code: str, group: str) -> str:
    """A standard that the tables hold already keeps its groups under other rule sets."""
    known = law.classification_standards.history(code)
    return " ".join(dict.fromkeys((*(known[-1].groups if known else ()), group)))


def _level_rows(annex: Annex, common: Cells) -> list[Cells]:
    rules = annex.fact("rule_set")
    standards = {row["code"]: row for row in annex.standards}
    rows = []
    for row in annex.levels:
        standard = standards[row["standard"]]
        words = [word.strip() for word in standard["words"].split("|")]
        levels = {
            name: row[name] if row[name] in words else number_text(row[name])
            for name in ("level_least", "level_most")
        }
        parts = [rules, row["class"], row["standard"], *([row["town_kind"]] if row["town_kind"] else [])]
        rows.append(
            {
                **common,
                "code": ".".join(parts),
                "title_vi": standard["title_vi"],
                "title_en": standard["title_en"] or standard["title_vi"],
                "urban_class": f"{rules}.{row['class']}",
                "standard": row["standard"],
                "town_kind": row["town_kind"],
                **levels,
                **{name: number_text(row[name]) for name in ("points_least", "points_most")},
            }
        )
    return rows


def _passes(law: Law, annex: Annex, common: Cells) -> list[Cells]:
    rows = []
    for code in sorted({row["class"] for row in annex.levels}):
        urban_class = f"{annex.fact('rule_set')}.{code}"
        known = law.classification_passes.history(urban_class)
        total, required = asked(law, annex, code)
        rows.append(
            {
                **common,
                "code": urban_class,
                "title_vi": law.urban_classes[urban_class].title_vi,
                "title_en": law.urban_classes[urban_class].title_en,
                "urban_class": urban_class,
                "unit": known[-1].unit if known else "points",
                "total": f"{total:f}",
                "required": f"{required:f}",
                "several_vi": known[-1].several_vi if known else "",
                "several_en": known[-1].several_en if known else "",
            }
        )
    return rows


def _source(annex: Annex, common: Cells) -> Cells:
    return {
        **common,
        "code": annex.fact("source"),
        "title_vi": annex.fact("title_vi"),
        "title_en": annex.fact("title_en") or annex.fact("title_vi"),
        "kind": "full-text" if annex.fact("confidence") == "official" else "summary",
        "address": annex.fact("address"),
        "read_on": parse_date(annex.fact("read_on")).isoformat(),
        "starts_earliest": "",
        "starts_latest": parse_date(annex.fact("read_on")).isoformat(),
        "ends_earliest": NEVER,
        "ends_latest": NEVER,
    }


def _merge(folder: Path, table: str, rows: Iterable[Cells], below: Law) -> None:
    """Write rows over those of the same code in the overlay; name what they replace below it."""
    path = folder / f"{table}.csv"
    header = [*required_columns(row_kinds()[table]), "note", "replaces"]
    kept: dict[str, Mapping[str, str]] = {}
    if path.is_file():
        content = path.read_text(encoding="utf-8-sig")
        for number, cells in enumerate(csv.DictReader(io.StringIO(content, newline=""))):
            kept[f"{number} {cells['code']}"] = cells
    new = list(rows)
    codes = {row["code"] for row in new}
    standing = [cells for cells in kept.values() if cells["code"] not in codes]
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, header, lineterminator="\n", restval="")
        writer.writeheader()
        writer.writerows({name: cells.get(name) or "" for name in header} for cells in standing)
        for row in new:
            found: tuple[LawRow, ...] = below.tables[table].history(row["code"])
            writer.writerow({**row, "replaces": found[-1].version if found else ""})


def _manifest(annex: Annex) -> str:
    def quoted(text: str) -> str:
        return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'

    day = parse_date(annex.fact("date")).isoformat()
    return (
        f"importer = {quoted(annex.fact('importer'))}\n"
        f"decision = {quoted(annex.fact('decision'))}\ndate = {day}\n"
    )


def write_annex_template(law: Law, rule_set: str, path: Path) -> None:
    """Write the workbook to copy an annex into, with what the tables hold for the rule set filled in."""
    book = Workbook()
    sheets: dict[str, list[tuple[Any, ...]]] = {
        DOCUMENT: [(name, rule_set if name == "rule_set" else None) for name in FACTS],
        GROUPS: list(_known_groups(law, rule_set)),
        STANDARDS: list(_known_standards(law, rule_set)),
        LEVELS: list(_known_levels(law, rule_set)),
        **known_units(law, rule_set),
    }
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        sheet.append((COLUMNS | UNIT_COLUMNS)[name])
        for cell in sheet[1]:
            cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="E7ECEF")
            sheet.column_dimensions[cell.column_letter].width = 22
        sheet.freeze_panes = "A2"
        for row in rows:
            sheet.append(row)
    book.save(path)


def _known_groups(law: Law, rule_set: str) -> Iterable[tuple[Any, ...]]:
    for row in law.classification_groups.confirmed:
        mine = [code.rpartition(".")[2] for code in row.classes if code.startswith(f"{rule_set}.")]
        if mine and row.code not in unit_groups(law):
            yield row.code, row.title_vi, row.title_en, " ".join(mine), row.most, row.required, row.standards


def _known_standards(law: Law, rule_set: str) -> Iterable[tuple[Any, ...]]:
    groups = {row[0] for row in _known_groups(law, rule_set)}
    for row in law.classification_standards.confirmed:
        for group in groups & set(row.groups):
            words = "|".join(row.words)
            yield (
                *(row.code, group, row.subgroup, row.title_vi, row.title_en, row.unit, row.kind, words),
                *(row.least, row.most),
            )


def _known_levels(law: Law, rule_set: str) -> Iterable[tuple[Any, ...]]:
    for row in law.classification_levels.confirmed:
        if row.urban_class.startswith(f"{rule_set}."):
            yield (
                *(row.urban_class.rpartition(".")[2], row.standard, row.town_kind, row.level_least),
                *(row.level_most, row.points_least, row.points_most),
            )
