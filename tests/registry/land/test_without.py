"""Land of units without a plan: by day, with a layer lost, where somebody answers for the plans."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
import shapely
from click.testing import CliRunner
from openpyxl import load_workbook
from pyproj import CRS

from dothi.base.errors import InputError
from dothi.base.text import fold
from dothi.base.time import Period
from dothi.cli.main import main
from dothi.intake.georeference.carry import WGS84, carrier
from dothi.land.piece import piece
from dothi.registry.land.recording import state_complete
from dothi.registry.land.without import without, without_between
from dothi.registry.places.models import Unit
from dothi.registry.plans import lake as plans_lake
from dothi.registry.plans.models import PlanVersion
from dothi.registry.sources.models import Source

pytestmark = pytest.mark.usefixtures("quang_nam", "communes")
ZONE = CRS.from_epsg(5899)
BEFORE, AFTER = date(2023, 4, 30), date(2025, 7, 2)
LEFT, RIGHT = shapely.box(577300, 1722500, 577500, 1722600), shapely.box(577500, 1722500, 577800, 1722600)


def in_degrees(shape: Any) -> Any:
    return shapely.transform(shape, carrier(ZONE, WGS84))


@pytest.fixture
def communes(world: Any) -> None:
    """Two communes of 2 ha and 3 ha, the plan of the world over 1 ha of each; a third without outline."""
    source = Source.objects.create(key="thu", title="Thử", confidence="official")
    for key, name, shape in (("2c-1", "Xã Trái", LEFT), ("2c-2", "Xã Phải", RIGHT), ("2c-3", "Xã Mới", None)):
        outline = None if shape is None else shapely.geometry.mapping(in_degrees(shape))
        unit(source, key, name, 3, parent_key="2c-9", outline=outline)
    unit(source, "2c-9", "Tỉnh Thử", 1)


def unit(source: Source, key: str, name: str, level: int, **more: Any) -> None:
    row = Unit(key=key, name=name, kind="xã", level=level, folded=fold(name), source=source, **more)
    row.period = Period.between(date(2020, 1, 1))
    row.save()


def figures(found: Any) -> dict[str, tuple[float, float, float, float]]:
    return {
        one.name: (one.with_m2, one.unknown_m2, one.unrecorded_m2, one.none_m2)
        for one in (*found.units, found.total)
    }


def near(*figures: float) -> Any:
    return pytest.approx(figures, abs=1.0)


def test_land_of_two_communes_by_hand() -> None:
    found = without("general", AFTER, unit="2c-9")
    assert figures(found) == {
        "Xã Trái": near(10_000, 0, 10_000, 0),
        "Xã Phải": near(10_000, 0, 20_000, 0),
        "": near(20_000, 0, 30_000, 0),
    }
    assert (found.unmeasured, found.level.code, found.crs.to_epsg()) == (("Xã Mới",), "general", 5899)


def test_before_the_plan_and_at_another_level_nothing_is_on_record() -> None:
    nothing = near(0, 0, 50_000, 0)
    assert figures(without("general", BEFORE, unit="2c-9"))[""] == nothing
    assert figures(without("zoning", AFTER, unit="2c-9"))[""] == nothing


def test_one_commune_and_only_within_a_piece() -> None:
    within = piece(shapely.box(577490, 1722500, 577650, 1722600), ZONE)
    found = without("general", AFTER, unit="2c-2", within=within)
    assert figures(found)["Xã Phải"] == near(10_000, 0, 5_000, 0)
    assert len(found.units) == 1


def test_where_somebody_answers_for_the_plans_there_is_none(world: Any) -> None:
    state_complete(
        None, level="general", covers=in_degrees(RIGHT.buffer(1)), place="Xã Phải", authority="UBND xã",
        document="12/BC-UBND", since=date(2024, 1, 1),
    )  # fmt: skip
    found = without("general", AFTER, unit="2c-9")
    assert figures(found)["Xã Phải"] == near(10_000, 0, 0, 20_000)
    assert figures(found)["Xã Trái"] == near(10_000, 0, 10_000, 0)


def test_a_plan_lost_from_the_lake_is_not_known_over_all_its_extent(lake: Any) -> None:
    """The extent and about 110 m of room around it hold both communes but for the east of the right one."""
    for layer in PlanVersion.objects.get(number=2).layers.filter(role="boundary"):
        lake.open_version(layer.name).data_path.unlink()
    plans_lake.opened_layer.cache_clear()
    found = without("general", AFTER, unit="2c-9")
    assert found.plans[0].doubt
    with_m2, unknown, unrecorded, none = figures(found)[""]
    assert (with_m2, none) == (0, 0)
    assert 40_000 < unknown < 45_000
    assert unknown + unrecorded == pytest.approx(50_000, abs=1.0)


@pytest.mark.parametrize(
    ("level", "unit", "code"),
    [
        ("national", "2c-9", "land.level"),
        ("general", "2c-77", "land.unit"),
        ("general", "2c-3", "land.nothing"),
    ],
)
def test_what_cannot_be_asked_is_refused(level: str, unit: str, code: str) -> None:
    with pytest.raises(InputError) as refused:
        without(level, AFTER, unit=unit)
    assert refused.value.faults[0].code == code


def changed(found: Any) -> dict[str, tuple[float, ...]]:
    return {
        one.name: (one.gained_m2, one.lost_m2, one.kept_m2, one.without_m2)
        for one in (*found.units, found.total)
    }


def test_what_came_under_a_plan_between_two_days() -> None:
    """No plan before 1/5/2023; since then one over a hectare of each commune."""
    found = without_between("general", (AFTER, BEFORE), unit="2c-9")
    assert changed(found) == {
        "Xã Trái": near(10_000, 0, 0, 10_000),
        "Xã Phải": near(10_000, 0, 0, 20_000),
        "": near(20_000, 0, 0, 30_000),
    }
    assert (found.days, [len(plans) for plans in found.plans]) == ((BEFORE, AFTER), [0, 1])
    kept = without_between("general", (date(2024, 1, 1), AFTER), unit="2c-9")
    assert changed(kept)[""] == near(0, 0, 20_000, 30_000)


def test_units_of_the_later_day_count(world: Any) -> None:
    """The right commune is divided on 1/7/2025: its halves answer for the day before too."""
    source = Source.objects.get(key="thu")
    old = Unit.objects.get(key="2c-2")
    old.period = Period.between(date(2020, 1, 1), date(2025, 7, 1))
    old.save()
    halves = {
        "2c-4": shapely.box(577500, 1722500, 577600, 1722600),
        "2c-5": shapely.box(577600, 1722500, 577800, 1722600),
    }
    for key, shape in halves.items():
        outline = shapely.geometry.mapping(in_degrees(shape))
        unit(source, key, f"Xã {key}", 3, parent_key="2c-9", outline=outline)
    found = changed(without_between("general", (BEFORE, AFTER), unit="2c-9"))
    assert found["Xã 2c-4"] == near(10_000, 0, 0, 0)
    assert found["Xã 2c-5"] == near(0, 0, 0, 20_000)
    assert "Xã Phải" not in found


@pytest.mark.parametrize(
    ("level", "days", "code"),
    [("general", (AFTER, AFTER), "land.one-day"), ("national", (BEFORE, AFTER), "land.level")],
)
def test_days_that_cannot_be_compared_are_refused(level: str, days: Any, code: str) -> None:
    with pytest.raises(InputError) as refused:
        without_between(level, days, unit="2c-9")
    assert refused.value.faults[0].code == code


def test_the_command_compares_two_days(started: None, tmp_path: Path) -> None:
    out, places = tmp_path / "k.xlsx", tmp_path / "k.gpkg"
    asked = (
        "-w",
        str(tmp_path),
        "land",
        "without",
        "--level",
        "general",
        "--unit",
        "2c-9",
        "--as-of",
        "2/7/2025",
    )
    given = (*asked, "--compare", "30/4/2023")
    done = CliRunner().invoke(main, [*given, "--json", "--out", str(out), "--places", str(places)])
    assert done.exit_code == 0, (done.output, done.exception)
    told = json.loads(done.stdout)
    assert (told["days"], told["total"]["gained_m2"]) == (
        ["2023-04-30", "2025-07-02"],
        pytest.approx(20_000, abs=1),
    )
    names = [cell.value for cell in load_workbook(out)["Theo đơn vị"]["B"]]
    assert names[1:] == ["Xã Trái", "Xã Phải", "Cộng"]
    assert gpd.read_file(places)["ket_luan"].unique().tolist() == ["mới có đồ án"]
    text = CliRunner().invoke(main, [*given]).output
    assert "30/4/2023 → 2/7/2025" in text
    assert "mới có đồ án / gained 1,0 ha" in text
