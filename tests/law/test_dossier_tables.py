"""The dossier layout of Circular 16/2025/TT-BXD, against what the sources say of it."""

from __future__ import annotations

from datetime import date

import pytest

from dothi.base.errors import InputError
from dothi.base.time import Truth
from dothi.law import Law, load_law
from dothi.law.tables.dossier_code_values import DossierCodeValue
from dothi.law.tables.dossier_codes import DossierCode
from dothi.law.tables.dossier_folders import DossierFolder
from dothi.law.tables.dossier_layers import DossierLayer
from dothi.law.tables.dossier_metadata import DossierMetadata

TODAY = date(2026, 11, 25)


def test_the_layout_starts_with_the_circular_and_names_its_amendments(law: Law) -> None:
    table = law.dossier_layouts
    assert table.at("tt-16-2025", date(2025, 6, 29)).truth is Truth.NO
    assert table.at("tt-16-2025", date(2025, 7, 1)).truth is Truth.YES
    assert table["tt-16-2025"].amended_by == ("tt-43-2025-bxd", "tt-24-2026-bxd")
    assert law.documents.at("tt-04-2022-bxd", date(2025, 7, 1)).truth is Truth.NO


def test_folders_and_files(law: Law) -> None:
    rows = law.of(DossierFolder).in_force(TODAY)
    assert {row.path for row in rows} == {
        *("HoSoBASIC/BanVe", "HoSoBASIC/VanBan", "HoSoScan/BanVe", "HoSoScan/VanBan", "HoSoScan/{maHoSoQH}"),
        *("HoSoGIS/HienTrang", "HoSoGIS/QuyHoach", "HoSoGIS/NenDiaHinh", "HoSoGIS/MocGioi", "HoSoGIS/{name}"),
    }
    assert {row.extensions for row in rows if row.kind == "vector"} == {("gdb", "gpkg")}
    project = law.of(DossierFolder)["gis-project"]
    assert project.extensions == ("aprx", "ppkx", "mxd", "mpk", "qgz")
    assert law.of(DossierFolder)["scan-drawings"].resolution == ("pdf 200", "jpg 300")


def test_known_groups_and_layers(law: Law) -> None:
    rows = law.of(DossierLayer).in_force(TODAY)
    groups = [row for row in rows if row.kind == "group"]
    assert sum(row.folder == "gis-current" for row in groups) == 14
    assert sum(row.folder == "gis-planned" for row in groups) == 12
    layers = {row.code: row.kind for row in rows if row.kind != "group"}
    assert len(layers) == 12
    assert all(name.endswith(f"_{kind}") for name, kind in layers.items())
    assert {name for name in layers if name.startswith("MocGioi")} == {
        *("MocGioiQuyHoach_A", "MocGioiQuyHoach_L", "MocGioiQuyHoach_P"),
    }


def test_the_words_changed_in_december_2025_end_a_group_name(law: Law) -> None:
    table = law.of(DossierLayer)
    assert table.at("QuyHoachSuDungDat", date(2025, 12, 8)).truth is Truth.YES
    assert table.at("QuyHoachSuDungDat", date(2025, 12, 9)).truth is Truth.UNKNOWN
    assert table.at("QuyHoachSuDungDat", TODAY).truth is Truth.NO
    assert table.at("SuDungDatQuyHoach", TODAY).truth is Truth.UNKNOWN


def test_fields_of_every_layer(law: Law) -> None:
    assert {row.code: row.length for row in law.dossier_fields.in_force(TODAY)} == {
        "maThongTinQH": 15,
        "maHoSoQH": 15,
        "maDoiTuong": 100,
        "tenDoiTuong": 100,
        "phanLoai": 250,
        "ghiChu": 250,
    }


