from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from dothi.base.errors import UnusableError
from dothi.cli.main import main

PACK = Path(__file__).resolve().parents[2] / "src" / "dothi" / "provinces" / "quang-nam"
SCRIPT = """
seed = 3
label = "Dữ liệu minh họa"
province_code = "48"

[[roads]]
name = "Đường Một"
width = 30
points = [[574000, 1719500], [577700, 1720400], [581000, 1721900]]

[[centres]]
name = "A"
at = [577700, 1720500]
radius = 1500

[[plans]]
key = "chung"
level = "general"
name = "Quy hoạch chung A"
name_en = "General plan of A"
scale = 10000
units = ["2c-20341"]
serial = 9001
decision = "MH-1"
approved = 2024-01-02
in_force = 2024-01-02
"""


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pack of Quảng Nam with a script of one small plan."""
    folder = tmp_path_factory.mktemp("pack") / "quang-nam"
    shutil.copytree(PACK, folder)
    (folder / "illustration.toml").write_text(SCRIPT, encoding="utf-8")
    return folder


def test_plans_are_written_and_told(pack: Path, tmp_path: Path) -> None:
    target = tmp_path / "new" / "plans"
    ran = CliRunner().invoke(
        main, ["plans", "illustrate", str(target), "--province", str(pack)], catch_exceptions=False
    )
    assert ran.exit_code == 0
    assert "chung.gpkg: Quy hoạch chung A (minh họa), quy hoạch chung, 831 ha" in ran.stdout
    assert "Dữ liệu minh họa" in ran.stdout
    assert sorted(path.name for path in target.iterdir()) == ["chung.gpkg", "chung.json"]
    assert json.loads((target / "chung.json").read_text(encoding="utf-8"))["seed"] == 3


def test_seed_and_level_are_taken(pack: Path, tmp_path: Path) -> None:
    start = ["plans", "illustrate", str(tmp_path), "--province", str(pack)]
    ran = CliRunner().invoke(main, [*start, "--seed", "11", "--level", "general"], catch_exceptions=False)
    assert ran.exit_code == 0
    assert json.loads((tmp_path / "chung.json").read_text(encoding="utf-8"))["seed"] == 11
    none = CliRunner().invoke(main, [*start, "--level", "detailed"], catch_exceptions=False)
    assert ".gpkg" not in none.stdout


def test_a_folder_that_cannot_be_made_is_refused(pack: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UnusableError) as refused:
        CliRunner().invoke(
            main,
            ["plans", "illustrate", str(tmp_path / "file" / "x"), "--province", str(pack)],
            catch_exceptions=False,
            standalone_mode=False,
        )
    assert refused.value.code == "illustration.folder"
