"""Drawings read and measured; areas against radii of curvature worked out apart."""

from __future__ import annotations

import contextlib
import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dothi.base.errors import InputError
from dothi.registry.consultation.placing import MOST_CORNERS, read_drawing

RING = [[108.48, 15.56], [108.482, 15.56], [108.482, 15.561], [108.48, 15.561], [108.48, 15.56]]


def drawn(kind: str, coordinates: object) -> str:
    return json.dumps({"type": kind, "coordinates": coordinates})


def test_an_area_is_measured_on_the_ellipsoid() -> None:
    found = read_drawing(drawn("Polygon", [RING]))
    assert found is not None
    a, e2, latitude = 6378137.0, 0.00669437999014, math.radians(15.5605)
    across = a / math.sqrt(1 - e2 * math.sin(latitude) ** 2) * math.cos(latitude)
    along = a * (1 - e2) / (1 - e2 * math.sin(latitude) ** 2) ** 1.5
    assert found.area_m2 == pytest.approx(
        across * along * math.radians(0.002) * math.radians(0.001), rel=1e-6
    )
    assert found.box == (108.48, 15.56, 108.482, 15.561)


@pytest.mark.parametrize(
    ("kind", "coordinates"), [("Point", [108.48, 15.56]), ("LineString", [[108.48, 15.56], [108.49, 15.57]])]
)
def test_points_and_lines_have_no_area(kind: str, coordinates: object) -> None:
    found = read_drawing(drawn(kind, coordinates))
    assert found is not None
    assert (found.area_m2, found.shape) == (None, {"type": kind, "coordinates": coordinates})


def test_nothing_drawn_is_nothing() -> None:
    assert read_drawing("  ") is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{", "shape-unreadable"),
        ("[]", "shape-unreadable"),
        ('{"type": "Point"}', "shape-unreadable"),
        (drawn("Point", []), "shape-unreadable"),
        (drawn("Point", "ở đây"), "shape-unreadable"),
        (drawn("GeometryCollection", []), "shape-unreadable"),
        (drawn("Polygon", [RING[:2]]), "shape-unreadable"),
        ("[" * 5000, "shape-unreadable"),
        (drawn("Point", [2.35, 48.85]), "shape-far"),
        ('{"type":"Point","coordinates":[NaN,15.5]}', "shape-unreadable"),
        (drawn("Polygon", [[RING[0], RING[2], RING[1], RING[3], RING[0]]]), "shape-crossed"),
        (drawn("LineString", [RING[0], RING[0]]), "shape-crossed"),
        (
            drawn("LineString", [[108 + n / 10**4, 15.5] for n in range(MOST_CORNERS + 1)]),
            "shape-long",
        ),
    ],
)
def test_what_is_no_drawing_is_refused_with_a_sentence(text: str, code: str) -> None:
    with pytest.raises(InputError) as refused:
        read_drawing(text)
    assert refused.value.code == f"consultation.{code}"


NUMBERS = st.floats() | st.integers() | st.none()
SENT = st.text(max_size=60) | st.builds(
    drawn,
    st.sampled_from(["Point", "LineString", "Polygon"]),
    st.recursive(NUMBERS, lambda inner: st.lists(inner, max_size=4), max_leaves=12),
)


@given(SENT)
def test_whatever_is_sent_is_read_or_refused(text: str) -> None:
    with contextlib.suppress(InputError):
        read_drawing(text)
