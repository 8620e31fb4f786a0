"""Faults of every rule planted in a plan on Tam Kỳ's communes and in real French and American zones.

What is found after planting, less what was found before, is what was planted: nothing more, nothing less.
"""

from __future__ import annotations

import json
import math
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from pyproj import CRS

from dothi.intake.checking.rule import rules
from dothi.intake.georeference.carry import carried
from dothi.intake.layers import Layer
from dothi.intake.read import read

TAM_KY = ("2c-20335", "2c-20341", "2c-20350", "2c-20356")
"""The wards that Tam Kỳ's communes of 2019 became in 2025."""
SCALE = 2000
Key = tuple[Any, ...]


@dataclass
class Plan:
    """Zones as lists, to plant faults one by one; ``metre`` is a metre east and north in its units."""

    shapes: list[Any]
    crs: Any
    metre: tuple[float, float]
    columns: dict[str, list[Any]] = field(default_factory=dict)
    used: set[int] = field(default_factory=set)
    dirty: set[int] = field(default_factory=set)
    expected: Counter[Key] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        count = len(self.shapes)
        self.columns = {
            "maDoiTuong": [f"48QPK0000001-ChucNangSuDungDat_A-{n}" for n in range(count)],
            "tenDoiTuong": [f"Ô {n}" for n in range(count)],
            "phanLoai": ["DAT_O_Nhomnhao"] * count,
            "maHoSoQH": ["48QPK0000001"] * count,
            "maThongTinQH": ["482521012345"] * count,
            "ghiChu": [None] * count,
            "MatDoXayDung": [None] * count,
            "TangCao": [None] * count,
            "hieuLucTu": [None] * count,
        }
        self.areas = [None] * count
        self.neighbours, self.edges = self._borders()

    def _borders(self) -> tuple[dict[int, set[int]], dict[tuple[Any, Any], int]]:
        """Zones near each zone, and the zone on the left of each edge."""
        boxes = np.array(self.shapes, dtype=object)
        first, second = shapely.STRtree(boxes).query(boxes, predicate="dwithin", distance=3 * max(self.metre))
        near = defaultdict(set)
        for a, b in zip(first.tolist(), second.tolist(), strict=True):
            near[a].add(b)
        edges = {}
        for number, shape in enumerate(self.shapes):
            if shape is not None and shape.geom_type == "Polygon":
                ring = list(shapely.geometry.polygon.orient(shape).exterior.coords)
                edges.update({(a[:2], b[:2]): number for a, b in pairwise(ring)})
        return near, edges

    def frame(self) -> gpd.GeoDataFrame:
        index = pd.Index(range(len(self.shapes)), name="feature")
        data = {name: pd.Series(values, index=index, dtype=object) for name, values in self.columns.items()}
        geometry = gpd.GeoSeries(self.shapes, index=index)
        areas = pd.Series(self.areas, index=index, dtype=float)
        return gpd.GeoDataFrame({**data, "dien_tich_m2": areas}, geometry=geometry, crs=self.crs)

    def expect(self, code: str, feature: int | None, *others: int) -> None:
        self.expected[code, "ChucNangSuDungDat_A", feature, others] += 1

    def add(self, shape: Any, like: int) -> int:
        self.shapes.append(shape)
        for values in (*self.columns.values(), self.areas):
            values.append(values[like])
        self.areas[-1] = None
        return len(self.shapes) - 1

    def length(self, a: Any, b: Any) -> float:
        return math.hypot((b[0] - a[0]) / self.metre[0], (b[1] - a[1]) / self.metre[1])

    def beside(self, a: Any, b: Any, share: float, metres: float) -> tuple[float, float]:
        """The point at ``share`` of the edge, ``metres`` to its right."""
        east, north = (b[0] - a[0]) / self.metre[0], (b[1] - a[1]) / self.metre[1]
        length = math.hypot(east, north)
        x, y = a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])
        return x + metres * self.metre[0] * north / length, y - metres * self.metre[1] * east / length

    def free(self, *zones: int) -> bool:
        """Whether the zones are whole, simple, and touch nothing that was planted before."""
        simple = all(self.shapes[z].geom_type == "Polygon" and z not in self.dirty for z in zones)
        return simple and not any(self.used & self.neighbours[z] for z in zones)

    def take(self, *zones: int) -> None:
        self.used |= set(zones)

    def shared(self, least: float) -> Iterator[tuple[int, int, Any, Any]]:
        """Zone, neighbour and an edge of at least ``least`` metres that both have, far from other faults."""
        for (a, b), zone in sorted(self.edges.items()):
            other = self.edges.get((b, a))
            if other is not None and other != zone and self.length(a, b) >= least and self.free(zone, other):
                yield zone, other, a, b

    def insert(self, zone: int, a: Any, b: Any, points: list[Any]) -> Any:
        """The zone with ``points`` put between ``a`` and ``b`` of its border."""
        oriented = shapely.geometry.polygon.orient(self.shapes[zone])
        ring = [point[:2] for point in oriented.exterior.coords]
        at = ring.index(a)
        assert ring[at + 1] == b
        return shapely.Polygon([*ring[: at + 1], *points, *ring[at + 1 :]], oriented.interiors)


