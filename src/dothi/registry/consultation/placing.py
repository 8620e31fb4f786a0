"""Where a statement lies: the drawing read and measured, and the commune that holds it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import shapely
from pyproj import Geod
from shapely.errors import ShapelyError

from dothi.places.units import COMMUNE
from dothi.registry.consultation.refusals import refusal
from dothi.registry.land.communes import Communes
from dothi.registry.places.models import Unit

MOST_CORNERS = 500
LONGEST = 40_000
"""Characters of a drawing as it is sent."""
_DECIMALS = 6
_KINDS = {"Point", "LineString", "Polygon"}
_COUNTRY = (101.0, 5.0, 119.0, 24.0)
"""West, south, east, north: the country with its sea islands."""
_ELLIPSOID = Geod(ellps="WGS84")


@dataclass(frozen=True, slots=True)
class Drawn:
    """A drawing as it is kept: GeoJSON in WGS 84, its box, m² on the ellipsoid (``None`` but for areas)."""

    shape: dict[str, Any]
    box: tuple[float, float, float, float]
    area_m2: float | None


def read_drawing(text: str) -> Drawn | None:
    """Read a drawing sent as GeoJSON; ``None`` for none.

    Raises :class:`InputError`: ``consultation.shape-unreadable``, ``…shape-long`` beyond
    :data:`MOST_CORNERS`, ``…shape-crossed`` for an area whose sides cross, ``…shape-far``.
    """
    if not text.strip():
        return None
    geometry = _geometry(text)
    points = shapely.get_coordinates(geometry)
    if len(points) > MOST_CORNERS:
        raise refusal(
            "shape-long",
            "shape",
            f"Hình vẽ có hơn {MOST_CORNERS} điểm",
            f"The drawing has more than {MOST_CORNERS} points",
            ("Vẽ lại với ít điểm hơn", "Draw it again with fewer points"),
        )
    west, south, east, north = _COUNTRY
    inside = (points >= (west, south)).all() and (points <= (east, north)).all()
    if not np.isfinite(points).all() or not inside:
        raise _far()
    if not geometry.is_valid or geometry.is_empty:
        raise refusal(
            "shape-crossed",
            "shape",
            "Hình vẽ không dùng được: các cạnh cắt nhau hoặc trùng nhau",
            "The drawing cannot be used: its sides cross or coincide",
            ("Vẽ lại, mỗi góc một lần", "Draw it again, each corner once"),
        )
    return drawn_of(geometry)


def drawn_of(geometry: Any) -> Drawn:
    """A shape that is known to be sound, as it is kept."""
    rounded = shapely.transform(shapely.force_2d(geometry), lambda points: np.round(points, _DECIMALS))
    west, south, east, north = (float(value) for value in rounded.bounds)
    area = None
    if rounded.geom_type in {"Polygon", "MultiPolygon"}:
        area = abs(float(_ELLIPSOID.geometry_area_perimeter(rounded)[0]))
    shape: dict[str, Any] = json.loads(shapely.to_geojson(rounded))
    return Drawn(shape, (west, south, east, north), area)


def commune_at(shape: dict[str, Any], day: date) -> str:
    """Key of the commune of ``day`` that holds a shape, or most of it; ``""`` where none does.

    Outlines are generalised for screens: near a border the neighbour may be the right one.
    """
    geometry = shapely.from_geojson(json.dumps(shape))
    west, south, east, north = geometry.bounds
    rows = (
        Unit.objects.as_known_on()
        .possibly_on(day)
        .filter(level=COMMUNE, west__lte=east, east__gte=west, south__lte=north, north__gte=south)
        .exclude(outline=None)
        .order_by("key")
        .values_list("key", "outline")
    )
    shares = {key: _share(geometry, shapely.geometry.shape(outline)) for key, outline in rows}
    best = max(shares, key=lambda key: shares[key], default="")
    return best if best and shares[best] > 0 else ""


def commune_called(text: str, day: date) -> str:
    """Key of the one commune of ``day`` that a text names, by a name of today or before; else ``""``."""
    communes = Communes.load()
    found = {now for key in communes.named(text) for now in communes.on(key, day)}
    return found.pop() if len(found) == 1 else ""


def _geometry(text: str) -> Any:
    unreadable = refusal(
        "shape-unreadable",
        "shape",
        "Hình vẽ gửi lên không đọc được",
        "The drawing that was sent cannot be read",
        ("Vẽ lại trên bản đồ, hoặc ghi nơi góp ý bằng chữ", "Draw it again, or tell the place in words"),
    )
    if len(text) > LONGEST:
        raise unreadable
    try:
        data = json.loads(text)
        if not isinstance(data, dict) or data.get("type") not in _KINDS:
            raise unreadable
        geometry = shapely.from_geojson(json.dumps({key: data[key] for key in ("type", "coordinates")}))
    except (ValueError, LookupError, RecursionError, ShapelyError) as error:
        raise unreadable from error
    if geometry.is_empty:
        raise unreadable
    return geometry


def _share(geometry: Any, outline: Any) -> float:
    """How much of a shape lies in an outline, in units of the shape's own dimension."""
    if geometry.geom_type == "Point":
        return float(outline.covers(geometry))
    common = geometry.intersection(shapely.make_valid(outline))
    return float(common.area if geometry.geom_type == "Polygon" else common.length)


def _far() -> Exception:
    return refusal(
        "shape-far",
        "shape",
        "Hình vẽ nằm ngoài Việt Nam",
        "The drawing lies outside Viet Nam",
        ("Vẽ lại trên bản đồ của trang này", "Draw it again on the map of this page"),
    )
