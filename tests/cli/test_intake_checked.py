"""``dothi intake check-table`` as people run it."""

from __future__ import annotations

import json
from pathlib import Path

import geopandas as gpd
import pytest
import shapely
from click.testing import CliRunner, Result

from dothi.base.errors import UnusableError
from dothi.cli.main import main


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "ho-so"
    made.mkdir()
    for at in (0, 1):
        square = shapely.box(577_000 + 100 * at, 1_722_000, 577_100 + 100 * at, 1_722_100)
        gpd.GeoDataFrame({"a": [1]}, geometry=[square], crs=5899).to_file(
            made / f"o{at}.gpkg", layer=f"o{at}"
        )
    return made


def run(workspace: Path, *arguments: object) -> Result:
    return CliRunner().invoke(main, ["-w", str(workspace), "intake", "check-table", *map(str, arguments)])


def test_a_folder_is_one_dossier_or_each_file_alone(folder: Path, tmp_path: Path) -> None:
    together = json.loads(run(tmp_path, folder, "--json").stdout)
    assert [(row["layers"], row["features"]) for row in together] == [(2, 2)]
    each = json.loads(run(tmp_path, folder, "--each", "--json").stdout)
    assert [Path(row["file"]).name for row in each] == ["o0.gpkg", "o1.gpkg"]


def test_the_table_goes_to_a_new_file_only(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "bang.md"
    assert run(tmp_path, folder, "--out", out).exit_code == 0
    assert out.read_text(encoding="utf-8").startswith("| Tệp / File |")
    assert isinstance(run(tmp_path, folder, "--out", out).exception, UnusableError)
    assert run(tmp_path, folder, "--out", out, "--overwrite").exit_code == 0