def bulge(plan: Plan, depth: float, least: float = 30.0) -> tuple[int, int]:
    """Let a zone reach over the middle third of an edge into its neighbour."""
    for zone, other, a, b in plan.shared(least):
        corners = [
            plan.beside(a, b, s, d) for s, d in ((1 / 3, 0), (1 / 3, depth), (2 / 3, depth), (2 / 3, 0))
        ]
        inner = shapely.Polygon(
            [
                plan.beside(a, b, s, d)
                for s, d in ((0.3, 0.01), (0.3, 2 * depth), (0.7, 2 * depth), (0.7, 0.01))
            ]
        )
        grown = plan.insert(zone, a, b, corners)
        third = any(plan.shapes[z].intersects(inner) for z in plan.neighbours[other] - {zone, other})
        if plan.shapes[other].covers(inner) and grown.is_valid and not third:
            plan.shapes[zone] = grown
            plan.take(zone, other)
            return min(zone, other), max(zone, other)
    raise AssertionError("the plan has no edge to plant this at")


def roomy(plan: Plan) -> tuple[int, Any]:
    """A free zone with a square of 6 m in it, and the square."""
    for zone, shape in sorted(enumerate(plan.shapes), key=lambda item: -item[1].area):
        x, y = shape.representative_point().coords[0]
        east, north = plan.metre
        square = shapely.box(x - 3 * east, y - 3 * north, x + 3 * east, y + 3 * north)
        if plan.free(zone) and shape.covers(square.buffer(max(plan.metre))):
            return zone, square
    raise AssertionError("the plan has no zone to plant this in")


def plant_overlap(plan: Plan) -> None:
    plan.expect("tiling.overlap", *bulge(plan, 5.0))


def plant_double_regulation(plan: Plan) -> None:
    first, second = bulge(plan, 4.0)
    plan.columns["MatDoXayDung"][first], plan.columns["MatDoXayDung"][second] = 40, 60
    plan.expect("tiling.overlap", first, second)
    plan.expect("meaning.double-regulation", first, second)


def plant_sliver(plan: Plan) -> None:
    plan.expect("tiling.sliver", *bulge(plan, 0.2))


def plant_unmatched_edge(plan: Plan) -> None:
    zone, other, a, b = next(plan.shared(20.0))
    plan.shapes[zone] = plan.insert(zone, a, b, [plan.beside(a, b, 0.5, 0.0)])
    plan.take(zone, other)
    plan.expect("tiling.unmatched-edge", other, zone)


def plant_gap(plan: Plan) -> None:
    zone, square = roomy(plan)
    shape = plan.shapes[zone]
    plan.shapes[zone] = shapely.Polygon(shape.exterior, [*shape.interiors, square.exterior])
    plan.take(zone)
    plan.expect("tiling.gap", None, zone)


