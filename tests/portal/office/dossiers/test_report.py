"""The report of a check on the page: every finding, filters, places on the map, files, decisions."""

from __future__ import annotations

import json
import re
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from dothi.places.pack import read_pack
from dothi.registry.jobs.models import Job, JobState
from dothi.registry.jobs.work import perform
from dothi.registry.plans import placing
from dothi.registry.plans.models import Submission, SubmissionFinding, SubmissionState
from dothi.registry.plans.services import check_again

PACK = Path(__file__).resolve().parents[4] / "src" / "dothi" / "provinces" / "quang-nam"


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
    assert answer.url == at("dossier", overlapping)
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


@pytest.fixture
def nowhere(world: Any, w: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Submission:
    """A dossier of Quảng Nam whose file names no CRS."""
    monkeypatch.setattr(placing, "province_pack", lambda: read_pack(PACK))
    return w.sent(world, w.dossier(tmp_path, crs=None))


def test_coordinates_of_no_crs_are_asked_about_with_a_picture(
    as_: Any, nowhere: Submission, says: Any
) -> None:
    response = as_("planner").get(at("dossier", nowhere))
    page, markup = says(response), response.content.decode()
    assert "Chưa biết hồ sơ nằm ở đâu" in page
    assert "Không phát hiện lỗi" not in page
    assert markup.count("<figure") == 1, "both layers lie in the same numbers: one question"
    assert "ChucNangSuDungDat_A, RanhGioiQuyHoach_A" in page
    figure = markup[markup.index("<figure") : markup.index("</figure>")]
    picture = figure[figure.index("<svg") : figure.index("</svg>")]
    offered = re.findall(r'name="place" value="([^"]+)"', figure)
    assert offered[0] == "5899", "drawn in the province's own zone"
    assert "9216" in offered, "the neighbouring meridian cannot be told apart by the numbers"
    for title in ("VN-2000, 107°45′", "VN-2000, 107°30′"):
        assert title in picture
    assert reverse("office:dossier_publish", args=[nowhere.pk]) not in markup


def test_the_question_in_english(as_: Any, nowhere: Submission, says: Any) -> None:
    client = as_("planner")
    client.cookies["django_language"] = "en"
    page = says(client.get(at("dossier", nowhere)))
    assert "zone of 3°" in page
    assert "múi 3°" not in page


def test_who_may_only_read_is_asked_nothing(as_: Any, nowhere: Submission) -> None:
    page = as_("authority").get(at("dossier", nowhere)).content.decode()
    assert "<svg" in page
    assert 'name="place"' not in page


def test_the_chosen_reading_places_every_layer_and_leaves_other_choices(
    as_: Any, nowhere: Submission, says: Any
) -> None:
    Submission.objects.filter(pk=nowhere.pk).update(options={"scale": 500})
    client = as_("planner")
    client.post(at("dossier_decide", nowhere), {"version": nowhere.version, "place": "5899"})
    nowhere.refresh_from_db()
    assert nowhere.options == {"scale": 500, "crs": "5899"}
    assert perform(str(nowhere.job))
    nowhere.refresh_from_db()
    assert nowhere.unplaced == []
    assert [layer["crs"] for layer in nowhere.answer["layers"]] == ["EPSG:5899", "EPSG:5899"]
    page = says(client.get(at("dossier", nowhere)))
    assert "Chưa biết hồ sơ nằm ở đâu" not in page
    assert "Không phát hiện lỗi" in page


def test_lists_do_not_call_it_clean(as_: Any, nowhere: Submission, says: Any) -> None:
    for name in ("office:dossiers", "office:desk"):
        page = says(as_("planner").get(reverse(name)))
        assert "Chưa rõ hệ tọa độ" in page
        assert "Không phát hiện lỗi" not in page


@pytest.mark.parametrize("given", ["bịa", "5899/xx", "999999"])
def test_a_crs_that_is_none_is_refused_and_the_report_stays(
    as_: Any, overlapping: Submission, says: Any, given: str
) -> None:
    posted = {"version": overlapping.version, "crs": given}
    page = says(as_("planner").post(at("dossier_decide", overlapping), posted, follow=True))
    assert f"«{given}» không phải là mã hệ tọa độ" in page
    overlapping.refresh_from_db()
    assert (overlapping.state, overlapping.options) == (SubmissionState.CHECKED, {})


def test_a_reading_that_failed_can_be_taken_back(as_: Any, overlapping: Submission, says: Any) -> None:
    Submission.objects.filter(pk=overlapping.pk).update(
        state=SubmissionState.UNUSABLE,
        options={"boundary": "Lop_A"},
        answer={"verdict": "unusable", "faults": [{"vi": "không có lớp «Lop_A»", "en": "no layer"}]},
    )
    client = as_("planner")
    page = says(client.get(at("dossier", overlapping)))
    assert "không có lớp «Lop_A»" in page
    assert "Cách đọc hồ sơ" in page
    client.post(at("dossier_decide", overlapping), {"version": overlapping.version, "boundary": ""})
    overlapping.refresh_from_db()
    assert (overlapping.state, overlapping.options) == (SubmissionState.CHECKING, {})


def test_a_finding_is_told_in_words(as_: Any, overlapping: Submission, says: Any) -> None:
    overlap = SubmissionFinding.objects.get(code="tiling.overlap")
    query = "?quy-tac=tiling.overlap"
    client = as_("planner")
    page = says(client.get(at("dossier", overlapping) + query))
    assert "Lỗi Các ô chồng nhau" in page
    assert f"{overlap.message}. {overlap.remedy}." in page
    client.cookies["django_language"] = "en"
    assert "Error Zones overlap" in says(client.get(at("dossier", overlapping) + query))


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
