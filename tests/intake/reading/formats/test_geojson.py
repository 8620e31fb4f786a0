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


def test_members_of_the_authors_own_are_told(tmp_path, read_here, layer_of, codes_of) -> None:
    extra = [{**feature(POINT, ten="a"), "tieu_de": "x"}, feature(POINT, ten="b")]
    received = read_here(written(tmp_path / "a.geojson", extra, name="n", quyet_dinh="12/QĐ"))
    assert len(layer_of(received).frame) == 2
    assert codes_of(received) == ["intake.foreign-members"]
    assert "quyet_dinh, tieu_de" in received.skipped[0].reason.vi


@pytest.mark.parametrize(
    ("ids", "more", "kept"),
    [
        ([7, 9], {}, True),
        (["A1", "A2"], {}, True),
        ([7, 7], {}, False),
        ([7, "b"], {}, False),
        (["A1", "A2"], {"id": "P"}, False),
    ],
    ids=["numbers", "texts", "double", "mixed", "an attribute of that name"],
)
def test_identifiers_are_kept_or_told(tmp_path, read_here, ids, more, kept) -> None:
    features = [{**feature(POINT, ten="a", **more), "id": number} for number in ids]
    received = read_here(written(tmp_path / "a.geojson", features))
    frame = received.layers[0].layer.frame
    assert [item.reason.code for item in received.skipped] == ([] if kept else ["intake.ids-lost"])
    assert ids in (list(frame.index), list(frame.get("id", []))) or not kept


@pytest.mark.parametrize(
    "crs", [None, {"type": "name", "properties": {"name": "nonsense"}}, {"type": "link"}]
)
def test_a_crs_that_says_nothing_is_told_and_not_taken_for_wgs84(tmp_path, read_here, crs) -> None:
    received = read_here(written(tmp_path / "a.geojson", [feature(POINT)], crs=crs))
    assert [loaded.layer.frame.crs for loaded in received.layers] == [None]
    assert [item.reason.code for item in received.skipped] == ["intake.crs-unreadable"]


def test_a_crs_of_the_older_kind_is_read(tmp_path, read_here, layer_of, codes_of) -> None:
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::5899"}}
    received = read_here(written(tmp_path / "a.geojson", [feature(POINT)], crs=crs))
    assert layer_of(received).frame.crs.to_epsg() == 5899
    assert codes_of(received) == []


def test_the_layers_of_washington(data, read_here) -> None:
    """Counts of the sample's own table, made with GDAL."""
    received = read_here(data / "us-dc-plans" / "dc_plans_geojson.zip")
    counts = {loaded.layer.name: len(loaded.layer.frame) for loaded in received.layers}
    assert counts["land-use-planned-2006"] == 1613
    assert counts["future-land-use"] == 1648
    assert counts["small-area-plans"] == 14
    assert len(counts) == 13
