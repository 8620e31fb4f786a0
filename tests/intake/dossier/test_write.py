"""Dossiers written: new ones, plans given back, and that checking them finds nothing."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import geopandas as gpd
import pyogrio
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from pyogrio.raw import read_arrow

from dothi.base.errors import InputError
from dothi.intake.dossier.check import check_dossier
from dothi.intake.dossier.datasets import PlanLayer
from dothi.intake.dossier.facts import Decision, PlanFacts, provisional_code
from dothi.intake.dossier.layout import Layout
from dothi.intake.dossier.vectors import Reader
from dothi.intake.dossier.write import export_dossier, new_dossier
from dothi.intake.findings import Severity
from dothi.intake.read import read
from dothi.law import Law, load_law

LAW = load_law()
TODAY = date(2026, 11, 25)
CODE = "48QPK0000007"
FACTS = PlanFacts(
    name="Quy hoạch phân khu An Mỹ",
    kind="QPK",
    scale=2000,
    code=CODE,
    information_code="482621012345",
    task_decision=Decision("12/QĐ-UBND", date(2026, 1, 5)),
    plan_decision=Decision("99/QĐ-UBND", date(2026, 8, 5)),
    consultant="Viện Quy hoạch A",
    decided_by="UBND thành phố",
    status="Đã phê duyệt",
    place="Phường Tam Kỳ",
    investor="UBND phường",
)
KNOWN = {
    "ChucNangSuDungDat_A": "gis-planned",
    "PhanOQuyHoach_A": "gis-planned",
    "MangLuoiGiaoThongDuongBo_L": "gis-current",
    "ChiGioiDuongDo_L": "gis-planned",
    "CayXanh_P": "gis-current",
    "MocGioiQuyHoach_P": "gis-markers",
    "MocGioiQuyHoach_L": "gis-markers",
    "MocGioiQuyHoach_A": "gis-markers",
}


def zones() -> gpd.GeoDataFrame:
    columns = {"tenDoiTuong": ["Ô 1", "Ô 2", "Ô 3"], "phanLoai": ["DAT_Coquan", "DAT_Dichvu", None]}
    boxes = [shapely.box(n * 100, 0, n * 100 + 100, 80) for n in range(3)]
    return gpd.GeoDataFrame(columns, geometry=boxes, crs=5899)


def roads() -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(geometry=[shapely.LineString([(0, 80), (300, 80)])], crs=5899)


@pytest.mark.parametrize("kind", ["QHC", "QPK", "QCT"])
def test_a_new_dossier_has_notes_only(tmp_path: Path, law: Law, here: Reader, kind: str) -> None:
    facts = PlanFacts("Quy hoạch chung đô thị Tam Kỳ", kind, 10_000, provisional_code("48", kind))
    root = new_dossier(facts, tmp_path, law, TODAY)
    answer = check_dossier(root, law, TODAY, here)
    assert {finding.severity for finding in answer.findings} == {Severity.INFO}
    assert {finding.code for finding in answer.findings} == {"dossier.metadata-blank", "dossier.layer-empty"}
    assert not [item for item in answer.skipped if item.unknown]


def test_a_new_dossier_holds_every_known_layer_with_its_fields(
    tmp_path: Path, law: Law, layout: Layout
) -> None:
    facts = PlanFacts("Tam Kỳ", "QHC", 10_000, "48QHC1000012")
    root = new_dossier(facts, tmp_path / "moi", law, TODAY)
    assert root == tmp_path / "moi" / "CSDL_TamKy"
    names = {str(name) for path in root.glob("HoSoGIS/*.gpkg") for name, _ in pyogrio.list_layers(path)}
    assert names == set(layout.layers)
    meta, table = read_arrow(root / "HoSoGIS" / "QuyHoach.gpkg", layer="PhanOQuyHoach_A")
    widths = {f.name: f.metadata[b"GDAL:OGR:width"].decode() for f in table.schema if f.name != "geom"}
    assert widths == {row.code: str(row.length) for row in layout.fields}
    assert (meta["crs"], meta["geometry_type"], len(table)) == ("EPSG:5899", "MultiPolygon", 0)
    text = (root / "README.md").read_text(encoding="utf-8")
    assert "48QHC1000012" in text
    assert "BanVe` (8 trường)" in text


def test_a_new_dossier_survives_being_zipped(tmp_path: Path, law: Law) -> None:
    root = new_dossier(replace(FACTS, name="Nén"), tmp_path, law, TODAY)
    archive = shutil.make_archive(str(tmp_path / "nen"), "zip", tmp_path, root.name)
    answer = check_dossier(Path(archive), law, TODAY)
    assert {finding.severity for finding in answer.findings} == {Severity.INFO}


def test_what_stands_there_is_never_touched(tmp_path: Path, law: Law) -> None:
    root = new_dossier(FACTS, tmp_path, law, TODAY)
    (root / "README.md").write_text("của tôi", encoding="utf-8")
    with pytest.raises(InputError) as error:
        new_dossier(FACTS, tmp_path, law, TODAY)
    assert error.value.code == "dossier.exists"
    assert (root / "README.md").read_text(encoding="utf-8") == "của tôi"
    assert [path.name for path in tmp_path.iterdir()] == [root.name]


@pytest.mark.parametrize(
    ("change", "codes"),
    [
        ({"name": " *** "}, ["dossier.facts-no-name"]),
        ({"name": "quy hoạch " * 20}, ["dossier.facts-long-name"]),
        ({"kind": "QHV"}, ["dossier.facts-kind", "dossier.facts-code-kind"]),
        ({"scale": 0}, ["dossier.facts-scale"]),
        ({"code": "48QPK"}, ["dossier.facts-code"]),
        ({"code": "48QHC0000001"}, ["dossier.facts-code-kind"]),
        ({"code": "51QPK0000001"}, ["dossier.facts-province"]),
        ({"information_code": "12"}, ["dossier.facts-information-code"]),
    ],
)
def test_facts_that_make_no_dossier(
    tmp_path: Path, law: Law, change: dict[str, Any], codes: list[str]
) -> None:
    with pytest.raises(InputError) as error:
        new_dossier(replace(FACTS, **change), tmp_path, law, TODAY)
    assert [fault.code for fault in error.value.faults] == codes
    assert list(tmp_path.iterdir()) == []


def test_text_that_looks_like_a_formula_stays_text(tmp_path: Path, law: Law, here: Reader) -> None:
    facts = replace(FACTS, note="=1+1", consultant="@SUM", investor="+84")
    root = export_dossier(facts, [PlanLayer("ChucNangSuDungDat_A", zones())], tmp_path, law, TODAY)
    sheet = load_workbook(root / "HoSoScan" / f"{CODE}.xlsx")["HoSo"]
    cells = {head.value: cell for head, cell in zip(sheet[1], sheet[2], strict=True)}
    assert (cells["Ghi chú"].value, cells["Ghi chú"].data_type) == ("=1+1", "s")
    assert cells["Mã thông tin quy hoạch"].value == "482621012345"
    assert cells["Ngày QĐ phê duyệt quy hoạch"].value.date() == date(2026, 8, 5)
    assert check_dossier(root, law, TODAY, here).findings == ()


def test_an_illustrative_plan_says_so_in_metadata_and_readme(tmp_path: Path, law: Law) -> None:
    facts = replace(FACTS, illustrative=True, note="bản thử")
    root = export_dossier(facts, [PlanLayer("ChucNangSuDungDat_A", zones())], tmp_path, law, TODAY)
    sheet = load_workbook(root / "HoSoScan" / f"{CODE}.xlsx")["HoSo"]
    assert sheet.cell(2, 20).value == "Dữ liệu minh họa. bản thử"
    assert "**Dữ liệu minh họa**" in (root / "README.md").read_text(encoding="utf-8")


def test_features_keep_attributes_geometry_and_their_own_codes(
    tmp_path: Path, law: Law, here: Reader
) -> None:
    own = [f"{CODE}-ChucNangSuDungDat_A-{n}" for n in (41, 7, 99)]
    frame = zones().assign(maDoiTuong=own, fid=[5, 6, 7], dienTich=[1.5, None, 2.0], geom=["a", "b", "c"])
    root = export_dossier(FACTS, [PlanLayer("ChucNangSuDungDat_A", frame)], tmp_path, law, TODAY)
    read = pyogrio.read_dataframe(root / "HoSoGIS" / "QuyHoach.gpkg", fid_as_index=True)
    assert list(read.index) == [1, 2, 3]
    assert list(read["maDoiTuong"]) == own
    assert list(read["maHoSoQH"]) == [CODE] * 3
    assert list(read["phanLoai"])[:2] == ["DAT_Coquan", "DAT_Dichvu"]
    assert read["dienTich"].sum() == 3.5
    assert list(read["fid_"]) == [5, 6, 7]
    assert list(read["geom_"]) == ["a", "b", "c"]
    assert shapely.equals(read.geometry.to_numpy(), frame.geometry.to_numpy()).all()
    assert check_dossier(root, law, TODAY, here).findings == ()


def test_codes_that_do_not_fit_are_made_anew(tmp_path: Path, law: Law) -> None:
    frame = zones().assign(maDoiTuong=[f"{CODE}-ChucNangSuDungDat_A-1", f"{CODE}-CayXanh_P-2", "x"])
    root = export_dossier(FACTS, [PlanLayer("ChucNangSuDungDat_A", frame)], tmp_path, law, TODAY)
    read = pyogrio.read_dataframe(root / "HoSoGIS" / "QuyHoach.gpkg")
    assert list(read["maDoiTuong"]) == [f"{CODE}-ChucNangSuDungDat_A-{n}" for n in (1, 2, 3)]


def test_a_layer_beyond_the_list_is_the_only_thing_told(tmp_path: Path, law: Law, here: Reader) -> None:
    layers = [PlanLayer("ChucNangSuDungDat_A", zones()), PlanLayer("DuongDongMuc_L", roads(), "gis-terrain")]
    root = export_dossier(FACTS, layers, tmp_path, law, TODAY)
    found = [(finding.code, finding.layer) for finding in check_dossier(root, law, TODAY, here).findings]
    assert found == [("dossier.layer-unlisted", "DuongDongMuc_L")]


def layer(**change: Any) -> PlanLayer:
    return PlanLayer(**{"name": "ChucNangSuDungDat_A", "frame": zones(), "place": ""} | change)


@pytest.mark.parametrize(
    ("layers", "part"),
    [
        ([], "Không có lớp quy hoạch nào"),
        ([layer(place="gis-current")], "Không có lớp quy hoạch nào"),
        ([layer(), layer()], "hai lần"),
        ([layer(name="ChucNang")], "_A, _P hoặc _L"),
        ([layer(name="Chức năng_A")], "_A, _P hoặc _L"),
        ([layer(), layer(place="gis-sea")], "không có tệp"),
        ([layer(frame=zones().to_crs(5898))], "hệ tọa độ"),
        ([layer(frame=zones().set_crs(None, allow_override=True))], "hệ tọa độ"),
        ([layer(frame=roads())], "không phải vùng"),
        ([layer(frame=zones().assign(tenDoiTuong=["x" * 101, "", ""]))], "dài hơn 100"),
        ([layer(frame=zones().assign(ds=[[1], [2], [3]]))], "danh sách"),
        ([layer(frame=zones().assign(ds=[1, "a", 2.5]))], "lẫn nhiều kiểu"),
    ],
)
def test_layers_that_do_not_fit_are_refused_and_nothing_is_left(
    tmp_path: Path, law: Law, layers: list[PlanLayer], part: str
) -> None:
    with pytest.raises(InputError, match=part):
        export_dossier(FACTS, layers, tmp_path, law, TODAY)
    assert list(tmp_path.iterdir()) == []


def test_documents_of_another_kind_or_place_are_refused(tmp_path: Path, law: Law) -> None:
    word = tmp_path / "a.docx"
    word.write_bytes(b"x")
    documents = {"scan-texts": [word, tmp_path / "khong-co.pdf"], "khac": [word], "basic-texts": [word, word]}
    with pytest.raises(InputError) as error:
        export_dossier(FACTS, [layer()], tmp_path / "ra", law, TODAY, documents=documents)
    assert [fault.vi for fault in error.value.faults] == [
        "«Văn bản quét» nhận .pdf",
        "Không có tệp này",
        "Bố cục không có thư mục này",
        "Hai tệp trùng tên",
        "Hai tệp trùng tên",
    ]


def shapes(kind: str) -> st.SearchStrategy[Any]:
    corner = st.tuples(st.integers(0, 10**6), st.integers(0, 2 * 10**6))
    if kind == "P":
        one = corner.map(shapely.Point)
        return one | st.lists(corner, min_size=1, max_size=3).map(shapely.MultiPoint)
    if kind == "L":
        one = corner.map(lambda c: shapely.LineString([c, (c[0] + 7, c[1] + 3)]))
        return one | one.map(lambda line: shapely.MultiLineString([line]))
    one = corner.map(lambda c: shapely.box(c[0], c[1], c[0] + 50, c[1] + 20))
    holed = one.map(lambda box: box.difference(box.buffer(-5)))
    return one | holed | one.map(lambda box: shapely.MultiPolygon([box]))


WORDS = st.none() | st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=100)


@st.composite
def plans(draw: st.DrawFn) -> list[PlanLayer]:
    others = st.lists(st.sampled_from(sorted(set(KNOWN) - {"ChucNangSuDungDat_A"})), unique=True, max_size=3)
    layers = []
    for name in ["ChucNangSuDungDat_A", *draw(others)]:
        geometry = draw(st.lists(shapes(name[-1]), min_size=1, max_size=5))
        words = st.lists(WORDS, min_size=len(geometry), max_size=len(geometry))
        columns = {
            field: draw(words)
            for field in draw(st.sets(st.sampled_from(["tenDoiTuong", "phanLoai", "ghiChu"])))
        }
        layers.append(PlanLayer(name, gpd.GeoDataFrame(columns, geometry=geometry, crs=5899), KNOWN[name]))
    return layers


def round_trip(layers: list[PlanLayer], folder: Path, reader: Reader) -> None:
    root = export_dossier(FACTS, layers, folder, LAW, TODAY)
    answer = check_dossier(root, LAW, TODAY, reader)
    assert answer.findings == ()
    written = {(layer.place, layer.layer.name): layer.frame for layer in answer.layers}
    assert set(written) == {(item.place, item.name) for item in layers}
    for item in layers:
        frame = written[item.place, item.name]
        assert shapely.equals(frame.geometry.to_numpy(), item.frame.geometry.to_numpy()).all()
        for field in {"tenDoiTuong", "phanLoai", "ghiChu"} & set(item.frame.columns):
            assert [value or None for value in frame[field]] == [value or None for value in item.frame[field]]


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(plans())
def test_checking_an_export_finds_nothing_and_loses_nothing(
    tmp_path_factory: pytest.TempPathFactory, here: Reader, layers: list[PlanLayer]
) -> None:
    round_trip(layers, tmp_path_factory.mktemp("ra"), here)


@pytest.mark.slow
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(plans())
def test_checking_many_exports_finds_nothing(
    tmp_path_factory: pytest.TempPathFactory, layers: list[PlanLayer]
) -> None:
    folder = tmp_path_factory.mktemp("ra")
    round_trip(layers, folder, read)
    shutil.rmtree(folder)
