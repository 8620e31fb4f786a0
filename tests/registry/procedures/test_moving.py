"""A plan's whole way, and everything that must stop it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from types import ModuleType
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from dothi.base.errors import InputError
from dothi.base.time import Truth
from dothi.registry.audit.models import AuditEntry
from dothi.registry.consultation.opening import ConsultationEntry, open_consultation
from dothi.registry.consultation.queries import Standing
from dothi.registry.lawbook import current_law
from dothi.registry.plans.models import PlanPeriod, Submission
from dothi.registry.plans.publishing import Publication, record_version
from dothi.registry.plans.withdrawing import withdraw_version
from dothi.registry.procedures import hearing
from dothi.registry.procedures.clocks import clocks, next_clock
from dothi.registry.procedures.descent import descent
from dothi.registry.procedures.descent import in_force as version_in_force
from dothi.registry.procedures.models import Case, DirectStageError
from dothi.registry.procedures.moving import Step, take_step
from dothi.registry.procedures.publication import publish_case
from dothi.registry.procedures.refusals import StaleCaseError
from dothi.registry.procedures.services import CaseEntry, open_case

IN_FORCE = date(2026, 8, 1)


def checked(case: Case) -> Submission:
    return Submission.objects.create(
        plan=case.plan,
        name="a.gpkg",
        size=1,
        received=1,
        state="checked",
        answer={"verdict": "clean", "errors": 0},
    )


def published(world: Any, w: ModuleType, case: Case, start: date = IN_FORCE, on: str = "20/7/2026") -> Case:
    """Handed in, and the job's commit done as the job does it."""
    w.write(world.authority, case, {"published-on": on, "published-where": "Trụ sở, cổng thông tin"})
    sent, seen = checked(case), Case.objects.get(pk=case.pk).version
    publish_case(world.authority, case.key, seen, sent.pk, start=start)
    with transaction.atomic():
        facts = Case.objects.get(pk=case.pk).facts
        given = Publication(start, facts["decision-number"], date.fromisoformat(facts["decision-date"]))
        record_version(world.authority, Submission.objects.get(pk=sent.pk), given, [])
    return Case.objects.get(pk=case.pk)


def test_a_plan_from_its_opening_into_force(world: Any, w: ModuleType, heard: Callable[[Any], None]) -> None:
    case = w.opened(world)
    w.to_task_approved(world, case)
    w.to_consulted(world, case)
    case = w.to_approved(world, case)
    # 15 days from the decision of 15/7/2026.
    assert {one.what: one.due.latest for one in clocks(case, date(2026, 7, 16))}["publish"] == date(
        2026, 7, 30
    )
    assert PlanPeriod.objects.count() == 0
    case = published(world, w, case)
    assert (case.stage, case.plan_version.number, case.stage_since) == ("published", 1, date(2026, 7, 20))
    with pytest.raises(InputError, match="Ngày có hiệu lực là 1/8/2026"):
        w.step(world.authority, case, "enter-force", date(2026, 7, 31))
    case = w.step(world.authority, case, "enter-force", IN_FORCE)
    assert case.stage == "in-force"
    # Five years from the decision.
    assert {one.what: one.due.latest for one in clocks(case, IN_FORCE)}["review"] == date(2031, 7, 15)
    events = {event.step: (event.due, event.late) for event in case.events.all()}
    assert events["appraise-task"] == (date(2026, 4, 16), False)
    # 30 days from 26/6: 26/7, and appraised on 12/7.
    assert events["appraise"] == (date(2026, 7, 26), False)
    # The months of Decree 178 may have been amended: nobody is late by them.
    assert events["prepare-task"] == (None, None)
    told = AuditEntry.objects.filter(subject=f"procedures.case:{case.pk}").values_list("action", flat=True)
    assert {"procedures.open", "procedures.approve", "procedures.publish", "procedures.enter-force"} <= set(
        told
    )


def test_a_version_taken_back_waits_for_publication_again(
    world: Any, w: ModuleType, heard: Callable[[Any], None]
) -> None:
    case = w.opened(world)
    w.to_task_approved(world, case)
    w.to_consulted(world, case)
    case = published(world, w, w.to_approved(world, case))
    row = PlanPeriod.objects.as_known_on().get(version=case.plan_version)
    withdraw_version(world.authority, "qhc-mot", 1, row.pk, "Công bố nhầm tệp")
    case.refresh_from_db()
    assert (case.stage, case.plan_version, case.submission) == ("approved", None, None)
    today = timezone.localdate()
    with pytest.raises(InputError, match="Ngày công bố trước"):
        published(world, w, case)
    case = published(world, w, case, on=f"{today:%d/%m/%Y}")
    assert (case.stage, case.plan_version.number) == ("published", 2)


