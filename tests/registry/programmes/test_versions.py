"""Every version of a programme, corrected ones too, as known on a day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from dothi.base.time import Bound, Truth
from dothi.registry.programmes.adopting import Adoption
from dothi.registry.programmes.importing import import_programme
from dothi.registry.programmes.queries import adopted, edition_on, items_of, items_of_many
from dothi.registry.programmes.versions import documents_of, programmes_known, versions_known

DAY = date(2026, 3, 1)


def take_in(world, text: str, start: Bound, title: str = "Chương trình một"):
    return import_programme(
        "mot", "mot.txt", text.encode(), Adoption(start, title=title, source=world.source)
    )


@pytest.fixture
def three(world):
    """Version 2 corrects version 1 from its first day on; version 3 amends it from 2025."""
    first = Bound(date(2022, 1, 24), date(2022, 12, 31))
    return [
        take_in(world, world.text, first),
        take_in(world, world.text.replace("37%", "38%"), first),
        take_in(world, world.text.replace("40%", "45%"), Bound.on(date(2025, 1, 1))),
    ]


def test_all_versions_with_what_corrected_them(three):
    rows = versions_known("mot", DAY)
    assert [(row.edition.number, row.corrected_by) for row in rows] == [(3, None), (2, None), (1, 2)]
    assert rows[1].edition.period.end == Bound.on(date(2025, 1, 1))
    assert {row.edition.number: row.edition.holds for row in rows}[3] is Truth.YES


def test_before_the_correction_was_recorded_nothing_had_corrected_it(three):
    for edition, days in zip(three, (30, 20, 10), strict=True):
        moment = timezone.now() - timedelta(days=days)
        edition.periods.update(recorded_at=moment)
    three[0].periods.update(withdrawn_at=timezone.now() - timedelta(days=20))
    known = timezone.localdate() - timedelta(days=25)
    rows = versions_known("mot", DAY, known)
    assert [(row.edition.number, row.corrected_by) for row in rows] == [(1, None)]
    assert versions_known("mot", DAY, date(2020, 1, 1)) == []
    assert programmes_known(date(2020, 1, 1)) == []
    assert [row.key for row in programmes_known(known)] == ["mot"]


def test_a_corrected_version_stays_readable(three):
    corrected = adopted("mot", 1, DAY)
    assert corrected is not None
    values = [item.fields["min"] for item in items_of(corrected.pk) if item.kind == "target"]
    assert values[0] == 37.0
    now = edition_on("mot", date(2024, 6, 1))
    assert now is not None
    assert now.number == 2
    assert next(item.fields["min"] for item in items_of(now.pk) if item.kind == "target") == 38.0


def test_documents_and_items_of_several_versions_at_once(three, django_assert_num_queries):
    keys = [edition.pk for edition in three]
    with django_assert_num_queries(1):
        documents = documents_of(keys)
    assert "đạt 38%" in documents[three[1].pk].text
    assert documents[three[0].pk].by_id["n0"]["kind"] == "document"
    with django_assert_num_queries(3):
        items = items_of_many(keys)
    assert [len(items[pk]) for pk in keys] == [len(items_of(pk)) for pk in keys]


def test_lists_of_versions_leave_the_file_and_its_text_unread(three, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as asked:
        versions_known("mot", DAY)
        edition_on("mot", DAY)
        adopted("mot", 1, DAY)
    assert len(asked) == 4
    assert all('"content"' not in query["sql"] for query in asked)
    assert all('"reading"' not in query["sql"] for query in asked)
