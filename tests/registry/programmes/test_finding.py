"""Words of programmes and bodies, found with or without tone marks."""

from __future__ import annotations

from datetime import date

import pytest

from dothi.base.time import Bound
from dothi.registry.bodies.queries import find_bodies
from dothi.registry.programmes.adopting import Adoption
from dothi.registry.programmes.finding import find_items
from dothi.registry.programmes.importing import import_programme

DAY = date(2024, 6, 1)


@pytest.fixture
def programme(world):
    given = Adoption(Bound.on(date(2022, 6, 1)), source=world.source)
    return import_programme("mot", "mot.txt", world.text.encode(), given)


@pytest.mark.parametrize("text", ["cơ sở dữ liệu", "co so du lieu", "DU LIEU co so"])
def test_words_in_any_order_with_or_without_marks(programme, text):
    found = find_items(text, DAY)
    assert found.total == 1
    assert "cơ sở dữ liệu" in found.said[0].item.text
    assert found.said[0].edition.programme_key == "mot"


def test_words_are_found_from_their_beginning(programme):
    assert find_items("lie", DAY).total >= 1
    assert find_items("ieu", DAY).total == 0


def test_the_whole_phrase_goes_first(programme):
    found = find_items("do thi hoa", DAY)
    assert found.said[0].item.fields["indicator"] == "Tỷ lệ đô thị hóa"


def test_limit_keeps_the_count(programme):
    found = find_items("do thi", DAY, limit=1)
    assert len(found.said) == 1
    assert found.total > 3


def test_nothing_asked_and_nothing_in_force(programme, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert find_items("  ", DAY).total == 0
    assert find_items("do thi", date(2020, 1, 1)).total == 0


def test_queries_do_not_grow_with_the_hits(programme, django_assert_num_queries):
    with django_assert_num_queries(5):
        find_items("do thi", DAY)
    with django_assert_num_queries(5):
        find_items("co so du lieu", DAY)


def test_bodies(world):
    assert [row.key for row in find_bodies("so xay", DAY)] == ["so-xay-dung"]
    assert [row.key for row in find_bodies("Đảng", DAY)] == ["ban-can-su"]
    assert find_bodies("ay", DAY) == []
    assert find_bodies("", DAY) == []
