"""A plan above that of the world, two communes, and current use on record; areas in whole 1,000 m²."""

from __future__ import annotations

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

import geopandas as gpd
import pytest
import shapely
from django.db import transaction
from pyproj import CRS

from dothi.base.text import fold
from dothi.base.time import Period
from dothi.intake.georeference.carry import WGS84, carrier
from dothi.lake import Source as LakeSource
from dothi.lake import publish_layer
from dothi.registry.land import without
from dothi.registry.land.recording import ThemeEntry, record_theme, store_theme
from dothi.registry.places.models import Unit
from dothi.registry.plans.models import Submission, SubmissionState
from dothi.registry.plans.publishing import Publication, StoredLayer, record_version
from dothi.registry.plans.services import PlanEntry, create_plan
from dothi.registry.sources.models import Source

NOW = datetime(2026, 7, 1, tzinfo=UTC)


@pytest.fixture
def upper(world: Any) -> Any:
    """Housing over x 577400-577550, a zone without a function to 577590; the lower plan ends at 577600."""
    frame = gpd.GeoDataFrame(
        {"ten": ["A", "B"], "function": ["qpk.nhom-nha-o", None]},
        geometry=[
            shapely.box(577400, 1722500, 577550, 1722600),
            shapely.box(577550, 1722500, 577590, 1722600),
        ],
        crs=5899,
    )
    made = publish_layer(
        world.lake, frame, created=NOW, illustrative=True, tiles_for=None, title="ChucNang_A"
    )
    layer = StoredLayer(
        made.name, "ChucNang_A", "zones", "polygon", 2, None, {}, made.manifest.extent_wgs84, None, ""
    )
    plan = create_plan(world.planner, PlanEntry("Quy hoạch tỉnh Thử", "provincial", 25000, illustrative=True))
    sent = Submission.objects.create(
        plan=plan, name="b.gpkg", size=1, received=1, state=SubmissionState.CHECKED,
        answer={"verdict": "clean", "errors": 0},
    )  # fmt: skip
    with transaction.atomic():
        record_version(world.planner, sent, Publication(date(2024, 1, 1), "MH-09/QĐ"), [layer])
    return plan


@pytest.fixture
def communes(world: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two communes of the province that meet at x 577500."""
    monkeypatch.setattr(without, "pack_info", lambda: SimpleNamespace(home=("2c-1", "2c-2")))
    source = Source.objects.create(key="thu", title="Thử", confidence="official")
    for key, name, west, east in (("2c-1", "Xã Trái", 577300, 577500), ("2c-2", "Xã Phải", 577500, 577800)):
        shape = shapely.transform(
            shapely.box(west, 1722500, east, 1722600), carrier(CRS.from_epsg(5899), WGS84)
        )
        row = Unit(
            key=key, name=name, kind="xã", level=3, folded=fold(name), source=source,
            outline=shapely.geometry.mapping(shape),
        )  # fmt: skip
        row.period = Period.between(date(2020, 1, 1))
        row.save()


@pytest.fixture
def current(world: Any) -> Any:
    """Rice on the west hectare, urban housing on half of the east one."""
    frame = gpd.GeoDataFrame(
        {"ma": ["LUC", "ODT"]},
        geometry=[
            shapely.box(577400, 1722500, 577500, 1722600),
            shapely.box(577500, 1722500, 577550, 1722600),
        ],
        crs=5899,
    )
    entry = ThemeEntry("current-use", "Hiện trạng Thử", "Kiểm kê 2024", date(2024, 1, 1), 2000)
    version = store_theme(world.lake, frame, entry, LakeSource("ht.gpkg", "0" * 64, 1), NOW)
    return record_theme(None, entry, version, None)
