"""The everyday converter: what is asked, what a person chose, and what is taken for granted and told."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from pyproj import CRS

from dothi.base.errors import InputError
from dothi.intake.converting import converted, known_outlines, left_out, questions
from dothi.intake.georeference.evidence import expected
from dothi.intake.layers import Layer, Raster, Reading, Table

SQUARE = shapely.box(577_000, 1_722_000, 577_100, 1_722_100)
AROUND = expected(shapely.box(108.3, 15.4, 108.7, 15.8))


def reading(*crs: int | None, shape=SQUARE) -> Reading:
    layers = [
        Layer(f"l{number}", gpd.GeoDataFrame({"ten": ["a"]}, geometry=[shape], crs=code))
        for number, code in enumerate(crs)
    ]
    return Reading("a", tuple(layers))


def test_what_is_stated_and_true_is_not_asked_about() -> None:
    assert questions(reading(5899, 5899), AROUND, 5899) == ()


def test_layers_that_state_the_same_are_asked_about_together() -> None:
    (asked,) = questions(reading(None, 5899, None), AROUND, 5899)
    assert (asked.layers, asked.stated) == (("l0", "l2"), "")
    assert asked.found[0].placement.key == "5899"


def test_nothing_is_placed_by_itself() -> None:
    made, taken = converted(reading(None))
    assert made.layers[0].frame.crs is None
    assert made.layers[0].frame.geometry.iloc[0].equals(SQUARE)
    assert taken == ()


def test_the_crs_of_the_result_is_that_of_layers_without_any_and_told() -> None:
    made, taken = converted(reading(None, 5898), crs="5899")
    assert [layer.frame.crs.to_epsg() for layer in made.layers] == [5899, 5899]
    assert made.layers[0].frame.geometry.iloc[0].equals(SQUARE)
    assert made.layers[1].frame.geometry.iloc[0].centroid.x == pytest.approx(577_050 + 26_800, abs=300)
    assert [(guess.layer, guess.kind, guess.taken_as, guess.score) for guess in taken] == [
        ("l0", "crs", "5899", 1.0)
    ]


def test_a_person_knows_better_than_the_file() -> None:
    turned = shapely.transform(SQUARE, lambda rows: rows[:, ::-1] * 1000)
    made, taken = converted(reading(4326, shape=turned), from_crs="5899/yx/mm")
    assert made.layers[0].frame.crs.to_epsg() == 5899
    assert made.layers[0].frame.geometry.iloc[0].equals(SQUARE)
    assert (taken[0].found, taken[0].taken_as) == ("WGS 84", "5899/yx/mm")


def test_geojson_goes_to_wgs84_whatever_crs_says() -> None:
    made, _ = converted(reading(None), crs="5899", geojson=True)
    assert made.layers[0].frame.crs.to_epsg() == 4326
    assert made.layers[0].frame.geometry.iloc[0].centroid.x == pytest.approx(108.47, abs=0.01)


@pytest.mark.parametrize("options", [{"crs": "nonsense"}, {"from_crs": "5899/xx"}])
def test_codes_that_are_none_are_refused(options) -> None:
    with pytest.raises(InputError) as refusal:
        converted(reading(5899), **options)
    assert refusal.value.code == "crs.unknown"


def test_outlines_to_compare_with_are_those_that_state_their_crs() -> None:
    (one,) = known_outlines(reading(5899, None))
    assert AROUND.area.contains(one)
    assert CRS.from_epsg(4326) is not None


def test_what_a_file_of_layers_does_not_hold_is_told() -> None:
    found = Reading(
        "a.zip",
        tables=(Table("chỉ tiêu", pd.DataFrame({"a": [1]}), where="a.zip/b.xlsx"),),
        rasters=(Raster("ảnh", Path("a.tif"), 1, 1, 1, where="a.zip/a.tif"),),
    )
    told = left_out(found)
    assert [(fault.code, fault.where) for fault in told] == [
        ("intake.left-out", "a.zip/b.xlsx"),
        ("intake.left-out", "a.zip/a.tif"),
    ]
    assert "«chỉ tiêu»" in told[0].vi
    assert "«ảnh»" in told[1].vi
    assert left_out(reading(5899)) == ()
