"""The picture of a dossier: every area where it lies, nothing that has no place."""

from __future__ import annotations

import json
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest
import shapely

from dothi.registry.plans import drawing
from dothi.registry.plans.reporting import report_file


def drawn(submission: Any) -> list[Any]:
    path = report_file(submission, "drawing")
    assert path is not None
    found = json.loads(path.read_text(encoding="utf-8"))
    return [shapely.geometry.shape(one["geometry"]) for one in found["features"]]


def test_zones_and_edge_lie_near_tam_ky(world: Any, w: ModuleType, tmp_path: Path) -> None:
    shapes = drawn(w.sent(world, w.dossier(tmp_path)))
    assert len(shapes) == 3
    west, south, east, north = shapely.total_bounds(shapes)
    # 200 m by 100 m at 15.57° north: a degree is 107.2 km along the parallel, 110.66 km along the meridian
    assert (east - west) * 107_200 == pytest.approx(200, abs=2)
    assert (north - south) * 110_660 == pytest.approx(100, abs=2)
    assert 108.47 < west < 108.48
    assert 15.57 < south < 15.58


def test_what_has_no_place_is_not_drawn(world: Any, w: ModuleType, tmp_path: Path) -> None:
    assert drawn(w.sent(world, w.dossier(tmp_path, crs=None))) == []


def test_what_lies_beyond_the_earth_is_left_out_and_the_rest_drawn(
    world: Any, w: ModuleType, tmp_path: Path
) -> None:
    far = shapely.box(9e9, 9e9, 9.1e9, 9.1e9)
    submission = w.sent(world, w.dossier(tmp_path, right=far))
    assert submission.state == "checked"
    assert len(drawn(submission)) == 2
    assert all(np.isfinite(shapely.get_coordinates(shape)).all() for shape in drawn(submission))


def test_a_picture_holds_a_bounded_number_of_shapes(
    world: Any, w: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drawing, "MOST", 2)
    assert len(drawn(w.sent(world, w.dossier(tmp_path)))) == 2