def test_an_amendment_keeps_the_line_and_an_annulment_ends_it(
    world: Any, w: ModuleType, heard: Callable[[Any], None]
) -> None:
    first = w.opened(world)
    w.to_task_approved(world, first)
    w.to_consulted(world, first)
    first = published(world, w, w.to_approved(world, first))
    w.step(world.authority, first, "enter-force", IN_FORCE)
    partial = w.opened(world, variant="partial", amends=first.key, title="Điều chỉnh cục bộ Một")
    assert partial.plan_id == first.plan_id
    w.to_consulted(world, partial, "prepare-amendment")
    later = date(2026, 9, 1)
    partial = published(world, w, w.to_approved(world, partial), later)
    partial = w.step(world.authority, partial, "enter-force", later)
    first.refresh_from_db()
    assert (first.stage, first.stage_since) == ("amended", later)
    assert first.events.last().note == "Điều chỉnh cục bộ Một"

    def in_force(day: date) -> list[int]:
        rows = PlanPeriod.objects.as_known_on().certainly_on(day)
        return list(rows.values_list("version__number", flat=True))

    assert (in_force(IN_FORCE), in_force(later - timedelta(days=1)), in_force(later)) == ([1], [1], [2])
    told = descent("qhc-mot", later)
    assert [(one.version.number, one.case) for one in told] == [(2, partial), (1, first)]
    assert [one.case for one in version_in_force("qhc-mot", IN_FORCE)] == [first]
    assert version_in_force("qhc-mot", IN_FORCE - timedelta(days=1)) == []
    w.write(world.authority, partial, {"closing-reason": "Không còn phù hợp"})
    partial = w.step(world.authority, partial, "annul", date(2026, 10, 1))
    assert partial.stage == "annulled"
    assert (in_force(date(2026, 9, 30)), in_force(date(2026, 10, 1))) == ([2], [])


def test_the_approval_needs_every_opinion_and_the_decision(
    world: Any, w: ModuleType, heard: Callable[[Any], None]
) -> None:
    case = w.opened(world, area="town-ministry-opinion")
    w.to_task_approved(world, case)
    w.to_consulted(world, case)
    w.council(world, case)
    row = case.council.last()
    row.stance = ""
    row.save()
    w.write(world.planner, case, w.APPRAISED)
    with pytest.raises(InputError) as refused:
        w.step(world.planner, case, "appraise", date(2026, 7, 12))
    assert [(fault.code, fault.where) for fault in refused.value.faults] == [
        ("procedures.missing", "ministry-opinion"),
        ("procedures.missing", "minutes"),
        ("procedures.no-opinion", "council"),
    ]
    assert "Minh" in refused.value.faults[2].vi
    assert Case.objects.get(pk=case.pk).stage == "consulted"
    with pytest.raises(InputError) as refused:
        w.step(world.authority, case, "approve", date(2026, 7, 12))
    assert refused.value.code == "procedures.wrong-stage"


@pytest.mark.parametrize(
    ("how", "code"),
    [
        (Standing(), "not-consulted"),
        (Standing(date(2026, 6, 1), None, 25), "consultation-open"),
        (Standing(date(2026, 6, 1), date(2026, 6, 27), 26, None, 0, 0), "consultation-open"),
        (Standing(date(2026, 6, 1), date(2026, 6, 20), 19, None, 2, 0), "consultation-short"),
        (Standing(date(2026, 6, 1), date(2026, 6, 21), 20, None, 2, 1), "unanswered"),
        (Standing(date(2026, 6, 1), date(2026, 6, 21), 20, None, 2, 0), ""),
        (Standing(date(2026, 6, 1), date(2026, 6, 25), 24, None, 0, 0), ""),
        # The last day itself is still one on which people may speak.
        (Standing(date(2026, 6, 1), date(2026, 6, 26), 25, None, 0, 0), "consultation-open"),
        # Before July 2025 nobody knows how long it had to be.
        (Standing(date(2025, 6, 1), date(2025, 6, 3), 2, None, 0, 0), ""),
    ],
)
def test_the_community_is_heard_long_enough_and_answered(
    how: Any, code: str, heard: Callable[[Any], None]
) -> None:
    heard(how)
    case = Case(kind="plan", level="general", area="town", facts={})
    faults = hearing.stands_against(case, date(2026, 6, 26))
    assert [fault.code for fault in faults] == ([f"procedures.{code}"] if code else [])
    if code == "consultation-short":
        assert "mới 19 ngày, cần ít nhất 20 ngày (Luật 47/2024/QH15, Điều 37 khoản 7" in faults[0].vi
        case.facts = {"early-close": "Biên bản ngày 20/6/2026: 100 % hộ đã có ý kiến"}
        assert hearing.stands_against(case, date(2026, 6, 26)) == []


