"""Findings of one rule in columns: a million of them cost arrays, and sentences only when they are read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple, overload

import numpy as np
import shapely

from dothi.intake.checking.measuring import place_in_words
from dothi.intake.checking.rings import Floats, Geometries, Ints
from dothi.intake.findings import FeatureId, Finding, Severity


class Words(NamedTuple):
    """What a finding says and what to do about it, in both languages."""

    vi: str
    en: str
    remedy_vi: str = ""
    remedy_en: str = ""


@dataclass(frozen=True, eq=False, kw_only=True)
class Batch:
    """Findings of one code on one layer, one row a finding.

    ``ids`` are the features (``None`` for the layer as a whole), ``words`` writes the sentences of a row.
    ``geometry`` and the places named are in the layer's own coordinates. ``field`` names the column meant.
    """

    code: str
    severity: Severity
    layer: str
    ids: Any
    words: Callable[[int], Words]
    crs: Any = None
    others: Sequence[tuple[FeatureId, ...]] = ()
    measure: Floats | None = None
    unit: str = ""
    geometry: Geometries | None = None
    column: str = ""
    rule: str = ""

    def __len__(self) -> int:
        return len(self.ids)

    def finding(self, row: int) -> Finding:
        """Write one finding out."""
        words = self.words(row)
        shape = None if self.geometry is None else self.geometry[row]
        return Finding(
            code=self.code,
            severity=self.severity,
            message=words.vi,
            message_en=words.en,
            layer=self.layer,
            feature=_plain(self.ids[row]),
            others=tuple(self.others[row]) if len(self.others) else (),
            measure=None if self.measure is None else float(self.measure[row]),
            unit=self.unit,
            geometry=shape,
            where=self._where(row),
            rule=self.rule,
            remedy=words.remedy_vi,
            remedy_en=words.remedy_en,
        )

    def _where(self, row: int) -> str:
        parts = [f"trường {self.column}"] if self.column else []
        if self.geometry is not None and np.isfinite(self._places[row]).all():
            x, y = self._places[row].tolist()
            parts.append(place_in_words(x, y, self.crs)[0])
        return ", ".join(parts)

    @cached_property
    def _places(self) -> Floats:
        return places_of(self.geometry if self.geometry is not None else np.zeros(0, object))


@dataclass(frozen=True, slots=True, eq=False)
class Findings(Sequence[Finding]):
    """All findings in the order of the rules, written out one at a time."""

    batches: tuple[Batch, ...] = ()
    _ends: Ints = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_ends", np.cumsum([len(batch) for batch in self.batches], dtype=np.int64))

    def __len__(self) -> int:
        return int(self._ends[-1]) if len(self._ends) else 0

    @overload
    def __getitem__(self, at: int) -> Finding: ...
    @overload
    def __getitem__(self, at: slice) -> list[Finding]: ...
    def __getitem__(self, at: int | slice) -> Finding | list[Finding]:
        if isinstance(at, slice):
            return [self[place] for place in range(*at.indices(len(self)))]
        place = at + len(self) if at < 0 else at
        if not 0 <= place < len(self):
            raise IndexError(at)
        number = int(np.searchsorted(self._ends, place, side="right"))
        batch = self.batches[number]
        return batch.finding(place - (int(self._ends[number]) - len(batch)))

    def __iter__(self) -> Iterator[Finding]:
        for batch in self.batches:
            for row in range(len(batch)):
                yield batch.finding(row)


def in_order(batch: Batch, rank: Ints) -> Batch:
    """Sort a batch by the features' own numbers, which no shuffling of the file changes."""
    order = np.argsort(rank, kind="stable")
    if np.array_equal(order, np.arange(len(order))):
        return batch
    words = batch.words
    return Batch(
        code=batch.code,
        severity=batch.severity,
        layer=batch.layer,
        ids=batch.ids[order],
        words=lambda row: words(int(order[row])),
        crs=batch.crs,
        others=[batch.others[place] for place in order] if len(batch.others) else (),
        measure=None if batch.measure is None else batch.measure[order],
        unit=batch.unit,
        geometry=None if batch.geometry is None else batch.geometry[order],
        column=batch.column,
        rule=batch.rule,
    )


def places_of(shapes: Geometries) -> Floats:
    """A point by which a person finds each shape, within it where it is an area; not a number for none."""
    places = np.full((len(shapes), 2), np.nan)
    there = ~shapely.is_missing(shapes) & ~shapely.is_empty(shapes)
    there[there] = np.isfinite(shapely.bounds(shapes[there])).all(axis=1)
    found = shapely.point_on_surface(shapes[there])
    # none is found in a collection whose greatest kind of geometry is empty: any point of it serves
    for place in np.flatnonzero(shapely.is_empty(found)):
        found[place] = shapely.Point(shapely.get_coordinates(shapes[there][place])[0])
    places[there] = shapely.get_coordinates(found)
    return places


def _plain(value: Any) -> FeatureId | None:
    if value is None or isinstance(value, str):
        return value
    return int(value)
