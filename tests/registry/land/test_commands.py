"""Commands on a plan on record: the version in force on the day is the one that counts."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
import shapely
from click.testing import CliRunner
from django.utils import timezone

from dothi.cli.main import main
from dothi.intake.georeference.carry import WGS84, carrier
from dothi.lake import Source
from dothi.law import load_law
from dothi.registry.land.recording import ThemeEntry, record_theme, store_theme
from dothi.registry.plans.lake import current_lake

# The western square of the plan: housing from 1/5/2023, road from 1/7/2025.
WEST = shapely.box(577400, 1722500, 577500, 1722600)


@pytest.fixture
def run(world: Any, started: None, tmp_path: Path) -> Any:
    def call(*arguments: str) -> Any:
        done = CliRunner().invoke(main, ["-w", str(tmp_path), *arguments, "--json"])
        assert done.exit_code == 0, (done.output, done.exception)
        return json.loads(done.stdout)

    return call


@pytest.mark.parametrize(("year", "function"), [("2024", "qpk.nhom-nha-o"), ("2025", "qpk.duong-giao-thong")])
def test_conversion_by_the_plan_in_force(
    run: Any, world: Any, tmp_path: Path, year: str, function: str
) -> None:
    gpd.GeoDataFrame({"ma": ["RSX"]}, geometry=[WEST], crs=5899).to_file(tmp_path / "ht.gpkg")
    address = f"plan:{world.plan.key}"
    place = str(tmp_path / "ht.gpkg")
    answer = run(
        *("land", "conversion", "--current", place, "--plan", address, "--within", place, "--year", year)
    )
    version = world.plan.versions.get(number=1 if year == "2024" else 2)
    assert answer["sources"]["plan"].endswith(f"{version.decision_number} ({version.digest[:12]})")
    assert answer["sources"]["law"] == load_law().version
    (unit,) = answer["units"]
    (cell,) = [cell for cell in unit["cells"] if cell["m2"] > 1]
    assert (cell["planned"], cell["clauses"], cell["guarded"]) == (function, ["121-1-b"], "production-forest")
    assert cell["m2"] == pytest.approx(10_000, rel=1e-4)


@pytest.mark.parametrize(("day", "verdict"), [("2025-06-30", "met"), ("2025-07-01", "not-met")])
def test_a_project_by_the_plan_in_force(world: Any, run: Any, tmp_path: Path, day: str, verdict: str) -> None:
    gpd.GeoDataFrame({"x": ["1"]}, geometry=[WEST], crs=5899).to_file(tmp_path / "da.gpkg")
    arguments = ["project", "conform", str(tmp_path / "da.gpkg"), "--name", "A", "--use", "residential"]
    done = CliRunner().invoke(
        main,
        ["-w", str(tmp_path), *arguments, "--zoning", f"plan:{world.plan.key}", "--as-of", day, "--json"],
    )
    zoning = next(one for one in json.loads(done.stdout)["criteria"] if one["criterion"] == "zoning")
    assert zoning["verdict"] == verdict
    number = 1 if verdict == "met" else 2
    assert zoning["source"].startswith(f"Quy hoạch chung đô thị Một, phiên bản {number}, MH-0{number}/QĐ (")


@pytest.mark.parametrize(
    ("day", "parts"), [("2026-07-01", (5_000, 5_000, 0)), ("2023-07-01", (0, 0, 10_000))]
)
def test_exposure_to_a_theme_on_record(
    run: Any, world: Any, tmp_path: Path, day: str, parts: tuple[int, int, int]
) -> None:
    """Flood west of the middle of the square since 2024, by a layer that answers for a kilometre around."""
    entry = ThemeEntry(
        theme="flood", title="Ngập", document="QĐ 1", start=date(2024, 1, 1), scale=2_000, illustrative=True
    )
    wet = gpd.GeoDataFrame(
        {"ten": ["a"]}, geometry=[shapely.box(577_300, 1_722_400, 577_450, 1_722_700)], crs=5899
    )
    version = store_theme(current_lake(), wet, entry, Source("ngap.gpkg", "0" * 64, 1), timezone.now())
    around = shapely.transform(WEST.buffer(1_000), carrier(wet.crs, WGS84))
    record_theme(None, entry, version, around)
    gpd.GeoDataFrame({"x": ["1"]}, geometry=[WEST], crs=5899).to_file(tmp_path / "o.gpkg")
    found = run("land", "exposure", str(tmp_path / "o.gpkg"), "--hazard", "theme:flood", "--as-of", day)
    assert list(found["total"]["m2"].values()) == pytest.approx(parts, abs=0.5)
    assert found["illustrative"] is (day == "2026-07-01")


def test_zones_of_a_plan_as_things_and_as_hazard(run: Any, world: Any, tmp_path: Path) -> None:
    address = f"plan:{world.plan.key}"
    gpd.GeoDataFrame({"x": ["1"]}, geometry=[WEST], crs=5899).to_file(tmp_path / "o.gpkg")
    by = run(
        "land",
        "exposure",
        address,
        "--hazard",
        str(tmp_path / "o.gpkg"),
        "--by",
        "function",
        "--as-of",
        "2025-07-02",
    )
    assert by["groups"][0]["group"] == "qpk.duong-giao-thong"
    assert by["groups"][0]["m2"]["exposed"] == pytest.approx(10_000, rel=1e-4)
    chosen = ("--field", "function", "--value", "qpk.nhom-nha-o", "--as-of", "2025-07-02")
    found = run("land", "exposure", str(tmp_path / "o.gpkg"), "--hazard", address, *chosen)
    assert found["total"]["m2"]["not-exposed"] == pytest.approx(10_000, rel=1e-4)


@pytest.mark.parametrize(
    ("upper", "function"), [((), "qpk.duong-giao-thong"), (("--upper-as-of", "2025-06-30"), "qpk.nhom-nha-o")]
)
def test_the_upper_plan_of_an_earlier_day(
    world: Any, run: Any, tmp_path: Path, upper: tuple[str, ...], function: str
) -> None:
    """Housing drawn while the plan above said housing; since 1/7/2025 it says road."""
    lower = gpd.GeoDataFrame({"maChucNang": ["DAT_O_Nhomnhao"]}, geometry=[WEST.buffer(-20)], crs=5899)
    lower.to_file(tmp_path / "duoi.gpkg")
    arguments = ["plan", "conform", str(tmp_path / "duoi.gpkg"), f"plan:{world.plan.key}", *upper]
    done = CliRunner().invoke(main, ["-w", str(tmp_path), *arguments, "--as-of", "2026-12-01", "--json"])
    told = json.loads(done.stdout)
    assert [pair["upper"] for pair in told["pairs"]] == [function]
    assert (told["verdict"] == "conform") is bool(upper)
    version = world.plan.versions.get(number=1 if upper else 2)
    assert told["sources"]["upper"].endswith(f"{version.decision_number} ({version.digest[:12]})")
    assert told["upper_as_of"] == ("2025-06-30" if upper else "2026-12-01")
    # The boundary is that of the plan on record; the lower file gives none, and its zones lie inside.
    assert (told["boundary"]["verdict"], told["boundary"]["by_zones"]) == ("not-known", ["lower"])
