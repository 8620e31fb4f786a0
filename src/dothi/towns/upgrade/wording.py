"""A way up in words, Vietnamese and English: assumptions, results, reasons."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from dothi.base.numbers import format_number
from dothi.towns.rules import Standard
from dothi.towns.upgrade.model import Case, Goal, Problem, Source
from dothi.towns.upgrade.plan import Built, Outcome
from dothi.towns.upgrade.reasons import Reason, Shortage
from dothi.towns.wording import number, points

Words = tuple[str, str]
UNIT = "tỷ đồng"

CASES: dict[Case, Words] = {
    Case.WORST: ("Trường hợp xấu nhất", "Worst case"),
    Case.BEST: ("Trường hợp tốt nhất", "Best case"),
}
MADE_UP = "Dữ liệu minh họa"


def money(amount: Fraction) -> str:
    """Write an amount with up to three decimals."""
    exact = Decimal(amount.numerator) / Decimal(amount.denominator)
    return format_number(exact.quantize(Decimal("0.001")).normalize() + 0)


def value(standard: Standard, amount: Fraction) -> str:
    """Write a value of a standard: its word, or the number."""
    return standard.word(amount) or number(amount)


def gap(share: float | None) -> str:
    """Write a proven gap; a proof of the optimum is said as such."""
    if share is None:
        return ""
    if share == 0:
        return "0 % (đã chứng minh là rẻ nhất / proven cheapest)"
    return f"{format_number(Decimal(str(share * 100)), 2)} %"


def same(worst: Outcome, best: Outcome) -> bool:
    """Whether both cases come to the same."""
    return (worst.programme, worst.by, worst.why) == (best.programme, best.by, best.why)


def pot(source: str, town: str) -> Words:
    """Name a budget."""
    vi, en = Source(source).title(), Source(source).title("en")
    return (f"{vi} của {town}", f"{en} of {town}") if town else (vi, en)


def paid(one: Built) -> str:
    """Say who pays what when."""
    rows: dict[str, list[str]] = {}
    for source, town, year, amount in one.payments:
        rows.setdefault(pot(source, town)[0], []).append(f"{year}: {money(amount)}")
    return "; ".join(f"{name} {', '.join(parts)}" for name, parts in rows.items())


def reason(problem: Problem, one: Reason) -> Words:
    """Say one reason."""
    if one.kind == "budget":
        vi, en = pot(one.code, one.town)
        have = money(one.reachable)
        return f"{vi} năm {one.year} chỉ có {have} {UNIT}", f"{en} of {one.year} is only {have} billion"
    goal = next(goal for goal in problem.goals if goal.town.name == one.town)
    if one.kind == "time":
        return f"{one.town} phải đạt đến hết năm {one.year}", f"{one.town} is due by the end of {one.year}"
    if one.kind == "standard":
        return _standard(goal, one)
    need, best = points(one.required or Fraction(0)), points(one.reachable)
    group = next((group for group in goal.scheme.groups if group.code == one.code), None)
    what = (f"nhóm {group.code}", f"group {group.code}") if group else ("tổng điểm", "the total")
    vi = (
        f"{one.town}, {what[0]}: cần {need} điểm đến hết năm {one.year}, làm mọi dự án cho phép cũng chỉ được"
    )
    en = f"{one.town}, {what[1]}: {need} points are needed by {one.year}, all projects together can earn"
    return f"{vi} nhiều nhất {best} nếu đủ tiền", f"{en} {best} at most, given the money"


def _standard(goal: Goal, one: Reason) -> Words:
    standard = goal.scheme.by_code[one.code]
    most, best = points(one.required or Fraction(0)), points(one.reachable)
    late = ", ".join(one.late)
    vi = f"{one.town}, {one.code} {standard.title_vi}: nhiều nhất {best} trong {most} điểm"
    en = f"{one.town}, {one.code} {standard.title_en}: at most {best} of {most} points"
    if late:
        vi, en = f"{vi} (không kịp xong: {late})", f"{en} (cannot be finished in time: {late})"
    return vi, en


def shortage(one: Shortage) -> Words:
    """Say what one budget lacks."""
    vi, en = pot(one.source, one.town)
    amount = money(one.amount)
    return f"{vi} năm {one.year}: thiếu {amount} {UNIT}", f"{en} of {one.year}: {amount} billion short"


def open_2b(problem: Problem) -> list[Goal]:
    """Goals of towns that must, or may have to, pass a table which no source tells."""
    return [goal for goal in problem.goals if goal.scheme.several and goal.town.profile.units != 1]


def notes(problem: Problem) -> Iterator[Words]:
    """What the answer rests on and does not know."""
    yield (
        "Giá trị các tiêu chuẩn giữ như hiện nay, chỉ thay đổi do dự án hoàn thành; tiền tính bằng tỷ đồng",
        "Values of standards stay as they are today except for finished projects; money in billion đồng",
    )
    yield (
        "Giá trị, chi phí, tác động, ngân sách chưa biết được tính theo trường hợp xấu nhất và tốt nhất",
        "Values, costs, effects and budgets not known are taken at their worst and at their best",
    )
    sure = max((goal.scheme.least_sure for goal in problem.goals), key=lambda one: one.rank)
    yield (
        f"Điểm và mức theo nguồn: {sure.title()}",
        f"Points and levels rest on: {sure.title('en')}",
    )
    for goal in open_2b(problem):
        name = goal.town.name
        if goal.town.profile.units is None:
            yield (
                f"{name}: chưa nêu gồm mấy đơn vị; nếu nhiều hơn một, còn phải đạt Bảng 2B, chưa có văn bản",
                f"{name}: of how many units is not told; if several, Table 2B, not known, must be met too",
            )
        else:
            yield (
                f"{name} gồm nhiều đơn vị: còn phải đạt Bảng 2B, chưa có văn bản",
                f"{name} has several units: Table 2B, whose text is not known, must be met too",
            )
    if problem.illustrative:
        yield MADE_UP, "Illustrative data"
