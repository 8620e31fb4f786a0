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


def test_what_if_counts_again_and_says_what_it_does_not_know(workspace: Path) -> None:
    told = run(workspace, "what-if", "dien ban=II", "--as-of", "2026-06-01", "--json")
    data = json.loads(told.stdout)
    assert data["supposed"] == [{"town": "Điện Bàn", "rule_set": "nq111-2025", "class": "II"}]
    assert data["urban_share"] is None
    assert sum(row["count"] for row in data["before"]) == sum(row["count"] for row in data["after"]) == 26


@pytest.mark.parametrize("text", ["Nơi Khác=II", "Tam Kỳ=V", "Tam Kỳ", "=II"])
def test_a_supposition_that_names_no_town_or_class_is_refused(workspace: Path, text: str) -> None:
    told = run(workspace, "what-if", text, "--as-of", "2026-06-01")
    assert isinstance(told.exception, UnusableError) or told.exit_code == 2


def test_a_workspace_without_a_pack_is_told(tmp_path: Path) -> None:
    told = run(tmp_path, "system")
    assert isinstance(told.exception, UnusableError) or told.exit_code == 2
