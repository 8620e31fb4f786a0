"""The bundled pack in the register, loaded once for each module that only reads."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import transaction

PACK = Path(__file__).resolve().parents[3] / "src" / "dothi" / "provinces" / "quang-nam"


@pytest.fixture(scope="session")
def folder() -> Path:
    return PACK


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker) -> Iterator[None]:
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
def province(loaded, db) -> None:
    """Quảng Nam on record, read only."""
