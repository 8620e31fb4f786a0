"""Runs of the real reading process."""

from __future__ import annotations

import sys
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


@pytest.fixture
def run_instead(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run_on) -> Callable[..., Received]:
    """A run whose reading process has been taken over: it executes ``body`` and is not confined.

    There ``job`` and ``result`` are its folders, ``tell`` writes bytes where progress is listened for, and
    ``hand_over`` writes a manifest that is right but for what is given.
    """
    request = tmp_path / "in.gpkg"
    request.write_bytes(b"x")
    script = tmp_path / "taken-over"
    script.touch()
    script.chmod(0o755)

    def read(body: str, **more) -> Received:
        script.write_text(f"#!{sys.executable}\n{TAKEN_OVER}{body}\n", encoding="utf-8")
        with monkeypatch.context() as patch:
            patch.setattr(sys, "executable", str(script))
            return run_on(request, **more)

    return read


TAKEN_OVER = """
import json, os, sys, time
from pathlib import Path
job = Path(sys.argv[-1])
result = job / "result"
progress = json.loads((job / "request.json").read_text())["progress"]

def tell(*lines):
    for line in lines:
        while line:
            line = line[os.write(progress, line):]

def hand_over(**parts):
    told = dict(isolation={}, refusal="", faults=[], layers=[], rasters=[], skipped=[], guesses=[])
    (result / "manifest.json").write_text(json.dumps({**told, **parts}))

def raster(path, where="in.gpkg/a.tif", **more):
    numbers = dict(width=1, height=1, bands=1)
    words = dict(name="a", crs="", driver="GTiff", path=str(path), where=where)
    return {**words, **numbers, **more}

"""
