"""What people concluded of ground that is compared as a whole, told beside what was computed for it.

A conclusion changes no figure of a comparison: those are sums over much land, of which it speaks in a part.
It is listed with its verdict and with how much of the ground it lies on, and places on that ground name it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
from pyproj import CRS

from dothi.intake.checking.measuring import Measuring
from dothi.intake.georeference.carry import WGS84, carrier
from dothi.land.overrides import LEVEL, PLAN, THEME, Conclusion
from dothi.land.record import Verdict
from dothi.land.sharing import CONTACT_M2

Shapes = npt.NDArray[Any]
VERDICTS = {
    Verdict.APPLIES: ("áp dụng", "applies"),
    Verdict.NOT: ("không áp dụng", "does not apply"),
    Verdict.UNKNOWN: ("chưa biết", "not known"),
}
_ABOUT = {PLAN: "đồ án", LEVEL: "cấp quy hoạch", THEME: "chủ đề"}
_COLUMNS = [
    *("Số", "Về", "Kết luận", "Nơi", "Trên vùng so sánh (m²)", "Người kết luận", "Văn bản", "Ngày", "Lý do"),
    *("Rút ngày", "Lý do rút"),
]


@dataclass(frozen=True, slots=True)
class Subject:
    """What a comparison speaks of: a plan (of one version, or any), a level or a theme."""

    kind: str
    key: str
    version: int | None = None

    def meets(self, one: Conclusion) -> bool:
        """Whether a conclusion is about this."""
        same = (one.kind, one.key) == (self.kind, self.key)
        return same and (None in (one.version, self.version) or one.version == self.version)


@dataclass(frozen=True, slots=True, eq=False)
class Beside:
    """A conclusion and the land compared that it speaks of: ``shape`` in metres, ``m2`` its area.

    For lines and points ``m2`` is 0, and ``shape`` the whole ground of the conclusion.
    """

    conclusion: Conclusion
    shape: Any
    m2: float


def beside(
    conclusions: Iterable[Conclusion],
    subjects: Collection[Subject],
    shapes: Shapes,
    crs: CRS,
    measuring: Measuring | None = None,
) -> tuple[Beside, ...]:
    """Conclusions about one of the subjects that lie on what is compared, the latest first.

    :param shapes: what is compared, in metres; laid out by ``measuring`` on a map of ``crs``.
    """
    wanted = sorted(
        (one for one in conclusions if any(subject.meets(one) for subject in subjects)),
        key=lambda one: -one.said.number,
    )
    if not wanted:
        return ()
    tree = shapely.STRtree(shapes)
    grounds = shapely.transform(np.array([one.covers for one in wanted], dtype=object), carrier(WGS84, crs))
    laid = grounds if measuring is None else measuring.metres(grounds)
    found = (_on(one, ground, shapes, tree) for one, ground in zip(wanted, laid, strict=True))
    return tuple(one for one in found if one is not None)


def _on(one: Conclusion, ground: Any, shapes: Shapes, tree: shapely.STRtree) -> Beside | None:
    near = shapes[tree.query(ground, predicate="intersects")]
    if not len(near):
        return None
    areas = near[shapely.get_dimensions(near) == 2]
    if len(areas) < len(near):
        return Beside(one, ground, 0.0)
    shape = shapely.intersection(shapely.union_all(areas), ground)
    area = float(shapely.area(shape))
    return Beside(one, shape, area) if area > CONTACT_M2 else None


def on_ground(shape: Any, said: Sequence[Beside]) -> list[int]:
    """Numbers of the conclusions on whose ground a place lies, in whole or in part."""
    return [one.conclusion.said.number for one in said if _shares(shape, one.shape)]


def _shares(shape: Any, ground: Any) -> bool:
    if not shapely.intersects(shape, ground):
        return False
    flat = shapely.get_dimensions(shape) == 2 == shapely.get_dimensions(ground)
    return not flat or bool(shapely.intersection(shape, ground).area > CONTACT_M2)


def beside_data(said: Sequence[Beside]) -> list[dict[str, Any]]:
    """Each as plain data; areas in m², unrounded."""
    return [
        {
            "number": one.conclusion.said.number,
            "kind": one.conclusion.kind,
            "key": one.conclusion.key,
            "version": one.conclusion.version,
            "verdict": one.conclusion.said.verdict.value,
            "place": one.conclusion.place,
            "reason": one.conclusion.said.reason,
            "document": one.conclusion.said.document,
            "author": one.conclusion.said.author,
            "decided_on": one.conclusion.said.decided_on.isoformat(),
            "withdrawn_on": gone.isoformat() if (gone := one.conclusion.said.withdrawn_on) else None,
            "withdrawal": one.conclusion.said.withdrawal,
            "m2": one.m2,
        }
        for one in said
    ]


def beside_sheet(said: Sequence[Beside]) -> dict[str, pd.DataFrame]:
    """A sheet of a workbook; none where nothing was concluded."""
    if not said:
        return {}
    return {"Kết luận của người": pd.DataFrame([_row(one) for one in said], columns=_COLUMNS)}


def beside_frame(said: Sequence[Beside], crs: Any, measuring: Measuring | None) -> gpd.GeoDataFrame | None:
    """A map layer of the grounds; ``None`` where nothing was concluded."""
    if not said:
        return None
    shapes = np.array([one.shape for one in said], dtype=object)
    frame = gpd.GeoDataFrame(
        [(row[0], row[1], row[2], row[5], row[6], row[8], row[9]) for row in map(_row, said)],
        columns=["so", "ve", "ket_luan", "nguoi_ket_luan", "van_ban", "ly_do", "rut_ngay"],
        geometry=shapes if measuring is None else measuring.back(shapes),
        crs=crs,
    )
    frame.index = pd.RangeIndex(1, len(frame) + 1, name="feature")
    return frame


def beside_text(one: Beside) -> tuple[str, str]:
    """One conclusion as a sentence, in Vietnamese and English."""
    said, conclusion = one.conclusion.said, one.conclusion
    words = VERDICTS[said.verdict]
    gone = (" (đã rút)", " (withdrawn)") if said.withdrawn_on else ("", "")
    where = f"{conclusion.kind}:{conclusion.key}"
    place, why = conclusion.place or "?", f"{said.document}: {said.reason}"
    return (
        f"{said.author} kết luận {where} {words[0]} ở {place}{gone[0]}, {why}",
        f"{said.author} concluded that {where} {words[1]} at {place}{gone[1]}, {why}",
    )


def _row(one: Beside) -> tuple[Any, ...]:
    about, said = one.conclusion, one.conclusion.said
    version = "" if about.version is None else f", phiên bản {about.version}"
    return (
        said.number,
        f"{_ABOUT[about.kind]} {about.key}{version}",
        VERDICTS[said.verdict][0],
        about.place,
        one.m2,
        said.author,
        said.document,
        said.decided_on.isoformat(),
        said.reason,
        said.withdrawn_on.isoformat() if said.withdrawn_on else "",
        said.withdrawal,
    )
