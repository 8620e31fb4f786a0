"""A drawn plan as layers of a digital dossier: names and minimum fields of TT 16/2025/TT-BXD, Annex II.

Every feature says in ``ghiChu`` that it is invented and carries the mark in its name. ``maChucNang`` holds
the legal code of the function where a source gives one, otherwise the project's own key (``qpk.du-lich``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from dothi.illustration.chance import chance
from dothi.illustration.coverage import Faces, absorbed, merged, weave
from dothi.illustration.curves import GRID, rounded
from dothi.illustration.nested import ROADS
from dothi.illustration.plan import Plan
from dothi.illustration.symbols import STREETS, symbols
from dothi.law import Law
from dothi.law.tables.land_functions import LandFunction

MARK = "(minh họa)"
KINDS = {"general": "QHC", "zoning": "QPK", "detailed": "QCT"}
SHORTEST = 0.02
"""Vertices of building lines are at least so many metres apart."""
SETBACK = 1.5
"""Distance in metres from the red line to the building line of a detailed plan."""


@dataclass(frozen=True, slots=True)
class Codes:
    """Codes of the dossier: ``dossier`` (maHoSoQH) and ``information`` (maThongTinQH).

    Both are empty for a provincial plan, which the circular's patterns do not cover.
    """

    dossier: str
    information: str


def codes_of(plan: Plan, province: str) -> Codes:
    """Invented codes in the circular's pattern; serials start with 9 so that none meets a real dossier."""
    script = plan.script
    if script.level not in KINDS:
        return Codes("", "")
    revision = 1 if script.revises else 0
    rank = list(KINDS).index(script.level) + 1
    year = script.approved.year % 100
    return Codes(
        f"{province}{KINDS[script.level]}{revision}00{script.serial:04d}",
        f"{province}{year:02d}{rank}1{revision}9{script.serial:04d}",
    )


def functions_of(law: Law) -> dict[str, LandFunction]:
    """The functions by the project's key, the latest row of each: every plan is digitised by today's list."""
    return {row.code: row for row in law.of(LandFunction).every_row}


def layers_of(plan: Plan, law: Law, label: str, province: str) -> dict[str, gpd.GeoDataFrame]:
    """Every layer of the dossier by its name; layers without features are left out."""
    writer = _Writer(codes_of(plan, province), label)
    functions = functions_of(law)
    layers = {
        "RanhGioiQuyHoach_A": writer.frame(
            "RanhGioiQuyHoach_A",
            [plan.ground],
            [plan.script.name],
            ["Ranh giới quy hoạch"],
            dienTich=np.round([plan.ground.area], 2),
        ),
        "ChucNangSuDungDat_A": _zones(writer, plan, functions),
        "MangLuoiGiaoThongDuongBo_L": _streets(writer, plan),
        "ChiGioiDuongDo_L": _red_lines(writer, plan),
    }
    if plan.script.level == "general":
        layers["PhanKhuQuyHoach_A"] = _cells(writer, plan, 1, "PhanKhuQuyHoach_A", "Phân khu")
    if plan.script.level in {"zoning", "detailed"}:
        rank = 3 if plan.script.level == "zoning" else 4
        layers["PhanOQuyHoach_A"] = _cells(writer, plan, rank, "PhanOQuyHoach_A", "Ô quy hoạch")
        layers["MocGioiQuyHoach_P"] = _markers(writer, plan)
    if plan.script.level == "detailed":
        layers["ChiGioiXayDung_L"] = _building_lines(writer, plan)
        layers["CayXanh_P"] = _trees(writer, plan)
    return {name: frame for name, frame in layers.items() if len(frame)}


@dataclass(frozen=True, slots=True)
class _Writer:
    codes: Codes
    label: str

    def frame(
        self,
        layer: str,
        geometry: Sequence[Any] | Faces,
        names: Sequence[str],
        kinds: Sequence[str],
        **more: Any,
    ) -> gpd.GeoDataFrame:
        """One layer with the minimum fields, then ``more``."""
        dossier = self.codes.dossier or "MH"
        fields = {
            "maThongTinQH": [self.codes.information or None] * len(names),
            "maHoSoQH": [self.codes.dossier or None] * len(names),
            "maDoiTuong": [f"{dossier}-{layer}-{number}" for number in range(1, len(names) + 1)],
            "tenDoiTuong": [f"{name} {MARK}" for name in names],
            "phanLoai": list(kinds),
            "ghiChu": [self.label] * len(names),
            **more,
        }
        return gpd.GeoDataFrame(fields, geometry=np.array(geometry, dtype=object), crs=5899)


def _zones(writer: _Writer, plan: Plan, functions: Mapping[str, LandFunction]) -> gpd.GeoDataFrame:
    zones = plan.zones
    rows = [functions[code] for code in zones["function"]]
    signs = symbols(zones)
    names = [
        name or f"{row.title_vi} {sign}" for name, row, sign in zip(zones["name"], rows, signs, strict=True)
    ]
    more: dict[str, Any] = {
        "maChucNang": [row.attribute_code or row.code for row in rows],
        "kyHieu": signs,
        "dienTich": np.round(zones.geometry.area.to_numpy(), 2),
    }
    if plan.script.level in {"zoning", "detailed"}:
        more |= {
            "matDoXayDung": zones["density"].to_numpy(),
            "tangCaoToiThieu": zones["storeys_min"].astype("Int64"),
            "tangCaoToiDa": zones["storeys_max"].astype("Int64"),
            "heSoSuDungDat": zones["far"].to_numpy(),
        }
    return writer.frame(
        "ChucNangSuDungDat_A", zones.geometry.to_numpy(), names, [row.title_vi for row in rows], **more
    )


