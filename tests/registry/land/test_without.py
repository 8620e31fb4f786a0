"""Land of units without a plan: by day, with a layer lost, where somebody answers for the plans."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import shapely
from pyproj import CRS

from dothi.base.errors import InputError
from dothi.base.text import fold
from dothi.base.time import Period
from dothi.intake.georeference.carry import WGS84, carrier
from dothi.land.piece import piece
from dothi.registry.land.recording import state_complete
from dothi.registry.land.without import without
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
