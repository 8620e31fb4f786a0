from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import geopandas as gpd
import pytest

from dothi.base.errors import InputError
from dothi.lake import Lake, collect, publish_layer, verify
from dothi.lake.collect import leftovers
from dothi.lake.store import FolderStore

SOON, LATER = datetime.now(UTC) + timedelta(hours=1), datetime.now(UTC) + timedelta(days=2)
UNKNOWN = "0" * 64


@pytest.fixture
def names(lake: Lake, make_zones: Callable[..., gpd.GeoDataFrame]) -> list[str]:
    wanted: dict[str, Any] = {"created": date(2026, 10, 1), "illustrative": False, "tiles_for": None}
    return [publish_layer(lake, make_zones(20, seed), **wanted).name for seed in range(3)]


def paths(lake: Lake) -> set[str]:
    return {key.path for key in lake.store.listing()}


def test_only_what_nothing_refers_to_goes(lake: Lake, names: list[str]) -> None:
    found = collect(lake, names[:2], now=LATER)
    assert found.versions == (names[2],)
    assert (found.young, found.missing, found.files) == ((), (), 2)
    assert set(lake.names()) == set(names[:2])
    assert not any(names[2] in path for path in paths(lake))
    assert verify(lake).faults == ()


def test_what_is_young_stays_whatever_refers_to_it(lake: Lake, names: list[str]) -> None:
    found = collect(lake, [], now=SOON)
    assert set(found.young) == set(names)
    assert found.files == 0
    assert set(lake.names()) == set(names)


def test_the_least_age_is_for_the_caller_to_say(lake: Lake, names: list[str]) -> None:
    assert set(collect(lake, [], now=SOON, min_age=timedelta(minutes=30)).versions) == set(names)
    assert paths(lake) == {"lake.json"}


def test_a_dry_run_tells_the_same_and_removes_nothing(lake: Lake, names: list[str]) -> None:
    before = paths(lake)
    told = collect(lake, names[:1], now=LATER, dry_run=True)
    assert paths(lake) == before
    assert told == collect(lake, names[:1], now=LATER)


def test_leftovers_go_when_they_are_old(lake: Lake, names: list[str]) -> None:
    left = {
        "staging/x/layer.parquet",
        f"versions/{names[0]}/1234567890abcdef/layer.parquet",
        f"versions/{UNKNOWN}/1234567890abcdef/tiles.pmtiles",
        f"versions/{names[0]}/.writing-1234",
    }
    for path in left:
        lake.store.put_new(path, b"12345")
    assert {key.path for key in leftovers(lake)} == left
    assert verify(lake).leftover_files == 4
    assert collect(lake, names, now=SOON).files == 0
    found = collect(lake, names, now=LATER)
    assert (found.files, found.size, found.versions) == (4, 20, ())
    assert leftovers(lake) == []
    assert verify(lake).faults == ()


def test_what_is_not_the_lakes_stays(lake: Lake, names: list[str]) -> None:
    foreign = {"readme.txt", "versions/notes.txt", "versions/ABC/manifest.json", "other/x"}
    for path in foreign:
        lake.store.put_new(path, b"x")
    collect(lake, [], now=LATER)
    assert paths(lake) == {"lake.json", *foreign}


def test_a_reference_without_a_version_is_told(lake: Lake, names: list[str]) -> None:
    assert collect(lake, [*names, UNKNOWN], now=LATER).missing == (UNKNOWN,)


@pytest.mark.parametrize("reference", ["", "abc", "../../etc", UNKNOWN[:-1] + "G", UNKNOWN.replace("0", "A")])
def test_a_reference_that_is_no_name_stops_everything(lake: Lake, names: list[str], reference: str) -> None:
    with pytest.raises(InputError) as refused:
        collect(lake, [names[0], reference], now=LATER)
    assert refused.value.code == "lake.reference"
    assert set(lake.names()) == set(names)


def test_a_version_whose_manifest_cannot_be_read_keeps_its_files(lake: Lake, names: list[str]) -> None:
    """The files may be all that is left of it."""
    lake.store.replace(f"versions/{names[0]}/manifest.json", b"{")
    before = paths(lake)
    assert collect(lake, names, now=LATER).files == 0
    assert paths(lake) == before


WANTED: dict[str, Any] = {"created": date(2026, 10, 1), "illustrative": False, "tiles_for": None}


