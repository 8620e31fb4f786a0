"""Two overlapping features that both set density, storeys or floor area ratio."""

from __future__ import annotations

import pytest

CODE = "meaning.double-regulation"


def test_neighbours_may_both_regulate(found, layer, grid) -> None:
    assert found(CODE, layer("lo", grid(3, 1), MatDoXayDung=[40, 60, 80])) == []


@pytest.mark.parametrize("column", ["MatDoXayDung", "tang_cao", "HSSDD"])
def test_an_overlap_with_two_values_is_found_with_both(found, layer, box, column: str) -> None:
    (finding,) = found(CODE, layer("lo", [box(0, 0), box(0.4, 0)], **{column: ["40", "≤ 60"]}))
    assert (finding.feature, finding.others) == (1, (2,))
    assert finding.measure == pytest.approx(60.0)
    assert finding.message.endswith(": 40 và không quá 60")
    assert finding.message_en.endswith("40 and at most 60")


@pytest.mark.parametrize(
    ("values", "vi", "en"),
    [
        ([40.0, 40.0], "cùng đặt 40", "both set 40"),
        ([2.50, 2.5], "cùng đặt 2,5", "both set 2,5"),
        (["40%", "40 %"], "cùng đặt 40 %", "both set 40 %"),
        (["≤ 40,0%", "tối đa 40%"], "cùng đặt không quá 40,0 %", "both set at most 40,0 %"),
        (["theo QCVN", "theo QCVN"], "cùng đặt «theo QCVN»", "both set «theo QCVN»"),
        ([1234.5, 1000.0], "1.234,5 và 1.000", "1.234,5 and 1.000"),
        (["40%", "40 tầng"], "40 % và 40 tầng", "40 % and 40 tầng"),
    ],
)
def test_equal_values_are_two_regulations_as_well_and_said_to_be_equal(  # noqa: PLR0917
    found, layer, box, values: list[float | str], vi: str, en: str
) -> None:
    (finding,) = found(CODE, layer("lo", [box(0, 0), box(0.4, 0)], MatDo=values))
    assert finding.message.rpartition(": ")[2] == vi
    assert finding.message_en.rpartition(": ")[2] == en


def test_one_value_only_is_no_contradiction(found, layer, box) -> None:
    assert found(CODE, layer("lo", [box(0, 0), box(0.4, 0)], MatDo=[40.0, None], TangCao=[" ", "5"])) == []


def test_each_regulation_is_a_finding_of_its_own(found, layer, box) -> None:
    findings = found(CODE, layer("lo", [box(0, 0), box(0.4, 0)], MatDo=[40, 50], TangCao=[3, 5]))
    assert ["mật độ" in f.message for f in findings] == [True, False]


@pytest.mark.parametrize(("millimetres", "count"), [(0.98, 0), (1.02, 1)])
def test_a_hair_under_and_over_the_tolerance(found, layer, box, millimetres: float, count: int) -> None:
    zones = [box(0, 0, 10 + millimetres / 1000, height=10), box(1, 0)]
    assert len(found(CODE, layer("lo", zones, MatDo=[40, 50]))) == count


def test_a_partial_plan_is_not_exempt(found, layer, box) -> None:
    assert len(found(CODE, layer("lo", [box(0, 0), box(0.4, 0)], MatDo=[40, 50]), partial=True)) == 1


def test_layers_that_are_no_tiling_are_looked_at_too(found, layer, box) -> None:
    circles = [box(c, 0).centroid.buffer(7) for c in range(9)]
    assert len(found(CODE, layer("khong-che", circles, TangCao=list(range(9))))) == 8


def test_layers_without_such_columns_are_unknown(checked, layer, grid) -> None:
    result = checked(layer("lo", grid(2, 1)))
    assert (CODE, "lo", True) in [(s.rule, s.layer, s.unknown) for s in result.skipped]


def test_no_data(found, layer) -> None:
    assert found(CODE, layer("lo", [], MatDo=[])) == []
