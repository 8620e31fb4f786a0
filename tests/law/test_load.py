"""Loading: what is refused, where, with which remedy; and what overlays may do."""

from __future__ import annotations

import os
import shutil
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dothi.base.errors import Fault, InputError, UnusableError
from dothi.base.time import Truth
from dothi.law import Confidence, Law, load_law
from dothi.law.layers import DATA, workspace_layers
from dothi.law.load import row_kinds

MANIFEST = 'importer = "Trần Thị B"\ndecision = "QĐ 1/QĐ-SXD"\ndate = 2026-11-20\n'


def faults_of(*folders: Path) -> tuple[Fault, ...]:
    with pytest.raises(InputError) as caught:
        load_law(*folders)
    for fault in caught.value.faults:
        assert fault.remedy_vi, fault
        assert fault.remedy_en, fault
        assert len(fault.sentence()) < 900
    return caught.value.faults


def test_the_package_loads_and_every_row_is_complete(law: Law) -> None:
    assert set(law.tables) == set(row_kinds())
    for table in law.tables.values():
        assert table.every_row or table.info.name == "classification_unit_levels"
        for row in table.every_row:
            assert all((row.title_vi, row.title_en, row.basis, row.source)), row.where
            assert row.source in law.sources


def test_every_file_of_the_package_is_a_table(law: Law) -> None:
    assert {path.stem for path in DATA.glob("*.csv")} == set(law.tables)


def test_no_question_mark_is_shipped() -> None:
    assert not [path.name for path in DATA.glob("*.csv") if "?" in path.read_text(encoding="utf-8")]


def test_the_version_changes_with_the_content(law: Law, overlay) -> None:
    assert load_law().version == law.version
    assert load_law(overlay("roles", {})).version != law.version


@pytest.mark.parametrize(
    ("table", "cells", "code"),
    [
        ("roles", {"title_vi": ""}, "law.no-title"),
        ("roles", {"title_en": "  "}, "law.no-title"),
        ("roles", {"basis": ""}, "law.no-basis"),
        ("roles", {"source": ""}, "law.no-source"),
        ("roles", {"source": "hearsay"}, "law.unknown-code"),
        ("roles", {"code": ""}, "law.no-code"),
        ("roles", {"code": "lưu trữ"}, "law.bad-code"),
        ("roles", {"confidence": ""}, "law.bad-confidence"),
        ("roles", {"confidence": "V"}, "law.bad-confidence"),
        ("roles", {"confidence": "official"}, "law.surer-than-source"),
        ("roles", {"basis": "?"}, "law.question-mark"),
        ("roles", {"title_en": "[?]"}, "law.question-mark"),
        ("roles", {"starts_latest": "01/01/2026"}, "law.bad-date"),
        ("roles", {"starts_latest": "2026-02-30"}, "law.bad-date"),
        ("roles", {"starts_latest": "46023"}, "law.bad-date"),
        ("roles", {"starts_earliest": "never"}, "law.bad-date"),
        ("roles", {"ends_earliest": "2020-01-01", "ends_latest": "2020-01-01"}, "law.bad-period"),
        ("roles", {"starts_earliest": "2026-02-01"}, "law.bad-period"),
        ("roles", {"replaces": "0123456789ab"}, "law.replaces-nothing"),
        ("roles", {"code": "planner"}, "law.silent-replacement"),
        ("unit_kinds", {"word": "Phố", "level": "4"}, "law.bad-number"),
        ("unit_kinds", {"word": "Phố", "level": "ba"}, "law.bad-number"),
        ("unit_kinds", {"level": "3"}, "law.no-value"),
        ("unit_kinds", {"word": "Phố", "level": "3", "census_area": "suburban"}, "law.bad-choice"),
        ("rule_sets", {"document": "nq-999", "short_vi": "a", "short_en": "a"}, "law.unknown-code"),
        ("rule_sets", {"document": "nd-37-2010", "short_vi": "a", "short_en": "a"}, "law.unknown-code"),
        (
            "urban_classes",
            {"rule_set": "nq111-2025", "class_code": "III", "rank": "4"},
            "law.class-code",
        ),
        (
            "urban_classes",
            {"rule_set": "nq111-2025", "class_code": "VI", "rank": "4"},
            "law.bad-choice",
        ),
        (
            "indicators",
            {"unit": "%", "decimals": "1", "minimum": "100", "maximum": "0", "combines": "none"},
            "law.bad-limits",
        ),
        (
            "indicators",
            {"unit": "%", "decimals": "1", "minimum": "0,5", "combines": "none"},
            "law.bad-number",
        ),
        ("indicators", {"unit": "inch", "decimals": "1", "combines": "none"}, "law.unknown-code"),
        (
            "class_transitions",
            {"from_rule_sets": "nq1210-2016", "from_classes": "VI", "to_class": "nq111-2025.II"},
            "law.bad-choice",
        ),
        (
            "class_transitions",
            {"from_rule_sets": "nq1210-2016", "to_class": "nq111-2025.V"},
            "law.unknown-code",
        ),
        ("calendar_years", {"rest_weekdays": "sat sun"}, "law.calendar-year"),
        ("calendar_years", {"rest_weekdays": "saturday"}, "law.bad-choice"),
        ("public_holidays", {"kind": "holiday"}, "law.holiday-day"),
        ("public_holidays", {"kind": "half-day"}, "law.bad-choice"),
        ("bodies", {"kind": "party", "successor": "nobody"}, "law.unknown-code"),
        ("bodies", {"kind": "party", "successor": "archivist"}, "law.successor-ring"),
        ("documents", {"kind": "law", "number": "1", "adopted": "2025"}, "law.bad-date"),
    ],
)
def test_a_bad_cell_is_refused_with_file_and_line(
    overlay, table: str, cells: dict[str, str], code: str
) -> None:
    extra = ["replaces"] if "replaces" in cells else []
    folder = overlay(table, cells, extra=extra)
    found = faults_of(folder)
    assert code in [fault.code for fault in found]
    assert all(fault.where == f"{folder / table}.csv, dòng 2" for fault in found)


