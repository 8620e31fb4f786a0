"""The plans of Quảng Nam: as many, as varied and as balanced as the documents say."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
import shapely

from dothi.illustration.balance import AIMS, aimed_shares, land_balance
from dothi.illustration.nested import ROADS
from dothi.illustration.plan import Plan
from dothi.illustration.script import Script

pytestmark = pytest.mark.slow
GENERAL = ("qhc-tam-ky", "qhc-tam-ky-2", "qhc-hoi-an-dien-ban")
ZONING = ("qpk-trung-tam-tam-ky", "qpk-dong-dien-ban")
DETAILED = ("qct-khu-dan-cu-dong-tam-ky", "qct-khu-do-thi-co-co")
EVERY = ("tinh-quang-nam", *GENERAL, *ZONING, *DETAILED)


def zones_of(plan: Plan) -> np.ndarray:
    """Shapes of the zones that are no roads."""
    return plan.zones.geometry[~plan.zones["part"].isin(ROADS)].to_numpy()


@pytest.mark.parametrize(
    ("keys", "least", "most"), [(GENERAL, 2000, 6000), (ZONING, 2000, 4000), (DETAILED, 200, 900)]
)
def test_each_level_has_as_many_zones_as_promised(
    quang_nam: dict[str, Plan], keys: tuple[str, ...], least: int, most: int
) -> None:
    counts = {key: len(zones_of(quang_nam[key])) for key in keys}
    assert all(least <= count <= most for count in counts.values()), counts


def test_the_province_has_about_two_hundred_zones(quang_nam: dict[str, Plan]) -> None:
    assert 150 <= len(quang_nam["tinh-quang-nam"].zones) <= 300


@pytest.mark.parametrize("key", EVERY)
def test_zones_cover_their_plan_once(quang_nam: dict[str, Plan], key: str) -> None:
    shapes = quang_nam[key].zones.geometry.to_numpy()
    assert shapely.is_valid(shapes).all()
    assert shapely.coverage_is_valid(shapes)
    assert shapely.area(shapes).sum() == pytest.approx(quang_nam[key].ground.area, rel=1e-9)


@pytest.mark.parametrize(
    ("lower", "upper"),
    [
        ("qhc-tam-ky", "tinh-quang-nam"),
        ("qhc-hoi-an-dien-ban", "tinh-quang-nam"),
        ("qpk-trung-tam-tam-ky", "qhc-tam-ky-2"),
        ("qpk-dong-dien-ban", "qhc-hoi-an-dien-ban"),
        ("qct-khu-dan-cu-dong-tam-ky", "qpk-trung-tam-tam-ky"),
        ("qct-khu-do-thi-co-co", "qpk-dong-dien-ban"),
    ],
)
def test_a_lower_plan_lies_in_its_upper(quang_nam: dict[str, Plan], lower: str, upper: str) -> None:
    """What juts out is a seam no wider than half the coarser plan's grid: 25 cm beside the province's."""
    outside = shapely.difference(quang_nam[lower].ground, quang_nam[upper].ground)
    seam = 0.4 if upper == "tinh-quang-nam" else 0.04
    assert outside.area < seam * quang_nam[lower].ground.length


@pytest.mark.parametrize("key", EVERY)
def test_the_land_balance_is_within_the_aims(quang_nam: dict[str, Plan], key: str) -> None:
    plan = quang_nam[key]
    shares = aimed_shares(plan)
    outside = {
        aim.title_vi: shares[aim.title_vi]
        for aim in AIMS[plan.script.level]
        if not aim.low <= shares[aim.title_vi] <= aim.high
    }
    assert outside == {}
    assert sum(land_balance(plan).values()) == pytest.approx(plan.ground.area, rel=1e-9)


@pytest.mark.parametrize(("key", "most"), [*((k, 0.25) for k in GENERAL), *((k, 0.45) for k in ZONING)])
def test_zones_face_every_way(quang_nam: dict[str, Plan], key: str, most: float) -> None:
    """In a grid all boxes turn alike: one class of ten degrees of the nine would hold them all."""
    boxes = shapely.minimum_rotated_rectangle(zones_of(quang_nam[key]))
    corners = shapely.get_coordinates(boxes).reshape(-1, 5, 2)
    side = corners[:, 1] - corners[:, 0]
    turn = np.degrees(np.arctan2(side[:, 1], side[:, 0])) % 90
    shares = np.histogram(turn, bins=np.arange(0, 91, 10))[0] / len(turn)
    assert shares.max() < most
    assert (shares > 0.01).all()


@pytest.mark.parametrize("key", [*GENERAL, *ZONING])
def test_few_zones_are_rectangles_and_none_stand_in_rows(quang_nam: dict[str, Plan], key: str) -> None:
    """No two touching zones are rectangles of one size, as the cells of a grid are."""
    zones = zones_of(quang_nam[key])
    boxes = shapely.area(shapely.minimum_rotated_rectangle(zones))
    square = shapely.area(zones) > 0.999 * boxes
    assert square.mean() < 0.1
    one, other = shapely.STRtree(zones).query(zones[square], predicate="touches")
    first, second = zones[square][one], zones[other]
    like = np.isclose(shapely.area(first), shapely.area(second), rtol=1e-3)
    like &= np.isclose(shapely.length(first), shapely.length(second), rtol=1e-3)
    assert not (like & square[other]).any()


@pytest.mark.parametrize("key", [*GENERAL, *ZONING])
def test_sizes_vary(quang_nam: dict[str, Plan], key: str) -> None:
    area = shapely.area(zones_of(quang_nam[key]))
    assert area.std() / area.mean() > 0.5
    assert np.percentile(area, 95) / np.percentile(area, 5) > 3


@pytest.mark.parametrize("key", [*GENERAL, *ZONING])
def test_outlines_are_curved(quang_nam: dict[str, Plan], key: str) -> None:
    """Most zones have a rounded corner or a bent side: several vertices that turn a little, the same way."""
    bent = 0
    zones = zones_of(quang_nam[key])
    for zone in zones:
        steps = np.diff(shapely.get_coordinates(zone.exterior), axis=0)
        steps = steps[np.hypot(*steps.T) > 0.05]
        cross = steps[:-1, 0] * steps[1:, 1] - steps[:-1, 1] * steps[1:, 0]
        turn = np.degrees(np.arctan2(cross, (steps[:-1] * steps[1:]).sum(axis=1)))
        small = (np.abs(turn) > 0.3) & (np.abs(turn) < 25)
        bent += int(small.sum() >= 4)
    assert bent / len(zones) > 0.6


@pytest.mark.parametrize("key", [*GENERAL, *ZONING])
def test_there_are_holes(quang_nam: dict[str, Plan], key: str) -> None:
    holes = shapely.get_num_interior_rings(zones_of(quang_nam[key]))
    assert (holes > 0).sum() >= 8


def test_rivers_wind_and_lakes_have_islands(quang_nam: dict[str, Plan]) -> None:
    for key in GENERAL:
        zones = quang_nam[key].zones
        lakes = zones.geometry[zones["part"] == "lake"].to_numpy()
        assert (shapely.get_num_interior_rings(lakes) == 1).any()
        rivers = zones.geometry[zones["part"] == "river"].to_numpy()
        largest = max(rivers, key=shapely.area)
        assert largest.area / largest.convex_hull.area < 0.75


def test_the_two_plans_of_tam_ky_answer_differently_at_the_same_point(quang_nam: dict[str, Plan]) -> None:
    old, new = quang_nam["qhc-tam-ky"], quang_nam["qhc-tam-ky-2"]
    changed = {}
    for change in new.script.changes:
        spot = shapely.Point(change.at)
        changed[change.name] = [
            str(plan.zones["function"][plan.zones.geometry.contains(spot)].iloc[0]) for plan in (old, new)
        ]
    assert changed["Đô thị mới Bắc Tam Kỳ"][0] != changed["Đô thị mới Bắc Tam Kỳ"][1]
    overlay = area_that_differs(old, new) / old.ground.area
    assert 0.03 < overlay < 0.25


def area_that_differs(old: Plan, new: Plan) -> float:
    tree = shapely.STRtree(new.zones.geometry.to_numpy())
    one, other = tree.query(old.zones.geometry.to_numpy(), predicate="intersects")
    differ = old.zones["function"].to_numpy()[one] != new.zones["function"].to_numpy()[other]
    pieces = shapely.intersection(
        old.zones.geometry.to_numpy()[one[differ]], new.zones.geometry.to_numpy()[other[differ]]
    )
    return float(shapely.area(pieces).sum())


def test_lower_plans_depart_from_the_upper_in_a_few_places(quang_nam: dict[str, Plan]) -> None:
    for key in (*ZONING, *DETAILED):
        assert 1 <= (quang_nam[key].zones["deviates"] != "").sum() <= 8
    assert all((quang_nam[key].zones["deviates"] == "").all() for key in GENERAL)


def test_the_balance_document_has_the_aims_of_the_code(root, bundled: Script) -> None:
    page = (root / "docs" / "illustrative-plans.md").read_text(encoding="utf-8")
    for level, aims in AIMS.items():
        rows = [
            line.strip("| ").split(" | ") for line in page.splitlines() if line.startswith(f"| {level} | ")
        ]
        assert [(low, high) for _, _, low, high in rows] == [
            (f"{aim.low * 100:g} %", f"{aim.high * 100:g} %") for aim in aims
        ]
    for plan in bundled.plans:
        assert f"| `{plan.key}` | {plan.level} | 1/{plan.scale:,}".replace(",", ".") in page


def test_no_two_plans_share_a_name_or_a_code(bundled: Script) -> None:
    for one, other in combinations(bundled.plans, 2):
        assert one.name != other.name
        assert (one.serial, one.level, one.revises) != (other.serial, other.level, other.revises)
