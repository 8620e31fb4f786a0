"""Every kind of fault, planted one at a time in a dossier without fault: found, and nothing beside it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pyogrio
import pytest
import shapely

from dothi.base.errors import UnusableError
from dothi.intake.dossier.check import check_dossier
from dothi.intake.findings import Verdict
from dothi.intake.read import read
from dothi.law import Law

TODAY = date(2026, 11, 25)
CODE = "48QPK0000007"
GIS = "HoSoGIS"


def test_the_dossier_without_fault_is_clean(dossier) -> None:
    answer = dossier.check(reader=read)
    assert answer.findings == ()
    assert answer.verdict is Verdict.CLEAN
    layers = [(layer.path, layer.layer.name, len(layer.frame)) for layer in answer.layers]
    assert layers == [
        (f"{GIS}/HienTrang.gpkg", "ChucNangSuDungDat_A", 3),
        (f"{GIS}/QuyHoach.gpkg", "ChucNangSuDungDat_A", 3),
        (f"{GIS}/QuyHoach.gpkg", "MangLuoiGiaoThongDuongBo_L", 1),
        (f"{GIS}/MocGioi.gpkg", "MocGioiQuyHoach_P", 2),
    ]


def rename(old: str, new: str) -> Callable[[Any], None]:
    return lambda d: (d.root / old).rename(d.root / new)


def remove(path: str) -> Callable[[Any], None]:
    def change(d: Any) -> None:
        target = d.root / path
        shutil.rmtree(target) if target.is_dir() else target.unlink()

    return change


def root_name(d: Any) -> None:
    d.root = d.root.rename(d.root.with_name("HoSoAnMy"))


def other_root_name(d: Any) -> None:
    d.root = d.root.rename(d.root.with_name("CSDL_AnMy"))
    d.value("Thư mục", "CSDL_AnMy")


def link(d: Any) -> None:
    (d.root / "HoSoScan" / "VanBan" / "het.pdf").symlink_to("/etc/hostname")


FOLDERS: list[tuple[str, Callable[[Any], object], dict[str, str]]] = [
    ("root without its prefix", root_name, {"root-name": "error", "folder-differs": "warning"}),
    ("root of another plan", other_root_name, {"root-differs": "warning"}),
    ("no folder of scanned texts", remove("HoSoScan/VanBan"), {"missing-folder": "warning"}),
    ("no workbook", remove(f"HoSoScan/{CODE}.xlsx"), {"workbook-missing": "error"}),
    ("a broken workbook", lambda d: d.workbook.write_bytes(b"PK nonsense"), {"workbook-unreadable": "error"}),
    ("two workbooks", lambda d: d.put("HoSoScan/khac.xlsx"), {"file-twice": "error"}),
    ("a file without a place", lambda d: d.put(f"{GIS}/ghi-chu.txt"), {"unexpected-file": "warning"}),
    ("a folder without a place", lambda d: d.put("Khac/x.txt"), {"unexpected-folder": "warning"}),
    (
        "a deeper folder without a place",
        lambda d: d.put(f"{GIS}/Cu/a/x.txt"),
        {"unexpected-folder": "warning"},
    ),
    ("a link", link, {"unsafe-name": "error"}),
    ("a folder spelt another way", rename("HoSoScan", "hososcan"), {"name-spelling": "warning"}),
    (
        "a file spelt another way",
        rename(f"{GIS}/MocGioi.gpkg", f"{GIS}/mốc giới.gpkg"),
        {"name-spelling": "warning"},
    ),
    ("a scan that is none", lambda d: d.put("HoSoScan/VanBan/a.docx"), {"file-kind": "error"}),
    ("an original of another kind", lambda d: d.put("HoSoBASIC/BanVe/a.skp"), {"file-kind": "warning"}),
    ("geography as a drawing", lambda d: d.put(f"{GIS}/NenDiaHinh.dwg"), {"file-kind": "error"}),
    (
        "geography that cannot be read",
        lambda d: d.put(f"{GIS}/NenDiaHinh.gpkg"),
        {"vector-unreadable": "error"},
    ),
    ("no plan though declared", remove(f"{GIS}/QuyHoach.gpkg"), {"declared-missing": "error"}),
    ("no originals though declared", remove("HoSoBASIC/BanVe/goc.dwg"), {"declared-missing": "error"}),
    ("originals not declared", lambda d: d.value("Có HoSoBASIC", "Không"), {"undeclared": "error"}),
]


@pytest.mark.parametrize(
    ("plant", "expected"), [case[1:] for case in FOLDERS], ids=[case[0] for case in FOLDERS]
)
def test_folders_and_files(dossier, plant: Callable[[Any], object], expected: dict[str, str]) -> None:
    plant(dossier)
    assert dossier.found() == expected


def test_notes_system_files_and_deep_scans_are_no_faults(dossier) -> None:
    for path in (
        "README.txt",
        "HoSoScan/Thumbs.db",
        ".DS_Store",
        "HoSoScan/BanVe/To1/A.PDF",
        "HoSoScan/BanVe/2.jpg",
    ):
        dossier.put(path)
    dossier.put(f"{GIS}/AnMy.qgz")
    assert dossier.found() == {}


def test_another_geographic_format_is_a_note(dossier) -> None:
    path = dossier.root / GIS / "MocGioi.gpkg"
    frame = pyogrio.read_dataframe(path, layer="MocGioiQuyHoach_P")
    path.unlink()
    pyogrio.write_dataframe(frame, path.with_suffix(".fgb"), layer="MocGioiQuyHoach_P")
    assert dossier.found(reader=read) == {"format-other": "info"}


def test_shapefiles_may_fill_a_folder_and_their_cut_names_are_told(dossier) -> None:
    path = dossier.root / GIS / "MocGioi.gpkg"
    frame = pyogrio.read_dataframe(path, layer="MocGioiQuyHoach_P")
    path.unlink()
    folder = dossier.root / GIS / "MocGioi"
    folder.mkdir()
    cut = frame.rename(columns={name: name[:10] for name in frame.columns if name != "geometry"})
    pyogrio.write_dataframe(cut, folder / "MocGioiQuyHoach_P.shp", encoding="utf-8")
    answer = dossier.check(reader=read)
    codes = [(finding.code, finding.severity.value) for finding in answer.findings]
    assert codes == [("dossier.format-other", "info"), *[("dossier.field-cut", "warning")] * 2]


def main_sheet(d: Any, change: Callable[[Any], object]) -> None:
    d.cells(lambda book: change(book["HoSo"]))


METADATA: list[tuple[str, Callable[[Any], object], dict[str, str]]] = [
    ("no sheet of drawings", lambda d: d.cells(lambda b: b.remove(b["BanVe"])), {"sheet-missing": "warning"}),
    ("no main sheet", lambda d: d.cells(lambda b: b.remove(b["HoSo"])), {"sheet-missing": "error"}),
    (
        "seven headings of drawings",
        lambda d: d.cells(lambda b: b["BanVe"].append(list("abcdefg"))),
        {"sheet-fields": "info"},
    ),
    ("no headings", lambda d: main_sheet(d, lambda s: s.delete_rows(1)), {"metadata-headings": "error"}),
    (
        "no row",
        lambda d: main_sheet(d, lambda s: s.delete_rows(2)),
        {"metadata-rows": "error", "metadata-missing": "error", "metadata-blank": "info"},
    ),
    ("two rows", lambda d: main_sheet(d, lambda s: s.append(["x"])), {"metadata-rows": "error"}),
    (
        "a field of no layout",
        lambda d: main_sheet(d, lambda s: s.cell(1, 21, "Tác giả")),
        {"metadata-field-unknown": "warning"},
    ),
    (
        "a field twice",
        lambda d: main_sheet(d, lambda s: s.cell(1, 21, "Từ khoá")),
        {"metadata-field-twice": "error"},
    ),
    (
        "a field missing",
        lambda d: main_sheet(d, lambda s: s.delete_cols(14)),
        {"metadata-field-missing": "error"},
    ),
    ("a formula", lambda d: d.value("Địa điểm", "=A1"), {"metadata-formula": "error"}),
    ("no name", lambda d: d.value("Tên đồ án", None), {"metadata-missing": "error"}),
    ("a blank", lambda d: d.value("Địa điểm", " "), {"metadata-blank": "info"}),
    ("no date", lambda d: d.value("Ngày QĐ phê duyệt quy hoạch", "5/13/2026"), {"metadata-value": "error"}),
    ("no scale", lambda d: d.value("Tỷ lệ", "lớn"), {"metadata-value": "error"}),
    ("neither yes nor no", lambda d: d.value("Có HoSoBASIC", "một phần"), {"metadata-value": "error"}),
    ("no kind", lambda d: d.value("Loại quy hoạch", "Quy hoạch vùng"), {"metadata-value": "error"}),
    ("no central meridian", lambda d: d.value("Hệ tọa độ", "VN-2000"), {"metadata-value": "error"}),
    (
        "another central meridian",
        lambda d: d.value("Hệ tọa độ", "VN-2000, KTT 108°00'"),
        {"metadata-crs": "error"},
    ),
    ("another folder", lambda d: d.value("Thư mục", "CSDL_Khac"), {"folder-differs": "warning"}),
]


@pytest.mark.parametrize(
    ("plant", "expected"), [case[1:] for case in METADATA], ids=[case[0] for case in METADATA]
)
def test_metadata(dossier, plant: Callable[[Any], object], expected: dict[str, str]) -> None:
    plant(dossier)
    assert dossier.found() == expected


def both(d: Any, heading: str, value: str) -> None:
    """Write a code in the metadata, the file's name and the layers alike, so that only it is at fault."""
    field = {"Mã hồ sơ": "maHoSoQH", "Mã thông tin quy hoạch": "maThongTinQH"}[heading]
    d.value(heading, value)
    for path in sorted((d.root / GIS).glob("*.gpkg")):

        def change(name: str, frame: gpd.GeoDataFrame) -> tuple[str, gpd.GeoDataFrame]:
            frame[field] = value
            if field == "maHoSoQH":
                frame["maDoiTuong"] = [f"{value}-{name}-{n}" for n in range(1, len(frame) + 1)]
            return name, frame

        d.layers(change, path)
    if field == "maHoSoQH":
        d.workbook.rename(d.workbook.with_stem(value))