def test_every_fault_is_reported_in_one_error(overlay) -> None:
    folder = overlay("roles", {"title_vi": "", "basis": ""}, {"code": "clerk", "confidence": "sure"})
    assert [(f.code, f.where[-6:]) for f in faults_of(folder)] == [
        ("law.no-title", "dòng 2"),
        ("law.no-basis", "dòng 2"),
        ("law.bad-confidence", "dòng 3"),
    ]


def test_line_numbers_count_lines_of_the_file(overlay) -> None:
    folder = overlay("roles", {"basis": "hai\ndòng"}, {"code": "clerk", "basis": ""})
    assert faults_of(folder)[0].where.endswith("roles.csv, dòng 4")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "law.missing-column"),
        (b"code,title_vi\nx,y\n", "law.missing-column"),
        (b"\xff\xfe\x00c", "law.not-text"),
        (b"code\0", "law.not-text"),
        (b"PK\x03\x04" + bytes(range(256)), "law.not-text"),
        (b'code,"title_vi\n', "law.bad-csv"),
        (os.urandom(1000) * 6000, "law.too-large"),
        (b"x" * 200_000, "law.bad-csv"),
    ],
)
def test_a_file_of_another_kind_is_refused(overlay, content: bytes, code: str) -> None:
    folder = overlay("roles")
    (folder / "roles.csv").write_bytes(content)
    found = faults_of(folder)
    assert code in [fault.code for fault in found]
    assert found[0].where.startswith(str(folder / "roles.csv"))


def test_headers_are_checked_for_unknown_missing_and_double_columns(overlay) -> None:
    folder = overlay("roles", {})
    path = folder / "roles.csv"
    good = path.read_text(encoding="utf-8")
    path.write_text(
        good.replace("basis,", "", 1).replace("confidence", "confidence,colour"), encoding="utf-8"
    )
    assert [f.code for f in faults_of(folder)] == ["law.missing-column", "law.unknown-column"]
    path.write_text(good.replace("title_en,", "title_en,title_en,", 1), encoding="utf-8")
    assert [f.code for f in faults_of(folder)] == ["law.unknown-column"]


