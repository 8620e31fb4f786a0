"""Codes of land functions that no list of the day holds."""

from __future__ import annotations

CODE = "meaning.unknown-code"


def test_known_codes_pass_with_prefix_suffix_and_in_words(found, layer, grid) -> None:
    kinds = ["DAT_O_Nhomnhao", "QHDH_DAT_HTKT_DuongGT", "dat_o_langxom", "Du lịch", "ODT", None]
    assert found(CODE, layer("khu", grid(6, 1), phanLoai=kinds)) == []


def test_a_code_of_no_list_is_found_in_its_feature_and_field(found, layer, grid) -> None:
    kinds = ["DAT_O_Nhomnhao", "DAT_O_Nhomnha", "DAT_Dichvu"]
    (finding,) = found(CODE, layer("khu", grid(3, 1), phanLoai=kinds))
    assert finding.feature == 2
    assert "«DAT_O_Nhomnha»" in finding.message
    assert finding.where.startswith("trường phanLoai")


def test_words_among_codes_are_found_where_codes_are_the_rule(found, layer, grid) -> None:
    mostly = ["DAT_O_Nhomnhao", "DAT_Dichvu", "chưa rõ"]
    hardly = ["DAT_O_Nhomnhao", "khu A", "khu B", "khu C"]
    assert [f.feature for f in found(CODE, layer("khu", grid(3, 1), phanLoai=mostly))] == [3]
    assert found(CODE, layer("khu", grid(4, 1), phanLoai=hardly)) == []


def test_the_lists_are_those_of_the_day(law, layer, grid) -> None:
    from datetime import date

    from dothi.intake.checking.context import Options
    from dothi.intake.checking.engine import check
    from dothi.intake.layers import Reading

    plan = Reading("plan", (layer("khu", grid(2, 1), phanLoai=["DAT_O_Nhomnhao"] * 2),))
    before = check(plan, law, Options(day=date(2024, 1, 1)))
    assert (CODE, "khu", True) in [(s.rule, s.layer, s.unknown) for s in before.skipped]


def test_a_layer_without_codes_is_skipped_as_unknown(checked, layer, grid) -> None:
    result = checked(layer("khu", grid(2, 1), phanLoai=["A", "B"]))
    assert (CODE, "khu", True) in [(s.rule, s.layer, s.unknown) for s in result.skipped]


def test_no_data(found, layer) -> None:
    assert found(CODE, layer("khu", [])) == []


def test_a_name_like_a_code_is_not_accused(found, layer, grid) -> None:
    names = ["DAT_Dichvu", "Khu dân cư An Mỹ", "QHDH_AN_MY"]
    plan = layer("khu", grid(3, 1), phanLoai=["DAT_O_Nhomnhao"] * 3, tenDoiTuong=names)
    assert found(CODE, plan) == []


def test_a_column_of_wrong_codes_alone_is_told(found, layer, grid) -> None:
    assert len(found(CODE, layer("khu", grid(2, 1), phanLoai=["DAT_O_Nhomnha", "DAT_Dichvuu"]))) == 2