CODES: list[tuple[str, Callable[[Any], object], dict[str, str]]] = [
    (
        "workbook of another code",
        lambda d: d.workbook.rename(d.workbook.with_stem("48QPK0000008")),
        {"workbook-name": "error"},
    ),
    (
        "information code cut short",
        lambda d: both(d, "Mã thông tin quy hoạch", "48262101234"),
        {"code-structure": "error", "feature-code-structure": "error"},
    ),
    (
        "another province",
        lambda d: both(d, "Mã thông tin quy hoạch", "492621012345"),
        {"code-province": "error"},
    ),
    ("another level", lambda d: both(d, "Mã thông tin quy hoạch", "482611012345"), {"code-kind": "error"}),
    ("another kind", lambda d: d.value("Loại quy hoạch", "Quy hoạch chi tiết"), {"code-kind": "error"}),
    (
        "third overall revision said to be first",
        lambda d: both(d, "Mã hồ sơ", "48QPK2000007"),
        {"code-revision": "error"},
    ),
    (
        "partial revision without a count",
        lambda d: both(d, "Mã thông tin quy hoạch", "482621212345"),
        {"code-revision": "error"},
    ),
    (
        "a province of which nothing is known",
        lambda d: both(d, "Mã hồ sơ", "51QPK0000007"),
        {"code-province": "error"},
    ),
]


