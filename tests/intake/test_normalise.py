"""Layers made fit to be written: text, names, one CRS."""

from __future__ import annotations

import geopandas as gpd
import pytest
import shapely

from dothi.base.errors import InputError
from dothi.intake.layers import Layer
from dothi.intake.normalise import normalised, plain_text


def layer(name: str = "a", crs: int | None = 5899, **columns) -> Layer:
    columns = columns or {"ten": ["x"]}
    rows = len(next(iter(columns.values())))
    shapes = [shapely.Point(577453.964, 1722531.703)] * rows
    return Layer(name, gpd.GeoDataFrame(columns, geometry=shapes, crs=crs), "tcvn3", "a.shp", "X")


def test_text_is_composed_and_without_control_characters() -> None:
    (made,) = normalised([layer(ten=["Ho\u0300a\x07", None, "a\nb\tc"])]).layers
    assert made.frame["ten"].tolist() == ["Hòa", None, "a\nb\tc"] or made.frame["ten"].isna().tolist() == [
        False,
        True,
        False,
    ]
    assert made.frame["ten"].iloc[0] == "Hòa"
    assert made.encoding == "utf-8"


def test_names_that_change_are_told() -> None:
    made = normalised([layer("QHDD", **{"Tên đất": ["x"], "fid": [1]}), layer("qhdd")])
    assert [one.name for one in made.layers] == ["QHDD", "qhdd_2"]
    assert list(made.layers[0].frame.columns) == ["Tên_đất", "fid_2", "geometry"]
    assert {(g.kind, g.found, g.taken_as) for g in made.renamed} == {
        ("field_name", "Tên đất", "Tên_đất"),
        ("field_name", "fid", "fid_2"),
        ("layer_name", "qhdd", "qhdd_2"),
    }


def test_layers_of_one_crs_keep_it() -> None:
    assert [one.frame.crs.to_epsg() for one in normalised([layer(), layer("b")]).layers] == [5899, 5899]
    assert normalised([layer(crs=None)]).layers[0].frame.crs is None


def test_layers_are_carried_to_one_crs() -> None:
    from pyproj import CRS

    made = normalised([layer(), layer("b", crs=4326)][:1], CRS.from_epsg(4326)).layers[0].frame
    assert (made.geometry.iloc[0].x, made.geometry.iloc[0].y) == pytest.approx((108.4740, 15.5736), abs=2e-8)


def test_several_crs_without_one_named_are_refused() -> None:
    for other in (4326, None):
        with pytest.raises(InputError) as refusal:
            normalised([layer(), layer("b", crs=other)])
        assert refusal.value.code == "intake.several-crs"


def test_a_layer_without_crs_cannot_be_carried() -> None:
    from pyproj import CRS

    with pytest.raises(InputError) as refusal:
        normalised([layer(crs=None)], CRS.from_epsg(5899))
    assert refusal.value.code == "intake.crs-unknown"


def test_plain_text_keeps_what_is_seen() -> None:
    assert plain_text("a\x00b\x1fc\x7f\ufffe") == "abc"
