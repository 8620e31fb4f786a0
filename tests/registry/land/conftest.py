"""Two versions of a plan of two squares near Tam Kỳ, published into a lake of their own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from django.db import transaction

from dothi.lake import open_lake
from dothi.places.pack import read_pack
from dothi.registry.land import asked
from dothi.registry.plans import jobs
from dothi.registry.plans import lake as plans_lake
from dothi.registry.plans.publishing import Publication, record_version
from dothi.registry.workspace import PACKAGE

FIRST = Publication(date(2023, 5, 1), "MH-01/QĐ", date(2023, 4, 20), "UBND tỉnh")
SECOND = Publication(date(2025, 7, 1), "MH-02/QĐ", date(2025, 6, 20), "UBND tỉnh")


@pytest.fixture
def lake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    made = open_lake(tmp_path / "lake", create=True)
    monkeypatch.setattr(plans_lake, "_opened", lambda _root, _endpoint: made)
    plans_lake.opened_layer.cache_clear()
    return made


@pytest.fixture
def w(world_of: Callable[[str], ModuleType]) -> ModuleType:
    return world_of("registry/plans")


@pytest.fixture
def world(db: None, lake: Any, w: ModuleType, tmp_path: Path) -> Any:
    """Housing west and road east since 1/5/2023; the other way round since 1/7/2025."""
    made = w.build_world(lake)
    for codes, given in (((w.HOUSING, w.ROAD), FIRST), ((w.ROAD, w.HOUSING), SECOND)):
        submission = w.sent(made, w.dossier(tmp_path, codes=codes))
        found = jobs.assess(submission, date(2026, 7, 1), lambda *_told: None)
        layers = jobs.store_layers(submission, found, lambda *_told: None)
        with transaction.atomic():
            record_version(made.planner, submission, given, layers)
    return made


@pytest.fixture
def quang_nam(monkeypatch: pytest.MonkeyPatch) -> None:
    """The workspace's province is Quảng Nam."""
    pack = read_pack(PACKAGE / "provinces" / "quang-nam")
    monkeypatch.setattr(asked, "province_pack", lambda: pack)
    asked.ground.cache_clear()
    yield
    asked.ground.cache_clear()
