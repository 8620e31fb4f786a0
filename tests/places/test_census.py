from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dothi.base.errors import InputError
from dothi.places.census import check_sums, match, read_census_file
from dothi.places.census_table import RawLine

DAY = date(2019, 4, 1)
COLUMNS = ("province", "district", "commune", "total", "urban", "rural")


def line(*cells: str, number: int = 2) -> RawLine:
    return RawLine(f"a.csv, dòng {number}", dict(zip(COLUMNS, cells, strict=True)))


@pytest.fixture(scope="module")
def aliases(pack) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row in pack.aliases:
        if row.subject == "unit":
            found.setdefault(row.key, []).append(row.name)
    return found


@pytest.fixture
def check(pack, aliases):
    """Faults of one or more lines, by code, and the rows that were right."""

    def run(*lines: RawLine):
        rows, faults = match(lines, pack.gazetteer, DAY, aliases)
        return rows, faults + check_sums(rows)

    return run


QN = "Tỉnh Quảng Nam"


def test_every_line_of_the_census_finds_its_unit_by_name(pack, folder: Path, aliases) -> None:
    with (folder / "census_2019.csv").open(encoding="utf-8") as stream:
        expected = {
            (r["province"], r["district"], r["commune"]): r["unit_key"] for r in csv.DictReader(stream)
        }
    rows = read_census_file(folder / "census_2019.csv", pack.gazetteer, DAY, aliases)
    assert {(row.province, row.district, row.commune): row.unit_key for row in rows} == expected
    assert len(rows) == 18 + 7 + 244 + 56 + 2


@pytest.mark.parametrize(
    ("district", "commune", "key"),
    [
        ("Huyện Phú Ninh", "Xã Tam Dân", "3c-20392"),
        ("Huyện Phú Ninh", "Xã Tam Đàn", "3c-20374"),
        ("Huyện Nam Trà My", "Xã Trà Don", "3c-20956"),
        ("Huyện Nam Trà My", "Xã Trà Dơn", "3c-20938"),
        ("Huyện Phước Sơn", "Xã Phước Hoà", "3c-20729"),
        ("Huyện Phước Sơn", "Xã Phước Hòa", "3c-20729"),
        ("HUYỆN\u00a0ĐẠI LỘC", "Thị Trấn ái Nghĩa", "3c-20500"),
        ("Huyện Đông Giang", "Xã Mà Cooi", "3c-20494"),
        ("Huyện Nông Sơn", "Xã Quế Lộc", "3c-20671"),
        ("Thị xã Điện Bàn", "Xã Điện Minh", "3c-20593"),
    ],
)
def test_names_that_differ_only_in_writing_are_one_and_others_are_two(
    check, district: str, commune: str, key: str
) -> None:
    (row,), faults = check(line(QN, district, commune, "5", "", "5"))
    assert row.unit_key == key
    assert faults == []


@pytest.mark.parametrize(
    ("cells", "code", "says"),
    [
        (("Thị xã Điện Bàn", "Phường Điện Minh", "5", "5", ""), "census.no-match", "gần giống: Xã Điện Minh"),
        (("Huyện Quế Sơn", "Xã Quế Lộc", "5", "", "5"), "census.no-match", "Quế Lộc"),
        (("Huyện Phú Ninh", "Xã Tam Daan", "5", "", "5"), "census.no-match", "Xã Tam Dân"),
        (("Huyện Phú", "Xã Tam Dân", "5", "", "5"), "census.no-match", "«Huyện Phú»"),
        (("Huyện Phú Ninh", "Xã Tam Dân", "-5", "", "-5"), "census.negative", "-5"),
        (("Huyện Phú Ninh", "Xã Tam Dân", "5", "-1", "6"), "census.negative", "Cột urban"),
        (
            ("Huyện Phú Ninh", "Xã Tam Dân", "5", "1", "5"),
            "census.total",
            "5 khác thành thị 1 cộng nông thôn 5",
        ),
        (("Huyện Phú Ninh", "Xã Tam Dân", "5", "", "4"), "census.total", "Tổng số 5"),
        (("Huyện Phú Ninh", "Xã Tam Dân", "năm", "", "5"), "census.number", "«năm»"),
        (("Huyện Phú Ninh", "Xã Tam Dân", "", "", "5"), "census.number", "total"),
        (("Huyện Phú Ninh", "Xã Tam Dân", "5", "", ""), "census.number", "urban"),
    ],
)
def test_a_wrong_line_is_named_with_file_line_and_remedy(
    check, cells: tuple[str, ...], code: str, says: str
) -> None:
    rows, faults = check(line(QN, *cells, number=7))
    assert rows == ()
    assert [fault.code for fault in faults] == [code]
    assert faults[0].where == "a.csv, dòng 7"
    assert says in faults[0].vi
    assert faults[0].remedy_vi
    assert faults[0].remedy_en


