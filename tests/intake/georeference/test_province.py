"""Where plans of the bundled province lie."""

from __future__ import annotations

from pathlib import Path

import shapely

from dothi.intake.georeference.evidence import on_outlines
from dothi.intake.georeference.province import expected_in, zone_at_home
from dothi.law import load_law
from dothi.places.pack import read_pack


def test_quang_nam(root: Path, tam_ky) -> None:
    pack = read_pack(root / "src" / "dothi" / "provinces" / "quang-nam")
    where = expected_in(pack)
    assert where is not None
    assert where.area.contains(tam_ky.geometry.iloc[0])
    assert not where.area.contains(shapely.Point(106.7, 10.8))
    assert zone_at_home(pack, load_law()) == 5899
    corners = shapely.get_coordinates(tam_ky.geometry.iloc[0])
    assert on_outlines(corners, where) is None
    known = expected_in(pack, [tam_ky.geometry.iloc[0]])
    assert known is not None
    assert on_outlines(corners, known) == 1
