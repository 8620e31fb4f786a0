"""Invented current use on record: drawn once, marked, and what an answer says by it."""

from __future__ import annotations

from datetime import date
from typing import Any

import geopandas as gpd
import pytest
import shapely
from pyproj import CRS

from dothi.land.piece import piece
from dothi.places.pack import read_pack
from dothi.registry.land import illustrating
from dothi.registry.land.asking import ask
from dothi.registry.land.models import ThemeLayer
from dothi.registry.workspace import PACKAGE

PACK = PACKAGE / "provinces" / "quang-nam"
WEST = piece(shapely.box(577410, 1722510, 577430, 1722540), CRS.from_epsg(5899))


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A rice field in place of a drawing; the plans it was drawn for."""
    asked: list[str] = []

    def draw(_seed: int, _script: Any, plan: Any, _grounds: Any) -> gpd.GeoDataFrame:
        asked.append(plan.key)
        field = shapely.box(577000 + len(asked), 1722000, 578000, 1723000)
        return gpd.GeoDataFrame({"maLoaiDat": ["LUC"]}, geometry=[field], crs=5899)

    monkeypatch.setattr(illustrating, "draw_present", draw)
    monkeypatch.setattr(illustrating, "province_folder", lambda: PACK)
    monkeypatch.setattr(illustrating, "province_pack", lambda: read_pack(PACK))
    return asked


@pytest.mark.slow
def test_drawn_once_and_marked(world: Any, lake: Any, drawn: list[str], monkeypatch: Any) -> None:
    monkeypatch.setattr(illustrating, "current_lake", lambda: lake)
    assert illustrating.publish_present(world.planner, lambda *_told: None) == 2
    assert illustrating.publish_present(world.planner, lambda *_told: None) == 0
    # the plan that revises another has the ground, and the current use, of that one
    assert drawn == ["qhc-tam-ky", "qhc-hoi-an-dien-ban"]
    assert all(row.illustrative and row.title.endswith("(minh họa)") for row in ThemeLayer.objects.all())
    answer = ask(WEST, date(2025, 7, 1))
    (plan,) = (plan for level in answer.levels for plan in level.plans)
    assert (plan.uses.changes[0].code, plan.uses.illustrative, answer.illustrative) == ("LUC", True, True)
