from __future__ import annotations

import numpy as np
import pytest

from dothi.illustration.script import Centre
from dothi.illustration.townness import Townness

TOWNS = (Centre("A", (0, 0), 1000), Centre("B", (10_000, 0), 500))


def test_a_town_fades_from_its_middle() -> None:
    towns = Townness(1, TOWNS, uneven=0.0)
    found = towns.at(np.array([0.0, 1000.0, 5000.0, 10_000.0, 10_500.0]), np.zeros(5))
    # 1 / (1 + (d / r)⁴): 1, a half, 1/626 (from A; B is 10 radii away), 1, a half
    assert found == pytest.approx([1, 0.5, 1 / 626, 1, 0.5], abs=1e-4)


def test_the_edge_of_a_town_is_uneven() -> None:
    turn = np.linspace(0, 2 * np.pi, 60)
    ring = Townness(1, TOWNS).at(1000 * np.cos(turn), 1000 * np.sin(turn))
    assert 0.05 < ring.std() < 0.4
