"""Ways of taking a file's coordinates, ranked, each with its reason: for a person to choose, never applied.

A file may have no CRS, the wrong central meridian (27 or 54 km off), its axes swapped, millimetres for
metres, degrees, or a datum shift that was forgotten (195 m east-west, 113 m north-south near Quảng Nam).
All but the last two meridians and the datum show by where the corners fall; those need outlines that are
known, as of communes or of plans already published.

Scores of one list add up to 1. They weigh where corners fall against how usual each way is; what no corner
can tell apart stays undecided, and then a person must.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pyproj import CRS

from dothi.base.crs import ZONES
from dothi.base.errors import InputError
from dothi.intake.georeference.evidence import Expected, Points, inside, metres, on_outlines, sample
from dothi.intake.georeference.placement import Placement
from dothi.intake.georeference.zones import GEOGRAPHIC, forgotten_datum, zone_of
from dothi.intake.layers import Guess

MOST = 8
"""How many readings are given."""
_UTM_WGS84 = (32648, 32649)
_DEGREES = (4326, GEOGRAPHIC)
_LIKELY = {"home": 1.0, "utm": 0.3, "zone": 0.15, 4326: 1.0, GEOGRAPHIC: 0.3}
_STATED, _UNSTATED = 1.0, 0.03
_SWAPPED, _MILLIMETRES, _FORGOTTEN = 0.5, 0.5, 0.1
_LEAST_ON_OUTLINE = 0.004
_DOUBT = 0.2
_LEAST = 0.002
_COUNTRY = (101.0, 6.0, 118.0, 24.0)


@dataclass(frozen=True, slots=True)
class CrsReading:
    """One way of taking the coordinates of a layer.

    ``inside`` is the share of corners in the expected area, ``on_outlines`` of corners on known outlines
    (``None`` where none are known); ``centre`` is the middle of the corners in WGS 84. ``stated`` marks
    what the file itself says.
    """

    placement: Placement
    score: float
    inside: float
    on_outlines: float | None
    centre: tuple[float, float]
    stated: bool
    reason_vi: str
    reason_en: str


def readings(
    shapes: Sequence[Any] | NDArray[Any],
    where: Expected,
    *,
    stated: CRS | None = None,
    home: int | None = None,
) -> tuple[CrsReading, ...]:
    """Rank the ways of taking the coordinates of ``shapes``, the likeliest first.

    :param where: the area expected, and outlines known there.
    :param stated: the CRS the file states, ``None`` where it states none.
    :param home: EPSG code of the zone in which plans of this province are drawn.

    What the file states is always among them when it is a way listed here, even where it falls elsewhere. An
    empty list means that the coordinates are of no system known here: a local one, or none.
    """
    points = sample(shapes)
    if not len(points):
        return ()
    told = stated_placement(stated)
    weighed: list[tuple[float, CrsReading]] = []
    for way in _ways(points, told):
        carried = _carried(way, points)
        if carried is None:
            continue
        share = inside(carried, where.area)
        if share == 0 and way != told:
            continue
        on_known = on_outlines(carried, where)
        weight = _prior(way, told, home) * (share * max(on_known or 0.0, _LEAST_ON_OUTLINE)) ** 2
        centre = (float(np.median(carried[:, 0])), float(np.median(carried[:, 1])))
        weighed.append((weight, CrsReading(way, 0.0, share, on_known, centre, way == told, "", "")))
    weighed.sort(key=lambda pair: (-pair[0], not pair[1].stated, pair[1].placement.key))
    return _finished(weighed, where)


def stated_placement(stated: CRS | None) -> Placement | None:
    """The way a file's own CRS is to be taken; ``None`` for one that is not among the ways known here."""
    if stated is None:
        return None
    zone = zone_of(stated)
    if zone is not None:
        return Placement(zone.epsg)
    unshifted = forgotten_datum(stated)
    if unshifted is not None and stated.to_epsg() is None:
        return Placement(unshifted.epsg, forgotten=True)
    epsg = stated.to_epsg(min_confidence=90)
    return Placement(epsg) if epsg is not None else None


def to_ask(found: Sequence[CrsReading]) -> bool:
    """Whether a person must choose: the file states nothing, or something else is as likely or nearly so."""
    return not found or not found[0].stated or any(one.score >= _DOUBT for one in found[1:])


def guesses(layer: str, found: Sequence[CrsReading]) -> tuple[Guess, ...]:
    """Readings as guesses to show beside others; the best first."""
    stated = next((reading.placement.key for reading in found if reading.stated), "")
    return tuple(
        Guess(
            "axis_order" if one.placement.swapped else "unit" if one.placement.scale != 1.0 else "crs",
            layer,
            "",
            stated,
            one.placement.key,
            one.score,
            f"{one.placement.title()}: {one.reason_vi}",
            f"{one.placement.title('en')}: {one.reason_en}",
        )
        for one in found
        if not (one.stated and one is found[0])
    )


