"""``check_dossier``: a dossier, folder or zip, against the layout of a day.

What is found are faults and notes about this dossier. What could not be looked at is told apart, in
``skipped``: an unreadable part, a rule whose text no source gives, a province whose zone is not known.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from dothi.base.errors import UnusableError
from dothi.base.workbooks import MAX_BYTES
from dothi.intake.dossier.codes import DOSSIER, CodeSeen, check_codes, issues, read_codes
from dothi.intake.dossier.crs import zone_in_words
from dothi.intake.dossier.layer_rules import PlacedLayer, check_empty, check_layer
from dothi.intake.dossier.layout import Layout, layout_on
from dothi.intake.dossier.metadata import Metadata, read_metadata
from dothi.intake.dossier.object_codes import check_feature_codes
from dothi.intake.dossier.places import GEOGRAPHIC, FileSeen, Placed, place_files
from dothi.intake.dossier.presence import check_declared, check_presence
from dothi.intake.dossier.telling import found
from dothi.intake.dossier.tree import BrokenZipError, Entry, Tree, open_tree
from dothi.intake.dossier.values import check_values
from dothi.intake.dossier.vectors import Reader, read_vectors
from dothi.intake.findings import (
    Finding,
    Severity,
    SkippedCheck,
    Verdict,
    answer_to_json,
    verdict_of,
)
from dothi.intake.read import read
from dothi.law import Law
from dothi.law.tables.province_zones import ProvinceZone


@dataclass(frozen=True, slots=True, eq=False)
class DossierAnswer:
    """Everything the check found, in the order of the dossier: folders, metadata, codes, layers."""

    name: str
    layout: Layout
    law_version: str
    findings: tuple[Finding, ...]
    layers: tuple[PlacedLayer, ...]
    files: tuple[FileSeen, ...]
    codes: Mapping[str, CodeSeen]
    skipped: tuple[SkippedCheck, ...]

    @property
    def verdict(self) -> Verdict:
        """What it comes to; notes alone leave a dossier clean."""
        return verdict_of(finding.severity for finding in self.findings)

    def to_json(self) -> dict[str, Any]:
        """Write it as JSON's types."""
        codes = {name: code.to_json() for name, code in self.codes.items()}
        if DOSSIER in self.codes:
            codes[DOSSIER]["issues"] = issues(self.codes[DOSSIER])
        return {
            "name": self.name,
            "layout": self.layout.row.code,
            "as_of": self.layout.day.isoformat(),
            "law_version": self.law_version,
            **answer_to_json(self.findings, (), self.skipped),
            "layers": [layer.to_json() for layer in self.layers],
            "files": [file.to_json() for file in self.files],
            "codes": codes,
        }


def check_dossier(path: Path, law: Law, day: date, reader: Reader = read) -> DossierAnswer:
    """Check the dossier at ``path`` by the layout of ``day``.

    ``reader`` reads the geographic files; by default in a process of its own, for they are a stranger's.
    Raises :class:`UnusableError` where there is no dossier, more than one, a damaged zip, or no layout known
    for the day.
    """
    layout = layout_on(law, day)
    tree = open_tree(path, layout)
    placed, findings = place_files(tree, layout)
    skipped = _always_skipped(layout)
    findings += check_presence(placed, tree, layout)
    workbook = _workbook(placed, layout)
    metadata = _metadata(tree, workbook, layout, findings, skipped)
    more, unanswered = check_declared(placed, metadata, layout) if metadata.read else ([], [])
    findings += more
    skipped += unanswered
    findings += check_values(metadata, tree, layout)
    codes = read_codes(metadata, layout) if metadata.read else {}
    findings += check_codes(codes, metadata, workbook, layout)
    zone = _zone(codes, layout, skipped)
    findings += _check_crs_words(metadata, zone, layout)
    layers = _layers(tree, placed, layout, reader, findings)
    expected = {name: code.value for name, code in codes.items() if code.valid}
    for item in layers:
        findings += check_layer(item, zone, layout)
        findings += check_feature_codes(item, expected, layout)
    findings += check_empty(layers)
    return DossierAnswer(
        tree.name, layout, law.version, tuple(findings), tuple(layers), placed.files, codes, tuple(skipped)
    )


def _always_skipped(layout: Layout) -> list[SkippedCheck]:
    """What no check can look at, for the sources do not say it; told in every answer."""
    unnamed = ", ".join(f"{row.code} ({row.fields})" for row in layout.sheets if row.named == "no")
    known = len(layout.layers)
    return [
        SkippedCheck(
            "dossier.sheet-fields",
            f"Nguồn chỉ cho số trường, không cho tên trường của các trang {unnamed}",
            f"The sources give only the number of fields of the sheets {unnamed}, not their names",
            unknown=False,
        ),
        SkippedCheck(
            "dossier.layer-list",
            f"Mới biết tên {known} lớp của phụ lục: không kiểm tra được hồ sơ có đủ lớp hay không",
            f"Only {known} layers of the annex are known by name: whether any is missing is not checked",
            unknown=False,
        ),
        SkippedCheck(
            "dossier.resolution",
            "Chưa kiểm tra độ phân giải của bản quét",
            "The resolution of scans is not checked",
            unknown=False,
        ),
    ]


