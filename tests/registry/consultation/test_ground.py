"""The ground of a consultation: here that of a dossier in hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import shapely

from dothi.registry.consultation import ground
from dothi.registry.plans.models import Submission

GAP = 0.00002
"""Degrees between two zones, some two metres: what generalising leaves."""
LEFT = shapely.box(108.47, 15.56, 108.471, 15.561)
RIGHT = shapely.box(108.471 + GAP, 15.56, 108.472, 15.561)
LINE = shapely.LineString([(108.4, 15.5), (108.5, 15.6)])


@pytest.fixture
def drawn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    def of(*shapes: Any) -> Any:
        path = tmp_path / "drawing.geojson"
        told = [{"type": "Feature", "geometry": shapely.geometry.mapping(one)} for one in shapes]
        path.write_text(json.dumps({"type": "FeatureCollection", "features": told}), encoding="utf-8")
        monkeypatch.setattr(ground, "report_file", lambda _sent, _kind: path)
        return ground._covered(Submission())

    return of


def test_zones_with_a_gap_between_them_are_one_ground(drawn: Any) -> None:
    shape = drawn(LEFT, RIGHT, LINE)
    assert shape.geom_type == "Polygon"
    assert shape.bounds == pytest.approx((108.47, 15.56, 108.472, 15.561), abs=1e-9)


def test_a_dossier_without_areas_tells_no_ground(drawn: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    assert drawn(LINE) is None
    monkeypatch.setattr(ground, "report_file", lambda _sent, _kind: None)
    assert ground._covered(Submission()) is None
