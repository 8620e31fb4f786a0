"""``dothi land without`` as people and scripts run it, on a workspace with no plan published."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
from openpyxl import load_workbook

pytestmark = pytest.mark.slow


def test_a_province_without_plans_is_all_unrecorded(made_program: Any, tmp_path: Path) -> None:
    """Decision 72/QĐ-TTg gives the province 10,574.86 km²; outlines for screens are off by < 0.1 %."""
    out, places = tmp_path / "bang.xlsx", tmp_path / "dat.gpkg"
    done = made_program.run(
        "land", "without", "--level", "general", "--as-of", "1/7/2026", "--json",
        "--out", str(out), "--places", str(places),
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["total"]["unrecorded_m2"] == pytest.approx(10_574.86e6, rel=1e-3)
    assert (told["total"]["with_m2"], told["total"]["share"], told["outline_metres"]) == (0, 0, 160)
    rows = list(load_workbook(out).worksheets[0].values)
    assert (len(rows), rows[-1][1]) == (1 + len(told["units"]) + 1, "Cộng")
    land = gpd.read_file(places)
    assert land.area.sum() == pytest.approx(told["total"]["unrecorded_m2"], rel=1e-6)
    assert "chưa có đồ án được ghi nhận" in land["ket_luan"].iloc[0]
    again = made_program.run("land", "without", "--level", "general", "--out", str(out))
    assert again.returncode == 2
    assert "không ghi đè" in again.stderr


def test_a_level_the_law_does_not_name_is_refused(made_program: Any) -> None:
    done = made_program.run("land", "without", "--level", "chung")
    assert done.returncode == 1
    assert "provincial, regional, general, zoning, detailed" in done.stderr
