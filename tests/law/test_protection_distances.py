"""Distances of QCVN 01:2021/BXD as its tables 2.20, 2.22 and 2.25 were read."""

from __future__ import annotations

from datetime import date

import pytest

from dothi.law import Law
from dothi.law.tables.protection_distances import ProtectionDistance

DAY = date(2026, 12, 31)


def rows(law: Law, **wanted: str) -> list[ProtectionDistance]:
    found = law.of(ProtectionDistance).in_force(DAY)
    return [row for row in found if all(getattr(row, name) == value for name, value in wanted.items())]


@pytest.mark.parametrize(
    ("technology", "housing"),
    [("first-burial", 1000), ("single-burial", 500), ("bone-burial", 100), ("crematorium", 500)],
)
def test_cemeteries_to_housing(law: Law, technology: str, housing: int) -> None:
    (row,) = rows(law, facility="cemetery", technology=technology, protects="housing")
    assert (float(row.distance), row.most, row.basis) == (housing, housing, "QCVN 01:2021/BXD, bảng 2.25")


@pytest.mark.parametrize(
    ("capacity", "metres"),
    [(199.9, 80), (200, 100), (5_000, 100), (5_000.1, 250), (50_000, 250), (50_000.1, 350)],
)
def test_wastewater_by_capacity_to_a_hair(law: Law, capacity: float, metres: int) -> None:
    (row,) = (row for row in rows(law, facility="wastewater", technology="treatment") if row.takes(capacity))
    assert (float(row.distance), row.most) == (metres, 1.5 * metres)


def test_what_the_copy_had_lost_is_left_out(law: Law) -> None:
    assert [row.technology for row in rows(law, facility="cemetery", protects="transport")] == [
        "first-burial"
    ]
    assert len(rows(law, facility="wastewater", technology="filtration-field")) == 2


def test_until_the_code_of_2026(law: Law) -> None:
    table = law.of(ProtectionDistance)
    assert all(row.confidence.confirmed for row in table.every_row)
    assert table.in_force(date(2021, 7, 4)) == ()
    assert len(table.in_force(date(2021, 7, 5))) == len(table.in_force(DAY)) == len(table.every_row)
    assert table.in_force(date(2027, 1, 1)) == ()


@pytest.mark.parametrize(("capacity", "mains"), [(299, []), (300, [7]), (999, [7]), (1000, [15])])
def test_water_mains_by_diameter(law: Law, capacity: float, mains: list[int]) -> None:
    found = [row for row in rows(law, facility="water-main") if row.takes(capacity)]
    assert [int(row.distance) for row in found] == mains