@pytest.mark.parametrize(("plant", "expected"), [case[1:] for case in CODES], ids=[case[0] for case in CODES])
def test_codes(dossier, plant: Callable[[Any], object], expected: dict[str, str]) -> None:
    plant(dossier)
    assert dossier.found() == expected


@pytest.mark.parametrize("code", ["48QPK0000007", "48QPK1000007", "48QPK0010007", "48QPK1010007"])
def test_both_ways_of_counting_the_first_issue_are_accepted(dossier, code: str) -> None:
    both(dossier, "Mã hồ sơ", code) if code != CODE else None
    assert dossier.found() == {}


def test_an_unknown_province_leaves_the_meridian_unchecked_and_says_so(dossier) -> None:
    both(dossier, "Mã hồ sơ", "51QPK0000007")
    dossier.workbook.with_stem("51QPK0000007").rename(dossier.workbook)
    both(dossier, "Mã thông tin quy hoạch", "512621012345")
    dossier.workbook.rename(dossier.workbook.with_stem("51QPK0000007"))
    answer = dossier.check()
    assert answer.findings == ()
    assert "dossier.crs-zone" in {item.rule for item in answer.skipped if item.unknown}
    assert not answer.to_json()["complete"]


def renamed(name: str) -> Callable[[Any], None]:
    def change(d: Any) -> None:
        def each(old: str, frame: gpd.GeoDataFrame) -> tuple[str, gpd.GeoDataFrame]:
            if old != "ChucNangSuDungDat_A":
                return old, frame
            frame["maDoiTuong"] = frame["maDoiTuong"].str.replace(old, name)
            return name, frame

        d.layers(each)

    return change


