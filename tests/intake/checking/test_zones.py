"""Which layers are zones, and sets of several layers."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from dothi.intake.checking.context import Options, context_of
from dothi.intake.checking.subject import Subject
from dothi.intake.checking.zones import zone_sets
from dothi.intake.layers import Reading


def sets(law, *layers, **options):
    context = context_of(Reading("plan", layers), law, Options(day=date(2026, 11, 22), scale=500, **options))
    return list(zone_sets([Subject(layer, context) for layer in layers]))


def test_layers_without_areas_or_metres_and_the_boundary_have_no_zones(law, layer, grid, box) -> None:
    made = [
        layer("diem", [box(0, 0).centroid]),
        layer("ve", [box(-57_700, -172_200)], crs=None),
        layer("RanhGioiQuyHoach_A", [box(0, 0, 20)]),
        layer("khu", grid(2, 2)),
    ]
    assert [zones.name for zones in sets(law, *made)] == ["khu"]


def test_layers_named_after_functions_go_together_by_phase_and_crs(law, layer, grid) -> None:
    names = ["QHDH_DAT_O_Nhomnhao", "HT_DAT_O_Nhomnhao", "QHDH_DAT_Dichvu", "khac"]
    made = [layer(name, grid(1, 1)) for name in names] + [layer("QHDH_DAT_Coquan", grid(1, 1), crs=3405)]
    assert [[s.name for s in zones.subjects] for zones in sets(law, *made)] == [
        ["khac"],
        ["QHDH_DAT_O_Nhomnhao", "QHDH_DAT_Dichvu"],
        ["HT_DAT_O_Nhomnhao"],
        ["QHDH_DAT_Coquan"],
    ]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (("ChucNangSuDungDat_A", {}, {}), True),
        (("PhanOQuyHoach_A", {}, {}), True),
        (("khu", {}, {}), False),
        (("khu", {"phanLoai": ["DAT_Dichvu"] * 9}, {}), True),
        (("khu", {}, {"zones": ("khu",)}), True),
    ],
)
def test_what_makes_a_layer_one_that_must_cover_the_plan(law, layer, box, given, expected) -> None:
    name, columns, options = given
    apart = [box(3 * k, 0) for k in range(9)]
    (zones,) = sets(law, layer(name, apart, **columns), **options)
    assert zones.is_tiling is expected


def test_common_borders_make_a_tiling_and_so_do_borders_without_common_points(law, layer, grid, box) -> None:
    (shared,) = sets(law, layer("khu", grid(3, 3)))
    assert (shared.expected, shared.is_tiling) == (False, True)
    assert (shared.neighbourhood.neighboured, shared.neighbourhood.common) == pytest.approx((1, 24 / 36))
    bricks = [box(k + (0.5 if r % 2 else 0), r) for r in range(3) for k in range(3)]
    (unmet,) = sets(law, layer("khu", bricks))
    assert unmet.is_tiling
    assert unmet.neighbourhood.common > 0.5


@pytest.mark.parametrize(
    ("places", "expected"),
    [
        ([(0, 0), (5, 0), (0, 5)], False),  # three lots far apart
        ([(0, 0), (1, 0)], True),  # two halves of a plan
        ([(0, 0), (1, 0), (5, 0), (5, 5)], False),  # two side by side, two far away
        ([(0, 0), (1, 0), (0, 1), (5, 5)], True),  # three side by side, one far away
        ([(0, 0), (1.02, 0)], True),  # 20 cm apart, on borders of 10 m
        ([(0, 0), (0.98, 0)], True),  # 20 cm over each other
        ([(0, 0), (1.03, 0)], False),  # 30 cm apart
        ([(0, 0), (1.02, 0), (2.04, 0)], True),
        ([(0, 0)], False),
    ],
)
def test_how_many_areas_there_are_does_not_make_a_tiling(law, layer, box, places, expected: bool) -> None:
    (zones,) = sets(law, layer("khu", [box(*place) for place in places]))
    assert zones.is_tiling is expected


def test_features_of_several_layers_keep_their_own_numbers(law, layer, box) -> None:
    made = [
        layer("DAT_O_Nhomnhao", [box(0, 0)], ids=[41]),
        layer("DAT_Dichvu", [box(0.5, 0)], ids=["b-7"]),
    ]
    (zones,) = sets(law, *made)
    pairs = zones.overlaps(slivers=False)
    assert (zones.feature(pairs.first[0]), zones.feature(pairs.second[0])) == (41, "b-7")
    assert zones.shown(int(pairs.second[0]), beside=int(pairs.first[0])) == "b-7 («DAT_Dichvu»)"


def test_layers_in_degrees_share_one_map(law, layer) -> None:
    import shapely

    west, east = shapely.box(108.0, 15.0, 108.01, 15.01), shapely.box(108.01, 15.0, 108.02, 15.01)
    made = [layer("DAT_O_Nhomnhao", [west], crs=4326), layer("DAT_Dichvu", [east], crs=4326)]
    (zones,) = sets(law, *made)
    # the western zone is as wide as the eastern to a millionth: a quarter of its border is common
    assert zones.neighbourhood.common == pytest.approx(1107 / (2 * (1107 + 1076)), abs=0.02)
    assert np.isclose(shapely.area(zones.shapes).sum(), 2 * 1075.5 * 1106.4, rtol=1e-3)


def test_a_set_without_members_is_empty_and_asked_without_harm(law, layer, box) -> None:
    (zones,) = sets(law, layer("khu", [box(0, 0)], phanLoai=["khu bù"]))
    assert len(zones) == 0
    assert zones.sheets == ()
    assert len(zones.overlaps(slivers=False).first) == 0
    assert len(zones.gaps(slivers=True)) == 0
