"""What an address asks for, and that nonsense in it asks for nothing."""

from __future__ import annotations

from django.test import RequestFactory

from dothi.portal.office.programmes.asked import Asked, whole


def asked(query: str) -> Asked:
    return Asked.of(RequestFactory().get(f"/?{query}"))


def test_an_address_goes_there_and_back() -> None:
    one = asked("hien=chua-xem&loai=town&q=Tam+K%E1%BB%B3&phan=3")
    assert (one.show, one.kind, one.text, one.part) == ("chua-xem", "town", "Tam Kỳ", 3)
    assert asked(one.query()[1:]) == one
    assert one.query(part=1) == "?hien=chua-xem&loai=town&q=Tam+K%E1%BB%B3"
    assert one.everything() == asked("")


def test_nonsense_counts_as_not_asked() -> None:
    one = asked("hien=bay&loai=ba&phan=hai&giu=1,x,-3,99999999999999,7")
    assert one == Asked(keep=frozenset({1, 7}))
    assert one.query() == ""


def test_a_kept_item_is_named_only_where_it_could_vanish() -> None:
    assert asked("").query(keep=5) == ""
    assert asked("hien=chua-xem").query(keep=5) == "?hien=chua-xem&giu=5"


def test_whole_numbers_of_forms() -> None:
    assert [whole(text) for text in ("12", "", "-1", "1,5", "٣", "9999999999")] == [12, 0, 0, 0, 0, 0]
