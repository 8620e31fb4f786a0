"""The digest of a version covers all it says, and versions keep the titles they were adopted under."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from dothi.base.time import Bound
from dothi.registry.programmes.adopting import Adoption
from dothi.registry.programmes.digests import altered, digest
from dothi.registry.programmes.importing import import_programme
from dothi.registry.programmes.models import Document, Edition, EditionPeriod, Item, ItemLink
from dothi.registry.programmes.opening import standing
from dothi.registry.programmes.queries import adopted, edition_on
from dothi.registry.sources.models import Source

START = Bound(date(2022, 1, 24), date(2022, 12, 31))


@pytest.fixture
def first(world: Any) -> Edition:
    given = Adoption(START, "Chương trình một", "Programme one", source=world.source)
    made = import_programme("ct", "ct.txt", world.text.encode(), given)
    assert made is not None
    return made


def test_each_version_keeps_its_own_title(world: Any, first: Edition) -> None:
    text = world.text.replace("40%", "41%").encode()
    given = Adoption(Bound.on(date(2024, 1, 1)), "Chương trình hai", "Programme two")
    import_programme("ct", "ct.txt", text, given)
    for number, titles in (
        (1, ("Chương trình một", "Programme one")),
        (2, ("Chương trình hai", "Programme two")),
    ):
        row = adopted("ct", number, date(2026, 1, 1))
        assert row is not None
        assert (row.title, row.title_en) == titles
    then, now = edition_on("ct", date(2023, 6, 1)), edition_on("ct", date(2024, 6, 1))
    assert (then and then.title, now and now.title) == ("Chương trình một", "Chương trình hai")
    assert altered() == []


def _title(first: Edition) -> None:
    Edition.objects.filter(pk=first.pk).update(title_en="Another")


def _start(first: Edition) -> None:
    EditionPeriod.objects.filter(edition=first).update(starts_latest=date(2022, 6, 30))


def _source(first: Edition) -> None:
    other = Source.objects.create(key="khac", title="Nguồn khác")
    Edition.objects.filter(pk=first.pk).update(source=other)


def _unreviewed(first: Edition) -> None:
    Edition.objects.filter(pk=first.pk).update(unreviewed=0)


def _link(first: Edition) -> None:
    ItemLink.objects.filter(item__edition=first, key="tam-ky").update(key="hoi-an")


def _reading(first: Edition) -> None:
    reading = {**first.document.reading, "guesses": []}
    nodes = [{**node, "heading": "khác"} for node in reading["nodes"]]
    Document.objects.filter(pk=first.document_id).update(reading={**reading, "nodes": nodes})


def _item(first: Edition) -> None:
    Item.objects.filter(edition=first, kind="duty").update(gone=True)


@pytest.mark.parametrize("change", [_title, _start, _source, _unreviewed, _link, _reading, _item])
def test_whatever_is_altered_is_found(first: Edition, change: Any) -> None:
    assert altered() == []
    change(first)
    assert altered() == [first]


def test_a_version_of_the_first_form_keeps_its_digest(first: Edition) -> None:
    """Its SHA-256 is made here by hand, of what that form held."""
    said = {
        "document": hashlib.sha256(bytes(first.document.content)).hexdigest(),
        "text": hashlib.sha256(first.document.text.encode()).hexdigest(),
        "decision": [first.decision_number, None, first.issuer],
        "items": [
            [str(item.line), item.kind, item.node, item.start, item.end, item.fields, item.state]
            for item in standing(first)
        ],
    }
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    old = hashlib.sha256(text.encode()).hexdigest()
    Edition.objects.filter(pk=first.pk).update(digest=old, digest_form=1)
    assert altered() == []
    first.refresh_from_db()
    first.title = "Tên khác"
    assert digest(first, standing(first)) == old


@pytest.mark.django_db(transaction=True)
def test_versions_on_record_take_the_title_of_their_programme() -> None:
    executor = MigrationExecutor(connection)
    executor.migrate([("programmes", "0001_initial")])
    try:
        old = executor.loader.project_state([("programmes", "0001_initial")]).apps
        programme = old.get_model("programmes", "Programme").objects.create(
            key="ct", title="Chương trình", title_en="Programme"
        )
        document = old.get_model("programmes", "Document").objects.create(name="ct.txt", content=b"x")
        editions = old.get_model("programmes", "Edition").objects
        for number, state in ((1, "adopted"), (None, "review")):
            editions.create(programme=programme, document=document, number=number, state=state)
    finally:
        executor = MigrationExecutor(connection)
        executor.migrate(executor.loader.graph.leaf_nodes())
    rows = Edition.objects.order_by("state").values_list("state", "title", "title_en", "digest_form")
    assert list(rows) == [("adopted", "Chương trình", "Programme", 1), ("review", "", "", 1)]