def zones(change: Callable[[gpd.GeoDataFrame], gpd.GeoDataFrame]) -> Callable[[Any], None]:
    return lambda d: d.zones(change)


def column(name: str, values: list[Any]) -> Callable[[Any], None]:
    return zones(lambda frame: frame.assign(**{name: values}))


def geometry(values: list[Any]) -> Callable[[Any], None]:
    return zones(lambda frame: frame.set_geometry(gpd.GeoSeries(values, crs=5899)))


def add_table(d: Any) -> None:
    pyogrio.write_dataframe(pd.DataFrame({"ma": ["a"]}), d.planned, layer="DanhMuc", driver="GPKG")


BOX = shapely.box(0, 0, 1, 1)
OBJECT = f"{CODE}-ChucNangSuDungDat_A-"
LAYERS: list[tuple[str, Callable[[Any], object], dict[str, str]]] = [
    ("no suffix", renamed("ChucNangSuDungDat"), {"layer-name": "error"}),
    (
        "accents in the name",
        renamed("ChứcNăng_A"),
        {"layer-name": "error", "feature-code-structure": "error"},
    ),
    ("spelt another way", renamed("CHUCNANGSUDUNGDAT_A"), {"layer-spelling": "warning"}),
    ("beyond the known list", renamed("DuongDongMuc_A"), {"layer-unlisted": "info"}),
    ("in the wrong file", renamed("MocGioiQuyHoach_A"), {"layer-place": "warning"}),
    ("a field missing", zones(lambda f: f.drop(columns="phanLoai")), {"field-missing": "error"}),
    (
        "a field spelt another way",
        zones(lambda f: f.rename(columns={"phanLoai": "PhanLoai"})),
        {"field-spelling": "warning"},
    ),
    ("a field of numbers", column("phanLoai", [1, 2, 3]), {"field-type": "error"}),
    ("a value too long by one", column("tenDoiTuong", ["x" * 100, "x" * 101, ""]), {"field-length": "error"}),
    ("no geometry", geometry([BOX, None, BOX]), {"geometry-missing": "error"}),
    (
        "a line among areas",
        geometry([BOX, shapely.LineString([(0, 0), (1, 1)]), BOX]),
        {"geometry-kind": "error"},
    ),
    ("no coordinate system", zones(lambda f: f.set_crs(None, allow_override=True)), {"crs-missing": "error"}),
    ("world coordinates", zones(lambda f: f.to_crs(4326)), {"crs-datum": "error"}),
    ("the neighbouring zone", zones(lambda f: f.set_crs(5898, allow_override=True)), {"crs-zone": "error"}),
    ("six degrees wide", zones(lambda f: f.set_crs(3406, allow_override=True)), {"crs-zone": "error"}),
    ("no features", zones(lambda f: f.iloc[:0]), {"layer-empty": "info"}),
    ("a table", add_table, {"table": "info"}),
    ("no dossier code", column("maHoSoQH", [CODE, None, CODE]), {"feature-code-blank": "error"}),
    (
        "another dossier code",
        column("maHoSoQH", [CODE, "48QPK0000008", CODE]),
        {"feature-code-differs": "error"},
    ),
    ("no information code", column("maThongTinQH", [" "] * 3), {"feature-code-blank": "error"}),
    (
        "no object code",
        column("maDoiTuong", [f"{OBJECT}1", "", f"{OBJECT}3"]),
        {"feature-code-blank": "error"},
    ),
    (
        "an object code misbuilt",
        column("maDoiTuong", [f"{OBJECT}1", f"{OBJECT}b", f"{OBJECT}3"]),
        {"feature-code-structure": "error"},
    ),
    (
        "an object of another layer",
        column("maDoiTuong", [f"{OBJECT}1", f"{CODE}-CayXanh_P-2", f"{OBJECT}3"]),
        {"object-code-layer": "error"},
    ),
    (
        "an object of another dossier",
        column("maDoiTuong", [f"{OBJECT}1", "48QPK0000008-ChucNangSuDungDat_A-2", f"{OBJECT}3"]),
        {"object-code-dossier": "error"},
    ),
    (
        "two objects of one code",
        column("maDoiTuong", [f"{OBJECT}1", f"{OBJECT}3", f"{OBJECT}3"]),
        {"object-code-twice": "error"},
    ),
]


