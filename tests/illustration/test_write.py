from __future__ import annotations

import hashlib
import json
from datetime import date
from pathlib import Path

import geopandas as gpd
import pyogrio
import pytest
import shapely

from dothi.illustration.plan import Plan
from dothi.illustration.records import MARK, layers_of
from dothi.illustration.script import Script
from dothi.illustration.write import write_plan
from dothi.intake.checking.context import Options
from dothi.intake.checking.engine import check
from dothi.intake.findings import Severity
from dothi.intake.read import read as read_file
from dothi.law import Law
from dothi.law.tables.dossier_codes import DossierCode
from dothi.law.tables.dossier_fields import DossierField
from dothi.law.tables.dossier_layers import DossierLayer
from dothi.law.tables.land_functions import LandFunction

KEYS = ("chung", "chung-2", "phan-khu", "chi-tiet")


@pytest.fixture(scope="module")
def folder(
    tmp_path_factory: pytest.TempPathFactory, plans: dict[str, Plan], script: Script, law: Law
) -> Path:
    folder = tmp_path_factory.mktemp("plans")
    for plan in plans.values():
        write_plan(plan, script, law, folder)
    return folder


def read(folder: Path, key: str) -> dict[str, gpd.GeoDataFrame]:
    path = folder / f"{key}.gpkg"
    return {name: gpd.read_file(path, layer=name) for name in pyogrio.list_layers(path)[:, 0]}


def facts(folder: Path, key: str) -> dict:
    return json.loads((folder / f"{key}.json").read_text(encoding="utf-8"))


def test_nothing_but_the_plans_is_left_in_the_folder(folder: Path) -> None:
    assert sorted(path.name for path in folder.iterdir()) == sorted(
        f"{key}.{kind}" for key in KEYS for kind in ("gpkg", "json")
    )


def test_written_again_the_bytes_are_the_same(
    folder: Path, tmp_path: Path, plans: dict[str, Plan], script: Script, law: Law
) -> None:
    write_plan(plans["chi-tiet"], script, law, tmp_path)
    write_plan(plans["chi-tiet"], script, law, tmp_path)
    for name in ("chi-tiet.gpkg", "chi-tiet.json"):
        assert (tmp_path / name).read_bytes() == (folder / name).read_bytes()


def test_the_writer_leaves_gdal_as_it_was(
    tmp_path: Path, plans: dict[str, Plan], script: Script, law: Law
) -> None:
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": "2001-02-03T00:00:00Z"})
    try:
        write_plan(plans["chi-tiet"], script, law, tmp_path)
        assert pyogrio.get_gdal_config_option("OGR_CURRENT_DATE") == "2001-02-03T00:00:00Z"
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": None})


@pytest.mark.parametrize("key", KEYS)
def test_every_feature_says_that_it_is_invented(folder: Path, key: str) -> None:
    for layer in read(folder, key).values():
        assert set(layer["ghiChu"]) == {"Dữ liệu minh họa"}
        assert layer["tenDoiTuong"].str.endswith(MARK).all()
    told = facts(folder, key)
    assert told["name"].endswith("(minh họa)")
    assert told["name_en"].endswith("(illustrative)")
    assert told["illustrative"] is True
    assert told["decision_is_invented"] is True


@pytest.mark.parametrize("key", KEYS)
def test_layers_and_fields_are_those_of_the_circular(folder: Path, key: str, law: Law) -> None:
    names = {row.code for row in law.of(DossierLayer).every_row if row.kind != "group"}
    fields = {row.code for row in law.of(DossierField).every_row}
    kinds = {"A": {"Polygon", "MultiPolygon"}, "L": {"LineString"}, "P": {"Point"}}
    for name, layer in read(folder, key).items():
        assert name in names
        assert fields <= set(layer.columns)
        assert set(layer.geom_type) <= kinds[name[-1]]
        assert layer.crs.to_epsg() == 5899


@pytest.mark.parametrize("key", KEYS)
def test_codes_have_the_pattern_of_the_circular(folder: Path, key: str, law: Law) -> None:
    codes = {row.code: row for row in law.of(DossierCode).every_row}
    for layer in read(folder, key).values():
        for field in ("maHoSoQH", "maThongTinQH", "maDoiTuong"):
            assert all(codes[field].parts(value) for value in layer[field])
        assert layer["maDoiTuong"].is_unique


def test_a_revision_counts_up_in_its_codes(folder: Path) -> None:
    assert facts(folder, "chung")["maHoSoQH"] == "48QHC0009001"
    assert facts(folder, "chung-2")["maHoSoQH"] == "48QHC1009001"
    assert facts(folder, "chung-2")["maThongTinQH"] == "482411199001"


