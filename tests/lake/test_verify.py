from __future__ import annotations

import dataclasses
import errno
import io
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dothi.base.errors import Fault, UnusableError
from dothi.lake import ZONES, Lake, LayerVersion, geoparquet, publish_layer, verify
from dothi.lake.settle import digest_of
from dothi.lake.store import FolderStore
from dothi.lake.survey import survey
from dothi.lake.table import LayerTable


@pytest.fixture
def version(lake: Lake, make_zones: Callable[..., gpd.GeoDataFrame]) -> LayerVersion:
    return publish_layer(lake, make_zones(40), created=date(2026, 10, 1), illustrative=False, tiles_for=ZONES)


@pytest.fixture
def plain(folder_lake: Lake, make_zones: Callable[..., gpd.GeoDataFrame]) -> LayerVersion:
    """In a folder, without tiles, for what does not depend on either."""
    return publish_layer(
        folder_lake, make_zones(40), created=date(2026, 10, 1), illustrative=False, tiles_for=None
    )


def codes(lake: Lake) -> list[str]:
    return [fault.code for fault in verify(lake).faults]


def restated(version: LayerVersion, change: Callable[[dict[str, Any]], None]) -> None:
    data = version.manifest.as_data()
    change(data)
    path = f"versions/{version.name}/manifest.json"
    version.lake.store.replace(path, json.dumps(data).encode())


def test_what_was_published_is_whole(lake: Lake, version: LayerVersion) -> None:
    told: list[str] = []
    found = verify(lake, report=told.append)
    assert found.versions == (version.name,)
    assert told == [version.name]
    assert (found.faults, found.leftover_files) == ((), 0)


