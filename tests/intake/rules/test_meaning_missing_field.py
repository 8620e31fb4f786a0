"""Fields by stage: object, name and class from the draft on, codes later (law table ``check_fields``)."""

from __future__ import annotations

from datetime import date

import pytest

from dothi.intake.checking.context import Options
from dothi.intake.checking.engine import check
from dothi.intake.findings import Severity
from dothi.intake.layers import Reading

CODE = "meaning.missing-field"
NAME = "ChucNangSuDungDat_A"
DRAFT = {"maDoiTuong": ["a", "b"], "tenDoiTuong": ["x", "y"], "phanLoai": ["DAT_Dichvu"] * 2}


def test_a_draft_needs_no_dossier_code(found, layer, grid) -> None:
    assert found(CODE, layer(NAME, grid(2, 1), **DRAFT), stage="draft") == []


@pytest.mark.parametrize(
    ("stage", "missing"),
    [
        ("draft", []),
        ("consultation", []),
        ("appraisal", ["ghiChu", "maHoSoQH"]),
        ("approved", ["ghiChu", "maHoSoQH"]),
        ("published", ["ghiChu", "maHoSoQH", "maThongTinQH"]),
    ],
)
def test_more_is_asked_as_the_plan_goes_on(found, layer, grid, stage: str, missing: list[str]) -> None:
    findings = found(CODE, layer(NAME, grid(2, 1), **DRAFT), stage=stage)
    assert sorted(f.message.rsplit(" ", 1)[1] for f in findings) == missing
    assert {f.feature for f in findings} <= {None}


def test_a_column_without_a_value_is_told_for_the_feature(found, layer, grid) -> None:
    columns = {**DRAFT, "maDoiTuong": ["a", "  "], "tenDoiTuong": [None, "y"]}
    findings = found(CODE, layer(NAME, grid(2, 1), **columns), stage="draft")
    assert {(f.feature, f.message) for f in findings} == {
        (2, "Chưa điền maDoiTuong"),
        (1, "Chưa điền tenDoiTuong"),
    }


def test_a_note_may_be_empty(found, layer, grid) -> None:
    columns = {**DRAFT, "ghiChu": [None, None], "maHoSoQH": ["48QPK0000001"] * 2}
    assert found(CODE, layer(NAME, grid(2, 1), **columns), stage="appraisal") == []


def test_names_cut_by_a_shapefile_are_the_same_fields(found, layer, grid) -> None:
    columns = {"maDoiTuong": ["a", "b"], "tenDoiTuon": ["x", "y"], "phanLoai": ["DAT_Dichvu"] * 2}
    assert found(CODE, layer(NAME, grid(2, 1), **columns), stage="draft") == []


def test_without_a_stage_what_comes_later_is_unknown(checked, layer, grid) -> None:
    result = checked(layer(NAME, grid(2, 1), maDoiTuong=["a", "b"]))
    told = [f.message for f in result.findings if f.code == CODE]
    assert told == ["Lớp thiếu trường tenDoiTuong", "Lớp thiếu trường phanLoai"]
    reason = next(s for s in result.skipped if s.rule == CODE)
    assert reason.unknown
    assert "maHoSoQH" in reason.reason


def test_layers_of_other_systems_are_not_asked(checked, layer, grid) -> None:
    result = checked(layer("ZONE_URBA", grid(2, 1), LIBELLE=["UA", "UB"]), stage="published")
    assert CODE not in {f.code for f in result.findings}
    assert (CODE, "ZONE_URBA", False) in [(s.rule, s.layer, s.unknown) for s in result.skipped]


def test_no_data(found, layer) -> None:
    empty = layer(NAME, [], maDoiTuong=[], tenDoiTuong=[], phanLoai=[])
    assert found(CODE, empty, stage="draft") == []


@pytest.mark.parametrize(
    ("day", "severity"),
    # the circular holds from a day between 30/6/2025 and 1/7/2025
    [(date(2025, 7, 1), Severity.ERROR), (date(2025, 6, 30), Severity.WARNING)],
)
def test_law_that_is_not_confirmed_on_the_day_makes_no_error(law, layer, grid, day, severity) -> None:
    plan = Reading("plan", (layer(NAME, grid(2, 1), **{**DRAFT, "tenDoiTuong": [None, "y"]}),))
    result = check(plan, law, Options(day=day, stage="appraisal"))
    findings = [f for f in result.findings if f.code == CODE]
    assert len(findings) == 3
    for finding in findings:
        assert finding.severity is severity
        assert ("chưa xác nhận" in finding.message) is (severity is Severity.WARNING)
        assert ("not confirmed" in finding.message_en) is (severity is Severity.WARNING)


def test_before_the_circular_nothing_is_asked(law, layer, grid) -> None:
    plan = Reading("plan", (layer(NAME, grid(2, 1), maDoiTuong=["a", "b"]),))
    result = check(plan, law, Options(day=date(2025, 6, 29), stage="published"))
    assert CODE not in {f.code for f in result.findings}
