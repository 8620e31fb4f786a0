"""Where a ward of Tam Kỳ lies when its file says nothing, or something wrong."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from pyproj import CRS

from dothi.base.crs import ZONES, zone
from dothi.intake.georeference.carry import carried
from dothi.intake.georeference.evidence import expected
from dothi.intake.georeference.readings import guesses, readings, stated_placement, to_ask
from dothi.intake.georeference.zones import on_wgs84

HOME = 5899


@pytest.fixture(scope="session")
def drawn(tam_ky):
    """The ward as it should be drawn."""
    return carried(tam_ky, CRS.from_epsg(HOME)).geometry.to_numpy()


def swapped(shapes):
    return shapely.transform(shapes, lambda rows: rows[:, ::-1])


def best(*arguments, **more):
    return readings(*arguments, **more)[0]


def test_what_is_stated_and_true_needs_no_question(drawn, province) -> None:
    found = readings(drawn, province, stated=CRS.from_epsg(HOME), home=HOME)
    assert (found[0].placement.key, found[0].stated, to_ask(found)) == ("5899", True, False)
    assert guesses("a", found)[0].taken_as != "5899"


def test_without_crs_the_zone_at_home_is_likeliest_and_a_person_is_asked(drawn, province) -> None:
    found = readings(drawn, province, home=HOME)
    assert found[0].placement.key == "5899"
    assert found[0].score > 0.5
    assert to_ask(found)
    assert sum(one.score for one in found) == pytest.approx(1, abs=0.05)


@pytest.mark.parametrize(("wrong", "kilometres"), [(5898, 27), (9217, 54)])
def test_the_wrong_meridian_is_27_or_54_km_off(drawn, province, wrong, kilometres) -> None:
    found = readings(drawn, province, stated=CRS.from_epsg(wrong), home=HOME)
    assert found[0].placement.key == "5899"
    assert to_ask(found)
    (stated,) = [one for one in found if one.stated]
    assert (stated.placement.key, stated.inside) == (str(wrong), 0)
    assert f"{kilometres}" in str(round(float(stated.reason_en.split(" km ")[0].split("; ")[-1])))
    assert "về phía đông" in stated.reason_vi


@pytest.mark.parametrize("change", ["yx", "mm", "yx/mm"])
def test_swapped_axes_and_millimetres(drawn, province, change) -> None:
    shapes = swapped(drawn) if "yx" in change else drawn
    if "mm" in change:
        shapes = shapely.transform(shapes, lambda rows: rows * 1000)
    assert best(shapes, province, home=HOME).placement.key == f"5899/{change}"
    assert to_ask(readings(shapes, province, stated=CRS.from_epsg(HOME), home=HOME))


def test_degrees_in_either_order(tam_ky, province) -> None:
    shapes = tam_ky.geometry.to_numpy()
    assert best(shapes, province).placement.key == "4326"
    assert best(swapped(shapes), province).placement.key == "4326/yx"


def test_a_forgotten_datum_shows_against_known_outlines_only(tam_ky, province, neighbours) -> None:
    shapes = carried(tam_ky, on_wgs84(zone(HOME))).geometry.to_numpy()
    blind = readings(shapes, province, stated=CRS.from_epsg(HOME), home=HOME)
    assert not to_ask(blind)
    found = readings(shapes, neighbours, stated=CRS.from_epsg(HOME), home=HOME)
    assert found[0].placement.key == "5899/wgs84"
    assert found[0].on_outlines == pytest.approx(1, abs=0.01)
    assert to_ask(found)
    assert "225 m" in found[1].reason_en


def test_vn2000_in_degrees_called_wgs84(tam_ky, neighbours) -> None:
    shapes = carried(tam_ky, CRS.from_epsg(4756)).geometry.to_numpy()
    found = readings(shapes, neighbours, stated=CRS.from_epsg(4326))
    assert found[0].placement.key == "4756"
    assert to_ask(found)


@pytest.mark.parametrize(
    "drawn_in",
    [z for z in ZONES if z.epsg in {5896, 5897, 9207, 9214, 5898, 9218, 3405, 3406}],
    ids=lambda z: str(z.epsg),
)
def test_every_zone_is_told_by_known_outlines(tam_ky, neighbours, drawn_in) -> None:
    shapes = carried(tam_ky, CRS.from_epsg(drawn_in.epsg)).geometry.to_numpy()
    assert best(shapes, neighbours, home=HOME).placement.key == str(drawn_in.epsg)


def test_a_parcel_of_ten_metres_proves_nothing_by_lying_on_a_line(province, communes, tam_ky) -> None:
    """It lies on a known outline by the wrong meridian, by chance."""
    corner = shapely.get_coordinates(tam_ky.geometry.iloc[0])[0]
    square = shapely.Point(corner).buffer(0.00005, cap_style="square")
    where = expected(province.area, list(communes.geometry))
    shapes = carried(tam_ky.set_geometry([square]), CRS.from_epsg(9216)).geometry.to_numpy()
    found = readings(shapes, where, home=HOME)
    assert found[0].placement.key in {"5899", "9216"}
    assert found[0].score < 0.9
    assert to_ask(found)


def test_what_lies_nowhere_has_no_reading(province) -> None:
    assert readings([shapely.box(0, 0, 100, 100)], province) == ()
    assert readings([None, shapely.Point()], province) == ()
    assert readings([shapely.box(1e300, 1e300, 1.1e300, 1.1e300)], province) == ()


def test_a_foreign_crs_that_holds_elsewhere_is_asked_about(province) -> None:
    paris = [shapely.box(650_000, 6_860_000, 651_000, 6_861_000)]
    assert to_ask(readings(paris, province, stated=CRS.from_epsg(2154), home=HOME))


@pytest.mark.parametrize(
    ("crs", "key"),
    [
        (CRS.from_epsg(5899), "5899"),
        (CRS.from_wkt(CRS.from_epsg(9217).to_wkt("WKT1_ESRI")), "9217"),
        (on_wgs84(zone(5899)), "5899/wgs84"),
        (CRS.from_epsg(32649), "32649"),
        (CRS.from_epsg(4326), "4326"),
    ],
)
def test_what_a_file_states(crs, key) -> None:
    placed = stated_placement(crs)
    assert placed is not None
    assert placed.key == key


@pytest.mark.filterwarnings("ignore:invalid value")
def test_only_finite_corners_count(drawn, province) -> None:
    line = shapely.LineString(np.array([[np.nan, 0], [1, np.inf]]))
    assert best([*drawn, line], province, home=HOME).placement.key == "5899"