def _streets(writer: _Writer, plan: Plan) -> gpd.GeoDataFrame:
    lines, names, kinds, widths = [], [], [], []
    for number, street in enumerate(plan.streets, start=1):
        for line in shapely.get_parts(shapely.intersection(street.line, plan.ground)):
            if shapely.get_type_id(line) == 1 and line.length > 1:
                lines.append(rounded(line))
                names.append(street.name or f"Đường quy hoạch {number}")
                kinds.append(STREETS[street.rank])
                widths.append(street.width)
    return writer.frame("MangLuoiGiaoThongDuongBo_L", lines, names, kinds, loGioi=widths)


def _road_edge(plan: Plan) -> list[Any]:
    """The lines between road land and other land, joined end to end."""
    road = plan.zones.geometry[plan.zones["part"].isin(ROADS)].to_numpy()
    if not len(road):
        return []
    edge = shapely.difference(
        shapely.boundary(shapely.coverage_union_all(road)), shapely.boundary(plan.ground)
    )
    lines = shapely.get_parts(shapely.line_merge(edge))
    return [line for line in lines if shapely.get_type_id(line) == 1 and line.length > 0.5]


def _red_lines(writer: _Writer, plan: Plan) -> gpd.GeoDataFrame:
    lines = [rounded(line) for line in _road_edge(plan)]
    names = [f"Chỉ giới đường đỏ {number}" for number in range(1, len(lines) + 1)]
    return writer.frame("ChiGioiDuongDo_L", lines, names, ["Chỉ giới đường đỏ"] * len(lines))


def _building_lines(writer: _Writer, plan: Plan) -> gpd.GeoDataFrame:
    road = shapely.coverage_union_all(plan.zones.geometry[plan.zones["part"].isin(ROADS)].to_numpy())
    plots = shapely.coverage_union_all(plan.zones.geometry[plan.zones["part"] == "plot"].to_numpy())
    back = shapely.boundary(shapely.buffer(road, SETBACK, join_style="mitre"))
    found = shapely.get_parts(shapely.line_merge(shapely.intersection(back, plots)))
    lines = [
        shapely.remove_repeated_points(rounded(line), SHORTEST)
        for line in found
        if shapely.get_type_id(line) == 1 and line.length > 3
    ]
    names = [f"Chỉ giới xây dựng {number}" for number in range(1, len(lines) + 1)]
    setback = [SETBACK] * len(lines)
    return writer.frame(
        "ChiGioiXayDung_L", lines, names, ["Chỉ giới xây dựng"] * len(lines), khoangLui=setback
    )


def _cells(writer: _Writer, plan: Plan, rank: int, layer: str, title: str) -> gpd.GeoDataFrame:
    """Areas between the centre lines of streets up to ``rank``; together they cover the plan."""
    centres = [street.line for street in plan.streets if street.rank <= rank]
    cells = weave(centres, plan.ground, GRID)
    alike, free = np.zeros(len(cells), np.int64), np.zeros(len(cells), np.bool_)
    least = np.full(len(cells), float(shapely.area(cells).mean()) / 4.0)
    cells, _ = merged(cells, absorbed(cells, alike, least, free))
    names = [f"{title} {number}" for number in range(1, len(cells) + 1)]
    return writer.frame(layer, cells, names, [title] * len(cells), dienTich=np.round(shapely.area(cells), 2))


def _markers(writer: _Writer, plan: Plan) -> gpd.GeoDataFrame:
    """Boundary stones at the corners of the plan's outline, no closer than what shows at its scale."""
    apart = plan.script.scale / 50.0
    outline = shapely.simplify(plan.ground, apart / 8.0)
    points, last = [], None
    for place in shapely.get_coordinates(outline)[:-1]:
        if last is None or float(np.hypot(*(place - last))) >= apart:
            points.append(shapely.Point(place))
            last = place
    names = [f"Mốc {number}" for number in range(1, len(points) + 1)]
    x_north = np.round([point.y for point in points], 3)
    y_east = np.round([point.x for point in points], 3)
    kinds = ["Mốc giới quy hoạch"] * len(points)
    return writer.frame("MocGioiQuyHoach_P", points, names, kinds, X=x_north, Y=y_east)


def _trees(writer: _Writer, plan: Plan) -> gpd.GeoDataFrame:
    """Street trees along the kerbs, and trees standing about in greens."""
    rng = chance(plan.seed, plan.script.key, "trees")
    road = shapely.coverage_union_all(plan.zones.geometry[plan.zones["part"].isin(ROADS)].to_numpy())
    kerb = shapely.boundary(shapely.buffer(road, -1.2))
    inner = shapely.buffer(plan.ground, -3)
    points = []
    for line in shapely.get_parts(kerb):
        along = np.arange(4.0, line.length, 8.0)
        points += list(shapely.line_interpolate_point(line, along))
    for green in plan.zones.geometry[plan.zones["function"] == "qpk.cay-xanh-cong-cong"]:
        west, south, east, north = green.bounds
        count = int(green.area / 60.0)
        spots = shapely.points(rng.uniform(west, east, count), rng.uniform(south, north, count))
        points += list(spots[shapely.contains(shapely.buffer(green, -1), spots)])
    points = [rounded(point) for point in points if inner.contains(point)]
    names = [f"Cây {number}" for number in range(1, len(points) + 1)]
    return writer.frame("CayXanh_P", points, names, ["Cây xanh"] * len(points))
