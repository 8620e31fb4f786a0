"""Theme layers and statements on record: what must be stated, by whom, and what stays readable."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import geopandas as gpd
import pytest
import shapely
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from pyproj import CRS

from dothi.base.errors import InputError
from dothi.lake import Source
from dothi.land.piece import piece
from dothi.land.record import Answer, Verdict
from dothi.registry.audit.models import AuditEntry
from dothi.registry.land.asking import ask
from dothi.registry.land.models import ThemeLayer
from dothi.registry.land.recording import (
    ThemeEntry,
    ground_of,
    record_theme,
    state_complete,
    store_theme,
    withdraw_theme,
)
from dothi.registry.land.sources import referenced_themes

DAY = date(2026, 1, 1)
ENTRY = ThemeEntry("flood", "Vùng ngập 2020", "QĐ 1/2020", DAY, 5_000)
LAND = piece(shapely.box(577410, 1722510, 577430, 1722540), CRS.from_epsg(5899))
FRAME = gpd.GeoDataFrame({"ten": ["V1"]}, geometry=[shapely.box(577420, 1722500, 577600, 1722600)], crs=5899)
WHOLE = ground_of(
    "vùng", gpd.GeoDataFrame(geometry=[shapely.box(577000, 1722000, 578000, 1723000)], crs=5899)
)


def stored(lake: Any, frame: gpd.GeoDataFrame = FRAME) -> Any:
    return store_theme(lake, frame, ENTRY, Source("ngap.gpkg", "0" * 64, 1), datetime.now(UTC))


def flood(answer: Answer) -> Any:
    return next(theme for theme in answer.themes if theme.theme == "flood")


def test_a_recorded_layer_answers_from_its_day(world: Any, lake: Any) -> None:
    version = stored(lake)
    assert flood(ask(LAND, DAY)).verdict is Verdict.UNKNOWN
    row = record_theme(world.authority, ENTRY, version, WHOLE)
    answer = flood(ask(LAND, DAY))
    assert answer.verdict is Verdict.APPLIES
    assert answer.zones[0].share.m2 == pytest.approx(300)
    assert "QĐ 1/2020" in answer.source
    assert flood(ask(LAND, DAY - timedelta(days=1))).verdict is Verdict.UNKNOWN
    assert flood(ask(LAND, DAY, timezone.localdate() - timedelta(days=1))).verdict is Verdict.UNKNOWN
    assert referenced_themes() == {version.name}
    assert AuditEntry.objects.filter(action="land.theme").count() == 1
    assert row.west == pytest.approx(108.47, abs=0.01)


def test_invented_content_is_marked_whatever_was_stated(world: Any, lake: Any) -> None:
    invented = store_theme(
        lake, FRAME, replace(ENTRY, illustrative=True), Source("ngap.gpkg", "0" * 64, 1), datetime.now(UTC)
    )
    assert record_theme(world.authority, ENTRY, invented, WHOLE).illustrative


def test_withdrawn_it_answers_no_more_but_is_never_collected(world: Any, lake: Any) -> None:
    row = record_theme(world.authority, ENTRY, stored(lake), WHOLE)
    with pytest.raises(InputError):
        withdraw_theme(world.authority, row.pk, " ")
    withdraw_theme(world.authority, row.pk, "ghi nhầm lớp")
    assert flood(ask(LAND, DAY)).verdict is Verdict.UNKNOWN
    assert referenced_themes() == {row.layer}


def test_the_same_content_is_recorded_once(world: Any, lake: Any) -> None:
    version = stored(lake)
    record_theme(world.authority, ENTRY, version, None)
    with pytest.raises(InputError) as caught:
        record_theme(world.authority, ENTRY, version, None)
    assert caught.value.faults[0].code == "land.theme-twice"
    assert record_theme(world.authority, replace(ENTRY, theme="heritage"), version, None).theme == "heritage"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"theme": "x"}, "land.theme"),
        ({"title": " "}, "land.entry"),
        ({"document": ""}, "land.entry"),
        ({"scale": 0}, "land.entry"),
    ],
)
def test_what_must_be_stated(world: Any, lake: Any, change: dict[str, Any], code: str) -> None:
    version = stored(lake)
    with pytest.raises(InputError) as caught:
        record_theme(world.authority, replace(ENTRY, **change), version, None)
    assert caught.value.faults[0].code == code
    assert not ThemeLayer.objects.exists()


@pytest.mark.parametrize("who", ["stranger", "consultant"])
def test_who_may_not(world: Any, lake: Any, who: str) -> None:
    version = stored(lake)
    with pytest.raises(PermissionDenied):
        record_theme(getattr(world, who), ENTRY, version, None)
    with pytest.raises(PermissionDenied):
        complete(getattr(world, who))
    assert not ThemeLayer.objects.exists()


def complete(user: Any, **change: Any) -> Any:
    given = {
        "level": "detailed",
        "covers": WHOLE,
        "place": "Tam Kỳ",
        "authority": "Sở Xây dựng",
        "document": "CV 9",
        "since": DAY,
    }
    return state_complete(user, **{**given, **change})


def detailed(answer: Answer) -> Any:
    return next(level for level in answer.levels if level.level == "detailed")


def test_only_a_statement_makes_a_level_not_apply(world: Any) -> None:
    assert detailed(ask(LAND, DAY)).verdict is Verdict.UNKNOWN
    complete(world.authority)
    answer = detailed(ask(LAND, DAY))
    assert answer.verdict is Verdict.NOT
    assert "Sở Xây dựng" in answer.reason.vi
    assert "CV 9" in answer.reason.en
    assert detailed(ask(LAND, DAY - timedelta(days=1))).verdict is Verdict.UNKNOWN
    beyond = piece(shapely.box(577990, 1722500, 578010, 1722520), CRS.from_epsg(5899))
    assert detailed(ask(beyond, DAY)).verdict is Verdict.UNKNOWN


@pytest.mark.parametrize("change", [{"level": "x"}, {"place": ""}, {"authority": " "}, {"document": ""}])
def test_a_statement_names_level_place_authority_and_document(world: Any, change: dict[str, Any]) -> None:
    with pytest.raises(InputError) as caught:
        complete(world.authority, **change)
    assert caught.value.faults[0].code == "land.entry"


def test_facilities_on_record_keep_land_away_by_the_code_of_the_day(world: Any, lake: Any) -> None:
    """A cemetery of single burials (500 m, until 31/12/2026) from 480 m east of the land."""
    frame = gpd.GeoDataFrame(
        {"ten": ["Nghĩa trang A"], "congNghe": ["single-burial"]},
        geometry=[shapely.box(577910, 1722400, 578000, 1722600)],
        crs=5899,
    )
    entry = replace(ENTRY, theme="safety-distance", title="Nghĩa trang", facility="cemetery")
    record_theme(world.authority, entry, stored(lake, frame), None)

    def near(day: date) -> Any:
        return next(theme for theme in ask(LAND, day).themes if theme.theme == "safety-distance")

    answer = near(date(2026, 12, 31))
    assert answer.verdict is Verdict.APPLIES
    assert answer.zones[0].note.vi.startswith("Nghĩa trang chôn một lần: đến nhà ở: 500 m")
    later = near(date(2027, 1, 1))
    assert (later.verdict, later.unread) == (Verdict.UNKNOWN, True)
    assert "chưa có trong hệ thống" in later.reason.vi
    with pytest.raises(InputError) as caught:
        record_theme(world.authority, replace(entry, facility="bus"), stored(lake), None)
    assert caught.value.code == "land.facility"
