from __future__ import annotations

import numpy as np
import shapely

from dothi.illustration.script import Area, River
from dothi.illustration.waters import draw_lake, draw_river, draw_rivers

RIVER = River("Sông A", ((0, 0), (2000, 300), (4000, 0)), (60, 120))


def test_a_river_grows_along_its_course_and_has_banks() -> None:
    stream = draw_river(1, RIVER, bank=30, detail=20)
    head = stream.water.intersection(shapely.box(0, -5000, 1000, 5000)).area / 1000
    mouth = stream.water.intersection(shapely.box(3000, -5000, 4000, 5000)).area / 1000
    assert 45 < head < 100
    assert head < mouth < 160
    assert stream.with_banks.buffer(2).covers(stream.water)
    assert 100_000 < stream.with_banks.area - stream.water.area < 400_000


def test_a_river_is_not_straight_and_not_of_one_width() -> None:
    stream = draw_river(1, RIVER, bank=30, detail=20)
    ends = shapely.LineString(RIVER.points)
    assert shapely.hausdorff_distance(stream.course, ends) > 15
    widths = [
        stream.water.intersection(shapely.box(x, -5000, x + 20, 5000)).area / 20
        for x in range(500, 3500, 100)
    ]
    assert np.std(widths) > 5


def test_the_same_seed_gives_the_same_river() -> None:
    one, other = (draw_river(1, RIVER, bank=30, detail=20).water for _ in range(2))
    assert one.wkb == other.wkb
    assert draw_river(2, RIVER, bank=30, detail=20).water.wkb != one.wkb


def test_mouths_are_rounded_where_rivers_meet() -> None:
    side = River("Sông B", ((2000, -2000), (2050, 350)), (50, 60))
    alone = [draw_river(1, river, bank=30, detail=20).water for river in (RIVER, side)]
    met = draw_rivers(1, [RIVER, side], bank=30, detail=20)
    assert shapely.union_all([s.water for s in met]).area > shapely.union_all(alone).area + 50
    assert draw_rivers(1, [], bank=30, detail=20) == []


def test_a_lake_has_an_island_where_the_script_wants_one() -> None:
    with_island = draw_lake(1, Area("lake", "Hồ", (0, 0), 200, island=True), shore=25)
    without = draw_lake(1, Area("lake", "Hồ", (0, 0), 200), shore=25)
    assert shapely.get_num_interior_rings(with_island.water) == 1
    assert shapely.get_num_interior_rings(without.water) == 0
    assert with_island.with_shore.contains(with_island.water)