def plant_duplicate_vertices(plan: Plan) -> None:
    zone, _ = roomy(plan)
    ring = list(plan.shapes[zone].exterior.coords)
    plan.shapes[zone] = shapely.Polygon([*ring[:2], ring[1], *ring[2:]], plan.shapes[zone].interiors)
    plan.take(zone)
    plan.expect("geometry.duplicate-vertices", zone)


def outer(plan: Plan) -> tuple[int, Any, Any]:
    """A free zone with an edge of 20 m beside no other zone, and the edge."""
    for (a, b), zone in sorted(plan.edges.items()):
        middle = shapely.Point(plan.beside(a, b, 0.5, 0.0))
        others = plan.neighbours[zone] - {zone}
        near = any(plan.shapes[z].distance(middle) < 5 * max(plan.metre) for z in others)
        inward = shapely.LineString([plan.beside(a, b, 0.5, -0.1), plan.beside(a, b, 0.5, -4.0)])
        roomy_enough = plan.length(a, b) >= 20 and plan.shapes[zone].covers(inward)
        if roomy_enough and not near and plan.free(zone):
            plan.take(zone)
            return zone, a, b
    raise AssertionError("the plan has no outer edge")


def plant_spike(plan: Plan) -> None:
    """Three metres into a zone, a millimetre wide."""
    zone, a, b = outer(plan)
    half = 0.0005 / plan.length(a, b)
    tip = [plan.beside(a, b, 0.5 - half, 0), plan.beside(a, b, 0.5, -3.0), plan.beside(a, b, 0.5 + half, 0)]
    plan.shapes[zone] = plan.insert(zone, a, b, tip)
    assert plan.shapes[zone].is_valid
    plan.expect("geometry.spike", zone)


def plant_invalid(plan: Plan) -> None:
    """Three metres into a zone and back the same way: invalid, and a spike."""
    zone, a, b = outer(plan)
    foot, tip = plan.beside(a, b, 0.5, 0.0), plan.beside(a, b, 0.5, -3.0)
    plan.shapes[zone] = plan.insert(zone, a, b, [foot, tip, foot])
    assert not plan.shapes[zone].is_valid
    plan.expect("geometry.invalid", zone)
    plan.expect("geometry.spike", zone)


def plant_empty(plan: Plan) -> None:
    plan.expect("geometry.empty", plan.add(None, 0))


def plant_duplicate(plan: Plan) -> None:
    zone, _ = roomy(plan)
    plan.take(zone)
    plan.expect("geometry.duplicate", plan.add(plan.shapes[zone], zone), zone)


def plant_mixed_kinds(plan: Plan) -> None:
    zone, square = roomy(plan)
    plan.add(square.centroid, zone)
    plan.expect("geometry.mixed-kinds", None)


def plant_words(plan: Plan) -> None:
    """Faults of attributes, each in a zone of its own."""
    sound = [z for z, shape in enumerate(plan.shapes) if shape is not None and z in plan.neighbours]
    code, name, area, limit, word, day = [z for z in sound if plan.free(z)][:6]
    plan.columns["phanLoai"][code] = "DAT_KHONGCO"
    plan.expect("meaning.unknown-code", code)
    plan.columns["tenDoiTuong"][name] = "  "
    plan.expect("meaning.missing-field", name)
    metric = carried(gpd.GeoDataFrame(geometry=[plan.shapes[area]], crs=plan.crs), CRS(_metric(plan.crs)))
    plan.areas[area] = round(float(metric.geometry.iloc[0].area) * 1.05, 1)
    plan.expect("meaning.area-mismatch", area)
    plan.columns["TangCao"][limit], plan.columns["TangCao"][word] = "≤ 5 tầng", "nhiều tầng"
    plan.expect("meaning.number-as-text", limit)
    plan.expect("meaning.number-as-text", word)
    plan.columns["hieuLucTu"][day] = "khi được duyệt"
    plan.expect("meaning.validity-date", day)
    plan.take(code, name, area, limit, word, day)


