"""The life of a value: rights, states, four eyes, versions, and the trail of it all."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from dothi.registry.audit.models import AuditEntry
from dothi.registry.observations import refusals, services
from dothi.registry.observations.models import Observation, State


def submitted(world: Any, **changes: Any) -> Observation:
    row = services.enter(world.planner, world.entry(**changes))
    return services.submit(world.planner, row.pk, row.version)


def approved(world: Any, **changes: Any) -> Observation:
    row = submitted(world, **changes)
    return services.approve(world.authority, row.pk, row.version)


def actions(row: Observation) -> list[str]:
    return list(
        AuditEntry.objects.filter(subject=f"observations.observation:{row.pk}").values_list(
            "action", flat=True
        )
    )


def codes(error: Any) -> list[str]:
    return [fault.code for fault in error.value.faults]


def test_a_value_goes_from_draft_to_figure(world: Any) -> None:
    before = timezone.now()
    row = services.enter(world.planner, world.entry())
    assert (row.state, row.version, row.entered_by) == (State.DRAFT, 1, world.planner)
    row = services.submit(world.planner, row.pk, 1)
    assert (row.state, row.version, row.submitted_by) == (State.SUBMITTED, 2, world.planner)
    row = services.approve(world.authority, row.pk, 2)
    assert (row.state, row.version, row.decided_by) == (State.APPROVED, 3, world.authority)
    assert row.recorded_at == row.decided_at >= before
    assert actions(row) == ["observations.enter", "observations.submit", "observations.approve"]


def test_the_period_of_a_day_ends_the_day_after(world: Any) -> None:
    row = services.enter(world.planner, world.entry())
    assert (row.starts_latest, row.ends_earliest) == (date(2026, 6, 30), date(2026, 7, 1))
    assert (row.first_day, row.last_day) == (date(2026, 6, 30), date(2026, 6, 30))


@pytest.mark.parametrize("name", ["authority", "supervisor", "administrator", "consultant"])
def test_who_may_not_enter_is_refused_and_nothing_is_written(world: Any, name: str) -> None:
    with pytest.raises(PermissionDenied):
        services.enter(getattr(world, name), world.entry())
    assert not Observation.objects.exists()
    assert not AuditEntry.objects.filter(action="observations.enter").exists()


def test_an_officer_enters_for_the_own_unit_only(world: Any, w: Any) -> None:
    assert services.enter(world.officer, world.entry()).place_key == w.TAM_KY
    with pytest.raises(PermissionDenied):
        services.enter(world.officer, world.entry(place_key=w.HUONG_TRA))


def test_an_officer_cannot_move_a_value_out_of_the_own_unit(world: Any, w: Any) -> None:
    row = services.enter(world.officer, world.entry())
    with pytest.raises(PermissionDenied):
        services.edit(world.officer, row.pk, row.version, world.entry(place_key=w.HUONG_TRA))


@pytest.mark.parametrize("name", ["officer", "planner", "supervisor", "administrator"])
def test_who_may_not_approve_is_refused(world: Any, name: str) -> None:
    row = submitted(world)
    with pytest.raises(PermissionDenied):
        services.approve(getattr(world, name), row.pk, row.version)
    with pytest.raises(PermissionDenied):
        services.send_back(getattr(world, name), row.pk, row.version, "sai")
    assert Observation.objects.get(pk=row.pk).state == State.SUBMITTED


@pytest.mark.parametrize("part", ["entered", "edited", "submitted"])
def test_four_eyes_whoever_had_a_hand_in_it_does_not_approve(world: Any, part: str) -> None:
    who = {
        name: world.secretary if name == part else world.planner
        for name in ("entered", "edited", "submitted")
    }
    row = services.enter(who["entered"], world.entry())
    row = services.edit(who["edited"], row.pk, row.version, world.entry(value=Decimal("7.6")))
    row = services.submit(who["submitted"], row.pk, row.version)
    with pytest.raises(refusals.StepError) as error:
        services.approve(world.secretary, row.pk, row.version)
    assert codes(error) == ["observations.four_eyes"]
    assert services.approve(world.authority, row.pk, row.version).state == State.APPROVED


def test_a_value_returns_with_its_reason_and_can_be_handed_in_again(world: Any) -> None:
    row = submitted(world)
    row = services.send_back(world.authority, row.pk, row.version, "  Sai trang của niên giám ")
    assert (row.state, row.reason) == (State.RETURNED, "Sai trang của niên giám")
    row = services.edit(world.planner, row.pk, row.version, world.entry(source_place="bảng 13"))
    assert row.state == State.RETURNED
    row = services.submit(world.planner, row.pk, row.version)
    assert (row.state, row.reason) == (State.SUBMITTED, "")
    reason = AuditEntry.objects.get(action="observations.return").details["reason"]
    assert reason == "Sai trang của niên giám"


def test_a_return_without_a_reason_is_refused(world: Any) -> None:
    row = submitted(world)
    with pytest.raises(refusals.StepError) as error:
        services.send_back(world.authority, row.pk, row.version, " \n ")
    assert codes(error) == ["observations.no_reason"]


STEPS = {
    "edit": lambda world, row: services.edit(world.planner, row.pk, row.version, world.entry()),
    "submit": lambda world, row: services.submit(world.planner, row.pk, row.version),
    "return": lambda world, row: services.send_back(world.authority, row.pk, row.version, "sai"),
    "approve": lambda world, row: services.approve(world.authority, row.pk, row.version),
    "discard": lambda world, row: services.discard(world.planner, row.pk, row.version),
    "correct": lambda world, row: services.correct(world.planner, row.pk, world.entry()),
}
ALLOWED = {
    "draft": {"edit", "submit", "discard"},
    "submitted": {"return", "approve"},
    "returned": {"edit", "submit", "discard"},
    "approved": {"correct"},
    "discarded": set(),
    "replaced": set(),
}


def in_state(world: Any, state: str) -> Observation:
    if state in {"draft", "discarded"}:
        row = services.enter(world.planner, world.entry())
        if state == "discarded":
            services.discard(world.planner, row.pk, row.version)
    elif state == "submitted":
        row = submitted(world)
    elif state == "returned":
        row = submitted(world)
        row = services.send_back(world.authority, row.pk, row.version, "sai")
    else:
        row = approved(world)
        if state == "replaced":
            draft = services.correct(world.planner, row.pk, world.entry(value=Decimal("7.9")))
            draft = services.submit(world.planner, draft.pk, draft.version)
            services.approve(world.authority, draft.pk, draft.version)
    return Observation.objects.get(pk=row.pk)


@pytest.mark.parametrize("state", ALLOWED)
@pytest.mark.parametrize("step", STEPS)
def test_only_the_allowed_steps_are_taken(world: Any, state: str, step: str) -> None:
    row = in_state(world, state)
    entries = AuditEntry.objects.count()
    if step in ALLOWED[state]:
        STEPS[step](world, row)
        assert AuditEntry.objects.count() == entries + 1
        return
    with pytest.raises(refusals.StepError) as error:
        STEPS[step](world, row)
    assert codes(error) == ["observations.wrong_state"]
    assert AuditEntry.objects.count() == entries
    assert Observation.objects.get(pk=row.pk).version == row.version


def test_the_second_of_two_editors_loses_nothing(world: Any) -> None:
    row = services.enter(world.planner, world.entry())
    services.edit(world.second_planner, row.pk, row.version, world.entry(value=Decimal("8.1")))
    mine = world.entry(value=Decimal("9.2"))
    with pytest.raises(refusals.StaleEditError) as error:
        services.edit(world.planner, row.pk, row.version, mine)
    assert error.value.current.value == Decimal("8.1")
    assert error.value.yours == mine
    assert "Lê Thị Cúc" in str(error.value)
    assert Observation.objects.get(pk=row.pk).value == Decimal("8.1")


def test_a_change_between_reading_and_writing_is_noticed(world: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The check at the start may be passed by two at once; the conditional write lets one through."""
    row = services.enter(world.planner, world.entry())
    genuine = services._refuse

    def slow(findings: Any) -> None:
        Observation.objects.filter(pk=row.pk).update(version=7)
        genuine(findings)

    monkeypatch.setattr(services, "_refuse", slow)
    with pytest.raises(refusals.StaleEditError):
        services.edit(world.planner, row.pk, row.version, world.entry(value=Decimal("9.2")))
    assert AuditEntry.objects.filter(action="observations.edit").count() == 0


