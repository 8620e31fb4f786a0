"""Spikes: where a border runs out to a sharp or blunt tip and back, nowhere wider than the tolerance."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dothi.intake.checking.rings import Bools, Chains, Floats, Ints, chain_of

_FOOT = np.cos(np.radians(30.0))
_BLUNTEST, _STEPS = 4, 32
"""Points that a blunt tip may have, and points of both sides that are walked from a tip to its foot."""


@dataclass(frozen=True, slots=True, eq=False)
class Spikes:
    """Points of tips, one row each: length of the spike's shorter side and width at its foot, in metres.

    A blunt tip has several points, of which one is ``leading``.
    """

    owner: Ints
    points: Floats
    length: Floats
    width: Floats
    leading: Bools


@dataclass(frozen=True, slots=True, eq=False)
class _Border:
    """Points of rings, with the places of the points before and after each."""

    places: Floats
    before: Ints
    after: Ints


@dataclass(frozen=True, slots=True, eq=False)
class _Feet:
    """Spikes by their tips: first point and number of points; ``foot`` is the same for tips of one spike."""

    first: Ints
    count: Ints
    foot: Ints
    length: Floats
    width: Floats


def spikes_of(chains: Chains, width: float, ratio: int, reach: float) -> Spikes:
    """Find the spikes of closed rings.

    A tip is a point, or a few points along no more than twice ``width``, from which both sides run the same
    way, nowhere farther apart than ``width``. The spike ends at its foot, where the shorter side turns away:
    there it is longer than ``reach`` and at least ``ratio`` times as long as it is wide. A curve that runs
    smoothly into a straight border has no foot.
    """
    rows, border = _border(chains)
    edge = _lengths(border.places[border.after] - border.places)
    first, found = np.arange(len(rows)), []
    last, along = first, np.zeros(len(rows))
    for count in range(1, _BLUNTEST + 1):
        if count > 1:
            along = along + edge[last]
            near = along <= 2 * width
            first, last, along = first[near], border.after[last[near]], along[near]
        tips = _tips(border, first, last, width)
        found.append(_feet(border, first[tips], last[tips], count, width))
    feet = _joined(found)
    slender = (feet.width * ratio <= feet.length) & (feet.length > reach)
    chosen = _once(border, feet, np.flatnonzero(slender))
    spike = np.repeat(chosen, feet.count[chosen])
    leading = np.ones(len(spike), bool)
    leading[1:] = spike[1:] != spike[:-1]
    points = feet.first[spike]
    for step in range(1, _BLUNTEST):
        further = (
            np.arange(len(spike)) - np.maximum.accumulate(np.where(leading, np.arange(len(spike)), 0)) >= step
        )
        points = np.where(further, border.after[points], points)
    owner = chains.owner[chain_of(chains, rows[points])]
    return Spikes(owner, border.places[points], feet.length[spike], feet.width[spike], leading)


def _tips(border: _Border, first: Ints, last: Ints, width: float) -> Ints:
    """Which of the runs from ``first`` to ``last`` may be tips: both sides leave their ends the same way."""
    places = border.places
    back = places[border.before[first]] - places[first]
    forth = places[border.after[last]] - places[last]
    same_way = np.einsum("ij,ij->i", back, forth) > 0
    return np.flatnonzero(same_way & (_lengths(places[last] - places[first]) <= width))


def _feet(border: _Border, first: Ints, last: Ints, count: int, width: float) -> _Feet:
    """Walk both sides from each tip, always the one that is shorter so far, to where it turns away."""
    places, ends = border.places, np.stack([first, last])
    passed, ahead = ends.copy(), np.stack([border.before[first], border.after[last]])
    tips, found = np.arange(len(first)), [_Feet(*(np.zeros(0, kind) for kind in "iiidd"))]
    for _ in range(_STEPS):
        if not len(tips):
            break
        each = np.arange(len(tips))
        lengths = np.stack([_lengths(places[ahead[side]] - places[ends[side]]) for side in (0, 1)])
        side = np.argmin(lengths, axis=0)
        near, beside = ahead[side, each], ahead[1 - side, each]
        onward = np.where(side == 0, border.before[near], border.after[near])
        apart = _distances(places[near], places[passed[1 - side, each]], places[beside])
        turns = _turns_away(places[near] - places[passed[side, each]], places[onward] - places[near])
        strip = (onward == beside) & (count > 1)  # the whole ring is as narrow: no spike of its border
        within = (apart <= width) & (near != beside) & ~strip
        ending = within & turns
        found.append(
            _Feet(
                first[tips[ending]],
                np.full(np.count_nonzero(ending), count),
                2 * near[ending] + side[ending],
                lengths.min(axis=0)[ending],
                apart[ending],
            )
        )
        passed[side, each], ahead[side, each] = near, onward
        going = within & ~turns
        tips, ends, passed, ahead = tips[going], ends[:, going], passed[:, going], ahead[:, going]
    return _joined(found)


def _once(border: _Border, feet: _Feet, rows: Ints) -> Ints:
    """Of the tips found for one foot keep that of most points, whatever the point a ring starts with."""
    x, y = border.places[feet.first[rows]].T
    order = rows[np.lexsort((y, x, -feet.length[rows], -feet.count[rows], feet.foot[rows]))]
    kept = np.ones(len(order), bool)
    kept[1:] = feet.foot[order[1:]] != feet.foot[order[:-1]]
    return order[kept]


def _joined(found: list[_Feet]) -> _Feet:
    return _Feet(*(np.concatenate([getattr(item, name) for item in found]) for name in _Feet.__slots__))


def _turns_away(side: Floats, onward: Floats) -> Bools:
    away: Bools = np.einsum("ij,ij->i", side, onward) <= _FOOT * _lengths(side) * _lengths(onward)
    return away


def _distances(points: Floats, starts: Floats, stops: Floats) -> Floats:
    """How far each point lies from the edge between ``starts`` and ``stops``."""
    edge = stops - starts
    share = np.einsum("ij,ij->i", points - starts, edge) / np.einsum("ij,ij->i", edge, edge)
    return _lengths(points - starts - np.clip(share, 0, 1)[:, None] * edge)


def _lengths(steps: Floats) -> Floats:
    lengths: Floats = np.hypot(steps[:, 0], steps[:, 1])
    return lengths


def _border(chains: Chains) -> tuple[Ints, _Border]:
    """Rows of the points of every ring, each once and no two alike in a row, and the border they make."""
    inner = np.repeat(chains.closed, np.diff(chains.starts))
    inner[chains.starts[1:] - 1] = False
    inner[:-1] &= np.any(chains.coords[1:] != chains.coords[:-1], axis=1)
    rows = np.flatnonzero(inner)
    if not len(rows):
        return rows, _Border(chains.coords[rows], rows, rows)
    ring = chain_of(chains, rows)
    first = np.ones(len(rows), bool)
    first[1:] = ring[1:] != ring[:-1]
    starts = np.flatnonzero(first)
    ends = np.append(starts[1:], len(rows)) - 1
    before, after = np.arange(len(rows)) - 1, np.arange(len(rows)) + 1
    before[starts], after[ends] = ends, starts
    return rows, _Border(chains.coords[rows], before, after)
