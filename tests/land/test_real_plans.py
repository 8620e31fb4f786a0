"""Real plans of Washington and of French towns, asked about; areas by a computation that knows no GEOS.

The other computation cuts both outlines into slabs between all their corners and crossings. In a slab every
border is a straight line, so the common length along its middle times its width is the common area.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import Any

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import CRS

from dothi.land.conformity import Compatibility, Fit, conformity
from dothi.land.piece import Piece, piece
from dothi.land.plans import LayerOnRecord, Level, PlanOnRecord, level_answer
from dothi.land.polygons import Source, laid_out
from dothi.land.record import Verdict, Words
from dothi.land.themes import ThemeSource, theme_answer

WASHINGTON, FRANCE = CRS.from_epsg(26985), CRS.from_epsg(2154)


def edges(shape: Any) -> np.ndarray:
    """Sides of all rings as rows of x, y, x, y, the smaller x first; upright sides bound no slab."""
    rings = [ring for part in shapely.get_parts(shape) for ring in (part.exterior, *part.interiors)]
    sides = np.vstack(
        [np.hstack([c[:-1], c[1:]]) for c in (np.asarray(ring.coords)[:, :2] for ring in rings)]
    )
    turned = sides[:, 0] > sides[:, 2]
    sides[turned] = sides[turned][:, [2, 3, 0, 1]]
    return sides[sides[:, 0] < sides[:, 2]]


def crossings(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """x of every place where a side of one meets a side of the other."""
    p, r = one[:, None, :2], (one[:, 2:] - one[:, :2])[:, None]
    q, s = other[None, :, :2], (other[:, 2:] - other[:, :2])[None]
    bent = r[..., 0] * s[..., 1] - r[..., 1] * s[..., 0]
    with np.errstate(divide="ignore", invalid="ignore"):
        gap = q - p
        t = (gap[..., 0] * s[..., 1] - gap[..., 1] * s[..., 0]) / bent
        u = (gap[..., 0] * r[..., 1] - gap[..., 1] * r[..., 0]) / bent
    met = (t >= 0) & (t <= 1) & (u >= 0) & (u <= 1)
    return np.asarray((p[..., 0] + t * r[..., 0])[met])


def lengths_inside(sides: np.ndarray, x: float) -> list[tuple[float, float]]:
    """Intervals of a polygon on the upright line through x."""
    here = sides[(sides[:, 0] < x) & (x < sides[:, 2])]
    y = np.sort(here[:, 1] + (x - here[:, 0]) / (here[:, 2] - here[:, 0]) * (here[:, 3] - here[:, 1]))
    return list(zip(y[::2].tolist(), y[1::2].tolist(), strict=True))


def common_m2(one: Any, other: Any) -> float:
    a, b = edges(one), edges(other)
    low, high = max(a[:, 0].min(), b[:, 0].min()), min(a[:, 2].max(), b[:, 2].max())
    if low >= high:
        return 0.0
    a, b = (sides[(sides[:, 2] > low) & (sides[:, 0] < high)] for sides in (a, b))
    stops = np.unique(
        np.concatenate([a[:, [0, 2]].ravel(), b[:, [0, 2]].ravel(), crossings(a, b), [low, high]])
    )
    stops = stops[(stops >= low) & (stops <= high)]
    total = 0.0
    for left, right in pairwise(stops):
        x = (left + right) / 2
        if not left < x < right:
            continue
        there = lengths_inside(b, x)
        for bottom, top in lengths_inside(a, x):
            total += (right - left) * sum(max(0.0, min(top, t) - max(bottom, b_)) for b_, t in there)
    return total


def test_the_other_computation_by_hand() -> None:
    yard = shapely.Polygon(shapely.box(0, 0, 10, 10).exterior, [shapely.box(2, 2, 4, 4).exterior])
    assert common_m2(yard, shapely.box(0, 0, 3, 20)) == pytest.approx(28)  # 3 x 10 less 1 x 2
    assert common_m2(yard, shapely.Polygon([(0, 0), (10, 0), (0, 10)])) == pytest.approx(46)
    assert common_m2(yard, shapely.box(20, 0, 30, 10)) == 0


@settings(deadline=None, max_examples=40)
@given(st.lists(st.floats(0.2, 3.0), min_size=3, max_size=9), st.floats(0, 6), st.floats(0.1, 5))
def test_the_other_computation_agrees_with_geos(radii: list[float], east: float, size: float) -> None:
    turn = np.linspace(0, 2 * np.pi, len(radii), endpoint=False)
    star = shapely.Polygon(np.column_stack([np.cos(turn), np.sin(turn)]) * np.array(radii)[:, None])
    square = shapely.box(east - 3, -size, east, size)
    assert common_m2(star, square) == pytest.approx(star.intersection(square).area, abs=1e-9)


@pytest.fixture(scope="module")
def w(world_of: Any) -> ModuleType:
    made: ModuleType = world_of("land")
    return made


def areas_of(path: str, crs: CRS, column: str = "") -> gpd.GeoDataFrame:
    frame = gpd.read_file(path).to_crs(crs)
    frame["geometry"] = shapely.make_valid(shapely.force_2d(frame.geometry.to_numpy()))
    kept = np.isin(shapely.get_type_id(frame.geometry.to_numpy()), (3, 6))
    frame = frame[kept].reset_index(drop=True)
    return frame.rename(columns={column: "code"}) if column else frame


def level_of(w: ModuleType, land: Piece, read: Any, name: str) -> Any:
    zones = LayerOnRecord(name, "zones", lambda: land.crs, read)
    plan = PlanOnRecord(replace(w.FACTS, key=name, level=name), (zones,), 0.1)
    return level_answer(land, Level(name, Words(name, name), "", confirmed=True), [plan])


def theme_of(land: Piece, read: Any, covers: Any = None) -> Any:
    source = ThemeSource(Words("x", "x"), "x", "x", lambda: land.crs, read, covers, 0.1)
    return theme_answer(land, "x", Words("x", "x"), [source])


def check(zones: Any, land: Piece, frame: gpd.GeoDataFrame) -> int:
    """Every share is that of the other computation; features (numbered from 1) not named share nothing."""
    told = {zone.feature: zone.share.m2 for zone in zones}
    for at in frame.sindex.query(land.shape):
        expected = common_m2(land.shape, frame.geometry.iloc[at])
        assert told.get(at + 1, 0.0) == pytest.approx(expected, abs=2e-3), at
    return len(told)


@pytest.fixture(scope="module")
def dc(shared_data: Path) -> dict[str, gpd.GeoDataFrame]:
    place = f"/vsizip/{shared_data}/us-dc-plans/dc_plans_geojson.zip"
    flood = "community-rating-system-special-flood-hazard-areas"
    return {
        "above": areas_of(f"{place}/land-use-planned-2006.geojson", WASHINGTON, "LUCODE"),
        "below": areas_of(f"{place}/future-land-use.geojson", WASHINGTON, "ALLCODES"),
        "overlay": areas_of(f"{place}/overlay-zones.geojson", WASHINGTON),
        "flood": areas_of(f"{place}/{flood}.geojson", WASHINGTON),
        "parcels": areas_of(f"{place}/parcel-lots.geojson", WASHINGTON),
    }


def twenty(dc: dict[str, gpd.GeoDataFrame]) -> Iterator[Piece]:
    """Seven parcels that a flood area meets, seven in overlay zones, and six spread over the file."""
    usable = dc["parcels"][(dc["parcels"].geom_type == "Polygon") & (dc["parcels"].area > 500)]
    chosen = []
    for name, count in (("flood", 7), ("overlay", 7), ("", 6)):
        ground = shapely.union_all(dc[name].geometry.to_numpy()) if name else None
        fit = usable if ground is None else usable[usable.intersects(ground)]
        taken = fit.iloc[:: max(len(fit) // count, 1)][:count]
        usable = usable.drop(taken.index)
        chosen += list(taken.geometry)
    assert len(chosen) == 20
    return (piece(shape, WASHINGTON) for shape in chosen)


def test_twenty_parcels_of_washington(w: ModuleType, dc: dict[str, gpd.GeoDataFrame]) -> None:
    met = dict.fromkeys(("above", "below", "overlay", "flood"), 0)
    reads = {name: w.reads(dc[name]) for name in met}
    for land in twenty(dc):
        for name in ("above", "below"):
            level = level_of(w, land, reads[name], name)
            met[name] += check([zone for plan in level.plans for zone in plan.zones], land, dc[name])
        for name in ("overlay", "flood"):
            met[name] += check(theme_of(land, reads[name]).zones, land, dc[name])
    assert min(met.values()) >= 5
    assert met["below"] >= 20


def test_future_land_use_of_washington_against_that_planned_in_2006(dc: dict[str, gpd.GeoDataFrame]) -> None:
    """Around one parcel: every pair of codes has the area that the other computation gives."""
    ground = dc["parcels"].geometry.iloc[0].buffer(400).envelope
    sources = []
    for name, column in (("below", "code"), ("above", "ALLCODES")):
        near = dc[name][dc[name].intersects(ground)].copy()
        near["geometry"] = near.geometry.intersection(ground)
        near = near[np.isin(shapely.get_type_id(near.geometry.to_numpy()), (3, 6))].explode(index_parts=False)
        sources.append(Source(name, near.reset_index(drop=True), column))
    lower, upper = laid_out(sources, leave_out=True)
    found = conformity(lower, upper, Compatibility("thử", "thử", {}), tolerance_m=0.0)
    expected = sum(
        common_m2(one, other)
        for one, code in zip(lower.shapes, lower.labels, strict=True)
        for other, above in zip(upper.shapes, upper.labels, strict=True)
        if code == above and code
    )
    assert expected > 1_000
    assert found.m2(Fit.CONFORM) == pytest.approx(expected, rel=1e-6)


def test_french_zones_with_their_prescriptions(w: ModuleType, shared_data: Path) -> None:
    """Aramon (30014): squares of a hectare; surfaces by area, lines within the drawing's tolerance."""
    folder = shared_data / "fr-plu-cnig" / "30014_PLU_20171013" / "Donnees_geographiques"
    zones = areas_of(str(folder / "30014_ZONE_URBA_20171013.shp"), FRANCE, "LIBELLE")
    surfaces = areas_of(str(folder / "30014_PRESCRIPTION_SURF_20171013.shp"), FRANCE)
    lines = gpd.read_file(folder / "30014_PRESCRIPTION_LIN_20171013.shp")
    met = 0
    for middle in surfaces.geometry.representative_point()[::7]:
        land = piece(shapely.box(middle.x - 50, middle.y - 50, middle.x + 50, middle.y + 50), FRANCE)
        level = level_of(w, land, w.reads(zones), "zoning")
        assert level.verdict is Verdict.APPLIES
        met += check([zone for plan in level.plans for zone in plan.zones], land, zones)
        prescriptions = theme_of(land, w.reads(surfaces))
        assert prescriptions.verdict is Verdict.APPLIES
        met += check(prescriptions.zones, land, surfaces)
    assert met >= 22
    on_line = lines.geometry.iloc[0].interpolate(0.5, normalized=True)
    assert theme_of(piece(on_line, FRANCE), w.reads(lines)).verdict is Verdict.APPLIES


