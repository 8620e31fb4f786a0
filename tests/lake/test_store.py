from __future__ import annotations

import errno
import os
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from dothi.base.errors import UnusableError
from dothi.lake import Lake, open_lake
from dothi.lake.objects import ObjectStore
from dothi.lake.store import FolderStore, Store


@pytest.fixture(params=["folder", "s3"])
def store(request: pytest.FixtureRequest) -> Store:
    found: Store = request.getfixturevalue(f"{request.param}_place").open().store
    return found


def paths(store: Store, prefix: str = "") -> list[str]:
    return [key.path for key in store.listing(prefix)]


def test_what_is_written_is_read_whole_and_in_parts(store: Store) -> None:
    assert store.put_new("versions/a/x.txt", b"0123456789")
    assert store.read("versions/a/x.txt") == b"0123456789"
    assert store.read("versions/a/x.txt", 2, 5) == b"234"
    assert store.read("versions/a/x.txt", 7) == b"789"
    assert store.read("versions/a/x.txt", 7, 70) == b"789"
    assert store.read("versions/a/x.txt", 5, 5) == b""
    assert store.size("versions/a/x.txt") == 10
    with store.open("versions/a/x.txt") as stream:
        stream.seek(-3, 2)
        assert stream.read() == b"789"


def test_nothing_new_goes_over_what_is_there(store: Store) -> None:
    assert store.put_new("versions/a", b"first")
    assert not store.put_new("versions/a", b"second")
    assert store.read("versions/a") == b"first"
    store.replace("versions/a", b"third")
    assert store.read("versions/a") == b"third"


def test_keys_tell_size_and_age(store: Store) -> None:
    before = datetime.now(UTC) - timedelta(seconds=5)
    store.put_new("versions/b/y", b"12345")
    store.put_new("versions/a", b"")
    assert paths(store) == ["lake.json", "versions/a", "versions/b/y"]
    (found,) = store.listing("versions/b")
    assert found.size == 5
    assert before <= found.modified <= datetime.now(UTC) + timedelta(seconds=5)
    assert paths(store, "nowhere/") == []


def test_what_is_missing_is_a_missing_file(store: Store) -> None:
    with pytest.raises(FileNotFoundError):
        store.read("versions/none")
    with pytest.raises(FileNotFoundError):
        store.size("versions/none")
    with pytest.raises(FileNotFoundError), store.open("versions/none") as stream:
        stream.read()
    store.remove("versions/none")


def test_removing_removes(store: Store) -> None:
    store.put_new("versions/a/b/c", b"x")
    store.remove("versions/a/b/c")
    assert paths(store, "versions/") == []


def test_files_are_taken_from_the_workroom_which_is_gone_afterwards(store: Store) -> None:
    with store.workroom() as room:
        (room / "big").write_bytes(b"x" * 3_000_000)
        store.take(room / "big", "versions/a/big")
    assert not room.exists()
    assert store.size("versions/a/big") == 3_000_000
    assert paths(store, "staging/") == []


