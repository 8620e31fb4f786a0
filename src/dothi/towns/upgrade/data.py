"""A way up as plain data for programs; money and points as decimals written in full."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from dothi.towns.score import TABLE_2B
from dothi.towns.upgrade.model import Problem, Project
from dothi.towns.upgrade.plan import Built, Outcome, Programme, Reached
from dothi.towns.upgrade.wording import notes, open_2b, reason, shortage


def plan_data(problem: Problem, worst: Outcome, best: Outcome) -> dict[str, Any]:
    """Everything found."""
    return {
        "first_year": problem.first_year,
        "illustrative": problem.illustrative,
        "unit": "billion VND",
        "goals": [
            {
                "town": goal.town.name,
                "rules": goal.scheme.rule_set,
                "class": goal.scheme.class_code,
                "by": goal.by,
                "not_known_exactly": [
                    one.code for one in goal.scheme.standards if goal.town.value(one.code).exact is None
                ],
                "confidence": goal.scheme.least_sure.value,
            }
            for goal in problem.goals
        ],
        "notes": [{"vi": vi, "en": en} for vi, en in notes(problem)],
        "worst": _outcome(problem, worst),
        "best": _outcome(problem, best),
    }


def _outcome(problem: Problem, outcome: Outcome) -> dict[str, Any]:
    found = outcome.programme
    return {
        "case": outcome.case.value,
        "verdict": _verdict(problem, outcome),
        "undecided_by": [TABLE_2B] if found and open_2b(problem) else [],
        "by": outcome.by,
        "bound": _number(outcome.bound),
        "gap": outcome.gap,
        "programme": _programme(problem, found) if found else None,
        "alternatives": [_programme(problem, other) for other in outcome.others],
        "reasons": _reasons(problem, outcome),
        "irreducible": outcome.why.irreducible if outcome.why else None,
        "short": _number(outcome.why.lacking) if outcome.why and outcome.why.shortages else None,
        "shortages": _shortages(outcome),
    }


def _verdict(problem: Problem, outcome: Outcome) -> str:
    if outcome.programme is not None:
        return "undecided" if open_2b(problem) else "possible"
    return "impossible" if outcome.why else "undecided"


def _reasons(problem: Problem, outcome: Outcome) -> list[dict[str, Any]]:
    found = []
    for one in outcome.why.reasons if outcome.why else ():
        vi, en = reason(problem, one)
        found.append(
            {
                "kind": one.kind,
                "town": one.town or None,
                "code": one.code or None,
                "year": one.year,
                "required": None if one.required is None else _number(one.required),
                "reachable": _number(one.reachable),
                "late": list(one.late),
                "message": vi,
                "message_en": en,
            }
        )
    return found


def _shortages(outcome: Outcome) -> list[dict[str, Any]]:
    found = []
    for one in outcome.why.shortages if outcome.why else ():
        vi, en = shortage(one)
        told = {"source": one.source, "town": one.town or None, "year": one.year}
        found.append({**told, "amount": _number(one.amount), "message": vi, "message_en": en})
    return found


def _programme(problem: Problem, programme: Programme) -> dict[str, Any]:
    last = max(goal.by for goal in problem.goals)
    known = {project.code: project for project in problem.projects}
    years = [one for one in programme.towns if problem.first_year - 1 <= one.year <= last]
    return {
        "cost": _number(programme.cost),
        "projects": [_built(known[one.code], one) for one in programme.built],
        "towns": [_reached(one) for one in years],
    }


def _built(project: Project, one: Built) -> dict[str, Any]:
    return {
        "project": one.code,
        "title": project.title,
        "town": project.town,
        "document": project.document or None,
        "standards": list(dict.fromkeys(move.standard for move in project.moves)),
        "start": one.start,
        "finish": one.finish,
        "cost": _number(one.cost),
        "payments": [
            {"source": source, "budget_of": town or None, "year": year, "amount": _number(amount)}
            for source, town, year, amount in one.payments
        ],
    }


def _reached(one: Reached) -> dict[str, Any]:
    return {
        "town": one.town,
        "year": one.year,
        "total": _number(one.total),
        "groups": {code: _number(found) for code, found in one.groups.items()},
        "values": {code: _number(found) for code, found in one.values.items()},
        "points": {code: _number(found) for code, found in one.points.items()},
    }


def _number(amount: Fraction) -> int | float:
    return int(amount) if amount.denominator == 1 else float(amount)
