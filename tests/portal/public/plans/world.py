"""A plan of two versions near Tam Kỳ: six zones of one hectare, and what became of them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import geopandas as gpd
import pytest
import shapely
from django.core.cache import cache
from django.db import transaction

from dothi.lake import BOUNDARY, ZONES, Source, open_lake, publish_layer
from dothi.portal.api import layers as api_layers
from dothi.registry.plans import lake as plans_lake
from dothi.registry.plans.models import Submission, SubmissionState
from dothi.registry.plans.publishing import Publication, StoredLayer, record_version
from dothi.registry.plans.services import PlanEntry, create_plan

WHEN = datetime(2026, 7, 1, tzinfo=UTC)
EAST, NORTH = 577400, 1722500
FIRST = Publication(date(2023, 5, 1), "MH-01/QĐ", date(2023, 4, 20), "UBND tỉnh")
SECOND = Publication(date(2025, 7, 1))
HOUSING, TOURISM, SERVICES, GREEN = "qpk.nhom-nha-o", "qpk.du-lich", "qpk.dich-vu", "qpk.cay-xanh-cong-cong"

Zone = tuple[str, str, float | None, Any]


def square(column: int, row: int, width: float = 100, height: float = 100) -> Any:
    west, south = EAST + 100 * column, NORTH + 100 * row
    return shapely.box(west, south, west + width, south + height)


BEFORE: list[Zone] = [
    ("O-1", HOUSING, 40.0, square(0, 0)),
    ("O-2", TOURISM, 30.0, square(1, 0)),
    ("CX-1", GREEN, None, square(2, 0)),
    ("O-3", HOUSING, 40.0, square(0, 1)),
    ("X-1", "", None, square(1, 1)),
]
# O-1 stays; O-2 becomes services; CX-1 shrinks by half; O-3 may be built denser; X-1 goes; DL-1 comes.
AFTER: list[Zone] = [
    ("O-1", HOUSING, 40.0, square(0, 0)),
    ("O-2", SERVICES, 30.0, square(1, 0)),
    ("CX-1", GREEN, None, square(2, 0, width=50)),
    ("O-3", HOUSING, 60.0, square(0, 1)),
    ("DL-1", TOURISM, 25.0, square(2, 1)),
]


def zones_layer(lake: Any, zones: list[Zone], dossier: str, crs: int = 5899) -> StoredLayer:
    frame = gpd.GeoDataFrame(
        {
            "maHoSoQH": dossier,
            "maDoiTuong": [f"{dossier}-{at}" for at in range(len(zones))],
            "kyHieu": [zone[0] for zone in zones],
            "matDoXayDung": [zone[2] for zone in zones],
            "function": [zone[1] for zone in zones],
        },
        geometry=[zone[3] for zone in zones],
        crs=crs,
    )
    version = publish_layer(
        lake,
        frame,
        created=WHEN,
        illustrative=True,
        tiles_for=ZONES,
        tile_columns=["function", "kyHieu"],
        title="ChucNang_A",
        sources=[Source("ho-so.gpkg", "ab" * 32, 4096)],
    )
    areas: dict[str, float] = {}
    for _, function, _, shape in zones:
        areas[function] = areas.get(function, 0.0) + shape.area
    return _stored(version, "ChucNang_A", "zones", len(zones), sum(areas.values()), areas)


def boundary_layer(lake: Any) -> StoredLayer:
    frame = gpd.GeoDataFrame({"ten": ["Ranh"]}, geometry=[square(0, 0, 300, 200)], crs=5899)
    version = publish_layer(
        lake, frame, created=WHEN, illustrative=True, tiles_for=BOUNDARY, title="RanhGioi_A"
    )
    return _stored(version, "RanhGioi_A", "boundary", 1, 60_000.0, {})


def _stored(  # noqa: PLR0917
    version: Any, title: str, role: str, features: int, area: float, by_function: dict[str, float]
) -> StoredLayer:
    tiles = version.manifest.tiles
    return StoredLayer(
        version.name,
        title,
        role,
        "polygon",
        features,
        area,
        by_function,
        version.manifest.extent_wgs84,
        (tiles.min_zoom, tiles.max_zoom),
        tiles.layer,
    )


def publish(plan: Any, given: Publication, layers: list[StoredLayer], verdict: str = "clean") -> Any:
    sent = Submission.objects.create(
        plan=plan,
        name="ho-so.gpkg",
        size=1,
        received=1,
        state=SubmissionState.CHECKED,
        answer={"verdict": verdict, "errors": 0},
    )
    with transaction.atomic():
        return record_version(None, sent, given, layers)


def new_plan(title: str, level: str = "zoning", key: str = "", scale: int | None = 2000) -> Any:
    return create_plan(None, PlanEntry(title, level, scale, illustrative=True), key=key)


def build_ground(folder: Path) -> SimpleNamespace:
    """A lake with the layers of both versions; content never changes, so every test may share it."""
    made = open_lake(folder, create=True)
    zones = [zones_layer(made, BEFORE, "D1"), zones_layer(made, AFTER, "D2")]
    return SimpleNamespace(lake=made, edge=boundary_layer(made), zones=zones)


@contextmanager
def served(ground: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """The portal answers from this lake."""
    monkeypatch.setattr(plans_lake, "_opened", lambda _root, _endpoint: ground.lake)
    _forget()
    yield ground.lake
    _forget()


def _forget() -> None:
    plans_lake.opened_layer.cache_clear()
    api_layers._directory.cache_clear()


def publish_both(ground: SimpleNamespace, key: str) -> Any:
    """The plan with both versions."""
    cache.clear()
    plan = new_plan("Quy hoạch phân khu Một", key=key)
    publish(plan, FIRST, [ground.edge, ground.zones[0]])
    publish(plan, SECOND, [ground.edge, ground.zones[1]])
    return plan
