"""Overlaps: one finding a pair, for what is somewhere wider than a sliver (100 mm at 1/500)."""

from __future__ import annotations

import pytest
import shapely
from shapely import affinity

from dothi.intake.findings import Severity

CODE = "tiling.overlap"


def test_zones_that_share_their_borders_pass(found, layer, grid) -> None:
    assert found(CODE, layer("khu", grid(4, 4))) == []


@pytest.mark.parametrize(
    ("millimetres", "code"), [(102, CODE), (98, "tiling.sliver"), (1.02, "tiling.sliver")]
)
def test_a_hair_over_the_sliver_is_an_overlap_and_a_hair_under_is_a_sliver(
    checked, layer, box, millimetres: float, code: str
) -> None:
    wider = box(0, 0, 10 + millimetres / 1000, height=10)
    result = checked(layer("khu", [wider, box(1, 0)]))
    assert [(f.code, f.feature, f.others) for f in result.findings] == [(code, 1, (2,))]
    assert result.findings[0].measure == pytest.approx(10 * millimetres / 1000, rel=1e-6)


def test_a_hair_under_the_coincidence_is_no_finding_but_counted(checked, layer, box) -> None:
    result = checked(layer("khu", [box(0, 0, 10.00098, height=10), box(1, 0)]))
    assert list(result.findings) == []
    assert result.notes[0][0].startswith("Lớp «khu»: 1 chỗ")
    assert "0,0098 m²" in result.notes[0][0]


def test_the_sliver_is_that_of_the_scale(found, layer, box) -> None:
    plan = layer("khu", [box(0, 0, 10.3, height=10), box(1, 0)])
    assert len(found(CODE, plan, zones=("khu",))) == 1
    assert found(CODE, plan, zones=("khu",), scale=2000) == []


def test_each_pair_is_told_once_with_the_common_part(found, layer, box) -> None:
    # 1 overlaps 2 by 10 m by 4 m, and 3 by 6 m by 4 m; 2 and 3 only touch
    zones = [box(0, 0), box(0, 0.6, 10, height=14), box(1, 0.6)]
    wide = affinity.translate(zones[0], 6, 0)
    findings = found(CODE, layer("khu", [wide, zones[1], zones[2]], ids=[7, 3, 5]))
    assert [(f.feature, f.others) for f in findings] == [(3, (7,)), (5, (7,))]
    assert [f.measure for f in findings] == pytest.approx([16.0, 24.0])
    assert findings[0].geometry.equals(zones[1].intersection(wide))
    assert findings[0].severity is Severity.ERROR


def test_a_zone_inside_another_is_an_overlap(found, layer, box) -> None:
    (finding,) = found(CODE, layer("khu", [box(0, 0, 30), box(1, 1)]), zones=("khu",))
    assert finding.measure == pytest.approx(100.0)


def test_two_sheets_upon_each_other_overlap_everywhere(found, layer, grid) -> None:
    findings = found(CODE, layer("khu", [*grid(3, 3), *[affinity.translate(z, 5, 5) for z in grid(3, 3)]]))
    # each shifted square lies on four of the first sheet, those at its edge on two, the last on one
    assert len(findings) == 4 * 4 + 4 * 2 + 1
    assert sum(f.measure for f in findings) == pytest.approx(25.0 * 25)


def test_invalid_zones_take_part_as_their_repair_leaves_them(checked, layer, box) -> None:
    e, n = 577_000.0, 1_722_000.0
    tie = shapely.Polygon([(e, n), (e + 10, n + 10), (e + 10, n), (e, n + 10)])
    plan = layer("khu", [tie, box(0.2, 0)])
    codes = [(f.code, f.measure) for f in checked(plan, zones=("khu",)).findings]
    assert [code for code, _ in codes] == ["geometry.invalid", CODE]
    # the two triangles hold 50 m²; the part west of x = 2 is a triangle cut off the left one: 25 - 9 = 16
    assert codes[1][1] == pytest.approx(50 - 16)


def test_plans_that_amend_a_part_are_exempt_and_that_is_said(checked, layer, box) -> None:
    result = checked(layer("khu", [box(0, 0), box(0.5, 0)]), partial=True)
    assert not [f for f in result.findings if f.code.startswith("tiling.")]
    skipped = {s.rule: s for s in result.skipped}
    assert not skipped[CODE].unknown
    assert "cục bộ" in skipped[CODE].reason


