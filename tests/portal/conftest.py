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
