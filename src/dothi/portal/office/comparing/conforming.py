"""The result of a plan against the plan above it, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from dothi.land.conformity_more import subject
from dothi.portal import words
from dothi.portal.concluded import concluded_lines
from dothi.portal.land_functions import FunctionWords
from dothi.portal.office.comparing.matrices import (
    HECTARE,
    functions_of,
    on_map,
    ordered,
    part,
    plan_words,
    tiles_of,
)

FITS = ("conflict", "explain", "not-known", "conform", "waived")
WITHIN = ("exceeds", "not-known", "within")
FUNCTION, CHECK, EDGE = "places", "checks", "edges"
"""Kinds of places that the map draws, one at a time."""


def conform_context(found: Mapping[str, Any], day: date, language: str) -> dict[str, Any]:
    """What the page of a plan against its upper plan shows."""
    said = {fit: words.word("state", f"fit-{fit}", language) for fit in FITS}
    pairs, level = found["pairs"], found["lower"]["level"]
    keys = {one[side] for one in (*pairs, *found["places"]) for side in ("lower", "upper")}
    names = functions_of(keys, language)
    total = found["lower_m2"]
    return {
        "found": found,
        "verdict": {"code": f"fit-{found['verdict']}", "word": said[found["verdict"]]},
        "sums": [
            {
                "code": f"fit-{fit}",
                "word": said[fit],
                "ha": found["m2"][fit] / HECTARE,
                "share": part(found["m2"][fit], total),
            }
            for fit in FITS
            if found["m2"][fit]
        ],
        "outside": {"ha": found["outside_m2"] / HECTARE, "share": part(found["outside_m2"], total)},
        "strip_ha": found["strip_m2"] / HECTARE,
        "matrix": _fit_matrix(pairs, names, said),
        "places": [_fit_place(place, names, said, day, level) for place in found["places"]],
        "waived": _waived(found),
        "concluded": concluded_lines(found, language),
        **_further(found, day, language),
        **_map(found, said, language),
        "sides": [
            (_("Đồ án cấp dưới"), plan_words(found["lower"], language)),
            (_("Đồ án cấp trên"), plan_words(found["upper"], language)),
        ],
    }


def _waived(found: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Every waiver that was given, and whether it changed a verdict on functions."""
    used = {place["lower_feature"] for place in found["places"] if place.get("waiver")}
    return [
        {**one, "day": date.fromisoformat(one["day"]), "used": one["lower_feature"] in used}
        for one in found.get("waivers", ())
    ]


def _map(found: Mapping[str, Any], said: Mapping[str, str], language: str) -> dict[str, Any]:
    """Signs of the map, the zones it draws beneath, and the kinds of places it can show."""
    kinds = ((FUNCTION, _("Chức năng")), (CHECK, _("Chỉ tiêu, giai đoạn")), (EDGE, _("Ngoài ranh giới")))
    fits = [
        (f"fit-{fit}", said[fit]) for fit in FITS if any(one["verdict"] == fit for one in found["places"])
    ]
    others = [*found.get(CHECK, ()), *found.get(EDGE, ())]
    return {
        "legend": fits
        + [
            (f"within-{one}", words.word("state", f"within-{one}", language))
            for one in WITHIN[:1]
            if any(other["verdict"] == one for other in others)
        ],
        "drawn": [tiles_of(found[side]) for side in ("lower", "upper") if found[side].get("tiles")],
        "map_kinds": [(kind, title) for kind, title in kinds if found.get(kind)],
    }


def _further(found: Mapping[str, Any], day: date, language: str) -> dict[str, Any]:
    """Limits, phases, boundary and people; results of before they were compared have none."""
    if "limits" not in found:
        return {"further": None}
    boundary, people = found["boundary"], found["population"]
    why = "reason_en" if language == "en" else "reason"
    level = found["lower"]["level"]
    waived = {one["lower_feature"] for one in found.get("waivers", ())}
    lines = [
        *(_sum(one, language) for name in ("limits", "phase") for one in found[name]["sums"]),
        {
            "title": _("Ranh giới"),
            **_within(boundary["verdict"], language),
            "ha": boundary["outside_m2"] / HECTARE,
            "places": len(found[EDGE]),
            "note": boundary[why],
        },
        {
            "title": _("Dân số"),
            **_within(people["verdict"], language),
            "ha": None,
            "places": None,
            "note": people[why],
            "lower": _people(people["lower"], language),
            "upper": _people(people["upper"], language),
        },
    ]
    return {
        "further": {
            "lines": lines,
            "exceeds": any(line["verdict"] == "exceeds" for line in lines),
            "checks": [
                {
                    **place,
                    **_within(place["verdict"], language, place["subject"]),
                    "title": _capital(subject(place["subject"], language)),
                    "ha": place["m2"] / HECTARE,
                    "note": place[why],
                    "waived": place["lower_feature"] in waived,
                    "map": on_map(place["at"], day, level),
                }
                for place in found[CHECK]
            ],
            "edges": [
                {**place, "ha": place["m2"] / HECTARE, "map": on_map(place["at"], day, level)}
                for place in found[EDGE]
            ],
        }
    }


def _sum(one: Mapping[str, Any], language: str) -> dict[str, Any]:
    return {
        "title": _capital(subject(one["subject"], language)),
        **_within(one["verdict"], language, one["subject"]),
        "ha": one["m2"] / HECTARE,
        "places": one["places"],
        "note": "",
    }


def _within(verdict: str, language: str, about: str = "") -> dict[str, str]:
    code = f"phase-{verdict}" if about == "phase" and verdict != "not-known" else f"within-{verdict}"
    return {"verdict": verdict, "code": code, "word": words.word("state", code, language)}


def _people(people: Mapping[str, Any] | None, language: str) -> dict[str, Any] | None:
    if people is None:
        return None
    return {**people, "source": people["source_en" if language == "en" else "source"]}


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _fit_matrix(
    pairs: Iterable[Mapping[str, Any]], names: Mapping[str, FunctionWords], said: Mapping[str, str]
) -> dict[str, Any]:
    """Lower functions down, upper functions across; each cell holds the verdicts on that pair."""
    cells: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for pair in pairs:
        told = {
            "code": f"fit-{pair['verdict']}",
            "word": said[pair["verdict"]],
            "ha": pair["m2"] / HECTARE,
            "share": pair["share"],
            "places": pair["places"],
        }
        cells.setdefault((pair["lower"], pair["upper"]), []).append(told)
    across = ordered({upper for _lower, upper in cells}, names)
    down = ordered({lower for lower, _upper in cells}, names)
    rows = [
        {"function": names[lower], "cells": [cells.get((lower, upper), []) for upper in across]}
        for lower in down
    ]
    return {"across": [names[upper] for upper in across], "rows": rows}


def _fit_place(
    place: Mapping[str, Any],
    names: Mapping[str, FunctionWords],
    said: Mapping[str, str],
    day: date,
    level: str,
) -> dict[str, Any]:
    return {
        **place,
        "code": f"fit-{place['verdict']}",
        "word": said[place["verdict"]],
        "ha": place["m2"] / HECTARE,
        "below": names[place["lower"]],
        "above": None if place["outside"] else names[place["upper"]],
        "map": on_map(place["at"], day, level),
    }
