"""A piece of land from what people type, paste, draw and upload."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from dothi.base.errors import InputError, UnusableError
from dothi.registry.land.asked import by_corners, by_file, by_geojson, by_point

pytestmark = pytest.mark.usefixtures("quang_nam")
# Control value: 108.4740, 15.5736 is E 577453.964, N 1722531.703 in EPSG:5899.
POINT = (577453.964, 1722531.703)
# The same place on the neighbouring meridian 108°00': 27 km of easting away.
IN_ZONE_108 = (550_650.0, 1_722_400.0)


def refused(code: str, text: str) -> InputError:
    with pytest.raises(InputError) as caught:
        by_point(text)
    assert caught.value.faults[0].code == code
    return caught.value


@pytest.mark.parametrize("text", ["15.5736, 108.4740", "1722531.703 577453.964", "577453,964; 1722531,703"])
def test_points_reach_the_provinces_zone(text: str) -> None:
    asked = by_point(text)
    assert asked.piece.crs.to_epsg() == 5899
    assert asked.piece.shape.coords[0] == pytest.approx(POINT, abs=0.01)
    assert bool(asked.notes) is ("108" not in text)


@pytest.mark.parametrize("text", ["16.5, 112.3", "15.5, 105.3", "21.03, 105.85"])
def test_the_sea_laos_and_other_provinces_are_told(text: str) -> None:
    assert "ngoài phạm vi" in refused("land.outside", text).faults[0].vi


def test_another_meridian_is_asked_and_taken_when_chosen() -> None:
    text = "1722400 205000"  # far west of the province on its own meridian
    fault = refused("land.which-crs", text).faults[0]
    assert "3406" in fault.vi
    asked = by_point(text, crs="3406")
    assert asked.notes == ()
    assert asked.piece.wgs84.x == pytest.approx(108.25, abs=0.3)


def test_corner_table_with_registered_area_and_doubts() -> None:
    rows = "1 1722500 577400 30\n2 1722500 577430 20\n3 1722520 577430 35\n4 1722520 577400 20"
    asked = by_corners(rows, registered_m2=610)
    assert (asked.piece.measured_m2, asked.piece.registered_m2) == (pytest.approx(600), 610)
    assert "VN-2000" in asked.notes[0].vi
    assert "3-4" in asked.notes[1].vi


def test_drawn_shapes_are_measured_in_the_provinces_zone() -> None:
    square = gpd.GeoSeries([shapely.box(577400, 1722500, 577500, 1722600)], crs=5899).to_crs(4326).iloc[0]
    asked = by_geojson(shapely.geometry.mapping(square))
    assert asked.piece.crs.to_epsg() == 5899
    assert asked.piece.measured_m2 == pytest.approx(10_000, abs=1)


@pytest.mark.parametrize(
    "data", [{}, {"type": "Polygon"}, {"type": "Polygon", "coordinates": "x"}, {"type": "Kreis"}]
)
def test_a_shape_that_is_none_gets_a_sentence(data: dict[str, object]) -> None:
    with pytest.raises(InputError) as caught:
        by_geojson(data)
    assert caught.value.faults[0].code in {"land.no-geojson", "land.empty"}


def test_a_file_with_one_area(tmp_path: Path) -> None:
    path = tmp_path / "thua.gpkg"
    square = shapely.box(577400, 1722500, 577500, 1722600)
    gpd.GeoDataFrame({"so": [1]}, geometry=[square], crs=5899).to_file(path, layer="thua")
    assert by_file(path).piece.measured_m2 == pytest.approx(10_000)
    gpd.GeoDataFrame({"so": [1]}, geometry=[square], crs=5899).to_file(path, layer="khac")
    with pytest.raises(UnusableError) as caught:
        by_file(path)
    assert caught.value.faults[0].code == "land.one-layer"
