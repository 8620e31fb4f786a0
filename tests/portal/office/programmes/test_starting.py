"""Correcting an effective day: the right person, a reason, and a sentence for what cannot be."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from dothi.base.time import Bound
from dothi.registry.programmes.adopting import Adoption, adopt
from dothi.registry.programmes.models import Edition
from dothi.registry.programmes.queries import edition_on

LIST = reverse("office:programmes")
RIGHT = date(2022, 3, 1)


@pytest.fixture
def adopted(world: Any, edition: Edition) -> Edition:
    given = Adoption(start=Bound.on(date(2022, 6, 1)), title="Chương trình", as_unreviewed=True)
    return adopt(world.secretary, edition.pk, given)


def test_the_secretariat_puts_the_day_right(as_: Any, adopted: Edition, says: Any) -> None:
    secretary = as_("secretary")
    address = reverse("office:programme_start", args=[adopted.pk])
    assert address in secretary.client.get(LIST).content.decode()
    page = secretary.get("programme_start")
    assert 'value="1/6/2022"' in page.content.decode()
    sent = secretary.post("programme_start", {"start": "1/3/2022", "reason": "Văn bản ghi ngày 01/3"})
    assert sent["Location"] == LIST
    row = edition_on(adopted.programme.key, RIGHT)
    assert row is not None
    assert row.period.start == Bound.on(RIGHT)
    assert "Đã sửa ngày có hiệu lực của phiên bản 1" in says(secretary.client.get(LIST))


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"start": "1/3/2022", "reason": ""}, "Ghi lý do sửa ngày có hiệu lực"),
        ({"start": "", "reason": "x"}, "Ghi ngày có hiệu lực"),
        ({"start": "31/2/2022", "reason": "x"}, "Không có ngày «31/2/2022»"),
        ({"start": "1/6/2022", "reason": "x"}, "Ngày này đã được ghi"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(
    as_: Any, adopted: Edition, says: Any, sent: dict[str, str], said: str
) -> None:
    response = as_("secretary").post("programme_start", sent)
    assert response.status_code == 422
    assert said in says(response)
    assert edition_on(adopted.programme.key, RIGHT) is None


def test_reviewers_and_versions_that_do_not_count_are_turned_away(
    as_: Any, edition: Edition, says: Any, world: Any
) -> None:
    secretary = as_("secretary")
    assert secretary.get("programme_start")["Location"] == LIST
    assert "không có ngày để sửa" in says(secretary.client.get(LIST))
    assert as_("planner").get("programme_start").status_code == 403
