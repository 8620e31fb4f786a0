"""``dothi town``: scores as text and JSON, with the exit code of what was asked."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook

from dothi.base.errors import DothiError
from dothi.cli.main import main
from dothi.law.layers import PROVINCES
from dothi.programme.docx import read_docx

VALUES = PROVINCES / "quang-nam" / "town_values.csv"


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    (tmp_path / "dothi.toml").write_text('province = "quang-nam"\n', encoding="utf-8")
    return tmp_path


def run(workspace: Path, *arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["-w", str(workspace), "town", *map(str, arguments)])


def scored(workspace: Path, day: str, *more: str) -> dict[str, dict]:
    told = run(workspace, "score", VALUES, "--as-of", day, "--json", *more)
    assert told.exit_code == 0, told.output
    return {f"{one['name']} {one['class']}": one for one in json.loads(told.stdout)["towns"]}


def test_four_towns_from_what_is_publicly_known_under_the_rules_of_2026(workspace: Path) -> None:
    """Group II by hand: Tam Kỳ III 5.5 + 1.5 × 102,374 / 180,000; Điện Bàn II 5.5 + 1.5 × 26,564 / 300,000;
    Hội An II 0 + 4.5, III 5.5 + 1.5 × 78,599 / 180,000 + 4.5; Núi Thành's 12,902 people are below 20,000.
    """
    found = scored(workspace, "2026-06-01")
    assert {one["rules"] for one in found.values()} == {"nq111-2025"}
    group = {name: one["groups"][1] for name, one in found.items()}
    assert group["Tam Kỳ III"]["min"] == pytest.approx(6.353116667)
    assert group["Tam Kỳ III"]["max"] == pytest.approx(19.353116667)
    assert group["Điện Bàn II"]["min"] == pytest.approx(5.63282)
    assert group["Điện Bàn III"] == {"code": "2A.II", "min": 7, "max": 20, "required": 15.5}
    assert (group["Hội An II"]["min"], group["Hội An II"]["max"]) == (4.5, 11.5)
    assert group["Hội An III"]["max"] == pytest.approx(5.5 + 1.5 * 78599 / 180000 + 4.5 + 7)
    assert (group["Núi Thành III"]["min"], group["Núi Thành III"]["max"]) == (0, 18.5)
    assert {name for name, one in found.items() if one["verdict"] == "not reached"} == {"Hội An II"}
    assert not any(one["verdict"] == "reached" for one in found.values())
    assert "111.central-coast" in found["Núi Thành III"]["undecided_by"]
    assert "2B" in found["Tam Kỳ II"]["undecided_by"]
    assert "2A.II.05" in found["Tam Kỳ II"]["undecided_by"]
    assert {one["confidence"] for one in found.values()} == {"secondary"}
    assert not any(one["official"] for one in found.values())


def test_the_same_towns_under_the_rules_of_2022_say_what_is_not_confirmed(workspace: Path) -> None:
    found = scored(workspace, "2022-06-01", "--class", "III")
    hoi_an = found["Hội An III"]
    assert (hoi_an["rules"], hoi_an["verdict"]) == ("nq1210-2016", "undecided")
    status = {one["code"]: one["status"] for one in hoi_an["standards"]}
    assert status["D.POP.TOTAL"] == "doubtful"
    assert status["D.POP.INNER"] == "met"
    assert "annex" in hoi_an["undecided_by"]
    assert hoi_an["standards"][0]["points"] == {"min": None, "max": None}


def test_a_recognised_class_passes_the_change_of_rules_and_says_so(workspace: Path) -> None:
    dien_ban = scored(workspace, "2026-06-01", "--town", "dien ban", "--class", "III")["Điện Bàn III"]
    (held,) = dien_ban["recognised"]
    assert (held["rules"], held["class"], held["derived"]) == ("nq111-2025", "III", True)
    assert (held["from_rules"], held["from_class"]) == ("nq1210-2016", "IV")
    assert "Điều 15" in held["basis"]
    assert (
        scored(workspace, "2025-12-31", "--town", "Điện Bàn")["Điện Bàn IV"]["recognised"][0]["class"] == "IV"
    )


def test_text_names_what_decides_and_on_what_it_rests(workspace: Path) -> None:
    told = run(
        workspace, "score", VALUES, "--as-of", "2026-06-01", "--town", "Tam Kỳ", "--class", "II"
    ).stdout
    assert "Tổng / total: 0–98,5 trên 100 điểm, cần 75" in told
    assert "Bảng 2B, chưa có nguồn" in told or "mục khác" in told
    assert "không phải kết luận pháp lý" in told
    assert "122.374 người" in told


def test_tables_are_written_as_xlsx_and_docx(workspace: Path) -> None:
    book, paper = workspace / "diem.xlsx", workspace / "diem.docx"
    ask = ("score", VALUES, "--as-of", "2026-06-01", "--class", "II", "--out", book, "--docx", paper)
    assert run(workspace, *ask).exit_code == 0
    sheets = load_workbook(BytesIO(book.read_bytes()))
    assert sheets.sheetnames == ["Đô thị", "Nhóm tiêu chí", "Tiêu chuẩn", "Cơ sở"]
    assert sheets["Tiêu chuẩn"].max_row == 4 * 23 + 1
    text = str(read_docx(paper.read_bytes()))
    assert "BẢNG TỔNG HỢP ĐIỂM PHÂN LOẠI ĐÔ THỊ" in text
    assert "98.599" in text
    with pytest.raises(DothiError, match="Đã có tệp này"):
        CliRunner().invoke(main, ["town", *map(str, ask)], catch_exceptions=False)


@pytest.mark.parametrize("arguments", [(VALUES, "--on-record"), (VALUES, "--as-known-on", "2026-01-01")])
def test_values_come_from_a_file_or_from_the_record(workspace: Path, arguments: tuple[str, ...]) -> None:
    assert run(workspace, "score", *arguments).exit_code == 2


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("--town", "Huế"), "town.no-town"),
        (("--class", "V"), "town.unknown-class"),
        (("--rules", "nq99"), "town.unknown-rules"),
        (("--as-of", "2010-01-01"), "town.no-rules"),
    ],
)
def test_what_cannot_be_asked_is_refused(workspace: Path, arguments: tuple[str, ...], code: str) -> None:
    told = run(workspace, "score", VALUES, "--as-of", "2026-06-01", *arguments)
    assert isinstance(told.exception, DothiError)
    assert told.exception.code == code
