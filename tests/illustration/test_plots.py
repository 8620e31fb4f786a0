from __future__ import annotations

import numpy as np
import shapely

from dothi.illustration.chance import chance
from dothi.illustration.coverage import weave
from dothi.illustration.field import make_field
from dothi.illustration.plots import DEEPEST, lane_lines, plot_lines

FIELD = make_field((-500, -500, 500, 500), 25, [], base=(1, 0))


def blocks(*shapes: shapely.Polygon) -> np.ndarray:
    return np.array(shapes, dtype=object)


def plots(block: shapely.Polygon) -> np.ndarray:
    lines = plot_lines(chance(1, "p"), blocks(block), FIELD, np.array([6.0]))
    return weave(lines, block, 0.001)


def test_a_block_becomes_two_rows_of_plots() -> None:
    """60 m by 36 m at about 6 m a front: about ten plots in each of two rows, 18 m deep."""
    found = plots(shapely.box(0, 0, 60, 36))
    assert 18 <= len(found) <= 22
    assert all(abs(plot.bounds[3] - plot.bounds[1] - 18) < 0.01 for plot in found)


def test_a_shallow_block_has_one_row() -> None:
    found = plots(shapely.box(0, 0, 60, 20))
    assert 9 <= len(found) <= 11


def test_a_block_too_deep_stays_whole() -> None:
    assert len(plots(shapely.box(0, 0, 90, 90))) == 1


def test_a_deep_block_gets_a_lane_from_street_to_street() -> None:
    block = shapely.box(0, 0, 120, 70)
    road = shapely.difference(shapely.box(-10, -10, 130, 80), block)
    lanes = lane_lines(blocks(block), road, FIELD)
    assert len(lanes) == 1
    ends = shapely.get_coordinates(lanes[0])[[0, -1]]
    assert sorted(ends[:, 0].tolist()) == [-3, 123]
    assert abs(ends[:, 1] - 35).max() < 1


def test_a_block_of_two_rows_needs_no_lane() -> None:
    block = shapely.box(0, 0, 100, DEEPEST - 5)
    assert lane_lines(blocks(block), shapely.box(-10, -10, 0, 60), FIELD) == []


def test_a_long_block_gets_a_lane_across() -> None:
    block = shapely.box(0, 0, 180, 40)
    road = shapely.difference(shapely.box(-10, -10, 190, 50), block)
    (lane,) = lane_lines(blocks(block), road, FIELD)
    assert abs(shapely.get_coordinates(lane)[:, 0] - 90).max() < 5


def test_a_lane_that_meets_no_street_is_left_out() -> None:
    assert lane_lines(blocks(shapely.box(0, 0, 120, 70)), shapely.box(900, 0, 910, 10), FIELD) == []
