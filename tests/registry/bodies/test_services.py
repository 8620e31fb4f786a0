"""Bodies and handovers: recorded, corrected, withdrawn, and answered as known on an earlier day."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.utils import timezone

from dothi.base.errors import InputError
from dothi.base.time import NEVER, Bound, Period, Truth
from dothi.law import Confidence
from dothi.programme.assignment import Holding
from dothi.registry.accounts.models import RoleAssignment, User
from dothi.registry.audit.models import AuditEntry
from dothi.registry.bodies.checking import BodyEntry, HandoverEntry, StaleBodyError
from dothi.registry.bodies.models import Body, Handover
from dothi.registry.bodies.queries import Bodies, bodies_on, names_of_bodies, rows_on_record
from dothi.registry.bodies.services import (
    correct_body,
    correct_handover,
    record_body,
    record_handover,
    sync_from_law,
    withdraw_handover,
)
from dothi.registry.programmes.models import Document, Edition, EditionState, Item, Programme

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


def counting(key: str) -> Body:
    """The row of a body that counts now."""
    return next(row for row in rows_on_record() if row.key == key)


@pytest.fixture
def duties() -> list[str]:
    """Lines of two duties in an adopted programme, and of one in a draft and one that was rejected."""
    programme = Programme.objects.create(key="ct", title="Chương trình")
    document = Document.objects.create(name="ct.txt", sha256="0" * 64, content=b"")
    adopted = Edition.objects.create(
        programme=programme, document=document, state=EditionState.ADOPTED, number=1
    )
    draft = Edition.objects.create(programme=programme, document=document, state=EditionState.REVIEW)
    rows = [
        Item.objects.create(edition=edition, kind="duty", node="n1", start=0, end=1, state=state)
        for edition, state in (
            (adopted, "accepted"),
            (adopted, "unreviewed"),
            (draft, "accepted"),
            (adopted, "rejected"),
        )
    ]
    return [str(row.line) for row in rows]


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
    row = correct_body(secretary, "tinh-uy", counting("tinh-uy").pk, entry)
    assert row.origin == "office"
    with transaction.atomic():
        sync_from_law(LAW)
    shown = next(one for one in bodies_on(date(2025, 3, 1)) if one.key == "tinh-uy")
    assert (shown.holds, shown.basis) == (Truth.YES, "Quyết định 5")
    again = correct_body(secretary, "tinh-uy", row.pk, replace(entry, basis="Quyết định 6"))
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
        correct_body(secretary, "khong-co", 1, ENTRY)


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


def test_who_saw_an_older_row_of_a_body_is_told_who_was_faster(law: None, secretary: User) -> None:
    entry = BodyEntry("Tỉnh ủy", "party", START, Bound.on(date(2025, 7, 1)))
    seen = counting("tinh-uy").pk
    theirs = correct_body(secretary, "tinh-uy", seen, replace(entry, basis="Quyết định 5"))
    Body.objects.filter(pk=theirs.pk).update(
        recorded_at=timezone.make_aware(datetime(2026, 3, 9, 8, 5))  # noqa: DTZ001
    )
    with pytest.raises(StaleBodyError) as caught:
        correct_body(secretary, "tinh-uy", seen, replace(entry, note="ghi chú"))
    assert caught.value.current == theirs
    assert "được ghi lại (Chi, 08:05 ngày 9/3/2026)" in str(caught.value)
    assert counting("tinh-uy").basis == "Quyết định 5"
    with transaction.atomic():
        sync_from_law([law_row("tinh-uy", "Tỉnh ủy", ENDED), law_row("so-xay-dung", "Sở Xây dựng")])
    with pytest.raises(StaleBodyError, match="bảng luật"):
        correct_body(secretary, "so-xay-dung", Body.objects.get(also="Sở XD").pk, replace(entry, title="Sở"))


@pytest.mark.parametrize(
    ("change", "confidence"),
    [
        ({}, "secondary"),
        ({"title_en": "Provincial Party Committee", "also": ("TU",), "note": "x"}, "secondary"),
        ({"end": Bound.on(date(2025, 7, 1))}, "unconfirmed"),
        ({"basis": "Quyết định 5"}, "unconfirmed"),
        ({"title": "Tỉnh ủy Quảng Nam"}, "unconfirmed"),
    ],
)
def test_confidence_stays_where_nothing_changed_that_it_speaks_of(
    law: None, secretary: User, change: dict[str, Any], confidence: str
) -> None:
    entry = BodyEntry("Tỉnh ủy", "party", START, ENDED, basis="Chương trình, phần III")
    row = correct_body(secretary, "tinh-uy", counting("tinh-uy").pk, replace(entry, **change))
    assert row.confidence == confidence


def test_a_duty_of_an_ended_body_waits_for_a_decision(law: None, secretary: User, duties: list[str]) -> None:
    first, second = duties[:2]
    record_body(secretary, ENTRY)
    day = date(2025, 9, 1)
    assert Bodies.load().holder("tinh-uy", first, day).holding is Holding.UNASSIGNED
    row = record_handover(
        secretary, HandoverEntry("tinh-uy", "thanh-uy-da-nang", date(2025, 8, 1), "QĐ 12", line=first)
    )
    found = Bodies.load().holder("tinh-uy", first, day)
    assert (found.holding, found.body_key, found.passed[0].decision) == (
        Holding.HELD,
        "thanh-uy-da-nang",
        "QĐ 12",
    )
    assert Bodies.load().holder("tinh-uy", second, day).holding is Holding.UNASSIGNED
    withdraw_handover(secretary, row.pk, "ghi nhầm")
    assert Bodies.load().holder("tinh-uy", first, day).holding is Holding.UNASSIGNED
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


def test_a_handover_passes_on_no_duty_that_no_adopted_programme_gives(
    law: None, secretary: User, duties: list[str]
) -> None:
    entry = HandoverEntry("tinh-uy", "so-xay-dung", date(2025, 8, 1), "QĐ 1")
    for line in (*duties[2:], "chủ trì", "0" * 36):
        with pytest.raises(InputError, match="không có trách nhiệm nào mang mã") as caught:
            record_handover(secretary, replace(entry, line=line))
        assert caught.value.faults[0].where == "line"
    assert record_handover(secretary, replace(entry, line=duties[0])).line == duties[0]


def test_a_corrected_handover_takes_the_place_of_the_earlier_one(law: None, secretary: User) -> None:
    entry = HandoverEntry("tinh-uy", "so-xay-dung", date(2025, 8, 1), "QĐ 1")
    first = record_handover(secretary, entry)
    second = correct_handover(secretary, first.pk, replace(entry, decision_number="QĐ 2"))
    assert list(Handover.objects.as_known_on()) == [second]
    with pytest.raises(InputError, match="đã được rút hoặc đính chính"):
        correct_handover(secretary, first.pk, entry)
    with pytest.raises(InputError, match="không có quyết định chuyển giao này"):
        correct_handover(secretary, second.pk + 100, entry)
    other = record_handover(secretary, replace(entry, start=date(2026, 1, 1)))
    with pytest.raises(InputError, match="đã được ghi"):
        correct_handover(secretary, other.pk, entry)
    told = AuditEntry.objects.filter(subject=f"bodies.handover:{first.pk}").values_list("action", flat=True)
    assert list(told.order_by("pk")) == ["bodies.handover", "bodies.handover_withdrawn"]


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


@pytest.mark.django_db(transaction=True)
def test_of_two_corrections_at_once_one_is_written_and_the_other_told(secretary: User) -> None:
    with transaction.atomic():
        sync_from_law([law_row(f"ban-{number}", f"Ban {number}") for number in range(5)])
    start = threading.Barrier(2)
    outcomes: list[str] = []

    def work(note: str) -> None:
        try:
            for number in range(5):
                seen = Body.objects.get(key=f"ban-{number}", origin="law").pk
                entry = BodyEntry(f"Ban {number}", "party", START, note=note)
                start.wait()
                try:
                    correct_body(secretary, f"ban-{number}", seen, entry)
                    outcomes.append("written")
                except StaleBodyError:
                    outcomes.append("told")
        except Exception as error:  # noqa: BLE001 - shown by the test itself
            outcomes.append(repr(error))
            start.abort()
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(name,)) for name in ("một", "hai")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["told"] * 5 + ["written"] * 5
    assert Body.objects.as_known_on().filter(origin="office").count() == 5
