"""What the reports say."""

from __future__ import annotations

import json
from datetime import date

import numpy as np
import pytest
import shapely

from dothi.base.errors import Fault
from dothi.intake.checking.context import Options
from dothi.intake.checking.engine import check
from dothi.intake.checking.rule import rules
from dothi.intake.findings import Verdict
from dothi.intake.layers import Reading, Skipped
from dothi.intake.repair.propose import repair
from dothi.intake.report.content import NOTES, PICTURES, SHOWN, content_of


@pytest.fixture(scope="module")
def content(result, cover):
    return content_of(result, cover)


def test_the_plan_of_the_tests_breaks_every_rule(result) -> None:
    assert {finding.code for finding in result.findings} == {rule.code for rule in rules()}


def test_the_head_names_file_hash_day_scale_and_tolerances(content, law) -> None:
    assert content["sha256"].startswith("0123456789abcdef")
    assert (content["made"], content["law"]) == ("22/11/2026", law.version)
    plan = {item["name"]: item["value"] for item in content["plan"]}
    assert plan["Tỷ lệ"] == "1/500 (người kiểm tra nêu)"
    assert "dải hẹp 100 mm" in plan["Dung sai"]
    assert "không phải quy định pháp luật" in plan["Căn cứ dung sai"]
    assert plan["Ranh giới"] == "lớp «RanhGioiQuyHoach_A»"
    assert plan["Giai đoạn"] == "lập đồ án"


def test_counts_are_those_of_the_findings(content, result) -> None:
    severities = [finding.severity.value for finding in result.findings]
    assert {c["kind"]: int(c["number"]) for c in content["counts"]} == {
        kind: severities.count(kind) for kind in ("error", "warning", "info")
    }
    for section in content["sections"]:
        told = sum(int(count["number"]) for count in section["counts"])
        assert told == sum(finding.code == section["code"] for finding in result.findings)


def test_errors_come_before_warnings_before_notes(content) -> None:
    gravest = [
        min(["error", "warning", "info"].index(c["kind"]) for c in s["counts"]) for s in content["sections"]
    ]
    assert gravest == sorted(gravest)


def test_every_rule_with_geometry_has_a_picture(content) -> None:
    without = {s["code"] for s in content["sections"] if not s["items"][0]["picture"]}
    assert without == {"geometry.empty", "geometry.mixed-kinds", "meaning.missing-field"}  # of no place
    keys = [
        item["picture"].split("-hatch")[0]
        for s in content["sections"]
        for item in s["items"]
        if item["picture"]
    ]
    assert len(keys) == len(set(keys))


def test_every_rule_stands_in_the_list_of_rules_with_what_it_did(content) -> None:
    assert [row["code"] for row in content["rules"]] == [rule.code for rule in rules()]
    assert {row["state"] for row in content["rules"]} == {"đã xét", "đã xét một phần"}
    partly = {row["code"]: row["why"] for row in content["rules"] if row["state"] == "đã xét một phần"}
    assert partly["meaning.area-mismatch"] == "không có trường diện tích (RanhGioiQuyHoach_A)"


def test_what_was_not_asked_is_grouped_by_its_reason(checked, layer, grid, cover) -> None:
    plain = content_of(checked(*[layer(f"lop{n}", grid(2, 2)) for n in range(9)]), cover)
    lacking = {item["reason"]: item for item in plain["skipped"]}
    assert lacking["không có lớp ranh giới quy hoạch (--boundary LỚP)"]["layers"] == "mọi lớp"
    assert (
        lacking["không có trường diện tích"]["layers"] == "lop0, lop1, lop2, lop3, lop4, lop5 và 3 lớp khác"
    )
    assert "Chưa trọn vẹn" in plain["verdict"]["unknown"]
    states = {row["code"]: (row["state"], row["why"]) for row in plain["rules"]}
    assert states["containment.outside"] == ("chưa xét", "không có lớp ranh giới quy hoạch (--boundary LỚP)")
    assert states["meaning.area-mismatch"] == ("chưa xét", "không có trường diện tích")
    assert states["geometry.invalid"] == ("đã xét", "")