@pytest.mark.filterwarnings("ignore:'crs' was not provided")
@pytest.mark.parametrize(
    ("plant", "expected"), [case[1:] for case in LAYERS], ids=[case[0] for case in LAYERS]
)
def test_layers(dossier, plant: Callable[[Any], object], expected: dict[str, str]) -> None:
    plant(dossier)
    assert dossier.found() == expected


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:'crs' was not provided")
@pytest.mark.parametrize(
    ("plant", "expected"), [case[1:] for case in LAYERS], ids=[case[0] for case in LAYERS]
)
def test_layers_read_in_a_process_of_their_own(
    dossier, plant: Callable[[Any], object], expected: dict[str, str]
) -> None:
    plant(dossier)
    assert dossier.found(reader=read) == expected


def test_a_finding_names_layer_features_measure_and_what_to_do(dossier) -> None:
    column("maHoSoQH", ["48QPK0000008", CODE, "48QPK0000009"])(dossier)
    (finding,) = dossier.check(reader=read).findings
    assert (finding.layer, finding.feature, finding.others, finding.measure) == (
        "ChucNangSuDungDat_A",
        1,
        (3,),
        2.0,
    )
    assert finding.where == f"{GIS}/QuyHoach.gpkg, lớp ChucNangSuDungDat_A, trường maHoSoQH, đối tượng 1, 3"
    assert "48QPK0000008" in finding.message
    assert finding.remedy == f"Ghi {CODE}"
    assert finding.rule == "Thông tư 16/2025/TT-BXD, Phụ lục II, phần 3 (nguồn thứ cấp)"


def test_the_line_among_areas_comes_back_as_geometry(dossier) -> None:
    line = shapely.LineString([(0, 0), (1, 1)])
    geometry([BOX, line, BOX])(dossier)
    (finding,) = dossier.check().findings
    assert finding.geometry.equals(line)
    assert finding.feature == 2


def test_a_rule_that_perhaps_does_not_hold_yet_warns_at_most(dossier) -> None:
    both(dossier, "Mã thông tin quy hoạch", "492621012345")
    assert dossier.found(date(2026, 11, 22)) == {"code-province": "error"}
    assert dossier.found(date(2026, 11, 21)) == {"code-province": "warning"}
    dossier.workbook.unlink()
    assert dossier.found(date(2025, 7, 1)) == {"workbook-missing": "error"}
    assert dossier.found(date(2025, 6, 30)) == {"workbook-missing": "warning"}


def test_before_the_circular_no_layout_is_known(dossier) -> None:
    with pytest.raises(UnusableError) as error:
        dossier.check(date(2025, 6, 29))
    assert error.value.code == "dossier.no-layout"


def test_json_has_every_key_and_survives_json(dossier) -> None:
    geometry([BOX, shapely.LineString([(0, 0), (1, 1)]), BOX])(dossier)
    data = json.loads(json.dumps(dossier.check().to_json()))
    assert {"findings", "layers", "files", "codes", "skipped", "verdict"} <= set(data)
    assert data["verdict"] == "errors"
    assert {"code", "severity", "layer", "feature", "message", "message_en", "measure", "geometry"} <= set(
        data["findings"][0]
    )
    assert data["findings"][0]["geometry"]["type"] == "LineString"
    assert data["layers"][1] == {
        "name": "ChucNangSuDungDat_A",
        "features": 3,
        "crs": "EPSG:5899",
        "encoding": data["layers"][1]["encoding"],
        "file": f"{GIS}/QuyHoach.gpkg",
    }
    dossier_code = data["codes"]["maHoSoQH"]
    assert dossier_code["parts"] == {
        "province": "48",
        "kind": "QPK",
        "overall": "0",
        "partial": "00",
        "serial": "0007",
    }
    assert [issue["en"] for issue in dossier_code["issues"]] == ["first issue"]
    assert data["codes"]["maThongTinQH"]["meanings"]["level"]["title_en"] == "Zoning plan"
    absent = {file["path"] for file in data["files"] if file["status"] == "absent"}
    assert absent == {"HoSoBASIC/VanBan", "HoSoGIS/NenDiaHinh", "HoSoGIS/<TenDAQH>"}


@pytest.mark.parametrize("name", ["trong.txt", "khong-co"])
def test_what_is_no_dossier(tmp_path: Path, law: Law, name: str) -> None:
    (tmp_path / "trong.txt").write_text("x")
    for path in (tmp_path / name, tmp_path):
        with pytest.raises(UnusableError) as error:
            check_dossier(path, law, TODAY)
        assert error.value.code == "dossier.none"
