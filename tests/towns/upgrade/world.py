"""A folder of tables for one town of class III that lacks roads."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

from dothi.law import load_law
from dothi.towns.schemes import scheme

# Class III: every standard at its minimum level earns exactly 75 points (11.5 + 15.5 + 48); roads at 3 km/km²
# earn nothing instead of 4, so only the project that adds 1 or more makes it possible.
ROADS = "2A.III.07"
TABLES = {
    "projects.csv": [
        [
            "project",
            "title",
            "town",
            "duration",
            "earliest",
            "sources",
            "needs",
            "excludes",
            "document",
            "cost_1",
        ],
        ["D1", "Đường", "Mẫu", "1", "", "tỉnh, ODA", "", "", "minh họa", "10"],
        ["D2", "Đại lộ", "Mẫu", "1", "2028", "tỉnh", "", "", "minh họa", "15,5"],
    ],
    "effects.csv": [["project", "standard", "change"], ["D1", ROADS, "1"], ["D2", ROADS, "1,5"]],
    "budgets.csv": [["source", "town", "2027", "2028"], ["tỉnh", "", "8", "20"], ["ODA", "", "?", "0"]],
}


@cache
def values() -> tuple[tuple[str, ...], ...]:
    """Every standard at its minimum level, and roads below."""
    rules = scheme(load_law(), "nq111-2025", "III")
    rows = [("town", "standard", "value", "source")]
    for one in rules.standards:
        low = one.write(one.levels.low).replace(".", ",")
        rows.append(("Mẫu", one.code, "3" if one.code == ROADS else low, "minh họa"))
    return tuple(rows)


def folder(at: Path, **changed: list[list[str]]) -> Path:
    """Write the tables, some of them changed."""
    at.mkdir()
    for name, rows in {"values.csv": values(), **TABLES, **changed}.items():
        with (at / name).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, delimiter=";").writerows(rows)
    return at
