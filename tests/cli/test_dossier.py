"""``dothi dossier`` as people and scripts run it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dothi.base.errors import InputError, UnusableError
from dothi.cli.main import main


def run(*words: str) -> Result:
    return CliRunner().invoke(main, list(words), catch_exceptions=True)


def new(folder: Path, *more: str, **options: str) -> Result:
    given = {
        "name": "Quy hoạch chung Điện Bàn",
        "kind": "QHC",
        "province": "48",
        "scale": "1/10.000",
    } | options
    words = [word for name, value in given.items() for word in (f"--{name}", value)]
    return run("dossier", "new", str(folder), *words, *more)


def test_new_then_check(tmp_path: Path) -> None:
    made = new(tmp_path)
    assert made.exit_code == 0
    root = tmp_path / "CSDL_QuyHoachChungDienBan"
    assert str(root) in made.output
    assert "48QHC0000001" in made.output
    checked = run("dossier", "check", str(root))
    assert checked.exit_code == 0
    assert "Không phát hiện lỗi / Nothing found" in checked.output
    assert "chưa HoSoGIS/NenDiaHinh  Nền địa hình" in checked.output
    assert "BanVe (8), VanBan (10)" in checked.output


def test_json_and_exit_codes(tmp_path: Path) -> None:
    new(tmp_path, "--code", "48QHC1000031")
    root = tmp_path / "CSDL_QuyHoachChungDienBan"
    workbook = root / "HoSoScan" / "48QHC1000031.xlsx"
    assert workbook.is_file()
    data = json.loads(run("dossier", "check", str(root), "--json").output)
    assert (data["verdict"], data["as_of"] > "2026") == ("clean", True)
    workbook.rename(workbook.with_stem("48QHC1000032"))
    faulty = run("dossier", "check", str(root), "--json", "--as-of", "2026-11-25")
    assert faulty.exit_code == 1
    assert [f["code"] for f in json.loads(faulty.output)["findings"] if f["severity"] == "error"] == [
        "dossier.workbook-name"
    ]
    told = run("dossier", "check", str(root))
    assert told.exit_code == 1
    assert "Lỗi / Error (1)" in told.output
    assert "dossier.workbook-name Bảng siêu dữ liệu tên là «48QHC1000032.xlsx»" in told.output


def test_what_cannot_be_checked(tmp_path: Path) -> None:
    told = run("dossier", "check", str(tmp_path / "khong-co"))
    assert isinstance(told.exception, UnusableError)
    as_json = run("dossier", "check", str(tmp_path / "khong-co"), "--json")
    assert as_json.exit_code == 2
    data = json.loads(as_json.output)
    assert (data["verdict"], data["findings"][0]["code"]) == ("unusable", "dossier.none")
    assert {"findings", "layers", "files", "codes", "skipped", "verdict"} <= set(data)
    new(tmp_path)
    early = run("dossier", "check", str(tmp_path), "--as-of", "29/6/2025")
    assert isinstance(early.exception, UnusableError)
    assert early.exception.code == "dossier.no-layout"


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"scale": "lớn"}, "dossier.facts-scale"),
        ({"province": "51"}, "dossier.facts-province"),
        ({"code": "49QHC0000001"}, "dossier.facts-province"),
        ({"code": "48QPK0000001"}, "dossier.facts-code-kind"),
        ({"name": "!"}, "dossier.facts-no-name"),
    ],
)
def test_new_refuses(tmp_path: Path, options: dict[str, str], code: str) -> None:
    refused = new(tmp_path, **options)
    assert isinstance(refused.exception, InputError)
    assert refused.exception.code == code
    assert list(tmp_path.iterdir()) == []


def test_a_plain_denominator_is_a_scale(tmp_path: Path) -> None:
    assert new(tmp_path, scale="5000", kind="qpk").exit_code == 0