def test_a_line_with_too_many_cells_is_refused(overlay) -> None:
    folder = overlay("roles", {})
    with (folder / "roles.csv").open("a", encoding="utf-8") as stream:
        stream.write("clerk,Văn thư, có dấu phẩy,Clerk\n")
    assert [f.code for f in faults_of(folder)] == ["law.ragged-line"]


def test_blank_lines_and_a_byte_order_mark_do_no_harm(overlay) -> None:
    folder = overlay("roles", {})
    path = folder / "roles.csv"
    text = path.read_text(encoding="utf-8").replace("\n", "\r\n\r\n")
    path.write_bytes("\ufeff".encode() + text.encode())
    assert load_law(folder).roles["archivist"].title_vi == "Cán bộ lưu trữ"


@pytest.mark.parametrize("name", ["rolls.csv", "roles.xlsx", "ROLES.CSV", "roles"])
def test_a_file_that_is_no_table_is_not_ignored(overlay, name: str) -> None:
    folder = overlay("roles", {})
    (folder / name).write_text("x", encoding="utf-8")
    assert [f.code for f in faults_of(folder)] == ["law.unknown-table"]


def test_notes_and_lock_files_are_left_alone(overlay) -> None:
    folder = overlay("roles", {})
    for name in ("README.md", ".gitignore", "~$roles.csv"):
        (folder / name).write_text("x", encoding="utf-8")
    assert "archivist" in load_law(folder).roles


@pytest.mark.parametrize(
    ("manifest", "code"),
    [
        (None, "law.no-manifest"),
        ("importer = ", "law.manifest-unreadable"),
        ('decision = "1"\ndate = 2026-01-01', "law.manifest-incomplete"),
        ('importer = "A"\ndate = 2026-01-01', "law.manifest-incomplete"),
        ('importer = " "\ndecision = "1"\ndate = 2026-01-01', "law.manifest-incomplete"),
        ('importer = "A"\ndecision = "1"', "law.manifest-incomplete"),
        ('importer = "A"\ndecision = "1"\ndate = "2026-01-01"', "law.manifest-incomplete"),
        ('importer = "A"\ndecision = "1"\ndate = 2026-01-01T00:00:00', "law.manifest-incomplete"),
        (MANIFEST + "colour = 1", "law.manifest-key"),
    ],
)
def test_an_overlay_names_importer_decision_and_date(overlay, manifest: str | None, code: str) -> None:
    folder = overlay("roles", {}, manifest=manifest)
    assert [f.code for f in faults_of(folder)] == [code]


def test_a_folder_that_is_not_there_cannot_be_used(tmp_path: Path) -> None:
    with pytest.raises(UnusableError) as caught:
        load_law(tmp_path / "none")
    assert caught.value.code == "law.no-folder"


def test_an_overlay_adds_a_row_that_names_its_decision(overlay) -> None:
    law = load_law(overlay("roles", {}))
    row = law.roles["archivist"]
    assert (row.layer.importer, row.layer.decision, row.layer.day) == (
        "Trần Thị B",
        "QĐ 1/QĐ-SXD",
        date(2026, 11, 20),
    )
    assert len(law.roles) == 12


def test_an_overlay_may_add_the_period_that_follows(overlay) -> None:
    rows = {"code": "nq26-2022", "document": "nq-26-2022", "short_vi": "a", "short_en": "a"}
    law = load_law(overlay("rule_sets", rows))
    assert [r.layer.name for r in law.rule_sets.history("nq26-2022")] == ["dothi", "workspace"]


