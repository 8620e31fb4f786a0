"""People to sign in as, and the door they come through."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core.cache import cache
from django.test import Client

from dothi.registry.accounts.models import User
from dothi.registry.accounts.services import create_user, grant_role

PASSWORD = "sông-Thu-Bồn-27"
SIGN_IN = "/tai-khoan/dang-nhap/"


@pytest.fixture(autouse=True)
def no_attempts_yet(db: None) -> None:
    cache.clear()


@pytest.fixture(autouse=True)
def quick_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same Argon2 with less work: these tests sign in some hundred times."""
    for name, value in (("time_cost", 1), ("memory_cost", 64), ("parallelism", 1)):
        monkeypatch.setattr(Argon2PasswordHasher, name, value)


@pytest.fixture
def binh() -> User:
    return create_user("binh", PASSWORD, full_name="Trần Thị Bình", email="binh@example.vn")


@pytest.fixture
def admin() -> User:
    user = create_user("quan-tri", PASSWORD, full_name="Quản Trị")
    grant_role(user, "administrator")
    return user


@pytest.fixture
def sign_in() -> Callable[..., Client]:
    """Sign in through the page itself."""

    def enter(login: str, password: str = PASSWORD, client: Client | None = None) -> Client:
        client = client or Client()
        client.post(SIGN_IN, {"login": login, "password": password})
        return client

    return enter
