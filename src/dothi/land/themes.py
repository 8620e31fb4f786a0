"""Themes against a piece of land: restrictions, current use.

A theme "does not apply" only where a source answers for the whole piece: it was read, it covers the piece,
and has nothing there. Outside what sources cover, and where one cannot be read, it is not known.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from pyproj import CRS

from dothi.base.errors import DothiError
from dothi.base.numbers import exact, format_number
from dothi.intake.georeference.carry import WGS84
from dothi.land.limits import first_text
from dothi.land.piece import Box, Piece
from dothi.land.plans import CLOSE_M2, CODES, NAMES, SIGNS, check_valid, is_strip
from dothi.land.protection import Distances, Reach
from dothi.land.record import NONE, ThemeAnswer, Verdict, Words, ZoneAnswer
from dothi.land.sharing import CONTACT_M2

RESTRICTION, USE, PENDING = "restriction", "use", "pending"
"""Kinds of themes, as the law table ``land_themes`` calls them."""
ROOM = 0.001
"""Degrees around an extent, more than a drawing's tolerance."""
_LEAST_DEGREE = 100_000.0
"""Fewer metres than a degree has anywhere in the country, whichever way."""
_ARC = 64
"""Sides of a quarter of a circle: a distance of 1,500 m is met to 0.1 m."""
_AREA = 2


@dataclass(frozen=True, slots=True, eq=False)
class ThemeSource:
    """A layer of a theme. ``covers`` is the ground it answers for, in WGS 84; ``None`` for none.

    ``read`` gives features whose boxes meet one in the layer's CRS, and raises :class:`DothiError` where it
    cannot. Lines and points count where the piece lies within ``tolerance_m`` of them. Beyond ``extent``
    (WGS 84, ``None`` where not known) it has nothing. With ``distances`` its features are facilities that
    keep land away from themselves.
    """

    title: Words
    name: str
    document: str
    crs: Callable[[], CRS]
    read: Callable[[Box], gpd.GeoDataFrame]
    covers: Any
    tolerance_m: float
    illustrative: bool = False
    extent: Any = None
    distances: Distances | None = None

    @property
    def furthest(self) -> float:
        """How far from its features it may still speak, in metres."""
        return self.tolerance_m + (self.distances.furthest if self.distances else 0.0)

    def speaks_of(self, shape: Any) -> bool:
        """Whether it may say anything of a shape in WGS 84; always where nobody knows how far it reaches."""
        if self.extent is None or (self.distances is not None and not self.distances.rows):
            return True
        if self.covers is not None and self.covers.intersects(shape):
            return True
        return bool(shapely.dwithin(self.extent, shape, ROOM + self.furthest / _LEAST_DEGREE))


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """One feature of a theme on the piece; ``shape`` is what both share, or the feature for a point."""

    zone: ZoneAnswer
    shape: Any
    source: ThemeSource


@dataclass(frozen=True, slots=True, eq=False)
class ThemeGround:
    """What the sources of a theme have on a piece, read once.

    ``sources`` are those that may speak of it, ``elsewhere`` says that there are others. ``unread`` says
    which could not be read; ``covered`` is the ground that the rest answer for, on the map of the piece.
    """

    sources: tuple[ThemeSource, ...]
    elsewhere: bool
    found: tuple[Found, ...]
    unread: tuple[Words, ...]
    covered: tuple[Any, ...]

    @property
    def named(self) -> str:
        """Every source that may speak of the piece, with its document."""
        return "; ".join(f"{source.title.vi}, {source.document}" for source in self.sources)


def theme_ground(piece: Piece, sources: Sequence[ThemeSource]) -> ThemeGround:
    """Read every source of a theme that is in force."""
    found: list[Found] = []
    unread: list[Words] = []
    covered: list[Any] = []
    shape = piece.wgs84
    near = tuple(source for source in sources if source.speaks_of(shape))
    for source in near:
        try:
            found += _found(piece, source)
        except DothiError as error:
            unread.append(_unread(source, error))
            continue
        if source.covers is not None:
            covered.append(_answered_for(piece, source))
    return ThemeGround(near, len(near) < len(sources), tuple(found), tuple(unread), tuple(covered))


