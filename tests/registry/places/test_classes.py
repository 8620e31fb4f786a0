from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from dothi.base.errors import InputError
from dothi.base.time import Bound, Period
from dothi.registry.accounts.models import User
from dothi.registry.audit.models import AuditEntry
from dothi.registry.places import classes
from dothi.registry.places.classes import ClassDecision, record_class_decision, withdraw_class
from dothi.registry.places.models import Town, TownClass
from dothi.registry.places.town_queries import town_page, towns_on
from dothi.registry.sources.models import Source

pytestmark = pytest.mark.django_db
RULES = "nq1210-2016"


@pytest.fixture
def source() -> Source:
    return Source.objects.create(key="qd-1", title="Quyết định số 1", number="1/QĐ", confidence="official")


@pytest.fixture
def town(source: Source) -> Town:
    row = Town(key="dien-ban", name="Điện Bàn", folded="dien ban", source=source)
    row.period = Period(Bound(None, date(2015, 1, 1)))
    row.recorded_at = timezone.now() - timedelta(days=9)
    row.save()
    return row


@pytest.fixture
def officer(monkeypatch) -> User:
    """A person who may classify towns, whatever the table of grants says."""
    monkeypatch.setattr(classes, "require", lambda *_: None)
    return User.objects.create_user("can-bo")


def decision(source: Source, class_code: str, day: date, **more: object) -> ClassDecision:
    given = {"number": "1/QĐ", "day": day, **more}
    return ClassDecision("dien-ban", RULES, class_code, Bound.on(day), source, "official", **given)


def shown(day: date, known: date | None = None) -> list[tuple[str, str]]:
    (row,) = towns_on(day, known)
    return [(answer.class_code, answer.holds.value) for answer in row.classes]


def test_a_decision_is_recorded_and_audited_together(town, source, officer) -> None:
    row = record_class_decision(officer, decision(source, "IV", date(2015, 3, 11)))
    entry = AuditEntry.objects.get(action="places.class-recorded")
    assert entry.actor_id == officer.pk
    assert entry.subject == f"places.townclass:{row.pk}"
    assert entry.details["class"] == "IV"
    assert entry.details["rule_set"] == RULES
    assert shown(date(2020, 1, 1)) == [("IV", "yes")]


def test_a_new_decision_ends_the_earlier_one_on_its_day(town, source, officer) -> None:
    record_class_decision(officer, decision(source, "IV", date(2015, 3, 11)))
    record_class_decision(officer, decision(source, "III", date(2024, 5, 1), number="2/QĐ"))
    assert shown(date(2024, 4, 30)) == [("IV", "yes")]
    assert shown(date(2024, 5, 1)) == [("III", "yes")]
    page = town_page("dien-ban", date(2024, 5, 1))
    assert [record.class_code for record, _ in page.class_history] == ["IV", "III"]


def test_what_was_known_before_the_decision_can_still_be_read(town, source, officer) -> None:
    record_class_decision(officer, decision(source, "IV", date(2015, 3, 11)))
    TownClass.objects.update(recorded_at=timezone.now() - timedelta(days=2))
    record_class_decision(officer, decision(source, "III", date(2024, 5, 1)))
    yesterday = timezone.localdate() - timedelta(days=1)
    assert shown(date(2024, 6, 1), yesterday) == [("IV", "yes")]
    assert shown(date(2024, 6, 1)) == [("III", "yes")]
    assert shown(date(2024, 6, 1), yesterday - timedelta(days=2)) == []


def test_a_class_taken_off_the_record_still_answers_for_the_past(town, source, officer) -> None:
    row = record_class_decision(officer, decision(source, "IV", date(2015, 3, 11)))
    TownClass.objects.update(recorded_at=timezone.now() - timedelta(days=2))
    row.refresh_from_db()
    withdraw_class(officer, row, "ghi nhầm")
    assert shown(date(2020, 1, 1)) == []
    assert shown(date(2020, 1, 1), timezone.localdate() - timedelta(days=1)) == [("IV", "yes")]
    assert AuditEntry.objects.get(action="places.class-withdrawn").details["reason"] == "ghi nhầm"


def test_the_same_decision_twice_is_refused(town, source, officer) -> None:
    record_class_decision(officer, decision(source, "IV", date(2015, 3, 11)))
    with pytest.raises(InputError) as caught:
        record_class_decision(officer, decision(source, "IV", date(2015, 3, 11)))
    assert caught.value.code == "places.class-twice"
    assert TownClass.objects.as_known_on().count() == 1


def test_an_unknown_town_is_refused(source, officer) -> None:
    with pytest.raises(InputError) as caught:
        record_class_decision(officer, decision(source, "IV", date(2015, 3, 11)))
    assert caught.value.code == "places.no-town"


@pytest.mark.parametrize("name", ["", "khach"])
def test_who_has_not_been_granted_it_cannot_classify(town, source, name: str) -> None:
    actor = User.objects.create_user(name) if name else None
    with pytest.raises(PermissionDenied):
        record_class_decision(actor, decision(source, "IV", date(2015, 3, 11)))
    assert TownClass.objects.count() == 0
    assert AuditEntry.objects.filter(action="places.class-recorded").count() == 0