def test_a_file_of_several_parts_arrives_whole(store: Store, tmp_path: Path) -> None:
    size = 120_000_001 if isinstance(store, ObjectStore) else 5_000_001
    content = os.urandom(1_000) * (size // 1_000) + b"x"
    (tmp_path / "big").write_bytes(content)
    store.take(tmp_path / "big", "versions/big")
    assert store.read("versions/big", size - 1_001, size) == content[-1_001:]
    assert store.size("versions/big") == len(content)


def test_of_many_writers_at_once_one_wins_and_what_stands_is_whole(store: Store) -> None:
    wins: list[bytes] = []
    start = threading.Barrier(6)

    def write(number: int) -> None:
        content = bytes([number]) * 50_000
        start.wait()
        if store.put_new("versions/x", content):
            wins.append(content)

    writers = [threading.Thread(target=write, args=(number,)) for number in range(6)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert store.read("versions/x") in wins
    if isinstance(store, FolderStore):
        assert len(wins) == 1
    assert paths(store, "versions/") == ["versions/x"]


def test_a_folder_without_hard_links_still_writes_once(
    folder_lake: Lake, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*names: Any) -> None:
        raise OSError(errno.EPERM, "no links here")

    monkeypatch.setattr(os, "link", refused)
    assert folder_lake.store.put_new("versions/a", b"first")
    assert not folder_lake.store.put_new("versions/a", b"second")
    assert folder_lake.store.read("versions/a") == b"first"
    assert paths(folder_lake.store, "versions/") == ["versions/a"]


def test_a_full_disk_leaves_no_draft(folder_lake: Lake, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, "no space")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="no space"):
        folder_lake.store.replace("versions/a", b"x")
    monkeypatch.undo()
    assert paths(folder_lake.store, "versions/") == []


def emptied(monkeypatch: pytest.MonkeyPatch, times: int) -> list[Path]:
    """As if a collector removed each folder the moment after it was made, a few times over."""
    make, gone = Path.mkdir, []

    def made(path: Path, *details: Any, **more: Any) -> None:
        make(path, *details, **more)
        if len(gone) < times and not any(path.iterdir()):
            path.rmdir()
            gone.append(path)

    monkeypatch.setattr(Path, "mkdir", made)
    return gone


@pytest.mark.parametrize("act", ["put_new", "replace"])
def test_a_folder_that_vanishes_before_it_is_written_to_is_made_again(
    folder_lake: Lake, monkeypatch: pytest.MonkeyPatch, act: str
) -> None:
    gone = emptied(monkeypatch, 3)
    getattr(folder_lake.store, act)("versions/a/b/x", b"whole")
    assert len(gone) == 3
    assert folder_lake.store.read("versions/a/b/x") == b"whole"


def test_a_file_is_taken_into_a_folder_that_vanishes(
    folder_lake: Lake, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "big").write_bytes(b"whole")
    gone = emptied(monkeypatch, 3)
    folder_lake.store.take(tmp_path / "big", "versions/a/b/x")
    assert len(gone) == 3
    assert folder_lake.store.read("versions/a/b/x") == b"whole"


def test_a_workroom_is_made_although_staging_vanishes(
    folder_lake: Lake, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = emptied(monkeypatch, 3)
    with folder_lake.store.workroom() as room:
        (room / "x").write_bytes(b"x")
    assert len(gone) == 3
    assert paths(folder_lake.store, "staging/") == []


def test_a_file_that_is_not_there_cannot_be_taken(folder_lake: Lake, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="nowhere"):
        folder_lake.store.take(tmp_path / "nowhere", "versions/x")


def test_folders_and_files_that_vanish_while_listing_are_not_listed(
    folder_lake: Lake, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another collector removes the other folders just before they are looked into."""
    for name in "abc":
        folder_lake.store.put_new(f"versions/{name}/x", b"x")
    scan, seen = os.scandir, []

    def late(folder: Any) -> Any:
        name = str(folder)[-1]
        if name in "abc" and not seen:
            seen.append(name)
            for other in {*"abc"} - {name}:
                folder_lake.store.remove(f"versions/{other}/x")
        return scan(folder)

    monkeypatch.setattr(os, "scandir", late)
    assert paths(folder_lake.store, "versions/") == [f"versions/{seen[0]}/x"]


def test_a_folder_that_may_not_be_read_is_not_taken_for_an_empty_one(
    folder_lake: Lake, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder_lake.store.put_new("versions/a/x", b"x")
    scan = os.scandir

    def closed(folder: Any) -> Any:
        if str(folder).endswith("/a"):
            raise PermissionError(errno.EACCES, "closed", str(folder))
        return scan(folder)

    monkeypatch.setattr(os, "scandir", closed)
    with pytest.raises(PermissionError, match="closed"):
        folder_lake.store.listing("versions/")


def test_writers_and_removers_in_one_folder_do_not_disturb_each_other(folder_lake: Lake) -> None:
    """The remover takes away each folder that it leaves empty, under the writer's feet."""
    failed: list[OSError] = []
    done = threading.Event()

    def remover() -> None:
        while not done.is_set():
            try:
                folder_lake.store.listing("versions/")
                folder_lake.store.remove("versions/a/b/other")
            except OSError as error:
                failed.append(error)

    thread = threading.Thread(target=remover)
    thread.start()
    try:
        for _ in range(150):
            folder_lake.store.replace("versions/a/b/own", b"own")
            assert folder_lake.store.read("versions/a/b/own") == b"own"
            folder_lake.store.remove("versions/a/b/own")
    finally:
        done.set()
        thread.join()
    assert failed == []


def test_only_a_folder_has_paths(folder_lake: Lake) -> None:
    assert folder_lake.store.local_path("versions/a") == Path(folder_lake.store.url) / "versions/a"


def test_objects_have_no_paths(s3_place: Any) -> None:
    assert s3_place.open().store.local_path("versions/a") is None


def test_a_server_that_cannot_be_reached_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "x")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "y")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    with pytest.raises(UnusableError) as refused:
        open_lake("s3://lake", endpoint="http://127.0.0.1:9")
    assert refused.value.code == "lake.unreachable"
    assert "DOTHI_LAKE_ENDPOINT" in str(refused.value)


def test_a_wrong_key_is_a_sentence(s3_place: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "wrong")
    with pytest.raises(UnusableError) as refused:
        open_lake(s3_place.url, endpoint=s3_place.endpoint.replace("127.0.0.1", "localhost"), create=True)
    assert refused.value.code == "lake.unreachable"


def test_an_unknown_kind_of_address_is_a_sentence() -> None:
    with pytest.raises(UnusableError) as refused:
        open_lake("nothing-like-this://lake")
    assert refused.value.code == "lake.unreachable"
