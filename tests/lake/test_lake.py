from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from s3fs.core import S3File

from dothi.base.errors import InputError
from dothi.lake import Lake, LayerVersion, publish_layer


def published(lake: Lake, frame: gpd.GeoDataFrame) -> LayerVersion:
    return publish_layer(lake, frame, created=date(2026, 10, 1), illustrative=False, tiles_for=None)


@pytest.fixture
def frame(make_zones: Callable[..., gpd.GeoDataFrame]) -> gpd.GeoDataFrame:
    return make_zones(300)


@pytest.fixture
def version(lake: Lake, frame: gpd.GeoDataFrame) -> LayerVersion:
    return published(lake, frame)


def test_a_box_and_columns_choose_what_is_read(version: LayerVersion, frame: gpd.GeoDataFrame) -> None:
    box = (549_000, 1_717_000, 550_000, 1_718_000)
    found = version.lake.open_version(version.name).frame(bbox=box, columns=["ma"])
    assert list(found.columns) == ["ma", "geometry"]
    assert found.crs == "EPSG:5899"
    assert set(found["ma"]) == set(frame["ma"][frame.intersects(shapely.box(*box))]) != set()
    assert list(version.frame(columns=[]).columns) == ["geometry"]
    assert len(version.frame(bbox=(0, 0, 1, 1))) == 0


def test_a_feature_is_found_by_its_id_in_the_tiles(version: LayerVersion) -> None:
    whole = version.frame()
    found = version.features([300, 1, 1], columns=["ma"])
    assert found["ma"].to_list() == [whole["ma"].iloc[299], whole["ma"].iloc[0], whole["ma"].iloc[0]]
    assert found.geometry.iloc[0].equals_exact(whole.geometry.iloc[299], 0)


@pytest.mark.parametrize("number", [0, 301, -1])
def test_an_id_that_is_not_there_is_refused(version: LayerVersion, number: int) -> None:
    with pytest.raises(InputError) as refused:
        version.features([number])
    assert refused.value.code == "lake.no-feature"
    assert "300" in str(refused.value)


def test_a_column_that_is_not_there_is_refused(version: LayerVersion) -> None:
    with pytest.raises(InputError) as refused:
        version.frame(columns=["chu_dat"])
    assert refused.value.code == "lake.no-column"


def test_kinds_of_columns_do_not_depend_on_the_part_that_is_read(folder_lake: Lake) -> None:
    frame = gpd.GeoDataFrame(
        {"tang": pd.array([1, None], dtype="Int64"), "co": pd.array([None, True], dtype="boolean")},
        geometry=shapely.points([[0, 0], [500, 500]]),
        crs=5899,
    )
    version = published(folder_lake, frame)
    for box in (None, (-1, -1, 1, 1), (499, 499, 501, 501)):
        part = version.frame(bbox=box)
        assert (str(part["tang"].dtype), str(part["co"].dtype)) == ("Int64", "boolean")


def test_only_the_row_groups_needed_are_fetched(s3_place: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    chance = np.random.default_rng(8)
    x, y = 548_000 + chance.uniform(0, 10_000, (2, 60_000))
    frame = gpd.GeoDataFrame({"n": np.arange(60_000)}, geometry=shapely.box(x, y, x + 10, y + 10), crs=5899)
    version = published(s3_place.open(), frame)
    size = version.manifest.files["data"].size
    fetched: list[int] = []

    fetch = S3File._fetch_range

    def counted(self: Any, start: int, end: int) -> bytes:
        content: bytes = fetch(self, start, end)
        fetched.append(len(content))
        return content

    monkeypatch.setattr(S3File, "_fetch_range", counted)
    found = version.frame(bbox=(548_000, 548_000, 548_200, 548_200))
    assert 0 < len(found) < 100
    assert sum(fetched) < size / 2


@pytest.mark.parametrize("name", ["0" * 64, "", "abc", "../../etc/passwd", "0" * 63 + "/"])
def test_a_version_that_is_not_there_is_refused(folder_lake: Lake, name: str) -> None:
    assert folder_lake.find(name) is None
    for opened in (folder_lake.manifest, folder_lake.open_version, folder_lake.open_raster):
        with pytest.raises(InputError) as refused:
            opened(name)
        assert refused.value.code == "lake.no-version"


def test_the_first_digits_of_a_name_do(version: LayerVersion) -> None:
    assert version.lake.resolve(version.name[:8].upper()) == version.name
    with pytest.raises(InputError):
        version.lake.resolve("x")


def test_the_first_digits_of_several_names_do_not(folder_lake: Lake, frame: gpd.GeoDataFrame) -> None:
    for count in (1, 2):
        published(folder_lake, frame.iloc[:count])
    with pytest.raises(InputError) as refused:
        folder_lake.resolve("")
    assert "2" in str(refused.value)


def test_the_data_file_is_there_for_other_readers(
    version: LayerVersion, folder_lake: Lake, frame: gpd.GeoDataFrame
) -> None:
    with version.open_data() as stream:
        content = stream.read()
    assert content[:4] == b"PAR1"
    assert version.read_data_range(0, 4) == b"PAR1"
    path = published(folder_lake, frame).data_path
    assert path is not None
    assert len(gpd.read_parquet(path)) == 300
