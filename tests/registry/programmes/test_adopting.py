"""Versions: adopted, amended, corrected, and read again as known on an earlier day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from dothi.base.errors import InputError
from dothi.base.time import Bound, Truth
from dothi.registry.jobs.work import perform
from dothi.registry.programmes import opening, review
from dothi.registry.programmes.adopting import Adoption, adopt
from dothi.registry.programmes.digests import altered
from dothi.registry.programmes.importing import import_programme
from dothi.registry.programmes.models import Edition, EditionPeriod, EditionState, Item, ItemState, Programme
from dothi.registry.programmes.queries import (
    adopted,
    by_kind,
    edition_on,
    editions_on,
    items_of,
    said_of,
    versions_of,
)
from dothi.registry.programmes.review import Seen

START = Bound(date(2022, 1, 24), date(2022, 12, 31))


@pytest.fixture
def first(world: Any) -> Edition:
    made = import_programme(
        "ct", "ct.txt", world.text.encode(), Adoption(START, "Chương trình", source=world.source)
    )
    assert made is not None
    return made


def backdate(edition: Edition, days: int) -> None:
    """Pretend that the version was put on record ``days`` ago."""
    moment = timezone.now() - timedelta(days=days)
    EditionPeriod.objects.filter(edition=edition).update(recorded_at=moment)


def accept_all(user: Any, edition: Edition) -> None:
    rows = edition.items.filter(gone=False)
    review.accept(user, edition.pk, [Seen(item.pk, item.version) for item in rows])


def test_an_import_is_adopted_and_says_that_nobody_looked(first: Edition) -> None:
    assert (first.number, first.state, first.unreviewed) == (1, EditionState.ADOPTED, 8)
    row = edition_on("ct", date(2026, 1, 1))
    assert row is not None
    assert (row.holds, row.unreviewed, row.digest) == (Truth.YES, 8, first.digest)
    unsure = edition_on("ct", date(2022, 6, 1))
    assert unsure is not None
    assert unsure.holds is Truth.UNKNOWN
    assert editions_on(date(2022, 1, 23)) == []


def test_the_same_file_twice_is_one_version(world: Any, first: Edition) -> None:
    assert import_programme("ct", "ct.txt", world.text.encode(), Adoption(START, "Chương trình")) is None
    assert Edition.objects.count() == 1
    other = world.text.replace("40%", "41%").encode()
    with pytest.raises(InputError, match="không sau ngày có hiệu lực"):
        import_programme("ct", "ct2.txt", other, Adoption(Bound.on(date(2022, 6, 1)), "Chương trình"))
    assert Edition.objects.count() == 1


def test_a_file_without_any_item_is_refused(world: Any) -> None:
    with pytest.raises(InputError, match="không đọc được chỉ tiêu"):
        import_programme("x", "x.txt", "Một đoạn văn không nói gì cả.".encode(), Adoption(START, "X"))
    assert Programme.objects.count() == 0


def test_adopting_needs_the_right_and_everything_looked_at(world: Any) -> None:
    edition = opening.send(world.planner, "ct.txt", world.text.encode(), "Chương trình")
    assert perform(str(edition.job))
    with pytest.raises(PermissionDenied):
        adopt(world.planner, edition.pk, Adoption(START))
    with pytest.raises(InputError, match="còn 8 mục chưa ai xem"):
        adopt(world.secretary, edition.pk, Adoption(START))
    accept_all(world.planner, edition)
    made = adopt(world.secretary, edition.pk, Adoption(START, decision_number="16-CTr/TU"))
    assert (made.number, made.unreviewed, made.decision_number) == (1, 0, "16-CTr/TU")
    with pytest.raises(InputError, match="Đã xác lập"):
        adopt(world.secretary, edition.pk, Adoption(START))


def test_an_amendment_ends_the_version_before_and_both_answer_for_their_days(
    world: Any, first: Edition
) -> None:
    text = world.text.replace("đến năm 2030 đạt 40%", "đến năm 2030 đạt 42%")
    second = opening.send(world.planner, "ct-2024.txt", text.encode(), programme=first.programme)
    assert perform(str(second.job))
    second = Edition.objects.get(pk=second.pk)
    assert opening.unchanged(second) == []  # nobody had looked at the version before
    first.items.exclude(kind="duty").update(state=ItemState.ACCEPTED)
    assert len(opening.unchanged(second)) == 6  # all but the duty and the target that changed
    accept_all(world.planner, second)
    adopt(world.secretary, second.pk, Adoption(Bound.on(date(2024, 6, 1))))
    before, after = edition_on("ct", date(2024, 5, 31)), edition_on("ct", date(2024, 6, 1))
    assert (before and before.number, after and after.number) == (1, 2)
    assert [row.number for row in versions_of("ct", date(2024, 6, 1))] == [2, 1]
    targets = {
        row.fields["year_to"]: row.fields["max"]
        for row in items_of(second.pk)
        if row.fields.get("measure") == "urbanisation-rate"
    }
    assert targets == {2025: 37, 2030: 42}
    lines = {row.line for row in items_of(first.pk)} & {row.line for row in items_of(second.pk)}
    assert len(lines) == 8


def test_a_correction_replaces_and_the_earlier_stays_what_was_known(world: Any, first: Edition) -> None:
    backdate(first, 10)
    second = opening.reopen(world.planner, first.programme)
    assert review.left(second) == 8
    accept_all(world.planner, second)
    adopt(world.secretary, second.pk, Adoption(START))
    day = date(2026, 1, 1)
    now, then = edition_on("ct", day), edition_on("ct", day, timezone.localdate() - timedelta(days=5))
    assert (now and now.number, now and now.unreviewed) == (2, 0)
    assert (then and then.number, then and then.unreviewed) == (1, 8)
    old = adopted("ct", 1, day)
    assert old is not None
    assert old.digest == first.digest


def test_one_version_is_in_hand_at_a_time(world: Any, first: Edition) -> None:
    second = opening.reopen(world.planner, first.programme)
    with pytest.raises(InputError, match="đang có một phiên bản"):
        opening.reopen(world.planner, first.programme)
    with pytest.raises(InputError, match="đang có một phiên bản"):
        opening.send(world.planner, "a.txt", world.text.encode(), programme=first.programme)
    with pytest.raises(InputError, match="lý do"):
        opening.abandon(world.planner, second.pk, " ")
    opening.abandon(world.planner, second.pk, "chưa cần")
    assert opening.reopen(world.planner, first.programme).follows == first


def test_an_adopted_version_that_was_altered_is_found(first: Edition) -> None:
    assert altered() == []
    item = Item.objects.filter(edition=first, kind="target").first()
    assert item is not None
    Item.objects.filter(pk=item.pk).update(fields={**item.fields, "max": 99})
    assert altered() == [first]


def test_rejected_items_are_no_part_of_a_version(world: Any) -> None:
    edition = opening.send(world.planner, "ct.txt", world.text.encode(), "Chương trình")
    assert perform(str(edition.job))
    duty = edition.items.get(kind="duty")
    review.reject(world.planner, edition.pk, [Seen(duty.pk, duty.version)])
    accept_all_but = edition.items.filter(gone=False).exclude(pk=duty.pk)
    review.accept(world.planner, edition.pk, [Seen(item.pk, item.version) for item in accept_all_but])
    adopt(world.secretary, edition.pk, Adoption(START))
    assert by_kind(items_of(edition.pk))["duty"] == []
    assert said_of("body", "so-xay-dung", date(2026, 1, 1)) == []


def test_what_is_said_of_a_town(first: Edition) -> None:
    said = said_of("town", "tam-ky", date(2026, 1, 1))
    told = [(one.item.kind, one.item.fields.get("class"), one.edition.number) for one in said]
    assert told == [("town", "I", 1), ("task", None, 1)]
    assert said[0].item.text.startswith("Phấn đấu xây dựng thành phố Tam Kỳ")
    assert said_of("town", "hoi-an", date(2026, 1, 1)) == []


def test_a_file_that_is_no_text_is_refused_before_anything_is_kept(world: Any) -> None:
    with pytest.raises(InputError):
        opening.send(world.planner, "rong.txt", b"  \n", "Trống")
    assert Programme.objects.count() == 0
    with pytest.raises(PermissionDenied):
        opening.send(world.stranger, "ct.txt", world.text.encode(), "Chương trình")