def test_twenty_metadata_fields_in_order_and_two_sheets_of_which_only_counts_are_known(law: Law) -> None:
    rows = law.of(DossierMetadata).in_force(TODAY)
    assert [row.position for row in rows] == list(range(1, 21))
    assert (rows[0].title_vi, rows[4].title_vi, rows[19].title_vi) == ("Mã hồ sơ", "Tỷ lệ", "Ghi chú")
    assert {row.code: (row.fields, row.named) for row in law.dossier_sheets.in_force(TODAY)} == {
        "HoSo": (20, "yes"),
        "BanVe": (8, "no"),
        "VanBan": (10, "no"),
    }


@pytest.mark.parametrize(
    ("code", "value", "parts"),
    [
        (
            "maHoSoQH",
            "04QHC0010001",
            {"province": "04", "kind": "QHC", "overall": "0", "partial": "01", "serial": "0001"},
        ),
        ("maHoSoQH", "48QPK1000123", {"province": "48", "kind": "QPK", "overall": "1", "partial": "00"}),
        ("maHoSoQH", "48QHX1000123", None),
        ("maHoSoQH", "48QHC100012", None),
        ("maHoSoQH", "48QHC10001234", None),
        ("maHoSoQH", "٤٨QHC1000123", None),
        (
            "maThongTinQH",
            "482611012345",
            {"province": "48", "year": "26", "level": "1", "type": "1", "revision": "0", "random": "12345"},
        ),
        ("maThongTinQH", "482651012345", None),
        ("maThongTinQH", "482616012345", None),
        ("maThongTinQH", "482611312345", None),
        ("maThongTinQH", "48261101234", None),
        (
            "maDoiTuong",
            "48QHC0000001-ChucNangSuDungDat_A-17",
            {"dossier": "48QHC0000001", "layer": "ChucNangSuDungDat_A", "object": "17"},
        ),
        ("maDoiTuong", "48QHC0000001-ChucNangSuDungDat_A", None),
        ("maDoiTuong", "48QHC0000001-ChucNangSuDungDat_A-x", None),
    ],
)
def test_codes_come_apart_by_their_structure(
    law: Law, code: str, value: str, parts: dict[str, str] | None
) -> None:
    found = law.of(DossierCode)[code].parts(value)
    assert (found is None) == (parts is None)
    assert parts is None or found is None or parts.items() <= found.items()


def test_levels_of_the_information_code_name_kinds_of_plan(law: Law) -> None:
    rows = law.of(DossierCodeValue).in_force(TODAY)
    assert {row.value: row.plan_kind for row in rows if row.part == "level"} == {
        "1": "QHC",
        "2": "QPK",
        "3": "QCT",
        "4": "QCT",
    }
    assert {row.value: row.meaning for row in rows if row.part == "revision"} == {
        "0": "first",
        "1": "overall",
        "2": "partial",
    }


def test_the_zone_of_da_nang_and_of_quang_nam_before_it(law: Law) -> None:
    table = law.province_zones
    assert (table["48"].epsg, table["48"].meridian) == (5899, "107°45′")
    assert table.at("49", date(2024, 1, 1)).truth is Truth.YES
    assert table.at("49", date(2025, 7, 1)).truth is Truth.NO


@pytest.mark.parametrize(
    ("table", "row", "code"),
    [
        ("dossier_codes", {"layout": "tt-16-2025", "pattern": "province:[0-9"}, "law.bad-pattern"),
        (
            "dossier_codes",
            {"layout": "tt-16-2025", "pattern": "x:[0-9]{2} - y:[A-Z]", "example": "12A"},
            "law.bad-pattern",
        ),
        ("province_zones", {"code": "51", "epsg": "5898", "meridian": "107°45′"}, "law.bad-zone"),
        ("province_zones", {"code": "51", "epsg": "4326", "meridian": "108°00′"}, "law.bad-zone"),
    ],
)
def test_rows_that_contradict_themselves_are_refused(
    overlay, table: str, row: dict[str, str], code: str
) -> None:
    with pytest.raises(InputError) as error:
        load_law(overlay(table, row))
    assert [fault.code for fault in error.value.faults] == [code]
