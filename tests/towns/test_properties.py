"""More of a good thing never lowers the score; knowing less never narrows it."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dothi.law import load_law
from dothi.towns.rules import Kind, Scheme, Standard
from dothi.towns.schemes import Profile, scheme
from dothi.towns.score import Verdict, score
from dothi.towns.values import UNKNOWN, Town, Value

LAW = load_law()
PROFILES = [
    Profile(),
    Profile("central-coast"),
    Profile("central-coast", frozenset({"heritage"}), 4),
    Profile("", frozenset({"mountain"})),
]
SCHEMES = [scheme(LAW, "nq111-2025", code, profile) for code in ("I", "II", "III") for profile in PROFILES]
SCHEMES += [scheme(LAW, "nq26-2022", code, PROFILES[1]) for code in ("II", "V")]


def numbers(standard: Standard) -> st.SearchStrategy[Fraction]:
    if standard.kind is Kind.WORDS:
        return st.integers(0, len(standard.words) - 1).map(Fraction)
    top = int((standard.levels.high or standard.levels.low) * 2) + 1
    if standard.kind is Kind.COUNT:
        return st.integers(0, top).map(Fraction)
    return st.integers(0, top * 4).map(lambda quarters: Fraction(quarters, 4))


@st.composite
def spans(draw: st.DrawFn, standard: Standard) -> Value:
    if draw(st.integers(0, 3)) == 0:
        return UNKNOWN
    low, high = sorted((draw(numbers(standard)), draw(numbers(standard))))
    return Value(low, high)


@st.composite
def towns(draw: st.DrawFn) -> tuple[Scheme, dict[str, Value]]:
    rules = draw(st.sampled_from(SCHEMES))
    known = draw(st.integers(0, 2**23 - 1))
    return rules, {
        one.code: draw(spans(one)) if known >> place & 1 else UNKNOWN
        for place, one in enumerate(rules.standards)
    }


@settings(max_examples=30)
@given(towns(), st.data())
def test_more_never_lowers_and_less_known_never_narrows(
    town: tuple[Scheme, dict[str, Value]], data: st.DataObject
) -> None:
    rules, values = town
    units = data.draw(st.sampled_from([None, 1, 3]))
    before = score(Town("A", Profile(units=units), values), rules)
    code = data.draw(st.sampled_from(sorted(values)))
    old, more = values[code], data.draw(numbers(rules.by_code[code]))
    raised = Value(old.low + more, None if old.high is None else old.high + more)
    after = score(Town("A", Profile(units=units), {**values, code: raised}), rules)
    assert after.total.low >= before.total.low
    assert after.total.high >= before.total.high
    assert (before.verdict, after.verdict) != (Verdict.REACHED, Verdict.NOT_REACHED)
    wider = Value(max(Fraction(0), old.low - more), None if old.high is None else old.high + more)
    loose = score(Town("A", Profile(units=units), {**values, code: wider}), rules)
    assert loose.total.low <= before.total.low
    assert loose.total.high >= before.total.high
    assert loose.verdict in {before.verdict, Verdict.UNDECIDED}
    assert (loose.verdict is Verdict.UNDECIDED) == bool(loose.undecided_by)


@settings(max_examples=20)
@given(towns())
def test_the_total_is_the_sum_of_the_groups_and_within_the_scheme(
    town: tuple[Scheme, dict[str, Value]],
) -> None:
    rules, values = town
    found = score(Town("A", Profile(), values), rules)
    assert found.total.low == sum(one.points.low for one in found.groups)
    assert 0 <= found.total.low <= found.total.high <= rules.most
    for one in found.groups:
        assert one.points.high <= one.group.most


@pytest.mark.parametrize("rules", SCHEMES[:12], ids=lambda rules: f"{rules.class_code}")
def test_curves_never_fall(rules: Scheme) -> None:
    for standard in rules.standards:
        for curve in (standard.curve, standard.best_curve):
            assert curve is not None
            points = list(curve.breakpoints)
            assert points == sorted(points)
