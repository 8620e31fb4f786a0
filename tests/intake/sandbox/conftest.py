"""Runs of the real reading process."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from dothi.intake.sandbox.limits import Limits
from dothi.intake.sandbox.received import Received
from dothi.intake.sandbox.request import Request
from dothi.intake.sandbox.run import run


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where jobs are made; empty again after every reading."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    return folder


@pytest.fixture
def run_on() -> Callable[..., Received]:
    def read(
        path: Path, *, converter: str = "", progress=None, keep: Path | None = None, **limits
    ) -> Received:
        request = Request(str(path), path.name, (), Limits(**limits), converter, keep is not None)
        return run(request, progress, keep)

    return read


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "in" / "qh.gpkg"
    path.parent.mkdir()
    gpd.GeoDataFrame({"ten": ["Đất ở"]}, geometry=[shapely.box(0, 0, 10, 10)], crs=5899).to_file(
        path, layer="QHDD"
    )
    return path
