"""Points of a standard as alternatives that a linear model can hold exactly.

Points never fall as the value rises and are only ever asked for from below, so a model needs the region under
the curve. That region is a union of convex ones, each the part under a concave piece; the exact convex hull
of the union is written with one weight for each corner and one yes-or-no for each piece but one. No
constant is larger than the curve itself (the "convex combination" form, as tight as any linear form can
be).
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

from dothi.towns.rules import Curve

Corner = tuple[Fraction, Fraction]
Piece = tuple[Corner, ...]


def pieces(curve: Curve, low: Fraction, high: Fraction) -> tuple[Piece, ...]:
    """The concave pieces of ``curve`` between ``low`` and ``high``, each as its corners ``(value, points)``.

    Corners that earn no more than the one before are left out: more value never costs points. The first piece
    starts at ``low``; a value above the last corner of a piece earns that corner's points.
    """
    corners = [(low, curve.at(low))]
    corners += [corner for corner in curve.breakpoints if low < corner[0] <= high]
    corners.append((high, curve.at(high)))
    found: list[list[Corner]] = [[corners[0]]]
    for before, corner in pairwise(corners):
        if corner[1] == before[1]:
            continue
        if corner[0] == before[0]:
            found.append([corner])
        elif _bends_up(found[-1], before, corner):
            found.append([before, corner])
        else:
            found[-1].append(corner)
    return tuple(tuple(piece) for piece in found)


def _bends_up(piece: Sequence[Corner], before: Corner, corner: Corner) -> bool:
    """Whether the curve is steeper after ``before`` than on the way to it."""
    if before != piece[-1]:
        return True
    if len(piece) == 1:
        return False
    (value, points), slope = piece[-2], _slope(before, corner)
    return slope > _slope((value, points), before)


def _slope(one: Corner, other: Corner) -> Fraction:
    return (other[1] - one[1]) / (other[0] - one[0])
