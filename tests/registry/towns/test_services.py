"""The life of a value of a town, and what a score knows of it on a day as known on another."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from dothi.registry.audit.models import AuditEntry
from dothi.registry.lawbook import current_law
from dothi.registry.observations import refusals
from dothi.registry.observations import services as observations
from dothi.registry.observations.models import State
from dothi.registry.places.town_queries import town_page
from dothi.registry.sources.models import Source
from dothi.registry.towns import services
from dothi.registry.towns.checks import Known, TownEntry, check
from dothi.registry.towns.known import KnownTown, town_knowledge, towns_known
from dothi.registry.towns.models import TownValue

Make = Callable[..., TownEntry]
TODAY = date(2026, 11, 1)


def approved(world: Any, entry: TownEntry, corrects: int | None = None) -> TownValue:
    row = services.enter(world.planner, entry, corrects=corrects)
    row = services.submit(world.planner, row.pk, row.version)
    return services.approve(world.authority, row.pk, row.version)


def known(day: date = TODAY, known_on: date | None = None) -> KnownTown:
    page = town_page("tam-ky", day)
    assert page is not None
    return town_knowledge(current_law(), page, day, known_on)


def test_a_second_person_approves_and_every_step_is_on_the_trail(world: Any, entry: Make) -> None:
    row = services.enter(world.planner, entry())
    assert known().evidence == {}
    row = services.submit(world.planner, row.pk, row.version)
    with pytest.raises(PermissionDenied):
        services.approve(world.planner, row.pk, row.version)
    row = services.send_back(world.authority, row.pk, row.version, "sai trang")
    row = services.edit(world.secretary, row.pk, row.version, entry(text="62,6"))
    row = services.submit(world.planner, row.pk, row.version)
    with pytest.raises(refusals.StepError) as error:
        services.approve(world.secretary, row.pk, row.version)
    assert error.value.code == "observations.four_eyes"
    with pytest.raises(refusals.StaleEditError):
        services.approve(world.authority, row.pk, row.version - 1)
    row = services.approve(world.authority, row.pk, row.version)
    assert (row.state, row.decided_by) == (State.APPROVED, world.authority)
    trail = AuditEntry.objects.filter(subject=f"towns.townvalue:{row.pk}").order_by("sequence")
    deeds = ["enter", "submit", "return", "edit", "submit", "approve"]
    assert [one.action for one in trail] == [f"town_values.{deed}" for deed in deeds]
    value = known().town.value("2A.II.05")
    assert (value.exact, value.day, value.key) == (Fraction(626, 10), date(2025, 12, 31), "nien-giam-2025")
    assert value.cited


def test_a_correction_takes_the_place_and_the_earlier_record_still_answers(world: Any, entry: Make) -> None:
    first = approved(world, entry())
    yesterday = timezone.localdate() - timedelta(days=1)
    moment = timezone.now() - timedelta(days=1)
    TownValue.objects.filter(pk=first.pk).update(recorded_at=moment)
    second = approved(world, entry(text="63"), corrects=first.pk)
    assert TownValue.objects.get(pk=first.pk).withdrawn_at == second.recorded_at
    assert known(TODAY).town.value("2A.II.05").exact == 63
    assert known(TODAY, yesterday).town.value("2A.II.05").exact == Fraction(625, 10)
    assert known(date(2025, 12, 30)).town.value("2A.II.05").unknown, "a later value is not known yet"
    with pytest.raises(refusals.StepError):
        approved(world, entry(text="64"))


def test_sources_that_disagree_stand_side_by_side_and_make_an_interval(world: Any, entry: Make) -> None:
    other = Source.objects.create(key="bao-cao", title="Báo cáo của phòng")
    approved(world, entry())
    approved(world, entry(text="70", source_id=other.pk))
    approved(world, entry(text="50", day=date(2024, 12, 31)))
    found = known().evidence["2A.II.05"]
    assert found.differ
    assert found.used.span == (Fraction(625, 10), Fraction(70))
    assert [float(value.low) for value in found.told] == [62.5, 70, 50]
    approved(world, entry(text="66", day=date(2026, 3, 1)))
    latest = known().evidence["2A.II.05"]
    assert (latest.differ, latest.used.exact, len(latest.others)) == (False, 66, 3)


def test_people_and_density_come_from_the_system_with_their_lineage(world: Any, w: Any) -> None:
    """90,000 people on 40 + 60 km² are 900 per km²."""
    told = {"indicator": "population", "place_key": "tam-ky", "unit": "người", "value": Decimal(90000)}
    row = observations.enter(world.planner, world.entry(**told))
    row = observations.submit(world.planner, row.pk, row.version)
    observations.approve(world.authority, row.pk, row.version)
    found = known()
    assert found.town.profile.units == 2
    assert found.town.value("2A.II.03").exact == 90000
    density = found.town.value("2A.II.04")
    assert (density.exact, density.key) == (900, "nien-giam-2025")
    assert density.how == "tính: 90.000 người trên 100 km² của các đơn vị đô thị phủ toàn bộ"


def test_every_town_on_record_can_be_scored(world: Any, entry: Make) -> None:
    approved(world, entry())
    ((page, found),) = towns_known(current_law(), TODAY)
    assert (page.key, found.town.value("2A.II.05").exact) == ("tam-ky", Fraction(125, 2))
    alone = known()
    assert (found.town, found.evidence, found.unreadable) == (alone.town, alone.evidence, ())


def test_a_value_the_law_no_longer_reads_is_told_and_not_counted(world: Any, entry: Make) -> None:
    row = approved(world, entry())
    TownValue.objects.filter(pk=row.pk).update(standard="2A.XX.99")
    assert [fault.code for fault in known().unreadable] == ["town_value.unreadable"]
    TownValue.objects.filter(pk=row.pk).update(standard="2A.II.05", unit_key="2c-1")
    assert [fault.code for fault in known().unreadable] == ["town_value.elsewhere"]


def test_who_may_not_enter_writes_nothing_and_an_illustrative_value_is_never_approved(
    world: Any, entry: Make
) -> None:
    for who in (world.officer, world.supervisor, world.authority):
        with pytest.raises(PermissionDenied):
            services.enter(who, entry())
    row = services.enter(world.planner, entry(source_id=world.drawn.pk))
    assert row.illustrative
    row = services.submit(world.planner, row.pk, row.version)
    with pytest.raises(refusals.StepError):
        services.approve(world.authority, row.pk, row.version)
    without = services.enter(world.planner, entry(source_id=None))
    with pytest.raises(refusals.RefusedEntryError):
        services.submit(world.planner, without.pk, without.version)
    services.discard(world.planner, without.pk, without.version)
    assert TownValue.objects.as_known_on().count() == 1


def test_what_is_refused_names_its_field(world: Any, entry: Make) -> None:
    places = Known.load()
    cases = {
        "town_value.unknown_town": {"town_key": "tam-ki"},
        "town_value.unknown_standard": {"standard": "2A.II.99"},
        "town.over-100": {"text": "140"},
        "number.unreadable": {"text": "nhiều"},
        "town_value.empty": {"text": "?"},
        "town.word": {"standard": "2A.I.01", "text": "huyện"},
        "town.too-small": {"standard": "2A.II.03", "text": "0"},
        "town_value.day": {"day": date(2026, 11, 2)},
        "town_value.commune": {"unit_key": "2c-20335"},
    }
    for code, changes in cases.items():
        assert [one.fault.code for one in check(entry(**changes), places, TODAY)] == [code]
    assert check(entry(), places, TODAY) == []
    (early,) = check(entry(day=date(2020, 1, 1)), places, TODAY)
    assert (early.fault.code, early.refuses) == ("town_value.not_standing", False)
