"""An effective day that was wrong: corrected with a reason, and what was known before stays known."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from dothi.base.errors import InputError
from dothi.base.time import NEVER, Bound
from dothi.registry.audit.models import AuditEntry
from dothi.registry.programmes.adopting import Adoption
from dothi.registry.programmes.correcting import correct_start
from dothi.registry.programmes.digests import altered
from dothi.registry.programmes.importing import import_programme
from dothi.registry.programmes.models import Edition, EditionPeriod
from dothi.registry.programmes.queries import edition_on
from dothi.registry.programmes.versions import versions_known

FIRST, WRONG, RIGHT, THIRD = date(2022, 1, 24), date(2024, 6, 1), date(2024, 3, 1), date(2025, 1, 1)


@pytest.fixture
def versions(world: Any) -> list[Edition]:
    """Version 2 was put on record three months too late; all were recorded ten days ago."""
    made = []
    for value, day in (("40", FIRST), ("41", WRONG), ("42", THIRD)):
        text = world.text.replace("40%", f"{value}%").encode()
        edition = import_programme("ct", "ct.txt", text, Adoption(Bound.on(day), "Chương trình"))
        assert edition is not None
        made.append(edition)
    moment = timezone.now() - timedelta(days=10)
    EditionPeriod.objects.filter(withdrawn_at=None).update(recorded_at=moment)
    EditionPeriod.objects.exclude(withdrawn_at=None).update(recorded_at=moment, withdrawn_at=moment)
    return made


def number_on(day: date, known: date | None = None) -> int | None:
    row = edition_on("ct", day, known)
    return row.number if row else None


def test_a_day_that_was_too_late_is_put_right_and_both_records_stand(
    world: Any, versions: list[Edition]
) -> None:
    assert number_on(RIGHT) == 1
    correct_start(world.secretary, versions[1].pk, Bound.on(RIGHT), "Văn bản ghi ngày 01/3/2024")
    before = timezone.localdate() - timedelta(days=5)
    assert [number_on(day) for day in (RIGHT - timedelta(days=1), RIGHT, WRONG, THIRD)] == [1, 2, 2, 3]
    assert [number_on(day, before) for day in (RIGHT, WRONG - timedelta(days=1), WRONG)] == [1, 1, 2]
    periods = {row.edition.number: row.edition.period for row in versions_known("ct", RIGHT)}
    assert (periods[1].end, periods[2].start, periods[2].end) == (
        Bound.on(RIGHT),
        Bound.on(RIGHT),
        Bound.on(THIRD),
    )
    assert [row.corrected_by for row in versions_known("ct", RIGHT)] == [None, None, None]
    assert altered() == []
    entry = AuditEntry.objects.get(action="programmes.correct_start")
    assert (entry.details["reason"], entry.details["from"], entry.details["to"]) == (
        "Văn bản ghi ngày 01/3/2024",
        ["2024-06-01", "2024-06-01"],
        ["2024-03-01", "2024-03-01"],
    )


def test_the_first_and_the_last_version_have_a_neighbour_on_one_side_only(
    world: Any, versions: list[Edition]
) -> None:
    correct_start(world.secretary, versions[0].pk, Bound(date(2021, 1, 1), FIRST), "chưa rõ đúng ngày")
    correct_start(world.secretary, versions[2].pk, Bound.on(date(2024, 12, 1)), "ghi nhầm")
    rows = {row.edition.number: row.edition.period for row in versions_known("ct", FIRST)}
    assert rows[1].start == Bound(date(2021, 1, 1), FIRST)
    assert rows[2].end == rows[3].start == Bound.on(date(2024, 12, 1))
    assert rows[3].end == NEVER


@pytest.mark.parametrize(
    ("wrong", "reason", "said"),
    [
        ((1, RIGHT), " ", "chưa ghi lý do"),
        ((1, WRONG), "x", "ngày này đã được ghi"),
        ((1, FIRST), "x", "không sau ngày có hiệu lực của phiên bản trước"),
        ((1, THIRD), "x", "không trước ngày có hiệu lực của phiên bản sau"),
        ((0, WRONG), "x", "không trước ngày có hiệu lực của phiên bản sau"),
    ],
)
def test_a_correction_that_cannot_be_is_refused_and_writes_nothing(
    world: Any, versions: list[Edition], wrong: tuple[int, date], reason: str, said: str
) -> None:
    index, day = wrong
    rows = EditionPeriod.objects.count()
    with pytest.raises(InputError, match=said):
        correct_start(world.secretary, versions[index].pk, Bound.on(day), reason)
    assert (EditionPeriod.objects.count(), number_on(RIGHT)) == (rows, 1)


def test_only_those_who_adopt_correct_and_only_what_counts(world: Any, versions: list[Edition]) -> None:
    with pytest.raises(PermissionDenied):
        correct_start(world.planner, versions[1].pk, Bound.on(RIGHT), "x")
    text = world.text.replace("40%", "43%").encode()
    import_programme("ct", "ct.txt", text, Adoption(Bound.on(THIRD), "Chương trình"))
    with pytest.raises(InputError, match="không còn thời gian hiệu lực"):
        correct_start(world.secretary, versions[2].pk, Bound.on(date(2024, 12, 1)), "x")
