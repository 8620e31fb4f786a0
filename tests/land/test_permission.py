"""Articles 121 and 122 of the Land Law of 2024, clause by clause, on what codes tell and what they do not."""

from __future__ import annotations

from datetime import date

import pytest

from dothi.base.errors import InputError
from dothi.base.time import Truth
from dothi.land.permission import Need, Rules, readings_from, rules_of, would_change
from dothi.law import Law, load_law

DAY = date(2026, 12, 1)


@pytest.fixture(scope="module")
def law() -> Law:
    return load_law()


@pytest.fixture(scope="module")
def rules(law: Law) -> Rules:
    return rules_of(law, DAY)


@pytest.mark.parametrize(
    ("code", "planned", "clauses"),
    [
        # a: rice and the three forests to another agricultural type, also from one forest to another
        ("LUC", "CLN", ["121-1-a"]),
        ("LUK", "qpk.nuoi-trong-thuy-san", ["121-1-a"]),
        ("RDD", "qhc.rung-phong-ho", ["121-1-a"]),
        ("RPH", "NKH", ["121-1-a"]),
        ("RSX", "LUC", ["121-1-a"]),
        # b: agricultural to non-agricultural, whichever it comes to
        ("LUC", "qpk.nhom-nha-o", ["121-1-b"]),
        ("HNK", "qpk.cong-nghiep-kho-tang", ["121-1-b"]),
        ("NTS", "qhc.don-vi-o", ["121-1-b"]),
        ("RSX", "qpk.duong-giao-thong", ["121-1-b"]),
        # đ: non-residential non-agricultural to residential
        ("TSC", "qpk.nhom-nha-o", ["121-1-dd"]),
        ("SKC", "qpk.lang-xom", ["121-1-dd"]),
        ("TON", "ODT", ["121-1-dd"]),
        # e: public-service land to production or business
        ("DGD", "qpk.dich-vu", ["121-1-e"]),
        ("DYT", "qpk.cong-nghiep-kho-tang", ["121-1-e"]),
        # g: production other than commerce to commerce
        ("SKC", "qpk.dich-vu", ["121-1-g"]),
        ("SKS", "TMD", ["121-1-g"]),
        # both uses that the function may mean ask, each by its own clause
        ("DVH", "qpk.hon-hop", ["121-1-dd", "121-1-e"]),
    ],
)
def test_what_needs_permission(rules: Rules, code: str, planned: str, clauses: list[str]) -> None:
    found = rules.change(code, planned)
    assert (found.verdict, found.changes) == (Need.PERMISSION, Truth.YES)
    assert [clause.code for clause in found.clauses] == clauses
    assert all(clause.basis in found.reason.vi for clause in found.clauses)


@pytest.mark.parametrize(
    ("code", "planned"),
    [("HNK", "CLN"), ("CLN", "qpk.nuoi-trong-thuy-san"), ("ODT", "HNK"), ("SKC", "LUC"), ("CNT", "NKH")],
)
def test_everything_else_needs_none(rules: Rules, code: str, planned: str) -> None:
    found = rules.change(code, planned)
    assert (found.verdict, found.changes) == (Need.NO_PERMISSION, Truth.YES)
    assert [clause.basis for clause in found.clauses] == ["Luật Đất đai 31/2024/QH15, Điều 121 khoản 3"]


@pytest.mark.parametrize(
    ("code", "planned", "clauses"),
    [
        # c: the code does not tell how large the farm is; also for land whose group is not told
        ("HNK", "CNT", ["121-1-c"]),
        ("ODT", "CNT", ["121-1-c"]),
        ("BCS", "CNT", ["121-1-c"]),
        # d: the code does not tell how the land was allocated
        ("TSC", "qpk.duong-giao-thong", ["121-1-d"]),
        ("ODT", "qpk.dich-vu", ["121-1-d"]),
        ("SKC", "SKS", ["121-1-d"]),
        ("DVH", "DYT", ["121-1-d"]),
        # e: public-purpose land, only where it is used for business
        ("DGT", "qpk.dich-vu", ["121-1-d", "121-1-e-kinh-doanh"]),
        # the text read speaks of no such conversion
        ("BCS", "qpk.nhom-nha-o", []),
        ("HNK", "qhc.song-suoi", []),
        ("SON", "qpk.nhom-nha-o", []),
    ],
)
def test_what_codes_do_not_tell_is_not_known(
    rules: Rules, code: str, planned: str, clauses: list[str]
) -> None:
    found = rules.change(code, planned)
    assert (found.verdict, found.changes) == (Need.UNKNOWN, Truth.YES)
    assert [clause.code for clause in found.clauses] == clauses
    assert all(clause.condition_vi in found.reason.vi for clause in found.clauses)
    assert found.reason.vi
    assert found.reason.en


@pytest.mark.parametrize(
    ("code", "planned"),
    [
        ("LUC", "LUK"),
        ("ONT", "qpk.nhom-nha-o"),
        ("DGT", "qpk.duong-giao-thong"),
        ("RPH", "qhc.rung-phong-ho"),
    ],
)
def test_land_that_keeps_its_use(rules: Rules, code: str, planned: str) -> None:
    found = rules.change(code, planned)
    assert (found.verdict, found.changes, found.clauses) == (Need.NO_CHANGE, Truth.NO, ())
    assert found.resolution is Truth.NO


