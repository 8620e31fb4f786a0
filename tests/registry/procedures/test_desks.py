"""Desks, what is late with whom, the calendar, and mails that are sent once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from types import ModuleType
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone
from icalendar import Calendar

from dothi.base.errors import InputError
from dothi.registry.places.models import TownClass
from dothi.registry.procedures.desks import desk_of, late_ones, live, searched, seen_by
from dothi.registry.procedures.feeds import calendar_of, end_feed, make_feed, person_of
from dothi.registry.procedures.illustrating import create_illustrative
from dothi.registry.procedures.models import Case
from dothi.registry.procedures.moving import Step, take_step
from dothi.registry.procedures.opinions import add_consultant
from dothi.registry.procedures.reminding import remind
from dothi.registry.procedures.services import DutyEntry, name_duty

AFTER = date(2026, 5, 20)


@pytest.fixture
def appraised_late(world: Any, w: ModuleType) -> Case:
    """Submitted on 1/4/2026, appraised on 20/4 under Head A: four days after 16/4."""
    case = w.opened(world)
    w.put(world.planner, case, "task-document")
    w.step(world.planner, case, "prepare-task", date(2026, 4, 1))
    seen = Case.objects.get(pk=case.pk).version
    return take_step(
        world.planner, case.key, seen, Step("appraise-task", date(2026, 4, 20), head="Bà Trưởng phòng")
    )


def waiting(world: Any, w: ModuleType) -> Case:
    """Submitted on 1/4/2026 and lying with the appraising body, due 16/4."""
    case = w.opened(world, title="Quy hoạch chi tiết Hòa Hải", plan="", level="detailed", place_key="2c-1")
    w.put(world.planner, case, "task-document")
    return w.step(world.planner, case, "prepare-task", date(2026, 4, 1))


def test_a_case_lies_on_the_desk_of_whose_step_is_next(world: Any, w: ModuleType) -> None:
    case = waiting(world, w)
    (mine,) = desk_of(world.planner, date(2026, 4, 10))
    assert (mine.case, mine.clock.what, mine.clock.days) == (case, "appraise-task", 6)
    assert [desk_of(user, AFTER) for user in (world.authority, world.officer, world.foreign)] == [[], [], []]
    name_duty(world.planner, case.key, DutyEntry("appraise", "QĐ 7", date(2026, 4, 2), unit_key="2c-2"))
    assert desk_of(world.planner, AFTER) == []
    # An officer appraises by delegation only.
    assert desk_of(world.foreign, AFTER) == []


def test_who_sees_which_case(world: Any, w: ModuleType) -> None:
    town, ward = w.opened(world), waiting(world, w)
    add_consultant(world.planner, town.key, "khanh")

    def seen(user: Any) -> set[str]:
        return set(seen_by(user).values_list("key", flat=True))

    assert seen(world.planner) == seen(world.supervisor) == {town.key, ward.key}
    assert seen(world.officer) == {ward.key}
    assert seen(world.foreign) == seen(world.resident) == seen(world.rival) == set()
    assert seen(world.consultant) == {town.key}
    rows = seen_by(world.planner)
    assert list(searched(rows, "hoa hai", "", "", "")) == [ward]
    assert list(searched(rows, "", "plan", "opened", "")) == [town]
    w.write(world.planner, town, {"consultant": "Viện Quy hoạch Điện Bàn"})
    assert (
        list(searched(rows, "dien ban", "", "", "")) == list(searched(rows, town.key, "", "", "")) == [town]
    )
    assert list(searched(rows, "", "", "", "2c-1")) == [ward]


def test_late_by_body_and_by_head(world: Any, w: ModuleType, appraised_late: Case) -> None:
    other = waiting(world, w)
    (late,) = late_ones(live(seen_by(world.supervisor)), AFTER)
    agency = "Cơ quan quản lý quy hoạch đô thị và nông thôn cấp tỉnh"
    assert (late.body, late.head) == (agency, "Bà Trưởng phòng")
    assert [(case, clock.what) for case, clock in late.open] == [(other, "appraise-task")]
    assert [(event.case, event.due) for event in late.events] == [(appraised_late, date(2026, 4, 16))]
    assert late_ones(live(seen_by(world.foreign)), AFTER) == []


def test_a_calendar_under_a_private_address(world: Any, w: ModuleType) -> None:
    case = waiting(world, w)
    first = make_feed(world.planner)
    token = make_feed(world.planner)
    assert (person_of(first), person_of(token), person_of("x" * 300)) == (None, world.planner, None)
    content = calendar_of(
        world.planner,
        date(2026, 4, 10),
        datetime(2026, 4, 10, tzinfo=UTC),
        lambda case: f"https://x/{case.key}/",
        "vi",
    )
    (event,) = Calendar.from_ical(content).walk("VEVENT")
    assert event["dtstart"].dt == date(2026, 4, 16)
    assert str(event["summary"]) == "Thẩm định nhiệm vụ: Quy hoạch chi tiết Hòa Hải"
    assert str(event["url"]).endswith(case.key + "/")
    assert b"\r\n" in content
    world.planner.is_active = False
    world.planner.save()
    assert person_of(token) is None
    world.planner.is_active = True
    world.planner.save()
    end_feed(world.planner)
    assert person_of(token) is None


def test_mails_tell_each_thing_once(world: Any, w: ModuleType) -> None:
    waiting(world, w)
    address = "https://dothi.example"
    sent = [remind(date(2026, 4, day), address).lines for day in (1, 9, 10, 15, 16, 17, 18)]
    # A week before, a day before, on the day, and late; two planners at that agency.
    assert sent == [0, 2, 0, 2, 2, 2, 0]
    assert {to for one in mail.outbox for to in one.to} == {"an@example.org", "binh@example.org"}
    assert "Thẩm định nhiệm vụ / Appraise the task: 16/4/2026" in mail.outbox[0].body


def test_a_class_is_written_by_its_recorded_decision_only(world: Any, w: ModuleType) -> None:
    case = w.opened(world, kind="classification", plan="", area="", place_key="do-thi-mot", title="Loại II")
    name_duty(world.planner, case.key, DutyEntry("approve", "QĐ", w.OPENED, holder="provincial-committee"))
    w.write(world.planner, case, {"class-sought": "II"})
    w.put(world.planner, case, "scheme")
    w.step(world.planner, case, "prepare", date(2026, 4, 1))
    w.put(world.planner, case, "minutes")
    w.write(world.planner, case, {"conclusion": "Đạt"})
    w.step(world.planner, case, "appraise", date(2026, 5, 1))
    w.write(world.authority, case, w.DECIDED)
    w.put(world.planner, case, "decision")
    w.step(world.authority, case, "recognise", date(2026, 7, 15))
    assert not TownClass.objects.exists()
    w.write(world.authority, case, {"force-date": "1/8/2026"})
    with pytest.raises(InputError, match="không phải là cặp"):
        w.step(world.authority, case, "record", date(2026, 8, 1))
    w.write(world.authority, case, {"class-sought": "nq111-2025.II"})
    w.step(world.authority, case, "record", date(2026, 8, 1))
    row = TownClass.objects.get()
    assert (row.town_key, row.class_code, row.decision_number) == ("do-thi-mot", "II", "12/QĐ-UBND")


def test_units_come_about_when_the_list_holds_them(
    world: Any, w: ModuleType, heard: Callable[[Any], None]
) -> None:
    case = w.opened(world, kind="establishment", plan="", area="", units=("2c-1", "2c-9"), title="Lập phường")
    name_duty(world.planner, case.key, DutyEntry("approve", "NQ", w.OPENED, holder="provincial-committee"))
    w.put(world.planner, case, "scheme")
    w.step(world.planner, case, "prepare", date(2026, 4, 1))
    w.put(world.planner, case, "opinions-table")
    w.step(world.planner, case, "close-consultation", date(2026, 7, 1))
    w.put(world.planner, case, "minutes")
    w.write(world.planner, case, {"conclusion": "Đạt"})
    w.step(world.planner, case, "appraise", date(2026, 7, 2))
    w.write(world.authority, case, w.DECIDED)
    w.put(world.planner, case, "decision")
    w.step(world.authority, case, "establish", date(2026, 7, 15))
    w.write(world.authority, case, {"force-date": "1/8/2026"})
    with pytest.raises(InputError, match="2c-9"):
        w.step(world.authority, case, "record", date(2026, 8, 1))


def test_invented_cases_are_labelled_and_made_once(world: Any) -> None:
    made = create_illustrative(world.planner, world.authority, "khanh", "2c-1")
    assert [(case.kind, case.stage) for case in made] == [
        ("plan", "task-prepared"),
        ("plan", "task-approved"),
        ("plan", "opened"),
        ("information-request", "opened"),
    ]
    assert all(case.illustrative and "minh họa" in case.title for case in made)
    again = create_illustrative(world.planner, world.authority, "khanh", "2c-1")
    assert {case.pk for case in again} == {case.pk for case in made}
    (late,) = late_ones(live(seen_by(world.supervisor)), timezone.localdate())
    assert [case for case, _clock in late.open] == [made[0]]
    assert {one.case for one in desk_of(world.officer)} == {made[2], made[3]}
    assert {one.case for one in desk_of(world.planner)} == {made[0], made[1]}
