"""Plans written down, dossiers read anew as planners decide, and consultants' words remembered."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from dothi.base.errors import InputError
from dothi.intake.functions import Mapped
from dothi.registry.audit.models import AuditEntry
from dothi.registry.jobs.models import Job, JobState
from dothi.registry.plans.models import Plan, Submission, SubmissionState
from dothi.registry.plans.refusals import StaleSubmissionError
from dothi.registry.plans.services import PlanEntry, abandon, check_again, create_plan, mapping_of, remember


@pytest.fixture
def submission(world: Any) -> Submission:
    return Submission.objects.create(
        plan=world.plan, name="a.gpkg", size=1, received=1, state=SubmissionState.CHECKED, owner=world.planner
    )


def test_a_plan_gets_a_key_from_its_title(world: Any) -> None:
    assert world.plan.key == "quy-hoach-chung-do-thi-mot"
    again = create_plan(world.planner, PlanEntry("Quy hoạch chung đô thị Một", "general"))
    assert again.key.startswith("quy-hoach-chung-do-thi-mot-")


@pytest.mark.parametrize(
    ("entry", "code"),
    [
        (PlanEntry(" ", "general"), "title"),
        (PlanEntry("A", "national"), "level"),
        (PlanEntry("A", "general", 5), "scale"),
    ],
)
def test_what_is_no_plan_is_refused(world: Any, entry: PlanEntry, code: str) -> None:
    with pytest.raises(InputError) as caught:
        create_plan(world.planner, entry)
    assert [fault.code for fault in caught.value.faults] == [f"plans.{code}"]
    assert Plan.objects.count() == 1


def test_a_decision_on_reading_has_the_dossier_checked_again(world: Any, submission: Submission) -> None:
    job = check_again(world.planner, submission.pk, 1, {"crs": "EPSG:5899", "scale": 2000, "stage": ""})
    submission.refresh_from_db()
    assert submission.options == {"crs": "EPSG:5899", "scale": 2000}
    assert (submission.state, submission.version, submission.job) == (SubmissionState.CHECKING, 2, job.pk)
    assert Job.objects.get().kind == "plans.check"
    with pytest.raises(StaleSubmissionError):
        check_again(world.other, submission.pk, 1, {"scale": 500})
    with pytest.raises(InputError, match="Đang kiểm tra"):
        check_again(world.other, submission.pk, 2, {"scale": 500})


def test_an_empty_value_takes_a_decision_back(world: Any, submission: Submission) -> None:
    Submission.objects.update(options={"crs": "EPSG:5899", "scale": 2000})
    check_again(world.planner, submission.pk, 1, {"crs": ""})
    submission.refresh_from_db()
    assert submission.options == {"scale": 2000}
    with pytest.raises(InputError, match="không có lựa chọn"):
        check_again(world.planner, submission.pk, 2, {"colour": "red"})


def test_a_dossier_is_put_away_with_a_reason(world: Any, submission: Submission) -> None:
    with pytest.raises(InputError, match="lý do"):
        abandon(world.planner, submission.pk, " ")
    abandon(world.planner, submission.pk, "gửi nhầm")
    submission.refresh_from_db()
    assert (submission.state, submission.reason) == (SubmissionState.ABANDONED, "gửi nhầm")
    with pytest.raises(InputError, match="Đã bỏ"):
        check_again(world.planner, submission.pk, submission.version, {})


def test_what_a_layer_means_is_remembered_for_the_consultant(world: Any) -> None:
    remember(
        world.planner,
        "Viện Quy hoạch A",
        {"0-DAT O": Mapped("qpk.nhom-nha-o", "QHDH_", "")},
        {"CX": Mapped("qpk.cay-xanh-cong-cong", "", "")},
    )
    again = mapping_of("VIỆN  quy hoạch a")
    meant, value = again.layer("0-dat o"), again.value("cx")
    assert meant is not None
    assert value is not None
    assert (meant.function, value.function) == ("qpk.nhom-nha-o", "qpk.cay-xanh-cong-cong")
    assert mapping_of("Viện B").layer("0-DAT O") is None
    remember(world.other, "Viện Quy hoạch A", {"0-DAT O": None}, {})
    assert mapping_of("Viện Quy hoạch A").layer("0-DAT O") is None
    assert mapping_of("Viện Quy hoạch A").value("CX") is not None
    assert AuditEntry.objects.filter(action="plans.mapping").count() == 2
    with pytest.raises(InputError, match="tư vấn"):
        remember(world.planner, " ", {}, {})


def test_only_who_may_decides(world: Any, submission: Submission) -> None:
    with pytest.raises(PermissionDenied):
        check_again(world.consultant, submission.pk, 1, {})
    with pytest.raises(PermissionDenied):
        create_plan(world.stranger, PlanEntry("A", "general"))
    for who in (world.authority, world.consultant):
        with pytest.raises(PermissionDenied):
            remember(who, "A", {}, {})


def test_a_check_that_broke_off_is_done_again_or_put_away(world: Any, submission: Submission) -> None:
    job = check_again(world.planner, submission.pk, 1, {"scale": 500})
    with pytest.raises(InputError, match="Đang kiểm tra"):
        abandon(world.planner, submission.pk, "hỏng")
    Job.objects.filter(pk=job.pk).update(state=JobState.FAILED)
    check_again(world.planner, submission.pk, 2, {})
    submission.refresh_from_db()
    assert (submission.options, submission.state) == ({"scale": 500}, SubmissionState.CHECKING)
    Job.objects.filter(pk=submission.job).update(state=JobState.FAILED)
    abandon(world.planner, submission.pk, "hỏng")
    submission.refresh_from_db()
    assert submission.state == SubmissionState.ABANDONED
