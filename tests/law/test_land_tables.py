"""Land functions, stages, service levels and land-use codes, against the sources they were read in."""

from __future__ import annotations

from datetime import date

import pytest

from dothi.base.errors import InputError
from dothi.base.time import Truth
from dothi.law import Law, load_law
from dothi.law.tables.land_functions import LandFunction
from dothi.law.tables.land_use_codes import LandUseCode

TODAY = date(2026, 11, 25)
DISPUTED = {"CSK", "SKN", "DPC", "DSH", "DNG"}
TT08_CODES = {
    *("LUC", "LUK", "HNK", "CLN", "RDD", "RPH", "RSX", "NTS", "CNT", "LMU", "NKH"),
    *("ONT", "ODT", "TSC", "CQP", "CAN", "DVH", "DYT", "DGD", "DTT", "DKH", "DSK"),
    *("TMD", "SKC", "SKS", "CSK", "SKN", "DGT", "DTL", "DDT", "DRA", "DNL", "DCK", "DPC", "DSH", "DNG"),
    *("TON", "TIN", "SON", "MNC", "PNK", "BCS", "DCS", "NCS"),
}


def test_the_general_plan_has_its_three_blocks(law: Law) -> None:
    rows = [row for row in law.of(LandFunction).every_row if row.level == "general"]
    blocks = ("civil", "non-civil", "agriculture-other")
    assert {block: sum(row.block == block for row in rows) for block in blocks} == {
        "civil": 7,
        "non-civil": 14,
        "agriculture-other": 9,
    }
    assert all(row.aci is None and not row.colour for row in rows)
    heads = {row.block: {code.rsplit("_", 1)[0] for code in row.legal_codes[:1]} for row in rows}
    assert heads["non-civil"] == {"DAT_NDD"}


@pytest.mark.parametrize(
    ("key", "code", "aci", "colour"),
    [
        ("qpk.nhom-nha-o", "DAT_O_Nhomnhao", 42, "#cc9900"),
        ("qpk.truong-thpt", "DAT_HTXH_TruongTHPT", 24, "#992600"),
        ("qpk.the-duc-the-thao", "", 94, "#009900"),
        ("qpk.cay-xanh-han-che", "", 94, "#009900"),
        ("qpk.bai-do-xe", "DAT_HTKT_Baidoxe", 252, ""),
        ("qpk.rung-phong-ho", "", 129, "#264c43"),
        ("qpk.song-suoi", "", 152, "#0066cc"),
        ("qpk.mat-nuoc-bien", "", 152, ""),
        ("qpk.chua-su-dung", "", 9, "#c0c0c0"),
    ],
)
def test_zoning_functions_carry_code_and_colours(
    law: Law, key: str, code: str, aci: int, colour: str
) -> None:
    row = law.of(LandFunction)[key]
    assert (row.attribute_code, row.aci, row.colour) == (code, aci, colour)


def test_functions_without_a_code_keep_the_key_of_the_project(law: Law) -> None:
    rows = law.of(LandFunction).every_row
    assert len([row for row in rows if row.level == "zoning"]) == 33
    assert len([row for row in rows if row.level == "zoning" and row.attribute_code]) == 13
    without = [row for row in rows if not row.attribute_code]
    assert all("không phải mã pháp lý" in row.note for row in without)
    assert {code for row in rows for code in row.legal_codes}.isdisjoint(row.code for row in rows)


def test_functions_start_with_the_circular(law: Law) -> None:
    table = law.of(LandFunction)
    assert table.at("qpk.dich-vu", date(2025, 6, 29)).truth is Truth.NO
    assert table.at("qpk.dich-vu", date(2025, 6, 30)).truth is Truth.UNKNOWN
    assert table.at("qpk.dich-vu", date(2025, 7, 1)).truth is Truth.YES


def test_a_code_belongs_to_one_function(overlay) -> None:
    good = {
        "code": "qpk.cho",
        "level": "zoning",
        "attribute_code": "dat_DICHVU",
        "colour": "CC0000",
        "starts_earliest": "2026-01-01",
    }
    with pytest.raises(InputError) as error:
        load_law(overlay("land_functions", good))
    assert [fault.code for fault in error.value.faults] == [
        *("law.function-code-twice", "law.bad-colour", "law.function-code-twice"),
    ]


def test_stages_and_service_levels(law: Law) -> None:
    assert {row.code: row.stage for row in law.land_stage_prefixes.in_force(TODAY)} == {
        "HT_": "current",
        "QHDD_": "first-phase",
        "QHDH_": "long-term",
    }
    suffixes = law.land_level_suffixes.in_force(TODAY)
    assert [row.code for row in suffixes] == ["_QG", "_CV", "_CT", "_CH", "_DVO"]
    assert {row.meaning_confidence for row in suffixes} == {"unconfirmed"}


