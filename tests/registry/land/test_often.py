"""Layers asked about often answer from memory just as from their file, and no others are kept."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import geopandas as gpd
import pytest
import shapely
from geopandas.testing import assert_geodataframe_equal

from dothi.lake import LayerVersion, publish_layer
from dothi.registry.land import often
from dothi.registry.land.often import OFTEN, Often

BOX = (5.0, -1.0, 25.0, 1.0)


@pytest.fixture
def version(lake: Any) -> LayerVersion:
    frame = gpd.GeoDataFrame(
        {"ten": ["a", None, "c", "d"], "so": [1, None, 3, 4]},
        geometry=[shapely.box(x, 0, x + 10, 10) for x in (0, 10, 20, 40)],
        crs=5899,
    ).astype({"so": "Int64"})
    when = datetime(2026, 7, 1, tzinfo=UTC)
    made = publish_layer(lake, frame, created=when, illustrative=False, tiles_for=None, title="x")
    found: LayerVersion = lake.open_version(made.name)
    return found


def count_reads(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    reads: list[int] = []
    plain = LayerVersion.features_in
    monkeypatch.setattr(LayerVersion, "features_in", lambda self, box: (reads.append(1), plain(self, box))[1])
    return reads


def test_from_memory_as_from_the_file(version: LayerVersion, monkeypatch: pytest.MonkeyPatch) -> None:
    """The box meets the first three squares; from the eighth time on the file is left alone."""
    layers, expected = Often(), version.features_in(BOX)
    assert expected.index.tolist() == [1, 2, 3]
    reads = count_reads(monkeypatch)
    for _ in range(OFTEN + 2):
        assert_geodataframe_equal(layers.features_in(version, BOX), expected)
    assert len(reads) == OFTEN - 1
    assert layers.features_in(version, (900, 900, 901, 901)).empty


def test_large_layers_are_not_kept(version: LayerVersion, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(often, "LARGEST", version.data_size - 1)
    layers, reads = Often(), count_reads(monkeypatch)
    for _ in range(OFTEN + 2):
        layers.features_in(version, BOX)
    assert len(reads) == OFTEN + 2


def test_what_does_not_fit_together_goes(version: LayerVersion, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(often, "TOGETHER", version.data_size - 1)
    layers = Often()
    for _ in range(OFTEN):
        assert len(layers.features_in(version, BOX)) == 3
    assert not layers._kept