def test_a_value_approved_meanwhile_cannot_be_approved_from_an_old_page(world: Any) -> None:
    row = submitted(world)
    with pytest.raises(refusals.StaleEditError):
        services.approve(world.authority, row.pk, row.version - 1)


def test_a_draft_may_lack_its_source_and_a_submitted_value_may_not(world: Any) -> None:
    row = services.enter(world.planner, world.entry(source_id=None))
    with pytest.raises(refusals.RefusedEntryError) as error:
        services.submit(world.planner, row.pk, row.version)
    assert codes(error) == ["value.no_source"]
    with pytest.raises(IntegrityError), transaction.atomic():
        Observation.objects.filter(pk=row.pk).update(state=State.SUBMITTED)


def test_illustrative_values_are_never_approved(world: Any) -> None:
    row = submitted(world, illustrative=True)
    with pytest.raises(refusals.StepError) as error:
        services.approve(world.authority, row.pk, row.version)
    assert codes(error) == ["observations.illustrative"]


def test_a_value_from_an_illustrative_source_is_illustrative(world: Any) -> None:
    assert services.enter(world.planner, world.entry(source_id=world.drawn.pk)).illustrative


def test_a_correction_withdraws_the_old_row_at_the_moment_of_its_approval(world: Any) -> None:
    old = approved(world)
    draft = services.correct(world.planner, old.pk, world.entry(value=Decimal("7.9")))
    assert Observation.objects.get(pk=old.pk).withdrawn_at is None
    draft = services.submit(world.planner, draft.pk, draft.version)
    new = services.approve(world.authority, draft.pk, draft.version)
    old.refresh_from_db()
    assert old.withdrawn_at == new.recorded_at
    assert (old.state, old.value) == (State.APPROVED, Decimal("7.5"))
    assert "observations.withdraw" in actions(old)


