"""One door: read a file, and what was shown and applied."""

from __future__ import annotations

import geopandas as gpd
import pytest
import shapely

from dothi.base.errors import UnusableError
from dothi.base.legacy_text import to_tcvn3
from dothi.intake.read import AUTO, SHOW, read

WORDS = ["Đất ở đô thị", "Đất giao thông", "xã Tam Kỳ"]


@pytest.fixture
def old_shapefile(tmp_path):
    """A shapefile of the nineties: TCVN3, no .cpg, no .prj."""
    path = tmp_path / "dat.shp"
    frame = gpd.GeoDataFrame(
        {"ten": [to_tcvn3(word) for word in WORDS]}, geometry=[shapely.box(0, 0, 1, 1)] * 3
    )
    with pytest.warns(UserWarning, match="crs"):
        frame.to_file(path, encoding="ISO-8859-1")
    (tmp_path / "dat.cpg").unlink(missing_ok=True)
    return path


def test_showing_finds_and_changes_nothing(old_shapefile) -> None:
    reading = read(old_shapefile)
    assert SHOW == "show"
    assert reading.layer("dat").frame["ten"].tolist() == [to_tcvn3(word) for word in WORDS]
    assert reading.layer("dat").encoding == "windows-1252"
    (guess,) = reading.guesses
    assert (guess.kind, guess.column, guess.taken_as) == ("encoding", "ten", "tcvn3")
    assert guess.score > 0.7


def test_auto_applies_what_it_shows_and_a_person_may_name_it(old_shapefile) -> None:
    for encoding in (AUTO, "tcvn3"):
        reading = read(old_shapefile, encoding=encoding)
        assert reading.layer("dat").frame["ten"].tolist() == WORDS
        assert reading.layer("dat").encoding == "tcvn3"
        assert [guess.kind for guess in reading.guesses] == ["encoding"]


def test_an_encoding_that_is_none_is_refused(old_shapefile) -> None:
    with pytest.raises(UnusableError) as refusal:
        read(old_shapefile, encoding="klingon")
    assert refusal.value.code == "intake.encoding"


def test_layers_of_one_name_are_told_apart(shared_data) -> None:
    reading = read(shared_data / "fr-plu-cnig", layers=("ZONE_URBA",))
    assert [layer.name for layer in reading.layers] == [
        "ZONE_URBA [200011781_PLUi_20180101/Donnees_geographiques]",
        "ZONE_URBA [41175_PLU_20140603/Donnees_geographiques]",
    ]
    assert [len(layer.frame) for layer in reading.layers] == [222, 118]
    with pytest.raises(KeyError):
        reading.layer("ZONE_URBA")


def test_what_is_missing_is_a_sentence(tmp_path) -> None:
    with pytest.raises(UnusableError) as refusal:
        read(tmp_path / "none.gpkg")
    assert (refusal.value.code, refusal.value.faults[0].where) == ("intake.none", "none.gpkg")


@pytest.mark.slow
def test_a_million_polygons_in_seconds_under_two_gigabytes(tmp_path) -> None:
    """Bounds far above what was measured (4 s, 1.1 GB), for machines that are busy."""
    import resource
    import time

    import numpy as np

    side = 1000
    east, north = np.meshgrid(np.arange(side) * 30.0 + 550_000, np.arange(side) * 30.0 + 1_700_000)
    shapes = shapely.box(east.ravel(), north.ravel(), east.ravel() + 20, north.ravel() + 20)
    frame = gpd.GeoDataFrame({"ma": [f"ODT{n % 50}" for n in range(side * side)]}, geometry=shapes, crs=5899)
    frame.to_file(tmp_path / "m.gpkg")
    del frame, shapes
    started = time.monotonic()
    reading = read(tmp_path / "m.gpkg")
    assert time.monotonic() - started < 60
    assert len(reading.layers[0].frame) == 1_000_000
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss < 2 * 1024 * 1024
