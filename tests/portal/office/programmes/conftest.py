"""A programme under review, and browsers of the people who deal with it."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from dothi.registry.jobs.work import perform
from dothi.registry.programmes import opening
from dothi.registry.programmes.models import Edition, Item

JSON = {"HTTP_ACCEPT": "application/json"}


@pytest.fixture
def world(db: None, world_of: Callable[[str], ModuleType]) -> Any:
    """The small world of the app's own tests, with an authority and a supervisor besides."""
    module = world_of("registry/programmes")
    made = module.build_world()
    made.authority = module.person("giang", "approving_authority")
    made.supervisor = module.person("ha", "supervisor")
    return made


@pytest.fixture
def edition(world: Any) -> Edition:
    """The text read and waiting: 8 items in 7 paragraphs."""
    made = opening.send(world.planner, "ct.txt", world.text.encode(), "Chương trình thử")
    assert perform(str(made.job))
    made.refresh_from_db()
    return made


class Person:
    """A signed-in browser that speaks of one version."""

    def __init__(self, user: Any, edition: Edition | None = None) -> None:
        self.client, self.edition = Client(), edition
        self.client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")

    def url(self, name: str, *more: Any) -> str:
        assert self.edition is not None
        return reverse(f"office:{name}", args=[self.edition.pk, *more])

    def get(self, name: str, *more: Any, query: str = "", **headers: str) -> Any:
        return self.client.get(self.url(name, *more) + query, **headers)

    def post(self, name: str, data: dict[str, Any], *more: Any, query: str = "", **headers: str) -> Any:
        return self.client.post(self.url(name, *more) + query, data, **headers)

    def data(self, name: str, data: dict[str, Any], *more: Any, query: str = "") -> Any:
        """The same as the page's script asks it."""
        return self.post(name, data, *more, query=query, **JSON)


@pytest.fixture
def as_(world: Any, edition: Edition) -> Callable[[str], Person]:
    """Come as one of the world's people to the version under review."""
    return lambda who: Person(getattr(world, who), edition)


@pytest.fixture
def person() -> type[Person]:
    """Signed-in browsers for other versions."""
    return Person


def items_of(edition: Edition, kind: str = "") -> list[Item]:
    rows = edition.items.filter(gone=False).order_by("start", "rank", "pk")
    return list(rows.filter(kind=kind) if kind else rows)


@pytest.fixture
def items(edition: Edition) -> Callable[..., list[Item]]:
    """Items that stand, in the order of the text."""
    return lambda kind="": items_of(edition, kind)


def seen(item: Item) -> str:
    item.refresh_from_db()
    return f"{item.pk}:{item.version}"


@pytest.fixture(name="seen")
def seen_fixture() -> Callable[[Item], str]:
    """An item as forms name it."""
    return seen
