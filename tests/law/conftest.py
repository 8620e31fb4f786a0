"""The package's law, read once, and a maker of overlays."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from dothi.law import Law, load_law
from dothi.law.layers import DATA
from dothi.law.load import row_kinds
from dothi.law.reading import required_columns

MANIFEST = 'importer = "Trần Thị B"\ndecision = "QĐ 1/QĐ-SXD"\ndate = 2026-11-20\n'

Overlay = Callable[..., Path]


@pytest.fixture(scope="session")
def law() -> Law:
    return load_law()


@pytest.fixture
def overlay(tmp_path: Path) -> Overlay:
    """Make an overlay folder with one table; cells not given are those of a good role."""

    def make(
        table: str, *rows: dict[str, str], extra: Sequence[str] = (), manifest: str | None = MANIFEST
    ) -> Path:
        folder = tmp_path / "law"
        folder.mkdir(exist_ok=True)
        if manifest is not None:
            (folder / "overlay.toml").write_text(manifest, encoding="utf-8")
        header = [*required_columns(row_kinds()[table]), *extra]
        with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, header, lineterminator="\n", restval="")
            writer.writeheader()
            writer.writerows({**GOOD, **row} for row in rows)
        return folder

    return make


GOOD = {
    "code": "archivist",
    "title_vi": "Cán bộ lưu trữ",
    "title_en": "Archivist",
    "basis": "Quyết định 1/QĐ-SXD",
    "source": "dothi",
    "confidence": "secondary",
    "starts_earliest": "2026-01-01",
    "starts_latest": "2026-01-01",
    "ends_earliest": "never",
    "ends_latest": "never",
}


def package_rows(table: str) -> list[dict[str, str]]:
    with (DATA / f"{table}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))
