"""Two versions of a layer held side by side: which features stayed, changed, moved, came or went.

Features are paired by what they are first (equal in everything), then by the key that the author gave them,
then by equal ground, then by equal attributes. What is left on either side came or went. Nothing is paired
by likeness alone: two zones that merely lie near each other are two zones.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from typing import Any, Literal

import geopandas as gpd
import pandas as pd
import shapely

State = Literal["added", "removed", "moved", "changed", "same"]
STATES: tuple[State, ...] = ("added", "removed", "moved", "changed", "same")


@dataclass(frozen=True, slots=True)
class Difference:
    """One feature of either version, or of both, by row number; ``columns`` are those that read differently.

    ``moved`` says that its ground is another one, whatever else changed.
    """

    state: State
    before: int | None
    after: int | None
    columns: tuple[str, ...] = ()


def compare(before: gpd.GeoDataFrame, after: gpd.GeoDataFrame, key: str = "") -> list[Difference]:
    """Pair the rows of two frames; every row of both stands in exactly one difference.

    :param key: column that names features, used where its values are unique on both sides.
    :returns: added and kept features in the order of ``after``, removed ones behind them.

    Raises ``ValueError`` where the two are not in the same CRS: ground cannot be compared then.
    """
    if before.crs != after.crs:
        raise ValueError(f"two CRS: {before.crs} and {after.crs}")
    old, new = _Rows(before), _Rows(after)
    pairs: dict[int, int] = {}
    left, right = set(range(len(before))), set(range(len(after)))
    steps: list[tuple[Callable[[_Rows, int], Hashable], bool]] = [(_Rows.whole, False)]
    if key and key in before.columns and key in after.columns:
        steps.append((lambda rows, at: rows.value(key, at), True))
    steps += [(_Rows.ground, False), (_Rows.words, True)]
    for name_of, unique in steps:
        for at, other in _paired(old, new, sorted(left), sorted(right), name_of, unique=unique):
            pairs[other] = at
            left.discard(at)
            right.discard(other)
    found = [_difference(old, new, pairs.get(at), at) for at in range(len(after))]
    return found + [Difference("removed", at, None) for at in sorted(left)]


def counts(differences: Iterable[Difference]) -> dict[State, int]:
    """How many features of each state; every state has its number."""
    found = dict.fromkeys(STATES, 0)
    for difference in differences:
        found[difference.state] += 1
    return found


class _Rows:
    """Rows of a frame as values that can be compared: missing values are equal to each other."""

    def __init__(self, frame: gpd.GeoDataFrame) -> None:
        self._ground = shapely.to_wkb(shapely.normalize(frame.geometry.to_numpy()))
        self.columns = sorted(str(name) for name in frame.columns if name != frame.geometry.name)
        self._values = {name: [_plain(value) for value in frame[name]] for name in self.columns}

    def value(self, name: str, at: int) -> Any:
        """A cell; ``None`` for a missing one, and for a column that is not there."""
        values = self._values.get(name)
        return None if values is None else values[at]

    def ground(self, at: int) -> Hashable:
        """The geometry, whatever its rings start with."""
        ground: Hashable = self._ground[at]
        return ground

    def words(self, at: int) -> Hashable:
        """Every attribute."""
        return tuple((name, values[at]) for name, values in self._values.items())

    def whole(self, at: int) -> Hashable:
        """Everything."""
        return self.ground(at), self.words(at)


def _paired(
    old: _Rows,
    new: _Rows,
    left: list[int],
    right: list[int],
    name_of: Callable[[_Rows, int], Hashable],
    *,
    unique: bool,
) -> list[tuple[int, int]]:
    """Rows of equal name in order; where names must be unique, repeated and missing ones pair with none."""
    waiting: defaultdict[Hashable, list[int]] = defaultdict(list)
    coming: defaultdict[Hashable, list[int]] = defaultdict(list)
    for at in left:
        waiting[name_of(old, at)].append(at)
    for at in right:
        coming[name_of(new, at)].append(at)
    pairs = []
    for name, rows in coming.items():
        others = waiting.get(name, [])
        if unique and (name is None or len(rows) != 1 or len(others) != 1):
            continue
        pairs += list(zip(others, rows, strict=False))
    return pairs


def _difference(old: _Rows, new: _Rows, before: int | None, after: int) -> Difference:
    if before is None:
        return Difference("added", None, after)
    names = sorted({*old.columns, *new.columns})
    columns = tuple(name for name in names if old.value(name, before) != new.value(name, after))
    if old.ground(before) != new.ground(after):
        return Difference("moved", before, after, columns)
    return Difference("changed" if columns else "same", before, after, columns)


def _plain(value: Any) -> Any:
    if isinstance(value, list | dict | set):
        return repr(value)
    return None if pd.isna(value) else value