def test_a_function_that_includes_the_present_use_leaves_it_open(rules: Rules) -> None:
    house = rules.change("ODT", "qhc.don-vi-o")
    assert (house.verdict, house.changes) == (Need.UNKNOWN, Truth.UNKNOWN)
    rice = rules.change("LUC", "qpk.nong-nghiep")
    assert (rice.verdict, rice.changes, rice.resolution) == (Need.UNKNOWN, Truth.UNKNOWN, Truth.UNKNOWN)
    assert [clause.code for clause in rice.clauses] == ["121-1-a"]


def test_no_permission_is_certain_even_where_the_change_is_not(rules: Rules) -> None:
    found = rules.with_readings({}, {"X": ("annual-crops", "perennial-crops")}).change("HNK", "X")
    assert (found.verdict, found.changes) == (Need.NO_PERMISSION, Truth.UNKNOWN)


@pytest.mark.parametrize("code", ["LUC", "LUK", "RDD", "RPH", "RSX"])
@pytest.mark.parametrize("planned", ["qpk.nhom-nha-o", "HNK", "qhc.song-suoi", "qpk.chua-su-dung"])
def test_rice_and_forest_to_other_purposes_need_a_resolution(rules: Rules, code: str, planned: str) -> None:
    found = rules.change(code, planned)
    assert (found.guarded, found.resolution) == (True, Truth.YES)
    assert found.resolution_clause is not None
    assert found.resolution_clause.basis == "Luật Đất đai 31/2024/QH15, Điều 122 khoản 1"
    assert "trừ khi" in found.resolution_clause.condition_vi


@pytest.mark.parametrize("code", ["HNK", "CNT", "ODT", "BCS"])
def test_other_land_needs_no_resolution(rules: Rules, code: str) -> None:
    found = rules.change(code, "qpk.co-quan")
    assert (found.guarded, found.resolution, found.resolution_clause) == (False, Truth.NO, None)


@pytest.mark.parametrize(
    ("code", "planned", "resolution", "said"),
    [
        ("XYZ", "qpk.dich-vu", Truth.UNKNOWN, "XYZ"),
        ("", "qpk.dich-vu", Truth.UNKNOWN, "không có mã"),
        ("CSK", "qpk.dich-vu", Truth.UNKNOWN, "CSK"),
        ("HNK", "qpk.cay-xanh-han-che", Truth.NO, "qpk.cay-xanh-han-che"),
        ("HNK", "", Truth.NO, "không có chức năng"),
    ],
)
def test_what_nobody_read_is_not_known(
    rules: Rules, code: str, planned: str, resolution: Truth, said: str
) -> None:
    found = rules.change(code, planned)
    assert (found.verdict, found.changes, found.resolution) == (Need.UNKNOWN, Truth.UNKNOWN, resolution)
    assert said in found.reason.vi


def test_rice_under_a_function_nobody_read_still_stands_out(rules: Rules) -> None:
    found = rules.change("LUC", "qpk.cay-xanh-han-che")
    assert (found.guarded, found.resolution) == (True, Truth.UNKNOWN)
    assert found.resolution_clause is not None


def test_the_law_answers_from_its_first_day(law: Law) -> None:
    before = would_change(law, "LUC", "qpk.nhom-nha-o", date(2024, 7, 31))
    assert (before.verdict, before.changes, before.clauses) == (Need.UNKNOWN, Truth.UNKNOWN, ())
    assert "31/7/2024" in before.reason.vi
    assert would_change(law, "LUC", "qpk.nhom-nha-o", date(2024, 8, 1)).verdict is Need.PERMISSION


def test_every_pair_there_is(rules: Rules) -> None:
    """A use that stays asks for nothing; a resolution is asked exactly where guarded land changes."""
    for code in rules.current:
        for planned in rules.planned:
            found = rules.change(code, planned)
            assert (found.verdict is Need.NO_CHANGE) is (found.changes is Truth.NO)
            assert found.resolution is (found.changes if found.guarded else Truth.NO)
            assert (found.verdict is Need.NO_CHANGE) or found.reason.en != "The use stays as it is"


def test_readings_of_ones_own(rules: Rules) -> None:
    rows = [
        {"side": "current", "code": "3", "uses": "rice"},
        {"side": "planned", "code": "B", "uses": "residential commerce"},
    ]
    found = readings_from(rules, rows).change("3", "B")
    assert (found.verdict, [clause.code for clause in found.clauses]) == (Need.PERMISSION, ["121-1-b"])
    assert rules.change("3", "B").verdict is Need.UNKNOWN


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ({"side": "current", "code": "a", "uses": "rice commerce"}, "conversion.uses-row"),
        ({"side": "hai", "code": "a", "uses": "rice"}, "conversion.uses-row"),
        ({"side": "planned", "code": "a", "uses": "cho"}, "conversion.uses-row"),
        ({"side": "planned", "code": "a", "uses": ""}, "conversion.uses-row"),
        ({"code": "a", "uses": "rice"}, "conversion.uses-column"),
    ],
)
def test_readings_are_read_strictly(rules: Rules, row: dict[str, str], code: str) -> None:
    with pytest.raises(InputError) as caught:
        readings_from(rules, [row])
    assert caught.value.faults[0].code == code
