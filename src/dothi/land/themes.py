"""Themes against a piece of land: restrictions, current use.

A theme "does not apply" only where a source answers for the whole piece: it was read, it covers the piece,
and has nothing there. Outside what sources cover, and where one cannot be read, it is not known.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from pyproj import CRS

from dothi.base.errors import DothiError
from dothi.intake.georeference.carry import WGS84
from dothi.land.limits import first_text
from dothi.land.piece import Box, Piece
from dothi.land.plans import CLOSE_M2, CODES, NAMES, SIGNS, check_valid, is_strip
from dothi.land.record import NONE, ThemeAnswer, Verdict, Words, ZoneAnswer
from dothi.land.sharing import CONTACT_M2

_AREA = 2


@dataclass(frozen=True, slots=True, eq=False)
class ThemeSource:
    """A layer of a theme. ``covers`` is the ground it answers for, in WGS 84; ``None`` for none.

    ``read`` gives features whose boxes meet one in the layer's CRS, and raises :class:`DothiError` where it
    cannot. Lines and points count where the piece lies within ``tolerance_m`` of them.
    """

    title: Words
    name: str
    document: str
    crs: Callable[[], CRS]
    read: Callable[[Box], gpd.GeoDataFrame]
    covers: Any
    tolerance_m: float
    illustrative: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """One feature of a theme on the piece; ``shape`` is what both share, or the feature for a point."""

    zone: ZoneAnswer
    shape: Any
    tolerance_m: float
    illustrative: bool


@dataclass(frozen=True, slots=True, eq=False)
class ThemeGround:
    """What the sources of a theme have on a piece, read once.

    ``unread`` says which sources could not be read; ``covered`` is the ground that the others answer for, on
    the map of the piece.
    """

    sources: tuple[ThemeSource, ...]
    found: tuple[Found, ...]
    unread: tuple[Words, ...]
    covered: tuple[Any, ...]

    @property
    def named(self) -> str:
        """Every source with its document."""
        return "; ".join(f"{source.title.vi}, {source.document}" for source in self.sources)


def theme_ground(piece: Piece, sources: Sequence[ThemeSource]) -> ThemeGround:
    """Read every source of a theme that is in force."""
    found: list[Found] = []
    unread: list[Words] = []
    covered: list[Any] = []
    for source in sources:
        try:
            found += _found(piece, source)
        except DothiError as error:
            unread.append(_unread(source, error))
            continue
        if source.covers is not None:
            covered.append(piece.laid(np.array([source.covers], dtype=object), WGS84)[0])
    return ThemeGround(tuple(sources), tuple(found), tuple(unread), tuple(covered))


def theme_answer(
    piece: Piece, theme: str, title: Words, sources: Sequence[ThemeSource], ground: ThemeGround | None = None
) -> ThemeAnswer:
    """Ask every source of a theme that is in force; ``ground`` where they were read."""
    ground = ground or theme_ground(piece, sources)
    zones = [one.zone for one in ground.found]
    zones.sort(key=lambda one: (one.sliver, one.away_m, -(one.share.m2 if one.share else 0.0), one.feature))
    verdict, reason = _verdict(piece, zones, ground.unread, ground.covered, bool(ground.sources))
    invented = any(source.illustrative for source in ground.sources)
    return ThemeAnswer(
        theme, title, verdict, reason, tuple(zones), ground.named, invented, bool(ground.unread)
    )


def _verdict(
    piece: Piece,
    zones: Sequence[ZoneAnswer],
    unread: Sequence[Words],
    covered: Sequence[Any],
    any_source: bool,
) -> tuple[Verdict, Words]:
    if any(not zone.sliver for zone in zones):
        return Verdict.APPLIES, unread[0] if unread else NONE
    if unread:
        return Verdict.UNKNOWN, unread[0]
    if not any_source:
        return Verdict.UNKNOWN, _NOT_ON_RECORD
    whole = shapely.union_all(covered) if covered else shapely.Polygon()
    rest = shapely.difference(piece.flat, whole)
    if rest.is_empty if not piece.is_area else rest.area <= CLOSE_M2:
        return Verdict.NOT, _NOTHING_THERE
    return Verdict.UNKNOWN, _NOT_COVERED


def _found(piece: Piece, source: ThemeSource) -> list[Found]:
    crs = source.crs()
    frame = source.read(piece.box_in(crs, source.tolerance_m))
    shapes = frame.geometry.to_numpy()
    there = ~shapely.is_missing(shapes) & ~shapely.is_empty(shapes)
    frame, shapes = frame[there], piece.laid(shapes[there], crs)
    check_valid(frame.index, shapes)
    return [
        one
        for row, feature in enumerate(frame.index.tolist())
        if (one := _feature(piece, source, int(feature), frame.iloc[row], shapes[row])) is not None
    ]


def _feature(piece: Piece, source: ThemeSource, feature: int, values: Any, shape: Any) -> Found | None:
    """What one feature does to the piece; ``None`` where they do not meet."""
    both_areas = piece.is_area and shapely.get_dimensions(shape) == _AREA
    shared = shapely.intersection(piece.flat, shape)
    away = float(shapely.distance(piece.flat, shape))
    if (both_areas and shared.area <= CONTACT_M2) or (not both_areas and away > source.tolerance_m):
        return None
    attributes = {str(name): value for name, value in values.items() if name != "geometry"}
    zone = ZoneAnswer(
        source.name,
        feature,
        "",
        first_text(attributes, CODES),
        first_text(attributes, NAMES),
        first_text(attributes, SIGNS),
        (),
        piece.share(float(shared.area)) if both_areas else None,
        sliver=both_areas and is_strip(shared, source.tolerance_m),
        away_m=0.0 if both_areas else away,
    )
    return Found(zone, shared if both_areas else shape, source.tolerance_m, source.illustrative)


def _unread(source: ThemeSource, error: DothiError) -> Words:
    fault = error.faults[0]
    return Words(
        f"Không đọc được «{source.title.vi}»: {fault.sentence()}",
        f"“{source.title.en or source.title.vi}” could not be read: {fault.sentence('en')}",
    )


_NOT_ON_RECORD = Words(
    "Hệ thống chưa có dữ liệu này; như vậy chưa phải là không có hạn chế",
    "The system has no such data; that does not mean that there is no restriction",
)
_NOT_COVERED = Words(
    "Dữ liệu đã có không bao trùm cả nơi này",
    "The data on record do not cover the whole of this place",
)
_NOTHING_THERE = Words(
    "Dữ liệu bao trùm nơi này và không có gì ở đây",
    "The data cover this place and show nothing here",
)
