"""``dothi town plan-upgrade`` as officers and scripts run it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import openpyxl
import pytest
from click.testing import CliRunner, Result

from dothi.base.errors import UnusableError
from dothi.cli.main import main
from dothi.programme.docx import read_docx

Folder = Callable[..., Path]


@pytest.fixture
def folder(world_of: Callable[[str], ModuleType]) -> Folder:
    found: Folder = world_of("towns/upgrade").folder
    return found


def run(path: Path, *more: str) -> Result:
    command = ["-w", str(path.parent), "town", "plan-upgrade", str(path), "--as-of", "2026-06-01"]
    return CliRunner().invoke(main, [*command, "--class", "III", *more])


def test_both_cases_side_by_side(tmp_path: Path, folder: Folder) -> None:
    out, docx = tmp_path / "k.xlsx", tmp_path / "k.docx"
    done = run(folder(tmp_path / "a"), "--json", "--out", str(out), "--docx", str(docx))
    assert done.exit_code == 0, (done.output, done.exception)
    told = json.loads(done.stdout)
    # D1 costs 10: more than the province has in 2027, but it fits in 2028, and in 2027 if ODA pays.
    for case, year in (("worst", 2028), ("best", 2027)):
        found = told[case]["programme"]
        assert (found["cost"], told[case]["gap"], found["projects"][0]["start"]) == (10, 0.0, year)
        assert [one["cost"] for one in told[case]["alternatives"]] == [15.5]
        assert found["towns"][-1]["total"] == 75
    assert told["illustrative"] is True
    book = openpyxl.load_workbook(out)
    assert book["Dự án ưu tiên"]["C2"].value == "Đường"
    text = read_docx(docx.read_bytes()).text
    assert "CHƯƠNG TRÌNH PHÁT TRIỂN ĐÔ THỊ" in text
    assert "Dữ liệu minh họa" in text
    assert "Tổng cộng" in text
    assert "≥ 75" in text


def test_earliest(tmp_path: Path, folder: Folder) -> None:
    told = json.loads(run(folder(tmp_path / "a"), "--earliest", "--json").stdout)
    assert (told["worst"]["by"], told["best"]["by"]) == (2028, 2027)


def test_impossible_says_what_is_short(tmp_path: Path, folder: Folder) -> None:
    budgets = [["source", "2027", "2028"], ["tỉnh", "4", "7"], ["ODA", "2", "0"]]
    done = run(folder(tmp_path / "a", **{"budgets.csv": budgets}))
    assert done.exit_code == 1
    # In 2028 the province has 7 of the 10 that D1 costs; in 2027 both together have 6.
    assert "Cần thêm ít nhất 3 tỷ đồng" in done.stdout
    assert "năm 2028: thiếu 3 tỷ đồng" in done.stdout


def test_the_template_is_read_back(tmp_path: Path) -> None:
    file = tmp_path / "mau.xlsx"
    command = ["-w", str(tmp_path), "town", "plan-template", str(file), "--town", "Mẫu", "--from", "2027"]
    done = CliRunner().invoke(main, [*command, "--as-of", "2026-06-01"])
    assert done.exit_code == 0, (done.output, done.exception)
    done = run(file, "--json")
    assert done.exit_code == 0, (done.output, done.exception)
    told = json.loads(done.stdout)
    assert (told["worst"]["verdict"], told["best"]["verdict"]) == (
        "impossible",
        "undecided",
    )  # of how many units is not told


def test_a_year_and_the_earliest_cannot_both_be_asked(tmp_path: Path, folder: Folder) -> None:
    done = run(folder(tmp_path / "a"), "--by", "2028", "--earliest")
    assert isinstance(done.exception, UnusableError)
    assert done.exception.code == "upgrade.by-or-earliest"
