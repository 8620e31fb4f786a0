"""Deny by default; roles count on their days; units reach their successors and what lies below."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from dothi.base.time import Bound, Period
from dothi.registry.accounts import access
from dothi.registry.accounts.access import can, require
from dothi.registry.accounts.models import RoleAssignment, User
from dothi.registry.jobs.models import Job
from dothi.registry.observations.models import Observation
from dothi.registry.places.models import TownUnit, Unit, UnitLink
from dothi.registry.sources.models import Source

pytestmark = pytest.mark.django_db
ENTER, APPROVE = "observations.enter", "observations.approve"
CHANGE = date(2025, 7, 1)


@pytest.fixture
def today() -> date:
    return timezone.localdate()


@pytest.fixture
def source() -> Source:
    return Source.objects.create(key="test", title="test")


def person(name: str = "binh", **extra: object) -> User:
    return User.objects.create(username=name, **extra)


def give(
    user: User, role: str, unit: str = "", period: Period | None = None, **extra: object
) -> RoleAssignment:
    given = RoleAssignment(user=user, role=role, unit_key=unit, **extra)
    given.period = period or Period.between(date(2020, 1, 1))
    given.save()
    return given


@pytest.fixture
def units(source) -> None:
    """Province 3c-49 > district 3c-502 > communes, wholly or partly taken over by wards of 2c-48."""

    def unit(
        key: str, level: int, parent: str, start: date = date(2019, 1, 1), end: date | None = None
    ) -> None:
        one = Unit(key=key, name=key, folded=key, kind="x", level=level, parent_key=parent, source=source)
        one.period = Period.between(start, end)
        one.save()

    def link(old: str, new: str, *, whole: bool) -> None:
        one = UnitLink(predecessor_key=old, successor_key=new, whole=whole, source=source)
        one.period = Period.between(CHANGE)
        one.save()

    unit("3c-49", 1, "", end=CHANGE)
    unit("3c-502", 2, "3c-49", end=CHANGE)
    unit("3c-1", 3, "3c-502", end=CHANGE)
    unit("3c-2", 3, "3c-502", end=CHANGE)
    unit("3c-3", 3, "3c-502", end=CHANGE)
    unit("2c-48", 1, "", CHANGE)
    unit("2c-1", 3, "2c-48", CHANGE)
    unit("2c-2", 3, "2c-48", CHANGE)
    link("3c-1", "2c-1", whole=True)
    link("3c-2", "2c-1", whole=True)
    link("3c-3", "2c-1", whole=False)
    link("3c-3", "2c-2", whole=False)


@pytest.mark.parametrize("nobody", [None, AnonymousUser()])
def test_the_public_sees_places_and_nothing_else(nobody) -> None:
    assert can(nobody, "places.view")
    assert can(nobody, "search.use")
    for closed in ("account.use", "desk.view", ENTER, APPROVE, "admin.use", "audit.view"):
        assert not can(nobody, closed)


def test_an_unknown_action_is_denied_to_everybody() -> None:
    boss = person(is_superuser=True, is_staff=True)
    give(boss, "administrator")
    assert not can(boss, "no.such")
    assert not can(boss, "")


def test_djangos_own_marks_give_nothing() -> None:
    boss = person(is_superuser=True, is_staff=True)
    assert not can(boss, "admin.use")
    assert not can(boss, "desk.view")


def test_an_account_without_a_role_has_its_account_only() -> None:
    user = person()
    assert can(user, "account.use")
    assert can(user, "places.view")
    assert not can(user, "desk.view")


def test_a_closed_account_is_the_public() -> None:
    user = person(is_active=False)
    give(user, "administrator")
    assert can(user, "places.view")
    assert not can(user, "account.use")
    assert not can(user, "admin.use")


def test_administrators_do_not_approve_figures_unless_granted() -> None:
    user = person()
    give(user, "administrator")
    assert can(user, "admin.use")
    assert not can(user, APPROVE)
    assert not can(user, ENTER)
    give(user, "secretariat")
    assert can(user, APPROVE)


@pytest.mark.parametrize(
    ("start", "end", "held"),
    [
        (0, None, True),
        (1, None, False),
        (-5, 0, False),
        (-5, 1, True),
    ],
)
def test_a_role_counts_from_its_first_day_to_its_last(today, start, end, held) -> None:
    user = person()
    last = None if end is None else today + timedelta(days=end)
    give(user, "planner", period=Period.between(today + timedelta(days=start), last))
    assert can(user, "desk.view") is held


@pytest.mark.parametrize("before", [True, False])
def test_a_role_that_only_perhaps_holds_does_not_count(today, before) -> None:
    user = person()
    unsure = Bound(today - timedelta(days=1), today + timedelta(days=1))
    always = Bound.on(date(2020, 1, 1))
    give(user, "planner", period=Period(unsure) if before else Period(always, unsure))
    assert not can(user, "desk.view")


def test_a_withdrawn_role_does_not_count() -> None:
    user = person()
    given = give(user, "planner")
    assert can(user, "desk.view")
    given.withdraw()
    assert not can(user, "desk.view")


def test_a_role_nobody_knows_gives_nothing() -> None:
    user = person()
    give(user, "emperor")
    assert not can(user, "desk.view")


@pytest.mark.parametrize(
    ("served", "place", "reached"),
    [
        ("2c-1", "2c-1", True),
        ("2c-1", "2c-2", False),
        ("2c-48", "2c-1", True),  # what lies below
        ("3c-1", "3c-1", True),
        ("3c-1", "2c-1", True),  # went over wholly
        ("3c-3", "2c-1", False),  # went over in part: not certain, not granted
        ("3c-3", "2c-2", False),
        ("3c-502", "3c-1", True),
        ("3c-502", "2c-1", False),  # the district itself has no successor
        ("2c-1", "3c-1", False),  # succession does not run backwards
        ("2c-1", "nowhere", False),
        ("nowhere", "2c-1", False),
        ("2c-1", "", False),
    ],
)
def test_an_officer_reaches_their_own_territory_only(units, served, place, reached) -> None:
    user = person()
    give(user, "commune_officer", served)
    assert can(user, ENTER, place) is reached


def test_an_officer_without_a_unit_reaches_nothing(units) -> None:
    user = person()
    give(user, "commune_officer")
    assert not can(user, ENTER)
    assert not can(user, ENTER, "2c-1")
    assert not can(user, ENTER, "")


def test_two_units_are_both_served(units) -> None:
    user = person()
    give(user, "commune_officer", "2c-1")
    give(user, "commune_officer", "2c-2")
    assert can(user, ENTER, "2c-1")
    assert can(user, ENTER, "2c-2")


def test_a_succession_still_to_come_does_not_count(units, today) -> None:
    UnitLink.objects.update(starts_earliest=today + timedelta(1), starts_latest=today + timedelta(1))
    user = person()
    give(user, "commune_officer", "3c-1")
    assert not can(user, ENTER, "2c-1")


def test_succession_in_a_circle_ends(units, source) -> None:
    back = UnitLink(predecessor_key="2c-1", successor_key="3c-1", whole=True, source=source)
    back.period = Period.between(CHANGE)
    back.save()
    Unit.objects.filter(key="2c-48").update(parent_key="2c-1")
    user = person()
    give(user, "commune_officer", "3c-2")
    assert can(user, ENTER, "2c-1")
    assert not can(user, ENTER, "3c-49")


@pytest.mark.parametrize(("covered", "reached"), [(["2c-1"], True), (["2c-1", "2c-2"], False)])
def test_a_town_belongs_when_all_it_covers_does(units, source, covered, reached) -> None:
    for key in covered:
        part = TownUnit(town_key="tam-ky", unit_key=key, source=source)
        part.period = Period.between(CHANGE)
        part.save()
    user = person()
    give(user, "commune_officer", "2c-1")
    assert can(user, ENTER, "tam-ky") is reached


def test_records_are_reached_through_the_place_they_speak_of(units) -> None:
    user = person()
    give(user, "commune_officer", "2c-1")
    assert can(user, ENTER, Observation(place_key="2c-1"))
    assert not can(user, ENTER, Observation(place_key="2c-2"))
    assert can(user, ENTER, Unit(key="2c-1"))
    assert not can(user, ENTER, object())


def test_what_is_ones_own_is_not_anothers() -> None:
    mine, other = person("an"), person("binh")
    assert can(mine, "jobs.view_own", Job(owner=mine))
    assert not can(mine, "jobs.view_own", Job(owner=other))
    assert not can(mine, "jobs.view_own", Job(owner=None))
    assert not can(mine, "jobs.view_own", object())
    assert can(mine, "account.use", mine)
    assert not can(mine, "account.use", other)


def test_require_raises_and_says_nothing_else() -> None:
    user = person()
    assert require(user, "account.use", user) is None
    with pytest.raises(PermissionDenied):
        require(user, APPROVE)


def test_a_view_cannot_declare_what_no_table_knows() -> None:
    with pytest.raises(access.UndeclaredActionError, match=r"no\.such"):
        access.action("no.such")


def test_held_roles_are_those_of_the_day(today) -> None:
    user = person()
    give(user, "planner", period=Period.between(date(2020, 1, 1), date(2021, 1, 1)))
    give(user, "supervisor")
    assert [one.role for one in access.held_roles(user)] == ["supervisor"]
    assert [one.role for one in access.held_roles(user, date(2020, 6, 1))] == ["planner", "supervisor"]
