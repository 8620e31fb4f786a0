"""Sending: in one form or in pieces; each refusal says what to do and loses nothing."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from dothi.registry.plans.models import Plan, PlanVersion, Submission, SubmissionState
from dothi.registry.plans.receiving import file_of
from dothi.registry.plans.services import PlanEntry, create_plan

NEW = {
    "plan": "new",
    "title": "Quy hoạch phân khu B",
    "level": "general",
    "scale": "2000",
    "consultant": "Viện B",
}


def test_a_whole_dossier_makes_its_plan_and_waits_for_the_check(
    as_: Any, world: Any, w: ModuleType, tmp_path: Path
) -> None:
    answer = as_("planner").post(reverse("office:dossier_send"), {**NEW, "file": w.dossier(tmp_path)})
    sent = Submission.objects.get()
    assert (answer.status_code, answer.url) == (302, reverse("office:dossier", args=[sent.pk]))
    assert (sent.state, sent.consultant, sent.plan.title) == (
        SubmissionState.CHECKING,
        "Viện B",
        "Quy hoạch phân khu B",
    )
    assert (sent.plan.level, sent.plan.scale) == ("general", 2000)
    assert as_("planner").get(answer.url).status_code == 200


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"title": ""}, "Ghi tên của đồ án mới"),
        ({"level": ""}, "Chọn cấp của đồ án mới"),
        ({"file": ""}, "Chưa chọn tệp"),
        ({"file": SimpleUploadedFile("a.gpkg", b"")}, "rỗng"),
    ],
)
def test_what_is_missing_is_said(  # noqa: PLR0917
    as_: Any, world: Any, says: Any, w: ModuleType, tmp_path: Path, change: dict[str, Any], said: str
) -> None:
    given = {**NEW, "file": w.dossier(tmp_path), **change}
    answer = as_("planner").post(reverse("office:dossier_send"), given)
    assert answer.status_code == 422
    assert said in says(answer)
    assert not Submission.objects.exists()
    assert Plan.objects.count() == 1


def test_pieces_go_on_where_they_stopped(as_: Any, world: Any) -> None:
    client = as_("planner")
    begun = client.post(
        reverse("office:dossier_begin"), {"plan": world.plan.key, "name": "a.gpkg", "size": "10"}
    )
    assert begun.status_code == 201
    state = begun.json()
    assert (state["received"], state["state"]) == (0, "receiving")

    def piece(offset: int, body: bytes) -> Any:
        return client.post(f"{state['send']}?tu={offset}", body, content_type="application/octet-stream")

    assert piece(0, b"01234").json()["received"] == 5
    assert client.get(state["send"]).json()["received"] == 5
    wrong = piece(7, b"789")
    assert (wrong.status_code, wrong.json()["received"]) == (409, 5)
    page = client.get(state["page"]).content.decode()
    assert reverse("office:dossier_resume", args=[state["id"]]) in page
    assert "«a.gpkg»" in client.get(reverse("office:dossier_resume", args=[state["id"]])).content.decode()
    assert piece(5, b"56789").json()["state"] == "checking"
    sent = Submission.objects.get()
    assert file_of(sent).read_bytes() == b"0123456789"


def test_the_form_does_not_call_optional_what_a_new_plan_needs(as_: Any, world: Any, says: Any) -> None:
    page = says(as_("planner").get(reverse("office:dossier_send")))
    assert "Tên đồ án mới (không bắt buộc)" not in page
    assert "Cấp quy hoạch (không bắt buộc)" not in page
    assert "Đơn vị tư vấn (không bắt buộc)" in page


def test_an_empty_file_is_not_told_to_be_too_large(as_: Any, world: Any) -> None:
    fields = {"plan": world.plan.key, "name": "a.gpkg"}
    said = {
        size: as_("planner")
        .post(reverse("office:dossier_begin"), {**fields, "size": size})
        .json()["errors"][""]
        for size in ("0", str(5 * 1024**3))
    }
    assert "rỗng" in said["0"][0]
    assert "4 GB" not in said["0"][0]
    assert "lớn hơn 4 GB" in said[str(5 * 1024**3)][0]


def test_a_piece_may_be_larger_than_a_form(as_: Any, world: Any) -> None:
    body = bytes(6 * 1024**2)
    fields = {"plan": world.plan.key, "name": "a.gpkg", "size": str(len(body) + 1)}
    state = as_("planner").post(reverse("office:dossier_begin"), fields).json()
    answer = as_("planner").post(f"{state['send']}?tu=0", body, content_type="application/octet-stream")
    assert (answer.status_code, answer.json()["received"]) == (200, len(body))


@pytest.mark.parametrize(
    ("given", "where"),
    [
        ({"plan": "new"}, "title"),
        ({"size": "0"}, ""),
        ({"size": "9" * 40}, ""),
        ({"size": "nhiều"}, ""),
        ({"name": ""}, ""),
    ],
)
def test_what_cannot_begin_says_why(as_: Any, world: Any, given: dict[str, str], where: str) -> None:
    fields = {"plan": world.plan.key, "name": "a.gpkg", "size": "10", **given}
    answer = as_("planner").post(reverse("office:dossier_begin"), fields)
    assert answer.status_code == 422
    assert answer.json()["errors"][where]
    assert Plan.objects.count() == 1


def test_one_consultant_does_not_see_anothers_dossier(as_: Any, world: Any, w: ModuleType) -> None:
    other = w.person("em", "consultant")
    row = Submission.objects.create(
        plan=world.plan, name="a.gpkg", size=10, received=0, state=SubmissionState.RECEIVING, owner=other
    )
    client = as_("consultant")
    for name in ("dossier", "dossier_piece", "dossier_resume", "dossier_findings"):
        assert client.get(reverse(f"office:{name}", args=[row.pk])).status_code in {403, 404}, name


def test_a_consultant_is_not_told_of_plans_that_are_others_and_unpublished(as_: Any, world: Any) -> None:
    mine = create_plan(world.consultant, PlanEntry("Quy hoạch của tôi", "general"))
    page = as_("consultant").get(reverse("office:dossier_send")).content.decode()
    assert mine.title in page
    assert world.plan.title not in page
    refused = as_("consultant").post(
        reverse("office:dossier_begin"), {"plan": world.plan.key, "name": "a.gpkg", "size": "10"}
    )
    assert refused.status_code == 422
    PlanVersion.objects.create(plan=world.plan, number=1, digest="0" * 64, published_at=timezone.now())
    assert world.plan.title in as_("consultant").get(reverse("office:dossier_send")).content.decode()
    assert world.plan.title in as_("planner").get(reverse("office:dossier_send")).content.decode()
