"""``dothi lake`` as people and scripts run it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from datetime import date
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
import shapely
from click.testing import CliRunner, Result

from dothi.base.errors import DothiError
from dothi.cli.main import main
from dothi.lake import LayerVersion, Source, open_lake, publish_layer

PUBLISHED = """
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import mkdtemp
import geopandas as gpd, shapely
from django.db import transaction
from dothi.lake import ZONES, publish_layer
from dothi.registry.plans import assessing, jobs, lake, publishing, receiving, services
plan = services.create_plan(None, services.PlanEntry("A", "general", 2000), key="a")
square = shapely.box(577400, 1722500, 577500, 1722600)
path = Path(mkdtemp()) / "a.gpkg"
frame = gpd.GeoDataFrame({"maChucNang": ["DAT_O_Nhomnhao"]}, geometry=[square], crs=5899)
frame.to_file(path, layer="ChucNangSuDungDat_A")
sent = receiving.copy_in(plan, path)
found = assessing.assess(sent, date(2026, 7, 1), lambda *_: None)
sent.answer, sent.state = assessing.answer_of(found), "checked"
sent.save()
layers = jobs.store_layers(sent, found, lambda *_: None)
with transaction.atomic():
    given = publishing.Publication(date(2026, 7, 1), despite_errors="x")
    publishing.record_version(None, sent, given, layers)
