"""One workspace for the whole run, made before Django reads its settings.

The settings module is named here and not in pyproject.toml, for pytest-django would read it from there too early.
"""

from __future__ import annotations

import os
import secrets
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import django
import pytest

_WORKSPACE = tempfile.TemporaryDirectory(prefix="dothi-test-", ignore_cleanup_errors=True)
os.environ["DOTHI_WORKSPACE"] = _WORKSPACE.name
(Path(_WORKSPACE.name) / "static").mkdir()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dothi.portal.django_settings")
# Playwright keeps an event loop in the test thread, which makes Django refuse its synchronous ORM there.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
django.setup()  # fixtures further down import models

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def root() -> Path:
    """The top folder of the project."""
    return ROOT


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> None:
    """Add the cache table to the test database, which migrations do not make."""
    from django.core.management import call_command

    with django_db_blocker.unblock():
        call_command("createcachetable")


@pytest.fixture
def fresh_database() -> Iterator[dict[str, str]]:
    """What makes other processes use a new, empty registry; on PostgreSQL when this run is."""
    address = os.environ.get("DOTHI_DATABASE_URL", "")
    if not address:
        yield {}
        return
    import psycopg

    name = f"dothi_fresh_{secrets.token_hex(6)}"
    with psycopg.connect(address, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        parts = urlsplit(address)
        yield {"DOTHI_DATABASE_URL": urlunsplit(parts._replace(path=f"/{name}"))}
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")
