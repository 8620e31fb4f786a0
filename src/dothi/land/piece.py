"""The piece of land that is asked about: a point or an area, wherever its coordinates came from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from pyproj import CRS

from dothi.base.errors import Fault, InputError
from dothi.intake.checking.measuring import Measuring, measuring_of
from dothi.intake.georeference.carry import WGS84, carrier
from dothi.land.record import ParcelFacts, Share

_AREAS = {"Point": False, "Polygon": True, "MultiPolygon": True}
_SIDE_POINTS = 8
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """Land as asked: ``shape`` in ``crs``, east or longitude first; ``flat`` in metres, on one map.

    Make it with :func:`piece`. ``is_area`` is false for a point; ``registered_m2`` is what a certificate
    says, where it is given; ``parcel`` is what the cadastre says, where it was found there.
    """

    shape: Any
    crs: CRS
    flat: Any
    is_area: bool
    registered_m2: float | None
    measuring: Measuring
    parcel: ParcelFacts | None = None

    @property
    def measured_m2(self) -> float | None:
        """Its own area; ``None`` for a point."""
        return float(self.flat.area) if self.is_area else None

    @property
    def wgs84(self) -> Any:
        """The shape in WGS 84, longitude first."""
        return shapely.transform(self.shape, carrier(self.crs, WGS84))

    def laid(self, shapes: npt.NDArray[Any], crs: CRS) -> npt.NDArray[Any]:
        """Lay shapes of another CRS on the map on which the piece is measured."""
        carried = shapely.transform(shapely.force_2d(shapes), carrier(crs, self.crs))
        return self.measuring.metres(carried)

    def box_in(self, crs: CRS, room_m: float = 0.0) -> Box:
        """A box in another CRS that holds the piece with ``room_m`` metres around."""
        west, south, east, north = self.flat.bounds
        size = max(east - west, north - south)
        more = room_m + max(size / 100, 1.0)
        ring = shapely.box(west - more, south - more, east + more, north + more)
        ring = shapely.segmentize(ring, (size + 2 * more) / _SIDE_POINTS)
        corners = self.measuring.back(np.array([ring], dtype=object))
        box: Box = shapely.transform(corners, carrier(self.crs, crs))[0].bounds
        return box

    def share(self, m2: float) -> Share:
        """A part of the piece, in m² on its own map."""
        own = self.flat.area
        return Share(
            m2, m2 / own if self.is_area else None, m2 / self.registered_m2 if self.registered_m2 else None
        )


def piece(shape: Any, crs: CRS, registered_m2: float | None = None) -> Piece:
    """Check a shape and measure it.

    Raises :class:`InputError`: ``land.empty``, ``land.kind`` (neither point nor polygon),
    ``land.not-finite``, ``land.crosses-itself`` (names the place), ``land.off-globe``,
    ``land.registered-area``.
    """
    if shape is None or shape.is_empty:
        raise InputError(_EMPTY)
    flat = shapely.force_2d(shape)
    if flat.geom_type not in _AREAS:
        raise InputError(_kind(flat.geom_type))
    if not np.isfinite(shapely.get_coordinates(flat)).all():
        raise InputError(_NOT_FINITE)
    if registered_m2 is not None and not 0 < registered_m2 < float("inf"):
        raise InputError(_REGISTERED)
    if not flat.is_valid:
        raise InputError(_crossing(str(shapely.is_valid_reason(flat))))
    measuring = measuring_of(crs, np.array(flat.bounds))
    if measuring is None:
        raise InputError(_OFF_GLOBE)
    metres = measuring.metres(np.array([flat], dtype=object))[0]
    return Piece(flat, crs, metres, _AREAS[flat.geom_type], registered_m2, measuring)


_EMPTY = Fault(
    "land.empty",
    "Chưa có hình nào để tra cứu",
    "There is no shape to ask about",
    remedy_vi="Chỉ một điểm hoặc vẽ một vùng trên bản đồ",
    remedy_en="Point at a place or draw an area on the map",
)
_NOT_FINITE = Fault(
    "land.not-finite",
    "Có tọa độ không phải là số hữu hạn",
    "A coordinate is not a finite number",
    remedy_vi="Kiểm tra lại các tọa độ",
    remedy_en="Check the coordinates",
)
_REGISTERED = Fault(
    "land.registered-area",
    "Diện tích trên giấy tờ phải là một số lớn hơn 0",
    "The registered area must be a number greater than 0",
    remedy_vi="Ghi diện tích theo m² như trên giấy chứng nhận",
    remedy_en="Write it in m² as on the certificate",
)
_OFF_GLOBE = Fault(
    "land.off-globe",
    "Tọa độ nằm ngoài mặt đất",
    "The coordinates lie off the globe",
    remedy_vi="Kiểm tra thứ tự X, Y và hệ tọa độ",
    remedy_en="Check the order of X and Y and the CRS",
)


def _kind(kind: str) -> Fault:
    return Fault(
        "land.kind",
        f"Không tra cứu được hình kiểu {kind}",
        f"A {kind} cannot be asked about",
        remedy_vi="Dùng một điểm hoặc một vùng khép kín",
        remedy_en="Use a point or a closed area",
    )


def _crossing(why: str) -> Fault:
    return Fault(
        "land.crosses-itself",
        f"Đường biên tự cắt ({why})",
        f"The outline crosses itself ({why})",
        remedy_vi="Xem lại thứ tự các điểm ở chỗ đó, rồi tra cứu lại",
        remedy_en="Look at the order of the corners there, then ask again",
    )
