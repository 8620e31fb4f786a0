"""``dothi town system`` and ``what-if``: text, JSON, workbook, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook

from dothi.base.errors import UnusableError
from dothi.cli.main import main


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    (tmp_path / "dothi.toml").write_text('province = "quang-nam"\n', encoding="utf-8")
    return tmp_path


def run(workspace: Path, *arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["-w", str(workspace), "town", *map(str, arguments)])


def test_the_system_of_a_day_as_text_json_and_workbook(workspace: Path) -> None:
    out = workspace / "he-thong.xlsx"
    told = run(workspace, "system", "--as-of", "2019-12-31", "--json", "--out", out)
    data = json.loads(told.stdout)
    assert {(row["rule_set"], row["class"]): row["count"] for row in data["ladder"]} == {
        ("nq1210-2016", "II"): 1,
        ("nq1210-2016", "III"): 1,
        ("nq1210-2016", "IV"): 1,
        ("nq1210-2016", "V"): 16,
    }
    sheet = load_workbook(out)["Loại đô thị"]
    assert [row[-1].value for row in sheet.iter_rows(min_row=2)] == [1, 1, 1, 16]
    text = run(workspace, "system", "--as-of", "2026-06-01").output
    assert "chuyển tiếp" in text
    assert "chưa có văn bản" in text


def test_what_if_follows_the_years_and_says_what_it_does_not_know(workspace: Path) -> None:
    asked = ("what-if", "binh minh=III", "Việt An=III", "--by", "2028", "--as-of", "2026-06-01")
    data = json.loads(run(workspace, *asked, "--json").stdout)
    assert data["supposed"][0] == {"town": "Bình Minh", "rule_set": "nq111-2025", "class": "III"}
    years = {row["year"]: row for row in data["years"]}
    assert {year: row["recognised"]["min"] for year, row in years.items()} == {2026: 19, 2028: 21, 2030: 21}
    assert years[2028]["share"]["max"] is None
    assert years[2028]["share"]["not_known_for"] == ["Việt An"]
    assert {row["count"] for row in years[2030]["targets"]} == {28, 25}
    assert {(row["town"], row["comparable"]) for row in data["aims"]} >= {("Bình Minh", False)}
    text = run(workspace, *asked).output
    assert "chưa biết dân số của / people not known of: Việt An" in text
    assert "không so sánh được" in text
    told = run(workspace, "what-if", "Tam Kỳ=II", "--by", "2020", "--as-of", "2026-06-01")
    assert isinstance(told.exception, UnusableError) or told.exit_code == 2


def test_candidates_are_told_with_what_is_not_known(workspace: Path) -> None:
    out = workspace / "ung-vien.xlsx"
    told = run(workspace, "candidates", "--as-of", "2026-06-01", "--kind", "planned", "--json", "--out", out)
    data = json.loads(told.stdout)
    assert not data["schemes_676_known"]
    assert {row["kind"] for row in data["candidates"]} == {"planned"}
    viet_an = next(row for row in data["candidates"] if row["name"] == "Việt An")
    assert (viet_an["known"], viet_an["verdict"]) == ([], "undecided")
    book = load_workbook(out)
    assert book["Ứng viên"]["A1"].value == "Ứng viên"
    assert [cell.value for cell in book["Loại hướng tới"][1]][:3] == [
        "Đô thị",
        "Loại hướng tới",
        "Bộ quy định",
    ]
    english = {"standing", "rule_set", "since_source", "first_day", "named"}
    assert not english & {cell.value for sheet in book for cell in sheet[1]}
    text = run(workspace, "candidates", "--as-of", "2026-06-01").output
    assert "Quyết định 676/QĐ-TTg của tỉnh: chưa có dữ liệu" in text


@pytest.mark.parametrize("text", ["Nơi Khác=II", "Tam Kỳ=V", "Tam Kỳ", "=II"])
def test_a_supposition_that_names_no_town_or_class_is_refused(workspace: Path, text: str) -> None:
    told = run(workspace, "what-if", text, "--as-of", "2026-06-01")
    assert isinstance(told.exception, UnusableError) or told.exit_code == 2


def test_a_workspace_without_a_pack_is_told(tmp_path: Path) -> None:
    told = run(tmp_path, "system")
    assert isinstance(told.exception, UnusableError) or told.exit_code == 2
