"""The bundled province in the register, for tests of pages that only read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import transaction

PACK = Path(__file__).resolve().parents[2] / "src" / "dothi" / "provinces" / "quang-nam"


@pytest.fixture(scope="module")
def loaded_province(django_db_setup, django_db_blocker) -> Iterator[None]:
    """Quảng Nam on record; taken back after the module."""
    from dothi.registry.places.services import load_province

    with django_db_blocker.unblock():
        block = transaction.atomic()
        block.__enter__()
        load_province(PACK)
    yield
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        block.__exit__(None, None, None)


@pytest.fixture
def quang_nam(loaded_province, db) -> None:
    """Quảng Nam on record, read only."""


@pytest.fixture(scope="module")
def loaded_programme(django_db_setup, django_db_blocker) -> Iterator[None]:
    """Quảng Nam with its bodies and its programme on record; taken back after the module."""
    from dothi.law import load_law
    from dothi.places.pack import read_pack
    from dothi.registry.bodies.services import sync_from_law
    from dothi.registry.places.services import load_province
    from dothi.registry.programmes.adopting import Adoption
    from dothi.registry.programmes.importing import import_programme
    from dothi.registry.sources.models import Source

    with django_db_blocker.unblock():
        block = transaction.atomic()
        block.__enter__()
        load_province(PACK)
        sync_from_law(load_law(PACK / "law").tables["bodies"].every_row)
        for text in read_pack(PACK).programmes:
            source = Source.objects.get(key=text.source)
            given = Adoption(text.start, text.title_vi, text.title_en, source=source)
            import_programme(text.key, text.path.name, text.path.read_bytes(), given)
    yield
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        block.__exit__(None, None, None)


@pytest.fixture
def programme(loaded_programme, db) -> None:
    """Quảng Nam with its programme as adopted, unreviewed; read only."""
