"""dothi intake check and undo, run as people run them."""

from __future__ import annotations

import json
from pathlib import Path

import ezdxf
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
def program(inside):
    return inside


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


def test_what_was_not_checked_names_the_option_that_helps(program, faulty: Path) -> None:
    told = program.run("intake", "check", str(faulty)).stdout
    assert "không có lớp ranh giới quy hoạch [--boundary LỚP]" in told
    assert "nếu là điều chỉnh cục bộ thì nêu khi kiểm tra) [--partial]" in told
    bare = faulty.with_name("khong-he.gpkg")
    with pytest.warns(UserWarning, match="crs"):
        gpd.GeoDataFrame({"ten": ["a"]}, geometry=[shapely.box(108.1, 15.1, 108.2, 15.2)]).to_file(
            bare, layer="khu"
        )
    assert "cần nêu đúng hệ tọa độ (khu) [--crs MÃ]" in program.run("intake", "check", str(bare)).stdout


@pytest.mark.parametrize(("key", "turned"), [("5899", False), ("5899/yx", True)])
def test_the_crs_that_is_told_is_the_one_checked_in(program, tmp_path: Path, key: str, turned: bool) -> None:
    shapes = [square(0, 0), square(0.5, 0)]
    if turned:
        shapes = [shapely.transform(shape, lambda points: points[:, ::-1]) for shape in shapes]
    path = tmp_path / "khong-he.gpkg"
    with pytest.warns(UserWarning, match="crs"):
        gpd.GeoDataFrame({"ten": ["a", "b"]}, geometry=shapes).to_file(path, layer="khu", driver="GPKG")
    done = program.run("intake", "check", str(path), "--json", "--scale", "500", "--crs", key)
    told = json.loads(done.stdout)
    assert [layer["crs"] for layer in told["layers"]] == ["EPSG:5899"]
    (overlap,) = [one for one in told["findings"] if one["code"] == "tiling.overlap"]
    assert overlap["measure"] == pytest.approx(50)
    assert overlap["where"] == "X (bắc) 1.722.005,00; Y (đông) 577.007,50"
    assert overlap["where_en"].startswith("north 1,722,005.00")


def test_a_crs_that_is_none_exits_2_with_a_sentence(program, clean: Path) -> None:
    done = program.run("intake", "check", str(clean), "--crs", "abc")
    assert done.returncode == 2
    assert "«abc» không phải là mã hệ tọa độ" in done.stderr


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


def shapefile(path: Path) -> Path:
    frame = gpd.GeoDataFrame({"ten": ["a", "b"]}, geometry=[square(0, 0), square(1, 0)], crs=5899)
    pyogrio.write_dataframe(frame, path, driver="ESRI Shapefile")
    return path


def test_the_input_and_its_parts_are_never_written_over(program, faulty: Path, tmp_path: Path) -> None:
    plan = shapefile(tmp_path / "dat.shp")
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}
    link = tmp_path.parent / f"{tmp_path.name}-lien-ket.gpkg"
    link.hardlink_to(faulty)
    for words in (
        (faulty, "--repair", "--out", faulty),
        (faulty, "--findings", faulty),
        (faulty, "--findings", link),
        (faulty, "--findings", tmp_path / "loi.gpkg-wal"),
        (plan, "--findings", tmp_path / "DAT.dbf"),
        (plan, "--findings", tmp_path / "dat.qix"),
        (tmp_path, "--report", tmp_path / "kq.html"),
    ):
        done = program.run("intake", "check", *map(str, words), "--overwrite")
        assert done.returncode == 2, words
        assert "không ghi vào đây" in done.stderr
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_files_that_are_there_are_written_over_only_when_asked(program, faulty: Path, tmp_path: Path) -> None:
    names = {"--report": "kq.html", "--findings": "ph.gpkg", "--out": "sua.gpkg"}
    for option, name in {**names, "--out ": "sua.undo.json"}.items():
        (tmp_path / name).write_bytes(b"of someone else")
        target = tmp_path / ("sua.gpkg" if option.strip() == "--out" else name)
        mend = ["--repair"] if option.strip() == "--out" else []
        done = program.run("intake", "check", str(faulty), option.strip(), str(target), *mend)
        assert done.returncode == 2, option
        assert "thêm --overwrite" in done.stderr
        assert (tmp_path / name).read_bytes() == b"of someone else"
    words = [word for option, name in names.items() for word in (option, str(tmp_path / name))]
    done = program.run("intake", "check", str(faulty), "--repair", "--overwrite", *words)
    assert done.returncode == 1, done.stderr
    assert b"of someone else" not in {
        (tmp_path / name).read_bytes() for name in [*names.values(), "sua.undo.json"]
    }
    again = program.run(
        "intake", "undo", str(tmp_path / "sua.undo.json"), str(tmp_path / "sua.gpkg"), "--out", str(faulty)
    )
    assert again.returncode == 2


