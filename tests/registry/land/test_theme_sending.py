"""Layers of themes from officers: a file or a layer of the lake, and what is refused."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
import shapely
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile

from dothi.base.errors import InputError
from dothi.registry.jobs.models import Job, JobState
from dothi.registry.jobs.work import perform
from dothi.registry.land.models import ThemeLayer
from dothi.registry.land.recording import ThemeEntry
from dothi.registry.land.sources import may_see_layer
from dothi.registry.land.theme_sending import EXTENT, FILE, ThemeSending, hand_in

pytestmark = pytest.mark.django_db(transaction=True)
FLOOD = ThemeEntry("flood", "Vùng ngập", "QĐ 1/QĐ-UBND", date(2024, 1, 1), 10_000)
SQUARE = shapely.box(577400, 1722500, 577500, 1722600)


def file(tmp_path: Path, *layers: str) -> SimpleUploadedFile:
    path = tmp_path / "ngap.gpkg"
    for layer in layers:
        gpd.GeoDataFrame({"muc": ["1"]}, geometry=[SQUARE], crs=5899).to_file(path, layer=layer)
    return SimpleUploadedFile("ngap.gpkg", path.read_bytes())


def done(job: Job) -> Job:
    assert perform(str(job.pk))
    return Job.objects.get(pk=job.pk)


def test_a_file_is_put_on_record_and_seen_by_everybody(world: Any, tmp_path: Path) -> None:
    sending = ThemeSending(FLOOD, covers=EXTENT)
    job = done(hand_in(world.planner, sending, file(tmp_path, "ngap"), None))
    assert job.state == JobState.DONE, job.result
    row = ThemeLayer.objects.get(pk=job.result["number"])
    assert (row.theme, row.document, row.recorded_by) == ("flood", "QĐ 1/QĐ-UBND", world.planner)
    assert row.covers["type"] == "Polygon"
    assert may_see_layer(world.stranger, row.layer)
    again = done(hand_in(world.planner, sending, file(tmp_path, "ngap"), None))
    assert again.result["faults"][0]["code"] == "land.theme-twice"


def test_a_layer_of_the_lake_with_the_ground_of_a_file(world: Any, tmp_path: Path, made_once: Any) -> None:
    name = made_once.versions[0][1].name
    entry = ThemeEntry("heritage", "Di tích", "QĐ 2", date(2024, 1, 1), 5_000, illustrative=True)
    sending = ThemeSending(entry, lake_layer=name[:12], covers=FILE)
    job = done(hand_in(world.authority, sending, None, file(tmp_path, "pham-vi")))
    assert job.state == JobState.DONE, job.result
    row = ThemeLayer.objects.get(pk=job.result["number"])
    assert (row.layer, row.illustrative) == (name, True)
    assert shapely.geometry.shape(row.covers).area > 0


@pytest.mark.parametrize(
    ("sending", "sent", "code"),
    [
        (ThemeSending(FLOOD), False, "land.theme-source"),
        (ThemeSending(FLOOD, lake_layer="abcdef"), True, "land.theme-source"),
        (ThemeSending(FLOOD, covers=FILE), True, "land.theme-source"),
        (ThemeSending(ThemeEntry("lụt", "Vùng ngập", "QĐ", date(2024, 1, 1), 10_000)), True, "land.theme"),
        (ThemeSending(ThemeEntry("flood", "Vùng ngập", "QĐ", date(2024, 1, 1), 99)), True, "land.entry"),
    ],
)
def test_what_is_missing_is_refused(world: Any, tmp_path: Path, sending: Any, sent: Any, code: str) -> None:
    with pytest.raises(InputError) as refused:
        hand_in(world.planner, sending, file(tmp_path, "ngap") if sent else None, None)
    assert refused.value.faults[0].code == code
    assert not Job.objects.filter(kind="land.theme").exists()


def test_a_file_of_two_layers_fails_with_their_names_and_who_may_not_is_refused(
    world: Any, tmp_path: Path
) -> None:
    job = done(hand_in(world.planner, ThemeSending(FLOOD), file(tmp_path, "a", "b"), None))
    assert job.state == JobState.FAILED
    assert "a, b" in job.result["faults"][0]["vi"]
    empty = SimpleUploadedFile("ngap.gpkg", b"")
    with pytest.raises(InputError):
        hand_in(world.planner, ThemeSending(FLOOD), empty, None)
    with pytest.raises(PermissionDenied):
        hand_in(world.consultant, ThemeSending(FLOOD), file(tmp_path, "a"), None)
