"""A project against what is on record where it lies: its criteria filled from plans, the others not known."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import geopandas as gpd
import pandas as pd
from pyproj import CRS

from dothi.base.errors import DothiError, Fault, InputError
from dothi.base.text import clean
from dothi.base.time import Truth
from dothi.intake.checking.context import tolerances_for
from dothi.intake.georeference.carry import carried
from dothi.land.permission import Rules, rules_of
from dothi.land.piece import Piece
from dothi.land.polygons import LeftOut, Source, laid_out
from dothi.land.project import Criterion, Judged, ProjectConformity, Standing, by_functions
from dothi.land.record import Words
from dothi.law import Law
from dothi.law.tables.land_law_uses import LandLawUse
from dothi.registry.land.asking import COARSE, ROOM
from dothi.registry.lawbook import current_law
from dothi.registry.plans.lake import opened_layer
from dothi.registry.plans.queries import VersionRow, plans_on

_LEVELS = {Criterion.ZONING: "zoning", Criterion.DETAILED: "detailed"}


def project_on_record(
    piece: Piece, name: str, uses: Sequence[str], day: date, known_on: date | None = None
) -> ProjectConformity:
    """What is on record says of a project on a day.

    Zoning and detailed plans are those in force there. Development areas, programmes and land-use plans are
    not kept yet, so their criteria are not known. Raises :class:`InputError`: ``project.no-area`` for a
    point, ``project.no-such-use``.
    """
    law = current_law()
    check_uses(uses, law)
    if not piece.is_area:
        raise InputError(_NO_AREA)
    near = [row for row in plans_on(day, known_on) if _may_meet(row, piece)]
    rules = rules_of(law, day)
    judged: list[Judged] = []
    left: list[LeftOut] = []
    for criterion in Criterion:
        rows = [row for row in near if row.level == _LEVELS.get(criterion)]
        one, out = _judged(criterion, piece, rows, uses=uses, rules=rules, law=law)
        judged.append(one)
        left += out
    invented = any(row.illustrative for row in near if row.level in _LEVELS.values())
    parcel = piece.parcel is not None and piece.parcel.illustrative
    return ProjectConformity(
        clean(name), piece.flat.area, day, tuple(judged), law.version, invented or parcel, tuple(left)
    )


def check_uses(uses: Sequence[str], law: Law) -> None:
    """Raise :class:`InputError` (``project.no-such-use``) for a use that the law's table does not name."""
    known = list(law.of(LandLawUse))
    unknown = [use for use in uses if use not in known]
    if unknown:
        raise InputError(
            Fault(
                "project.no-such-use",
                f"Không có mục đích sử dụng đất «{unknown[0][:40]}»",
                f"There is no use of land “{unknown[0][:40]}”",
                where="use",
                remedy_vi=f"Chọn trong: {', '.join(known)}",
                remedy_en=f"Choose from: {', '.join(known)}",
            )
        )


def _judged(
    criterion: Criterion,
    piece: Piece,
    rows: Sequence[VersionRow],
    *,
    uses: Sequence[str],
    rules: Rules,
    law: Law,
) -> tuple[Judged, tuple[LeftOut, ...]]:
    if criterion not in _LEVELS:
        return Judged(criterion, Standing.UNKNOWN, _NOT_KEPT), ()
    if not rows:
        return Judged(criterion, Standing.UNKNOWN, _NONE_HERE), ()
    named = "; ".join(f"{row.title}, phiên bản {row.number}, {row.decision_number}" for row in rows)
    doubtful = [row for row in rows if row.holds is not Truth.YES]
    if doubtful:
        return Judged(criterion, Standing.UNKNOWN, _doubtful(doubtful[0]), named), ()
    try:
        frame = _zones(rows, piece)
    except (DothiError, OSError) as error:
        return Judged(criterion, Standing.UNKNOWN, _unread(error), named), ()
    if frame.empty:
        return Judged(criterion, Standing.UNKNOWN, _NONE_HERE, named), ()
    ground = gpd.GeoDataFrame({"function": [""]}, geometry=[piece.shape], crs=piece.crs)
    project, zones = laid_out(
        [Source("", ground, "function"), Source(named, frame, "function")], crs=piece.crs, leave_out=True
    )
    tolerance_m = max(tolerances_for(law, row.scale or COARSE).sliver for row in rows)
    found = by_functions(criterion, project.shapes[0], zones, uses=uses, rules=rules, tolerance_m=tolerance_m)
    return found, zones.left_out


def _zones(rows: Sequence[VersionRow], piece: Piece) -> gpd.GeoDataFrame:
    """Zones of these plans around the piece, in its CRS, with the column ``function``."""
    frames = []
    for row in rows:
        for layer in row.layers:
            if layer.role == "zones":
                opened = opened_layer(layer.name)
                crs = CRS.from_user_input(opened.manifest.crs.canonical)
                near = carried(opened.features_in(piece.box_in(crs)), piece.crs)
                function: Any = near.get("function", "")
                frames.append(
                    gpd.GeoDataFrame({"function": function}, geometry=near.geometry.to_numpy(), crs=piece.crs)
                )
    merged = (
        pd.concat(frames, ignore_index=True) if frames else pd.DataFrame({"function": [], "geometry": []})
    )
    merged["function"] = merged["function"].fillna("")
    return gpd.GeoDataFrame(merged, geometry="geometry", crs=piece.crs)


def _may_meet(row: VersionRow, piece: Piece) -> bool:
    if row.holds is Truth.NO:
        return False
    if row.extent is None:
        return True
    west, south, east, north = piece.wgs84.bounds
    return bool(
        west <= row.extent[2] + ROOM
        and east >= row.extent[0] - ROOM
        and south <= row.extent[3] + ROOM
        and north >= row.extent[1] - ROOM
    )


def _doubtful(row: VersionRow) -> Words:
    return Words(
        f"Chưa rõ «{row.title}» có hiệu lực vào ngày này không",
        f"Whether “{row.title}” is in force on this day is not known",
    )


def _unread(error: Exception) -> Words:
    if isinstance(error, DothiError):
        fault = error.faults[0]
        return Words(f"Chưa đọc được: {fault.sentence()}", f"Cannot be read: {fault.sentence('en')}")
    return Words("Chưa đọc được lớp của đồ án trong kho", "The plan's layer cannot be read from the lake")


_NOT_KEPT = Words(
    "Chưa được ghi nhận trong hệ thống; đối chiếu bằng «dothi project conform»",
    "Not on record here; compare with “dothi project conform”",
)
_NONE_HERE = Words(
    "Chưa có đồ án nào của cấp này được ghi nhận ở đây", "No plan of this level is on record here"
)
_NO_AREA = Fault(
    "project.no-area",
    "Dự án cần một vùng, không phải một điểm",
    "A project needs an area, not a point",
    remedy_vi="Gửi tệp có ranh giới dự án",
    remedy_en="Send a file that holds the outline of the project",
)