def test_what_was_known_before_the_correction_can_still_be_read(world: Any) -> None:
    old = approved(world)
    earlier = timezone.now() - timezone.timedelta(days=3)
    Observation.objects.filter(pk=old.pk).update(recorded_at=earlier)
    draft = services.correct(world.planner, old.pk, world.entry(value=Decimal("7.9")))
    draft = services.submit(world.planner, draft.pk, draft.version)
    services.approve(world.authority, draft.pk, draft.version)
    figures = Observation.objects.filter(state=State.APPROVED)
    yesterday = timezone.localdate() - timezone.timedelta(days=1)
    assert [row.value for row in figures.as_known_on(yesterday)] == [Decimal("7.5")]
    assert [row.value for row in figures.as_known_on()] == [Decimal("7.9")]


def test_two_corrections_do_not_run_beside_each_other(world: Any) -> None:
    old = approved(world)
    services.correct(world.planner, old.pk, world.entry(value=Decimal("7.9")))
    with pytest.raises(refusals.StepError) as error:
        services.correct(world.second_planner, old.pk, world.entry(value=Decimal("8.0")))
    assert codes(error) == ["observations.open_correction"]


def test_the_same_figure_is_not_approved_twice(world: Any) -> None:
    approved(world)
    again = submitted(world, value=Decimal("7.7"))
    with pytest.raises(refusals.StepError) as error:
        services.approve(world.authority, again.pk, again.version)
    assert codes(error) == ["observations.already_approved"]


def test_the_database_refuses_a_second_figure_as_well(world: Any) -> None:
    approved(world)
    again = submitted(world, value=Decimal("7.7"))
    with pytest.raises(IntegrityError), transaction.atomic():
        Observation.objects.filter(pk=again.pk).update(state=State.APPROVED)


def test_another_source_may_tell_another_value(world: Any) -> None:
    approved(world)
    other = type(world.source).objects.create(key="cong-an", title="Sổ hộ khẩu")
    assert approved(world, source_id=other.pk, value=Decimal("7.1")).state == State.APPROVED


def test_a_discarded_draft_stays_readable(world: Any) -> None:
    row = services.enter(world.planner, world.entry())
    services.discard(world.planner, row.pk, row.version)
    row.refresh_from_db()
    assert row.withdrawn_at is not None
    assert actions(row) == ["observations.enter", "observations.discard"]


def test_an_edit_tells_what_was_and_what_is(world: Any) -> None:
    row = services.enter(world.planner, world.entry())
    services.edit(world.planner, row.pk, row.version, world.entry(value=Decimal("8.2"), note="Đã đối chiếu"))
    details = AuditEntry.objects.get(action="observations.edit").details
    assert details["before"] == {"value": "7.500000", "note": ""}
    assert details["after"] == {"value": "8.2", "note": "Đã đối chiếu"}


def test_a_failure_of_the_trail_undoes_the_step(world: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    row = services.enter(world.planner, world.entry())

    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("no trail")

    monkeypatch.setattr(services, "record", broken)
    with pytest.raises(RuntimeError):
        services.submit(world.planner, row.pk, row.version)
    assert Observation.objects.get(pk=row.pk).state == State.DRAFT
