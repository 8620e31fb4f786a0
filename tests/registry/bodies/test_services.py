"""Bodies and handovers: recorded, corrected, withdrawn, and answered as known on an earlier day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from dothi.base.errors import InputError
from dothi.base.time import NEVER, Bound, Period, Truth
from dothi.law import Confidence
from dothi.programme.assignment import Holding
from dothi.registry.accounts.models import RoleAssignment, User
from dothi.registry.audit.models import AuditEntry
from dothi.registry.bodies.models import Body, Handover
from dothi.registry.bodies.queries import Bodies, bodies_on, names_of_bodies, rows_on_record
from dothi.registry.bodies.services import (
    BodyEntry,
    HandoverEntry,
    record_body,
    record_handover,
    sync_from_law,
    withdraw_handover,
)

pytestmark = pytest.mark.django_db
START = Bound(None, date(2022, 12, 31))
ENDED = Bound(date(2025, 1, 1), date(2025, 7, 1))


def law_row(code: str, title: str, end: Bound = NEVER, also: str = "") -> Any:
    return SimpleNamespace(
        code=code,
        title_vi=title,
        title_en=title,
        also=also,
        kind="party",
        basis="Chương trình, phần III",
        confidence=Confidence.SECONDARY,
        note="",
        period=Period(START, end),
    )


LAW = [law_row("tinh-uy", "Tỉnh ủy", ENDED), law_row("so-xay-dung", "Sở Xây dựng", also="Sở XD")]


@pytest.fixture
def secretary() -> User:
    user = User.objects.create_user(username="chi", full_name="Chi")
    row = RoleAssignment(user=user, role="secretariat")
    row.period = Period.between(date(2020, 1, 1))
    row.save()
    return user


@pytest.fixture
def law() -> None:
    with transaction.atomic():
        assert sync_from_law(LAW) == (2, 0)


ENTRY = BodyEntry("Thành ủy Đà Nẵng", "party", Bound.on(date(2025, 7, 1)), basis="NQ 202/2025/QH15")


def test_the_law_s_bodies_are_taken_over_once(law: None) -> None:
    with transaction.atomic():
        assert sync_from_law(LAW) == (0, 0)
    changed = [law_row("tinh-uy", "Tỉnh ủy Quảng Nam", ENDED), LAW[1]]
    with transaction.atomic():
        assert sync_from_law(changed) == (1, 1)
    assert [row.title for row in rows_on_record()] == ["Sở Xây dựng", "Tỉnh ủy Quảng Nam"]
    assert dict(names_of_bodies())["so-xay-dung"] == ("Sở Xây dựng", "Sở XD")


def test_a_body_s_end_known_in_part_is_unknown_between(law: None) -> None:
    def holds(day: date) -> Truth:
        return next(row.holds for row in bodies_on(day) if row.key == "tinh-uy")

    assert holds(date(2024, 12, 31)) is Truth.YES
    assert holds(date(2025, 3, 1)) is Truth.UNKNOWN
    assert holds(date(2025, 7, 1)) is Truth.NO


def test_an_office_s_own_row_goes_before_the_law_s_and_survives_its_loading(
    law: None, secretary: User
) -> None:
    entry = BodyEntry("Tỉnh ủy", "party", START, Bound.on(date(2025, 7, 1)), basis="Quyết định 5")
    row = record_body(secretary, entry, "tinh-uy")
    assert row.origin == "office"
    with transaction.atomic():
        sync_from_law(LAW)
    shown = next(one for one in bodies_on(date(2025, 3, 1)) if one.key == "tinh-uy")
    assert (shown.holds, shown.basis) == (Truth.YES, "Quyết định 5")
    again = record_body(secretary, replace(entry, basis="Quyết định 6"), "tinh-uy")
    assert Body.objects.as_known_on().filter(key="tinh-uy", origin="office").get() == again
    Body.objects.filter(pk=row.pk).update(recorded_at=timezone.now() - timedelta(days=9))
    Body.objects.filter(key="tinh-uy", origin="law").update(recorded_at=timezone.now() - timedelta(days=20))
    before = rows_on_record(timezone.localdate() - timedelta(days=12))
    assert [one.origin for one in before if one.key == "tinh-uy"] == ["law"]


def test_a_new_body_gets_a_key_of_its_own_and_no_name_of_another(law: None, secretary: User) -> None:
    assert record_body(secretary, ENTRY).key == "thanh-uy-da-nang"
    with pytest.raises(InputError, match="đã là tên của"):
        record_body(secretary, replace(ENTRY, title="Khác", also=("so xd",)))
    with pytest.raises(InputError, match="không có cơ quan"):
        record_body(secretary, ENTRY, "khong-co")


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"title": " "}, "title"),
        ({"kind": "club"}, "kind"),
        ({"end": Bound.on(date(2025, 7, 1))}, "end"),
    ],
)
def test_what_cannot_be_a_body_is_refused(secretary: User, change: dict[str, Any], where: str) -> None:
    with pytest.raises(InputError) as caught:
        record_body(secretary, replace(ENTRY, **change))
    assert [fault.where for fault in caught.value.faults] == [where]
    assert Body.objects.count() == 0


def test_a_duty_of_an_ended_body_waits_for_a_decision(law: None, secretary: User) -> None:
    record_body(secretary, ENTRY)
    day = date(2025, 9, 1)
    assert Bodies.load().holder("tinh-uy", "l1", day).holding is Holding.UNASSIGNED
    row = record_handover(
        secretary, HandoverEntry("tinh-uy", "thanh-uy-da-nang", date(2025, 8, 1), "QĐ 12", line="l1")
    )
    found = Bodies.load().holder("tinh-uy", "l1", day)
    assert (found.holding, found.body_key, found.passed[0].decision) == (
        Holding.HELD,
        "thanh-uy-da-nang",
        "QĐ 12",
    )
    assert Bodies.load().holder("tinh-uy", "l2", day).holding is Holding.UNASSIGNED
    withdraw_handover(secretary, row.pk, "ghi nhầm")
    assert Bodies.load().holder("tinh-uy", "l1", day).holding is Holding.UNASSIGNED
    assert set(AuditEntry.objects.values_list("action", flat=True)) == {
        "bodies.record",
        "bodies.handover",
        "bodies.handover_withdrawn",
    }


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"from_key": "khong-co"}, "from_key"),
        ({"to_key": ""}, "to_key"),
        ({"to_key": "tinh-uy"}, "to_key"),
        ({"decision_number": " "}, "decision_number"),
    ],
)
def test_a_handover_names_two_bodies_and_a_decision(
    law: None, secretary: User, change: dict[str, Any], where: str
) -> None:
    entry = HandoverEntry("tinh-uy", "so-xay-dung", date(2025, 8, 1), "QĐ 1")
    with pytest.raises(InputError) as caught:
        record_handover(secretary, replace(entry, **change))
    assert [fault.where for fault in caught.value.faults] == [where]
    assert Handover.objects.count() == 0


def test_a_handover_is_recorded_once_and_withdrawn_with_a_reason(law: None, secretary: User) -> None:
    entry = HandoverEntry("tinh-uy", "so-xay-dung", date(2025, 8, 1), "QĐ 1")
    row = record_handover(secretary, entry)
    with pytest.raises(InputError, match="đã được ghi"):
        record_handover(secretary, entry)
    with pytest.raises(InputError, match="lý do"):
        withdraw_handover(secretary, row.pk, "")
    withdraw_handover(secretary, row.pk, "nhầm")
    with pytest.raises(InputError, match="không còn"):
        withdraw_handover(secretary, row.pk, "nhầm")


def test_only_who_may_records(law: None) -> None:
    stranger = User.objects.create_user(username="dung", full_name="Dung")
    with pytest.raises(PermissionDenied):
        record_body(stranger, ENTRY)
    with pytest.raises(PermissionDenied):
        record_handover(stranger, HandoverEntry("tinh-uy", "so-xay-dung", date(2025, 8, 1), "QĐ 1"))
