from __future__ import annotations

from datetime import date

import pytest

from dothi.registry.sources.models import Source
from dothi.registry.sources.refs import source_ref, source_refs

pytestmark = pytest.mark.django_db


def test_a_source_travels_with_what_a_reader_needs() -> None:
    row = Source.objects.create(
        key="a", title="Quyết định", number="1/QĐ", issued_on=date(2024, 1, 17), confidence="official"
    )
    ref = source_ref(row)
    assert (ref.key, ref.title, ref.number, ref.issued_on) == ("a", "Quyết định", "1/QĐ", date(2024, 1, 17))
    assert ref.confidence == "official"
    assert not ref.illustrative


def test_sources_by_key_in_one_query(django_assert_num_queries) -> None:
    for key in "abc":
        Source.objects.create(key=key, title=key)
    with django_assert_num_queries(1):
        assert set(source_refs(["a", "c", "x"])) == {"a", "c"}
    with django_assert_num_queries(1):
        assert set(source_refs()) == {"a", "b", "c"}
