"""dothi intake check and undo, run as people run them."""

from __future__ import annotations

import json
from pathlib import Path

import geopandas as gpd
import pyogrio
import pypdf
import pytest
import shapely

from dothi.intake.read import read

E, N = 577_000.0, 1_722_000.0


def square(column: float, row: float, width: float = 10.0) -> shapely.Polygon:
    return shapely.box(E + 10 * column, N + 10 * row, E + 10 * column + width, N + 10 * row + 10)


def write(path: Path, shapes, layer: str = "ChucNangSuDungDat_A", **columns) -> Path:
    frame = gpd.GeoDataFrame(columns or {"ten": ["x"] * len(shapes)}, geometry=list(shapes), crs=5899)
    pyogrio.write_dataframe(frame, path, layer=layer, driver="GPKG")
    return path


@pytest.fixture
def clean(tmp_path: Path) -> Path:
    return write(tmp_path / "sach.gpkg", [square(0, 0), square(1, 0)])


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    tie = shapely.Polygon([(E + 50, N), (E + 60, N + 10), (E + 60, N), (E + 50, N + 10)])
    return write(tmp_path / "loi.gpkg", [square(0, 0), square(0.5, 0), tie])


def test_a_faulty_plan_exits_1_and_says_what_where_and_what_to_do(program, faulty: Path) -> None:
    done = program.run("intake", "check", str(faulty), "--scale", "500")
    assert done.returncode == 1
    assert done.stderr == ""
    assert done.stdout.startswith("Có lỗi / Errors")
    assert "[ChucNangSuDungDat_A 1] Chồng lên đối tượng 2 trên 50,00 m²" in done.stdout
    assert "X (bắc) 1.722.005,00; Y (đông) 577.007,50" in done.stdout
    assert "Sửa ranh giới để mỗi chỗ chỉ thuộc một ô." in done.stdout
    assert "không có lớp ranh giới quy hoạch" in done.stdout


def test_json_is_the_result_and_nothing_else(program, faulty: Path) -> None:
    done = program.run("intake", "check", str(faulty), "--json", "--scale", "500")
    told = json.loads(done.stdout)
    assert (done.returncode, told["verdict"], told["complete"]) == (1, "errors", False)
    codes = [finding["code"] for finding in told["findings"] if not finding["code"].startswith("meaning.")]
    assert codes == ["geometry.invalid", "tiling.overlap"]
    overlap = told["findings"][1]
    assert (overlap["feature"], overlap["others"], overlap["measure"]) == (1, [2], 50.0)
    assert overlap["geometry"]["type"] == "MultiPolygon"
    assert told["layers"] == [
        {"name": "ChucNangSuDungDat_A", "features": 3, "crs": "EPSG:5899", "encoding": "utf-8"}
    ]


def test_a_clean_plan_exits_0(program, tmp_path: Path) -> None:
    path = write(tmp_path / "sach.gpkg", [square(0, 0), square(1, 0)], layer="khu")
    done = program.run("intake", "check", str(path), "--json")
    assert (done.returncode, json.loads(done.stdout)["verdict"]) == (0, "clean")


def test_warnings_alone_exit_0(program, tmp_path: Path) -> None:
    path = write(tmp_path / "khe.gpkg", [square(0, 0, 10.05), square(1, 0)], layer="khu")
    done = program.run("intake", "check", str(path), "--json", "--scale", "500")
    assert (done.returncode, json.loads(done.stdout)["verdict"]) == (0, "warnings")


@pytest.mark.parametrize("content", [b"", b"not a map", b"PK\x03\x04broken"])
def test_what_cannot_be_checked_exits_2_with_a_sentence(program, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "hong.gpkg"
    path.write_bytes(content)
    done = program.run("intake", "check", str(path))
    assert done.returncode == 2
    assert done.stderr.startswith("Lỗi: ")
    assert "Traceback" not in done.stderr
    told = json.loads(program.run("intake", "check", str(path), "--json").stdout)
    assert told["verdict"] == "unusable"
    assert told["findings"][0]["message"]


def test_reports_and_findings_are_written(program, faulty: Path, tmp_path: Path) -> None:
    html, pdf, gpkg = (tmp_path / name for name in ("bao-cao.html", "bao-cao.pdf", "phat-hien.gpkg"))
    done = program.run("intake", "check", str(faulty), "--report", str(html), "--findings", str(gpkg))
    assert done.returncode == 1
    page = html.read_text(encoding="utf-8")
    assert "loi.gpkg" in page
    assert "phat-hien.gpkg" in page
    assert [name for name, _ in pyogrio.list_layers(gpkg)][:2] == ["phat_hien_A", "phat_hien_P"]
    assert program.run("intake", "check", str(faulty), "--report", str(pdf)).returncode == 1
    assert "Kết quả kiểm tra" in pypdf.PdfReader(pdf).pages[0].extract_text()


def test_the_day_of_the_report_is_that_of_the_call(program, faulty: Path, tmp_path: Path) -> None:
    html = tmp_path / "a.html"
    program.run("intake", "check", str(faulty), "--report", str(html), "--as-of", "2026-11-22")
    assert "Kiểm tra ngày 22/11/2026" in html.read_text(encoding="utf-8")


def test_repair_and_undo(program, faulty: Path, tmp_path: Path) -> None:
    mended, back = tmp_path / "da-sua.gpkg", tmp_path / "ban-dau.gpkg"
    done = program.run(
        "intake", "check", str(faulty), "--repair", "--out", str(mended), "--json", "--scale", "500"
    )
    told = json.loads(done.stdout)
    assert [(c["feature"], c["rule"]) for c in told["repairs"]] == [(3, "geometry.invalid")]
    assert told["repairs"][0]["area_change_m2"] == pytest.approx(50.0)
    assert "geometry.invalid" not in {finding["code"] for finding in told["findings"]}
    undo = tmp_path / "da-sua.undo.json"
    assert told["undo"] == str(undo)
    done = program.run("intake", "undo", str(undo), str(mended), "--out", str(back))
    assert done.returncode == 0, done.stderr
    before, after = (read(path).layers[0].frame for path in (faulty, back))
    assert (
        shapely.to_wkb(after.geometry.to_numpy()).tolist()
        == shapely.to_wkb(before.geometry.to_numpy()).tolist()
    )
    assert after.drop(columns="geometry").equals(before.drop(columns="geometry"))


def test_files_that_are_there_are_not_written_over(program, faulty: Path, tmp_path: Path) -> None:
    before = faulty.read_bytes()
    done = program.run("intake", "check", str(faulty), "--repair", "--out", str(faulty))
    assert (done.returncode, faulty.read_bytes()) == (2, before)
    done = program.run("intake", "check", str(faulty), "--findings", str(faulty))
    assert (done.returncode, faulty.read_bytes()) == (2, before)
    assert program.run("intake", "undo", str(faulty), str(faulty), "--out", str(faulty)).returncode == 2


def test_options_that_do_not_fit(program, clean: Path, tmp_path: Path) -> None:
    assert program.run("intake", "check", str(clean), "--repair").returncode == 2
    done = program.run("intake", "check", str(clean), "--boundary", "khac")
    assert done.returncode == 1
    assert "Không có lớp «khac»" in done.stderr
    done = program.run("intake", "check", str(clean), "--report", str(tmp_path / "a.docx"))
    assert done.returncode == 2
    assert ".html hoặc .pdf" in done.stderr
