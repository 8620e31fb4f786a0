"""Land against the plans on record: by day, as known on a day, with each source broken in turn."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
import shapely
from django.utils import timezone
from pyproj import CRS

from dothi.base.time import Truth
from dothi.lake import Source
from dothi.land.permission import Need
from dothi.land.piece import piece
from dothi.land.record import Answer, Verdict
from dothi.registry.land.asking import ask
from dothi.registry.land.models import ThemeLayer
from dothi.registry.land.recording import ThemeEntry, record_theme, store_theme
from dothi.registry.plans import lake as plans_lake
from dothi.registry.plans.models import PlanPeriod, PlanVersion

WEST = piece(shapely.box(577410, 1722510, 577430, 1722540), CRS.from_epsg(5899), 500)
BEFORE, AFTER = date(2025, 6, 30), date(2025, 7, 1)


def general(answer: Answer) -> Any:
    return next(level for level in answer.levels if level.level == "general")


def functions(answer: Answer) -> list[str]:
    return [zone.code for plan in general(answer).plans for zone in plan.zones]


def test_the_same_land_answers_differently_on_two_days(world: Any, w: Any) -> None:
    assert functions(ask(WEST, BEFORE)) == [w.HOUSING]
    assert functions(ask(WEST, AFTER)) == [w.ROAD]
    assert general(ask(WEST, date(2023, 4, 30))).verdict is Verdict.UNKNOWN


def test_the_answer_names_the_version_it_rests_on(world: Any) -> None:
    (plan,) = general(ask(WEST, AFTER)).plans
    version = PlanVersion.objects.get(number=2)
    assert (plan.facts.number, plan.facts.digest, plan.facts.decision_number) == (
        2,
        version.digest,
        "MH-02/QĐ",
    )
    (zone,) = plan.zones
    assert zone.layer in {layer.name for layer in version.layers.all()}
    assert zone.share is not None
    assert (zone.share.m2, zone.share.of_registered) == pytest.approx((600, 1.2))
    assert (zone.function, zone.name) == ("qpk.duong-giao-thong", "Ô 1")


def test_as_known_on_an_earlier_day(world: Any, w: Any) -> None:
    """The second version was recorded today; yesterday the first was all that was known of 2025."""
    PlanPeriod.objects.filter(version__number=1).update(recorded_at=timezone.now() - timedelta(days=9))
    PlanPeriod.objects.filter(version__number=1).exclude(withdrawn_at=None).update(
        withdrawn_at=timezone.now()
    )
    yesterday = timezone.localdate() - timedelta(days=1)
    assert functions(ask(WEST, AFTER)) == [w.ROAD]
    assert functions(ask(WEST, AFTER, yesterday)) == [w.HOUSING]
    before_all = yesterday - timedelta(days=30)
    answer = ask(WEST, AFTER, before_all)
    assert (general(answer).verdict, answer.as_known_on) == (Verdict.UNKNOWN, before_all)


def test_levels_follow_the_law_of_the_day(world: Any) -> None:
    early, late = ask(WEST, BEFORE), ask(WEST, AFTER)
    assert [(level.level, level.confirmed) for level in late.levels] == [
        ("provincial", False), ("regional", False), ("general", True), ("zoning", True), ("detailed", True),
    ]  # fmt: skip
    assert "47/2024" in general(late).basis
    assert not any(level.confirmed for level in early.levels)


@pytest.mark.parametrize("role", ["boundary", "zones"])
def test_a_layer_lost_from_the_lake_is_not_known(world: Any, lake: Any, role: str) -> None:
    for layer in PlanVersion.objects.get(number=2).layers.filter(role=role):
        path = lake.open_version(layer.name).data_path
        assert path is not None
        path.unlink()
    plans_lake.opened_layer.cache_clear()
    answer = ask(WEST, AFTER)
    assert general(answer).verdict is Verdict.UNKNOWN
    assert "Không đọc được nội dung đồ án" in general(answer).reason.vi


@pytest.mark.parametrize("role", ["boundary", "zones"])
def test_a_damaged_layer_is_not_known(world: Any, lake: Any, role: str) -> None:
    for layer in PlanVersion.objects.get(number=2).layers.filter(role=role):
        path = Path(lake.open_version(layer.name).data_path)
        path.chmod(0o600)
        path.write_bytes(path.read_bytes()[:200])
    plans_lake.opened_layer.cache_clear()
    assert general(ask(WEST, AFTER)).verdict is Verdict.UNKNOWN


def test_themes_that_are_not_on_record_are_not_known(world: Any) -> None:
    answer = ask(WEST, AFTER)
    assert {theme.verdict for theme in answer.themes} == {Verdict.UNKNOWN}
    told = {theme.theme: theme.reason.vi for theme in answer.themes}
    assert "chưa phải là không có hạn chế" in told["flood"]
    assert "hạn chế" not in told["current-use"] + told["pending"]


def test_six_queries_however_many_plans(world: Any, django_assert_max_num_queries: Any) -> None:
    ask(WEST, AFTER)
    with django_assert_max_num_queries(6):
        ask(WEST, AFTER)


def test_as_known_just_before_a_version_counted(world: Any, w: Any) -> None:
    second = PlanVersion.objects.get(number=2)
    assert functions(ask(WEST, AFTER, second.published_at)) == [w.HOUSING]
    assert functions(ask(WEST, AFTER, timezone.now())) == [w.ROAD]


def current_use(lake: Any, *items: tuple[str, Any]) -> ThemeLayer:
    entry = ThemeEntry("current-use", "Hiện trạng 2024", "BC 7", date(2024, 1, 1), 5_000)
    codes, shapes = [code for code, _ in items], [shape for _, shape in items]
    frame = gpd.GeoDataFrame({"maLoaiDat": codes}, geometry=shapes, crs=5899)
    version = store_theme(lake, frame, entry, Source("ht.gpkg", "0" * 64, 1), datetime.now(UTC))
    return record_theme(None, entry, version, None)


def uses(answer: Answer) -> Any:
    (plan,) = general(answer).plans
    return plan.uses


def test_current_use_on_record_says_what_changes(world: Any, lake: Any, w: Any) -> None:
    """WEST is 20 m x 30 m: rice on its western half; housing is planned until 30/6/2025, a road from then."""
    current_use(lake, ("LUC", shapely.box(577400, 1722500, 577420, 1722600)))
    found = uses(ask(WEST, AFTER))
    (line,) = found.changes
    assert (line.code, line.function, line.change.verdict) == (
        "LUC", "qpk.duong-giao-thong", Need.PERMISSION,
    )  # fmt: skip
    assert (line.share.m2, found.unknown.m2) == pytest.approx((300, 300))
    assert (found.verdict, found.resolution) == (Need.PERMISSION, Truth.YES)
    assert uses(ask(WEST, BEFORE)).changes[0].function == "qpk.nhom-nha-o"
    yesterday = timezone.localdate() - timedelta(days=1)
    assert not [plan for level in ask(WEST, AFTER, yesterday).levels for plan in level.plans if plan.uses]


def test_current_use_lost_from_the_lake_is_not_known(world: Any, lake: Any) -> None:
    row = current_use(lake, ("ODT", shapely.box(577400, 1722500, 577500, 1722600)))
    lake.open_version(row.layer).data_path.unlink()
    plans_lake.opened_layer.cache_clear()
    found = uses(ask(WEST, AFTER))
    assert (found.verdict, found.changes) == (Need.UNKNOWN, ())
    assert "Không đọc được «Hiện trạng 2024»" in found.reason.vi


def test_current_use_not_on_record_is_not_known(world: Any) -> None:
    found = uses(ask(WEST, AFTER))
    assert (found.verdict, found.resolution) == (Need.UNKNOWN, Truth.UNKNOWN)
    assert "chưa có dữ liệu hiện trạng" in found.reason.vi
