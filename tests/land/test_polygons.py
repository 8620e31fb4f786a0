"""Which features may be measured, and how the others are refused."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from pyproj import CRS

from dothi.base.errors import UnusableError
from dothi.land.polygons import Source, labels_of, laid_out

BOW = shapely.Polygon([(0, 0), (10, 10), (10, 0), (0, 10)])
SQUARE = shapely.box(0, 0, 100, 100)


def source(
    *shapes: object, crs: int | None = 5899, name: str = "thửa", index: list[int] | None = None
) -> Source:
    numbers = index or list(range(len(shapes)))
    frame = gpd.GeoDataFrame({"ma": [f"m{n}" for n in numbers]}, geometry=list(shapes), crs=crs)
    frame.index = pd.Index(numbers, name="feature")
    return Source(name, frame, "ma")


def moved(shape: shapely.Geometry) -> shapely.Geometry:
    """Near Tam Kỳ in EPSG:5899."""
    return shapely.transform(shape, lambda points: np.add(points, (577_000, 1_722_000)))


def test_what_is_valid_is_kept_with_its_number_and_label() -> None:
    (found,) = laid_out([source(moved(SQUARE), index=[7])])
    assert (found.features.tolist(), found.labels.tolist(), shapely.area(found.shapes).tolist()) == (
        [7],
        ["m7"],
        [10_000.0],
    )


@pytest.mark.parametrize(
    ("shape", "said"),
    [
        (moved(BOW), "không hợp lệ"),
        (None, "không có hình"),
        (shapely.Polygon(), "không có hình"),
        (moved(shapely.Point(1, 1)), "Point, không phải vùng"),
        (moved(shapely.LineString([(0, 0), (5, 5)])), "LineString, không phải vùng"),
        (shapely.GeometryCollection([moved(SQUARE)]), "GeometryCollection, không phải vùng"),
        (shapely.Polygon([(0, 0), (np.inf, 0), (1, 1)]), "không hữu hạn"),
    ],
)
def test_what_cannot_be_measured_is_refused_by_name(shape: object, said: str) -> None:
    with pytest.raises(UnusableError) as caught:
        laid_out([source(moved(SQUARE), shape, index=[3, 9])])
    (fault,) = caught.value.faults
    assert fault.code == "land.not-polygons"
    assert "đối tượng 9" in fault.vi
    assert "đối tượng 3" not in fault.vi
    assert said in fault.vi
    assert fault.where == "thửa"


def test_left_out_when_asked_and_listed() -> None:
    (found,) = laid_out([source(moved(SQUARE), moved(BOW), None)], leave_out=True)
    assert len(found) == 1
    assert [(one.layer, one.feature) for one in found.left_out] == [("thửa", "1"), ("thửa", "2")]


def test_a_long_list_names_some_and_counts_the_rest() -> None:
    with pytest.raises(UnusableError) as caught:
        laid_out([source(*[moved(BOW)] * 13)])
    assert caught.value.faults[0].vi.startswith("13 đối tượng")
    assert caught.value.faults[0].vi.endswith("và 3 nữa")


def test_both_layers_are_named_at_once() -> None:
    with pytest.raises(UnusableError) as caught:
        laid_out([source(moved(BOW)), source(None, name="vùng")])
    assert [fault.where for fault in caught.value.faults] == ["thửa", "vùng"]


def test_degrees_are_refused_and_projected_when_asked() -> None:
    degrees = source(shapely.box(108.47, 15.57, 108.48, 15.58), crs=4326)
    with pytest.raises(UnusableError) as caught:
        laid_out([degrees])
    assert caught.value.faults[0].code == "land.degrees"
    (found,) = laid_out([degrees], crs=CRS.from_epsg(5899))
    # One hundredth of a degree on the WGS 84 ellipsoid at 15.575° north, by the closed formula of the
    # area between two parallels (1 186 482 m²); the zone's scale there is 0.99995.
    assert shapely.area(found.shapes)[0] == pytest.approx(
        _ellipsoidal(108.47, 15.57, 108.48, 15.58), rel=2e-4
    )


def _ellipsoidal(west: float, south: float, east: float, north: float) -> float:
    b, e = 6356752.314245179, 0.08181919084262149

    def half(latitude: float) -> float:
        s = np.sin(np.radians(latitude))
        return float(s / (1 - (e * s) ** 2) + np.log((1 + e * s) / (1 - e * s)) / (2 * e))

    return float(b * b / 2 * np.radians(east - west) * (half(north) - half(south)))


def test_feet_give_square_metres() -> None:
    # EPSG:2264 is in US survey feet of 1200/3937 m.
    (found,) = laid_out([source(shapely.box(1_500_000, 600_000, 1_500_100, 600_050), crs=2264)])
    assert shapely.area(found.shapes)[0] == pytest.approx(5_000 * (1200 / 3937) ** 2, rel=1e-9)


def test_a_map_that_stretches_is_not_measured_as_it_is() -> None:
    mercator = gpd.GeoSeries([moved(SQUARE)], crs=5899).to_crs(3857).iloc[0]
    (found,) = laid_out([source(mercator, crs=3857)])
    assert shapely.area(found.shapes)[0] == pytest.approx(10_000, rel=5e-4)
    assert mercator.area > 10_700


def test_layers_in_two_zones_meet_on_one_map() -> None:
    shape = moved(SQUARE)
    elsewhere = gpd.GeoSeries([shape], crs=5899).to_crs(5897).iloc[0]
    first, second = laid_out([source(shape), source(elsewhere, crs=5897)])
    assert shapely.hausdorff_distance(first.shapes[0], second.shapes[0]) < 0.001


def test_no_crs_and_no_field_are_told() -> None:
    with pytest.raises(UnusableError) as caught:
        laid_out([source(SQUARE, crs=None)])
    assert caught.value.faults[0].code == "land.no-crs"
    wrong = Source("thửa", source(moved(SQUARE)).frame, "soto")
    with pytest.raises(UnusableError) as caught:
        laid_out([wrong])
    assert caught.value.faults[0].code == "land.no-field"
    assert "ma" in caught.value.faults[0].remedy_vi


def test_an_empty_layer_is_laid_out_as_empty() -> None:
    first, second = laid_out([source(), source(moved(SQUARE))])
    assert (len(first), len(second)) == (0, 1)


def test_labels() -> None:
    values = pd.Series([1.0, 2.5, None, float("nan"), " ODT ", 3, pd.NaT], dtype=object)
    assert labels_of(values).tolist() == ["1", "2.5", "", "", "ODT", "3", ""]