@pytest.mark.parametrize("key", KEYS)
def test_every_code_is_one_of_the_law(folder: Path, key: str, law: Law) -> None:
    rows = law.of(LandFunction).every_row
    titles = {row.attribute_code or row.code: row.title_vi for row in rows}
    zones = read(folder, key)["ChucNangSuDungDat_A"]
    assert all(
        titles[code] == title for code, title in zip(zones["maChucNang"], zones["phanLoai"], strict=True)
    )
    assert zones["kyHieu"].is_unique
    assert zones["dienTich"].to_numpy() == pytest.approx(zones.geometry.area.to_numpy(), abs=0.006)


@pytest.mark.parametrize("key", KEYS)
def test_every_layer_lies_in_the_boundary(folder: Path, key: str) -> None:
    layers = read(folder, key)
    (boundary,) = layers["RanhGioiQuyHoach_A"].geometry
    for layer in layers.values():
        assert shapely.covers(boundary.buffer(0.01), layer.geometry.to_numpy()).all()


def test_each_level_has_its_layers(folder: Path) -> None:
    common = {"RanhGioiQuyHoach_A", "ChucNangSuDungDat_A", "MangLuoiGiaoThongDuongBo_L", "ChiGioiDuongDo_L"}
    cells = {"PhanOQuyHoach_A", "MocGioiQuyHoach_P"}
    assert set(read(folder, "chung")) == common | {"PhanKhuQuyHoach_A"}
    assert set(read(folder, "phan-khu")) == common | cells
    assert set(read(folder, "chi-tiet")) == common | cells | {"ChiGioiXayDung_L", "CayXanh_P"}


def test_limits_are_numbers_and_agree(folder: Path) -> None:
    zones = read(folder, "phan-khu")["ChucNangSuDungDat_A"].dropna(subset=["matDoXayDung"])
    assert len(zones) > 50
    assert (zones["heSoSuDungDat"] <= zones["matDoXayDung"] * zones["tangCaoToiDa"] / 100 + 1e-9).all()
    assert (zones["tangCaoToiThieu"] <= zones["tangCaoToiDa"]).all()
    assert (zones["tangCaoToiDa"] % 1 == 0).all()


def test_red_lines_run_on_the_edge_of_road_land(folder: Path) -> None:
    layers = read(folder, "phan-khu")
    zones = layers["ChucNangSuDungDat_A"]
    road = shapely.union_all(zones.geometry[zones["maChucNang"] == "DAT_HTKT_DuongGT"].to_numpy())
    lines = layers["ChiGioiDuongDo_L"].geometry.to_numpy()
    middles = shapely.line_interpolate_point(lines, 0.5, normalized=True)
    assert shapely.distance(shapely.boundary(road), middles).max() < 0.002


def test_planning_areas_cover_the_plan(folder: Path) -> None:
    layers = read(folder, "phan-khu")
    cells = layers["PhanOQuyHoach_A"].geometry.to_numpy()
    assert shapely.coverage_is_valid(cells)
    assert shapely.area(cells).sum() == pytest.approx(
        layers["RanhGioiQuyHoach_A"].geometry.area.sum(), rel=1e-6
    )


def test_facts_agree_with_the_file(folder: Path) -> None:
    for key in KEYS:
        told, layers = facts(folder, key), read(folder, key)
        data = (folder / told["file"]).read_bytes()
        assert told["sha256"] == hashlib.sha256(data).hexdigest()
        assert told["layers"] == {name: len(layer) for name, layer in layers.items()}
        assert told["area_m2"] == pytest.approx(layers["ChucNangSuDungDat_A"].geometry.area.sum(), abs=0.02)
        assert sum(line["share"] for line in told["land_balance"]) == pytest.approx(1, abs=1e-4)
        named = set(layers["ChucNangSuDungDat_A"]["maDoiTuong"])
        assert {line["maDoiTuong"] for line in told["deviations"]} <= named


def test_facts_tell_what_replaces_what(folder: Path) -> None:
    first, second = facts(folder, "chung"), facts(folder, "chung-2")
    assert (first["replaced_by"], first["ended"]) == ("chung-2", "2025-07-01")
    assert (second["replaces"], second["in_force"], second["replaced_by"]) == ("chung", "2025-07-01", None)
    assert facts(folder, "phan-khu")["upper"] == "chung-2"


@pytest.mark.parametrize("key", KEYS)
def test_the_planners_check_finds_no_error(folder: Path, key: str, law: Law) -> None:
    found = check(read_file(folder / f"{key}.gpkg"), law, Options(day=date(2026, 1, 1)))
    assert [finding.message for finding in found.findings if finding.severity is Severity.ERROR] == []
    assert {layer.name for layer in found.layers} == set(facts(folder, key)["layers"])


def test_layers_can_be_had_without_a_file(plans: dict[str, Plan], law: Law) -> None:
    layers = layers_of(plans["chi-tiet"], law, "Dữ liệu minh họa", "48")
    assert len(layers["ChucNangSuDungDat_A"]) == len(plans["chi-tiet"].zones)
