"""The audit key: made once, private, bound to its database."""

from __future__ import annotations

import stat
import threading

import pytest
from cryptography.exceptions import InvalidTag
from hypothesis import given
from hypothesis import strategies as st

from dothi.base.errors import UnusableError
from dothi.registry.audit import keys

MASTER, OTHER = bytes(range(32)), bytes(32)


@pytest.fixture
def workspace(settings, tmp_path):
    settings.DOTHI = type(settings.DOTHI)(workspace=tmp_path)
    return tmp_path


def test_the_key_is_made_once_and_private(workspace) -> None:
    first = keys.master_key(may_make=True)
    path = workspace / "audit.key"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert keys.master_key(may_make=True) == first
    assert len(first) == 32
    assert [file.name for file in workspace.iterdir()] == ["audit.key"]


def test_of_makers_at_the_same_time_one_wins(workspace) -> None:
    made: list[bytes] = []
    start = threading.Barrier(8)

    def make() -> None:
        start.wait()
        made.append(keys.master_key(may_make=True))

    threads = [threading.Thread(target=make) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 8
    assert len(set(made)) == 1


def test_a_missing_key_is_not_replaced(workspace) -> None:
    with pytest.raises(UnusableError) as caught:
        keys.master_key(may_make=False)
    assert caught.value.code == "audit.key-missing"
    assert str(workspace / "audit.key") in str(caught.value)


@pytest.mark.parametrize("content", ["", "xyz", "ab" * 31, "ab" * 33])
def test_a_spoilt_key_is_refused(workspace, content) -> None:
    (workspace / "audit.key").write_text(content)
    with pytest.raises(UnusableError) as caught:
        keys.master_key(may_make=True)
    assert caught.value.code == "audit.key-unreadable"


def test_a_persons_key_opens_under_its_own_master_only() -> None:
    wrapped = keys.wrap_new_key(MASTER, 5)
    assert len(keys.unwrap_key(MASTER, 5, wrapped)) == 32
    for master, person in ((OTHER, 5), (MASTER, 6)):
        with pytest.raises(UnusableError):
            keys.unwrap_key(master, person, wrapped)


@given(st.text(), st.text(max_size=20))
def test_what_is_sealed_opens_in_its_own_place_only(text: str, place: str) -> None:
    text = text.encode("utf-8", "replace").decode()
    place = place.encode("utf-8", "replace").decode()
    sealed = keys.encrypt(MASTER, text, place)
    assert keys.decrypt(MASTER, sealed, place) == text
    with pytest.raises(InvalidTag):
        keys.decrypt(MASTER, sealed, place + "!")
    with pytest.raises(InvalidTag):
        keys.decrypt(OTHER, sealed, place)


@pytest.mark.django_db
def test_marks_are_equal_for_equal_values_and_tell_nothing(workspace) -> None:
    assert keys.mark("binh") == keys.mark("binh")
    assert keys.mark("binh") != keys.mark("an")
    assert "binh" not in keys.mark("binh")
