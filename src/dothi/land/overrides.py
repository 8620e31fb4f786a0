"""What people concluded of a plan, a level or a theme on some ground: it stands, beside what was computed.

A conclusion stands for land that lies wholly on its ground. Where it speaks of a part only, and once it is
withdrawn, it is said and changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

import numpy as np
import shapely

from dothi.base.dates import format_date
from dothi.intake.georeference.carry import WGS84
from dothi.land.piece import Piece
from dothi.land.record import Computed, LevelAnswer, Override, PlanAnswer, Share, ThemeAnswer, Words
from dothi.land.sharing import CONTACT_M2

PLAN, LEVEL, THEME = "plan", "level", "theme"
KINDS = (PLAN, LEVEL, THEME)
EDGE_M = 0.01
"""How far land may stick out of the ground of a conclusion: carried to WGS 84 and back, 0.2 mm move."""
Answered = TypeVar("Answered", LevelAnswer, PlanAnswer, ThemeAnswer)


@dataclass(frozen=True, slots=True, eq=False)
class Conclusion:
    """A conclusion on record: about the plan, level or theme ``key`` on ``covers`` (WGS 84).

    ``version`` is the number of a plan's version, ``None`` for any; ``place`` what people call the ground.
    """

    kind: str
    key: str
    version: int | None
    covers: Any
    said: Override
    place: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Overrides:
    """The conclusions that meet one piece, the latest first; make it with :func:`overrides_on`."""

    rows: Mapping[tuple[str, str], tuple[tuple[int | None, Override], ...]]

    def of(self, kind: str, key: str, version: int | None = None) -> tuple[Override, ...]:
        """Those about one plan (of any version without ``version``), level or theme.

        The latest that may stand is marked as the one that counts.
        """
        rows = self.rows.get((kind, key), ())
        own = [one for about, one in rows if about is None or version is None or about == version]
        standing = next((one for one in own if one.whole and one.withdrawn_on is None), None)
        return tuple(replace(one, counts=one is standing) for one in own)


def overrides_on(piece: Piece, conclusions: Iterable[Conclusion]) -> Overrides:
    """Conclusions whose ground the piece meets, with how much of it they speak of."""
    found: dict[tuple[str, str], list[tuple[int | None, Override]]] = {}
    for one in sorted(conclusions, key=lambda one: -one.said.number):
        meets, whole, share = _meeting(piece, one.covers)
        if meets:
            said = replace(one.said, whole=whole, share=share)
            found.setdefault((one.kind, one.key), []).append((one.version, said))
    return Overrides({about: tuple(rows) for about, rows in found.items()})


def settled(answer: Answered, said: Sequence[Override]) -> Answered:
    """The answer with what people concluded: the one that counts gives the verdict and the reason."""
    counting = next((one for one in said if one.counts), None)
    if counting is None:
        return replace(answer, overrides=tuple(said)) if said else answer
    return replace(
        answer,
        verdict=counting.verdict,
        reason=_reason(counting),
        computed=Computed(answer.verdict, answer.reason),
        overrides=tuple(said),
    )


def _meeting(piece: Piece, covers: Any) -> tuple[bool, bool, Share | None]:
    ground = piece.laid(np.array([covers], dtype=object), WGS84)[0]
    if not piece.is_area:
        inside = bool(shapely.intersects(ground, piece.flat))
        return inside, inside, None
    shared = float(shapely.intersection(ground, piece.flat).area)
    whole = bool(shapely.covers(shapely.buffer(ground, EDGE_M), piece.flat))
    return shared > CONTACT_M2, whole, piece.share(shared)


def _reason(one: Override) -> Words:
    day = format_date(one.decided_on)
    return Words(
        f"{one.author} kết luận ngày {day} theo {one.document}: {one.reason.rstrip('. ')}",
        f"{one.author} concluded on {day} by {one.document}: {one.reason.rstrip('. ')}",
    )
