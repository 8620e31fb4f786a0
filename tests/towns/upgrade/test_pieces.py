"""The region under a curve as concave pieces."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from dothi.towns.rules import Curve
from dothi.towns.upgrade.pieces import pieces

JUMP = Curve(
    (
        (Fraction(0), Fraction(0)),
        (Fraction(10), Fraction(0)),
        (Fraction(10), Fraction(4)),
        (Fraction(20), Fraction(8)),
    )
)
RELAXED = Curve(
    (
        (Fraction(0), Fraction(0)),
        (Fraction(5), Fraction(0)),
        (Fraction(5), Fraction(4)),
        (Fraction(10), Fraction(4)),
        (Fraction(20), Fraction(8)),
    )
)


def test_a_jump_and_a_slope_are_two_pieces() -> None:
    assert pieces(JUMP, Fraction(3), Fraction(30)) == (
        ((Fraction(3), Fraction(0)),),
        ((Fraction(10), Fraction(4)), (Fraction(20), Fraction(8))),
    )


def test_a_relaxed_floor_is_a_piece_of_its_own() -> None:
    found = pieces(RELAXED, Fraction(0), Fraction(15))
    assert found == (
        ((Fraction(0), Fraction(0)),),
        ((Fraction(5), Fraction(4)),),
        ((Fraction(10), Fraction(4)), (Fraction(15), Fraction(6))),
    )


def test_above_the_jump_nothing_is_left_to_choose() -> None:
    assert pieces(JUMP, Fraction(12), Fraction(14)) == (
        ((Fraction(12), Fraction(24, 5)), (Fraction(14), Fraction(28, 5))),
    )
    assert pieces(JUMP, Fraction(20), Fraction(25)) == (((Fraction(20), Fraction(8)),),)
    assert pieces(JUMP, Fraction(3), Fraction(9)) == (((Fraction(3), Fraction(0)),),)


def test_a_jump_at_the_very_end_counts() -> None:
    assert pieces(JUMP, Fraction(3), Fraction(10)) == (
        ((Fraction(3), Fraction(0)),),
        ((Fraction(10), Fraction(4)),),
    )


def best(curve: Curve, low: Fraction, high: Fraction, value: Fraction) -> Fraction:
    """Most points under the pieces at a value: on a piece between two corners, or at a corner below."""
    found = Fraction(0)
    for piece in pieces(curve, low, high):
        found = max([found, *(points for at, points in piece if at <= value)])
        for (left, less), (right, more) in pairwise(piece):
            if left <= value <= right:
                found = max(found, less + (more - less) * (value - left) / (right - left))
    return found


@given(
    st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20)), min_size=1, max_size=6),
    st.integers(0, 20),
    st.integers(0, 10),
    st.integers(0, 40),
)
def test_the_pieces_are_the_curve(corners: list[tuple[int, int]], low: int, span: int, share: int) -> None:
    values, heights = sorted(at for at, _ in corners), sorted(points for _, points in corners)
    curve = Curve(tuple((Fraction(at), Fraction(points)) for at, points in zip(values, heights, strict=True)))
    value = Fraction(low) + Fraction(span * share, 40)
    assert best(curve, Fraction(low), Fraction(low + span), value) == curve.at(value)
