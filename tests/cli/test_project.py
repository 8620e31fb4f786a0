"""``dothi project conform`` as officers and scripts run it."""

from __future__ import annotations

import json
from pathlib import Path

import geopandas as gpd
import openpyxl
import shapely
from click.testing import CliRunner, Result

from dothi.base.errors import InputError, UnusableError
from dothi.cli.main import main

EAST, NORTH = 577_000, 1_722_000


def saved(path: Path, columns: dict[str, list[str]], *boxes: tuple[float, float, float, float]) -> str:
    shapes = [shapely.box(EAST + w, NORTH + s, EAST + e, NORTH + n) for w, s, e, n in boxes]
    gpd.GeoDataFrame(columns, geometry=shapes, crs=5899).to_file(path)
    return str(path)


def run(workspace: Path, *arguments: str) -> Result:
    command = ["-w", str(workspace), "project", "conform", "--as-of", "2026-12-01", *arguments]
    return CliRunner().invoke(main, command)


def test_every_criterion(tmp_path: Path) -> None:
    area = saved(tmp_path / "du-an.gpkg", {"x": ["1"]}, (0, 0, 100, 100))
    # The only area in force ends at x = 80; one that held all of it ended on the day asked about.
    developed = saved(
        tmp_path / "khu-vuc.gpkg",
        {"ten": ["A", "B"], "until": ["", "1/12/2026"]},
        (0, 0, 80, 100),
        (0, 0, 100, 100),
    )
    zoning = saved(tmp_path / "phan-khu.gpkg", {"maChucNang": ["DAT_O_Nhomnhao"]}, (-50, -50, 150, 150))
    used = saved(tmp_path / "sdd.gpkg", {"ma": ["ODT", "DGT"]}, (0, 0, 60, 100), (60, 0, 100, 100))
    housing = tmp_path / "nha-o.csv"
    housing.write_text("ten\nKhu đô thị An Phú\n", encoding="utf-8")
    out, places = tmp_path / "k.xlsx", tmp_path / "k.gpkg"
    arguments = [area, "--name", "Khu đô thị An Phú", "--use", "residential", "--use", "transport"]
    arguments += ["--development-area", developed, "--zoning", zoning, "--land-use-plan", used]
    arguments += ["--housing-programme", str(housing), "--out", str(out), "--json"]
    arguments += ["--places", str(places)]
    done = run(tmp_path, *arguments)
    assert done.exit_code == 1, (done.output, done.exception)
    answer = json.loads(done.stdout)
    assert (answer["verdict"], answer["area_m2"], answer["as_of"]) == ("not-met", 10_000.0, "2026-12-01")
    assert {one["criterion"]: one["verdict"] for one in answer["criteria"]} == {
        "development-area": "not-met",
        "programme": "not-known",
        "land-use-plan": "met",
        "housing-programme": "met",
        "zoning": "met",
        "detailed": "not-known",
    }
    by_key = {one["criterion"]: one for one in answer["criteria"]}
    assert by_key["development-area"]["inside_share"] == 0.8
    drawn = gpd.read_file(places)
    assert drawn[["tieu_chi", "ket_luan"]].to_numpy().tolist() == [["Khu vực phát triển đô thị", "nằm ngoài"]]
    assert drawn.area.tolist() == [2_000.0]
    assert "1 mục không có hiệu lực" in by_key["development-area"]["source"]
    assert [met["function"] for met in by_key["land-use-plan"]["functions"]] == ["ODT", "DGT"]
    assert by_key["zoning"]["functions"][0]["function"] == "qpk.nhom-nha-o"
    book = openpyxl.load_workbook(out)
    assert book.sheetnames == ["Tiêu chí", "Chức năng", "Dự án"]
    assert [cell.value for cell in book["Tiêu chí"]["B"]][1:] == [
        *("không đạt", "chưa biết", "đạt", "đạt", "đạt", "chưa biết")
    ]


def test_nothing_given_is_not_known_and_exits_0(tmp_path: Path) -> None:
    area = saved(tmp_path / "du-an.gpkg", {"x": ["1"]}, (0, 0, 100, 100))
    done = run(tmp_path, area, "--name", "A")
    assert done.exit_code == 0, done.output
    assert done.stdout.count("chưa biết / not known") == 7
    assert "Khu vực phát triển đô thị / Development area: chưa biết" in done.stdout


def test_a_use_that_is_none(tmp_path: Path) -> None:
    area = saved(tmp_path / "du-an.gpkg", {"x": ["1"]}, (0, 0, 100, 100))
    done = run(tmp_path, area, "--name", "A", "--use", "nha")
    assert isinstance(done.exception, InputError)
    assert done.exception.faults[0].code == "project.no-such-use"


def test_a_project_whose_only_shape_has_no_area(tmp_path: Path) -> None:
    twisted = shapely.Polygon([(0, 0), (10, 10), (10, 0), (0, 10)])
    gpd.GeoDataFrame({"x": ["1"]}, geometry=[twisted], crs=5899).to_file(tmp_path / "du-an.gpkg")
    done = run(tmp_path, str(tmp_path / "du-an.gpkg"), "--name", "A", "--leave-out")
    assert isinstance(done.exception, UnusableError)
    assert done.exception.faults[0].code == "project.no-ground"