def test_an_overlay_replaces_a_row_only_by_its_version(law: Law, overlay) -> None:
    old = law.roles["planner"]
    new = {
        "code": "planner",
        "title_vi": "Chuyên viên quy hoạch",
        "starts_earliest": "",
        "starts_latest": "2026-11-22",
    }
    changed = load_law(overlay("roles", {**new, "replaces": old.version}, extra=["replaces"]))
    assert changed.roles["planner"].title_vi == "Chuyên viên quy hoạch"
    assert [row.title_vi for row in changed.roles.replaced] == [old.title_vi]
    found = faults_of(overlay("roles", {**new, "replaces": "0" * 12}, extra=["replaces"]))
    assert found[0].code == "law.replaces-nothing"
    assert old.version in found[0].remedy_vi
    silent = faults_of(overlay("roles", new))
    assert silent[0].code == "law.silent-replacement"
    assert old.version in silent[0].remedy_vi


def test_rows_of_one_file_may_neither_repeat_nor_overlap(overlay) -> None:
    assert [f.code for f in faults_of(overlay("roles", {}, {}))] == ["law.duplicate"]
    later = {"starts_earliest": "2026-06-01", "starts_latest": "2026-06-01"}
    assert [f.code for f in faults_of(overlay("roles", {}, later))] == ["law.overlap"]


def test_the_package_itself_may_not_replace(overlay, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    copy = tmp_path / "data"
    shutil.copytree(DATA, copy)
    path = copy / "roles.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([lines[0] + ",replaces", lines[1] + ",0123456789ab"]), encoding="utf-8")
    monkeypatch.setattr("dothi.law.layers.DATA", copy)
    assert [f.code for f in faults_of()] == ["law.replaces-in-package"]


def test_holidays_of_a_year_that_is_not_covered_are_refused(overlay) -> None:
    cells = {"code": "2031-01-01", "kind": "holiday"}
    days = {"starts_earliest": "2031-01-01", "starts_latest": "2031-01-01", "ends_earliest": "2031-01-02"}
    folder = overlay("public_holidays", {**cells, **days, "ends_latest": "2031-01-02"})
    assert [f.code for f in faults_of(folder)] == ["law.holiday-year"]


def test_layers_of_a_workspace(tmp_path: Path) -> None:
    assert workspace_layers(tmp_path) == ()
    (tmp_path / "dothi.toml").write_text('province = "quang-nam"\n', encoding="utf-8")
    (tmp_path / "law").mkdir()
    names = [folder.parent.name for folder in workspace_layers(tmp_path)]
    assert names == ["quang-nam", tmp_path.name]
    (tmp_path / "dothi.toml").write_text("province = ", encoding="utf-8")
    with pytest.raises(InputError):
        workspace_layers(tmp_path)


def test_bodies_of_the_province_ended_in_2025_without_a_successor(root: Path) -> None:
    law = load_law(root / "src" / "dothi" / "provinces" / "quang-nam" / "law")
    board = law.bodies["quang-nam-ban-can-su-dang-ubnd"]
    assert board.successor == ""
    assert board.layer.shipped
    answers = [
        board.period.holds(d)
        for d in (date(2022, 12, 31), date(2024, 12, 31), date(2025, 3, 1), date(2025, 7, 1))
    ]
    assert answers == [Truth.YES, Truth.YES, Truth.UNKNOWN, Truth.NO]
    provincial = [row for row in law.bodies.every_row if row.code.startswith("quang-nam-")]
    assert len(provincial) == 13
    assert all(row.confidence is Confidence.SECONDARY and not row.successor for row in provincial)


@pytest.mark.slow
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.text(max_size=60),
    st.sampled_from(["code", "title_vi", "basis", "source", "confidence", "ends_latest"]),
)
def test_any_cell_is_read_or_refused_never_crashes(overlay, cell: str, column: str) -> None:
    folder = overlay("roles", {column: cell})
    try:
        loaded = load_law(folder)
    except InputError as error:
        codes = [fault.code for fault in error.faults]
        if not all(code.startswith("law.") for code in codes):
            pytest.fail(f"unexpected codes {codes}")
    else:
        assert len(loaded.roles) == 12


@pytest.mark.slow
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=400))
def test_any_bytes_are_refused_never_crash(overlay, content: bytes) -> None:
    folder = overlay("roles", {})
    (folder / "roles.csv").write_bytes(content)
    with pytest.raises(InputError):
        load_law(folder)