def _ways(points: Points, told: Placement | None) -> Iterator[Placement]:
    """Every way whose numbers are of the right size."""
    seen = set()
    for way in _all_ways(float(np.abs(points).max())):
        seen.add(way)
        yield way
    if told is not None and told not in seen:
        yield told


def _all_ways(largest: float) -> Iterator[Placement]:
    if largest <= 180:
        for epsg in _DEGREES:
            yield from (Placement(epsg), Placement(epsg, swapped=True))
        return
    scales = (1.0,) if largest < 1e7 else (0.001,)
    for scale in scales:
        for swapped in (False, True):
            for zone in ZONES:
                yield Placement(zone.epsg, swapped, scale)
                if zone.width == 3:
                    yield Placement(zone.epsg, swapped, scale, forgotten=True)
            for epsg in _UTM_WGS84:
                yield Placement(epsg, swapped, scale)


def _carried(way: Placement, points: Points) -> Points | None:
    """Points on WGS 84, ``None`` where they do not fall in or near the country."""
    try:
        carried = way.to_wgs84(points)
    except InputError:
        return None
    if not np.isfinite(carried).all():
        return None
    west, south, east, north = _COUNTRY
    near = (
        (carried[:, 0] >= west)
        & (carried[:, 0] <= east)
        & (carried[:, 1] >= south)
        & (carried[:, 1] <= north)
    )
    return carried if near.mean() > 0.5 else None


def _prior(way: Placement, told: Placement | None, home: int | None) -> float:
    if way.epsg == home:
        likely = _LIKELY["home"]
    elif way.epsg in _DEGREES:
        likely = _LIKELY[way.epsg]
    elif way.epsg in _UTM_WGS84 or (way.zone is not None and way.zone.width == 6):
        likely = _LIKELY["utm"]
    else:
        likely = _LIKELY["zone"]
    likely *= _SWAPPED if way.swapped else 1.0
    likely *= _MILLIMETRES if way.scale != 1.0 and told is not None else 1.0
    likely *= _FORGOTTEN if way.forgotten else 1.0
    if told is None:
        return likely
    return _STATED if way == told else likely * _UNSTATED


def _finished(weighed: Sequence[tuple[float, CrsReading]], where: Expected) -> tuple[CrsReading, ...]:
    total = sum(weight for weight, _ in weighed)
    kept = [
        (weight, one)
        for place, (weight, one) in enumerate(weighed)
        if one.stated or (place < MOST and weight >= total * _LEAST)
    ]
    best = kept[0][1] if kept else None
    out = []
    for weight, one in kept:
        vi, en = _reason(one, best, where)
        out.append(
            CrsReading(
                one.placement,
                round(weight / total, 3) if total else 0.0,
                one.inside,
                one.on_outlines,
                one.centre,
                one.stated,
                vi,
                en,
            )
        )
    return tuple(out)


def _reason(one: CrsReading, best: CrsReading | None, where: Expected) -> tuple[str, str]:
    percent = f"{one.inside * 100:.0f}"
    vi = [f"{percent} % số đỉnh nằm trong phạm vi"]
    en = [f"{percent} % of the corners lie in the area"]
    if one.on_outlines is not None:
        share = f"{one.on_outlines * 100:.0f}"
        vi.append(f"{share} % trùng ranh giới đã biết")
        en.append(f"{share} % on known outlines")
    if one.stated:
        vi.append("đúng như tệp ghi")
        en.append("as the file states")
    if best is not None and one is not best:
        distance, side = _apart(best.centre, one.centre, where)
        vi.append(f"cách cách hiểu thứ nhất {_far(distance, ',')} về phía {_SIDES_VI[side]}")
        en.append(f"{_far(distance, '.')} {_SIDES_EN[side]} of the first")
    return "; ".join(vi), "; ".join(en)


_SIDES_VI = ("bắc", "đông bắc", "đông", "đông nam", "nam", "tây nam", "tây", "tây bắc")
_SIDES_EN = ("north", "north-east", "east", "south-east", "south", "south-west", "west", "north-west")


def _apart(first: tuple[float, float], other: tuple[float, float], where: Expected) -> tuple[float, int]:
    flat = metres(np.array([first, other]), where.middle)
    east, north = flat[1] - flat[0]
    return math.hypot(east, north), round(math.degrees(math.atan2(east, north)) / 45) % 8


def _far(distance: float, point: str) -> str:
    text = f"{distance / 1000:.1f} km" if distance >= 1000 else f"{distance:.0f} m"
    return text.replace(".", point)