PLANTERS = (
    *(plant_overlap, plant_double_regulation, plant_sliver, plant_unmatched_edge, plant_spike, plant_gap),
    *(plant_invalid, plant_duplicate_vertices, plant_duplicate, plant_mixed_kinds, plant_empty, plant_words),
)


def _metric(crs: Any) -> Any:
    return 32618 if crs.to_epsg() == 4326 else crs


def lines(outline: Any, plan: Plan, *, faults: bool) -> tuple[list[Any], Counter[Key]]:
    """A layer of lines: one well inside; with faults one of each kind of containment and a coarse curve."""
    east, north = plan.metre
    x, y = outline.representative_point().coords[0]
    made = [shapely.LineString([(x, y), (x + 9 * east, y)])]
    if not faults:
        return made, Counter()
    west, south, right, top = outline.bounds
    hole = shapely.Polygon(outline.interiors[0]) if outline.geom_type == "Polygon" else _hole(outline)
    hx, hy = hole.representative_point().coords[0]
    arc = [
        (x + 20 * east * math.cos(a), y + 20 * north * math.sin(a)) for a in np.radians(np.arange(0, 100, 10))
    ]
    made += [
        shapely.LineString([(right + 50 * east, top), (right + 90 * east, top)]),
        shapely.LineString([(x, y), (right + 90 * east, y)]),
        shapely.LineString([(hx, hy), (hx + 1 * east, hy)]),
        shapely.LineString(arc),
    ]
    del west, south
    codes = ["containment.outside", "containment.crossing", "containment.in-hole", "geometry.curve"]
    return made, Counter((code, "ChiGioiXayDung_L", n, ()) for n, code in enumerate(codes, start=1))


def _hole(outline: Any) -> Any:
    return next(shapely.Polygon(ring) for part in outline.geoms for ring in part.interiors)


def layers(plan: Plan, outline: Any, *, faults: bool) -> tuple[tuple[Layer, ...], Counter[Key]]:
    shapes, expected = lines(outline, plan, faults=faults)
    index = pd.Index(range(len(shapes)), name="feature")
    columns = {
        name: pd.Series([values[0]] * len(shapes), index=index, dtype=object)
        for name, values in plan.columns.items()
        if name not in {"phanLoai", "MatDoXayDung", "TangCao"}
    }
    columns["phanLoai"] = pd.Series(["chỉ giới"] * len(shapes), index=index)
    drawn = gpd.GeoDataFrame(columns, geometry=gpd.GeoSeries(shapes, index=index), crs=plan.crs)
    border = {
        name: [values[0]] for name, values in plan.columns.items() if name not in {"MatDoXayDung", "TangCao"}
    }
    border["phanLoai"] = ["ranh giới"]
    edge = gpd.GeoDataFrame(border, geometry=[outline], crs=plan.crs).rename_axis("feature")
    return (
        Layer("ChucNangSuDungDat_A", plan.frame()),
        Layer("RanhGioiQuyHoach_A", edge),
        Layer("ChiGioiXayDung_L", drawn),
    ), expected


def keys(result) -> Counter[Key]:
    """Findings by what does not change when others are planted; gaps by the zones around them."""
    return Counter((f.code, f.layer, f.feature, f.others) for f in result.findings)


def planted(checked, plan: Plan, outline: Any) -> tuple[Counter[Key], Counter[Key], Counter[Key]]:
    """Found before, planted, and found after."""
    options = {"scale": SCALE, "stage": "published", "zones": ("ChucNangSuDungDat_A",)}
    clean, _ = layers(plan, outline, faults=False)
    result = checked(*clean, **options)
    before = keys(result)
    told = [
        (f.feature, *f.others)
        for f in result.findings
        if f.layer == "ChucNangSuDungDat_A" and f.feature is not None
    ]
    plan.dirty = {feature for features in told for feature in features}
    for plant in PLANTERS:
        plant(plan)
    faulty, expected = layers(plan, outline, faults=True)
    return before, plan.expected + expected, keys(checked(*faulty, **options))


