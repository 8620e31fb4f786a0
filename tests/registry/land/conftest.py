"""Two versions of a plan of two squares near Tam Kỳ, in a lake of their own for each test."""

from __future__ import annotations

import importlib
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import geopandas as gpd
import pytest
import shapely
from django.db import transaction

from dothi.lake import open_lake, publish_layer
from dothi.registry.plans import lake as plans_lake
from dothi.registry.plans.models import Submission, SubmissionState
from dothi.registry.plans.publishing import Publication, StoredLayer, record_version

WHEN = datetime(2026, 7, 1, tzinfo=UTC)
FIRST = Publication(date(2023, 5, 1), "MH-01/QĐ", date(2023, 4, 20), "UBND tỉnh")
SECOND = Publication(date(2025, 7, 1), "MH-02/QĐ", date(2025, 6, 20), "UBND tỉnh")
FUNCTIONS = {"DAT_O_Nhomnhao": "qpk.nhom-nha-o", "DAT_HTKT_DuongGT": "qpk.duong-giao-thong"}


@pytest.fixture(scope="session")
def w(world_of: Callable[[str], ModuleType]) -> ModuleType:
    return world_of("registry/plans")


@pytest.fixture(scope="session")
def made_once(w: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> SimpleNamespace:
    """The layers of both versions, published once; every test works on a copy of the lake."""
    folder = tmp_path_factory.mktemp("land") / "lake"
    lake = open_lake(folder, create=True)
    edge = gpd.GeoDataFrame({"ten": ["Ranh"]}, geometry=[shapely.union_all([w.LEFT, w.RIGHT])], crs=5899)
    versions = [
        [
            _stored(lake, edge, "RanhGioi_A", "boundary"),
            _stored(lake, _zones(w, codes), "ChucNang_A", "zones"),
        ]
        for codes in ((w.HOUSING, w.ROAD), (w.ROAD, w.HOUSING))
    ]
    return SimpleNamespace(folder=folder, versions=versions)


def _zones(w: ModuleType, codes: tuple[str, str]) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(
        {
            "tenDoiTuong": ["Ô 1", "Ô 2"],
            "maChucNang": list(codes),
            "function": [FUNCTIONS[code] for code in codes],
        },
        geometry=[w.LEFT, w.RIGHT],
        crs=5899,
    )


def _stored(lake: Any, frame: gpd.GeoDataFrame, title: str, role: str) -> StoredLayer:
    version = publish_layer(lake, frame, created=WHEN, illustrative=False, tiles_for=None, title=title)
    extent = version.manifest.extent_wgs84
    return StoredLayer(version.name, title, role, "polygon", len(frame), None, {}, extent, None, "")


@pytest.fixture
def lake(made_once: SimpleNamespace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    made = open_lake(shutil.copytree(made_once.folder, tmp_path / "lake"))
    monkeypatch.setattr(plans_lake, "_opened", lambda _root, _endpoint: made)
    plans_lake.opened_layer.cache_clear()
    yield made
    plans_lake.opened_layer.cache_clear()


@pytest.fixture
def world(db: None, lake: Any, w: ModuleType, made_once: SimpleNamespace) -> Any:
    """Housing west and road east since 1/5/2023; the other way round since 1/7/2025."""
    made = w.build_world(lake)
    for layers, given in zip(made_once.versions, (FIRST, SECOND), strict=True):
        sent = Submission.objects.create(
            plan=made.plan, name="a.gpkg", size=1, received=1, state=SubmissionState.CHECKED,
            answer={"verdict": "clean", "errors": 0},
        )  # fmt: skip
        with transaction.atomic():
            record_version(made.planner, sent, given, layers)
    return made


@pytest.fixture
def quang_nam(on_quang_nam: Callable[[], AbstractContextManager[None]]) -> Iterator[None]:
    """The workspace's province is Quảng Nam."""
    with on_quang_nam():
        yield


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands run in the test's own process take Django as it stands, whatever imported them before."""
    holders = [module for name, module in sys.modules.items() if name.startswith("dothi.cli.")]
    for module in [*holders, importlib.import_module("dothi.cli.django")]:
        if hasattr(module, "start_django"):
            monkeypatch.setattr(module, "start_django", lambda *_given, **_named: None)