def _answered_for(piece: Piece, source: ThemeSource) -> Any:
    """Ground of which a source knows that nothing bears on it: what lies beyond may keep land away within."""
    ground = piece.laid(np.array([source.covers], dtype=object), WGS84)[0]
    return shapely.buffer(ground, -source.distances.furthest) if source.distances else ground


def theme_answer(
    piece: Piece,
    theme: str,
    title: Words,
    sources: Sequence[ThemeSource],
    ground: ThemeGround | None = None,
    *,
    kind: str = RESTRICTION,
) -> ThemeAnswer:
    """Ask every source of a theme that is in force; ``ground`` where they were read.

    :param kind: whether the theme restricts, tells the present use, or what is pending; a theme of which
        nothing is on record says so in its own words.
    """
    ground = ground or theme_ground(piece, sources)
    zones = [one.zone for one in ground.found]
    zones.sort(
        key=lambda one: (
            one.sliver,
            not one.certain,
            one.away_m,
            -(one.share.m2 if one.share else 0.0),
            one.feature,
        )
    )
    verdict, reason = _verdict(piece, zones, ground, kind)
    invented = any(source.illustrative for source in ground.sources)
    return ThemeAnswer(
        theme, title, verdict, reason, tuple(zones), ground.named, invented, bool(ground.unread)
    )


def _heaviest(zone: ZoneAnswer) -> tuple[Any, ...]:
    size = zone.share.m2 if zone.share else 0.0
    return zone.sliver, not zone.certain, zone.away_m, -size, zone.feature


def _verdict(
    piece: Piece,
    zones: Sequence[ZoneAnswer],
    ground: ThemeGround,
    kind: str,
) -> tuple[Verdict, Words]:
    unread = ground.unread
    if any(zone.certain and not zone.sliver for zone in zones):
        return Verdict.APPLIES, unread[0] if unread else NONE
    if unread:
        return Verdict.UNKNOWN, unread[0]
    doubtful = next((zone for zone in zones if not zone.certain and not zone.sliver), None)
    if doubtful is not None:
        return Verdict.UNKNOWN, doubtful.note
    if not ground.sources:
        return Verdict.UNKNOWN, _NOT_COVERED if ground.elsewhere else _NOT_ON_RECORD[kind]
    return _covered(piece, ground)


def _covered(piece: Piece, ground: ThemeGround) -> tuple[Verdict, Words]:
    """Nothing is there where sources answer for the piece; a strip they leave is said and does not count."""
    whole = shapely.union_all(ground.covered) if ground.covered else shapely.Polygon()
    rest = shapely.difference(piece.flat, whole)
    if rest.is_empty if not piece.is_area else rest.area <= CLOSE_M2:
        return Verdict.NOT, _NOTHING_THERE
    tolerance_m = max(source.tolerance_m for source in ground.sources)
    if piece.is_area and is_strip(rest, tolerance_m):
        known = shapely.intersection(piece.flat, whole)
        if not is_strip(known, tolerance_m):
            return Verdict.NOT, _but_a_strip(float(rest.area))
    return Verdict.UNKNOWN, _NOT_COVERED


def _found(piece: Piece, source: ThemeSource) -> list[Found]:
    if source.distances is not None:
        source.distances.check()
    crs = source.crs()
    frame = source.read(piece.box_in(crs, source.furthest))
    shapes = frame.geometry.to_numpy()
    there = ~shapely.is_missing(shapes) & ~shapely.is_empty(shapes)
    frame, shapes = frame[there], piece.laid(shapes[there], crs)
    check_valid(frame.index, shapes)
    return [
        one
        for row, feature in enumerate(frame.index.tolist())
        for one in _feature(piece, source, int(feature), frame.iloc[row], shapes[row])
    ]


