"""``dothi law`` as people and scripts run it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from dothi.cli.main import main
from dothi.law.load import row_kinds

MANIFEST = 'importer = "A"\ndecision = "QĐ 7"\ndate = 2026-01-01\n'
HEADER = (
    "code,title_vi,title_en,basis,source,confidence,starts_earliest,starts_latest,ends_earliest,ends_latest"
)
RUN = "from dothi.cli.main import run; run()"


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    (tmp_path / "dothi.toml").write_text('province = "quang-nam"\n', encoding="utf-8")
    return tmp_path


def add_roles(workspace: Path, *rows: str) -> None:
    """Give the workspace an overlay with rows of the table of roles."""
    folder = workspace / "law"
    folder.mkdir()
    (folder / "overlay.toml").write_text(MANIFEST, encoding="utf-8")
    (folder / "roles.csv").write_text("\n".join([HEADER, *rows]), encoding="utf-8")


def dothi(*words: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": "src"}
    return subprocess.run(
        [sys.executable, "-c", RUN, *words], capture_output=True, text=True, check=False, env=environment
    )


def output(*words: str) -> str:
    result = CliRunner().invoke(main, list(words), catch_exceptions=False)
    assert result.exit_code == 0
    return result.output


def test_list_names_every_table_in_both_languages(workspace: Path) -> None:
    text = output("-w", str(workspace), "law", "list")
    assert "unit_kinds" in text
    assert "Loại đơn vị hành chính / Kinds of administrative units (11 dòng)" in text
    assert "(8 dòng, 5 chưa xác nhận)" in text
    data = json.loads(output("-w", str(workspace), "law", "list", "--json"))
    assert [table["table"] for table in data["tables"]] == sorted(row_kinds())
    assert {t["table"]: t["rows"] for t in data["tables"]}["bodies"] == 16


@pytest.mark.parametrize(("day", "code"), [("31/12/2025", "nq26-2022"), ("2026-01-01", "nq111-2025")])
def test_show_as_of_a_day(workspace: Path, day: str, code: str) -> None:
    data = json.loads(output("-w", str(workspace), "law", "show", "rule_sets", "--as-of", day, "--json"))
    assert [row["code"] for row in data["rows"]] == [code]
    assert data["rows"][0]["holds"] == "yes"


def test_show_writes_bounds_numbers_and_doubt(workspace: Path) -> None:
    arguments = ("-w", str(workspace), "law", "show", "bodies", "--as-of", "2025-03-01")
    data = json.loads(output(*arguments, "--json"))
    board = next(row for row in data["rows"] if row["code"] == "quang-nam-ubnd")
    bounds = [board[name] for name in ("starts_earliest", "starts_latest", "ends_earliest", "ends_latest")]
    assert bounds == [None, "2022-12-31", "2025-01-01", "2025-07-01"]
    assert board["holds"] == "unknown"
    text = output(*arguments)
    assert "UBND tỉnh Quảng Nam / People's Committee of Quảng Nam  [chưa rõ có hiệu lực" in text
    assert "đến một ngày trong khoảng 31/12/2024–30/6/2025" in text
    limits = json.loads(output("law", "show", "indicators", "--json"))["rows"][0]
    assert (limits["minimum"], limits["ends_latest"]) == ("0", "never")


def test_unconfirmed_rows_appear_only_when_asked_for_and_say_so(workspace: Path) -> None:
    arguments = ("-w", str(workspace), "law", "show", "planning_levels", "--as-of", "1/3/2023")
    assert "Không có dòng nào đã xác nhận" in output(*arguments)
    text = output(*arguments, "--unconfirmed")
    assert text.count("chưa xác nhận (unconfirmed)") == 5
    assert text.count("[chưa rõ có hiệu lực") == 5


def test_check_counts_the_rows_of_each_layer(workspace: Path) -> None:
    text = output("-w", str(workspace), "law", "check")
    assert "quang-nam: 13 dòng hợp lệ / valid rows" in text
    assert (
        output("-w", str(workspace), "law", "check", "src/dothi/provinces/quang-nam/law").count("quang-nam:")
        == 1
    )


def test_check_refuses_an_overlay_with_every_fault_and_exit_code_1(workspace: Path) -> None:
    rows = [
        "clerk,Văn thư,,QĐ 1,dothi,secondary,,2026-01-01,never,never",
        "x,X,X,,dothi,secondary,,1/1/26,,",
    ]
    add_roles(workspace, *rows)
    result = dothi("-w", str(workspace), "law", "check")
    assert result.returncode == 1
    lines = result.stderr.strip().splitlines()
    assert [line.split(": ")[1].rpartition(", ")[2] for line in lines] == ["dòng 2", "dòng 3", "dòng 3"]
    assert "title_en" in lines[0]
    assert "Ghi như 2025-06-30." in lines[2]
    assert result.stdout == ""


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("law", "show", "spells"), 1),
        (("law", "show", "roles", "--as-of", "hôm nay"), 1),
        (("law", "check", "no-such-folder"), 2),
        (("law", "show"), 2),
    ],
)
def test_what_cannot_be_done_is_one_sentence_and_an_exit_code(words: tuple[str, ...], code: int) -> None:
    result = dothi(*words)
    assert result.returncode == code
    assert "Traceback" not in result.stderr
    assert result.stderr


def test_an_overlay_row_shows_its_decision(workspace: Path) -> None:
    row = "clerk,Văn thư,Clerk,QĐ 7,dothi,secondary,2026-01-01,2026-01-01,never,never"
    add_roles(workspace, row)
    assert "lớp workspace, QĐ 7" in output("-w", str(workspace), "law", "show", "roles")
