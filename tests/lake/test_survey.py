from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
import shapely

from dothi.base.errors import InputError
from dothi.lake.survey import Survey, spatial_order, survey
from dothi.lake.table import LayerTable

with np.errstate(invalid="ignore"):
    NOT_A_NUMBER = shapely.from_wkt("LINESTRING (0 0, 1 nan)")


def surveyed(geometries: list[object], crs: int = 5899, **columns: object) -> Survey:
    frame = gpd.GeoDataFrame(columns, geometry=geometries, crs=crs)
    return survey(LayerTable.from_frame(frame), illustrative=False)


def test_figures_by_hand() -> None:
    hole = shapely.Polygon([(0, 0), (10, 0), (10, 10), (0, 10)], [[(1, 1), (2, 1), (2, 2), (1, 2)]])
    figures = surveyed(
        [hole, shapely.box(20, 0, 25, 4), None, shapely.Polygon(), shapely.Point(-3, 7)],
        ma=["a", None, "c", None, "e"],
    ).figures
    assert figures.features == 5
    assert (figures.missing, figures.empty) == (1, 1)
    assert figures.kinds == ("Point", "Polygon")
    assert figures.area_m2 == 99 + 20
    assert figures.extent == (-3, 0, 25, 10)
    assert figures.nulls == {"ma": 2}


def test_no_area_where_there_are_only_lines_or_degrees() -> None:
    assert surveyed([shapely.LineString([(0, 0), (1, 1)])]).figures.area_m2 is None
    assert surveyed([shapely.box(108, 15, 108.1, 15.1)], crs=4756).figures.area_m2 is None


def test_an_empty_layer_has_a_name_and_no_extent() -> None:
    found = surveyed([], ma=[])
    assert len(found.name) == 64
    assert found.figures.extent is None
    assert found.figures.features == 0


def test_the_order_depends_on_the_content_alone() -> None:
    chance = np.random.default_rng(5)
    points = [shapely.Point(x, y) for x, y in chance.uniform(0, 1000, (500, 2))]
    points += points[:20]
    codes = [str(number) for number in range(len(points))]
    one = surveyed(points, ma=codes)
    other = surveyed(points[::-1], ma=codes[::-1])
    first = one.table.take(one.order).column("ma").to_pylist()
    assert first == other.table.take(other.order).column("ma").to_pylist()


def test_neighbours_lie_together() -> None:
    """A thousandth of the rows in sequence covers far less than a tenth of the layer each way."""
    chance = np.random.default_rng(6)
    places = chance.uniform(0, 1000, (20_000, 2))
    digests = chance.integers(0, 256, (len(places), 32)).astype(np.uint8)
    order = spatial_order(np.hstack([places, places]), digests)
    assert sorted(order) == list(range(len(places)))
    spans = [np.ptp(places[order[start : start + 20]], axis=0).max() for start in range(0, len(places), 20)]
    assert np.median(spans) < 100


@pytest.mark.parametrize(
    "boxes", [[[5.0, 5.0, 5.0, 5.0]] * 3, [[np.nan] * 4] * 2, [[0.0, 0, 9, 0], [3.0, 0, 4, 0]]]
)
def test_layers_without_width_or_place_are_ordered_too(boxes: list[list[float]]) -> None:
    digests = np.arange(len(boxes) * 32, dtype=np.uint8).reshape(-1, 32)[::-1].copy()
    assert sorted(spatial_order(np.array(boxes), digests)) == list(range(len(boxes)))


@pytest.mark.parametrize(
    ("geometry", "code"),
    [
        (shapely.from_wkt("POINT M (1 2 3)"), "lake.measures"),
        (shapely.Point(np.inf, 1), "lake.infinite"),
        (NOT_A_NUMBER, "lake.infinite"),
    ],
)
def test_geometry_that_cannot_be_kept_is_refused(geometry: object, code: str) -> None:
    with pytest.raises(InputError) as refused:
        surveyed([geometry])
    assert refused.value.code == code
