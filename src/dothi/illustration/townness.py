"""How much of a town a place is: 1 in the middle of a centre, a half at its radius, 0 in the country."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from dothi.illustration.chance import Floats, Noise, chance
from dothi.illustration.script import Centre


class Townness:
    """Nearness to the centres with an uneven edge; where two towns meet the nearer one counts."""

    def __init__(self, seed: int, centres: Sequence[Centre], *, uneven: float = 0.3) -> None:
        self.centres = tuple(centres)
        self._uneven = uneven
        self._noise = Noise(chance(seed, "townness"), 1700.0)

    def at(self, x: Floats, y: Floats) -> Floats:
        """Give the value at each place, from about -0.2 to 1.2."""
        best = np.zeros(np.shape(x))
        for centre in self.centres:
            share = np.hypot(x - centre.at[0], y - centre.at[1]) / centre.radius
            best = np.maximum(best, 1.0 / (1.0 + share**4))
        return best + self._uneven * self._noise.at(x, y) * (1.0 - np.abs(2.0 * best - 1.0) * 0.7)
