"""An invented cadastre in the blocks of an invented zoning plan: parcels, their sheets, numbers and areas.

Housing blocks are cut across again and again along the directions of their own streets; what serves the
public stays one parcel to a block; streets and waters have none.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from dothi.illustration.chance import Floats
from dothi.illustration.coverage import Ints
from dothi.illustration.divide import divided, long_sides
from dothi.illustration.field import Field, Pull, make_field

FILE = "cadastre.toml"
_CUT = {"qpk.nhom-nha-o": (110.0, 230.0), "qpk.hon-hop": (180.0, 420.0)}
"""Functions whose blocks are cut, and between which areas (m²) a block draws its own."""
_NONE = frozenset({"qpk.duong-giao-thong", "qpk.song-suoi", "qpk.ho-ao"})
_SMALLEST = 20.0
_ON_A_SHEET = 160
_BAND = 260.0
"""Height in metres of the bands in which blocks are ordered into sheets, from the north."""
_REACH = 25.0


@dataclass(frozen=True, slots=True)
class CadastreScript:
    """Which invented plan gets parcels, in which commune, about how many, and what they are called."""

    plan: str
    unit: str
    most: int
    seed: int
    title: str
    document: str
    start: Any


def read_cadastre_script(folder: Path) -> tuple[CadastreScript, ...]:
    """The cadastres of a province folder; none where it has no such file."""
    path = folder / FILE
    if not path.is_file():
        return ()
    rows = tomllib.loads(path.read_text(encoding="utf-8"))["cadastre"]
    return tuple(CadastreScript(**row) for row in rows)


def draw_parcels(zones: gpd.GeoDataFrame, ground: Any, *, most: int, seed: int) -> gpd.GeoDataFrame:
    """Parcels with ``to``, ``thua``, ``dien_tich``, of blocks wholly inside ``ground``, from its middle on.

    :param zones: in metres, with the column ``function``.
    :param ground: the commune, on the same map.
    :param most: about so many parcels; the last block may go beyond.
    """
    rng = np.random.default_rng(seed)
    blocks = _blocks(zones, ground)
    wanted = np.array([rng.uniform(*_CUT[one]) if one in _CUT else 0.0 for one in blocks["function"]])
    count = np.where(wanted > 0, shapely.area(blocks.geometry.to_numpy()) / np.maximum(wanted, 1.0), 1.0)
    chosen = blocks[np.cumsum(count) - count < most]
    faces = chosen.geometry.to_numpy()
    parts, owner = divided(rng, faces, wanted[: len(chosen)], _field(faces), jitter=0.2)
    kept = shapely.area(parts) >= _SMALLEST
    parts, owner = parts[kept], owner[kept]
    sheets, numbers = _numbers(parts, owner, faces)
    frame = gpd.GeoDataFrame(
        {"to": sheets, "thua": numbers, "dien_tich": _registered(rng, shapely.area(parts))},
        geometry=parts,
        crs=zones.crs,
    )
    return frame.sort_values(["to", "thua"], ignore_index=True)


def _blocks(zones: gpd.GeoDataFrame, ground: Any) -> gpd.GeoDataFrame:
    """Blocks inside the ground that have parcels, nearest to its middle first, each one polygon."""
    inside = zones[~zones["function"].isin(_NONE) & zones.within(ground)]
    parts = inside[["function", "geometry"]].explode(index_parts=False, ignore_index=True)
    away = parts.distance(ground.centroid).round(3)
    return parts.iloc[np.argsort(away.to_numpy(), kind="stable")].reset_index(drop=True)


def _field(faces: Any) -> Field:
    """Directions along the longer side of each block."""
    middle, along, size = long_sides(faces)
    reach = along * (size / 2.0)[:, None]
    axes = shapely.multilinestrings(shapely.linestrings(np.stack([middle - reach, middle + reach], axis=1)))
    west, south, east, north = shapely.total_bounds(faces)
    return make_field((west, south, east, north), 10.0, [Pull(axes, 1.0, _REACH)])


def _numbers(parts: Any, owner: Ints, faces: Any) -> tuple[Ints, Ints]:
    """Sheets of neighbouring blocks from the north-west on, and numbers of parcels in each."""
    middle = shapely.centroid(faces)
    band = np.floor((shapely.get_y(middle).max() - shapely.get_y(middle)) / _BAND)
    order = np.lexsort([shapely.get_x(middle), band])
    sheets = np.zeros(len(parts), dtype=np.int64)
    numbers = np.zeros(len(parts), dtype=np.int64)
    sheet, last = 1, 0
    for face in order.tolist():
        here = np.flatnonzero(owner == face)
        if last and last + len(here) > _ON_A_SHEET:
            sheet, last = sheet + 1, 0
        place = shapely.centroid(parts[here])
        turn = np.lexsort([shapely.get_x(place), -np.round(shapely.get_y(place) / 8.0)])
        sheets[here[turn]] = sheet
        numbers[here[turn]] = last + 1 + np.arange(len(here))
        last += len(here)
    return sheets, numbers


def _registered(rng: np.random.Generator, measured: Floats) -> Floats:
    """Areas as papers give them: near what is measured, now and then some way off."""
    off = rng.normal(0.0, 0.002, len(measured))
    odd = rng.random(len(measured)) < 0.04
    off[odd] = rng.uniform(-0.05, 0.05, int(odd.sum()))
    return np.asarray(np.round(measured * (1.0 + off), 1))
