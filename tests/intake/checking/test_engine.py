"""The whole answer: order, verdict, completeness, what was measured and what was not asked."""

from __future__ import annotations

import json
from datetime import date

import numpy as np
import pytest
import shapely
from shapely.errors import GEOSException

from dothi.base.errors import Fault
from dothi.intake.checking import rule as rule_module
from dothi.intake.checking.context import Options
from dothi.intake.checking.engine import check
from dothi.intake.findings import Verdict
from dothi.intake.layers import Reading, Skipped


def told(result):
    return [(f.code, f.layer, f.feature, f.others, f.message) for f in result.findings]


def messy(box):
    """A plan with a fault of most kinds, features numbered out of order."""
    e, n = 577_000.0, 1_722_000.0
    tie = shapely.Polygon([(e + 60, n), (e + 70, n + 10), (e + 70, n), (e + 60, n + 10)])
    shapes = [
        box(0, 0),
        box(1, 0, 10.05, height=10),
        box(2, 0),
        box(0, 1, 20, height=10),
        box(2, 1),
        box(2, 1),
        tie,
    ]
    return shapes, [14, 3, 8, 1, 9, 2, 5]


def test_the_order_of_features_changes_nothing(checked, layer, box) -> None:
    shapes, ids = messy(box)
    straight = checked(layer("khu", shapes, ids=ids, DienTich=[100.0] * 7))
    for seed in range(5):
        order = np.random.default_rng(seed).permutation(7)
        shuffled = layer("khu", [shapes[k] for k in order], ids=[ids[k] for k in order], DienTich=[100.0] * 7)
        assert told(checked(shuffled)) == told(straight)
    assert len(told(straight)) >= 5


def test_names_of_features_may_be_text(checked, layer, box) -> None:
    shapes, _ = messy(box)
    result = checked(layer("khu", shapes, ids=list("gfedcba")))
    assert {f.feature for f in result.findings} <= {*"abcdefg", None}
    json.dumps(result.to_json())


def test_findings_stand_in_the_order_of_the_rules(checked, layer, box) -> None:
    shapes, _ = messy(box)
    result = checked(layer("b", shapes), layer("a", shapes))
    codes = [rule.code for rule in result.rules]
    assert [codes.index(f.code) for f in result.findings] == sorted(
        codes.index(f.code) for f in result.findings
    )


@pytest.mark.parametrize(("count", "verdict"), [(0, Verdict.UNUSABLE), (1, Verdict.CLEAN)])
def test_no_layer_is_unusable_and_a_clean_one_is_clean(checked, layer, grid, count: int, verdict) -> None:
    assert checked(*[layer("khu", grid(2, 2))][:count]).verdict is verdict


def test_a_complete_answer_needs_everything(checked, layer, grid, box) -> None:
    zones = layer(
        "ChucNangSuDungDat_A", grid(2, 2),
        maDoiTuong=list("abcd"), tenDoiTuong=list("abcd"), phanLoai=["DAT_Dichvu"] * 4,
        DienTich=[100.0] * 4, MatDo=[40.0] * 4,
    )  # fmt: skip
    outline = layer(
        "RanhGioiQuyHoach_A", [box(0, 0, 20)], maDoiTuong=["r"], tenDoiTuong=["r"], phanLoai=["r"]
    )
    lacking = [(s.rule, s.layer) for s in checked(zones, outline, stage="draft").skipped if s.unknown]
    assert [item for item in lacking if item[1] != "RanhGioiQuyHoach_A"] == []
    assert checked(zones, outline, stage="draft").verdict is Verdict.CLEAN


def test_a_rule_on_which_geometry_fails_is_unknown_and_the_others_go_on(
    checked, layer, grid, monkeypatch
) -> None:
    broken = next(rule for rule in rule_module.rules() if rule.code == "geometry.empty")

    def fails(_subject):
        raise GEOSException("TopologyException: side location conflict")

    others = [rule for rule in rule_module.rules() if rule.code != "geometry.empty"]
    changed = [
        *others,
        type(broken)(**{n: getattr(broken, n) for n in broken.__slots__} | {"on_layer": fails}),
    ]
    monkeypatch.setattr("dothi.intake.checking.engine.rules", lambda: tuple(changed))
    result = checked(layer("khu", [*grid(2, 2), grid(1, 1)[0]]))
    (skipped,) = [s for s in result.skipped if s.rule == "geometry.empty"]
    assert skipped.unknown
    assert "side location conflict" in skipped.reason
    assert [f.code for f in result.findings] == ["geometry.duplicate"]
    assert not result.complete


