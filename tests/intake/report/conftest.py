"""A plan with a fault of every rule, drawn by hand."""

from __future__ import annotations

from datetime import date

import pytest
import shapely

from dothi.intake.report.content import Cover

E, N = 577_000.0, 1_722_000.0


def at(column: float, row: float, width: float = 10.0, height: float = 10.0) -> shapely.Polygon:
    west, south = E + 10 * column, N + 10 * row
    return shapely.box(west, south, west + width, south + height)


@pytest.fixture(scope="session")
def faulty(layer):
    """Layers of a plan in which every rule finds something."""
    ring = [
        (E + 60, N),
        (E + 70, N),
        (E + 70, N + 10),
        (E + 65.002, N + 10),
        (E + 65, N + 13),
        (E + 64.998, N + 10),
    ]
    zones = [
        at(0, 0), at(1, 0, 10.05), at(2, 0, 14), at(3, 0), at(0, 1, 20), at(2, 1), at(2, 1), at(5, 0), None,
        shapely.Polygon([*ring, (E + 60, N + 10), (E + 60, N + 10)]),
        shapely.Polygon([(E + 80, N), (E + 90, N + 10), (E + 90, N), (E + 80, N + 10)]),
        at(4, 2), at(3, 2), at(3, 3), at(3, 4), at(4, 4), at(5, 4), at(5, 3), at(5, 2), at(99, 0), at(8, 8),
        at(9.5, 0),
        shapely.Point(E + 20, N + 60).buffer(9, quad_segs=8), shapely.Point(E + 5, N + 5),
    ]  # fmt: skip
    count = len(zones)
    codes = ["DAT_O_Nhomnhao"] * count
    codes[3] = "DAT_KHONGCO"
    areas: list[float | None] = [100.0] * count
    limits = ["40"] * count
    limits[1], limits[2], limits[5] = "≤ 40%", "3-5 tầng", "xem <b>quy định</b> & bảng"
    begins: list[str | None] = [None] * count
    begins[7] = "khi được duyệt"
    outline = shapely.Polygon(at(0, 0, 100, 100).exterior, [at(8, 8, 15, 15).exterior])
    return (
        layer(
            "ChucNangSuDungDat_A",
            zones,
            phanLoai=codes,
            DienTich=areas,
            MatDoXayDung=limits,
            maDoiTuong=["x"] * count,
            hieuLucTu=begins,
        ),
        layer("RanhGioiQuyHoach_A", [outline]),
    )


@pytest.fixture(scope="session")
def result(checked, faulty):
    return checked(*faulty, stage="draft")


@pytest.fixture(scope="session")
def cover() -> Cover:
    return Cover(
        file="Phân khu <An Phú> & lân cận.gpkg",
        sha256="0123456789abcdef" * 4,
        made=date(2026, 11, 22),
        program="dothi 0.1.0",
        findings_file="phat-hien.gpkg",
    )
