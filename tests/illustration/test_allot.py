from __future__ import annotations

import numpy as np
import shapely

from dothi.illustration.allot import Want, allotted, site

ROW = np.array([shapely.box(at * 100, 0, at * 100 + 100, 100) for at in range(10)], dtype=object)
ALL = np.ones(10, dtype=bool)


def test_the_best_scores_get_it_until_the_share_is_reached() -> None:
    given = allotted(ROW, ALL, [Want("park", 0.3, np.arange(10.0))], "home")
    assert given.tolist() == ["home"] * 7 + ["park"] * 3


def test_zones_that_want_room_keep_apart() -> None:
    given = allotted(ROW, ALL, [Want("school", 0.5, np.arange(10.0), apart=250)], "home")
    assert [at for at, function in enumerate(given) if function == "school"] == [0, 3, 6, 9]


def test_sizes_that_do_not_fit_are_passed_over() -> None:
    assert set(allotted(ROW, ALL, [Want("park", 1, np.ones(10), smallest=10_001)], "home")) == {"home"}
    assert set(allotted(ROW, ALL, [Want("park", 1, np.ones(10), largest=9_999)], "home")) == {"home"}


def test_what_is_not_free_stays_empty() -> None:
    free = ALL.copy()
    free[:4] = False
    assert allotted(ROW, free, [], "home").tolist() == [""] * 4 + ["home"] * 6


def test_an_earlier_want_is_served_first() -> None:
    wants = [Want("park", 0.1, np.arange(10.0)), Want("shop", 0.1, np.arange(10.0))]
    assert allotted(ROW, ALL, wants, "home").tolist()[-2:] == ["shop", "park"]


def test_frontage_is_a_share_of_the_outline() -> None:
    road = np.array([True] + [False] * 9)
    found = site(ROW, road, np.zeros(10, dtype=bool))
    # one of four equal sides, counted double
    assert found.on_road.tolist()[:3] == [0, 0.5, 0]
    assert not found.by_water.any()