def test_a_name_that_two_units_bear_needs_its_district(check) -> None:
    rows, faults = check(
        line("", "", "Xã Phước Ninh", "5", "", "5"), line("", "", "Xã Tam Thanh", "5", "", "5")
    )
    assert [row.unit_key for row in rows] == ["3c-20669", "3c-20359"]
    assert faults == []


def test_a_commune_that_matches_two_units_is_refused(make) -> None:
    for district in ("a", "b"):
        make.unit(district, level=2, kind="Huyện", name=f"Huyện {district}")
        make.unit(f"{district}1", name="Xã Hòa Bình", parent=district)
    rows, (fault,) = match([line("", "", "Xã Hoà Bình", "5", "", "5")], make.gazetteer(), DAY, {})
    assert rows == ()
    assert fault.code == "census.two-matches"
    assert "a1, b1" in fault.vi
    (row,), none = match([line("", "Huyện b", "Xã Hoà Bình", "5", "", "5")], make.gazetteer(), DAY, {})
    assert (row.unit_key, none) == ("b1", [])


def test_one_unit_on_two_lines_is_refused(check) -> None:
    one = line(QN, "Huyện Phú Ninh", "Xã Tam Dân", "5", "", "5", number=2)
    two = line(QN, "Huyện Phú Ninh", "XÃ TAM DÂN", "5", "", "5", number=3)
    _, (fault,) = check(one, two)
    assert (fault.code, fault.where) == ("census.twice", "a.csv, dòng 3")
    assert "dòng 2" in fault.vi


def test_a_district_that_disagrees_with_its_communes_is_named(check) -> None:
    _, (fault,) = check(
        line(QN, "Huyện Phú Ninh", "", "10", "", "10", number=2),
        line(QN, "Huyện Phú Ninh", "Xã Tam Dân", "5", "", "5", number=3),
        line(QN, "Huyện Phú Ninh", "Xã Tam Đàn", "4", "", "4", number=4),
    )
    assert (fault.code, fault.where) == ("census.sum", "a.csv, dòng 2")
    assert "ghi 10 người" in fault.vi
    assert "được 9" in fault.vi


def test_urban_that_disagrees_is_found_though_the_total_agrees(check) -> None:
    _, faults = check(
        line(QN, "Huyện Phú Ninh", "", "5", "5", "", number=2),
        line(QN, "Huyện Phú Ninh", "Xã Tam Dân", "5", "", "5", number=3),
    )
    assert [fault.code for fault in faults] == ["census.sum"]


def test_a_province_that_disagrees_with_its_districts_is_named(check) -> None:
    _, (fault,) = check(
        line(QN, "", "", "11", "", "11", number=2), line(QN, "Huyện Phú Ninh", "", "10", "", "10", number=3)
    )
    assert (fault.code, fault.where) == ("census.sum", "a.csv, dòng 2")


def test_reading_names_every_fault_at_once(pack, tmp_path: Path) -> None:
    path = tmp_path / "xau.csv"
    path.write_text(
        "province,district,commune,total,urban,rural\n"
        f"{QN},Huyện Phú Ninh,Xã Không Có,5,,5\n{QN},Huyện Phú Ninh,Xã Tam Dân,-5,,-5\n",
        encoding="utf-8",
    )
    with pytest.raises(InputError) as caught:
        read_census_file(path, pack.gazetteer, DAY, {})
    assert [fault.code for fault in caught.value.faults] == ["census.no-match", "census.negative"]


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.text(max_size=12) | st.sampled_from(["Huyện a", "5"]), min_size=6, max_size=6))
def test_any_line_gives_a_row_or_a_fault(make, cells: list[str]) -> None:
    make.unit("a", level=2, kind="Huyện", name="Huyện a")
    rows, faults = match([line(*cells)], make.gazetteer(), DAY, {})
    assert len(rows) + min(len(faults), 1) == 1
