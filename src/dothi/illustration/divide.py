"""Dividing a face along the field: blocks into zones, zones into plots.

A face larger than wanted is cut across its longer side by a line that follows the field, so that cuts in
neighbouring faces run alike and bend with the streets.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from dothi.illustration.chance import Floats, Noise
from dothi.illustration.coverage import Faces, Ints
from dothi.illustration.curves import rounded
from dothi.illustration.field import Field, follow


def divided(
    rng: np.random.Generator,
    faces: Faces,
    wanted: Floats,
    field: Field,
    *,
    jitter: float = 0.14,
    wobble: Floats | None = None,
) -> tuple[Faces, Ints]:
    """Cut each face until no part is much larger than its ``wanted`` area (m²).

    :param wanted: one area for each face; 0 leaves the face whole. Parts end between about half and twice the
        area wanted; a shape that no cut divides fairly stays larger.
    :param jitter: how far from its middle a face may be cut, as a share of its length.
    :param wobble: for each face, how far a cut strays from the field, as a share of its length.
    :returns: the parts, and for each the number of the face it came from. Parts of neighbouring faces do not
        share vertices yet: :func:`dothi.illustration.coverage.weave` sees to that.
    """
    uneven = np.zeros(len(faces)) if wobble is None else wobble
    stray = Noise(rng, 1.0)
    done: list[Any] = []
    done_owner: list[int] = []
    parts, owner = faces, np.arange(len(faces))
    for _ in range(14):
        tolerance = rng.uniform(1.25, 1.9, len(parts))
        large = (shapely.area(parts) > wanted[owner] * tolerance) & (wanted[owner] > 0)
        done.extend(parts[~large])
        done_owner.extend(owner[~large].tolist())
        if not large.any():
            break
        parts, owner = parts[large], owner[large]
        pieces, source = _halved(rng, parts, field, jitter, _Stray(stray, uneven[owner]))
        whole = np.bincount(source, minlength=len(parts)) < 2
        stubborn = whole[source]
        done.extend(pieces[stubborn])
        done_owner.extend(owner[source[stubborn]].tolist())
        parts, owner = pieces[~stubborn], owner[source[~stubborn]]
    else:
        done.extend(parts)
        done_owner.extend(owner.tolist())
    return np.array(done, dtype=object), np.array(done_owner, dtype=np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class _Stray:
    """How cuts stray sideways: a noise, and an amplitude for each face as a share of the cut's length."""

    noise: Noise
    share: Floats

    def apply(self, lines: Floats, across: Floats, size: Floats) -> Floats:
        """Push the vertices of each line sideways."""
        if not self.share.any():
            return lines
        scale = np.maximum(size, 1.0)[:, None] * 0.45
        push = self.noise.at(lines[..., 0] / scale, lines[..., 1] / scale) * (self.share * size)[:, None]
        sideways = np.column_stack([-across[:, 1], across[:, 0]])
        return np.asarray(lines + sideways[:, None, :] * push[..., None])


def _halved(
    rng: np.random.Generator, faces: Faces, field: Field, jitter: float, stray: _Stray
) -> tuple[Faces, Ints]:
    """Cut every face once, along the field or else straight; what no cut divides fairly comes back whole."""
    middle, along, size = long_sides(faces)
    shift = rng.uniform(-jitter, jitter, len(faces)) * size
    start = middle + along * shift[:, None]
    across = np.column_stack([-along[:, 1], along[:, 0]])
    steps = 30 if stray.share.any() else 12
    bent = stray.apply(follow(field, start, across, length=size * 1.2, steps=steps), across, size)
    pieces, source = cut(faces, shapely.linestrings(bent))
    ahead, aside = along * (size * 1.2)[:, None], across * (size * 1.2)[:, None]
    for reach in (aside, ahead, (ahead + aside) * 0.7):
        bad = np.flatnonzero(~fair(faces, pieces, source))
        if not len(bad):
            break
        straight = np.stack([middle[bad] - reach[bad], middle[bad] + reach[bad]], axis=1)
        again, again_source = cut(faces[bad], shapely.linestrings(straight))
        keep = ~np.isin(source, bad)
        pieces = np.concatenate([pieces[keep], again])
        source = np.concatenate([source[keep], bad[again_source]])
    bad = np.flatnonzero(~fair(faces, pieces, source))
    keep = ~np.isin(source, bad)
    return np.concatenate([pieces[keep], faces[bad]]), np.concatenate([source[keep], bad])


def cut(faces: Faces, lines: Any) -> tuple[Faces, Ints]:
    """Cut each face by its own line; give the pieces and the number of the face of each."""
    lines = rounded(shapely.simplify(lines, 0.05))
    noded = shapely.union(shapely.boundary(faces), lines)
    pieces, source = shapely.get_parts(shapely.polygonize(noded[:, None]), return_index=True)
    inside = shapely.covers(faces[source], shapely.point_on_surface(pieces))
    return pieces[inside], source[inside]


def fair(faces: Faces, pieces: Faces, source: Ints, *, share: float = 0.78) -> NDArray[np.bool_]:
    """Tell which faces were cut into a few pieces, none above ``share`` of the whole."""
    count = np.bincount(source, minlength=len(faces))
    most = np.zeros(len(faces))
    np.maximum.at(most, source, shapely.area(pieces))
    return np.asarray((count >= 2) & (count <= 9) & (most <= share * shapely.area(faces)))


def long_sides(faces: Faces) -> tuple[Floats, Floats, Floats]:
    """Middle, unit direction of the longer side and its length, of the narrowest box around each face."""
    boxes = shapely.minimum_rotated_rectangle(faces)
    corners = shapely.get_coordinates(boxes).reshape(len(faces), 5, 2)
    one, other = corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 1]
    first, second = np.hypot(*one.T), np.hypot(*other.T)
    size = np.maximum(first, second)
    along = np.where((first >= second)[:, None], one, other) / size[:, None]
    return corners[:, :4].mean(axis=1), along, size
