"""What two versions of a plan differ in, zone by zone; worked out once and kept, for contents never change.

Columns that name the dossier and not the ground (``maHoSoQH``, ``maThongTinQH``, and the author's key of a
feature where no key is on both sides) are left out: they differ in every row of a new dossier and would say
that every zone changed.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from django.core.cache import cache

from dothi.base.text import fold
from dothi.intake.checking.measuring import measuring_of
from dothi.lake.compare import Difference, compare
from dothi.lake.reference import Reference
from dothi.portal.public.plans.stored import open_layer
from dothi.portal.public.plans.zone import NAMES, SIGNS
from dothi.registry.plans.queries import LayerRow, VersionRow

FORM = 2
"""Raised when differences are worked out otherwise, so that old answers are not served."""
KINDS = ("function", "added", "removed", "moved", "words", "same")
"""``function``: the ground stayed and its function changed; ``words``: only other attributes did."""
ADDED = ("function", "stage")
"""Columns that publishing added; what the author wrote differs beside them."""
_DOSSIER = ("mahosoqh", "mathongtinqh")
_KEYS = ("madoituong",)


@dataclass(frozen=True, slots=True)
class Change:
    """One zone of either version, or of both.

    ``before`` and ``after`` are feature numbers as in the tiles, 0 where there is none; ``box`` is in WGS 84.
    """

    kind: str
    layer: str
    before: int
    after: int
    label: str
    function_before: str
    function_after: str
    area_before: float | None
    area_after: float | None
    columns: tuple[str, ...]
    box: tuple[float, float, float, float] | None


@dataclass(frozen=True, slots=True)
class Differences:
    """Everything that changed, and how many zones of each kind.

    ``refused`` names layers not held side by side: their CRS differ, or the lake lacks them.
    """

    changes: tuple[Change, ...]
    counts: dict[str, int]
    refused: tuple[str, ...]


def differences(before: VersionRow, after: VersionRow) -> Differences:
    """Hold the zone layers of two versions side by side: those of one title, or the only one of each."""
    changes: list[Change] = []
    counts: Counter[str] = Counter(dict.fromkeys(KINDS, 0))
    refused: list[str] = []
    for old, new in paired_layers(before, after):
        found = _kept(old, new)
        if found is None:
            refused += sorted({layer.title for layer in (old, new) if layer})
            continue
        changes += [Change(**item) for item in found["changes"]]
        counts.update(found["counts"])
    return Differences(tuple(changes), dict(counts), tuple(refused))


def paired_layers(before: VersionRow, after: VersionRow) -> list[tuple[LayerRow | None, LayerRow | None]]:
    """Zone layers of two versions in pairs; one without a counterpart stands alone."""
    old = [layer for layer in before.layers if layer.role == "zones"]
    new = [layer for layer in after.layers if layer.role == "zones"]
    if len(old) == len(new) == 1:
        return [(old[0], new[0])]
    by_title = {layer.title: layer for layer in old}
    found: list[tuple[LayerRow | None, LayerRow | None]] = [
        (by_title.pop(layer.title, None), layer) for layer in new
    ]
    return found + [(layer, None) for layer in by_title.values()]


def _kept(old: LayerRow | None, new: LayerRow | None) -> dict[str, Any] | None:
    key = f"plan-differences:{FORM}:{old.name if old else '-'}:{new.name if new else '-'}"
    found: dict[str, Any] | None = cache.get(key)
    if found is None:
        found = _compared(old, new)
        if found is not None:
            cache.set(key, found, None)
    return found


def _compared(old: LayerRow | None, new: LayerRow | None) -> dict[str, Any] | None:
    left, right, known = _frame(old), _frame(new), new or old
    if left is None or right is None or known is None:
        return None
    left = left if old else right.iloc[:0]
    right = right if new else left.iloc[:0]
    if left.crs != right.crs:
        return None
    left, right = _without_dossier(left, right)
    key = next((str(c) for c in right.columns if fold(str(c)) in _KEYS), "")
    sides = _Side(left), _Side(right)
    counts: Counter[str] = Counter(dict.fromkeys(KINDS, 0))
    changes = []
    for difference in compare(left, right, key):
        kind = _kind(difference)
        counts[kind] += 1
        if kind != "same":
            changes.append(asdict(_change(kind, difference, *sides, known.title)))
    return {"changes": changes, "counts": dict(counts)}


def _frame(layer: LayerRow | None) -> gpd.GeoDataFrame | None:
    if layer is None:
        return gpd.GeoDataFrame(geometry=[])
    version = open_layer(layer.name)
    return None if version is None else version.frame()


def _without_dossier(
    left: gpd.GeoDataFrame, right: gpd.GeoDataFrame
) -> tuple[gpd.GeoDataFrame, gpd.GeoDataFrame]:
    dropped = [str(column) for column in right.columns if fold(str(column)) in _DOSSIER]
    dropped += [
        str(column)
        for column in right.columns
        if fold(str(column)) in _KEYS
        and column in left.columns
        and not set(left[column]) & set(right[column])
    ]
    return left.drop(columns=dropped, errors="ignore"), right.drop(columns=dropped, errors="ignore")


def _kind(difference: Difference) -> str:
    if difference.state == "changed":
        return "function" if "function" in difference.columns else "words"
    return difference.state


class _Side:
    """One version's rows: functions, labels, areas and boxes, by row number."""

    def __init__(self, frame: gpd.GeoDataFrame) -> None:
        shapes = shapely.force_2d(frame.geometry.to_numpy())
        self.functions = list(frame["function"].fillna("")) if "function" in frame else [""] * len(frame)
        self.labels = _labels(frame)
        self.areas = _areas(frame, shapes)
        self.boxes = _boxes(frame, shapes)


