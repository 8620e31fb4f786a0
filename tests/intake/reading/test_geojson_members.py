"""What a GeoJSON file holds besides its features, seen without building it."""

from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dothi.intake.reading.geojson_members import members, stated_crs

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
NAMES = st.text(max_size=6).filter(lambda name: name != "features")


@pytest.mark.slow
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.dictionaries(NAMES, JSON, max_size=4), st.lists(st.dictionaries(st.text(max_size=6), JSON, max_size=4))
)
def test_names_of_members_are_those_a_parser_sees(tmp_path, outer, features) -> None:
    """Whatever stands in their values: signs of JSON in texts, lists of numbers, objects in objects."""
    geometry = {"type": "Polygon", "coordinates": [[[108.1, 15], [-1e-3, 2], [3, 4]]]}
    told = {"type": "FeatureCollection", **outer, "features": [{**f, "geometry": geometry} for f in features]}
    (tmp_path / "a.geojson").write_text(
        json.dumps(told, ensure_ascii=False), encoding="utf-8", errors="replace"
    )
    read_again = json.loads((tmp_path / "a.geojson").read_text(encoding="utf-8"))
    found = members(tmp_path / "a.geojson")
    assert list(found.collection) == list(read_again)
    assert list(found.feature) == list(dict.fromkeys(name for f in read_again["features"] for name in f))


@pytest.mark.parametrize(
    ("text", "crs"),
    [
        ('{"type": "name", "properties": {"name": "EPSG:5899"}}, "features": []}', "EPSG:5899"),
        ('{"type": "EPSG", "properties": {"code": 4326}}}', "EPSG:4326"),
        ('{"type": "link", "properties": {"href": "http://x"}}', ""),
        ("null, ", ""),
        ("{", ""),
        ("3}", ""),
    ],
)
def test_what_a_crs_member_names(text, crs) -> None:
    assert stated_crs(text) == crs