def test_the_list_of_2024_is_complete_and_disputes_are_not_law(law: Law) -> None:
    table = law.of(LandUseCode)
    found = [row for row in table.every_row if row.list == "tt-08-2024-btnmt"]
    assert {row.code for row in found} == TT08_CODES
    assert {row.code for row in found if not row.confidence.confirmed} == DISPUTED
    assert not any(row.colour for row in found)
    assert table.at("LUC", TODAY).truth is Truth.YES
    assert table.at("CSK", TODAY).truth is Truth.UNKNOWN


@pytest.mark.parametrize(
    ("code", "rgb"),
    [
        ("LUC", (255, 252, 140)),
        ("LUN", (255, 252, 180)),
        ("TSN", (170, 255, 255)),
        ("ODT", (255, 160, 255)),
        ("CCC", (255, 170, 160)),
        ("CQP", (255, 100, 80)),
        ("SKK", (250, 170, 160)),
        ("DRA", (205, 170, 205)),
        ("CSD", (255, 255, 254)),
        ("COC", (230, 230, 130)),
    ],
)
def test_colours_of_the_earlier_list(law: Law, code: str, rgb: tuple[int, int, int]) -> None:
    row = law.land_use_codes.at(code, date(2023, 6, 1)).row
    assert row is not None
    assert tuple(bytes.fromhex(row.colour.removeprefix("#"))) == rgb


def test_the_earlier_list_ends_when_the_later_starts_and_the_day_is_not_known(law: Law) -> None:
    table = law.land_use_codes
    assert table.at("LUA", date(2023, 12, 31)).truth is Truth.YES
    assert table.at("LUA", date(2025, 1, 1)).truth is Truth.UNKNOWN
    assert table.at("LUC", date(2025, 1, 1)).truth is Truth.UNKNOWN
    assert table.at("LUA", TODAY).truth is Truth.NO


def test_a_name_that_the_earlier_list_borrows_says_so(law: Law) -> None:
    rows = [row for row in law.of(LandUseCode).confirmed if row.list == "tt-27-2018-btnmt"]
    assert len(rows) == 39
    assert {row.code for row in rows if row.named == "own"} == set()
    assert all("Thông tư 08/2024" in row.title_vi for row in rows if row.named == "later")
    assert all("không ghi tên" in row.title_vi for row in rows if row.named == "none")


def test_clauses_on_conversion_cite_the_land_law_from_its_first_day(law: Law) -> None:
    table = law.conversion_permissions
    assert {row.code: row.basis.removeprefix("Luật Đất đai 31/2024/QH15, ") for row in table.every_row} == {
        "121-1-a": "Điều 121 khoản 1 điểm a",
        "121-1-b": "Điều 121 khoản 1 điểm b",
        "121-1-c": "Điều 121 khoản 1 điểm c",
        "121-1-d": "Điều 121 khoản 1 điểm d",
        "121-1-dd": "Điều 121 khoản 1 điểm đ",
        "121-1-e": "Điều 121 khoản 1 điểm e",
        "121-1-e-kinh-doanh": "Điều 121 khoản 1 điểm e",
        "121-1-g": "Điều 121 khoản 1 điểm g",
        "121-3": "Điều 121 khoản 3",
        "122-1": "Điều 122 khoản 1",
    }
    assert {(row.source, row.confidence.value) for row in table.every_row} == {("S7", "official")}
    assert table.at("121-1-a", date(2024, 7, 31)).truth is Truth.NO
    assert table.at("121-1-a", date(2024, 8, 1)).truth is Truth.YES


def test_readings_of_uses_are_the_projects_own(law: Law) -> None:
    for table in (law.land_law_uses, law.function_uses):
        assert {row.source for row in table.every_row} == {"dothi"}
        assert all("không phải quy định pháp luật" in row.basis for row in table.every_row)
    kinds = {code: row.kind for row in law.land_law_uses.every_row for code in row.codes}
    assert {code for code, kind in kinds.items() if kind == "rice"} == {"LUC", "LUK"}
    assert [kinds[code] for code in ("RDD", "RPH", "RSX")] == [
        *("special-use-forest", "protection-forest", "production-forest")
    ]
    assert DISPUTED.isdisjoint(kinds)
    assert set(kinds) == TT08_CODES - DISPUTED


@pytest.mark.parametrize(
    ("table", "row", "fault"),
    [
        ("land_law_uses", {"code": "tea", "kind": "other-agricultural", "codes": "CLN"}, "law.read-twice"),
        (
            "conversion_permissions",
            {
                "code": "121-9",
                "effect": "permission",
                "from_kinds": "rice",
                "to_kinds": "water",
                "condition_vi": "chỉ khi",
            },
            "law.half-condition",
        ),
        ("function_uses", {"code": "qpk.cho", "uses": "commerce"}, "law.no-function"),
    ],
)
def test_what_is_wrong_with_a_row_on_conversion(overlay, table: str, row: dict[str, str], fault: str) -> None:
    with pytest.raises(InputError) as error:
        load_law(overlay(table, row))
    assert [one.code for one in error.value.faults] == [fault]
