from __future__ import annotations

from datetime import date

import pytest

from dothi.registry.places.transition import law_transition


@pytest.mark.parametrize(
    ("class_code", "day", "expected"),
    [
        ("III", date(2026, 1, 1), ("nq111-2025", "II")),
        ("III", date(2025, 12, 31), None),
        ("VI", date(2026, 1, 1), None),
    ],
)
def test_the_rule_is_read_from_the_law_and_holds_from_its_day(class_code: str, day: date, expected) -> None:
    derived = law_transition()("nq1210-2016", class_code, day, "Hội An")
    assert (None if derived is None else (derived.rule_set, derived.class_code)) == expected


def test_a_derived_class_is_no_surer_than_the_rule() -> None:
    assert law_transition()("nq1210-2016", "V", date(2026, 1, 1), "Hà Lam").confidence == "secondary"
