"""Days of validity that are no days, or that leave no day on which a feature holds."""

from __future__ import annotations

import pandas as pd
import pytest

from dothi.intake.findings import Severity

CODE = "meaning.validity-date"


def test_days_and_missing_days_pass(found, layer, grid) -> None:
    columns = {
        "hieuLucTu": ["1/1/2020", "2026-01-01", None, "  "],
        "hieuLucDen": pd.to_datetime(["2025-12-31", None, None, "2030-01-01"]),
    }
    assert found(CODE, layer("khu", grid(4, 1), **columns)) == []


@pytest.mark.parametrize("value", ["sau khi duyệt", "31/2/2025", "6/30/2025", "1/1/25", "20250101"])
def test_text_that_is_no_day_is_told_and_taken_as_missing(found, layer, box, value: str) -> None:
    plan = layer("ChucNangSuDungDat_A", [box(0, 0), box(0.5, 0)], hieuLucTu=["1/1/2020", value])
    (finding,) = found(CODE, plan)
    assert (finding.feature, finding.severity) == (2, Severity.WARNING)
    assert f"«{value}»" in finding.message
    assert finding.where.startswith("trường hieuLucTu")
    assert finding.remedy
    assert len(found("tiling.overlap", plan)) == 1


@pytest.mark.parametrize(("last", "count"), [("2025-12-30", 1), ("2025-12-31", 0)])
def test_a_last_day_a_day_before_the_first(found, layer, grid, last: str, count: int) -> None:
    findings = found(CODE, layer("khu", grid(1, 1), hieuLucTu=["31/12/2025"], hieuLucDen=[last]))
    assert [f.message for f in findings] == [
        "Hiệu lực từ 31/12/2025 nhưng đến 30/12/2025: không có ngày nào đối tượng có hiệu lực"
    ] * count


def test_no_data(found, layer) -> None:
    assert found(CODE, layer("khu", [], hieuLucTu=[])) == []
