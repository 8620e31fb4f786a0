"""Classes as pairs, and what article 15 of NQ 111/2025/UBTVQH15 makes of them."""

from __future__ import annotations

from datetime import date

import pytest

from dothi.base.time import Truth
from dothi.law import Confidence, Law, load_law
from dothi.law.classes import ClassOf, Order, compare, rule_set_on, transition

OLD, AMENDED, NEW = "nq1210-2016", "nq26-2022", "nq111-2025"


@pytest.mark.parametrize(
    ("day", "code"),
    [
        (date(2016, 5, 25), OLD),
        (date(2022, 12, 31), OLD),
        (date(2023, 1, 1), AMENDED),
        (date(2025, 12, 31), AMENDED),
        (date(2026, 1, 1), NEW),
        (date(2026, 11, 22), NEW),
    ],
)
def test_the_rule_set_of_a_day(law: Law, day: date, code: str) -> None:
    finding = rule_set_on(law, day)
    assert finding.truth is Truth.YES
    assert finding.row.code == code


def test_before_the_first_rule_set_at_hand_nothing_is_known(law: Law) -> None:
    assert rule_set_on(law, date(2016, 5, 24)).truth is Truth.UNKNOWN


def test_two_rule_sets_that_may_hold_leave_the_day_unknown(law: Law, overlay) -> None:
    row = {"code": "draft-2027", "document": "nq-111-2025", "short_vi": "a", "short_en": "a"}
    later = load_law(overlay("rule_sets", {**row, "starts_earliest": "2027-01-01", "starts_latest": ""}))
    assert rule_set_on(later, date(2026, 12, 31)).truth is Truth.YES
    unsure = rule_set_on(later, date(2027, 1, 1))
    assert unsure.truth is Truth.UNKNOWN
    assert [row.code for row in unsure.possible] == [NEW, "draft-2027"]


@pytest.mark.parametrize("rule_set", [OLD, AMENDED])
@pytest.mark.parametrize(
    ("class_code", "town", "to"),
    [
        ("special", "Hà Nội", "special"),
        ("special", "TP. Hồ Chí Minh", "special"),
        ("special", "TP.HCM", "special"),
        ("special", "Thành phố Hồ Chí Minh", "special"),
        ("I", "Hải Phòng", "I"),
        ("I", "Thành phố Huế", "I"),
        ("I", "TP Đà Nẵng", "I"),
        ("I", "da nang", "I"),
        ("I", "Cần Thơ", "I"),
        ("I", "Thủ Đức", "II"),
        ("I", "Tam Kỳ", "II"),
        ("I", "Nha Trang", "II"),
        ("II", "Tam Kỳ", "II"),
        ("II", "", "II"),
        ("III", "Hội An", "II"),
        ("III", "", "II"),
        ("IV", "Điện Bàn", "III"),
        ("IV", "Núi Thành", "III"),
        ("V", "Nam Phước", "III"),
        ("V", "", "III"),
    ],
)
def test_transition_of_a_class(law: Law, rule_set: str, class_code: str, town: str, to: str) -> None:
    result = transition(law, ClassOf(rule_set, class_code), town=town)
    assert result.truth is Truth.YES
    assert result.to == ClassOf(NEW, to)
    assert result.row is not None
    assert result.row.basis == "Nghị quyết 111/2025/UBTVQH15, Điều 15"
    assert result.row.confidence is Confidence.SECONDARY


@pytest.mark.parametrize(
    ("town", "kind", "to"),
    [
        ("Điện Bàn", "town-district", "III"),
        ("Tơ Viêng", "township", "III"),
        ("Thủ Đức", "", "II"),
        ("", "ward-of-former-urban-district", "II"),
    ],
)
def test_transition_of_a_town_without_a_class(law: Law, town: str, kind: str, to: str) -> None:
    assert transition(law, None, town=town, kind=kind).to == ClassOf(NEW, to)


@pytest.mark.parametrize(
    ("old", "town", "kind"),
    [
        (ClassOf(OLD, "I"), "", ""),  # might be one of the four that stay class I
        (ClassOf(OLD, "special"), "", ""),
        (ClassOf(OLD, "special"), "Tam Kỳ", ""),  # the rule names no third special town
        (ClassOf(OLD, "VI"), "Tam Kỳ", ""),
        (ClassOf("nq72-2001", "II"), "Tam Kỳ", ""),
        (None, "Duy Nghĩa", ""),
        (None, "Duy Nghĩa", "commune"),
        (None, "", ""),
    ],
)
def test_where_the_rule_is_silent_the_answer_is_unknown_with_a_reason(
    law: Law, old, town: str, kind: str
) -> None:
    result = transition(law, old, town=town, kind=kind)
    assert result.truth is Truth.UNKNOWN
    assert result.to is None
    assert result.reason_vi
    assert result.reason_en


def test_a_class_of_the_new_rules_is_not_due_for_transition(law: Law) -> None:
    result = transition(law, ClassOf(NEW, "II"), town="Tam Kỳ")
    assert result.truth is Truth.NO
    assert result.to is None


def test_classes_compare_within_one_rule_set_only(law: Law) -> None:
    assert compare(law, ClassOf(OLD, "II"), ClassOf(OLD, "III")) is Order.HIGHER
    assert compare(law, ClassOf(OLD, "V"), ClassOf(OLD, "special")) is Order.LOWER
    assert compare(law, ClassOf(NEW, "III"), ClassOf(NEW, "III")) is Order.EQUAL
    assert compare(law, ClassOf(OLD, "III"), ClassOf(NEW, "III")) is Order.NOT_COMPARABLE
    assert compare(law, ClassOf(OLD, "III"), ClassOf(AMENDED, "III")) is Order.NOT_COMPARABLE
    assert compare(law, ClassOf(NEW, "IV"), ClassOf(NEW, "III")) is Order.NOT_COMPARABLE
    assert ClassOf(OLD, "III") != ClassOf(NEW, "III")


def test_bare_labels_cannot_be_ordered() -> None:
    one, other = ClassOf(OLD, "III"), ClassOf(NEW, "II")
    for order in ("__lt__", "__le__", "__gt__", "__ge__"):
        with pytest.raises(TypeError, match="compare"):
            getattr(one, order)(other)
    with pytest.raises(TypeError):
        max(one, other)


def test_a_label_always_names_its_rule_set(law: Law) -> None:
    assert ClassOf(OLD, "III").label(law) == "Loại III (NQ 1210/2016)"
    assert ClassOf(NEW, "special").label(law, "en") == "Special class (Res. 111/2025)"
