"""Codes held against each other, under both readings of the first issue."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dothi.intake.dossier.codes import check_codes, issues, read_codes
from dothi.intake.dossier.layout import layout_on
from dothi.intake.dossier.metadata import Metadata, Value
from dothi.law import load_law

LAYOUT = layout_on(load_law(), date(2026, 11, 25))


def codes_found(dossier: str, information: str, kind: str = "") -> list[str]:
    given_values = {"ma-ho-so": dossier, "ma-thong-tin": information, "loai-quy-hoach": kind}
    values = {code: Value(text, code) for code, text in given_values.items() if text}
    metadata = Metadata("a.xlsx", values, {code: code for code in given_values})
    seen = read_codes(metadata, LAYOUT)
    return [finding.code.removeprefix("dossier.") for finding in check_codes(seen, metadata, None, LAYOUT)]


@pytest.mark.parametrize(
    ("overall", "partial", "revision", "agrees"),
    [
        (0, 0, 0, True),
        (1, 0, 0, True),
        (0, 1, 0, True),
        (1, 1, 0, True),
        (2, 0, 0, False),
        (0, 2, 0, False),
        (0, 0, 1, False),
        (1, 0, 1, True),
        (3, 0, 1, True),
        (0, 0, 2, False),
        (0, 1, 2, True),
        (1, 4, 2, True),
    ],
)
def test_revisions(overall: int, partial: int, revision: int, agrees: bool) -> None:
    found = codes_found(f"48QHC{overall}{partial:02}0001", f"48261{1}{revision}12345")
    assert found == ([] if agrees else ["code-revision"])


@pytest.mark.parametrize(
    ("dossier", "level", "kind", "found"),
    [
        ("QHC", "1", "Quy hoạch chung", []),
        ("QPK", "2", "", []),
        ("QCT", "3", "QCT", []),
        ("QCT", "4", "Quy hoạch chi tiết rút gọn", []),
        ("QHC", "2", "QHC", ["code-kind"]),
        ("QHC", "2", "QPK", ["code-kind", "code-kind"]),
        ("QHC", "1", "QPK", ["code-kind"]),
        ("QHC", "1", "chưa rõ", []),
    ],
)
def test_kinds(dossier: str, level: str, kind: str, found: list[str]) -> None:
    assert codes_found(f"48{dossier}0000001", f"4826{level}1012345", kind) == found


def test_a_misbuilt_code_is_told_once_and_compared_with_nothing() -> None:
    assert codes_found("48QHC", "492621012345", "QHC") == ["code-structure", "code-kind"]
    assert codes_found("", "49262101234") == ["code-structure"]
    assert codes_found("", "") == []


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("48QHC0000001", ["lập lần đầu"]),
        ("48QHC1000001", ["điều chỉnh tổng thể lần 1", "lập lần đầu"]),
        ("48QHC2030001", ["điều chỉnh tổng thể lần 2, cục bộ 3", "điều chỉnh tổng thể lần 1, cục bộ 3"]),
    ],
)
def test_issues_under_both_readings(code: str, told: list[str]) -> None:
    seen = read_codes(Metadata("", {"ma-ho-so": Value(code, "")}, {"ma-ho-so": ""}), LAYOUT)
    assert [issue["vi"] for issue in issues(seen["maHoSoQH"])] == told


@given(st.text(max_size=20), st.text(max_size=20), st.text(max_size=20))
def test_any_codes_are_answered(dossier: str, information: str, kind: str) -> None:
    assert set(codes_found(dossier, information, kind)) <= {"code-structure", "code-kind"}
