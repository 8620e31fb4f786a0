"""Conversion as matrices and lists of places, and what all results share, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from dothi.land.conversion_files import KINDS, RECORDS, STEPS
from dothi.portal import words
from dothi.portal.concluded import concluded_lines
from dothi.portal.land_functions import FunctionWords, function_words

HECTARE = 10_000.0
NEED_ORDER = ("permission", "not-known", "no-permission", "no-change")


def _state(code: str, language: str) -> str:
    return words.word("state", code, language)


def convert_context(found: Mapping[str, Any], day: date, language: str) -> dict[str, Any]:
    """What the page of a matrix of conversion shows, unit by unit."""
    functions = {cell["planned"] for unit in found["units"] for cell in unit["cells"]}
    functions |= {key for unit in found["units"] for key in unit["unmapped_m2"]}
    functions |= {place["function"] for place in found["places"]}
    names = functions_of(functions, language)
    return {
        "found": found,
        "units": sorted(
            (_unit(unit, names, language) for unit in found["units"]),
            key=lambda unit: (-unit["planned_ha"], unit["name"]),
        ),
        "notes": [note[language] for note in found["notes"]],
        "concluded": concluded_lines(found, language),
        "turned": _turned(found, language),
        "places": [
            {
                **place,
                "code_state": f"need-{place['verdict']}",
                "word": _need(place["verdict"], language),
                "kind": _kind(place["guarded"], language),
                "ha": place["m2"] / HECTARE,
                "planned": names[place["function"]],
                "map": on_map(place["at"], day, found["plan"]["level"]),
            }
            for place in found["places"]
        ],
        "legend": [(f"need-{need}", _need(need, language)) for need in NEED_ORDER[:-1]],
        "needs": [(f"need-{need}", _need(need, language)) for need in NEED_ORDER],
        "drawn": [tiles_of(found["plan"])] if found["plan"].get("tiles") else [],
        "sides": [
            (_("Hiện trạng"), _layer(found["current"], language)),
            (_("Đồ án"), plan_words(found["plan"], language)),
        ],
    }


def _turned(found: Mapping[str, Any], language: str) -> list[dict[str, Any]]:
    """Rural land that became urban, by year and step; none where no decisions were sent."""
    steps = {step.value: both[language == "en"] for step, both in STEPS.items()}
    rows = found.get("rural_to_urban") or ()
    return [{**one, "step": steps[one["step"]], "ha": one["m2"] / HECTARE} for one in rows]


def _unit(unit: Mapping[str, Any], names: Mapping[str, FunctionWords], language: str) -> dict[str, Any]:
    cells = [
        {
            **cell,
            "state": f"need-{cell['verdict']}",
            "word": _need(cell["verdict"], language),
            "ha": cell["m2"] / HECTARE,
            "kind": _kind(cell["guarded"], language),
            "function": names[cell["planned"]],
            "why": cell["reason"] if language == "vi" else cell["reason_en"],
            "recorded": _recorded(cell["resolution"], language),
        }
        for cell in unit["cells"]
    ]
    return {
        "name": unit["unit"],
        "ha": unit["area_m2"] / HECTARE,
        "sums": [
            (
                f"need-{need}",
                _need(need, language),
                unit["m2"][need] / HECTARE,
                unit["guarded_m2"][need] / HECTARE,
            )
            for need in NEED_ORDER
        ],
        "cells": cells,
        "planned_ha": sum(cell["ha"] for cell in cells),
        "unplanned_ha": sum(unit["unplanned_m2"].values()) / HECTARE,
        "unmapped_ha": sum(unit["unmapped_m2"].values()) / HECTARE,
        "neither_ha": unit["neither_m2"] / HECTARE,
        "twice_ha": unit["doubly_covered_m2"] / HECTARE,
        "matrix": _need_matrix(cells, names),
    }


def _need_matrix(cells: list[dict[str, Any]], names: Mapping[str, FunctionWords]) -> dict[str, Any]:
    """Codes of current use down, rice and forest first, functions across."""
    by_pair = {(cell["current"], cell["planned"]): cell for cell in cells}
    across = ordered({cell["planned"] for cell in cells}, names)
    kinds = {cell["current"]: cell["kind"] for cell in cells}
    down = sorted(kinds, key=lambda code: (not kinds[code], code))
    rows = [
        {"code": code, "kind": kinds[code], "cells": [by_pair.get((code, key)) for key in across]}
        for code in down
    ]
    return {"across": [names[key] for key in across], "rows": rows}


def _need(code: str, language: str) -> str:
    return _state(f"need-{code}", language)


def _kind(kind: str | None, language: str) -> str:
    return KINDS[kind][language == "en"] if kind else ""


def _recorded(resolution: Mapping[str, Any], language: str) -> str:
    if resolution["needed"] == "no":
        return ""
    told = next(both for one, both in RECORDS.items() if one.value == resolution["recorded"])
    return told[language == "en"]


def functions_of(keys: Iterable[str], language: str) -> dict[str, FunctionWords]:
    """Functions by key, in words."""
    wanted = set(keys)
    return {item.key: item for item in function_words(wanted, language)}


def ordered(keys: Iterable[str], names: Mapping[str, FunctionWords]) -> list[str]:
    return sorted(keys, key=lambda key: (names[key].rank, key))


def plan_words(facts: Mapping[str, Any], language: str) -> dict[str, Any]:
    """A plan that a result rests on, with the address of the version."""
    return {
        **facts,
        "title": (facts["title_en"] or facts["title"]) if language == "en" else facts["title"],
        "url": reverse("public:plan_version", args=[facts["key"], facts["version"]]),
    }


def _layer(facts: Mapping[str, Any], language: str) -> dict[str, Any]:
    return {
        **facts,
        "title": (facts["title_en"] or facts["title"]) if language == "en" else facts["title"],
        "decision": facts["document"],
        "hash": facts["layer"],
        "url": "",
    }


def tiles_of(facts: Mapping[str, Any]) -> dict[str, Any]:
    """How the page's map draws the zones of a plan under the places."""
    address = reverse("api:layer_tile", args=[facts["layer"], 0, 0, 0]).removesuffix("/0/0/0")
    return {**facts["tiles"], "url": address + "/{z}/{x}/{y}"}


def on_map(at: list[float], day: date, level: str) -> str:
    """The place on the public map, with plans of the level drawn, for where no script runs."""
    longitude, latitude = at
    asked = {
        "ngay": day.isoformat(),
        "qh": level,
        "diem": f"{latitude}, {longitude}",
        "vt": f"{longitude},{latitude},15",
    }
    return f"{reverse('public:map')}?{urlencode(asked, safe=',')}"


def part(m2: float, total: float) -> float | None:
    """A share; none of nothing."""
    return m2 / total if total else None
