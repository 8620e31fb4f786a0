"""Chance that can be repeated: every draw comes from a stored seed and the name of what is drawn.

A generator is made for each purpose by name, so that what is drawn for one thing does not shift when another
thing is added. The bit generator is named (PCG64), for NumPy's default may change.

Equal seeds give equal plans. The last bits of sines, cosines and buffers may differ between processors and
library versions; coordinates are therefore rounded to a millimetre where they are made, which leaves equal
bytes on equal library versions and, almost always, on others.
"""

from __future__ import annotations

import hashlib

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def chance(seed: int, *names: str) -> np.random.Generator:
    """Make the generator of one purpose: the same seed and names give the same draws for ever."""
    digest = hashlib.sha256("\0".join(names).encode()).digest()
    words = [int.from_bytes(digest[at : at + 4], "big") for at in range(0, 16, 4)]
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence([seed, *words])))


class Noise:
    """Smooth noise over the plane: about -1 to 1, changing over ``wavelength`` metres.

    Lattice values joined by a smooth polynomial, two octaves; a value depends on the place only.
    """

    _SIDE = 64

    def __init__(self, rng: np.random.Generator, wavelength: float) -> None:
        self._values = rng.uniform(-1.0, 1.0, (self._SIDE, self._SIDE))
        self._wavelength = wavelength

    def at(self, x: Floats, y: Floats) -> Floats:
        """Noise at each place."""
        coarse = self._octave(x / self._wavelength, y / self._wavelength)
        fine = self._octave(x * 2.0 / self._wavelength + 17.3, y * 2.0 / self._wavelength + 5.1)
        return (coarse + 0.4 * fine) / 1.1

    def _octave(self, x: Floats, y: Floats) -> Floats:
        left, low = np.floor(x), np.floor(y)
        across, up = x - left, y - low
        across = across * across * (3.0 - 2.0 * across)
        up = up * up * (3.0 - 2.0 * up)
        column, row = left.astype(np.int64) % self._SIDE, low.astype(np.int64) % self._SIDE
        right, high = (column + 1) % self._SIDE, (row + 1) % self._SIDE
        values = self._values
        bottom = values[column, row] * (1.0 - across) + values[right, row] * across
        top = values[column, high] * (1.0 - across) + values[right, high] * across
        return np.asarray(bottom * (1.0 - up) + top * up)
