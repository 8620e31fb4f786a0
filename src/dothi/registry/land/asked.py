"""Making a piece of land from what somebody typed, pasted, drew or uploaded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import shapely
from pyproj import CRS
from shapely.errors import ShapelyError

from dothi.base.errors import Fault, InputError, UnusableError
from dothi.intake.georeference.carry import WGS84
from dothi.intake.georeference.evidence import Expected
from dothi.intake.georeference.placement import placement
from dothi.intake.georeference.province import expected_in, zone_at_home
from dothi.intake.read import read
from dothi.land.corner_table import read_corner_table
from dothi.land.piece import Piece, piece
from dothi.land.placing import in_home_zone, placed
from dothi.land.pointing import read_point
from dothi.land.record import Words
from dothi.places.pack import ProvincePack
from dothi.registry.lawbook import current_law
from dothi.registry.plans.placing import province_pack


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """A piece of land ready to be asked about, and what was supposed or doubted on the way."""

    piece: Piece
    notes: tuple[Words, ...] = ()


def by_point(text: str, crs: str = "") -> Asked:
    """A point in any usual way of writing; ``crs`` is a key of a placement where somebody chose one."""
    pointed = read_point(text)
    shape = shapely.Point(pointed.position)
    if pointed.degrees and not crs:
        return Asked(in_province(shape, WGS84))
    return _placed(shape, crs, None)


def by_corners(text: str, crs: str = "", registered_m2: float | None = None) -> Asked:
    """The corner table of a certificate."""
    table = read_corner_table(text)
    asked = _placed(table.polygon, crs, registered_m2)
    doubts = tuple(Words(fault.sentence(), fault.sentence("en")) for fault in table.warnings)
    return Asked(asked.piece, asked.notes + doubts)


def by_geojson(data: Mapping[str, Any], registered_m2: float | None = None) -> Asked:
    """A shape drawn on the map: a GeoJSON geometry in WGS 84."""
    try:
        shape = shapely.geometry.shape(data)
    except (ShapelyError, AttributeError, LookupError, TypeError, ValueError) as error:
        raise InputError(_no_geojson()) from error
    return Asked(in_province(shape, WGS84, registered_m2))


def by_file(path: Path, crs: str = "", registered_m2: float | None = None) -> Asked:
    """The one polygon of a file, or all its polygons as one piece."""
    layers = [layer for layer in read(path).layers if _areas(layer.frame).size]
    if len(layers) != 1:
        raise UnusableError(_one_layer(path.name, len(layers)))
    frame = layers[0].frame
    shape = shapely.union_all(_areas(frame))
    stated = placement(crs).crs if crs else frame.crs
    if stated is None:
        return _placed(shape, "", registered_m2)
    return Asked(in_province(shape, stated, registered_m2))


@cache
def ground() -> tuple[Expected, int]:
    """The ground of this workspace's province, and the EPSG code of the zone it works in.

    Raises :class:`UnusableError` (``land.no-province``) where no province is known.
    """
    pack = province_pack()
    where = _expected(pack) if pack is not None else None
    home = zone_at_home(pack, current_law()) if pack is not None else None
    if where is None or home is None:
        raise UnusableError(_NO_PROVINCE)
    shapely.prepare(where.area)
    return where, home


def province() -> Words:
    """What the province of this workspace is called. Raises as :func:`ground` does."""
    pack = province_pack()
    if pack is None:
        raise UnusableError(_NO_PROVINCE)
    return Words(pack.title_vi, pack.title_en)


def _expected(pack: ProvincePack) -> Expected | None:
    return expected_in(pack)


def _placed(shape: Any, crs: str, registered_m2: float | None) -> Asked:
    where, home = ground()
    found = placed(shape, where, home, crs)
    return Asked(in_province(found.shape, found.crs, registered_m2), found.notes)


def in_province(shape: Any, crs: CRS, registered_m2: float | None = None) -> Piece:
    """A piece in the province's own zone; one that lies wholly outside the province is refused."""
    where, home = ground()
    asked = piece(shape, crs)
    if not shapely.intersects(where.area, asked.wgs84):
        raise InputError(_outside())
    return piece(in_home_zone(asked.shape, crs, home), CRS.from_epsg(home), registered_m2)


def _areas(frame: Any) -> Any:
    shapes = frame.geometry.to_numpy()
    return shapes[~shapely.is_missing(shapes) & (shapely.get_dimensions(shapes) == 2)]


def _outside() -> Fault:
    return Fault(
        "land.outside",
        "Nơi này nằm ngoài phạm vi của tỉnh mà hệ thống quản lý",
        "This place lies outside the province that the system keeps",
        remedy_vi="Kiểm tra lại tọa độ, hoặc hỏi cơ quan quy hoạch của địa phương đó",
        remedy_en="Check the coordinates, or ask the planning office of that place",
    )


def _no_geojson() -> Fault:
    return Fault(
        "land.no-geojson",
        "Hình vẽ gửi lên không đọc được",
        "The shape that was sent cannot be read",
        remedy_vi="Vẽ lại vùng trên bản đồ",
        remedy_en="Draw the area on the map again",
    )


def _one_layer(name: str, count: int) -> Fault:
    return Fault(
        "land.one-layer",
        f"Tệp có {count} lớp vùng, cần đúng một",
        f"The file has {count} layers of areas, and one is needed",
        where=name,
        remedy_vi="Gửi tệp chỉ có thửa đất cần tra cứu",
        remedy_en="Send a file that holds only the parcel to ask about",
    )


_NO_PROVINCE = Fault(
    "land.no-province",
    "Chưa có dữ liệu của tỉnh nào để tra cứu",
    "There are no data of a province to ask",
    remedy_vi="Tạo thư mục làm việc bằng «dothi init»",
    remedy_en="Make a workspace with “dothi init”",
)
