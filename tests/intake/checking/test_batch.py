"""Findings in columns, written out one at a time."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from dothi.intake.checking.batch import Batch, Findings, Words, in_order, places_of
from dothi.intake.findings import Severity


def batch(*ids, severity=Severity.ERROR, **columns) -> Batch:
    return Batch(
        code="geometry.invalid",
        severity=severity,
        layer="khu",
        ids=np.array(ids, dtype=object),
        words=lambda row: Words(f"thứ {row}", f"number {row}", "sửa", "mend"),
        **columns,
    )


def test_findings_are_a_sequence_over_all_batches() -> None:
    findings = Findings((batch(3, 4), batch(), batch("a")))
    assert len(findings) == 3
    assert [finding.feature for finding in findings] == [3, 4, "a"]
    assert findings[-1].feature == "a"
    assert [finding.message for finding in findings[1:]] == ["thứ 1", "thứ 0"]
    with pytest.raises(IndexError):
        findings[3]


def test_no_findings() -> None:
    assert len(Findings()) == 0
    assert list(Findings()) == []


def test_a_batch_in_the_order_of_the_features_keeps_rows_together() -> None:
    made = batch(
        9, 2, 5,
        measure=np.array([0.9, 0.2, 0.5]),
        geometry=np.array([shapely.Point(9, 0), shapely.Point(2, 0), shapely.Point(5, 0)], dtype=object),
        others=[(90,), (20,), (50,)],
    )  # fmt: skip
    ordered = Findings((in_order(made, np.array([9, 2, 5])),))
    assert [(f.feature, f.measure, f.geometry.x, f.others, f.message) for f in ordered] == [
        (2, 0.2, 2.0, (20,), "thứ 1"),
        (5, 0.5, 5.0, (50,), "thứ 2"),
        (9, 0.9, 9.0, (90,), "thứ 0"),
    ]


def test_where_names_field_and_place() -> None:
    made = batch(1, column="DienTich", geometry=np.array([shapely.box(0, 0, 2, 2)], dtype=object))
    assert made.finding(0).where == "trường DienTich, X (bắc) 1,00; Y (đông) 1,00"
    assert batch(1).finding(0).where == ""


def test_no_place_for_what_lies_nowhere() -> None:
    shapes = np.empty(4, object)
    shapes[:] = [None, shapely.Point(), shapely.Point(float("nan"), 0), shapely.box(0, 0, 2, 2)]
    places = places_of(shapes)
    assert np.isnan(places[:3]).all()
    assert places[3].tolist() == [1.0, 1.0]


@pytest.mark.parametrize("hollow", [shapely.Polygon(), shapely.LineString()])
def test_a_collection_with_an_empty_part_has_a_place(hollow) -> None:
    shapes = np.empty(1, object)
    shapes[:] = [shapely.GeometryCollection([hollow, shapely.Point(3, 4)])]
    assert places_of(shapes).tolist() == [[3.0, 4.0]]