@pytest.mark.parametrize("part", ["data", "tiles"])
def test_one_flipped_bit_is_found(lake: Lake, version: LayerVersion, part: str) -> None:
    path = version.manifest.files[part].path
    content = bytearray(lake.store.read(path))
    content[len(content) // 2] ^= 1
    lake.store.replace(path, bytes(content))
    found = verify(lake).faults
    assert "lake.file-changed" in {fault.code for fault in found}
    assert path in {fault.where for fault in found}


@pytest.mark.parametrize("part", ["data", "tiles"])
def test_a_missing_file_is_found(lake: Lake, version: LayerVersion, part: str) -> None:
    lake.store.remove(version.manifest.files[part].path)
    assert codes(lake) == ["lake.file-missing"]


def test_a_cut_file_is_found(folder_lake: Lake, plain: LayerVersion) -> None:
    path = plain.manifest.files["data"].path
    folder_lake.store.replace(path, folder_lake.store.read(path)[:100])
    assert codes(folder_lake) == ["lake.file-changed"]


def forged(version: LayerVersion, content: bytes) -> None:
    """Put other bytes in the place of the data, with a manifest to match."""
    stored = version.manifest.files["data"]
    version.lake.store.replace(stored.path, content)
    digest = digest_of(io.BytesIO(content))
    restated(version, lambda data: data["files"]["data"].update(sha256=digest, size=len(content)))


def footer(content: bytes) -> tuple[int, int]:
    """Where the metadata of a Parquet file lie: four of its last eight bytes tell the length."""
    length = int.from_bytes(content[-8:-4], "little")
    return len(content) - 8 - length, len(content) - 8


@pytest.mark.parametrize("fill", [b"\x00", b"\xff", b"\x7f"])
def test_a_file_that_cannot_be_parsed_is_found_and_the_rest_verified(
    folder_lake: Lake, plain: LayerVersion, make_zones: Callable[..., gpd.GeoDataFrame], fill: bytes
) -> None:
    other = publish_layer(
        folder_lake, make_zones(5, 7), created=date(2026, 10, 1), illustrative=False, tiles_for=None
    )
    content = folder_lake.store.read(plain.manifest.files["data"].path)
    start, end = footer(content)
    forged(plain, content[:start] + fill * (end - start) + content[end:])
    found = verify(folder_lake)
    assert set(found.versions) == {plain.name, other.name}
    assert [fault.code for fault in found.faults] == ["lake.not-geoparquet"]


def test_pages_that_cannot_be_read_are_found(folder_lake: Lake, plain: LayerVersion) -> None:
    """The metadata are whole, what they speak of is not."""
    content = folder_lake.store.read(plain.manifest.files["data"].path)
    start, _ = footer(content)
    forged(plain, content[:4] + bytes(start - 4) + content[start:])
    (fault,) = verify(folder_lake).faults
    assert fault.code == "lake.file-unreadable"
    assert fault.where == plain.manifest.files["data"].path
    assert fault.remedy_vi
    assert fault.remedy_en


def test_a_file_that_the_disk_does_not_give_is_found(
    folder_lake: Lake, plain: LayerVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = FolderStore.open

    def broken(store: FolderStore, path: str) -> Any:
        if path.endswith(".parquet"):
            raise OSError(errno.EIO, "Input/output error")
        return opened(store, path)

    monkeypatch.setattr(FolderStore, "open", broken)
    assert codes(folder_lake) == ["lake.file-unreadable"]


def test_a_lake_out_of_reach_is_no_damage(
    folder_lake: Lake, plain: LayerVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(source: Any) -> Any:
        raise UnusableError(Fault("lake.unreachable", "Không tới được kho", "Out of reach"))

    monkeypatch.setattr(geoparquet.GeoParquet, "open", gone)
    with pytest.raises(UnusableError, match="tới được"):
        verify(folder_lake)


DAMAGE = st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(1, 255)), min_size=1, max_size=12)


@pytest.mark.slow
@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(damage=DAMAGE, kept=st.one_of(st.just(1.0), st.floats(0, 1)))
def test_no_damage_stops_verifying(
    folder_lake: Lake, plain: LayerVersion, damage: list[tuple[float, int]], kept: float
) -> None:
    """Bytes turned and the end cut off anywhere: content that has its name still, or a fault of the file."""
    path = f"versions/{plain.name}/manifest.json"
    stored = plain.manifest.files["data"].path
    manifest, content = plain.manifest.encoded(), folder_lake.store.read(stored)
    changed = bytearray(content)
    for place, turn in damage:
        changed[int(place * len(changed))] ^= turn
    del changed[max(1, int(kept * len(changed))) :]
    forged(plain, bytes(changed))
    expected = plain.frame() if verify(folder_lake).faults == () else None
    folder_lake.store.replace(path, manifest)
    folder_lake.store.replace(stored, content)
    assert codes(folder_lake) == []
    if expected is not None:
        pd.testing.assert_frame_equal(pd.DataFrame(expected), pd.DataFrame(plain.frame()))


def test_other_content_with_a_manifest_to_match_is_found(
    lake: Lake, version: LayerVersion, make_zones: Callable[..., gpd.GeoDataFrame], tmp_path: Path
) -> None:
    """Whoever can write to the lake can make file and manifest agree, but not content and name."""
    forged = make_zones(40)
    forged.loc[3, "tang"] += 1
    path = tmp_path / "layer.parquet"
    geoparquet.write(survey(LayerTable.from_frame(forged), illustrative=False), path)
    with path.open("rb") as stream:
        digest = digest_of(stream)
    stored = version.manifest.files["data"]
    lake.store.replace(stored.path, path.read_bytes())
    size = path.stat().st_size
    restated(version, lambda data: data["files"]["data"].update(sha256=digest, size=size))
    assert codes(lake) == ["lake.content-changed"]


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data["layer"].update(features=41),
        lambda data: data["layer"].update(area_m2=data["layer"]["area_m2"] * 1.0000001),
        lambda data: data["layer"].update(area_m2=None),
        lambda data: data["layer"]["columns"][0].update(nulls=3),
        lambda data: data["layer"].update(geometry=["Point"]),
        lambda data: data["crs"].update(canonical="EPSG:5898"),
        lambda data: data["extent"].__setitem__(0, 0.0),
    ],
)
def test_a_manifest_that_states_other_figures_is_found(
    folder_lake: Lake, plain: LayerVersion, change: Callable[[dict[str, Any]], None]
) -> None:
    restated(plain, change)
    assert codes(folder_lake) == ["lake.misstated"]


def test_invented_content_passed_off_as_real_is_found(
    folder_lake: Lake, make_zones: Callable[..., gpd.GeoDataFrame]
) -> None:
    invented = publish_layer(
        folder_lake, make_zones(5), created=date(2026, 10, 1), illustrative=True, tiles_for=None
    )
    restated(invented, lambda data: data.update(illustrative=False))
    assert codes(folder_lake) == ["lake.content-changed"]


def test_a_manifest_under_another_name_is_found(folder_lake: Lake, plain: LayerVersion) -> None:
    other = "0" * 64
    folder_lake.store.put_new(f"versions/{other}/manifest.json", plain.manifest.encoded())
    assert codes(folder_lake) == ["lake.misplaced"]


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b'{"format": "dothi-lake-1"}', b"\xff"])
def test_a_manifest_that_cannot_be_read_is_found_and_the_rest_verified(
    folder_lake: Lake, plain: LayerVersion, content: bytes
) -> None:
    folder_lake.store.put_new(f"versions/{'0' * 64}/manifest.json", content)
    found = verify(folder_lake)
    assert [fault.code for fault in found.faults] == ["lake.manifest"]
    assert plain.name in found.versions


def test_a_manifest_reads_back_as_it_was_written(folder_lake: Lake, plain: LayerVersion) -> None:
    assert folder_lake.manifest(plain.name) == plain.manifest
    without = dataclasses.replace(plain.manifest, checks=None, extent=None)
    assert json.loads(without.encoded())["extent"] is None