def test_the_dossier_code_tells_a_partial_plan(checked, layer, box) -> None:
    zones = [box(0, 0), box(0.5, 0)]
    whole = checked(layer("khu", zones, maHoSoQH=["48QPK0000001"] * 2), scale=None)
    part = checked(layer("khu", zones, maHoSoQH=["48QPK0020001"] * 2), scale=None)
    assert [CODE in {f.code for f in result.findings} for result in (whole, part)] == [True, False]
    assert "48QPK0020001" in next(s for s in part.skipped if s.rule == CODE).reason


def test_compensation_areas_are_exempt(found, layer, box) -> None:
    kinds = ["DAT_O_Nhomnhao", "Khu đất bù"]
    assert found(CODE, layer("khu", [box(0, 0), box(0.5, 0)], phanLoai=kinds)) == []
    assert len(found(CODE, layer("khu", [box(0, 0), box(0.5, 0)], phanLoai=["DAT_O_Nhomnhao", "Đất ở"]))) == 1


@pytest.mark.parametrize(("codes", "count"), [
    (("QHDD_DAT_O_Nhomnhao", "QHDH_DAT_O_Nhomnhao"), 0),
    (("QHDD_DAT_O_Nhomnhao", "QHDD_DAT_O_Langxom"), 1),
    (("DAT_O_Nhomnhao", "QHDH_DAT_O_Langxom"), 1),
])  # fmt: skip
def test_zones_of_different_phases_are_not_in_force_together(found, layer, box, codes, count: int) -> None:
    assert len(found(CODE, layer("khu", [box(0, 0), box(0.5, 0)], phanLoai=list(codes)))) == count


@pytest.mark.parametrize(("first_ends", "count"), [("31/12/2025", 0), ("1/1/2026", 1)])
def test_zones_of_different_periods_are_not_in_force_together(
    found, layer, box, first_ends: str, count: int
) -> None:
    plan = layer(
        "khu",
        [box(0, 0), box(0.5, 0)],
        hieuLucTu=["1/1/2020", "1/1/2026"],
        hieuLucDen=[first_ends, None],
    )
    assert len(found(CODE, plan)) == count


def test_layers_that_are_no_tiling_are_skipped_unless_told(checked, layer, box) -> None:
    circles = [box(c, 0).centroid.buffer(7) for c in range(9)]
    result = checked(layer("bao-ve", circles))
    reason = next(s for s in result.skipped if s.rule == CODE)
    assert (reason.layer, reason.unknown) == ("bao-ve", False)
    assert CODE not in {f.code for f in result.findings}
    told = checked(layer("bao-ve", circles), zones=("bao-ve",))
    assert len([f for f in told.findings if f.code == CODE]) == 8


def test_layers_named_after_functions_are_one_plan(found, layer, box) -> None:
    homes = layer("QHDH_DAT_O_Nhomnhao", [box(0, 0)])
    roads = layer("QHDH_DAT_HTKT_DuongGT", [box(0.5, 0)])
    current = layer("HT_DAT_O_Nhomnhao", [box(0, 0)])
    (finding,) = found(CODE, homes, roads, current)
    assert {finding.layer, *("QHDH_DAT_O_Nhomnhao",)} == {"QHDH_DAT_O_Nhomnhao"}
    assert "«QHDH_DAT_HTKT_DuongGT»" in finding.message


def test_degrees_are_measured_in_metres_and_told_in_degrees(found, layer) -> None:
    # at 15° north 0.001° of longitude is 107.55 m and of latitude 110.65 m on the WGS 84 ellipsoid
    zones = [shapely.box(108.0, 15.0, 108.0015, 15.001), shapely.box(108.001, 15.0, 108.002, 15.001)]
    (finding,) = found(CODE, layer("khu", zones, crs=4326))
    assert finding.measure == pytest.approx(107.55 / 2 * 110.65, rel=1e-3)
    assert finding.geometry.bounds == pytest.approx((108.001, 15.0, 108.0015, 15.001), abs=2e-8)


def test_no_data_and_points(checked, layer, box) -> None:
    assert list(checked(layer("khu", [])).findings) == []
    result = checked(layer("diem", [box(0, 0).centroid]))
    assert (CODE, "diem", False) in [(s.rule, s.layer, s.unknown) for s in result.skipped]
