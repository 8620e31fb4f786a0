"""Every reader has titles, a row in its document and a test; nothing else has to be told of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from dothi.intake.reading.reader import Reader
from dothi.intake.reading.readers import readers
from dothi.intake.reading.refused import KINDS
from dothi.intake.sandbox import drivers

KEYS = [
    *("csv", "dbase", "dgn", "dwg", "dxf", "edigeo", "filegdb", "flatgeobuf", "geojson", "geopackage"),
    *("geoparquet", "gml", "kml", "mapinfo", "raster", "shapefile", "xlsx"),
]


def rows(root: Path) -> dict[str, list[str]]:
    text = (root / "docs" / "intake-reading.md").read_text(encoding="utf-8")
    section = text.split("## Định dạng")[1].split("## ")[0]
    found = {}
    for line in section.splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split(" | ")]
        if cells[0].startswith("`"):
            found[cells[0].strip("`")] = cells
    return found


def test_every_module_with_a_reader_is_found() -> None:
    assert sorted(reader.key for reader in readers()) == KEYS


@pytest.mark.parametrize("reader", readers(), ids=lambda reader: reader.key)
def test_a_reader_has_titles_endings_and_its_row(reader: Reader, root: Path) -> None:
    assert reader.title_vi.strip()
    assert reader.title_en.strip()
    assert reader.endings
    assert all(ending.startswith(".") and ending == ending.lower() for ending in reader.endings)
    cells = rows(root)[reader.key]
    alike = reader.title_vi.casefold() == reader.title_en.casefold()
    assert cells[1] == (reader.title_vi if alike else f"{reader.title_vi} / {reader.title_en}")
    assert cells[2].split() == list(reader.endings)


def test_the_document_has_no_row_without_a_reader(root: Path) -> None:
    assert sorted(rows(root)) == KEYS


@pytest.mark.parametrize("reader", readers(), ids=lambda reader: reader.key)
def test_a_reader_has_a_test_of_its_own(reader: Reader, root: Path) -> None:
    module = reader.recognises.__module__.rsplit(".", 1)[1]
    assert (root / "tests" / "intake" / "reading" / "formats" / f"test_{module}.py").is_file()


def test_refusals_are_sentences_in_both_languages() -> None:
    for kind in KINDS:
        fault = kind.fault("a.x")
        assert fault.sentence().startswith("a.x: ")
        assert fault.sentence("en") != fault.sentence("vi")
        assert bool(fault.remedy_vi) == bool(fault.remedy_en)
        assert not kind.spatial or fault.remedy_vi


def test_drivers_that_fetch_or_include_are_not_allowed() -> None:
    skip = drivers.skipped().split(",")
    for name in (
        "OGR_VRT",
        "VRT",
        "WFS",
        "OAPIF",
        "HTTP",
        "WMS",
        "SQLite",
        "CSW",
        "GDALG",
        "PLSCENES",
        "Elasticsearch",
    ):
        assert name in skip
    assert not set(skip) & drivers.VECTOR
    assert drivers.unexpected(["GPKG", "MEM", "Novelty"]) == ["Novelty"]
    assert drivers.skipped(["Novelty"]).endswith("Novelty")
