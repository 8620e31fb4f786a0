"""A plan as worked out, in the reader's language: both cases, projects by year, money, points, indicators."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from dothi.law import Law
from dothi.law.classes import ClassOf
from dothi.portal.lawbook import law as current_law
from dothi.towns.rules import Standard
from dothi.towns.schemes import scheme
from dothi.towns.upgrade.model import Source

SIGNS = {"possible": "reached", "impossible": "failed", "undecided": "unknown"}
TALL, WIDE, GAP = 180, 100, 28
"""The chart: height of the largest bar, width of a year, and the space between bars, in its own units."""
Told = Mapping[str, Any]


def plan_context(told: Told, language: str) -> dict[str, Any]:
    """What the page of a plan shows; its tables are those of the worst case where that has a programme."""
    worst, best = told["worst"], told["best"]
    chosen = worst if worst["programme"] else best
    same = {**worst, "case": ""} == {**best, "case": ""}
    law = current_law()
    context: dict[str, Any] = {
        "told": told,
        "goals": [_goal(law, goal, language) for goal in told["goals"]],
        "cases": [_case(worst), _case(best)],
        "same": same,
        "of_worst": chosen is worst,
        "notes": [note[language] for note in told["notes"]],
        "why": [_why(case, language) for case in ((worst,) if same else (worst, best)) if case["reasons"]],
    }
    if chosen["programme"]:
        context |= _programme(law, told, chosen, language)
    return context


def _goal(law: Law, goal: Told, language: str) -> dict[str, Any]:
    label = ClassOf(goal["rules"], goal["class"]).label(law, language)
    return {**goal, "label": label, "unknown": len(goal["not_known_exactly"])}


def _case(case: Told) -> dict[str, Any]:
    programme = case["programme"]
    return {
        "title": _("Trường hợp xấu nhất") if case["case"] == "worst" else _("Trường hợp tốt nhất"),
        "sign": SIGNS[case["verdict"]],
        "verdict": _verdict(case),
        "by": case["by"],
        "cost": programme["cost"] if programme else None,
        "count": len(programme["projects"]) if programme else None,
        "gap": None if case["gap"] is None else case["gap"] * 100,
    }


def _verdict(case: Told) -> str:
    if case["programme"]:
        return _("Đủ điểm Bảng 2A, còn chờ Bảng 2B") if case["undecided_by"] else _("Đạt được")
    return _("Không thể") if case["verdict"] == "impossible" else _("Hết thời gian, chưa kết luận được")


def _why(case: Told, language: str) -> dict[str, Any]:
    name = "message_en" if language == "en" else "message"
    return {
        "title": _("Trường hợp xấu nhất") if case["case"] == "worst" else _("Trường hợp tốt nhất"),
        "reasons": [one[name] for one in case["reasons"]],
        "irreducible": case["irreducible"],
        "short": case["short"],
        "shortages": [one[name] for one in case["shortages"]],
    }


def _programme(law: Law, told: Told, case: Told, language: str) -> dict[str, Any]:
    programme, years = case["programme"], list(range(told["first_year"], case["by"] + 1))
    money = _money(programme["projects"], years, language)
    return {
        "programme": programme,
        "years": years,
        "projects": [_project(one, years, language) for one in programme["projects"]],
        "money": money,
        "spent": [sum(row["amounts"][place] for row in money) for place in range(len(years))],
        "chart": _chart(money, years),
        "towns": [_town(law, goal, programme, told["first_year"], language) for goal in told["goals"]],
        "others": [_other(one, programme) for one in case["alternatives"]],
    }


def _project(one: Told, years: Sequence[int], language: str) -> dict[str, Any]:
    by_year: dict[int, float] = defaultdict(float)
    payers: dict[str, float] = defaultdict(float)
    for part in one["payments"]:
        by_year[part["year"]] += part["amount"]
        payers[_source(part["source"], part["budget_of"], language)] += part["amount"]
    cells = [
        {"year": year, "at_work": one["start"] <= year <= one["finish"], "amount": by_year.get(year)}
        for year in years
    ]
    return {**one, "cells": cells, "payers": sorted(payers.items(), key=lambda pair: -pair[1])}


def _source(code: str, town: str | None, language: str) -> str:
    title = Source(code).title(language)
    return f"{title} ({town})" if town else title


def _money(projects: Iterable[Told], years: Sequence[int], language: str) -> list[dict[str, Any]]:
    """Money by source, in the order of the list of sources, a town's own after what towns share."""
    sums: dict[tuple[str, str], dict[int, float]] = defaultdict(lambda: defaultdict(float))
    for one in projects:
        for part in one["payments"]:
            sums[part["source"], part["budget_of"] or ""][part["year"]] += part["amount"]
    order = [source.value for source in Source]
    rows = sorted(sums, key=lambda pair: (order.index(pair[0]), pair[1]))
    return [
        {
            "code": source,
            "title": _source(source, town or None, language),
            "amounts": [sums[source, town].get(year, 0) for year in years],
            "total": sum(sums[source, town].values()),
        }
        for source, town in rows
    ]