def test_what_was_not_read_was_not_checked(law, layer, grid) -> None:
    lost = Skipped("dat.shp", Fault("intake.broken", "Tệp bị hỏng", "The file is broken"))
    noted = Skipped("khu", Fault("intake.heights", "Bỏ độ cao", "Heights were dropped"))
    reading = Reading("plan", (layer("khu", grid(2, 2)),), skipped=(lost, noted))
    result = check(reading, law, Options(day=date(2026, 11, 22)))
    assert [(s.layer, s.unknown) for s in result.skipped if s.rule == "intake.read"] == [
        ("dat.shp", True),
        ("khu", False),
    ]


def test_the_json_of_a_whole_answer(checked, layer, box) -> None:
    shapes, ids = messy(box)
    told = json.loads(json.dumps(checked(layer("khu", shapes, ids=ids), scale=2000).to_json()))
    assert told["layers"] == [{"name": "khu", "features": 7, "crs": "EPSG:5899", "encoding": "utf-8"}]
    assert told["verdict"] == "errors"
    assert told["tolerances"] == {
        "row": "1-2000",
        "basis": "Dung sai làm việc do chính hệ thống dothi đặt ra, không phải quy định pháp luật",
        "confidence": "secondary",
    }
    assert {"code", "severity", "layer", "feature", "message", "message_en", "measure", "geometry"} <= set(
        told["findings"][0]
    )
    assert told["measured"][0]["layer"] == "khu"


def test_points_lines_and_empty_layers_go_through(checked, layer) -> None:
    shapes = [
        shapely.Point(577_000, 1_722_000),
        shapely.LineString([(577_000, 1_722_000), (577_009, 1_722_009)]),
    ]
    result = checked(
        layer("diem", shapes[:1]), layer("duong", shapes[1:]), layer("trong", []), layer("bang", [None])
    )
    assert list(result.findings) == []
    assert result.verdict is Verdict.CLEAN


def test_progress_names_each_layer(law, layer, grid) -> None:
    heard = []
    reading = Reading("plan", (layer("a", grid(1, 1)), layer("b", grid(1, 1))))
    check(reading, law, Options(day=date(2026, 1, 1)), lambda *step: heard.append(step))
    assert heard == [("a", 0, 2), ("b", 1, 2)]


def test_degrees_off_the_globe_are_not_called_an_unknown_crs(checked, layer, grid) -> None:
    reasons = {s.reason for s in checked(layer("khu", grid(1, 1), crs=4326)).skipped if s.layer == "khu"}
    assert any("nằm ngoài phạm vi của WGS 84" in reason for reason in reasons)
    assert not any("không biết hệ tọa độ" in reason for reason in reasons)


def test_every_rule_that_leaves_the_boundary_alone_says_so(checked, layer, grid, box) -> None:
    outline = layer("RanhGioiQuyHoach_A", [box(0, 0, 20)])
    result = checked(layer("ChucNangSuDungDat_A", grid(2, 2)), outline)
    told = {s.rule for s in result.skipped if s.layer == outline.name and "ranh giới" in s.reason}
    leaving = {rule.code for rule in result.rules if "boundary-layer" in rule.exempt}
    assert len(leaving) == 8
    assert leaving <= told
    assert not any(s.unknown for s in result.skipped if s.layer == outline.name and s.rule in leaving)


def test_what_a_partial_plan_is_exempt_from_is_said_without_any_zones(checked, layer, box) -> None:
    result = checked(layer("diem", [box(0, 0).centroid]), partial=True)
    assert "cục bộ" in next(s.reason for s in result.skipped if s.rule == "tiling.gap")


def test_compensation_areas_are_named_with_what_they_are_exempt_from(checked, layer, grid) -> None:
    kinds = ["DAT_Dichvu", "Khu đất bù", "DAT_O_Nhomnhao", "đất bù 2"]
    (note,) = checked(layer("khu", grid(4, 1), ids=[9, 8, 7, 6], phanLoai=kinds)).notes
    assert note[0].startswith("Lớp «khu»: phanLoai của đối tượng 6, 8 ghi là khu bù")
    for code in ("tiling.gap", "containment.outside", "meaning.double-regulation"):
        assert code in note[0]
        assert code in note[1]
