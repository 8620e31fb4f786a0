"""Everything about how the zones of one sheet lie together, in one pass."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from dothi.intake.checking.rings import Bools, Floats, Geometries, Ints, Together
from dothi.intake.checking.tiling.contacts import Contacts, contacts
from dothi.intake.checking.tiling.cover import Cover
from dothi.intake.checking.tiling.edges import LooseEdges, loose_edges
from dothi.intake.checking.tiling.faces import faulty_faces
from dothi.intake.checking.tiling.meetings import Meetings, unmet_vertices
from dothi.intake.checking.tiling.widths import polygon_parts, wider_than


@dataclass(frozen=True, slots=True, eq=False)
class Overlaps:
    """Pairs of zones and the pieces they share, one row a pair; ``area`` in m²."""

    first: Ints
    second: Ints
    pieces: Geometries
    area: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Tiling:
    """What was found; ``noise`` are pieces no wider than a coincidence, by number and m², for the record."""

    overlaps: Overlaps
    overlap_slivers: Overlaps
    gaps: Geometries
    gap_slivers: Geometries
    meetings: Meetings
    noise_count: int
    noise_area: float


@dataclass(frozen=True, slots=True, eq=False)
class Arrangement:
    """The loose edges of a set of zones and where they come together: all that the rest is found from."""

    cover: Cover
    edges: LooseEdges
    touching: Contacts
    coincidence: float


def arranged(zones: Geometries, boundary: Geometries, coincidence: float) -> Arrangement:
    """Match the edges of valid polygons in metres.

    :param boundary: the plan's outline, empty where it is not known: a gap is then what zones enclose.
    :param coincidence: borders within it are one border.
    """
    edges = loose_edges(zones, boundary)
    return Arrangement(Cover(zones, boundary), edges, contacts(edges, coincidence), coincidence)


def tiling_of(arrangement: Arrangement, together: Together, sliver: float) -> Tiling:
    """Find what keeps zones from covering the plan once and without holes.

    Pieces nowhere wider than the coincidence are noise, pieces nowhere wider than ``sliver`` are slivers.
    """
    cover, edges, width = arrangement.cover, arrangement.edges, arrangement.coincidence
    faces = faulty_faces(edges, arrangement.touching, cover, width)
    first, second, pieces = _shared_pieces(cover, faces.doubled, together)
    bare = _without_islands(faces.bare, cover)
    wide, wide_bare = wider_than(pieces, width), wider_than(bare, width)
    thin, thin_bare = ~wider_than(pieces, sliver), ~wider_than(bare, sliver)
    told = np.concatenate([pieces[wide], bare[wide_bare]])
    return Tiling(
        overlaps=_by_pair(first, second, pieces, wide & ~thin),
        overlap_slivers=_by_pair(first, second, pieces, wide & thin),
        gaps=bare[wide_bare & ~thin_bare],
        gap_slivers=bare[wide_bare & thin_bare],
        meetings=unmet_vertices(cover.zones, edges, arrangement.touching, told, width),
        noise_count=int(np.count_nonzero(~wide) + np.count_nonzero(~wide_bare)),
        noise_area=float(shapely.area(pieces[~wide]).sum() + shapely.area(bare[~wide_bare]).sum()),
    )


def _overlapping(zones: Geometries, chosen: Ints, together: Together) -> tuple[Ints, Ints, Geometries]:
    """Intersect every pair among the ``chosen`` zones: the pair's places and each polygon they share."""
    few = zones[chosen]
    first, second = shapely.STRtree(few).query(few, predicate="intersects")
    once = first < second
    first, second = chosen[first[once]], chosen[second[once]]
    allowed = together(first, second)
    first, second = first[allowed], second[allowed]
    pieces, pair = polygon_parts(shapely.intersection(zones[first], zones[second]))
    return first[pair], second[pair], pieces


def _shared_pieces(cover: Cover, doubled: Geometries, together: Together) -> tuple[Ints, Ints, Geometries]:
    chosen: Ints = np.zeros(0, np.int64)
    if len(doubled):
        chosen = np.unique(cover.tree.query(doubled, predicate="intersects")[1]).astype(np.int64)
    return _overlapping(cover.zones, chosen, together)


def _without_islands(bare: Geometries, cover: Cover) -> Geometries:
    """Cut out of each bare face what stands free within it: zones, and the faces that those enclose."""
    if not len(bare):
        return bare
    face, zone = cover.tree.query(bare, predicate="contains")
    result = bare.copy()
    for number in np.unique(face):
        islands = shapely.union_all(cover.zones[zone[face == number]])
        result[number] = shapely.difference(bare[number], islands)
    parts, owner = polygon_parts(result)
    part, holder = shapely.STRtree(bare).query(shapely.point_on_surface(parts), predicate="intersects")
    order = np.lexsort((-shapely.area(bare[holder]), part))
    innermost = owner.copy()
    innermost[part[order]] = holder[order]
    kept: Geometries = parts[innermost == owner]
    return kept


def _by_pair(first: Ints, second: Ints, pieces: Geometries, chosen: Bools) -> Overlaps:
    """Gather the chosen pieces of each pair, pairs in order."""
    rows = np.flatnonzero(chosen)
    rows = rows[np.lexsort((second[rows], first[rows]))]
    if not len(rows):
        nothing = np.zeros(0, np.int64)
        return Overlaps(nothing, nothing, np.zeros(0, object), np.zeros(0))
    changed = np.ones(len(rows), bool)
    changed[1:] = (np.diff(first[rows]) != 0) | (np.diff(second[rows]) != 0)
    pair = np.cumsum(changed) - 1
    joined = shapely.multipolygons(pieces[rows], indices=pair)
    heads = rows[changed]
    area: Floats = np.bincount(pair, weights=shapely.area(pieces[rows])).astype(float)
    return Overlaps(first[heads], second[heads], joined, area)
