"""``dothi plan conform`` as planners and scripts run it."""

from __future__ import annotations

import json
from pathlib import Path

import geopandas as gpd
import openpyxl
import pytest
import shapely
from click.testing import CliRunner, Result

from dothi.base.errors import Fault, InputError, UnusableError
from dothi.cli import plan_sides
from dothi.cli.main import main

EAST, NORTH = 577_000, 1_722_000


def box(x: float, y: float, width: float, height: float) -> shapely.Polygon:
    return shapely.box(EAST + x, NORTH + y, EAST + x + width, NORTH + y + height)


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, str]:
    # Lower: housing of 100 x 100, half of it on public green above.
    lower = gpd.GeoDataFrame({"maChucNang": ["DAT_O_Nhomnhao"]}, geometry=[box(50, 0, 100, 100)], crs=5899)
    upper = gpd.GeoDataFrame(
        {"maChucNang": ["DAT_DD_DONVIO", "DAT_DD_CAYXANHCCDOTHI"]},
        geometry=[box(0, 0, 100, 100), box(100, 0, 100, 100)],
        crs=5899,
    )
    lower.to_file(tmp_path / "duoi.gpkg", layer="ChucNangSuDungDat_A")
    upper.to_file(tmp_path / "tren.gpkg", layer="ChucNangSuDungDat_A")
    return str(tmp_path / "duoi.gpkg"), str(tmp_path / "tren.gpkg")


def run(workspace: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["-w", str(workspace), "plan", "conform", *arguments])


def test_functions_are_found_by_the_law_and_a_conflict_exits_1(
    files: tuple[str, str], tmp_path: Path
) -> None:
    out, places = tmp_path / "k.xlsx", tmp_path / "k.gpkg"
    done = run(
        tmp_path, *files, "--as-of", "2026-12-01", "--json", "--out", str(out), "--places", str(places)
    )
    assert done.exit_code == 1, done.output
    told = json.loads(done.stdout)
    assert told["verdict"] == "conflict"
    assert [(pair["lower"], pair["upper"], pair["verdict"]) for pair in told["pairs"]] == [
        ("qpk.nhom-nha-o", "qhc.cay-xanh-cong-cong", "conflict"),
        ("qpk.nhom-nha-o", "qhc.don-vi-o", "conform"),
    ]
    assert [pair["m2"] for pair in told["pairs"]] == pytest.approx([5_000, 5_000])
    assert told["places"][0]["at"] == pytest.approx([EAST + 125, NORTH + 50])
    book = openpyxl.load_workbook(out)
    assert book.sheetnames == ["Tổng hợp", "Vị trí", "Chỉ tiêu khác", "Vị trí chỉ tiêu", "Cơ sở"]
    assert book["Tổng hợp"]["C2"].value == "trái"
    drawn = gpd.read_file(places)
    assert drawn.area.tolist() == pytest.approx([5_000])
    assert drawn.crs.to_epsg() == 5899


@pytest.mark.slow
def test_a_table_of_ones_own_needs_an_author(files: tuple[str, str], tmp_path: Path) -> None:
    table = tmp_path / "bang.csv"
    table.write_text(
        "upper,lower,verdict\nqhc.cay-xanh-cong-cong,qpk.nhom-nha-o,explain\nqhc.don-vi-o,qpk.nhom-nha-o,conform\n"
    )
    assert run(tmp_path, *files, "--table", str(table)).exit_code == 2
    done = run(tmp_path, *files, "--table", str(table), "--author", "Sở Xây dựng", "--json")
    told = json.loads(done.stdout)
    assert (done.exit_code, told["verdict"], told["table"]["author"]) == (0, "explain", "Sở Xây dựng")


