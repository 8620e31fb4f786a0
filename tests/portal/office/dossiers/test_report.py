"""The report of a check on the page: every finding, filters, places on the map, files, decisions."""

from __future__ import annotations

import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from dothi.registry.jobs.models import Job, JobState
from dothi.registry.plans.models import Submission, SubmissionFinding, SubmissionState
from dothi.registry.plans.services import check_again


@pytest.fixture
def overlapping(world: Any, w: ModuleType, tmp_path: Path) -> Submission:
    return w.sent(world, w.dossier(tmp_path, w.OVER), "Viện A")


def at(name: str, sent: Submission, *more: Any) -> str:
    return reverse(f"office:{name}", args=[sent.pk, *more])


def test_the_page_lists_what_was_found(as_: Any, overlapping: Submission, says: Any) -> None:
    response = as_("planner").get(at("dossier", overlapping))
    page = says(response)
    assert overlapping.answer["errors"] >= 1
    assert f"Có {overlapping.answer['errors']} lỗi cần sửa" in page
    for finding in SubmissionFinding.objects.all():
        assert finding.message in page
    assert "ChucNangSuDungDat_A" in page


def test_english_words_for_an_english_reader(as_: Any, overlapping: Submission, says: Any) -> None:
    client = as_("planner")
    client.cookies["dothi_language"] = "en"
    client.cookies["django_language"] = "en"
    page = says(client.get(at("dossier", overlapping), HTTP_ACCEPT_LANGUAGE="en"))
    assert SubmissionFinding.objects.get(code="tiling.overlap").message_en in page


def test_findings_are_narrowed_on_page_and_map_alike(as_: Any, overlapping: Submission, says: Any) -> None:
    client = as_("planner")
    query = "?quy-tac=tiling.overlap"
    overlap = SubmissionFinding.objects.get(code="tiling.overlap")
    others = SubmissionFinding.objects.exclude(pk=overlap.pk).exclude(message=overlap.message)
    page = says(client.get(at("dossier", overlapping) + query))
    assert overlap.message in page
    assert all(other.message not in page for other in others)
    drawn = client.get(at("dossier_findings", overlapping) + query).json()["features"]
    assert [one["id"] for one in drawn] == [overlap.number]
    assert drawn[0]["properties"]["code"] == "tiling.overlap"
    assert drawn[0]["geometry"] == overlap.geometry
    assert "Không có phát hiện nào khớp" in says(client.get(at("dossier", overlapping) + "?muc=info&lop=x"))


@pytest.mark.parametrize("kind", ["html", "pdf", "gpkg", "json", "drawing"])
def test_reports_are_handed_out(as_: Any, overlapping: Submission, kind: str) -> None:
    answer = as_("planner").get(at("dossier_report", overlapping, kind))
    body = b"".join(answer.streaming_content)
    starts = {
        "html": b"<!doctype html",
        "pdf": b"%PDF-",
        "gpkg": b"SQLite format 3",
        "json": b"{",
        "drawing": b"{",
    }
    assert body.lower().startswith(starts[kind].lower())
    assert "attachment" in answer["Content-Disposition"]
    if kind == "json":
        assert "tiling.overlap" in json.dumps(json.loads(body))


def test_a_report_that_is_none_is_not_found(as_: Any, overlapping: Submission) -> None:
    assert as_("planner").get(at("dossier_report", overlapping, "exe")).status_code == 404


def test_a_decision_has_it_checked_again(as_: Any, overlapping: Submission) -> None:
    given = {
        "version": overlapping.version,
        "scale": "500",
        "stage": "draft",
        "encoding": "bịa",
        "partial": "on",
    }
    answer = as_("planner").post(at("dossier_decide", overlapping), given)
    overlapping.refresh_from_db()
    assert overlapping.options == {"scale": 500, "stage": "draft", "partial": True}
    assert overlapping.state == SubmissionState.CHECKING
    assert answer.url == reverse("office:job", args=[overlapping.job])
    stale = as_("planner").post(at("dossier_decide", overlapping), {"version": "0"}, follow=True)
    assert stale.redirect_chain[-1][0] == at("dossier", overlapping)


def test_it_is_put_away_with_a_reason(as_: Any, overlapping: Submission, says: Any) -> None:
    client = as_("planner")
    assert (
        "lý do" in says(client.post(at("dossier_abandon", overlapping), {"reason": ""}, follow=True)).lower()
    )
    page = says(client.post(at("dossier_abandon", overlapping), {"reason": "gửi nhầm"}, follow=True))
    assert "gửi nhầm" in page
    overlapping.refresh_from_db()
    assert overlapping.state == SubmissionState.ABANDONED


def test_an_unreadable_file_is_told(as_: Any, world: Any, w: ModuleType, says: Any) -> None:
    sent = w.sent(world, SimpleUploadedFile("ban-do.gpkg", b"khong phai ban do"))
    page = says(as_("planner").get(at("dossier", sent)))
    assert "Không đọc được hồ sơ này" in page
    assert sent.answer["faults"][0]["vi"] in page


def test_a_layer_without_crs_is_said_to_have_none(
    as_: Any, world: Any, w: ModuleType, tmp_path: Path, says: Any
) -> None:
    sent = w.sent(world, w.dossier(tmp_path, crs=None))
    assert "Chưa rõ" in says(as_("planner").get(at("dossier", sent)))


def test_a_check_that_broke_off_offers_another(as_: Any, overlapping: Submission, says: Any) -> None:
    check_again(overlapping.owner, overlapping.pk, overlapping.version, {"scale": 500})
    overlapping.refresh_from_db()
    fault = [{"code": "jobs.failed", "vi": "Việc bị hỏng.", "en": "The job broke."}]
    Job.objects.filter(pk=overlapping.job).update(state=JobState.FAILED, result={"faults": fault})
    client = as_("planner")
    page = says(client.get(at("dossier", overlapping)))
    assert "Việc bị hỏng." in page
    assert "Kiểm tra lại" in page
    assert "Bỏ hồ sơ" in page
    client.post(at("dossier_decide", overlapping), {"version": overlapping.version, "again": "1"})
    overlapping.refresh_from_db()
    assert overlapping.options == {"scale": 500}
    assert Job.objects.get(pk=overlapping.job).state == JobState.QUEUED
