"""Exposure by hand: squares and lines on squares, conservation as a property, strips, people."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from dothi.land.exposure import Exposed, Exposure, Hazard, Kind, Parts, Things, exposure, places
from dothi.land.record import NONE


def things(*shapes: Any, people: list[float] | None = None, groups: list[str] | None = None) -> Things:
    count = len(shapes)
    return Things(
        "lớp",
        np.array(shapes, dtype=object),
        np.arange(1, count + 1),
        np.full(count, "", dtype=object),
        np.array(groups or [""] * count, dtype=object),
        None if people is None else np.array(people),
    )


def hazard(there: list[Any], clear: list[Any], tolerance_m: float = 0.0, *, cells: bool = False) -> Hazard:
    return Hazard(
        "ngập", NONE, NONE, np.array(there, dtype=object), np.array(clear, dtype=object), tolerance_m,
        cells=cells,
    )  # fmt: skip


# Flood from x = 0 to 100, known to be dry from 100 to 200, nothing known east of that.
FLOOD = hazard([shapely.box(0, 0, 100, 100)], [shapely.box(100, 0, 200, 100)])


def one(shape: Any, **more: Any) -> Any:
    return exposure(things(shape, **more), FLOOD).found[0]


@pytest.mark.parametrize("cells", [False, True])
def test_an_area_in_three_parts(cells: bool) -> None:
    # 50 m on the flood, 100 m dry, 30 m nobody knows of; 10 m high.
    laid = hazard(list(FLOOD.there), list(FLOOD.clear), cells=cells)
    (found,) = exposure(things(shapely.box(50, 0, 230, 10)), laid).found
    assert found.verdict is Exposed.YES
    assert found.parts == Parts(pytest.approx(500), pytest.approx(1_000), pytest.approx(300))
    assert found.parts.whole == pytest.approx(1_800)


@pytest.mark.parametrize(
    ("shape", "verdict"),
    [
        (shapely.box(110, 0, 190, 10), Exposed.NOT),
        (shapely.box(100, 0, 200, 10), Exposed.NOT),  # touches the flood, and the land nobody knows
        (shapely.box(110, 0, 201, 10), Exposed.UNKNOWN),
        (shapely.box(300, 0, 310, 10), Exposed.UNKNOWN),
        (shapely.box(99, 0, 150, 10), Exposed.YES),
        (shapely.Point(50, 50), Exposed.YES),
        (shapely.Point(100, 50), Exposed.YES),  # on the edge
        (shapely.Point(150, 50), Exposed.NOT),
        (shapely.Point(250, 50), Exposed.UNKNOWN),
        (shapely.MultiPoint([(150, 50), (250, 50)]), Exposed.UNKNOWN),
        (shapely.MultiPoint([(50, 50), (250, 50)]), Exposed.YES),
        (shapely.LineString([(150, 1), (160, 1)]), Exposed.NOT),
    ],
)
def test_unknown_is_never_not_exposed(shape: Any, verdict: Exposed) -> None:
    assert one(shape).verdict is verdict


def test_a_line_along_a_common_border_counts_once() -> None:
    # Up the border of flood and dry land (100 m, exposed), then 150 m east: 100 m dry, 50 m not known.
    found = one(shapely.LineString([(100, 0), (100, 100), (250, 100)]))
    assert (found.kind, found.parts) == (
        Kind.LINE,
        Parts(pytest.approx(100), pytest.approx(100), pytest.approx(50)),
    )


def test_people_are_shared_by_area_and_those_not_stated_are_not_nobody() -> None:
    found = exposure(
        things(
            shapely.box(50, 0, 150, 10),  # half of 80
            shapely.box(150, 0, 250, 10),  # half of 10 not known
            shapely.box(0, 0, 10, 10),
            people=[80, 10, float("nan")],
        ),
        FLOOD,
    )
    total = found.total
    assert total.people == Parts(pytest.approx(40), pytest.approx(45), pytest.approx(5))
    assert (total.uncounted, found.found[2].people) == (1, None)
    assert exposure(things(shapely.box(0, 0, 1, 1)), FLOOD).total.people is None


@pytest.mark.parametrize(("width", "verdict"), [(1.9, Exposed.NOT), (2.1, Exposed.YES)])
def test_a_strip_by_a_hair(width: float, verdict: Exposed) -> None:
    laid = hazard(list(FLOOD.there), list(FLOOD.clear), 2.0)
    (found,) = exposure(things(shapely.box(100 - width, 0, 180, 100)), laid).found
    assert (found.verdict, found.strip) == (verdict, verdict is Exposed.NOT)
    assert found.parts.exposed == pytest.approx(100 * width)


@pytest.mark.parametrize(
    ("west", "beyond", "verdict"),
    [
        (110, 1.9, Exposed.NOT),
        (110, 2.1, Exposed.UNKNOWN),
        (198.5, 1.9, Exposed.UNKNOWN),  # narrow, and less of it is known than is not
        (90, 1.9, Exposed.YES),
    ],
)
def test_a_strip_nobody_knows_of_is_listed_and_decides_nothing(
    west: float, beyond: float, verdict: Exposed
) -> None:
    laid = hazard(list(FLOOD.there), list(FLOOD.clear), 2.0)
    found = exposure(things(shapely.box(west, 0, 200 + beyond, 100)), laid)
    (one,) = found.found
    assert one.verdict is verdict
    assert one.unknown_strip == (beyond == 1.9 and west < 198)
    assert one.parts.unknown == pytest.approx(100 * beyond)
    assert [place.strip for place in places(found) if place.verdict is Exposed.UNKNOWN] == [one.unknown_strip]


def test_totals_by_group_and_kind() -> None:
    found = exposure(
        things(
            shapely.box(0, 0, 10, 10), shapely.box(0, 20, 20, 30), shapely.Point(5, 5), groups=["a", "b", "b"]
        ),
        FLOOD,
    )
    assert [(one.group, one.parts[Kind.AREA].exposed) for one in found.groups] == [
        ("b", pytest.approx(200)), ("a", pytest.approx(100)),
    ]  # fmt: skip
    assert found.total.counts[Kind.POINT][Exposed.YES] == 1
    assert exposure(things(shapely.Point(0, 0)), FLOOD).groups == ()


def test_places_hold_what_is_exposed_and_what_is_not_known() -> None:
    found = exposure(things(shapely.box(50, 0, 230, 10), shapely.LineString([(90, 5), (210, 5)])), FLOOD)
    drawn = [(one.feature, one.verdict, one.shape.area, one.shape.length) for one in places(found)]
    assert drawn == [
        ("1", Exposed.YES, pytest.approx(500), pytest.approx(120)),
        ("1", Exposed.UNKNOWN, pytest.approx(300), pytest.approx(80)),
        ("2", Exposed.YES, 0, pytest.approx(10)),
        ("2", Exposed.UNKNOWN, 0, pytest.approx(10)),
    ]


edges = st.integers(0, 300)


@st.composite
def shapes(draw: st.DrawFn) -> Any:
    x, y, w, h = draw(edges), draw(edges), draw(st.integers(1, 150)), draw(st.integers(1, 150))
    kind = draw(st.sampled_from(["box", "triangle", "line", "point"]))
    if kind == "box":
        return shapely.box(x, y, x + w, y + h)
    if kind == "triangle":
        return shapely.Polygon([(x, y), (x + w, y + h / 3), (x + w / 7, y + h)])
    return shapely.LineString([(x, y), (x + w, y + h)]) if kind == "line" else shapely.Point(x, y)


@settings(max_examples=60, deadline=None)
@given(st.lists(shapes(), min_size=1, max_size=5), st.booleans())
def test_parts_make_the_whole_and_order_changes_nothing(drawn: list[Any], cells: bool) -> None:
    # A chequered ground of three sorts, independent of how a feature is cut by it.
    squares = [
        [
            shapely.box(60 * i, 60 * j, 60 * i + 60, 60 * j + 60)
            for i in range(8)
            for j in range(8)
            if (i + 2 * j) % 3 == k
        ]
        for k in range(2)
    ]
    laid = hazard(*squares, cells=cells)
    found = exposure(things(*drawn), laid)
    for shape, row in zip(drawn, found.found, strict=True):
        own = shape.area or shape.length or 1.0
        assert row.parts.whole == pytest.approx(own, rel=1e-9)
        assert min(row.parts.exposed, row.parts.clear, row.parts.unknown) >= 0
    back: Exposure = exposure(things(*reversed(drawn)), laid)
    for kind in Kind:
        assert back.total.parts[kind] == found.total.parts[kind]
        assert back.total.counts[kind] == found.total.counts[kind]
