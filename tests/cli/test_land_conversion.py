"""``dothi land conversion`` as planners and scripts run it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import geopandas as gpd
import openpyxl
import pytest
import shapely
from click.testing import CliRunner, Result

from dothi.base.errors import InputError, UnusableError
from dothi.cli.main import main
from dothi.lake import open_lake, publish_layer

EAST, NORTH = 577_000, 1_722_000


def box(x: float, y: float, width: float, height: float) -> shapely.Polygon:
    return shapely.box(EAST + x, NORTH + y, EAST + x + width, NORTH + y + height)


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    # Rice west of x = 100, houses beyond; the plan has houses on all of it but the northern half of the rice.
    current = gpd.GeoDataFrame(
        {"loai": ["LUC", "ONT"], "ghi_chu": ["a", "b"]},
        geometry=[box(0, 0, 100, 100), box(100, 0, 100, 100)],
        crs=5899,
    )
    plan = gpd.GeoDataFrame(
        {"maChucNang": ["DAT_O_Nhomnhao"] * 2},
        geometry=[box(0, 0, 100, 50), box(100, 0, 100, 100)],
        crs=5899,
    )
    current.to_file(tmp_path / "hien-trang.gpkg", layer="hien_trang")
    plan.to_file(tmp_path / "quy-hoach.gpkg", layer="ChucNangSuDungDat_A")
    return ["--current", str(tmp_path / "hien-trang.gpkg"), "--plan", str(tmp_path / "quy-hoach.gpkg")]


def run(workspace: Path, *arguments: str, year: int = 2025) -> Result:
    command = ["-w", str(workspace), "land", "conversion", "--year", str(year), *arguments]
    return CliRunner().invoke(main, command)


def told(workspace: Path, *arguments: str) -> dict[str, Any]:
    done = run(workspace, *arguments, "--json")
    assert done.exit_code == 0, (done.output, done.exception)
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def refusal(done: Result) -> str:
    assert isinstance(done.exception, InputError | UnusableError), done.output
    return done.exception.faults[0].code


def test_rice_on_houses(files: list[str], tmp_path: Path) -> None:
    answer = told(tmp_path, *files)
    assert answer["as_of"] == "2025-12-31"
    (unit,) = answer["units"]
    rice, house = unit["cells"]
    assert (rice["current"], rice["planned"], rice["verdict"]) == ("LUC", "qpk.nhom-nha-o", "permission")
    assert (rice["m2"], rice["share"]) == (pytest.approx(5_000), pytest.approx(0.25))
    assert rice["basis"] == ["Luật Đất đai 31/2024/QH15, Điều 121 khoản 1 điểm b"]
    assert (rice["guarded"], rice["resolution"]["needed"], rice["resolution"]["recorded"]) == (
        *("rice", "yes", "not-known"),
    )
    assert (house["verdict"], house["guarded"], house["resolution"]["needed"]) == ("no-change", None, "no")
    assert unit["unplanned_m2"] == pytest.approx({"LUC": 5_000})
    assert unit["guarded_m2"]["permission"] == pytest.approx(5_000)
    assert any("Chưa nêu phạm vi" in note["vi"] for note in answer["notes"])
    assert answer["illustrative"] is False
    assert answer["rural_to_urban"] is None
    assert any("Chưa đưa vào quyết định nào" in note["vi"] for note in answer["notes"])


def test_rice_stands_out_in_print_and_workbook(files: list[str], tmp_path: Path) -> None:
    out, places = tmp_path / "k.xlsx", tmp_path / "k.gpkg"
    done = run(tmp_path, *files, "--out", str(out), "--places", str(places))
    assert done.exit_code == 0, done.output
    assert "[ĐẤT LÚA] LUC → qpk.nhom-nha-o: 5.000,0 m², 25,0 %" in done.stdout
    assert "Điều 122 khoản 1: chưa có nghị quyết trong hồ sơ, chưa biết" in done.stdout
    book = openpyxl.load_workbook(out)
    assert book.sheetnames == ["Tổng hợp", "Ma trận", "Chưa phủ", "Thành đất đô thị", "Cơ sở"]
    sheet = book["Tổng hợp"]
    assert [sheet[f"B{row}"].value for row in (2, 3)] == ["ĐẤT LÚA", None]
    assert [sheet[f"C{row}"].font.bold for row in (2, 3)] == [True, False]
    assert [sheet[f"C{row}"].fill.fgColor.rgb for row in (2, 3)] == ["00FFE699", "00000000"]
    matrix = [[cell.value for cell in row] for row in book["Ma trận"]]
    assert matrix[0] == ["Đơn vị", "Mã hiện trạng", "(chưa có quy hoạch)", "qpk.nhom-nha-o"]
    assert matrix[1][1:] == ["LUC", pytest.approx(5_000), pytest.approx(5_000)]
    drawn = gpd.read_file(places)
    assert drawn.area.tolist() == pytest.approx([5_000])
    assert (drawn["lua_rung"].tolist(), drawn.crs.to_epsg()) == (["ĐẤT LÚA"], 5899)


def test_within_an_exact_outline(files: list[str], tmp_path: Path) -> None:
    outline = gpd.GeoDataFrame(
        {"ten": ["Khối 1", "Khối 2"]}, geometry=[box(0, -10, 100, 20), box(150, 0, 100, 10)], crs=5899
    )
    outline.to_file(tmp_path / "ranh.gpkg")
    answer = told(tmp_path, *files, "--within", str(tmp_path / "ranh.gpkg"), "--within-name", "ten")
    assert [unit["unit"] for unit in answer["units"]] == ["Khối 1", "Khối 2"]
    # Block 1: half of its 2,000 m² lies south of both layers; block 2: half of its 1,000 m² east of them.
    assert [unit["neither_m2"] for unit in answer["units"]] == pytest.approx([1_000, 500])
    assert not any("Chưa nêu phạm vi" in note["vi"] for note in answer["notes"])


@pytest.mark.slow
def test_a_commune_of_the_pack_says_how_rough_its_outline_is(files: list[str], tmp_path: Path) -> None:
    answer = told(tmp_path, *files, "--unit", "2c-20194")
    assert [unit["cells"] for unit in answer["units"]] == [[]]
    assert any("bản đồ tham khảo đã giản lược" in note["vi"] for note in answer["notes"])
    assert refusal(run(tmp_path, *files, "--unit", "khong-co")) == "land.no-outline"
    # The communes of the pack were formed on 1 July 2025.
    early = run(tmp_path, *files, "--plan-code", "maChucNang", "--unit", "2c-20194", year=2024)
    assert refusal(early) == "land.no-outline"


@pytest.mark.slow
def test_resolutions_of_a_map_file_and_of_a_table(files: list[str], tmp_path: Path) -> None:
    row = {"subject": "resolution", "number": "12/NQ-HĐND", "body": "HĐND tỉnh", "day": "1/3/2025"}
    drawn = gpd.GeoDataFrame(
        {name: [value] for name, value in row.items()}, geometry=[box(0, 0, 40, 200)], crs=5899
    )
    drawn.to_file(tmp_path / "nq.gpkg")
    (unit,) = told(tmp_path, *files, "--decisions", str(tmp_path / "nq.gpkg"))["units"]
    found = unit["cells"][0]["resolution"]
    assert (found["recorded"], found["m2"]) == ("partly-recorded", pytest.approx(2_000))
    table = tmp_path / "nq.csv"
    table.write_text(
        "subject,number,body,day,codes,step,area_m2\n"
        "resolution,12/NQ-HĐND,HĐND tỉnh,1/3/2025,LUC,,\n"
        'rural-to-urban,7/QĐ,UBND tỉnh,1/4/2025,,in-force,"12.000"\n',
        encoding="utf-8",
    )
    answer = told(tmp_path, *files, "--decisions", str(table))
    found = answer["units"][0]["cells"][0]["resolution"]
    assert (found["recorded"], found["named_by"]) == ("not-known", ["12/NQ-HĐND"])
    assert answer["rural_to_urban"] == [
        {"year": 2025, "step": "in-force", "m2": 12_000.0, "decisions": ["7/QĐ"], "without_area": 0}
    ]


def test_before_the_land_law_of_2024_nothing_is_known(files: list[str], tmp_path: Path) -> None:
    done = run(tmp_path, *files, "--plan-code", "maChucNang", "--json", year=2023)
    answer = json.loads(done.stdout)
    assert {cell["verdict"] for unit in answer["units"] for cell in unit["cells"]} == {"not-known"}
    assert any("31/12/2023 chưa có trong hệ thống" in note["vi"] for note in answer["notes"])


def test_codes_of_ones_own_need_an_author(files: list[str], tmp_path: Path) -> None:
    uses = tmp_path / "ma.csv"
    uses.write_text("side,code,uses\ncurrent,a,residential\ncurrent,b,rice\nplanned,DAT_X,commerce\n")
    arguments = [*files, "--current-code", "ghi_chu", "--uses", str(uses)]
    assert run(tmp_path, *arguments).exit_code == 2
    answer = told(tmp_path, *arguments, "--author", "Sở Xây dựng")
    assert [cell["guarded"] for cell in answer["units"][0]["cells"]] == ["rice", None]
    assert any("Sở Xây dựng" in note["vi"] for note in answer["notes"])


def test_codes_that_are_not_found_and_years_to_come(files: list[str], tmp_path: Path) -> None:
    bare = gpd.GeoDataFrame({"x": ["y"]}, geometry=[box(0, 0, 1, 1)], crs=5899)
    bare.to_file(tmp_path / "tran.gpkg")
    assert refusal(run(tmp_path, "--current", str(tmp_path / "tran.gpkg"), *files[2:])) == "land.no-codes"
    assert run(tmp_path, *files, year=9999).exit_code == 2
    (tmp_path / "k.xlsx").write_text("của người khác", encoding="utf-8")
    assert refusal(run(tmp_path, *files, "--out", str(tmp_path / "k.xlsx"))) == "output.exists"


def test_a_plan_of_land_use_writes_codes_of_land_use(files: list[str], tmp_path: Path) -> None:
    plan = gpd.GeoDataFrame({"ma": ["CLN"]}, geometry=[box(0, 0, 200, 100)], crs=5899)
    plan.to_file(tmp_path / "sdd.gpkg")
    (unit,) = told(tmp_path, *files[:2], "--plan", str(tmp_path / "sdd.gpkg"), "--plan-code", "ma")["units"]
    assert [(cell["current"], cell["clauses"]) for cell in unit["cells"]] == [
        ("LUC", ["121-1-a"]),
        ("ONT", ["121-3"]),
    ]


def test_places_of_a_map_that_stretches_lie_where_they_were_drawn(tmp_path: Path) -> None:
    field = shapely.box(12_060_000, 1_740_000, 12_060_100, 1_740_100)
    drawn = gpd.GeoDataFrame({"loai": ["LUC"]}, geometry=[field], crs=3857)
    drawn.to_file(tmp_path / "a.gpkg")
    drawn.assign(loai="ODT").to_file(tmp_path / "b.gpkg")
    out = tmp_path / "k.gpkg"
    layers = [
        "--current",
        str(tmp_path / "a.gpkg"),
        "--plan",
        str(tmp_path / "b.gpkg"),
        "--plan-code",
        "loai",
    ]
    assert run(tmp_path, *layers, "--places", str(out)).exit_code == 0
    assert gpd.read_file(out).total_bounds == pytest.approx(drawn.total_bounds, abs=0.01)


def test_what_rests_on_an_invented_layer_says_so(files: list[str], tmp_path: Path) -> None:
    lake = open_lake(tmp_path / "lake", create=True)
    plan = gpd.read_file(files[3])
    version = publish_layer(lake, plan, created=datetime.now(UTC), illustrative=True, tiles_for=None)
    address = [*files[:2], "--plan", f"lake:{version.name[:12]}"]
    assert told(tmp_path, *address)["illustrative"] is True
    assert "Dữ liệu minh họa / illustrative data" in run(tmp_path, *address).stdout
