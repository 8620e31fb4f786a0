"""What a dossier must hold, and whether its files are as its metadata declare."""

from __future__ import annotations

from collections.abc import Iterator

from dothi.intake.dossier.layout import Layout
from dothi.intake.dossier.metadata import Metadata
from dothi.intake.dossier.places import Placed, path_key
from dothi.intake.dossier.telling import found
from dothi.intake.dossier.tree import Tree
from dothi.intake.dossier.values import answer
from dothi.intake.findings import Finding, Severity, SkippedCheck
from dothi.law.tables.dossier_folders import DossierFolder


def check_presence(placed: Placed, tree: Tree, layout: Layout) -> Iterator[Finding]:
    """Yield the folders and the workbook that every dossier has and this one lacks."""
    folders = {path_key(entry.path) for entry in tree.entries if entry.folder}
    for row in layout.folders:
        if row.presence != "always":
            continue
        if row.kind == "metadata":
            if not placed.at(row.code):
                yield _no_workbook(row, layout)
        elif path_key(row.path) not in folders:
            yield _no_folder(row)


def check_declared(
    placed: Placed, metadata: Metadata, layout: Layout
) -> tuple[list[Finding], list[SkippedCheck]]:
    """Hold the files against the metadata fields that say whether a part of the dossier exists."""
    findings: list[Finding] = []
    skipped: list[SkippedCheck] = []
    for field in dict.fromkeys(row.declared_by for row in layout.folders if row.declared_by):
        rows = tuple(row for row in layout.folders if row.declared_by == field)
        needed = tuple(row for row in rows if row.presence == "declared")
        says = answer(metadata, field)
        if says is None:
            skipped.append(_not_declared(field, layout))
        elif says and not placed.filled(needed):
            findings.append(_declared_missing(needed[0], layout))
        elif not says and placed.filled(rows):
            findings.append(_undeclared(next(row for row in rows if placed.at(row.code)), layout))
    return findings, skipped


def _not_declared(field: str, layout: Layout) -> SkippedCheck:
    row = next(row for row in layout.metadata if row.code == field)
    return SkippedCheck(
        "dossier.declared-missing",
        f"Siêu dữ liệu không cho biết «{row.title_vi}»",
        f"The metadata do not say “{row.title_vi}”",
    )


def _no_workbook(row: DossierFolder, layout: Layout) -> Finding:
    return found(
        "workbook-missing",
        layout.weight(row),
        ("Thiếu bảng siêu dữ liệu .xlsx của hồ sơ", "The dossier's metadata workbook (.xlsx) is missing"),
        (f"Đặt {row.shown}.xlsx vào hồ sơ", f"Put {row.shown}.xlsx into the dossier"),
        row=row,
        where=row.path.rpartition("/")[0],
    )


def _no_folder(row: DossierFolder) -> Finding:
    return found(
        "missing-folder",
        Severity.WARNING,
        (f"Thiếu thư mục «{row.path}»", f"The folder “{row.path}” is missing"),
        (f"Tạo thư mục cho «{row.title_vi}»", f"Make the folder for “{row.title_en}”"),
        row=row,
        where=row.path,
    )


def _declared_missing(row: DossierFolder, layout: Layout) -> Finding:
    top = row.path.split("/")[0]
    what = f"{row.path}.*" if row.kind == "vector" else top
    return found(
        "declared-missing",
        layout.weight(row),
        (
            f"Siêu dữ liệu ghi có {top}, nhưng không thấy {what}",
            f"The metadata say there is {top}, but {what} is not there",
        ),
        ("Bổ sung tệp, hoặc sửa siêu dữ liệu thành Không", "Add the files, or change the metadata to Không"),
        row=row,
        where=row.path,
    )


def _undeclared(row: DossierFolder, layout: Layout) -> Finding:
    top = row.path.split("/")[0]
    return found(
        "undeclared",
        layout.weight(row),
        (
            f"Siêu dữ liệu ghi không có {top}, nhưng thư mục ấy có tệp",
            f"The metadata say there is no {top}, but it holds files",
        ),
        ("Sửa siêu dữ liệu thành Có, hoặc bỏ các tệp", "Change the metadata to Có, or take the files out"),
        row=row,
        where=row.path,
    )
