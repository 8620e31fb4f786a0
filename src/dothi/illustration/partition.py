"""A ground divided into faces: patches laid over it in order, the blocks between them cut to size.

The first patch that covers a place has it. What no patch covers is block land. Patches and blocks larger than
wanted are divided along the field; some get a hole (a park, a pond). At the end everything is woven into one
coverage, and faces too small to draw join a neighbour, or are left out where they have none.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from dothi.illustration.chance import Floats
from dothi.illustration.coverage import Faces, Flags, Ints, absorbed, holder, merged, shared_borders, weave
from dothi.illustration.curves import blob
from dothi.illustration.divide import divided, long_sides
from dothi.illustration.field import Field

BLOCK = "block"


@dataclass(frozen=True, slots=True, eq=False)
class Patch:
    """A shape that is laid on the ground.

    ``wanted`` is the area in m² of the pieces it is divided into, 0 for one piece; ``rigid`` patches never
    give up ground to a small neighbour and take none in.
    """

    part: str
    geometry: Any
    name: str = ""
    wanted: float = 0.0
    rigid: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Parts:
    """Faces of one coverage; ``patch`` is the number of the patch a face lies in, -1 for block land."""

    faces: Faces
    part: Any
    name: Any
    patch: Ints


Sizes = Callable[[Floats, Floats, Floats], Floats]
"""Wanted area of block land at places: east, north, present area."""
Holes = Callable[[np.random.Generator, Any, Floats, Floats, Floats], tuple[Any, Floats]]
"""Holes of faces by part, east, north and area: the part of each hole (empty for none) and its share of the
largest circle that fits."""


def everywhere(area: float) -> Sizes:
    """The same area at every place."""
    return lambda x, _north, _present: np.full(len(x), area)


def partition(
    rng: np.random.Generator,
    ground: Any,
    patches: Sequence[Patch],
    field: Field,
    *,
    grid: float,
    sizes: Sizes,
    smallest: Sizes,
    thinnest: float = 0.0,
    holes: Holes | None = None,
    wobble: Callable[[Floats, Floats], Floats] | None = None,
) -> Parts:
    """Divide ``ground``; see the module.

    :param grid: see :func:`dothi.illustration.coverage.weave`.
    :param smallest: like ``sizes``, the area below which a face joins a neighbour.
    :param thinnest: faces narrower than so many metres on the whole join a neighbour too, streets excepted.
    :param wobble: how unevenly cuts run at a place, as a share of their length; straight along the field if
        none.
    """
    raw = weave([shapely.boundary(patch.geometry) for patch in patches], ground, grid)
    patch = holder(raw, [item.geometry for item in patches])
    groups = np.where(patch >= 0, patch, len(patches) + np.arange(len(raw)))
    faces, group = merged(raw, groups)
    patch = np.where(group < len(patches), group, -1)
    x, y = shapely.get_x(shapely.centroid(faces)), shapely.get_y(shapely.centroid(faces))
    of_patch = np.array([*(item.wanted for item in patches), 0.0])[patch]
    wanted = np.where(patch >= 0, of_patch, sizes(x, y, shapely.area(faces)))
    bent = wobble(x, y) if wobble is not None else np.zeros(len(faces))
    pieces, source = divided(rng, faces, wanted, field, wobble=bent)
    patch = patch[source]
    parts = np.array([*(item.part for item in patches), BLOCK], dtype=object)[patch]
    names = np.array([*(item.name for item in patches), ""], dtype=object)[patch]
    rigid = np.array([*(item.rigid for item in patches), False])[patch]
    inner, inner_parts = _holes(rng, pieces, parts, holes)
    shapes = [*inner, *pieces]
    woven = weave([shapely.boundary(shape) for shape in shapes], ground, grid)
    shape = holder(woven, shapes)
    all_parts = np.concatenate([np.array(inner_parts, dtype=object), parts])
    all_names = np.concatenate([np.full(len(inner), "", dtype=object), names])
    all_patch = np.concatenate([np.full(len(inner), -1), patch])
    all_rigid = np.concatenate([np.full(len(inner), False), rigid])
    woven, shape = woven[shape >= 0], shape[shape >= 0]
    middle = shapely.centroid(woven)
    least = smallest(shapely.get_x(middle), shapely.get_y(middle), shapely.area(woven))
    width = 2.0 * shapely.area(woven) / shapely.length(woven)
    thin = (width < thinnest) & (all_parts[shape] != "street")
    least = np.where(thin, np.maximum(least, shapely.area(woven) * 1.01), least)
    kinds = np.unique(all_parts[shape].astype(str), return_inverse=True)[1]
    roots = absorbed(woven, kinds, least, all_rigid[shape])
    joined, root = merged(woven, roots)
    kept = ~_crumbs(joined, least[root])
    joined, root = joined[kept], root[kept]
    origin = shape[root]
    return Parts(joined, all_parts[origin], all_names[origin], all_patch[origin])


def _crumbs(faces: Faces, smallest: Floats) -> Flags:
    """Small faces that hang on the rest by a point only, where the ground itself is all but cut off."""
    one, other, _ = shared_borders(faces)
    beside = np.zeros(len(faces), dtype=np.bool_)
    beside[one] = beside[other] = True
    lonely = np.flatnonzero(~beside & (shapely.area(faces) < smallest))
    touching = shapely.STRtree(faces).query(faces[lonely], predicate="touches")[0]
    crumbs = np.zeros(len(faces), dtype=np.bool_)
    crumbs[lonely[touching]] = True
    return crumbs


def _holes(
    rng: np.random.Generator, faces: Faces, parts: Any, holes: Holes | None
) -> tuple[list[Any], list[str]]:
    """Shapes of the holes, each well inside its face."""
    if holes is None:
        return [], []
    middle = shapely.get_coordinates(shapely.centroid(faces))
    wanted, share = holes(rng, parts, middle[:, 0], middle[:, 1], shapely.area(faces))
    chosen = np.flatnonzero(wanted != "")
    rooms = shapely.maximum_inscribed_circle(faces[chosen], tolerance=2.0)
    centres = shapely.get_coordinates(rooms)[::2]
    radius = shapely.length(rooms)
    _, along, size = long_sides(faces[chosen])
    shapes, kinds = [], []
    for at, face in enumerate(chosen.tolist()):
        stretch = min(1.6, max(1.0, float(size[at]) / (2.2 * float(radius[at]))))
        hole = blob(
            rng,
            centres[at],
            float(radius[at] * share[face]),
            direction=along[at],
            stretch=stretch,
            rough=0.2,
        )
        if shapely.contains_properly(faces[face], hole):
            shapes.append(hole)
            kinds.append(str(wanted[face]))
    return shapes, kinds
