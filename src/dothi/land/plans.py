"""Plans against a piece of land: which zones, how much of it, by which version."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pyproj import CRS

from dothi.base.errors import DothiError, Fault, UnusableError
from dothi.base.time import Truth
from dothi.land.limits import first_text, limits_of
from dothi.land.overrides import LEVEL, PLAN, Overrides, settled
from dothi.land.piece import Box, Piece
from dothi.land.record import (
    NONE,
    LevelAnswer,
    PlanAnswer,
    PlanFacts,
    Share,
    UseChanges,
    Verdict,
    Words,
    ZoneAnswer,
)
from dothi.land.sharing import CONTACT_M2

NAMES = ("tendoituong", "ten", "name", "tenchucnang")
SIGNS = ("kyhieu",)
CODES = ("machucnang", "chucnang", "maloaidat", "loaidat", "masdd", "code", "typezone")
CLOSE_M2 = 1e-4
"""Difference of two areas below which rounding of coordinates speaks."""
_AREA = 2


@dataclass(frozen=True, slots=True, eq=False)
class LayerOnRecord:
    """A layer of a version: ``read`` gives the features whose boxes meet one in the layer's own CRS.

    ``role`` is ``boundary``, ``zones`` or ``other``. ``read`` raises :class:`DothiError` where it cannot.
    """

    name: str
    role: str
    crs: Callable[[], CRS]
    read: Callable[[Box], gpd.GeoDataFrame]


@dataclass(frozen=True, slots=True, eq=False)
class PlanOnRecord:
    """A version of a plan as the registry knows it; ``tolerance_m`` is what its drawing can tell apart."""

    facts: PlanFacts
    layers: tuple[LayerOnRecord, ...]
    tolerance_m: float


@dataclass(frozen=True, slots=True)
class Level:
    """A level of plans by the law of the day.

    ``complete`` holds where somebody answers for it that every plan of the level covering this land is on
    record; only then can a level be said not to apply.
    """

    code: str
    title: Words
    basis: str
    confirmed: bool
    complete: Words = NONE


@dataclass(frozen=True, slots=True, eq=False)
class Planned:
    """A zone on the piece; ``shape`` is what both share on the map of the piece, or the zone for a point."""

    zone: ZoneAnswer
    shape: Any


AskUses = Callable[[Sequence[Planned], float], UseChanges]
"""Lays the current use of the piece under the zones of a plan, whose tolerance in metres it is given."""


@dataclass(frozen=True, slots=True, eq=False)
class _Laid:
    """Features of one layer that the piece meets, with what both share, on the map of the piece."""

    frame: gpd.GeoDataFrame
    shared: Any
    away_m: Any


@dataclass(frozen=True, slots=True, eq=False)
class _Asked:
    """The answer of one plan, and the land it covers."""

    answer: PlanAnswer
    covered: Any


def level_answer(
    piece: Piece,
    level: Level,
    plans: Sequence[PlanOnRecord],
    uses: AskUses | None = None,
    said: Overrides | None = None,
) -> LevelAnswer:
    """Ask every plan of a level that is, or may be, in force.

    ``uses`` tells what changes under each; ``said`` is what people concluded, which stands.
    """
    every = [(plan, _ask(piece, plan, uses)) for plan in plans]
    asked = [one for plan, found in every if (one := _concluded(plan, found, said)) is not None]
    found = [one.answer for one in asked]
    verdict, reason = _of_level(level, found)
    applying = [one.covered for one in asked if one.answer.verdict is Verdict.APPLIES]
    measured = applying and all(covered is not None for covered in applying)
    answer = LevelAnswer(
        level.code,
        level.title,
        level.basis,
        level.confirmed,
        verdict,
        reason,
        tuple(sorted(found, key=lambda one: (one.verdict is not Verdict.APPLIES, one.facts.title))),
        _rest(piece, piece.flat, applying) if measured else None,
    )
    return settled(answer, said.of(LEVEL, level.code)) if said else answer


def plan_answer(piece: Piece, plan: PlanOnRecord, uses: AskUses | None = None) -> PlanAnswer | None:
    """One version against the piece; ``None`` where it certainly lies elsewhere.

    A layer that cannot be read makes the plan "not known", with what reading it said.
    """
    asked = _ask(piece, plan, uses)
    return None if asked is None else asked.answer


def covered_land(piece: Piece, plan: PlanOnRecord) -> Any:
    """Land of the piece that a plan covers, on the map of the piece: its boundary, or its zones without one.

    Raises :class:`DothiError` where a layer cannot be read.
    """
    return _joined(_lay_all(piece, plan, "boundary" if _with_boundary(plan) else "zones"))


def is_strip(shape: Any, width: float) -> bool:
    """Whether an area is nowhere wider than ``width`` metres.

    No area of inradius r and perimeter p exceeds r p, so most areas are told without drawing them smaller.
    """
    if shape.area > width / 2 * shape.length:
        return False
    return bool(shapely.buffer(shape, -width / 2).is_empty)


def _ask(piece: Piece, plan: PlanOnRecord, uses: AskUses | None) -> _Asked | None:
    try:
        asked = _read(piece, plan, uses)
    except DothiError as error:
        why = unread(error)
        return _Asked(
            PlanAnswer(plan.facts, Verdict.UNKNOWN, why, tolerance_m=plan.tolerance_m, unread=True), None
        )
    if asked is None or plan.facts.in_force is not Truth.UNKNOWN:
        return asked
    doubtful = replace(asked.answer, verdict=Verdict.UNKNOWN, reason=DOUBTFUL_TIME)
    return replace(asked, answer=doubtful)


def _concluded(plan: PlanOnRecord, asked: _Asked | None, said: Overrides | None) -> _Asked | None:
    """What a person concluded of a plan stands, also of one whose drawing does not reach the piece."""
    own = said.of(PLAN, plan.facts.key, plan.facts.number) if said else ()
    if not own:
        return asked
    if asked is None:
        asked = _Asked(PlanAnswer(plan.facts, Verdict.NOT, _ELSEWHERE, tolerance_m=plan.tolerance_m), None)
    answer = settled(asked.answer, own)
    if answer.verdict is Verdict.NOT:
        answer = replace(answer, uses=None)
    return replace(asked, answer=answer)


def _read(piece: Piece, plan: PlanOnRecord, uses: AskUses | None) -> _Asked | None:
    with_boundary = _with_boundary(plan)
    bounds = _lay_all(piece, plan, "boundary")
    zones = _lay_all(piece, plan, "zones")
    if not (bounds if with_boundary else zones):
        return None
    planned = [
        Planned(zone, shape)
        for layer, laid in zones
        for zone, shape in zip(_zones(piece, layer, plan, laid), laid.shared, strict=True)
    ]
    found = [one.zone for one in planned]
    found.sort(key=lambda one: (one.sliver, one.away_m, -(one.share.m2 if one.share else 0.0), one.feature))
    covered = _joined(bounds if with_boundary else zones)
    answer = PlanAnswer(
        plan.facts,
        Verdict.APPLIES,
        NONE,
        tuple(found),
        piece.share(float(covered.area)) if piece.is_area else None,
        _rest(piece, covered, [_joined(zones)]) if with_boundary else None,
        plan.tolerance_m,
    )
    if piece.is_area and is_strip(covered, plan.tolerance_m):
        answer = replace(answer, verdict=Verdict.NOT, reason=_STRIP_ONLY)
    elif uses is not None:
        answer = replace(answer, uses=uses([one for one in planned if not one.zone.sliver], plan.tolerance_m))
    return _Asked(answer, covered)


def _with_boundary(plan: PlanOnRecord) -> bool:
    return any(layer.role == "boundary" for layer in plan.layers)


def _lay_all(piece: Piece, plan: PlanOnRecord, role: str) -> list[tuple[LayerOnRecord, _Laid]]:
    room = plan.tolerance_m if role == "zones" and not piece.is_area else 0.0
    laid = [(layer, _lay(piece, layer, room)) for layer in plan.layers if layer.role == role]
    return [(layer, one) for layer, one in laid if one is not None]


def _lay(piece: Piece, layer: LayerOnRecord, room_m: float) -> _Laid | None:
    """Features of a layer that meet the piece, a point within ``room_m``; ``None`` where none does."""
    crs = layer.crs()
    frame = layer.read(piece.box_in(crs, room_m))
    shapes = frame.geometry.to_numpy()
    rows = np.flatnonzero(~shapely.is_missing(shapes) & (shapely.get_dimensions(shapes) == _AREA))
    shapes = piece.laid(shapes[rows], crs)
    check_valid(frame.index[rows], shapes)
    if piece.is_area:
        shared = shapely.intersection(shapes, piece.flat)
        away = np.zeros(len(shapes))
        kept = shapely.area(shared) > CONTACT_M2
    else:
        shared = shapes
        away = shapely.distance(shapes, piece.flat)
        kept = away <= room_m
    return _Laid(frame.iloc[rows[kept]], shared[kept], away[kept]) if kept.any() else None


def check_valid(features: pd.Index, shapes: Any) -> None:
    """Raise :class:`UnusableError` (``land.invalid-zone``) that names the first invalid of ``features``."""
    wrong = features[~shapely.is_valid(shapes)].tolist()
    if wrong:
        raise UnusableError(
            Fault(
                "land.invalid-zone",
                f"Vùng số {wrong[0]} có hình không hợp lệ nên không đo được ở đây",
                f"Zone {wrong[0]} is invalid, so nothing can be measured here",
                remedy_vi="Công bố phiên bản đã sửa hình",
                remedy_en="Publish a version with the geometry mended",
            )
        )


def _zones(piece: Piece, layer: LayerOnRecord, plan: PlanOnRecord, laid: _Laid) -> Iterable[ZoneAnswer]:
    columns = [
        (str(name), laid.frame[name].array) for name in laid.frame.columns.drop(laid.frame.geometry.name)
    ]
    for row, feature in enumerate(laid.frame.index.tolist()):
        values = {name: column[row] for name, column in columns}
        function = values.get("function")
        yield ZoneAnswer(
            layer.name,
            int(feature),
            function if isinstance(function, str) else "",
            first_text(values, CODES),
            first_text(values, NAMES),
            first_text(values, SIGNS),
            limits_of(values),
            piece.share(float(laid.shared[row].area)) if piece.is_area else None,
            sliver=piece.is_area and is_strip(laid.shared[row], plan.tolerance_m),
            away_m=float(laid.away_m[row]),
        )


def _joined(layers: Sequence[tuple[LayerOnRecord, _Laid]]) -> Any:
    return shapely.union_all([shape for _, laid in layers for shape in laid.shared])


def _rest(piece: Piece, whole: Any, parts: Sequence[Any]) -> Share | None:
    """Land of ``whole`` outside all ``parts``; ``None`` for a point and where nothing is left."""
    if not piece.is_area:
        return None
    rest = float(shapely.difference(whole, shapely.union_all(parts)).area)
    return piece.share(rest) if rest > CLOSE_M2 else None


def _of_level(level: Level, found: Sequence[PlanAnswer]) -> tuple[Verdict, Words]:
    verdicts = {answer.verdict for answer in found}
    if Verdict.APPLIES in verdicts:
        return Verdict.APPLIES, NONE
    unknown = next((answer for answer in found if answer.verdict is Verdict.UNKNOWN), None)
    if unknown is not None:
        return Verdict.UNKNOWN, unknown.reason
    if level.complete:
        return Verdict.NOT, level.complete
    if any(answer.computed for answer in found):
        return Verdict.UNKNOWN, _SET_ASIDE
    return Verdict.UNKNOWN, _NOT_ON_RECORD


def unread(error: DothiError) -> Words:
    """Why a plan could not be read."""
    fault = error.faults[0]
    return Words(
        f"Không đọc được nội dung đồ án: {fault.sentence()}",
        f"The plan could not be read: {fault.sentence('en')}",
    )


DOUBTFUL_TIME = Words(
    "Chưa rõ đồ án có hiệu lực vào ngày này không",
    "It is not known whether the plan was in force on this day",
)
_STRIP_ONLY = Words(
    "Chỉ chạm bằng dải hẹp hơn độ chính xác của bản vẽ",
    "Touches only by a strip narrower than the drawing can tell",
)
_ELSEWHERE = Words("Bản vẽ của đồ án không tới nơi này", "The drawing of the plan does not reach this place")
_SET_ASIDE = Words(
    "Đồ án đã ghi nhận được kết luận là không áp dụng; chưa có xác nhận là không còn đồ án nào khác",
    "The plan on record was concluded not to apply; nobody answers for there being no other",
)
_NOT_ON_RECORD = Words(
    "Chưa có đồ án nào của cấp này được ghi nhận ở đây; như vậy chưa phải là không có quy hoạch",
    "No plan of this level is on record here; that does not mean that there is none",
)