def test_a_rule_is_told_as_asked_only_where_it_was(checked, layer, box, cover) -> None:
    points = layer("diem", [shapely.Point(577_000, 1_722_000)])
    alone = {row["code"]: row for row in content_of(checked(points), cover)["rules"]}
    assert alone["tiling.overlap"]["state"] == "không áp dụng"
    assert alone["tiling.overlap"]["why"] == "lớp không có hình vùng"
    stated = layer("khu", [box(0, 0), box(1, 0)], DienTich=[100.0, 100.0])
    both = {
        row["code"]: row for row in content_of(checked(stated, layer("khac", [box(5, 5)])), cover)["rules"]
    }
    assert both["meaning.area-mismatch"]["state"] == "đã xét một phần"
    assert both["meaning.area-mismatch"]["why"] == "không có trường diện tích (khac)"
    unplaced = layer("ve", [shapely.box(0, 0, 1, 1)], crs=None)
    nowhere = {row["code"]: row for row in content_of(checked(unplaced), cover)["rules"]}
    assert nowhere["geometry.spike"]["state"] == "chưa xét"
    assert "không biết hệ tọa độ" in nowhere["geometry.spike"]["why"]
    amending = {row["code"]: row for row in content_of(checked(stated, partial=True), cover)["rules"]}
    assert amending["tiling.gap"]["state"] == "không áp dụng"
    assert "điều chỉnh cục bộ" in amending["tiling.gap"]["why"]


def test_what_was_taken_for_granted_is_said_with_how_to_say_otherwise(checked, layer, grid, cover) -> None:
    def kind(**options) -> str:
        plan = content_of(checked(layer("lo", grid(2, 2)), **options), cover)["plan"]
        return {item["name"]: item["value"] for item in plan}["Loại hồ sơ"]

    assert kind().startswith("đồ án đầy đủ (giả định")
    assert "--partial" in kind()
    assert kind(partial=True) == "điều chỉnh cục bộ (người kiểm tra nêu)"


def test_a_file_left_unread_takes_the_place_of_a_clean_verdict(law, layer, grid, cover) -> None:
    fault = Fault("intake.broken", "Tệp GeoPackage bị hỏng", "The file is broken", "ho-so/hong.gpkg")
    note = Fault("intake.document", "Đây là văn bản", "This is a document", "ho-so/doc.pdf")

    def verdict(*faults: Fault):
        skipped = tuple(Skipped(fault.where, fault) for fault in faults)
        reading = Reading("ho-so", (layer("khu", grid(2, 2)),), skipped=skipped)
        return check(reading, law, Options(day=date(2026, 11, 22), scale=500))

    lost = verdict(fault, note)
    assert (lost.verdict, lost.verdict.exit_code, lost.complete) == (Verdict.INCOMPLETE, 1, False)
    told = content_of(lost, cover)
    assert told["verdict"]["title"] == "Không đọc được hết"
    assert "không đọc được nên chưa được kiểm tra" in told["verdict"]["sentence"]
    assert [item["layers"] for item in told["skipped"] if "intake.unread" in item["rules"]] == [
        "ho-so/hong.gpkg"
    ]
    assert verdict(note).verdict is Verdict.CLEAN


def test_beyond_the_first_findings_are_summed_up(checked, layer, box, cover) -> None:
    zones = [box(2 * k, 0, 11.5, height=10) for k in range(30)] + [box(2 * k + 1, 0) for k in range(30)]
    told = content_of(checked(layer("khu", zones)), cover)
    (section,) = [s for s in told["sections"] if s["code"] == "tiling.overlap"]
    assert len(section["items"]) == SHOWN
    assert section["more"] == "10"
    assert section["spread"] == "nhỏ nhất 15,00 m², giữa 15,00 m², lớn nhất 15,00 m²; tổng 450,00 m²"
    assert sum(bool(item["picture"]) for item in section["items"]) == PICTURES


def test_notes_are_kept_short(checked, layer, grid, cover) -> None:
    told = content_of(checked(layer("lo", grid(12, 1), TangCao=[f"≤ {n}" for n in range(12)])), cover)
    (section,) = told["sections"]
    assert (len(section["items"]), section["more"]) == (NOTES, str(12 - NOTES))


def test_repairs_stand_with_their_areas(law, checked, layer, cover) -> None:
    e, n = 577_000.0, 1_722_000.0
    tie = shapely.Polygon([(e, n), (e + 10, n + 10), (e + 10, n), (e, n + 10)])
    done = repair(Reading("p", (layer("khu", [tie]),)), law, Options(day=date(2026, 11, 22), scale=500))
    told = content_of(checked(*done.reading.layers), cover, done.changes)
    assert told["repair"]["total"] == "+50,00 m²"
    assert told["repair"]["rows"][0]["rule"] == "geometry.invalid"


def test_content_is_plain_data(content) -> None:
    assert json.loads(json.dumps(content)) == content
    assert not any(
        isinstance(value, np.generic) for section in content["sections"] for value in section.values()
    )
