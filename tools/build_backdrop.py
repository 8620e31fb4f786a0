"""Draw the pale land that the map shows around its own units: `static/geo/backdrop.geojson`.

Takes the provinces of Vietnam (a GeoPackage with a layer `provinces`, columns `code` and `full_name`) and the
countries of Natural Earth (`countries-10m.json` of the npm package world-atlas). Neighbouring countries are
land without a name; nothing here is a statement about borders. Islands of Vietnam come from the provinces.

    python tools/build_backdrop.py vn_provinces_2025.gpkg countries-10m.json backdrop.geojson
"""

from __future__ import annotations

import argparse
import json
import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import shapely
from shapely import wkb
from shapely.geometry import MultiPolygon, Polygon, box
from shapely.geometry.base import BaseGeometry

PROVINCE_TOLERANCE = 0.004
"""Degrees, about 400 m: as fine as a backdrop needs to be behind units drawn at 50 m or so."""
LAND_TOLERANCE = 0.02
DIGITS = 3
VIEW = box(97.0, 4.0, 119.0, 25.0)
NEIGHBOURS = {"Laos": VIEW, "Cambodia": VIEW, "Thailand": VIEW, "China": box(97.0, 18.0, 119.0, 25.0)}
SEAM = 0.06
"""Degrees by which neighbouring land is widened under the provinces: no sea may show along the border."""
_HEADER = {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}


def provinces(path: Path) -> list[tuple[str, str, BaseGeometry]]:
    """Read code, name and outline of every province."""
    with sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True) as connection:
        rows = connection.execute("SELECT code, full_name, geom FROM provinces ORDER BY code").fetchall()
    return [(code, name, wkb.loads(_well_known(blob))) for code, name, blob in rows]


def _well_known(blob: bytes) -> bytes:
    """Take the geometry out of its GeoPackage header, whose length its flags tell."""
    return blob[8 + _HEADER[(blob[3] >> 1) & 7] :]


def countries(path: Path) -> dict[str, BaseGeometry]:
    """Read the named countries out of a quantised TopoJSON file."""
    topology = json.loads(path.read_text(encoding="utf-8"))
    arcs = [_arc(arc, topology["transform"]) for arc in topology["arcs"]]
    found = {}
    for item in topology["objects"]["countries"]["geometries"]:
        name = item["properties"]["name"]
        if name in NEIGHBOURS:
            found[name] = _polygons(item, arcs).buffer(0)
    return found


def _arc(arc: list[list[int]], transform: dict[str, list[float]]) -> list[tuple[float, float]]:
    (scale_x, scale_y), (move_x, move_y) = transform["scale"], transform["translate"]
    x = y = 0
    points = []
    for step_x, step_y in arc:
        x, y = x + step_x, y + step_y
        points.append((x * scale_x + move_x, y * scale_y + move_y))
    return points


def _polygons(item: dict[str, Any], arcs: list[list[tuple[float, float]]]) -> MultiPolygon:
    parts = item["arcs"] if item["type"] == "MultiPolygon" else [item["arcs"]]
    return MultiPolygon(
        [Polygon(_ring(rings[0], arcs), [_ring(ring, arcs) for ring in rings[1:]]) for rings in parts]
    )


def _ring(numbers: Iterable[int], arcs: list[list[tuple[float, float]]]) -> list[tuple[float, float]]:
    points: list[tuple[float, float]] = []
    for number in numbers:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        points += arc[1:] if points else arc
    return points


def features(provinces_file: Path, countries_file: Path) -> list[dict[str, Any]]:
    """Give the backdrop's features: neighbouring land, then the provinces with a point for their name."""
    land = [outline.intersection(NEIGHBOURS[name]) for name, outline in countries(countries_file).items()]
    around = shapely.simplify(shapely.union_all(land).buffer(SEAM), LAND_TOLERANCE).intersection(VIEW)
    found = [_feature({"role": "land"}, around)]
    rows = provinces(provinces_file)
    outlines = shapely.coverage_simplify([outline for _, _, outline in rows], PROVINCE_TOLERANCE)
    for (code, name, _), outline in zip(rows, outlines, strict=True):
        found.append(_feature({"role": "province", "code": code, "name": name}, outline))
        largest = max(getattr(outline, "geoms", [outline]), key=lambda part: part.area)
        found.append(_feature({"role": "name", "code": code, "name": name}, largest.representative_point()))
    return found


def _feature(properties: dict[str, str], geometry: BaseGeometry) -> dict[str, Any]:
    rounded = shapely.set_precision(geometry, 10**-DIGITS)
    return {"type": "Feature", "properties": properties, "geometry": json.loads(shapely.to_geojson(rounded))}


def main() -> None:
    """Read two files, write one."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("provinces", type=Path)
    parser.add_argument("countries", type=Path)
    parser.add_argument("out", type=Path)
    given = parser.parse_args()
    content = {"type": "FeatureCollection", "features": features(given.provinces, given.countries)}
    given.out.write_text(
        json.dumps(content, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8"
    )
    print(f"{given.out}: {given.out.stat().st_size} bytes")


if __name__ == "__main__":
    main()
