"""A way up as lines for a terminal, both cases side by side."""

from __future__ import annotations

from collections.abc import Iterator

from dothi.towns.upgrade.model import Problem
from dothi.towns.upgrade.plan import Outcome, Programme
from dothi.towns.upgrade.wording import CASES, UNIT, gap, money, notes, open_2b, paid, reason, same, shortage
from dothi.towns.wording import points

_SHOWN = 12


def told(problem: Problem, worst: Outcome, best: Outcome) -> Iterator[str]:
    """Say everything found."""
    for goal in problem.goals:
        yield f"{goal.town.name}: loại {goal.scheme.class_code} ({goal.scheme.rule_set}), hạn {goal.by}"
    yield ""
    yield from _side_by_side(problem, worst, best)
    if same(worst, best):
        yield from _outcome(problem, worst, "Kết quả / Result")
    else:
        for one in (worst, best):
            yield from _outcome(problem, one, " / ".join(CASES[one.case]))
    yield ""
    for vi, en in notes(problem):
        yield f"- {vi}. / {en}."


def _side_by_side(problem: Problem, worst: Outcome, best: Outcome) -> Iterator[str]:
    rows = [("", CASES[worst.case][0], CASES[best.case][0])]
    rows.append(("Kết luận / Verdict", verdict(problem, worst), verdict(problem, best)))
    rows.append((f"Chi phí ({UNIT}) / Cost", _cost(worst), _cost(best)))
    rows.append(("Đến năm / By", str(worst.by), str(best.by)))
    rows.append(("Khoảng cách / Gap", _gap(worst), _gap(best)))
    widths = [max(len(row[place]) for row in rows) for place in range(3)]
    for row in rows:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


def verdict(problem: Problem, outcome: Outcome) -> str:
    """Whether there is a programme, in a word."""
    if outcome.programme is not None:
        return "đủ điểm bảng 2A, còn chờ bảng 2B" if open_2b(problem) else "đạt được"
    return "không thể" if outcome.why is not None else "chưa kết luận được (hết thời gian)"


def _cost(outcome: Outcome) -> str:
    return money(outcome.programme.cost) if outcome.programme else "-"


def _gap(outcome: Outcome) -> str:
    return "-" if outcome.gap is None else "0 %" if outcome.gap == 0 else gap(outcome.gap)


def _outcome(problem: Problem, outcome: Outcome, title: str) -> Iterator[str]:
    yield ""
    yield title
    if outcome.programme is not None:
        yield f"Chi phí {money(outcome.programme.cost)} {UNIT}; khoảng cách đã chứng minh {gap(outcome.gap)}"
        yield from _programme(problem, outcome.programme, outcome.by)
        for number, other in enumerate(outcome.others, 1):
            codes = ", ".join(one.code for one in other.built)
            yield f"Phương án {number} / Alternative {number}: {money(other.cost)} {UNIT}: {codes}"
    elif outcome.why is None:
        yield "Hết thời gian trước khi kết luận được; tăng --seconds. / Time was over; raise --seconds."
    else:
        yield "Không thể, vì đồng thời / Impossible, because together:"
        for one in outcome.why.reasons[:_SHOWN]:
            vi, en = reason(problem, one)
            yield f"- {vi}. / {en}."
        if (left := len(outcome.why.reasons) - _SHOWN) > 0:
            yield f"- và {left} lý do nữa, xem --out hoặc --json. / and {left} more, see --out or --json."
        if not outcome.why.irreducible:
            yield "  (chưa chứng minh được là tập lý do tối giản / not proven irreducible)"
        if outcome.why.shortages:
            yield f"Cần thêm ít nhất {money(outcome.why.lacking)} {UNIT} / At least that much more is needed:"
            for short in outcome.why.shortages:
                yield f"- {shortage(short)[0]}. / {shortage(short)[1]}."


def _programme(problem: Problem, programme: Programme, by: int) -> Iterator[str]:
    titles = {project.code: project.title for project in problem.projects}
    for one in programme.built:
        years = str(one.start) if one.start == one.finish else f"{one.start}–{one.finish}"
        payers = paid(one) or "không tốn tiền"
        yield f"  {years}  {one.code} {titles[one.code]}: {money(one.cost)} {UNIT} ({payers})"
    if not programme.built:
        yield "  Không cần dự án nào. / No project is needed."
    for goal in problem.goals:
        today = programme.at(goal.town.name, problem.first_year - 1)
        reached = programme.at(goal.town.name, min(goal.by, by))
        groups = ", ".join(f"{code} {points(found)}" for code, found in reached.groups.items())
        yield (
            f"  {goal.town.name}: {points(today.total)} điểm hiện nay, {points(reached.total)} điểm năm"
            f" {reached.year} (cần {points(goal.scheme.required)}; {groups})"
        )
