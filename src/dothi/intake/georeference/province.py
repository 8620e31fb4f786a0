"""Where plans of a province ought to lie, by its pack, and the zone they are drawn in, by the law."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import shapely
from shapely.geometry import shape

from dothi.intake.georeference.evidence import Expected, expected
from dothi.law import Law
from dothi.law.tables.province_zones import ProvinceZone
from dothi.places.pack import ProvincePack

_ROOM_DEGREES = 0.02
"""Plans reach a little over the border of a province: about 2 km."""


def expected_in(pack: ProvincePack, neighbours: Sequence[Any] = ()) -> Expected | None:
    """The ground of a pack's outlines with room around; ``None`` of a pack without any.

    ``neighbours`` are outlines in WGS 84 that are exact: of communes as surveyed, of plans already
    published. The pack's own are generalised for screens and are only drawn.
    """
    outlines = [shape(outline) for outline in pack.outlines.values()]
    if not outlines:
        return None
    area = shapely.union_all(outlines).buffer(_ROOM_DEGREES)
    return expected(area, neighbours or outlines, exact=bool(neighbours))


def zone_at_home(pack: ProvincePack, law: Law) -> int | None:
    """EPSG code of the zone of the pack's province, of its latest row; ``None`` where the law names none."""
    codes = {key.rpartition("-")[2] for key in pack.home}
    rows = [row for row in law.of(ProvinceZone).every_row if row.code in codes]
    return rows[-1].epsg if rows else None