def tam_ky(root: Path) -> tuple[Plan, Any]:
    """Blocks between crooked streets on the outlines of Tam Kỳ's wards, a lake in the middle left out."""
    collection = json.loads(
        (root / "src/dothi/provinces/quang-nam/outlines.geojson").read_text(encoding="utf-8")
    )
    wards = [
        shapely.geometry.shape(f["geometry"])
        for f in collection["features"]
        if f["properties"]["key"] in TAM_KY
    ]
    assert len(wards) == len(TAM_KY)
    ground = carried(gpd.GeoDataFrame(geometry=wards, crs=4326), CRS(5899)).geometry
    parts = [part for ward in ground for part in shapely.get_parts(ward) if part.area > 1e5]
    random = np.random.default_rng(20260101)
    west, south, east, north = shapely.total_bounds(parts)
    seeds = shapely.MultiPoint(random.uniform((west, south), (east, north), (420, 2)))
    cells = shapely.get_parts(
        shapely.voronoi_polygons(seeds, extend_to=shapely.box(west, south, east, north))
    )
    edges = shapely.unary_union([*(part.exterior for part in parts), *shapely.boundary(cells)])
    faces = shapely.get_parts(shapely.polygonize([edges]))
    whole = shapely.union_all(parts)
    zones = [face for face in faces if whole.covers(face.representative_point()) and face.area > 1]
    zones = [zone for zone in zones if zone.geom_type == "Polygon"]
    inner = max(zones, key=lambda zone: zone.distance(shapely.coverage_union_all(zones).boundary))
    zones.remove(inner)
    return Plan(zones, CRS(5899), (1.0, 1.0)), shapely.coverage_union_all(zones)


def around(shapes: list[Any], metre: tuple[float, float]) -> Any:
    """An outline at some distance around real zones, with a hole beside them."""
    west, south, east, north = shapely.total_bounds(np.array(shapes, dtype=object))
    dx, dy = 200 * metre[0], 200 * metre[1]
    hole = shapely.box(west - 0.8 * dx, south - 0.8 * dy, west - 0.4 * dx, south - 0.4 * dy)
    return shapely.Polygon(
        shapely.box(west - dx, south - dy, east + dx, north + dy).exterior, [hole.exterior]
    )


def test_planted_in_a_plan_on_tam_kys_communes(root: Path, checked) -> None:
    plan, outline = tam_ky(root)
    assert len(plan.shapes) > 150
    before, expected, after = planted(checked, plan, outline)
    assert before == Counter()
    assert after == expected
    assert {code for code, *_ in expected} == {rule.code for rule in rules()}


@pytest.mark.parametrize(
    "folder", ["30014_PLU_20171013", pytest.param("200011781_PLUi_20180101", marks=pytest.mark.slow)]
)
def test_planted_in_french_zones(shared_data: Path, checked, folder: str) -> None:
    reading = read(shared_data / "fr-plu-cnig" / folder)
    zones = next(layer for layer in reading.layers if "ZONE_URBA" in layer.name)
    plan = Plan(zones.frame.geometry.to_list(), zones.frame.crs, (1.0, 1.0))
    before, expected, after = planted(checked, plan, around(plan.shapes, plan.metre))
    assert after - before == expected
    assert before - after == Counter()
    assert {code for code, *_ in expected} == {rule.code for rule in rules()}


@pytest.mark.slow
def test_planted_in_washingtons_land_use(shared_data: Path, checked, tmp_path: Path) -> None:
    reading = read(shared_data / "us-dc-plans" / "dc_plans_geojson.zip", layers=["future-land-use"])
    frame = reading.layer("future-land-use").frame
    metre = (1 / (111_320 * math.cos(math.radians(38.9))), 1 / 111_000)
    plan = Plan(frame.geometry.to_list(), frame.crs, metre)
    before, expected, after = planted(checked, plan, around(plan.shapes, metre))
    assert after - before == expected
    assert before - after == Counter()
    assert Counter(code for code, *_ in before)["geometry.invalid"] == 7