@pytest.mark.slow
def test_waivers_from_a_file(files: tuple[str, str], tmp_path: Path) -> None:
    waivers = tmp_path / "chap-thuan.csv"
    waivers.write_text(
        "feature,authority,document,reason,day\n1,UBND thành phố,12/QĐ-UBND,đã duyệt,1/3/2026\n",
        encoding="utf-8",
    )
    done = run(tmp_path, *files, "--as-of", "2026-12-01", "--waivers", str(waivers), "--json")
    told = json.loads(done.stdout)
    assert (done.exit_code, told["verdict"]) == (0, "conform")
    assert told["m2"]["waived"] == pytest.approx(5_000)
    assert told["places"][0]["waiver"]["document"] == "12/QĐ-UBND"
    waivers.write_text("feature,reason\n1,x\n", encoding="utf-8")
    done = run(tmp_path, *files, "--waivers", str(waivers))
    assert isinstance(done.exception, InputError)
    assert done.exception.faults[0].code == "conform.waiver-column"


def test_no_functions_and_files_in_the_way(files: tuple[str, str], tmp_path: Path) -> None:
    bare = gpd.GeoDataFrame({"x": ["y"]}, geometry=[box(0, 0, 1, 1)], crs=5899)
    bare.to_file(tmp_path / "tran.gpkg", layer="tran")
    done = run(tmp_path, str(tmp_path / "tran.gpkg"), files[1])
    assert isinstance(done.exception, UnusableError)
    assert done.exception.faults[0].code == "land.no-functions"
    (tmp_path / "k.xlsx").write_text("của người khác", encoding="utf-8")
    done = run(tmp_path, *files, "--out", str(tmp_path / "k.xlsx"))
    assert isinstance(done.exception, UnusableError)
    assert (tmp_path / "k.xlsx").read_text(encoding="utf-8") == "của người khác"


@pytest.mark.slow
def test_places_of_a_map_that_stretches_lie_where_they_were_drawn(tmp_path: Path) -> None:
    field = shapely.box(12_060_000, 1_740_000, 12_060_100, 1_740_100)
    drawn = gpd.GeoDataFrame({"ma": ["A"]}, geometry=[field], crs=3857)
    drawn.to_file(tmp_path / "duoi.gpkg")
    drawn.assign(ma="B").to_file(tmp_path / "tren.gpkg")
    out = tmp_path / "k.gpkg"
    codes = ["--lower-code", "ma", "--upper-code", "ma", "--places", str(out)]
    done = run(tmp_path, str(tmp_path / "duoi.gpkg"), str(tmp_path / "tren.gpkg"), *codes)
    assert done.exit_code == 0, done.output
    assert gpd.read_file(out).total_bounds == pytest.approx(drawn.total_bounds, abs=0.01)


