"""Layer names and values read as land functions, by the lists of the law."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dothi.base.time import Truth
from dothi.intake.functions import (
    FunctionIndex,
    FunctionMapping,
    Mapped,
    Standing,
    function_index,
    read_function,
    unknown_layers,
)
from dothi.law import Law, load_law
from dothi.law.tables.land_functions import LandFunction

TODAY = date(2026, 11, 25)
LAW = load_law()
INDEX = function_index(LAW, TODAY)


@pytest.fixture(scope="module")
def law() -> Law:
    return LAW


@pytest.fixture(scope="module")
def index() -> FunctionIndex:
    return INDEX


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("DAT_O_Nhomnhao", ("qpk.nhom-nha-o", "DAT_O_Nhomnhao", "", "")),
        ("QHDH_DAT_O_Nhomnhao_DVO", ("qpk.nhom-nha-o", "DAT_O_Nhomnhao", "QHDH_", "_DVO")),
        ("qhdd-dat.o nhomnhao", ("qpk.nhom-nha-o", "DAT_O_Nhomnhao", "QHDD_", "")),
        ("ĐẤT_Ở_Nhóm nhà ở", ("qpk.nhom-nha-o", "DAT_O_Nhomnhao", "", "")),
        ("HT_DAT_NDD_CONGNGHIEP", ("qhc.cong-nghiep", "DAT_NDD_CONGNGHIEP", "HT_", "")),
        ("DAT_SX_CONGNGHIEP", ("qpk.cong-nghiep-kho-tang", "DAT_SX_Congnghiep", "", "")),
        ("HT_DAT_HTXH_TruongTHPT_CH", ("qpk.truong-thpt", "DAT_HTXH_TruongTHPT", "HT_", "_CH")),
        ("TRUONGTHPT", ("qhc.dich-vu-cong-cong", "TRUONGTHPT", "", "")),
        ("DAT_DD_TRUONGTHPT", ("qhc.dich-vu-cong-cong", "DAT_DD_TRUONGTHPT", "", "")),
        ("QHDH_qpk.du-lich", ("qpk.du-lich", "", "QHDH_", "")),
        ("qpk.dich-vu", ("qpk.dich-vu", "DAT_Dichvu", "", "")),
    ],
)
def test_known_codes(index: FunctionIndex, text: str, expected: tuple[str, str, str, str]) -> None:
    found = index.read(text)
    assert found.standing is Standing.KNOWN
    assert found.function is not None
    assert (found.function.code, found.code, found.stage, found.level) == expected
    assert (found.text, found.holds) == (text, Truth.YES)


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        ("DAT_O_Nhomnha", ""),
        ("DAT_NDD_XYZ", ""),
        ("QHDH_DAT_O_Nhomnhao_XX", "QHDH_"),
        ("ht_giaothong", "HT_"),
        ("XX_DAT_O_Nhomnhao", None),
    ],
)
def test_codes_that_no_list_holds(index: FunctionIndex, text: str, stage: str | None) -> None:
    found = index.read(text)
    expected = Standing.NOT_A_CODE if stage is None else Standing.UNKNOWN_CODE
    assert (found.standing, found.function, found.stage) == (expected, None, stage or "")


@pytest.mark.parametrize(
    "text", ["", "0", "Defpoints", "RANH_GIOI", "Đất ở đô thị", "DAT", "***", "HT", "LUC"]
)
def test_what_is_no_code_at_all(index: FunctionIndex, text: str) -> None:
    assert index.read(text).standing is Standing.NOT_A_CODE


def test_one_level_of_plan_alone(law: Law) -> None:
    zoning = function_index(law, TODAY, level="zoning")
    assert zoning.read("DAT_O_Nhomnhao").standing is Standing.KNOWN
    assert zoning.read("DAT_DD_DONVIO").standing is Standing.UNKNOWN_CODE


def test_no_two_functions_share_a_form(index: FunctionIndex) -> None:
    assert [form for form, found in index.forms.items() if len({r.code for r in found}) > 1] == []


def test_a_text_with_two_readings_is_not_read_by_chance(index: FunctionIndex) -> None:
    both = (*index.forms["datcoquan"], *index.forms["datdichvu"])
    doubled = FunctionIndex(TODAY, {"datcoquan": both}, index.prefixes, index.heads)
    found = doubled.read("DAT_Coquan")
    assert found.standing is Standing.UNKNOWN_CODE
    assert [row.code for row in found.candidates] == ["qpk.co-quan", "qpk.dich-vu"]


def test_before_the_circular_nothing_is_known_and_on_its_first_day_it_is_not_certain(law: Law) -> None:
    assert read_function("DAT_Coquan", law, date(2025, 6, 29)).standing is Standing.NOT_A_CODE
    assert read_function("DAT_Coquan", law, date(2025, 6, 30)).holds is Truth.UNKNOWN
    assert read_function("DAT_Coquan", law, date(2025, 7, 1)).holds is Truth.YES


@given(
    row=st.sampled_from([row for row in LAW.of(LandFunction).every_row if row.attribute_code]),
    stage=st.sampled_from(["", "HT_", "QHDD_", "QHDH_"]),
    level=st.sampled_from(["", "_QG", "_CV", "_CT", "_CH", "_DVO"]),
    separator=st.sampled_from(["_", "-", " ", ".", "__"]),
    upper=st.booleans(),
)
def test_every_code_is_read_whatever_its_case_and_separators(
    row: LandFunction, stage: str, level: str, separator: str, upper: bool
) -> None:
    text = (stage + row.attribute_code + level).replace("_", separator)
    found = INDEX.read(text.upper() if upper else text.lower())
    assert found.function is row
    assert (found.code, found.stage, found.level) == (row.attribute_code, stage, level)


@given(st.text(max_size=40))
def test_any_text_is_answered(text: str) -> None:
    found = INDEX.read(text)
    assert (found.standing is Standing.KNOWN) == (found.function is not None)


def test_layers_to_be_mapped(law: Law) -> None:
    names = ["QHDH_DAT_O_Nhomnhao", "KHUNG TEN", "DAT_O_Lo", "KHUNG TEN", "Mau vang"]
    found = unknown_layers(names, law, TODAY)
    assert [(reading.text, reading.standing) for reading in found] == [
        ("KHUNG TEN", Standing.NOT_A_CODE),
        ("DAT_O_Lo", Standing.UNKNOWN_CODE),
        ("Mau vang", Standing.NOT_A_CODE),
    ]
    mapping = FunctionMapping.empty("Viện A").with_layer("khung tên", Mapped(""))
    mapping = mapping.with_layer("dat o lo", Mapped("qpk.nhom-nha-o", "QHDH_"))
    assert [reading.text for reading in unknown_layers(names, law, TODAY, mapping)] == ["Mau vang"]


def test_a_mapping_keeps_layers_and_values_apart() -> None:
    mapping = FunctionMapping.empty("Viện A").with_value("Đất CX", Mapped("qpk.cay-xanh-cong-cong"))
    assert mapping.layer("Đất CX") is None
    assert mapping.value("  dat   cx ") == Mapped("qpk.cay-xanh-cong-cong")
    assert mapping.with_value("đất cx", Mapped("qpk.cay-xanh-han-che")).value("Đất CX") == Mapped(
        "qpk.cay-xanh-han-che"
    )


MEANINGS = st.builds(Mapped, st.text(max_size=12), st.text(max_size=5), st.text(max_size=5))


@given(st.text(max_size=20), st.lists(st.tuples(st.booleans(), st.text(max_size=12), MEANINGS), max_size=6))
def test_a_mapping_survives_being_stored(consultant: str, entries: list[tuple[bool, str, Mapped]]) -> None:
    mapping = FunctionMapping.empty(consultant)
    for is_layer, text, meaning in entries:
        mapping = mapping.with_layer(text, meaning) if is_layer else mapping.with_value(text, meaning)
    assert FunctionMapping.from_json(json.loads(json.dumps(mapping.to_json()))) == mapping


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"consultant": "A", "layers": {}},
        {"consultant": 1, "layers": {}, "values": {}},
        {"consultant": "A", "layers": [], "values": {}},
        {"consultant": "A", "layers": {"x": {"function": "y"}}, "values": {}},
        {"consultant": "A", "layers": {"x": {"function": 1, "stage": "", "level": ""}}, "values": {}},
        {"consultant": "A", "layers": {}, "values": {}, "more": 1},
    ],
)
def test_what_is_no_mapping_is_refused(data: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"mapping|entry"):
        FunctionMapping.from_json(data)
