"""Numbers stored as text are read into bounds or refused, never dropped."""

from __future__ import annotations

import pytest

from dothi.intake.findings import Severity

CODE = "meaning.number-as-text"


def test_numbers_pass(found, layer, grid) -> None:
    assert found(CODE, layer("lo", grid(2, 1), MatDo=[40, 60.5], ten=["A1", "B2"])) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("≤ 40%", "không quá 40 %"),
        ("3-5 tầng", "3–5 tầng"),
        ("1.250,5", "1.250,5"),
        ("tối thiểu 20", "ít nhất 20"),
        ("< 7", "dưới 7"),
    ],
)
def test_limits_are_read_and_noted(found, layer, grid, text: str, words: str) -> None:
    findings = found(CODE, layer("lo", grid(2, 1), TangCao=[text, None]))
    assert [(f.feature, f.severity) for f in findings] == [(1, Severity.INFO)]
    assert f"đọc là {words}" in findings[0].message
    assert findings[0].where.startswith("trường TangCao")


@pytest.mark.parametrize("text", ["theo QĐ 12", "0.6", "5-3 tầng", "40 % - 5 tầng", "1,234.5"])
def test_what_cannot_be_read_is_refused_with_the_reason(found, layer, grid, text: str) -> None:
    (finding,) = found(CODE, layer("lo", grid(2, 1), HeSoSuDungDat=[None, text]))
    assert (finding.feature, finding.severity) == (2, Severity.WARNING)
    assert text in finding.message
    assert finding.remedy


def test_plain_numerals_in_a_text_column_are_one_note(found, layer, grid) -> None:
    (finding,) = found(CODE, layer("lo", grid(3, 1), TangCao=["3", "5", " "]))
    assert (finding.feature, finding.measure, finding.severity) == (None, 2, Severity.INFO)


def test_columns_of_unknown_names_are_known_by_what_they_hold(found, layer, grid) -> None:
    findings = found(CODE, layer("lo", grid(4, 1), chi_tieu=["≤ 40%", "≤ 60 %", "3-5 tầng", "xem bảng"]))
    told = {f.feature: f.severity.value for f in findings}
    assert told == {1: "info", 2: "info", 3: "info", 4: "warning"}


def test_identifiers_dates_and_names_are_left_alone(found, layer, grid) -> None:
    columns = {
        "maXa": ["20194", "20197"],
        "ngay": ["30/6/2025", "2025-06-30"],
        "lo": ["0845-0846", "156-160"],
        "ten": ["Khu 1", "2 Lê Lợi"],
    }
    assert found(CODE, layer("lo", grid(2, 1), **columns)) == []


def test_no_data(found, layer) -> None:
    assert found(CODE, layer("lo", [], TangCao=[])) == []
