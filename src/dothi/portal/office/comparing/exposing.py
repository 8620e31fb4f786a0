"""The result of a question about a hazard, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from dothi.land.exposure import Kind
from dothi.portal import words
from dothi.portal.concluded import concluded_lines
from dothi.portal.office.comparing.matrices import HECTARE, functions_of, on_map, part, plan_words, tiles_of
from dothi.registry.land.comparing.exposed import measures_of

VERDICTS = ("exposed", "not-known", "not-exposed")
UNITS = {Kind.AREA: HECTARE, Kind.LINE: 1_000.0, Kind.POINT: 1.0}
GENERAL = "general"
"""The level whose plans the public map draws under a place that belongs to none."""


def expose_context(found: Mapping[str, Any], day: date, language: str) -> dict[str, Any]:
    """What the page of things in a hazard shows."""
    said = {one: words.word("state", f"risk-{one}", language) for one in VERDICTS}
    names = _groups(found, language)
    columns = _columns(found["total"])
    plan = found["plan"]
    return {
        "found": found,
        "theme_title": found["theme"]["title_en" if language == "en" else "title"],
        "columns": columns,
        "sums": [
            {"code": f"risk-{one}", "word": said[one], "cells": _cells(found["total"], columns, one)}
            for one in VERDICTS
        ],
        "strips": found.get("strips", 0),
        "uncounted": found["total"].get("features_without_people", 0),
        "groups": [
            {
                "function": names[one["group"]],
                "cells": [_measure(one, columns, key) for key in VERDICTS],
            }
            for one in found["groups"]
        ],
        "by_plan": plan is not None,
        "group_unit": _main(columns)["unit"],
        "heads": [(f"risk-{one}", said[one]) for one in VERDICTS],
        "places": [_place(place, said, names, day, plan) for place in found["places"]],
        "legend": [(f"risk-{one}", said[one]) for one in VERDICTS[:2]],
        "drawn": [tiles_of(plan)] if plan and plan.get("tiles") else [],
        "concluded": concluded_lines(found, language),
        "notes": [note[language] for note in found["notes"]],
        "sides": [
            (_("Đồ án"), plan_words(plan, language)) if plan else (_("Đối tượng"), _about(found, language)),
            *(
                (_("Lớp chủ đề"), {"title": one["title"], "decision": one["document"], "hash": one["layer"]})
                for one in found["sources"]
            ),
        ],
    }


def _groups(found: Mapping[str, Any], language: str) -> dict[str, Any]:
    """Groups in words: functions of a plan, else as the column has them."""
    keys = {one["group"] for one in (*found["groups"], {"group": ""})}
    if found["plan"] is not None:
        return functions_of(keys, language)
    return {key: {"title": key or _("(không ghi)"), "code": "", "colour": ""} for key in keys}


def _columns(total: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Kinds of things there are: areas, lines, points, people; each counted and measured."""
    titles = {
        Kind.AREA: (_("Số vùng"), _("Diện tích (ha)"), "ha"),
        Kind.LINE: (_("Số tuyến"), _("Chiều dài (km)"), "km"),
        Kind.POINT: (_("Số điểm"), "", ""),
    }
    found = [
        {"kind": kind, "count": titles[kind][0], "measure": titles[kind][1], "unit": titles[kind][2]}
        for kind in (Kind.AREA, Kind.LINE, Kind.POINT)
        if any(total["count"].get(kind.value, {}).values())
    ]
    if total.get("people") is not None:
        found.append({"kind": None, "count": "", "measure": _("Số người (ước tính)"), "unit": ""})
    return found


def _main(columns: list[dict[str, Any]]) -> dict[str, Any]:
    return columns[0] if columns else {"kind": None, "unit": ""}


def _cells(total: Mapping[str, Any], columns: list[dict[str, Any]], verdict: str) -> list[dict[str, Any]]:
    cells: list[dict[str, Any]] = []
    for column in columns:
        kind = column["kind"]
        if kind is not None:
            cells.append({"value": total["count"][kind.value][verdict], "digits": 0})
        if not column["measure"]:
            continue
        parts = total["people"] if kind is None else total["m2" if kind is Kind.AREA else "metres"]
        value, unit = parts[verdict], UNITS.get(kind, 1.0)
        cells.append({"value": value / unit, "digits": 0 if kind is None else 2})
        cells.append({"share": part(value, sum(parts[one] for one in VERDICTS))})
    return cells


def _measure(group: Mapping[str, Any], columns: list[dict[str, Any]], verdict: str) -> dict[str, Any]:
    kind = _main(columns)["kind"]
    if kind is None:
        return {"value": group["people"][verdict], "digits": 0}
    measured = measures_of(group).get(kind, {})
    return {"value": measured.get(verdict, 0.0) / UNITS[kind], "digits": 0 if kind is Kind.POINT else 2}


def _place(
    place: Mapping[str, Any],
    said: Mapping[str, str],
    names: Mapping[str, Any],
    day: date,
    plan: Mapping[str, Any] | None,
) -> dict[str, Any]:
    group = names.get(place["function"])
    title = place["function"] if group is None else getattr(group, "title", None) or place["function"]
    return {
        **place,
        "code": f"risk-{place['verdict']}",
        "word": said[place["verdict"]],
        "ha": place["m2"] / HECTARE,
        "km": place.get("metres", 0.0) / 1_000,
        "title": place.get("label") or title,
        "map": on_map(place["at"], day, plan["level"] if plan else GENERAL),
    }


def _about(found: Mapping[str, Any], language: str) -> dict[str, Any]:
    facts = found["about"]
    return {**facts, "title": (facts["title_en"] or facts["title"]) if language == "en" else facts["title"]}
