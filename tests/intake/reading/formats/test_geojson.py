"""GeoJSON: its own CRS, mixed shapes, empty and broken features."""

from __future__ import annotations

import json

import pytest

from dothi.base.errors import UnusableError

POINT = {"type": "Point", "coordinates": [108.4, 15.5]}


def written(path, features, **members):
    path.write_text(
        json.dumps({"type": "FeatureCollection", "features": features, **members}), encoding="utf-8"
    )
    return path


def feature(shape, **properties):
    return {"type": "Feature", "geometry": shape, "properties": properties}


def test_names_and_lists(tmp_path, read_here, layer_of) -> None:
    path = written(
        tmp_path / "điểm.geojson", [feature(POINT, ten="Tam Kỳ", ds=["a", "b"]), feature(None, ten="?")]
    )
    layer = layer_of(read_here(path))
    assert (layer.name, layer.frame.crs.to_epsg()) == ("điểm", 4326)
    assert json.loads(layer.frame["ds"].iloc[0]) == ["a", "b"]
    assert layer.frame.geometry.iloc[1] is None


def test_a_number_that_is_none_is_a_refusal(tmp_path, read_here) -> None:
    text = json.dumps({"type": "FeatureCollection", "features": [feature(POINT)]}).replace("108.4", "1e999")
    (tmp_path / "a.geojson").write_text(text)
    with pytest.raises(UnusableError, match="1e999"):
        read_here(tmp_path / "a.geojson")


def test_columns_that_fight_for_a_name(tmp_path, read_here, layer_of) -> None:
    received = read_here(
        written(tmp_path / "a.geojson", [feature(POINT, geometry="x", **{"a\x07b": 1, "": 2})])
    )
    layer = layer_of(received)
    assert list(layer.frame.columns) == ["geometry_2", "a b", "cot_3", "geometry"]
    assert {(guess.kind, guess.found, guess.taken_as) for guess in received.guesses} == {
        ("field_name", "geometry", "geometry_2"),
        ("field_name", "a\x07b", "a b"),
        ("field_name", "", "cot_3"),
    }


@pytest.mark.parametrize("text", ["{", '{"type": "FeatureCollection", "features": 3}', "[]", "{}"])
def test_what_is_no_geojson_is_refused(tmp_path, read_here, text) -> None:
    (tmp_path / "a.geojson").write_text(text)
    with pytest.raises(UnusableError):
        read_here(tmp_path / "a.geojson")


def test_json_of_another_kind_is_not_taken_for_it(tmp_path, read_here) -> None:
    (tmp_path / "a.json").write_text('{"name": "settings"}')
    with pytest.raises(UnusableError) as refusal:
        read_here(tmp_path / "a.json")
    assert refusal.value.code == "intake.unknown-kind"


def test_the_layers_of_washington(data, read_here) -> None:
    """Counts of the sample's own table, made with GDAL."""
    received = read_here(data / "us-dc-plans" / "dc_plans_geojson.zip")
    counts = {loaded.layer.name: len(loaded.layer.frame) for loaded in received.layers}
    assert counts["land-use-planned-2006"] == 1613
    assert counts["future-land-use"] == 1648
    assert counts["small-area-plans"] == 14
    assert len(counts) == 13
