"""The metadata workbook read, however its fields stand, and its values told apart."""

from __future__ import annotations

from datetime import date, datetime
from io import BytesIO
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from dothi.base.errors import UnusableError
from dothi.intake.dossier.layout import layout_on
from dothi.intake.dossier.metadata import Metadata, read_metadata
from dothi.intake.dossier.values import answer, scale
from dothi.intake.findings import Finding
from dothi.law import load_law

LAYOUT = layout_on(load_law(), date(2026, 11, 25))
HEADINGS = [row.title_vi for row in LAYOUT.metadata]


def book(*rows: list[Any], sheet: str = "HoSo") -> bytes:
    made = Workbook()
    made.active.title = sheet
    for row in rows:
        made.active.append(row)
    for name in ("BanVe", "VanBan"):
        made.create_sheet(name)
    file = BytesIO()
    made.save(file)
    return file.getvalue()


def read(*rows: list[Any], sheet: str = "HoSo") -> tuple[Metadata, list[Finding]]:
    return read_metadata("a.xlsx", book(*rows, sheet=sheet), LAYOUT)


def test_fields_across_below_a_title() -> None:
    metadata, findings = read(["SIÊU DỮ LIỆU HỒ SƠ"], [], HEADINGS, ["48QHC0000001", None, "Tam Kỳ"])
    assert findings == []
    assert (metadata.text("ma-ho-so"), metadata.text("ten-do-an")) == ("48QHC0000001", "Tam Kỳ")
    assert metadata.place("ten-do-an") == "a.xlsx, trang «HoSo», ô C4"
    assert "ma-thong-tin" not in metadata.values


def test_fields_down_beside_a_number() -> None:
    rows = [[number, heading, f"giá trị {number}"] for number, heading in enumerate(HEADINGS, 1)]
    metadata, findings = read(["STT", "Trường", "Giá trị"], *rows)
    assert [finding.code for finding in findings] == ["dossier.metadata-field-unknown"]
    assert metadata.text("ma-ho-so") == "giá trị 1"
    assert metadata.place("ghi-chu") == "a.xlsx, trang «HoSo», ô C21"


def test_headings_in_another_spelling_and_a_sheet_in_another_case() -> None:
    plain = [heading.upper().replace("Ồ", "Ồ").replace(" ", "  ") for heading in HEADINGS]
    metadata, findings = read(plain, ["x"] * 20, sheet="Hồ Sơ")
    assert findings == []
    assert len(metadata.values) == 20


def test_kinds_of_cells() -> None:
    values = dict(zip([row.code for row in LAYOUT.metadata], [None] * 20, strict=True))
    values |= {
        "ma-thong-tin": 482621012345.0,
        "ngay-qd-quy-hoach": datetime(2026, 8, 5, 0, 0),  # noqa: DTZ001 (cells have no time zone)
        "co-ho-so-gis": True,
        "co-ho-so-basic": "không",
        "ten-do-an": "  Tam\u00a0 Kỳ\n",
    }
    metadata, _ = read(HEADINGS, list(values.values()))
    assert metadata.text("ma-thong-tin") == "482621012345"
    assert metadata.values["ngay-qd-quy-hoach"].day == date(2026, 8, 5)
    assert metadata.text("ngay-qd-quy-hoach") == "5/8/2026"
    assert metadata.text("ten-do-an") == "Tam Kỳ"
    assert answer(metadata, "co-ho-so-gis") is True
    assert answer(metadata, "co-ho-so-basic") is False
    assert answer(metadata, "ghi-chu") is None


def test_a_file_that_is_no_workbook() -> None:
    with pytest.raises(UnusableError) as error:
        read_metadata("a.xlsx", b"%PDF-1.7", LAYOUT)
    assert error.value.code == "xlsx.other_kind"


@pytest.mark.parametrize(
    ("text", "denominator"),
    [
        ("1/10.000", 10_000),
        ("1:500", 500),
        ("1/25 000", 25_000),
        ("1 / 2000", 2000),
        ("1/1.000.000", 1_000_000),
        ("10.000", None),
        ("1/0", None),
        ("1/10,000", None),
        ("2/500", None),
        ("", None),
    ],
)
def test_scales(text: str, denominator: int | None) -> None:
    assert scale(text) == denominator


CELLS = st.none() | st.text(max_size=12) | st.integers() | st.booleans() | st.sampled_from(HEADINGS)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.lists(CELLS, max_size=6), max_size=6))
def test_any_sheet_is_read_or_told_of(rows: list[list[Any]]) -> None:
    safe = [[None if isinstance(c, str) and not c.isprintable() else c for c in row] for row in rows]
    metadata, findings = read(*safe)
    assert metadata.read or [finding.code for finding in findings] == ["dossier.metadata-headings"]
    assert set(metadata.values) <= {row.code for row in LAYOUT.metadata}