def overtaken(monkeypatch: pytest.MonkeyPatch, lake: Lake, act: str, meanwhile: Callable[[], Any]) -> None:
    """Let something happen just before the store does ``act`` to a manifest for the first time."""
    kind, waiting = type(lake.store), [meanwhile]
    plain = getattr(kind, act)

    def late(store: Any, path: str, *more: Any) -> Any:
        if path.endswith("manifest.json") and waiting:
            waiting.pop()()
        return plain(store, path, *more)

    monkeypatch.setattr(kind, act, late)


def aged(lake: Lake) -> datetime:
    """A moment at which all that lies there is a day old, and what is written from now on is young."""
    for key in lake.store.listing():
        path = lake.store.local_path(key.path)
        assert path is not None
        os.utime(path, (0, 0))
    return datetime.now(UTC)


def test_what_is_published_again_is_young(
    folder_lake: Lake, make_zones: Callable[..., gpd.GeoDataFrame]
) -> None:
    name = publish_layer(folder_lake, make_zones(20), **WANTED).name
    now = aged(folder_lake)
    assert publish_layer(folder_lake, make_zones(20), **WANTED).name == name
    assert collect(folder_lake, [], now=now, dry_run=True).young == (name,)
    assert collect(folder_lake, [], now=now).young == (name,)
    assert verify(folder_lake).versions == (name,)
    assert leftovers(folder_lake) == []
    aged(folder_lake)
    assert collect(folder_lake, [], now=now).versions == (name,)
    assert paths(folder_lake) == {"lake.json"}


@pytest.mark.parametrize("act", ["read", "remove"])
def test_what_is_published_again_while_collecting_stays(
    folder_lake: Lake, make_zones: Callable[..., gpd.GeoDataFrame], monkeypatch: pytest.MonkeyPatch, act: str
) -> None:
    """The publisher comes when the collector has looked at the age and not yet removed anything."""
    name = publish_layer(folder_lake, make_zones(20), **WANTED).name
    now = aged(folder_lake)
    overtaken(monkeypatch, folder_lake, act, lambda: publish_layer(folder_lake, make_zones(20), **WANTED))
    found = collect(folder_lake, [], now=now)
    assert (found.versions, found.young, found.files) == ((), (name,), 0)
    assert verify(folder_lake).versions == (name,)
    assert verify(folder_lake).faults == ()


def test_what_is_published_anew_after_its_removal_stays(
    folder_lake: Lake, make_zones: Callable[..., gpd.GeoDataFrame], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The manifest is gone, its files not yet: the publisher writes both anew, and they are not touched."""
    name = publish_layer(folder_lake, make_zones(20), **WANTED).name
    now = aged(folder_lake)
    remove, waiting = FolderStore.remove, [True]

    def late(store: FolderStore, path: str) -> None:
        remove(store, path)
        if path.endswith("layer.parquet") and waiting:
            waiting.clear()
            publish_layer(folder_lake, make_zones(20), **WANTED)

    monkeypatch.setattr(FolderStore, "remove", late)
    assert collect(folder_lake, [], now=now).versions == (name,)
    assert waiting == []
    assert verify(folder_lake).versions == (name,)
    assert verify(folder_lake).faults == ()


def test_two_collectors_at_once_do_no_harm(
    folder_lake: Lake, make_zones: Callable[..., gpd.GeoDataFrame], monkeypatch: pytest.MonkeyPatch
) -> None:
    name = publish_layer(folder_lake, make_zones(20), **WANTED).name
    now = aged(folder_lake)
    overtaken(monkeypatch, folder_lake, "read", lambda: collect(folder_lake, [], now=now))
    assert collect(folder_lake, [], now=now).versions == (name,)
    assert paths(folder_lake) == {"lake.json"}


def test_files_stay_while_another_collector_puts_their_manifest_back(
    folder_lake: Lake, make_zones: Callable[..., gpd.GeoDataFrame], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A publisher came between the first collector's look and its removing, the second while it was gone."""
    name = publish_layer(folder_lake, make_zones(20), **WANTED).name
    now = aged(folder_lake)
    overtaken(
        monkeypatch, folder_lake, "remove", lambda: publish_layer(folder_lake, make_zones(20), **WANTED)
    )
    overtaken(monkeypatch, folder_lake, "put_new", lambda: collect(folder_lake, [], now=now))
    assert collect(folder_lake, [], now=now).young == (name,)
    assert verify(folder_lake).versions == (name,)
    assert verify(folder_lake).faults == ()
