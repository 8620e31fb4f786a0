"""A table of files and what reading them gave: for a folder of samples, or everything a consultant sent.

One line a file: driver, layers, features, CRS, encoding, verdict. The verdict is that of a check, where one
is given by layer; a file that is not read has the reason in its place. Rows are plain data, for a page or a
program.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TypeAlias

from dothi.base.errors import DothiError, Fault
from dothi.intake.layers import Layer, Raster, Reading, Table
from dothi.intake.read import AUTO, read

_HEADINGS = (
    "Tệp / File",
    "Driver",
    "Lớp / Layers",
    "Đối tượng / Features",
    "CRS",
    "Bảng mã / Encoding",
    "Kết quả / Verdict",
)
_Part: TypeAlias = Layer | Table | Raster
_READ = "đọc được / read"
NOT_DATA = frozenset({"intake.document", "intake.project", "intake.picture"})
"""Reasons for passing over what is no map at all."""


@dataclass(frozen=True, slots=True)
class Row:
    """One file; ``features`` counts rows of tables too, several CRSs or encodings stand side by side."""

    file: str
    driver: str
    layers: int
    features: int
    crs: str
    encoding: str
    verdict: str

    def to_json(self) -> dict[str, Any]:
        """Write it as JSON's types."""
        return asdict(self)


def survey(paths: Iterable[Path]) -> list[Row]:
    """Read each path and describe what came of it; nothing that fails ends the survey."""
    rows: list[Row] = []
    for path in paths:
        try:
            rows += rows_of(read(path, encoding=AUTO))
        except DothiError as error:
            rows += _refused(path.name, error.faults)
    return rows


def rows_of(reading: Reading, verdicts: Mapping[str, str] | None = None) -> list[Row]:
    """Rows of one reading, in the order of its files.

    :param verdicts: of a check, by name of layer; the first found among the layers of a file is shown.
    """
    parts: dict[str, list[_Part]] = {}
    everything: list[_Part] = [*reading.layers, *reading.tables, *reading.rasters]
    for part in everything:
        parts.setdefault(part.where or reading.name, []).append(part)
    rows = [_row(file, members, verdicts or {}) for file, members in parts.items()]
    missing = [
        item.reason
        for item in reading.skipped
        if item.name == item.reason.where and item.name not in parts and item.reason.code not in NOT_DATA
    ]
    return sorted([*rows, *_refused(reading.name, missing)], key=lambda row: row.file)


def markdown(rows: Sequence[Row]) -> str:
    """Write rows as a table for a document."""
    lines = [_line(_HEADINGS), _line(["---"] * len(_HEADINGS))]
    for row in rows:
        cells = (
            row.file,
            row.driver,
            row.layers or "",
            row.features or "",
            row.crs,
            row.encoding,
            row.verdict,
        )
        lines.append(_line([str(cell) for cell in cells]))
    return "\n".join(lines) + "\n"


def _row(file: str, parts: Sequence[_Part], verdicts: Mapping[str, str]) -> Row:
    layers = [part for part in parts if isinstance(part, Layer | Table)]
    crs = [_crs(part) for part in parts if not isinstance(part, Table)]
    judged = [verdicts[part.name] for part in parts if part.name in verdicts]
    return Row(
        file,
        _together(part.driver for part in parts),
        len(parts),
        sum(len(layer.frame) for layer in layers),
        _together(crs),
        _together(layer.encoding for layer in layers),
        judged[0] if judged else _READ,
    )


def _crs(part: Layer | Raster) -> str:
    if isinstance(part, Raster):
        return part.crs if part.crs.startswith("EPSG:") else "WKT" if part.crs else "–"
    crs = part.frame.crs
    if crs is None:
        return "–"
    known = crs.to_authority(min_confidence=90)
    return ":".join(known) if known else str(crs.name)


def _refused(name: str, faults: Iterable[Fault]) -> list[Row]:
    return [
        Row(fault.where or name, "", 0, 0, "", "", f"không đọc: {fault.vi} / not read: {fault.en}")
        for fault in faults
        if fault.code not in NOT_DATA
    ]


def _together(values: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(value for value in values if value))


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"
