"""``dothi intake read`` and ``table`` as a planner and a program see them."""

from __future__ import annotations

import json
from pathlib import Path

import geopandas as gpd
import pytest
import shapely
from click.testing import CliRunner, Result

from dothi.base.errors import DothiError, InputError, UnusableError
from dothi.cli.intake import intake

CORNERS = [(577_000, 1_722_000), (577_100, 1_722_000), (577_100, 1_722_100)]


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(
        intake, [str(a) for a in arguments], obj=Path("workspace"), standalone_mode=False
    )


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "thua.csv"
    lines = ["Số hiệu điểm,X,Y", *(f"{n},{y},{x}" for n, (x, y) in enumerate(CORNERS, start=1))]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_listing_tells_what_is_there_and_asks_where_it_lies(table, tmp_path) -> None:
    result = run("read", table, "--picture", tmp_path / "q.svg")
    assert result.exception is None
    assert result.stdout == "thua: 1 đối tượng, không ghi hệ tọa độ, utf-8 (CSV)\n"
    assert "các cách hiểu trong phạm vi Quảng Nam" in result.stderr
    assert "5899 " in result.stderr
    assert "chưa có cách nào được áp dụng" in result.stderr
    assert (tmp_path / "q.svg").read_text(encoding="utf-8").startswith("<svg")


def test_a_named_crs_makes_geojson_of_it(table, tmp_path) -> None:
    result = run("read", table, "--crs", "5899", "--out", tmp_path / "a.geojson")
    assert result.exception is None
    shape = gpd.read_file(tmp_path / "a.geojson").geometry.iloc[0]
    assert shape.centroid.x == pytest.approx(108.47, abs=0.01)
    assert "theo lựa chọn của người dùng" in result.stderr


def test_swapped_axes_chosen_by_key(tmp_path) -> None:
    turned = shapely.Polygon([(y, x) for x, y in CORNERS])
    with pytest.warns(UserWarning, match="crs"):
        gpd.GeoDataFrame({"a": [1]}, geometry=[turned]).to_file(tmp_path / "a.gpkg")
    result = run("read", tmp_path / "a.gpkg", "--from-crs", "5899/yx", "--out", tmp_path / "b.gpkg")
    assert result.exception is None
    made = gpd.read_file(tmp_path / "b.gpkg")
    assert made.crs.to_epsg() == 5899
    assert made.geometry.iloc[0].equals(shapely.Polygon(CORNERS))


def test_refusals_have_exit_codes_of_their_kind(table, tmp_path) -> None:
    for arguments, kind in (
        (("read", table, "--crs", "abc", "--out", tmp_path / "a.gpkg"), InputError),
        (("read", tmp_path / "none"), UnusableError),
        (("read", table, "--out", tmp_path / "a.shp"), UnusableError),
    ):
        result = run(*arguments)
        assert isinstance(result.exception, kind), arguments
        assert isinstance(result.exception, DothiError)
        assert result.exception.faults[0].remedy_vi


def test_the_table_of_files(table, tmp_path) -> None:
    assert run("table", table, "--json", "--out", tmp_path / "bang.json").exception is None
    (row,) = json.loads((tmp_path / "bang.json").read_text(encoding="utf-8"))
    assert (row["file"], row["driver"], row["features"], row["crs"]) == ("thua.csv", "CSV", 1, "–")


def test_nothing_is_written_over_unasked_and_the_input_never(table, tmp_path) -> None:
    plan, other = table, tmp_path / "khac.md"
    before = plan.read_bytes()
    other.write_text("of someone else", encoding="utf-8")
    for words in (
        ["read", str(plan), "--out", str(plan), "--overwrite"],
        ["read", str(plan), "--picture", str(plan), "--overwrite"],
        ["read", str(plan), "--picture", str(other)],
        ["table", str(plan), "--out", str(plan), "--overwrite"],
        ["table", str(plan), "--out", str(other)],
    ):
        refused = run(*words)
        assert isinstance(refused.exception, UnusableError), words
        assert refused.exception.code in {"output.input", "output.exists"}
    assert plan.read_bytes() == before
    assert other.read_text(encoding="utf-8") == "of someone else"
    assert run("table", str(plan), "--out", str(other), "--overwrite").exit_code == 0
    assert "thua" in other.read_text(encoding="utf-8")


def test_a_picture_that_is_not_drawn_says_why(table, tmp_path) -> None:
    result = run("read", table, "--from-crs", "5899", "--picture", tmp_path / "q.svg")
    assert result.exception is None
    assert "Không vẽ q.svg: hệ tọa độ đã được nêu bằng --from-crs." in result.stderr
    frame = gpd.GeoDataFrame({"a": [1]}, geometry=[shapely.Polygon(CORNERS)], crs=5899)
    frame.to_file(tmp_path / "a.gpkg")
    result = run("read", tmp_path / "a.gpkg", "--picture", tmp_path / "q.svg")
    assert "Không vẽ q.svg: không có cách hiểu tọa độ nào còn phải chọn." in result.stderr
    (tmp_path / "t.csv").write_text("ma,ten\nODT,a\n", encoding="utf-8")
    result = run("read", tmp_path / "t.csv", "--picture", tmp_path / "q.svg")
    assert "Không vẽ q.svg: không có lớp nào" in result.stderr
    assert not (tmp_path / "q.svg").exists()


def test_what_is_not_written_is_told(tmp_path) -> None:
    frame = gpd.GeoDataFrame({"a": [1]}, geometry=[shapely.Polygon(CORNERS)], crs=5899)
    (tmp_path / "in").mkdir()
    frame.to_file(tmp_path / "in" / "a.gpkg")
    (tmp_path / "in" / "t.csv").write_text("ma,ten\nODT,a\n", encoding="utf-8")
    result = run("read", tmp_path / "in", "--out", tmp_path / "b.gpkg")
    assert result.exception is None
    assert "Không ghi: in/t.csv: Bảng không có hình «t» không được ghi vào tệp kết quả." in result.stderr


def test_a_layer_that_is_not_there_names_those_that_are(table) -> None:
    result = run("read", table, "--layer", "lo")
    assert isinstance(result.exception, UnusableError)
    assert "các lớp có trong tệp: thua" in str(result.exception)
