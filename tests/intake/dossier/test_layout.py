"""The layout of a day, gathered from the law, and a successor as new rows."""

from __future__ import annotations

import csv
import shutil
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dothi.base.errors import UnusableError
from dothi.intake.dossier.layout import Layout, compact, is_plain_name, layout_on, same_name
from dothi.law import Law, load_law
from dothi.law.layers import DATA

MANIFEST = 'importer = "A"\ndecision = "QĐ 7"\ndate = 2026-01-01\n'


def test_the_parts_of_the_layout(layout: Layout) -> None:
    assert layout.tops == ("HoSoBASIC", "HoSoScan", "HoSoGIS")
    assert layout.root_name("Quy hoạch chung đô thị Tam Kỳ") == "CSDL_QuyHoachChungDoThiTamKy"
    assert [row.position for row in layout.metadata] == list(range(1, 21))
    assert set(layout.codes) == {"maHoSoQH", "maThongTinQH", "maDoiTuong"}
    assert set(layout.zones) == {"48"}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("QHC", "QHC"),
        ("qpk", "QPK"),
        ("Quy hoạch chung đô thị", "QHC"),
        ("quy hoach phan khu", "QPK"),
        ("Quy hoạch chi tiết rút gọn", "QCT"),
        ("Quy hoạch vùng", ""),
        ("", ""),
    ],
)
def test_kinds_of_plan_in_words(layout: Layout, text: str, kind: str) -> None:
    assert layout.kind_of(text) == kind


def test_no_layout_before_the_circular(law: Law) -> None:
    with pytest.raises(UnusableError) as error:
        layout_on(law, date(2025, 6, 29))
    assert error.value.code == "dossier.no-layout"
    assert "29/6/2025" in str(error.value)


def test_a_successor_is_new_rows_and_no_new_code(tmp_path: Path) -> None:
    """Close every row of the layout at the end of 2026 and let one of another root and field follow."""
    folder = tmp_path / "data"
    shutil.copytree(DATA, folder)
    overlay = tmp_path / "law"
    overlay.mkdir()
    (overlay / "overlay.toml").write_text(MANIFEST, encoding="utf-8")
    for table in ("dossier_layouts", "dossier_fields"):
        _replace(table, overlay)
    law = load_law(overlay)
    old, new = layout_on(law, date(2026, 12, 31)), layout_on(law, date(2027, 1, 1))
    assert (old.row.code, new.row.code) == ("tt-16-2025", "tt-2027")
    assert new.root_name("Tam Kỳ") == "HSQH_TamKy"
    assert {row.code for row in new.fields} == {"maHoSo2027"}
    assert {row.code for row in old.fields} >= {"maHoSoQH", "ghiChu"}


def _replace(table: str, overlay: Path) -> None:
    law = load_law()
    with (DATA / f"{table}.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    versions = {row.code: row.version for row in law.tables[table].every_row}
    closed = [
        {**row, "ends_earliest": "2027-01-01", "ends_latest": "2027-01-01", "replaces": versions[row["code"]]}
        for row in rows
    ]
    start = {"starts_earliest": "2027-01-01", "starts_latest": "2027-01-01", "layout": "tt-2027"}
    code = "tt-2027" if table == "dossier_layouts" else "maHoSo2027"
    following = {**rows[0], **start, "code": code, "holds": "", "root": "HSQH_{name}"}
    header = [*rows[0], "replaces"]
    with (overlay / f"{table}.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, header, lineterminator="\n", restval="", extrasaction="ignore")
        writer.writeheader()
        writer.writerows([*closed, following])


@given(st.text(max_size=60))
def test_compact_names_are_plain_and_one_with_their_source(name: str) -> None:
    short = compact(name)
    assert not short or is_plain_name(short)
    assert same_name(short, name)
