"""The question of time in the address."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import RequestFactory
from django.utils import timezone

from dothi.base.errors import InputError
from dothi.portal.asking import Asking, asked, data_date


def ask(query: str, *, strict: bool = True) -> Asking:
    return asked(RequestFactory().get("/?" + query), strict=strict)


def test_no_day_means_today_as_known_now():
    found = ask("")
    assert found.as_of == found.today == timezone.localdate()
    assert found.as_known_on is None
    assert found.query() == ""


def test_both_ways_of_writing_a_day():
    assert ask("ngay=2024-12-31").as_of == ask("ngay=31/12/2024").as_of == date(2024, 12, 31)


def test_the_question_is_kept_in_addresses():
    found = ask("ngay=31/12/2024&biet=2025-02-01")
    assert found.query() == "?ngay=2024-12-31&biet=2025-02-01"
    assert found.query(cap="3", thuoc="") == "?ngay=2024-12-31&biet=2025-02-01&cap=3"


@pytest.mark.parametrize("text", ["31/2/2025", "hom-nay", "2024", "1899-12-31", "2101-01-01", "6/30/2025"])
def test_unreadable_days_are_refused_by_name(text):
    with pytest.raises(InputError) as caught:
        ask(f"ngay={text}")
    assert caught.value.faults[0].where == "ngay"
    assert ask(f"ngay={text}", strict=False).as_of == timezone.localdate()


@pytest.mark.django_db
def test_no_data_has_no_date():
    assert data_date() is None


def test_data_date_is_the_day_of_loading(quang_nam):
    assert data_date() == timezone.localdate()
