"""The current use of a piece of land against its plans: what changes, how much of it, what the law asks.

Land of one current code under one function is one line, however many features it consists of. Lines
conserve land: what zones cover is the lines + land whose current use is not known, as long as neither the
zones nor the features of current use overlap. Where sources of current use contradict each other, both are
said.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import shapely

from dothi.base.time import Truth
from dothi.land.permission import Need, Rules
from dothi.land.piece import Piece
from dothi.land.plans import CLOSE_M2, Planned, is_strip
from dothi.land.record import NONE, Share, UseChange, UseChanges, Words
from dothi.land.sharing import CONTACT_M2
from dothi.land.themes import Found, ThemeGround

_ORDER = (Need.PERMISSION, Need.UNKNOWN, Need.NO_PERMISSION, Need.NO_CHANGE)


@dataclass(frozen=True, slots=True, eq=False)
class CurrentUse:
    """What is on record of the current use of a piece, and the rules of the day; ready to meet its plans."""

    piece: Piece
    rules: Rules
    ground: ThemeGround

    def under(self, planned: Sequence[Planned], tolerance_m: float) -> UseChanges:
        """What changes under the zones of one plan whose drawing tells ``tolerance_m`` apart."""
        if not planned:
            return self._said([], None, _NO_ZONES)
        if not self.piece.is_area:
            lines = list(self._at_the_point(planned))
            return self._said(lines, None, self._why_at_the_point(planned))
        lines = list(self._over_the_area(planned, tolerance_m))
        unknown = self._unknown(planned, tolerance_m)
        return self._said(lines, unknown, self._why() if unknown else NONE)

    def _over_the_area(self, planned: Sequence[Planned], tolerance_m: float) -> Iterator[UseChange]:
        drawn = max([tolerance_m, *(one.source.tolerance_m for one in self.ground.found)])
        zones = _joined((_function(one), one.shape) for one in planned)
        for code, present in _joined((one.zone.code, one.shape) for one in self.ground.found).items():
            for function, zone in zones.items():
                shared = shapely.intersection(present, zone)
                if shared.area > CONTACT_M2:
                    strip = is_strip(shared, drawn)
                    yield self._line(code, function, self.piece.share(float(shared.area)), sliver=strip)

    def _at_the_point(self, planned: Sequence[Planned]) -> Iterator[UseChange]:
        """Every code with every function; what lies within the tolerance only, by how far it is away."""
        nearest: dict[tuple[str, str], float] = {}
        for present in self.ground.found:
            for one in planned:
                key = present.zone.code, _function(one)
                away = max(self._away(present), one.zone.away_m)
                nearest[key] = min(away, nearest.get(key, away))
        for (code, function), away in nearest.items():
            yield self._line(code, function, None, away_m=away)

    def _away(self, present: Found) -> float:
        return float(shapely.distance(present.shape, self.piece.flat))

    def _line(
        self, code: str, function: str, share: Share | None, *, sliver: bool = False, away_m: float = 0.0
    ) -> UseChange:
        change = self.rules.change(code, function)
        return UseChange(code, self.rules.title(code), function, share, change, sliver, away_m)

    def _unknown(self, planned: Sequence[Planned], tolerance_m: float) -> Share | None:
        """Land in the zones without any current use; a strip is left to the drawings."""
        zones = shapely.union_all([one.shape for one in planned])
        rest = shapely.difference(zones, shapely.union_all([one.shape for one in self.ground.found]))
        if rest.area <= CLOSE_M2 or (self.ground.found and is_strip(rest, tolerance_m)):
            return None
        return self.piece.share(float(rest.area))

    def _said(self, lines: Sequence[UseChange], unknown: Share | None, reason: Words) -> UseChanges:
        counted = [line.change for line in lines if not line.sliver and not line.away_m]
        needs = {change.verdict for change in counted}
        resolutions = {change.resolution for change in counted}
        if reason or not counted:
            needs.add(Need.UNKNOWN)
            resolutions.add(Truth.UNKNOWN)
        return UseChanges(
            next(need for need in _ORDER if need in needs),
            next(one for one in (Truth.YES, Truth.UNKNOWN, Truth.NO) if one in resolutions),
            reason or (NONE if counted else _STRIPS_ONLY),
            tuple(sorted(lines, key=_gravest)),
            unknown,
            self.ground.named,
            any(source.illustrative for source in self.ground.sources),
        )

    def _why_at_the_point(self, planned: Sequence[Planned]) -> Words:
        if all(one.zone.away_m for one in planned):
            return _ON_THE_EDGE
        return NONE if any(not self._away(one) for one in self.ground.found) else self._why()

    def _why(self) -> Words:
        """Why the current use of some land is not known."""
        if self.ground.unread:
            return self.ground.unread[0]
        return _NOT_SAID if self.ground.sources else _NOT_ON_RECORD


def _function(planned: Planned) -> str:
    return planned.zone.function or planned.zone.code


def _joined(parts: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """Areas of each name as one, so that nothing of one name counts twice."""
    found: dict[str, list[Any]] = {}
    for name, shape in parts:
        found.setdefault(name, []).append(shape)
    return {name: shapely.union_all(shapes) for name, shapes in found.items()}


def _gravest(line: UseChange) -> tuple[Any, ...]:
    size = line.share.m2 if line.share else 0.0
    return (
        line.sliver, line.away_m, _ORDER.index(line.change.verdict), -size, line.code, line.function,
    )  # fmt: skip


_NOT_ON_RECORD = Words(
    "Chưa biết hiện trạng sử dụng đất: hệ thống chưa có dữ liệu hiện trạng",
    "The current use is not known: the system has no data of current use",
)
_NOT_SAID = Words(
    "Chưa biết hiện trạng sử dụng đất: dữ liệu hiện trạng không nói đến phần đất này",
    "The current use is not known: the data of current use say nothing of this land",
)
_NO_ZONES = Words("Đồ án không có ô chức năng nào ở đây", "The plan has no zone here")
_ON_THE_EDGE = Words(
    "Điểm nằm ngoài mọi ô của đồ án, chỉ trong độ chính xác của bản vẽ",
    "The point lies outside every zone of the plan, within what the drawing can tell only",
)
_STRIPS_ONLY = Words(
    "Hiện trạng và quy hoạch chỉ gặp nhau trong dải hẹp hơn độ chính xác của bản vẽ",
    "Current use and plan meet only in a strip narrower than the drawings can tell",
)