def _chart(money: Sequence[Told], years: Sequence[int]) -> dict[str, Any] | None:
    """Bars of each year's money, stacked by source from below."""
    tallest = max((sum(row["amounts"][place] for row in money) for place in range(len(years))), default=0)
    if not tallest:
        return None
    bars = []
    for place, year in enumerate(years):
        top, parts = float(TALL), []
        for row in money:
            height = TALL * row["amounts"][place] / tallest
            top -= height
            if height:
                parts.append({"code": row["code"], "y": top, "height": height})
        total = sum(row["amounts"][place] for row in money)
        at = place * WIDE
        bars.append(
            {
                "year": year,
                "x": at + GAP / 2,
                "middle": at + WIDE / 2,
                "top": top,
                "parts": parts,
                "sum": total,
            }
        )
    codes = list({row["code"]: None for row in money})
    legend = [(code, next(row["title"] for row in money if row["code"] == code)) for code in codes]
    return {"bars": bars, "width": WIDE * len(years), "bar": WIDE - GAP, "legend": legend}


def _town(law: Law, goal: Told, programme: Told, first: int, language: str) -> dict[str, Any]:
    """Points year by year against what is asked, and the indicators that move."""
    rules = scheme(law, goal["rules"], goal["class"])
    states = [one for one in programme["towns"] if one["town"] == goal["town"] and one["year"] <= goal["by"]]
    return {
        "name": goal["town"],
        "heads": [_("Hiện nay") if one["year"] < first else one["year"] for one in states],
        "total": [_floor(one["total"]) for one in states],
        "required": float(rules.required),
        "groups": [
            {
                "title": group.title_en if language == "en" else group.title_vi,
                "required": None if group.required is None else float(group.required),
                "points": [_floor(one["groups"][group.code]) for one in states],
            }
            for group in rules.groups
        ],
        "standards": [line for one in rules.standards if (line := _standard(one, goal, states, language))],
    }


def _floor(points: float) -> float:
    """Points are never shown higher than they are."""
    return math.floor(points * 100 + 1e-6) / 100


def _standard(one: Standard, goal: Told, states: Sequence[Told], language: str) -> dict[str, Any] | None:
    """One standard that the programme moves; ``None`` for those that stay as they are."""
    values = [state["values"].get(one.code) for state in states]
    if len(set(values)) < 2:
        return None
    return {
        "code": one.code,
        "title": one.title_en if language == "en" else one.title_vi,
        "unit": one.unit,
        "open": one.code in goal["not_known_exactly"],
        "values": values,
    }


def _other(one: Told, best: Told) -> dict[str, Any]:
    """An alternative: what it costs more, and which projects it builds instead."""
    mine, theirs = ({each["project"] for each in side["projects"]} for side in (one, best))
    return {
        "cost": one["cost"],
        "more": one["cost"] - best["cost"],
        "added": sorted(mine - theirs),
        "left": sorted(theirs - mine),
    }
