"""Adopting: what is missing is told all at once, what is unreviewed is marked, the day may be half known."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from dothi.base.time import Bound
from dothi.registry.programmes import opening, review
from dothi.registry.programmes.adopting import Adoption, adopt
from dothi.registry.programmes.models import Edition, EditionPeriod, EditionState
from dothi.registry.programmes.review import Seen

GIVEN = {
    "title": "Chương trình hành động",
    "title_en": "Action programme",
    "decision_number": "21-CTr/TU",
    "decision_date": "1/6/2022",
    "issuer": "Tỉnh ủy",
    "start": "1/6/2022",
    "as_unreviewed": "on",
    "confirm": "on",
}


def without(*names: str, **changes: str) -> dict[str, str]:
    return {name: value for name, value in (GIVEN | changes).items() if name not in names}


def test_the_page_says_what_is_left(as_: Any, says: Any) -> None:
    said = says(as_("secretary").get("programme_adopt"))
    assert "Còn 8 trong 8 mục chưa ai xem:" in said
    assert "Chỉ tiêu 3" in said
    assert "Thay đổi so với phiên bản" not in said


def test_everything_that_is_missing_is_told_at_once(as_: Any, edition: Edition, says: Any) -> None:
    response = as_("secretary").post(
        "programme_adopt", {"title": "", "start": "", "decision_date": "31/2/2022"}
    )
    assert response.status_code == 422
    said = says(response)
    for text in (
        "Ghi tên chương trình",
        "Ghi ngày có hiệu lực",
        "Không có ngày «31/2/2022»",
        "Còn mục chưa ai xem",
        "Đánh dấu ô này để xác nhận",
    ):
        assert text in said
    edition.refresh_from_db()
    assert edition.state == EditionState.REVIEW


def test_an_adopted_version_is_public_and_marked_as_unreviewed(as_: Any, edition: Edition) -> None:
    response = as_("secretary").post("programme_adopt", GIVEN)
    edition.refresh_from_db()
    assert response["Location"] == reverse("public:programme", args=[edition.programme.key])
    assert (edition.number, edition.unreviewed, edition.decision_number) == (1, 8, "21-CTr/TU")
    assert edition.decision_date == date(2022, 6, 1)
    edition.programme.refresh_from_db()
    assert (edition.programme.title, edition.programme.title_en) == (GIVEN["title"], GIVEN["title_en"])


def test_a_reviewed_version_needs_no_mark(
    as_: Any, world: Any, edition: Edition, items: Any, says: Any
) -> None:
    review.accept(world.planner, edition.pk, [Seen(item.pk, item.version) for item in items()])
    secretary = as_("secretary")
    page = secretary.get("programme_adopt")
    assert "Cả 8 mục đã được xem" in says(page)
    assert "as_unreviewed" not in page.content.decode()
    secretary.post("programme_adopt", without("as_unreviewed"))
    edition.refresh_from_db()
    assert (edition.state, edition.unreviewed) == (EditionState.ADOPTED, 0)


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("1/6/2022", "", Bound.on(date(2022, 6, 1))),
        ("24/1/2022", "31/12/2022", Bound(date(2022, 1, 24), date(2022, 12, 31))),
        ("", "31/12/2022", Bound(None, date(2022, 12, 31))),
    ],
)
def test_the_day_may_be_half_known(
    as_: Any, edition: Edition, first: str, last: str, expected: Bound
) -> None:
    as_("secretary").post("programme_adopt", without(start=first, start_last=last))
    assert EditionPeriod.objects.get(edition=edition).period.start == expected


def test_two_days_the_wrong_way_round_are_refused(as_: Any, says: Any) -> None:
    response = as_("secretary").post("programme_adopt", without(start="2/6/2022", start_last="1/6/2022"))
    assert response.status_code == 422
    assert "phải bằng hoặc sau ngày ở ô bên trên" in says(response)


def test_what_changes_against_the_version_before_is_shown(
    as_: Any, world: Any, edition: Edition, person: Any, says: Any
) -> None:
    adopt(world.secretary, edition.pk, Adoption(start=Bound.on(date(2022, 6, 1)), as_unreviewed=True))
    second = opening.reopen(world.planner, edition.programme)
    duty = second.items.get(kind="duty")
    review.correct(world.planner, second.pk, Seen(duty.pk, duty.version), {"name": "Sở Tài chính"})
    secretary = person(world.secretary, second)
    said = says(secretary.get("programme_adopt"))
    assert "Thay đổi so với phiên bản 1" in said
    assert "0 thêm mới 0 bỏ đi 1 sửa đổi 7 giữ nguyên" in said
    early = secretary.post("programme_adopt", without(start="1/5/2022"))
    assert early.status_code == 422
    assert "Ngày có hiệu lực không sau ngày có hiệu lực của phiên bản trước" in says(early)
    secretary.post("programme_adopt", without(start="1/6/2024"))
    second.refresh_from_db()
    assert second.number == 2


@pytest.mark.parametrize(("who", "status"), [("planner", 403), ("supervisor", 403), ("authority", 200)])
def test_who_adopts(as_: Any, who: str, status: int) -> None:
    assert as_(who).get("programme_adopt").status_code == status


def test_only_what_is_under_review_is_adopted(as_: Any, world: Any, edition: Edition, says: Any) -> None:
    opening.abandon(world.planner, edition.pk, "gửi nhầm")
    secretary = as_("secretary")
    assert secretary.post("programme_adopt", GIVEN).status_code == 302
    edition.refresh_from_db()
    assert edition.state == EditionState.ABANDONED
