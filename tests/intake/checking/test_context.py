"""What is known of the plan, from the caller and from the file."""

from __future__ import annotations

from datetime import date

import pytest
import shapely

from dothi.base.errors import InputError
from dothi.intake.checking.context import Options, column_called, context_of, tolerances_for
from dothi.intake.layers import Reading

DAY = date(2026, 11, 22)


def context(law, *layers, **options):
    return context_of(Reading("plan", layers), law, Options(day=DAY, **options))


@pytest.mark.parametrize(
    ("scale", "row"),
    [
        (1, "1-500"),
        (500, "1-500"),
        (1999, "1-500"),
        (2000, "1-2000"),
        (5000, "1-5000"),
        (10_000, "1-10000"),
        (999_999, "1-25000"),
    ],
)
def test_the_row_of_the_scale_or_the_next_finer_one(law, scale: int, row: str) -> None:
    assert tolerances_for(law, scale).row.code == row


def test_tolerances_in_metres(law) -> None:
    taken = tolerances_for(law, 2000)
    assert (taken.coincidence, taken.sliver, taken.spike, taken.curve, taken.area) == (
        0.002,
        0.4,
        0.04,
        0.04,
        0.002,
    )
    assert (taken.row.source, taken.row.confidence.value) == ("dothi", "secondary")
    assert "không phải quy định pháp luật" in taken.row.basis


@pytest.mark.parametrize(
    ("code", "row"), [("48QCT0000001", "1-500"), ("48QPK1000001", "1-2000"), ("48QHC0000001", "1-5000")]
)
def test_without_a_scale_the_dossier_code_tells_the_finest_of_its_level(
    law, layer, grid, code: str, row: str
) -> None:
    known = context(law, layer("khu", grid(2, 1), maHoSoQH=[code, None]))
    assert known.tolerances.row.code == row
    assert code in known.scale_from[0]
    assert not known.partial


def test_without_anything_the_strictest(law, layer, grid) -> None:
    known = context(law, layer("khu", grid(2, 1), maHoSoQH=["?", ""]))
    assert known.tolerances.row.code == "1-500"
    assert "chặt nhất" in known.scale_from[0]


@pytest.mark.parametrize(
    ("code", "partial"),
    [
        (("maHoSoQH", "48QPK0000001"), False),
        (("maHoSoQH", "48QPK1000001"), False),
        (("maHoSoQH", "04QHC0010001"), False),  # the circular's own example
        (("maHoSoQH", "48QPK0020001"), True),
        (("maHoSoQH", "48QPK1120001"), True),
        (("maThongTinQH", "482521012345"), False),
        (("maThongTinQH", "482521212345"), True),
    ],
)
def test_the_codes_tell_a_plan_that_amends_a_part(law, layer, grid, code, partial: bool) -> None:
    column, value = code
    known = context(law, layer("khu", grid(2, 1), **{column: [value] * 2}))
    assert known.partial is partial
    assert (value in known.partial_from[0]) is partial


@pytest.mark.parametrize(
    "name", ["RanhGioiQuyHoach_A", "ranh_gioi_quy_hoach", "RANH GIOI LAP QUY HOACH", "boundary"]
)
def test_the_boundary_is_known_by_its_name(law, layer, box, name: str) -> None:
    known = context(law, layer(name, [box(0, 0), box(1, 0)]), layer("khu", [box(0, 0)]))
    assert known.boundary.layer == name
    assert [part.area for part in known.boundary.polygons] == [200.0]


def test_administrative_borders_and_lines_are_no_boundary(law, layer, box) -> None:
    line = layer("RanhGioiQuyHoach_L", [box(0, 0).exterior])
    assert context(law, layer("RanhGioiHanhChinh_A", [box(0, 0)]), line).boundary is None


def test_two_boundaries_are_not_chosen_between(law, layer, box) -> None:
    known = context(law, layer("boundary", [box(0, 0)]), layer("RanhGioiQuyHoach_A", [box(0, 0)]))
    assert known.boundary is None
    assert "nhiều lớp ranh giới" in known.boundary_lacks[0]


def test_an_invalid_boundary_is_mended(law, layer) -> None:
    tie = shapely.Polygon([(0, 0), (10, 10), (10, 0), (0, 10)])
    assert context(law, layer("boundary", [tie])).boundary.polygons[0].is_valid


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"boundary": "khac"}, "check.unknown-layer"),
        ({"zones": ("khac",)}, "check.unknown-layer"),
        ({"stage": "someday"}, "check.unknown-stage"),
        ({"scale": 0}, "check.scale"),
        ({"boundary": "diem"}, "check.boundary-kind"),
    ],
)
def test_options_that_do_not_fit_are_refused_with_a_remedy(law, layer, box, options, code: str) -> None:
    with pytest.raises(InputError) as refused:
        context(law, layer("diem", [box(0, 0).centroid]), **options)
    assert refused.value.code == code
    assert refused.value.faults[0].remedy_vi


def test_columns_are_found_whatever_their_case_or_cut(layer, grid) -> None:
    frame = layer("khu", grid(1, 1), MADOITUONG=["a"], maThongTin=["b"], maHoSo=["c"]).frame
    assert column_called(frame, "maDoiTuong") == "MADOITUONG"
    assert column_called(frame, "maThongTinQH") == "maThongTin"
    assert column_called(frame, "maHoSoQH") is None


@pytest.mark.parametrize(
    ("codes", "partial"),
    [
        (("48QPK0010001", "482521012345"), False),
        (("48QPK0010001", "482521212345"), True),
        (("48QPK0020001", "482521012345"), False),
        (("48QPK0020001", "482521112345"), False),
    ],
)
def test_what_the_information_code_declares_goes_before_the_counter(
    law, layer, grid, codes: tuple[str, str], partial: bool
) -> None:
    known = context(law, layer("khu", grid(1, 1), maHoSoQH=[codes[0]], maThongTinQH=[codes[1]]))
    assert known.partial is partial
    assert known.notes == ()


def test_one_partial_revision_may_be_the_first_issue_and_that_is_said(law, layer, grid) -> None:
    (note,) = context(law, layer("khu", grid(1, 1), maHoSoQH=["04QHC0010001"])).notes
    assert "--partial" in note[0]
    assert "04QHC0010001" in note[1]
    assert context(law, layer("khu", grid(1, 1), maHoSoQH=["04QHC0010001"]), partial=True).notes == ()
