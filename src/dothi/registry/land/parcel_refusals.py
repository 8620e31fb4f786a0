"""Why a parcel number leads to no parcel, and what to do: one sentence for each reason."""

from __future__ import annotations

from collections.abc import Sequence

import shapely

from dothi.base.dates import format_date
from dothi.base.errors import Fault
from dothi.base.numbers import exact, format_number
from dothi.land.parcel_number import ParcelNumber
from dothi.land.piece import Piece
from dothi.registry.land.communes import listed
from dothi.registry.land.models import ParcelLayer

_SHOWN = 6


def no_place() -> Fault:
    """No commune beside the number."""
    return Fault(
        "parcel.no-place",
        "Chưa nêu xã, phường của thửa đất; mỗi xã đánh số tờ và thửa riêng",
        "The commune of the parcel is not given; each commune numbers its own sheets and parcels",
        remedy_vi="Ghi thêm tên xã, phường hiện nay hoặc trước 1/7/2025, ví dụ «tờ 12 thửa 345 xã Tam Xuân»",
        remedy_en="Add the commune of today or of before 1 July 2025, as in “tờ 12 thửa 345 xã Tam Xuân”",
    )


def no_commune(place: str, near: Sequence[str]) -> Fault:
    """No commune of this name."""
    like_vi = f"; gần giống: {listed(near)}" if near else ""
    like_en = f"; similar: {listed(near)}" if near else ""
    return Fault(
        "parcel.no-commune",
        f"Không có xã, phường nào tên «{place[:60]}»{like_vi}",
        f"No commune is called “{place[:60]}”{like_en}",
        remedy_vi="Kiểm tra tên xã, phường; nếu nêu cả huyện thì huyện phải đúng của xã đó",
        remedy_en="Check the commune's name; a district beside it must be its own",
    )


def no_cadastre(communes: str, later: str) -> Fault:
    """The commune is known, its cadastre is not on record."""
    vi, en = (
        "Tra cứu theo tọa độ, bảng tọa độ góc ranh, hoặc vẽ thửa trên bản đồ",
        ("Ask by coordinates, by the corner table, or draw the parcel on the map"),
    )
    if later:
        vi = f"Có bản đồ địa chính của {later}: hỏi bằng số tờ, số thửa ở đó; hoặc {vi[0].lower()}{vi[1:]}"
        en = f"There is a cadastre of {later}: ask by the numbers there; or {en[0].lower()}{en[1:]}"
    return Fault(
        "parcel.no-cadastre",
        f"Bản đồ địa chính của {communes} chưa được ghi nhận ở đây, nên không biết thửa này ở đâu",
        f"The cadastre of {communes} is not on record here, so where this parcel lies is not known",
        remedy_vi=vi,
        remedy_en=en,
    )


def not_there(number: ParcelNumber, searched: Sequence[tuple[ParcelLayer, str]]) -> Fault:
    """The snapshots have no such number."""
    vi = listed(
        f"{row.title}, {unit}, ngày {format_date(row.starts_latest)}" for row, unit in searched[:_SHOWN]
    )
    en = listed(
        f"{row.title}, {unit}, of {format_date(row.starts_latest)}" for row, unit in searched[:_SHOWN]
    )
    return Fault(
        "parcel.not-there",
        f"Không có thửa {number.parcel}, tờ {number.sheet} trong bản đồ địa chính đã ghi nhận ({vi})",
        f"The cadastre on record has no parcel {number.parcel} on sheet {number.sheet} ({en})",
        remedy_vi="Kiểm tra thứ tự tờ và thửa; thửa tách, gộp sau ngày đó thì hỏi theo tọa độ góc ranh",
        remedy_en="Check which is the sheet; a parcel divided or merged after that day: ask by its corners",
    )


def several(number: ParcelNumber, found: Sequence[tuple[str, Piece]]) -> Fault:
    """More than one outline bears the number."""
    shown = found[:_SHOWN]
    vi = "; ".join(f"{unit}: {_area(piece)} tại {_place(piece)}" for unit, piece in shown)
    en = "; ".join(f"{unit}: {_area(piece)} at {_place(piece)}" for unit, piece in shown)
    return Fault(
        "parcel.several",
        f"Có {len(found)} thửa mang số {number.parcel}, tờ {number.sheet}: {vi}",
        f"{len(found)} parcels bear the number {number.parcel} on sheet {number.sheet}: {en}",
        remedy_vi="Nêu đúng tên xã, phường (kèm huyện nếu trùng tên), hoặc tra cứu theo tọa độ nêu trên",
        remedy_en="Name the one commune (and its district), or ask by the coordinates above",
    )


def _area(piece: Piece) -> str:
    return f"{format_number(exact(piece.measured_m2 or 0.0), 1)} m²"


def _place(piece: Piece) -> str:
    point = shapely.point_on_surface(piece.wgs84)
    return f"{point.y:.5f}, {point.x:.5f}"
