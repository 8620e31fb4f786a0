"""Where a parcel begins and ends."""

from __future__ import annotations

import pytest

from dothi.intake.reading.corners.cells import row_of
from dothi.intake.reading.corners.headings import heading_of, role_of
from dothi.intake.reading.corners.parcels import gather

A = [(0, 0), (0, 10), (10, 10), (10, 0)]


def table(*rows):
    return [row_of(number, list(cells)) for number, cells in enumerate(rows, start=1)]


def parcels(*rows):
    made = table(*rows)
    heading = heading_of(made)
    assert heading is not None
    return gather(made, heading)


def corners(offset: int = 0, first: int = 1):
    return [[first + place, x + offset, y] for place, (x, y) in enumerate(A)]


def found(gathered):
    return [(parcel.name, parcel.corners, parcel.shape().area) for parcel in gathered.parcels]


@pytest.mark.parametrize(
    ("text", "role"),
    [
        *((word, "north") for word in ("X", "X (m)", "Tọa độ X", "Bắc", "X (Bắc)", "Northing", "B¾c", "N")),
        *((word, "east") for word in ("Y", "Y(m)", "Đông", "Tọa độ Y (m)", "Easting", "§«ng", "Ñoâng")),
        *((word, "point") for word in ("Số hiệu điểm", "Điểm", "Tên mốc", "Đỉnh", "Point")),
        *((word, "parcel") for word in ("Thửa", "Số thửa", "Lô", "Tên khu", "Số hiệu thửa đất")),
        ("Kinh độ", "longitude"),
        ("Vĩ độ", "latitude"),
        ("Diện tích", ""),
        ("Exxon", ""),
    ],
)
def test_heading_words(text, role) -> None:
    assert role_of(text) == role


def test_a_ring_closed_on_its_first_corner_ends_the_parcel() -> None:
    closing = [1, 0, 0]
    gathered = parcels(["Điểm", "X", "Y"], *corners(), closing, *corners(100, first=5), [5, 100, 0])
    assert found(gathered) == [("", 4, 100), ("", 4, 100)]


def test_numbering_from_one_again_begins_a_parcel() -> None:
    assert found(parcels(["Điểm", "X", "Y"], *corners(), *corners(100))) == [("", 4, 100), ("", 4, 100)]


def test_titles_and_empty_lines_begin_a_parcel() -> None:
    gathered = parcels(
        ["Điểm", "X", "Y"],
        ["Thửa 12"],
        *corners(),
        ["Diện tích: 100 m²"],
        ["Thửa 13"],
        *corners(100),
        [],
        *corners(200),
    )
    assert [name for name, _, _ in found(gathered)] == ["Thửa 12", "Thửa 13", ""]
    assert gathered.parcels[0].note == "Diện tích: 100 m²"
    assert [parcel.row for parcel in gathered.parcels] == [3, 9, 14]


def test_a_named_parcel_keeps_its_name_down_merged_cells_and_over_empty_lines() -> None:
    rows = [["7" if place == 0 else None, *corner] for place, corner in enumerate(corners())]
    gathered = parcels(
        ["Thửa", "Điểm", "X", "Y"], *rows[:2], [], *rows[2:], ["8", 1, 0, 0], [None, 2, 0, 5], [None, 3, 5, 5]
    )
    assert found(gathered) == [("7", 4, 100), ("8", 3, 12.5)]


def test_a_ring_inside_another_of_one_parcel_is_a_hole() -> None:
    hole = [[9, 2, 2], [10, 2, 4], [11, 4, 4], [12, 4, 2], [9, 2, 2]]
    rows = [["7", *corner] for corner in (*corners(), [1, 0, 0], *hole)]
    assert found(parcels(["Thửa", "Điểm", "X", "Y"], *rows)) == [("7", 8, 96)]


def test_a_corner_that_cannot_be_read_is_told_where_it_is_missing() -> None:
    gathered = parcels(["Điểm", "X", "Y"], *corners()[:3], [4, "mờ", 0])
    assert gathered.unreadable == [5]
    assert gathered.parcels[0].note == "thiếu đỉnh ở dòng 5"


def test_headings_again_in_the_middle_are_no_corners() -> None:
    gathered = parcels(["Điểm", "X", "Y"], *corners(), ["Điểm", "X", "Y"], *corners(100))
    assert gathered.unreadable == []
    assert len(gathered.parcels) == 2


def test_fewer_than_three_corners_make_no_area() -> None:
    assert parcels(["Điểm", "X", "Y"], *corners()[:2]).parcels[0].shape() is None


def test_rings_of_a_named_parcel_that_are_not_closed_stay_rings() -> None:
    """Numbering starts again: a square of 10 m with a hole of 2 m, and never one ring of eight corners."""
    hole = [[1, 2, 2], [2, 2, 4], [3, 4, 4], [4, 4, 2]]
    rows = [["7", *corner] for corner in (*corners(), *hole)]
    assert found(parcels(["Thửa", "Điểm", "X", "Y"], *rows)) == [("7", 8, 96)]


def test_a_column_of_parts_or_rings_tells_rings_apart() -> None:
    hole = [[5, 2, 2], [6, 2, 4], [7, 4, 4], [8, 4, 2]]
    rows = [["7", 1, 1, *corner] for corner in corners()]
    rows += [[None, None, 2, *corner] for corner in hole]
    rows += [[None, 2, 1, *corner] for corner in corners(100, first=9)]
    assert found(parcels(["Thửa", "Phần", "Vòng", "Điểm", "X", "Y"], *rows)) == [("7", 12, 196)]


def test_a_parcel_named_on_a_line_of_its_own_takes_the_corners_below() -> None:
    rows = [["7"], *([None, *c] for c in corners()), ["8"], *([None, *c] for c in corners(100))]
    assert found(parcels(["Thửa", "Điểm", "X", "Y"], *rows)) == [("7", 4, 100), ("8", 4, 100)]


def test_a_corner_whose_coordinates_are_empty_is_told() -> None:
    gathered = parcels(["Thửa", "Điểm", "X", "Y"], *(["7", *c] for c in corners()[:3]), ["7", 4, None, None])
    assert gathered.unreadable == [5]
    assert gathered.parcels[0].note == "thiếu đỉnh ở dòng 5"
    unnamed = parcels(["Điểm", "X", "Y"], *corners()[:3], [4, None, None])
    assert unnamed.unreadable == [5]


def test_a_parcel_without_any_corner_is_told() -> None:
    gathered = parcels(["Thửa", "Điểm", "X", "Y"], *(["7", *c] for c in corners()), ["8"], ["Tổng: 1"])
    assert gathered.bare == [6]


def test_a_ring_of_two_corners_beside_a_whole_one_is_told() -> None:
    (parcel,) = parcels(
        ["Thửa", "Vòng", "Điểm", "X", "Y"],
        *(["7", 1, *c] for c in corners()),
        ["7", 2, 5, 2, 2],
        ["7", 2, 6, 3, 3],
    ).parcels
    assert parcel.short
    assert parcel.shape().area == 100
