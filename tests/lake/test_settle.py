"""Publishing that is killed at every move in turn, and publishing by two at once: real processes."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from dothi.base.errors import UnusableError
from dothi.lake import ZONES, Lake, Step, collect, publish_layer, verify
from dothi.lake.collect import leftovers
from dothi.lake.settle import digest_of
from dothi.lake.store import FolderStore

HERE = Path(__file__).resolve().parent
LATER = timedelta(days=2)


class Publisher:
    """A process that publishes what it is told and dies when it is told."""

    def __init__(self, place: Any) -> None:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("DOTHI_")}
        paths = os.pathsep.join([str(HERE.parents[1] / "src"), kept.get("PYTHONPATH", "")])
        self.process = subprocess.Popen(
            [sys.executable, "-B", str(HERE / "publisher.py"), place.url, place.endpoint],
            env={**kept, **place.environment, "PYTHONPATH": paths},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self.answer() == "ready"

    def ask(self, number: int, *, tiles: bool = True, last: int = 0) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(f"{number} {int(tiles)} {last}\n")
        self.process.stdin.flush()

    def answer(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def publish(self, number: int, *, tiles: bool = True, last: int = 0) -> str:
        self.ask(number, tiles=tiles, last=last)
        return self.answer()


@pytest.fixture
def start() -> Iterator[Callable[[Any], Publisher]]:
    begun: list[Publisher] = []

    def begin(place: Any) -> Publisher:
        begun.append(Publisher(place))
        return begun[-1]

    yield begin
    for publisher in begun:
        publisher.process.kill()
        publisher.process.communicate()


def name_in(answer: str) -> str:
    assert answer.startswith("lived"), answer
    return answer.split()[2]


def whole(lake: Lake) -> list[str]:
    found = verify(lake)
    assert found.faults == ()
    return list(found.versions)


def killed_at_every_move(place: Any, publisher: Publisher, *, tiles: bool) -> None:
    lake = place.open()
    old = name_in(publisher.publish(1_000, tiles=tiles))
    untouched = {key.path: (key.size, key.modified) for key in lake.store.listing() if old in key.path}
    came_through, last = set(), 0
    while True:
        last += 1
        answer = publisher.publish(last, tiles=tiles, last=last)
        names = lake.names()
        assert old in names
        new = set(names) - {old} - came_through
        assert len(new) <= 1
        assert verify(lake, [old, *new]).faults == ()
        if answer != "killed":
            assert new == {name_in(answer)}
            break
        came_through |= new
    assert last > 15  # the moves were seen
    now = {key.path: (key.size, key.modified) for key in lake.store.listing() if old in key.path}
    assert now == untouched
    assert leftovers(lake) != []
    kept = whole(lake)
    assert collect(lake, kept, now=datetime.now(UTC)).files == 0  # too young
    done = collect(lake, kept, now=datetime.now(UTC) + LATER)
    assert done.versions == ()
    assert leftovers(lake) == []
    assert whole(lake) == kept


def killed_while_tiles_are_added(place: Any, publisher: Publisher) -> None:
    """The version exists, without tiles; at every moment it is there, whole, with them or without."""
    lake = place.open()
    last = 0
    while True:
        last += 1
        name = name_in(publisher.publish(last, tiles=False))
        answer = publisher.publish(last, tiles=True, last=last)
        assert verify(lake, [name]).faults == ()
        if answer != "killed":
            break
    assert lake.manifest(name).tiles is not None
    assert last > 20


@pytest.mark.slow
def test_killed_at_every_move_without_tiles(folder_place: Any, start: Callable[[Any], Publisher]) -> None:
    folder_place.open()
    killed_at_every_move(folder_place, start(folder_place), tiles=False)


@pytest.mark.slow
def test_killed_at_every_move(place: Any, start: Callable[[Any], Publisher]) -> None:
    place.open()
    killed_at_every_move(place, start(place), tiles=True)


@pytest.mark.slow
def test_killed_while_tiles_are_added(place: Any, start: Callable[[Any], Publisher]) -> None:
    place.open()
    killed_while_tiles_are_added(place, start(place))


@pytest.mark.slow
def test_two_publishers_of_the_same_content_never_mix(place: Any, start: Callable[[Any], Publisher]) -> None:
    lake = place.open()
    pair = [start(place), start(place)]
    for number in range(12):
        for publisher in pair:
            publisher.ask(number)
        first, second = (name_in(publisher.answer()) for publisher in pair)
        assert first == second
    assert len(whole(lake)) == 12
    collect(lake, lake.names(), now=datetime.now(UTC) + LATER)
    assert len(whole(lake)) == 12
    assert leftovers(lake) == []


def test_two_publishers_of_different_content_never_mix(place: Any, start: Callable[[Any], Publisher]) -> None:
    lake = place.open()
    pair = [start(place), start(place)]
    for publisher, number in zip(pair, (1, 2), strict=True):
        publisher.ask(number)
    names = {name_in(publisher.answer()) for publisher in pair}
    assert len(names) == 2
    assert set(whole(lake)) == names
    assert {lake.open_version(name).frame()["so"].iloc[0] for name in names} == {1, 2}


def test_tiles_that_another_publisher_adds_meanwhile_stay(
    folder_lake: Lake, make_zones: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """One finds the version without tiles, another adds them, the first goes on."""
    content = make_zones(5)
    wanted: dict[str, Any] = {"created": TODAY, "illustrative": True}
    name = publish_layer(folder_lake, content, **wanted, tiles_for=None).name
    read, meanwhile = FolderStore.read, [True]

    def overtaken(store: FolderStore, path: str, *part: int) -> bytes:
        found = read(store, path, *part)
        if meanwhile:
            meanwhile.clear()
            publish_layer(folder_lake, content, **wanted, tiles_for=ZONES)
        return found

    monkeypatch.setattr(FolderStore, "read", overtaken)
    version = publish_layer(folder_lake, content, **wanted, tiles_for=None)
    assert meanwhile == []
    assert folder_lake.manifest(name).tiles is not None
    assert version.tiles_size == folder_lake.open_version(name).tiles_size
    assert whole(folder_lake) == [name]


def test_what_does_not_read_back_is_not_published(folder_lake: Lake, make_zones: Callable[..., Any]) -> None:
    def damage(step: Step) -> None:
        if step is Step.CHECK:
            (stored,) = (
                key for key in folder_lake.store.listing("versions/") if key.path.endswith(".parquet")
            )
            path = folder_lake.store.local_path(stored.path)
            assert path is not None
            path.write_bytes(path.read_bytes()[:-1] + b"x")

    with pytest.raises(UnusableError) as refused:
        publish_layer(
            folder_lake, make_zones(), created=TODAY, illustrative=True, tiles_for=None, report=damage
        )
    assert refused.value.code == "lake.not-stored"
    assert folder_lake.names() == []
    assert leftovers(folder_lake) == []


def test_a_failure_on_the_way_leaves_nothing_behind(
    folder_lake: Lake, make_zones: Callable[..., Any]
) -> None:
    def stop(step: Step) -> None:
        if step is Step.CHECK:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        publish_layer(
            folder_lake, make_zones(), created=TODAY, illustrative=True, tiles_for=None, report=stop
        )
    assert [key.path for key in folder_lake.store.listing()] == ["lake.json"]


def test_every_step_has_a_title_in_both_languages() -> None:
    titles = [(step.title(), step.title("en")) for step in Step]
    assert len(set(titles)) == len(Step)
    assert all(vi and en and vi != en for vi, en in titles)


def test_a_digest_by_hand(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"abc")
    with (tmp_path / "x").open("rb") as stream:  # the example of FIPS 180-2
        assert digest_of(stream) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


TODAY = datetime(2026, 10, 1, tzinfo=UTC).date()