other = frame.assign(maChucNang=["DAT_HTKT_DuongGT"])
publish_layer(lake.current_lake(), other, created=datetime.now(UTC), illustrative=False, tiles_for=ZONES)
"""
RUN = "from dothi.cli.main import run; run()"


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("DOTHI_LAKE_URL", raising=False)
    return tmp_path


@pytest.fixture
def version(workspace: Path) -> LayerVersion:
    lake = open_lake(workspace / "lake", create=True)
    frame = gpd.GeoDataFrame(
        {"ma": ["ODT", "CX"]},
        geometry=shapely.box([548_000, 549_000], 1_716_000, [548_500, 549_500], 1_716_200),
        crs=5899,
    )
    return publish_layer(
        lake,
        frame,
        created=date(2026, 10, 1),
        illustrative=True,
        tiles_for=None,
        title="Phân khu số 1",
        sources=[Source("pk1.gpkg", "ab" * 32, 10)],
    )


def lake(workspace: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["--workspace", str(workspace), "lake", *words])


def told(workspace: Path, *words: str) -> Any:
    result = CliRunner().invoke(main, ["--workspace", str(workspace), "lake", *words, "--json"])
    return json.loads(result.stdout)


def refusal(workspace: Path, *words: str) -> str:
    result = lake(workspace, *words)
    assert isinstance(result.exception, DothiError)
    return result.exception.code


def test_a_person_sees_what_is_there(workspace: Path, version: LayerVersion) -> None:
    listed = lake(workspace, "list").output
    assert version.name[:12] in listed
    assert "Phân khu số 1" in listed
    assert "minh họa" in listed
    shown = lake(workspace, "show", version.name[:6]).output
    assert version.name in shown
    assert "20,00 ha" in shown  # two of 500 m x 200 m
    assert "EPSG:6960" in shown
    assert "pk1.gpkg" in shown


def test_a_program_sees_the_manifests(workspace: Path, version: LayerVersion) -> None:
    assert told(workspace, "list")["versions"] == [version.manifest.as_data()]
    assert told(workspace, "show", version.name) == version.manifest.as_data()


def test_an_empty_lake_says_so(workspace: Path) -> None:
    open_lake(workspace / "lake", create=True)
    assert "chưa có phiên bản" in lake(workspace, "list").output
    assert told(workspace, "verify")["versions"] == []


def test_a_workspace_without_a_lake_is_refused(workspace: Path) -> None:
    for words in (["list"], ["verify"], ["show", "abc"]):
        assert refusal(workspace, *words) == "lake.none"


def test_a_whole_lake_is_verified_with_exit_code_0(workspace: Path, version: LayerVersion) -> None:
    result = lake(workspace, "verify")
    assert result.exit_code == 0
    assert "nguyên vẹn" in result.output
    assert told(workspace, "verify", version.name[:5])["versions"] == [version.name]


def test_a_damaged_lake_is_told_with_exit_code_1(workspace: Path, version: LayerVersion) -> None:
    path = version.data_path
    assert path is not None
    path.write_bytes(path.read_bytes()[:-9] + b"123456789")
    result = lake(workspace, "verify")
    assert result.exit_code == 1
    assert "layer.parquet" in result.output
    found = told(workspace, "verify")
    assert found["faults"][0]["code"] == "lake.file-changed"
    assert set(found["faults"][0]) == {"code", "where", "vi", "en"}


def test_leftovers_are_counted_and_no_fault(workspace: Path, version: LayerVersion) -> None:
    version.lake.store.put_new("staging/x/y", b"123")
    result = lake(workspace, "verify")
    assert result.exit_code == 0
    assert "1 tệp dở dang" in result.output
    assert told(workspace, "verify")["leftover_bytes"] == 3


@pytest.fixture
def keep(tmp_path: Path) -> Path:
    path = tmp_path / "keep.txt"
    path.write_text(f"# tên phải giữ\n\n{'0' * 64}  # phân khu\n", encoding="utf-8")
    return path


def test_what_the_list_does_not_name_goes(workspace: Path, version: LayerVersion, keep: Path) -> None:
    time.sleep(0.02)
    words = ["gc", "--keep", str(keep), "--min-age", "0"]
    planned = told(workspace, *words, "--dry-run")
    assert planned["removed"] == [version.name]
    assert planned["dry_run"]
    assert version.lake.names() == [version.name]
    result = lake(workspace, *words)
    assert result.exit_code == 1  # the list names a version that is not there
    assert version.name in result.output
    assert "0" * 64 in result.output
    assert version.lake.names() == []


def test_a_young_version_stays(workspace: Path, version: LayerVersion, keep: Path) -> None:
    found = told(workspace, "gc", "--keep", str(keep))
    assert (found["removed"], found["young"], found["files"]) == ([], [version.name], 0)


def test_what_the_list_names_stays(workspace: Path, version: LayerVersion, keep: Path) -> None:
    keep.write_text(f"{version.name}\n")
    result = lake(workspace, "gc", "--keep", str(keep), "--min-age", "0")
    assert result.exit_code == 0
    assert version.lake.names() == [version.name]


@pytest.mark.parametrize(
    ("text", "code"),
    [("", "lake.no-references"), ("# chỉ ghi chú\n", "lake.no-references"), ("abc\n", "lake.reference")],
)
def test_a_list_that_cannot_be_meant_removes_nothing(
    workspace: Path, version: LayerVersion, keep: Path, text: str, code: str
) -> None:
    keep.write_text(text)
    assert refusal(workspace, "gc", "--keep", str(keep), "--min-age", "0") == code
    assert version.lake.names() == [version.name]


def test_outside_a_workspace_nobody_says_what_to_keep(workspace: Path, version: LayerVersion) -> None:
    assert refusal(workspace, "gc") == refusal(workspace, "gc", "--dry-run") == "workspace.missing"
    assert lake(workspace, "gc", "--keep", "none.txt").exit_code == 2
    assert version.lake.names() == [version.name]


@pytest.mark.slow
def test_what_published_plans_refer_to_is_kept(program: Any) -> None:
    """What a plan's version names stays in the lake; a layer that none names goes."""
    made = program.run("init", str(program.workspace))
    assert made.returncode == 0, made.stderr
    program.python(PUBLISHED)
    kept = program.python("from dothi.registry.plans.queries import referenced_layers as r; print(len(r()))")
    done = json.loads(program.run("lake", "gc", "--min-age", "0", "--json").stdout)
    assert (len(done["removed"]), done["missing"]) == (1, [])
    shown = json.loads(program.run("lake", "verify", "--json").stdout)
    assert (len(shown["versions"]), shown["faults"]) == (int(kept), [])


def test_a_lake_elsewhere_is_taken_from_the_environment(
    workspace: Path, version: LayerVersion, tmp_path: Path
) -> None:
    environment = {**os.environ, "PYTHONPATH": "src", "DOTHI_LAKE_URL": str(workspace / "lake")}
    done = subprocess.run(
        [sys.executable, "-c", RUN, "--workspace", str(tmp_path / "none"), "lake", "verify"],
        capture_output=True,
        text=True,
        check=False,
        env=environment,
    )
    assert done.returncode == 0, done.stderr
    assert "1 phiên bản" in done.stdout