def _change(kind: str, difference: Difference, old: _Side, new: _Side, title: str) -> Change:
    left, right = difference.before, difference.after
    return Change(
        kind,
        title,
        0 if left is None else left + 1,
        0 if right is None else right + 1,
        new.labels[right] if right is not None else old.labels[left or 0],
        "" if left is None else old.functions[left],
        "" if right is None else new.functions[right],
        None if left is None else old.areas[left],
        None if right is None else new.areas[right],
        tuple(column for column in difference.columns if column not in ADDED),
        new.boxes[right] if right is not None else old.boxes[left or 0],
    )


def _labels(frame: gpd.GeoDataFrame) -> list[str]:
    for wanted in (SIGNS, NAMES):
        for column in frame.columns:
            if fold(str(column)).replace(" ", "") in wanted:
                return ["" if pd.isna(value) else str(value) for value in frame[column]]
    return [""] * len(frame)


def _areas(frame: gpd.GeoDataFrame, shapes: Any) -> list[float | None]:
    there = ~shapely.is_missing(shapes) & ~shapely.is_empty(shapes)
    if not there.any():
        return [None] * len(frame)
    measuring = measuring_of(frame.crs, shapely.total_bounds(shapes[there]))
    if measuring is None:
        return [None] * len(frame)
    found: list[float | None] = [None] * len(frame)
    for at, area in zip(np.flatnonzero(there), shapely.area(measuring.metres(shapes[there])), strict=True):
        found[int(at)] = float(area)
    return found


def _boxes(frame: gpd.GeoDataFrame, shapes: Any) -> list[tuple[float, float, float, float] | None]:
    """Boxes in WGS 84, from the carried corners of each box: enough to fly there."""
    if not len(frame):
        return []
    west, south, east, north = shapely.bounds(shapes).T
    known = np.isfinite(west)
    carrier = Reference(frame.crs)
    found: list[tuple[float, float, float, float] | None] = [None] * len(frame)
    if known.any():
        low = carrier.to_wgs84(np.column_stack([west[known], south[known]]))
        high = carrier.to_wgs84(np.column_stack([east[known], north[known]]))
        for at, (x0, y0), (x1, y1) in zip(np.flatnonzero(known), low, high, strict=True):
            found[int(at)] = tuple(round(float(v), 6) for v in (x0, y0, x1, y1))  # type: ignore[assignment]
    return found