def test_limits_boundary_people_and_phase(tmp_path: Path) -> None:
    """7 storeys where 5 are allowed on half of the zone, 50 m beyond the boundary, 300 people for 250."""
    lower = gpd.GeoDataFrame(
        {"maChucNang": ["QHDH_DAT_O_Nhomnhao"], "tangCaoToiDa": [7], "matDoXayDung": ["40%"], "danSo": [300]},
        geometry=[box(50, 0, 100, 100)],
        crs=5899,
    )
    upper = gpd.GeoDataFrame(
        {
            "maChucNang": ["QHDD_DAT_DD_DONVIO", "QHDH_DAT_DD_DONVIO"],
            "tangCaoToiDa": [5, 7],
            "matDoXayDung": ["≤ 60%", None],
            "danSo": [100, 150],
        },
        geometry=[box(0, 0, 100, 100), box(100, 0, 50, 100)],
        crs=5899,
    )
    edge = gpd.GeoDataFrame({"ten": ["Ranh"]}, geometry=[box(0, 0, 100, 100)], crs=5899)
    lower.to_file(tmp_path / "duoi.gpkg", layer="ChucNangSuDungDat_A")
    lower[["geometry"]].assign(ten="Ranh").to_file(tmp_path / "duoi.gpkg", layer="RanhGioiQuyHoach_A")
    upper.to_file(tmp_path / "tren.gpkg", layer="ChucNangSuDungDat_A")
    edge.to_file(tmp_path / "ranh.gpkg")
    out, places = tmp_path / "k.xlsx", tmp_path / "k.gpkg"
    given = (
        str(tmp_path / "duoi.gpkg"), str(tmp_path / "tren.gpkg"), "--lower-layer", "ChucNangSuDungDat_A",
        "--upper-boundary", str(tmp_path / "ranh.gpkg"), "--as-of", "2026-12-01",
    )  # fmt: skip
    done = run(tmp_path, *given, "--json", "--out", str(out), "--places", str(places))
    told = json.loads(done.stdout)
    assert (done.exit_code, told["verdict"]) == (1, "conform")
    assert [(one["subject"], one["verdict"], one["m2"]) for one in told["limits"]["sums"]] == [
        ("density most", "not-known", pytest.approx(5_000)),
        ("density most", "within", pytest.approx(5_000)),
        ("storeys most", "exceeds", pytest.approx(5_000)),
        ("storeys most", "within", pytest.approx(5_000)),
    ]
    (place,) = told["limits"]["places"]
    assert (place["lower"], place["upper"], place["upper_feature"]) == ("7 tầng", "5 tầng", "1")
    assert place["at"] == pytest.approx([EAST + 75, NORTH + 50])
    assert (told["boundary"]["verdict"], told["boundary"]["by_zones"]) == ("exceeds", [])
    assert told["boundary"]["outside_m2"] == pytest.approx(5_000)
    # The western zone is half inside: 150 to 250 people above, 300 below.
    assert (told["population"]["verdict"], told["population"]["upper"]["least"]) == ("exceeds", 150)
    assert [one["verdict"] for one in told["phase"]["sums"]] == ["exceeds", "within"]
    assert {"doi_chieu", "chi_tieu", "ngoai_ranh_gioi"} >= set(gpd.list_layers(places)["name"]) - {
        "doi_chieu"
    }
    assert openpyxl.load_workbook(out)["Chỉ tiêu khác"].max_row == 1 + 4 + 2 + 2
    text = run(tmp_path, *given).output
    assert "tầng cao tối đa / most storeys: vượt / exceeds: 5.000,0 m²" in text
    assert "Nhiều người hơn cấp trên cho phép" in text


@pytest.mark.slow
def test_files_whose_notes_say_that_they_are_invented(files: tuple[str, str], tmp_path: Path) -> None:
    lower = gpd.read_file(files[0]).assign(ghiChu=["Dữ liệu minh họa, không phải quy hoạch đã duyệt"])
    lower.to_file(tmp_path / "minh-hoa.gpkg")
    assert json.loads(run(tmp_path, *files, "--json").stdout)["illustrative"] is False
    done = run(tmp_path, str(tmp_path / "minh-hoa.gpkg"), files[1], "--json")
    assert json.loads(done.stdout)["illustrative"] is True


def test_on_a_day_before_the_table_nothing_is_judged_unless_that_is_asked_for(
    files: tuple[str, str], tmp_path: Path
) -> None:
    early = json.loads(run(tmp_path, *files, "--as-of", "2025-12-01", "--json").stdout)
    assert (early["verdict"], "--table-as-of" in early["table"]["basis"]) == ("not-known", True)
    done = run(tmp_path, *files, "--as-of", "2025-12-01", "--table-as-of", "2026-12-01", "--json")
    assert json.loads(done.stdout)["verdict"] == "conflict"


def test_a_boundary_that_cannot_be_read_is_not_taken_for_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "khu.gpkg"
    gpd.GeoDataFrame({"a": [1]}, geometry=[shapely.box(577000, 1722000, 577100, 1722100)], crs=5899).to_file(
        file, layer="khu"
    )
    assert plan_sides.boundary_of(tmp_path, str(file), "") is None

    def broken(*_given: object) -> object:
        raise UnusableError(Fault("intake.damaged", "Tệp hỏng", "The file is damaged"))

    monkeypatch.setattr(plan_sides, "polygon_layer", broken)
    with pytest.raises(UnusableError) as caught:
        plan_sides.boundary_of(tmp_path, str(file), "")
    assert caught.value.code == "intake.damaged"
