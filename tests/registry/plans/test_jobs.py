"""From a planner's file to a published layer, as the worker does it, with a real file and a real lake."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from dothi.base.errors import InputError
from dothi.registry.jobs.models import Job
from dothi.registry.jobs.work import perform
from dothi.registry.plans.models import SubmissionFinding, SubmissionState
from dothi.registry.plans.publishing import Publication, hand_in
from dothi.registry.plans.queries import plan_on
from dothi.registry.plans.services import check_again


def test_a_clean_dossier_is_checked_published_and_in_force(world: Any, w: ModuleType, tmp_path: Path) -> None:
    submission = w.sent(world, w.dossier(tmp_path, w.RIGHT))
    assert submission.state == SubmissionState.CHECKED
    answer = submission.answer
    assert answer["errors"] == 0, [f.message for f in SubmissionFinding.objects.all()]
    assert answer["boundary"] == "RanhGioiQuyHoach_A"
    zones = next(one for one in answer["layers"] if one["name"] == "ChucNangSuDungDat_A")
    assert (zones["features"], zones["crs"], zones["function_column"], zones["functions"]) == (
        2,
        "EPSG:5899",
        "maChucNang",
        2,
    )
    job = hand_in(world.authority, submission.pk, submission.version, Publication(date(2026, 7, 1), "QĐ 1"))
    assert perform(str(job.pk))
    assert Job.objects.get(pk=job.pk).result == {"plan": world.plan.key, "version": 1}
    row = plan_on(world.plan.key, date(2026, 7, 1))
    assert row is not None
    assert {layer.title: (layer.role, layer.features, layer.area_m2) for layer in row.layers} == {
        "ChucNangSuDungDat_A": ("zones", 2, 20000.0),
        "RanhGioiQuyHoach_A": ("boundary", 1, 20000.0),
    }
    assert row.by_function == {"qpk.nhom-nha-o": 10000.0, "qpk.duong-giao-thong": 10000.0}
    kept = world.lake.open_version(next(one.name for one in row.layers if one.role == "zones"))
    assert sorted(kept.frame()["function"]) == ["qpk.duong-giao-thong", "qpk.nhom-nha-o"]
    assert kept.manifest.sources[0].sha256 == submission.sha256
    submission.refresh_from_db()
    assert submission.state == SubmissionState.PUBLISHED


def test_an_overlap_is_found_where_it_lies(world: Any, w: ModuleType, tmp_path: Path) -> None:
    submission = w.sent(world, w.dossier(tmp_path, w.OVER))
    assert submission.answer["verdict"] == "errors"
    finding = SubmissionFinding.objects.get(submission=submission, code="tiling.overlap")
    assert finding.measure == pytest.approx(1000.0)
    longitude, latitude = finding.geometry["coordinates"][0][0][:2]
    assert 108.47 < longitude < 108.48
    assert 15.57 < latitude < 15.58
    assert finding.message
    assert finding.message_en


def test_a_dossier_without_crs_asks_and_is_placed_by_the_planner(
    world: Any, w: ModuleType, tmp_path: Path
) -> None:
    submission = w.sent(world, w.dossier(tmp_path, w.RIGHT, crs=None))
    zones = next(one for one in submission.answer["layers"] if one["name"] == "ChucNangSuDungDat_A")
    assert zones["crs"] == ""
    given = Publication(date(2026, 7, 1), despite_errors="thử")
    with pytest.raises(InputError, match="chưa rõ hệ tọa độ của các lớp: ChucNangSuDungDat_A"):
        hand_in(world.planner, submission.pk, submission.version, given)
    assert not Job.objects.filter(kind="plans.publish").exists()
    again = check_again(world.planner, submission.pk, submission.version, {"crs": "EPSG:5899"})
    assert perform(str(again.pk))
    submission.refresh_from_db()
    assert {one["crs"] for one in submission.answer["layers"]} == {"EPSG:5899"}


def test_a_file_that_is_no_dossier_is_told_and_kept(world: Any, w: ModuleType) -> None:
    submission = w.sent(world, SimpleUploadedFile("ban-do.gpkg", b"khong phai ban do"))
    assert submission.state == SubmissionState.UNUSABLE
    assert submission.answer["faults"][0]["vi"]
    assert SubmissionFinding.objects.count() == 0