def _feature(piece: Piece, source: ThemeSource, feature: int, values: Any, shape: Any) -> Iterator[Found]:
    """What one feature does to the piece; of a facility, what it surely and what it perhaps keeps away."""
    attributes = {str(name): value for name, value in values.items() if name != "geometry"}
    zone = ZoneAnswer(
        source.name,
        feature,
        "",
        first_text(attributes, CODES),
        first_text(attributes, NAMES),
        first_text(attributes, SIGNS),
        (),
        None,
    )
    if source.distances is not None:
        yield from _kept_away(piece, source, zone, shape, source.distances.of(attributes))
        return
    both_areas = piece.is_area and shapely.get_dimensions(shape) == _AREA
    if both_areas:
        yield from _shared(piece, source, zone, shapely.intersection(piece.flat, shape))
        return
    away = float(shapely.distance(piece.flat, shape))
    if away <= source.tolerance_m:
        yield Found(replace(zone, away_m=away), shape, source)


def _shared(piece: Piece, source: ThemeSource, zone: ZoneAnswer, shared: Any) -> Iterator[Found]:
    if shared.area > CONTACT_M2:
        strip = is_strip(shared, source.tolerance_m)
        yield Found(replace(zone, share=piece.share(float(shared.area)), sliver=strip), shared, source)


def _kept_away(
    piece: Piece, source: ThemeSource, zone: ZoneAnswer, shape: Any, reach: Reach
) -> Iterator[Found]:
    """Land nearer than the rule surely reaches, and land nearer than it may reach."""
    away = float(shapely.distance(piece.flat, shape))
    near = replace(zone, away_m=away, note=reach.rule)
    far = replace(near, certain=False)
    if not piece.is_area:
        if reach.least and away <= reach.least:
            yield Found(near, shape, source)
        elif away <= reach.most + source.tolerance_m:
            yield Found(far, shape, source)
        return
    surely, perhaps = (shapely.buffer(shape, metres, quad_segs=_ARC) for metres in (reach.least, reach.most))
    if reach.least:
        yield from _shared(piece, source, near, shapely.intersection(piece.flat, surely))
        perhaps = shapely.difference(perhaps, surely)
    yield from _shared(piece, source, far, shapely.intersection(piece.flat, perhaps))


def _unread(source: ThemeSource, error: DothiError) -> Words:
    fault = error.faults[0]
    return Words(
        f"Không đọc được «{source.title.vi}»: {fault.sentence()}",
        f"“{source.title.en or source.title.vi}” could not be read: {fault.sentence('en')}",
    )


def _but_a_strip(m2: float) -> Words:
    size = format_number(exact(m2), 2)
    return Words(
        f"Dữ liệu bao trùm nơi này, trừ dải hẹp {size} m² mà bản vẽ không phân biệt được, và không có gì ở "
        "đây",
        f"The data cover this place but for a strip of {m2:,.2f} m² that the drawing cannot tell, and show "
        "nothing here",
    )


_NOT_ON_RECORD = {
    RESTRICTION: Words(
        "Hệ thống chưa có dữ liệu này; như vậy chưa phải là không có hạn chế",
        "The system has no such data; that does not mean that there is no restriction",
    ),
    USE: Words(
        "Hệ thống chưa có dữ liệu hiện trạng sử dụng đất ở đây",
        "The system has no data of the current use of land here",
    ),
    PENDING: Words(
        "Hệ thống chưa có dữ liệu này; như vậy chưa phải là không có đồ án nào đang lấy ý kiến hoặc điều "
        "chỉnh",
        "The system has no such data; that does not mean that no plan is under consultation or amendment",
    ),
}
_NOT_COVERED = Words(
    "Dữ liệu đã có không bao trùm cả nơi này",
    "The data on record do not cover the whole of this place",
)
_NOTHING_THERE = Words(
    "Dữ liệu bao trùm nơi này và không có gì ở đây",
    "The data cover this place and show nothing here",
)
