"""What the points of borders and lines tell: repeated points, spikes, and curves drawn as chords.

All three look at every point of a layer, so they are found in one walk through it, some features at a time.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import shapely

from dothi.intake.checking.context import Tolerances
from dothi.intake.checking.rings import Bools, Chains, Floats, Geometries, Ints, chain_of, chains_of
from dothi.intake.checking.spikes import Spikes, spikes_of

_AT_ONCE = 100_000
_LEAST_TURN, _MOST_TURN = np.radians(0.1), np.radians(20.0)
_LEAST_POINTS, _LEAST_SWEEP = 5, np.radians(20.0)
_LENGTH_SLACK, _TURN_SLACK, _DIGITS = 0.01, 0.02, 0.002


@dataclass(frozen=True, slots=True, eq=False)
class Repeated:
    """Points that lie where the one before them lies, one row each."""

    owner: Ints
    points: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Arcs:
    """Runs of chords of one curve, one row each; ``sagitta`` is how far the chords lie off it, in metres."""

    owner: Ints
    sagitta: Floats
    lines: Geometries


@dataclass(frozen=True, slots=True, eq=False)
class Outlines:
    """Everything found in one walk; ``owner`` is the place in the array walked through."""

    repeated: Repeated
    spikes: Spikes
    arcs: Arcs


def outlines_of(shapes: Geometries, limits: Tolerances) -> Outlines:
    """Walk through all areas and lines of ``shapes``, which are in metres."""
    repeated, spikes, arcs = [], [], []
    for at in range(0, max(1, len(shapes)), _AT_ONCE):
        chains = chains_of(shapes[at : at + _AT_ONCE], shift=at)
        repeated.append(repeated_points(chains, limits.coincidence))
        spikes.append(spikes_of(chains, limits.spike, limits.spike_ratio, limits.coincidence))
        arcs.append(arcs_of(chains))
    return Outlines(_joined(Repeated, repeated), _joined(Spikes, spikes), _joined(Arcs, arcs))


def repeated_points(chains: Chains, reach: float) -> Repeated:
    """Find the points no farther than ``reach`` from the one before them in the same run."""
    step = np.diff(chains.coords, axis=0)
    near = np.zeros(len(chains.coords), bool)
    near[1:] = np.hypot(step[:, 0], step[:, 1]) <= reach
    near[chains.starts[:-1]] = False
    rows = np.flatnonzero(near)
    return Repeated(chains.owner[chain_of(chains, rows)], chains.coords[rows])


def arcs_of(chains: Chains) -> Arcs:
    """Find runs of chords of equal length that turn by equal angles, as densified curves do."""
    turn, before, after = _turns(chains)
    regular = (
        (np.abs(turn) >= _LEAST_TURN)
        & (np.abs(turn) <= _MOST_TURN)
        & (np.abs(after - before) <= np.maximum(_LENGTH_SLACK * before, _DIGITS))
    )
    slack = np.maximum(_TURN_SLACK * np.abs(turn), 2 * _DIGITS / np.maximum(before, _DIGITS))
    joined: Bools = np.zeros(len(turn), bool)
    joined[1:] = regular[1:] & regular[:-1] & (np.abs(np.diff(turn)) <= slack[1:])
    starts = np.flatnonzero(regular & ~joined)
    ends = np.flatnonzero(regular & ~np.append(joined[1:], False))
    sweep = np.concatenate([[0.0], np.cumsum(np.where(regular, np.abs(turn), 0.0))])
    swept = sweep[ends + 1] - sweep[starts]
    kept = (ends - starts + 1 >= _LEAST_POINTS) & (swept >= _LEAST_SWEEP)
    starts, ends, swept = starts[kept], ends[kept], swept[kept]
    sagitta = before[starts] / 2 * np.tan(swept / (ends - starts + 1) / 4)
    lines = np.empty(len(starts), object)
    lines[:] = [shapely.linestrings(chains.coords[a - 1 : b + 2]) for a, b in zip(starts, ends, strict=True)]
    return Arcs(chains.owner[chain_of(chains, starts)], sagitta, lines)


_Found = TypeVar("_Found", Repeated, Spikes, Arcs)


def _joined(kind: Callable[..., _Found], found: list[_Found]) -> _Found:
    names = type(found[0]).__slots__
    return kind(*(np.concatenate([getattr(item, name) for item in found]) for name in names))


def _turns(chains: Chains) -> tuple[Floats, Floats, Floats]:
    """Turn at every point and the lengths of the sides before and after; no turn at the ends of a run."""
    count = len(chains.coords)
    turn, before, after = np.zeros(count), np.zeros(count), np.zeros(count)
    if count < 3:
        return turn, before, after
    side = np.diff(chains.coords, axis=0)
    length = np.hypot(side[:, 0], side[:, 1])
    cross = side[:-1, 0] * side[1:, 1] - side[:-1, 1] * side[1:, 0]
    dot = side[:-1, 0] * side[1:, 0] + side[:-1, 1] * side[1:, 1]
    turn[1:-1] = np.arctan2(cross, dot)
    before[1:-1], after[1:-1] = length[:-1], length[1:]
    turn[chains.starts[:-1]] = 0.0
    turn[chains.starts[1:] - 1] = 0.0
    return turn, before, after
