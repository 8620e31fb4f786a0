"""``dothi land theme`` and ``dothi land complete``: recorded, listed, asked, withdrawn, refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
import shapely

pytestmark = pytest.mark.slow
EAST, NORTH = 577_400, 1_722_500
FLOOD = (
    "--theme", "flood", "--title", "Ngập 2024", "--document", "QĐ 1", "--from", "1/1/2024",
    "--scale", "10000",
)  # fmt: skip


def written(path: Path, *shapes: Any) -> str:
    gpd.GeoDataFrame({"ten": ["Ô"] * len(shapes)}, geometry=list(shapes), crs=5899).to_file(path)
    return str(path)


def verdicts(program: Any, east: float, north: float) -> tuple[str, str]:
    """Of flooding and of general plans, on 1/7/2026."""
    done = program.run("land", "ask", f"{north} {east}", "--as-of", "1/7/2026", "--json")
    answer = json.loads(done.stdout)
    theme = next(one["verdict"] for one in answer["themes"] if one["theme"] == "flood")
    return theme, next(one["verdict"] for one in answer["levels"] if one["level"] == "general")


def test_a_theme_and_a_statement_answer_until_withdrawn(ready_program: Any, tmp_path: Path) -> None:
    """Two wet squares 100 m wide, 200 m apart: between them the layer answers that nothing is there."""
    program = ready_program
    wet = written(
        tmp_path / "ngap.gpkg",
        *(shapely.box(EAST + at, NORTH, EAST + at + 100, NORTH + 100) for at in (0, 300)),
    )
    here, between = (EAST + 50, NORTH + 50), (EAST + 200, NORTH + 50)
    assert verdicts(program, *here) == ("not-known", "not-known")
    done = program.run("land", "theme", "add", wet, *FLOOD, "--covers", "extent", "--illustrative")
    assert done.returncode == 0, done.stderr
    assert verdicts(program, *here)[0] == "applies"
    assert verdicts(program, *between)[0] == "does-not-apply"
    assert verdicts(program, EAST + 3_000, NORTH)[0] == "not-known"

    ground = written(tmp_path / "xa.gpkg", shapely.box(EAST - 500, NORTH - 500, EAST + 150, NORTH + 500))
    stated = ("--level", "general", "--place", "Xã A", "--authority", "UBND xã A", "--document", "12/BC")
    done = program.run("land", "complete", "add", ground, *stated, "--from", "1/1/2025")
    assert done.returncode == 0, done.stderr
    assert verdicts(program, *here)[1] == "does-not-apply"
    assert verdicts(program, *between)[1] == "not-known"
    (statement,) = json.loads(program.run("land", "complete", "list", "--json").stdout)
    assert (statement["level"], statement["place"], statement["from"]) == ("general", "Xã A", "2025-01-01")
    assert json.loads(program.run("land", "complete", "list", "--json", "--as-of", "1/1/2024").stdout) == []

    twice = program.run("land", "theme", "add", wet, *FLOOD, "--illustrative")
    assert (twice.returncode, "đã được ghi nhận" in twice.stderr) == (1, True)
    (row,) = json.loads(program.run("land", "theme", "list", "--json").stdout)
    assert (row["theme"], row["title"], row["from"], row["to"]) == ("flood", "Ngập 2024", "2024-01-01", None)
    assert row["illustrative"] is True
    number = str(row["number"])
    assert program.run("land", "theme", "withdraw", number, "--reason", " ").returncode == 1
    assert program.run("land", "theme", "withdraw", number, "--reason", "nhầm tệp").returncode == 0
    again = program.run("land", "theme", "withdraw", number, "--reason", "nhầm tệp")
    assert (again.returncode, "Không có lớp chủ đề số" in again.stderr) == (1, True)
    assert verdicts(program, *here)[0] == "not-known"
    assert "Không có lớp chủ đề nào" in program.run("land", "theme", "list").stdout


def test_what_cannot_be_recorded_is_refused(made_program: Any, tmp_path: Path) -> None:
    square = shapely.box(EAST, NORTH, EAST + 1, NORTH + 1)
    good, placeless = written(tmp_path / "a.gpkg", square), written(tmp_path / "b.shp", square)
    (tmp_path / "b.prj").unlink()
    wrong = program_says(made_program, "theme", "add", good, *FLOOD[2:], "--theme", "lu")
    assert "Không có chủ đề «lu»" in wrong
    assert "không ghi hệ tọa độ" in program_says(made_program, "theme", "add", placeless, *FLOOD)
    assert "không ghi hệ tọa độ" in program_says(
        made_program, "complete", "add", placeless, "--level", "general", "--place", "A",
        "--authority", "B", "--document", "C", "--from", "1/1/2025",
    )  # fmt: skip
    assert json.loads(made_program.run("land", "theme", "list", "--json").stdout) == []


def program_says(program: Any, *arguments: str) -> str:
    done = program.run("land", *arguments)
    assert done.returncode != 0
    return str(done.stderr)