def test_a_consultation_on_record_lets_the_case_go_on(world: Any, w: ModuleType) -> None:
    case = w.opened(world)
    w.to_task_approved(world, case)
    with pytest.raises(InputError, match="Chưa có đợt lấy ý kiến"):
        w.to_consulted(world, case)
    held = {"subject_kind": "case", "subject_key": case.key, "title": "Góp ý", "about": "Quy hoạch chung Một"}
    days = {"opens_on": date(2026, 6, 1), "closes_on": date(2026, 6, 26), "answer_by": date(2026, 7, 1)}
    open_consultation(None, ConsultationEntry(**held, **days))
    with pytest.raises(InputError, match="chưa kết thúc"):
        w.step(world.planner, case, "close-consultation", date(2026, 6, 26))
    assert w.step(world.planner, case, "close-consultation", date(2026, 6, 27)).stage == "consulted"


def test_both_tables_that_tell_how_long_a_community_is_heard_agree() -> None:
    law, day = current_law(), date(2026, 3, 2)
    (limit,) = [row for row in law.procedure_limits.history("plan.consultation") if row.most]
    period = law.consultation_periods.at("plan.community", day).row
    assert (limit.least, limit.most, limit.unit) == (period.days_least, period.days_most, "days")


def test_what_cannot_be_is_refused_and_changes_nothing(world: Any, w: ModuleType) -> None:
    case = w.opened(world)
    w.put(world.planner, case, "task-document")

    def refused(step: str, on: date, seen: int = case.version, user: Any = world.planner) -> str:
        with pytest.raises((InputError, PermissionDenied)) as told:
            take_step(user, case.key, seen, Step(step, on))
        return told.value.code if isinstance(told.value, InputError) else "denied"

    day = date(2026, 4, 1)
    assert refused("prepare-task", w.OPENED - w.days(1)) == "procedures.backwards"
    assert refused("prepare-task", date(2099, 1, 1)) == "procedures.future"
    assert refused("supersede", day) == "procedures.no-step"
    assert refused("no-such", day) == "procedures.no-step"
    assert refused("prepare-task", day, case.version + 1) == "procedures.stale"
    # Not at that stage: nobody's duty, so nobody's step.
    assert refused("appraise", day) == "denied"
    assert refused("prepare-task", day, user=world.authority) == "denied"
    assert Case.objects.get(pk=case.pk).stage == "opened"
    w.step(world.planner, case, "prepare-task", day)
    with pytest.raises(StaleCaseError):
        take_step(world.planner, case.key, case.version, Step("appraise-task", day))


def test_a_stage_is_written_by_the_machine_only(world: Any, w: ModuleType) -> None:
    case = w.opened(world)
    case.stage = "approved"
    with pytest.raises(DirectStageError):
        case.save()
    with pytest.raises(DirectStageError):
        Case.objects.filter(pk=case.pk).update(stage="approved")
    assert Case.objects.get(pk=case.pk).stage == "opened"


def test_a_case_of_the_older_law_has_no_known_deadline(world: Any, w: ModuleType) -> None:
    case = w.opened(world, opened_on=date(2024, 5, 6))
    assert next_clock(case, date(2026, 3, 2)) is None
    (task,) = [one for one in clocks(case, date(2026, 3, 2)) if one.what == "prepare-task"]
    assert (task.late, task.days) == (Truth.UNKNOWN, None)
    assert "chưa tra được" in task.due.why[0]


@pytest.mark.parametrize(
    ("given", "where"),
    [
        ({"title": " "}, "title"),
        ({"variant": "sideways"}, "variant"),
        ({"variant": "partial"}, "amends"),
        ({"variant": "partial", "amends": "hs-0"}, "amends"),
        ({"plan": "no-such", "level": "general"}, "plan"),
        ({"plan": ""}, "level"),
        ({"area": "moon"}, "area"),
        ({"place_key": "no-such"}, "place_key"),
        ({"opened_on": date(2099, 1, 1)}, "opened_on"),
    ],
)
def test_a_case_that_cannot_be_is_not_opened(
    world: Any, w: ModuleType, given: dict[str, Any], where: str
) -> None:
    entry = {"kind": "plan", "title": "Một", "opened_on": w.OPENED, "plan": "qhc-mot"} | given
    with pytest.raises(InputError) as refused:
        open_case(world.planner, CaseEntry(**entry))
    assert where in {fault.where for fault in refused.value.faults}
    assert not Case.objects.exists()