def test_two_outputs_of_one_name_and_no_folder_are_refused(program, faulty: Path, tmp_path: Path) -> None:
    same = ["--repair", "--out", str(tmp_path / "a.gpkg"), "--findings", str(tmp_path / "." / "a.gpkg")]
    done = program.run("intake", "check", str(faulty), *same)
    assert (done.returncode, "cùng một tệp" in done.stderr) == (2, True)
    assert not (tmp_path / "a.gpkg").exists()
    done = program.run("intake", "check", str(faulty), "--report", str(tmp_path / "khong-co" / "a.html"))
    assert (done.returncode, "Tạo thư mục trước" in done.stderr) == (2, True)


def test_options_that_do_not_fit(program, clean: Path, tmp_path: Path) -> None:
    assert program.run("intake", "check", str(clean), "--repair").returncode == 2
    for words, said in (
        (["--boundary", "khac"], "Không có lớp «khac»"),
        (["--zones", "khac"], "Không có lớp «khac»"),
        (["--scale", "0"], "Tỷ lệ 1/0 không dùng được"),
        (["--report", str(tmp_path / "a.docx")], ".html hoặc .pdf"),
        (["--scale", "nhỏ"], "--scale"),
        (["--khong-co"], "--khong-co"),
    ):
        done = program.run("intake", "check", str(clean), "--json", *words)
        assert done.returncode == 2, words
        assert said in done.stderr
        told = json.loads(done.stdout)
        assert (told["verdict"], told["complete"]) == ("unusable", False)
        assert said in told["findings"][0]["message"] + told["findings"][0]["remedy"]


def test_a_file_that_cannot_be_read_beside_good_ones_is_told_and_exits_1(program, tmp_path: Path) -> None:
    folder = tmp_path / "ho-so"
    folder.mkdir()
    write(folder / "sach.gpkg", [square(0, 0), square(1, 0)], layer="khu")
    (folder / "thuyet-minh.pdf").write_bytes(b"%PDF-1.7 not a map")
    done = program.run("intake", "check", str(folder), "--json")
    assert (done.returncode, json.loads(done.stdout)["verdict"]) == (0, "clean")
    (folder / "hong.gpkg").write_bytes((folder / "sach.gpkg").read_bytes()[:200])
    done = program.run("intake", "check", str(folder), "--json")
    told = json.loads(done.stdout)
    assert (done.returncode, told["verdict"], told["complete"]) == (1, "incomplete", False)
    lost = [item for item in told["skipped"] if item["rule"] == "intake.unread"]
    assert [(item["layer"], bool(item["reason"])) for item in lost] == [("ho-so/hong.gpkg", True)]
    said = program.run("intake", "check", str(folder)).stdout
    assert said.startswith("Không đọc được hết / Not everything was read")
    assert "ho-so/hong.gpkg" in said


def test_what_was_taken_for_granted_is_printed(program, clean: Path) -> None:
    said = program.run("intake", "check", str(clean), "--scale", "10000").stdout
    assert "Tỷ lệ: 1/10.000 (người kiểm tra nêu)" in said
    assert "Dung sai: Bản vẽ tỷ lệ 1/10.000" in said
    assert "Loại hồ sơ: đồ án đầy đủ (giả định" in said
    told = json.loads(program.run("intake", "check", str(clean), "--json").stdout)
    assert (told["partial"], told["partial_from"]) == (False, "giả định là đồ án đầy đủ")


@pytest.mark.slow
def test_undo_of_a_drawing_and_of_a_layer_with_a_column_fid(program, tmp_path: Path) -> None:
    drawing = tmp_path / "ban-ve.dxf"
    document = ezdxf.new()
    tie = [(E, N), (E + 10, N + 10), (E + 10, N), (E, N + 10)]
    document.modelspace().add_lwpolyline([(E + 30, N), (E + 40, N), (E + 40, N + 9)], close=True)
    document.modelspace().add_lwpolyline(tie, close=True)
    document.saveas(drawing)
    frame = gpd.GeoDataFrame({"fid": ["a", "a"]}, geometry=[square(4, 4), shapely.Polygon(tie)], crs=5899)
    own = tmp_path / "co-fid.geojson"
    frame.to_crs(4326).to_file(own, driver="GeoJSON", COORDINATE_PRECISION=15)
    for plan in (drawing, own):
        mended, back = plan.with_suffix(".sua.gpkg"), plan.with_suffix(".lai.gpkg")
        done = program.run("intake", "check", str(plan), "--repair", "--out", str(mended), "--json")
        told = json.loads(done.stdout)
        assert len(told["repairs"]) == 1, done.stderr
        done = program.run("intake", "undo", told["undo"], str(mended), "--out", str(back))
        assert done.returncode == 0, done.stderr
        before, after = (
            {
                layer.name: shapely.to_wkb(layer.frame.geometry.to_numpy()).tolist()
                for layer in read(path).layers
            }
            for path in (plan, back)
        )
        assert before == after