def _workbook(placed: Placed, layout: Layout) -> Entry | None:
    """Choose the workbook: the one named like a dossier code where there are several."""
    for row in layout.of_kind("metadata"):
        entries = placed.at(row.code)
        named = [entry for entry in entries if layout.codes[DOSSIER].parts(entry.stem)]
        if entries:
            return (named or list(entries))[0]
    return None


def _metadata(
    tree: Tree, workbook: Entry | None, layout: Layout, findings: list[Finding], skipped: list[SkippedCheck]
) -> Metadata:
    metadata = Metadata("", {}, {}, read=False)
    if workbook is not None:
        try:
            metadata, more = read_metadata(workbook.path, tree.read(workbook.path, MAX_BYTES), layout)
            findings += more
        except BrokenZipError:
            raise
        except UnusableError as error:
            findings += [_from_fault("workbook-unreadable", fault, layout) for fault in error.faults]
    if not metadata.read:
        skipped.append(
            SkippedCheck(
                "dossier.metadata",
                "Không có siêu dữ liệu đọc được: mã, khai báo và kinh tuyến trục chưa được đối chiếu",
                "No metadata could be read: codes, declarations and the central meridian were not compared",
            )
        )
    return metadata


def _from_fault(code: str, fault: Any, layout: Layout, layer: str = "") -> Finding:
    return found(
        code,
        Severity.ERROR,
        (fault.vi, fault.en),
        (fault.remedy_vi, fault.remedy_en),
        row=layout.row,
        layer=layer,
        where=fault.where,
    )


def _zone(codes: Mapping[str, CodeSeen], layout: Layout, skipped: list[SkippedCheck]) -> ProvinceZone | None:
    """Find the zone of the province that the codes name."""
    provinces = [code.parts["province"] for code in codes.values() if "province" in code.parts]
    if not provinces:
        skipped.append(
            SkippedCheck(
                "dossier.crs-zone",
                "Chưa biết tỉnh: không có mã hồ sơ đúng cấu trúc",
                "The province is not known: there is no dossier code of the right structure",
            )
        )
        return None
    zone = layout.zones.get(provinces[0])
    if zone is None:
        skipped.append(
            SkippedCheck(
                "dossier.crs-zone",
                f"Chưa có nguồn về kinh tuyến trục của tỉnh {provinces[0]}",
                f"No source gives the central meridian of province {provinces[0]}",
            )
        )
    return zone


def _check_crs_words(metadata: Metadata, zone: ProvinceZone | None, layout: Layout) -> list[Finding]:
    field = next((row for row in layout.metadata if row.value == "crs"), None)
    if field is None or zone is None:
        return []
    written = metadata.text(field.code)
    told = zone_in_words(written)
    if told is None or told.epsg == zone.epsg:
        return []
    return [
        found(
            "metadata-crs",
            layout.weight(zone),
            (
                f"«{field.title_vi}» ghi {told.title}; tỉnh {zone.code} dùng kinh tuyến trục {zone.meridian}",
                f"“{field.title_vi}” says {told.title}; province {zone.code} uses {zone.meridian}",
            ),
            (
                f"Ghi VN-2000, kinh tuyến trục {zone.meridian}",
                f"Write VN-2000, kinh tuyến trục {zone.meridian}",
            ),
            row=zone,
            where=metadata.place(field.code),
        )
    ]


def _layers(
    tree: Tree, placed: Placed, layout: Layout, reader: Reader, findings: list[Finding]
) -> list[PlacedLayer]:
    """Read the geographic files, in the layout's order."""
    places = {
        entry.path: row.code
        for row in layout.of_kind("vector")
        for entry in placed.at(row.code)
        if entry.ending in {*row.extensions, *GEOGRAPHIC}
    }
    entries = [
        entry for row in layout.of_kind("vector") for entry in placed.at(row.code) if entry.path in places
    ]
    read = read_vectors(tree, entries, reader)
    findings += [_from_fault("vector-unreadable", fault, layout) for fault in read.faults]
    findings += [_table(table.name, entry, layout) for entry, table in read.tables]
    layers = [PlacedLayer(layer, entry.path, places[entry.path]) for entry, layer in read.layers]
    order = list(places)
    return sorted(layers, key=lambda layer: order.index(layer.path))


def _table(name: str, entry: Entry, layout: Layout) -> Finding:
    return found(
        "table",
        Severity.INFO,
        ("Bảng không có hình học, không phải lớp dữ liệu", "A table without geometry, no layer"),
        ("Bỏ nếu không cần", "Take it out if it is not needed"),
        row=layout.row,
        layer=name,
        where=entry.path,
    )
