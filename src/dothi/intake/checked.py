"""A table of files and what checking them gave: one line a file or dossier, each checked on its own.

What cannot be read or checked has the reason in its place, so a line is always a report or a refusal.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from dothi.base.errors import DothiError, Fault
from dothi.intake.checking.context import Options
from dothi.intake.checking.engine import Result, check
from dothi.intake.findings import Severity
from dothi.intake.read import AUTO, read
from dothi.intake.reading.readers import readers
from dothi.intake.survey import NOT_DATA
from dothi.law import Law

_HEADINGS = (
    "Tệp / File",
    "Lớp / Layers",
    "Đối tượng / Features",
    "Kết quả / Verdict",
    "Lỗi / Errors",
    "Cảnh báo / Warnings",
    "Quy tắc bị vi phạm / Rules broken",
)


_TABLE_ONLY = "bảng không có hình / a table without shapes"


@dataclass(frozen=True, slots=True)
class CheckedRow:
    """One file or dossier: what a check found, or ``refused`` with the sentence that says why not."""

    file: str
    layers: int
    features: int
    verdict: str
    errors: int
    warnings: int
    broken: tuple[tuple[str, int], ...]
    refused: str = ""

    def to_json(self) -> dict[str, Any]:
        """Write it as JSON's types."""
        return asdict(self)


def checked(paths: Iterable[Path], law: Law, options: Options) -> Iterator[CheckedRow]:
    """Check each path on its own, in the order given; nothing that fails ends the table.

    Documents, pictures and project files are no lines of it.
    """
    for path in paths:
        try:
            reading = read(path, encoding=AUTO)
        except DothiError as error:
            if error.faults[0].code not in NOT_DATA:
                yield _refused(path, _said(error.faults[0]))
            continue
        if reading.layers:
            yield _row(path, check(reading, law, options))
            continue
        reasons = [skipped.reason for skipped in reading.skipped if skipped.reason.code not in NOT_DATA]
        if reasons or reading.tables:
            yield _refused(path, _said(reasons[0]) if reasons else _TABLE_ONLY)


def main_files(folder: Path) -> list[Path]:
    """Files of a folder that a reader takes as such, without those that are read with another."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    kinds = list(readers())
    endings = {ending for kind in kinds for ending in kind.endings}
    beside = {
        path.with_suffix(end).name.lower()
        for path in files
        for kind in kinds
        if path.suffix.lower() in kind.endings
        for end in (*kind.sidecars, *kind.companions)
        if end.lower() != path.suffix.lower()
    }
    return [path for path in files if path.suffix.lower() in endings and path.name.lower() not in beside]


def markdown(rows: Sequence[CheckedRow]) -> str:
    """Write rows as a table for a document."""
    lines = [_line(_HEADINGS), _line(["---"] * len(_HEADINGS))]
    for row in rows:
        if row.refused:
            lines.append(
                _line([row.file, "", "", f"không kiểm tra / not checked: {row.refused}", "", "", ""])
            )
            continue
        broken = ", ".join(f"{code} {count}" for code, count in row.broken)
        counts = [row.layers, row.features, row.verdict, row.errors, row.warnings]
        lines.append(_line([row.file, *(str(cell) for cell in counts), broken]))
    return "\n".join(lines) + "\n"


def _row(path: Path, result: Result) -> CheckedRow:
    counts = result.counts()
    every = [by for code in counts for by in counts[code].items()]
    return CheckedRow(
        str(path),
        len(result.layers),
        sum(layer.features for layer in result.layers),
        f"{result.verdict.title()} / {result.verdict.title('en')}",
        sum(count for severity, count in every if severity is Severity.ERROR),
        sum(count for severity, count in every if severity is Severity.WARNING),
        tuple((code, sum(by.values())) for code, by in sorted(counts.items())),
    )


def _said(fault: Fault) -> str:
    return f"{fault.vi} / {fault.en}"


def _refused(path: Path, sentence: str) -> CheckedRow:
    return CheckedRow(str(path), 0, 0, "", 0, 0, (), sentence)


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"