def test_french_heritage_easements(w: ModuleType, shared_data: Path) -> None:
    """The surroundings of monuments apply inside, not elsewhere on the ground that the layer answers for."""
    folder = shared_data / "fr-plu-cnig" / "172014607_AC1_2A_20180130" / "Donnees_geographiques"
    easements = areas_of(str(folder / "AC1_ASSIETTE_SUP_S.shp"), FRANCE)
    covers = gpd.GeoSeries([shapely.box(*easements.total_bounds)], crs=2154).to_crs(4326).iloc[0]
    for shape in easements.geometry.iloc[::20]:
        edge = shape.boundary.interpolate(0.3, normalized=True)
        land = piece(shapely.box(edge.x - 50, edge.y - 50, edge.x + 50, edge.y + 50), FRANCE)
        answer = theme_of(land, w.reads(easements), covers)
        assert answer.verdict is Verdict.APPLIES
        check(answer.zones, land, easements)
    free = shapely.box(*easements.total_bounds).difference(
        shapely.union_all(easements.buffer(500).to_numpy())
    )
    away = piece(free.representative_point().buffer(20).envelope, FRANCE)
    assert theme_of(away, w.reads(easements), covers).verdict is Verdict.NOT
    assert theme_of(away, w.reads(easements)).verdict is Verdict.UNKNOWN
