"""Land functions as maps and legends show them: colour, code, name.

The colour is the one the law table ``land_functions`` gives. Where it gives none, as for every function of a
general plan, the portal has its own, chosen so that like uses look alike; ``official`` says which. Several
functions share a colour, so a legend always writes the code. ``docs/plans.md`` lists the portal's own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.utils.translation import gettext as _

from dothi.registry.lawbook import current_law

NO_FUNCTION = "#cfccc4"
"""What has no function, or one that no table holds."""

OWN_COLOURS: Mapping[str, str] = MappingProxyType(
    {
        "qhc.don-vi-o": "#f0b64f",
        "qhc.hon-hop": "#e8875a",
        "qhc.dan-cu-nong-thon": "#d8c66a",
        "qhc.dich-vu-cong-cong": "#cf3f4a",
        "qhc.co-quan-do-thi": "#a9663b",
        "qhc.co-quan": "#8f5a3c",
        "qhc.y-te": "#e0559b",
        "qhc.van-hoa-the-thao": "#bd5f8c",
        "qhc.dao-tao": "#3f86ad",
        "qhc.du-lich": "#c85fd0",
        "qhc.di-tich": "#8a2f2a",
        "qhc.cong-nghiep": "#7d5fa8",
        "qhc.cay-xanh-cong-cong": "#4fa53c",
        "qhc.cay-xanh-han-che": "#8cc152",
        "qhc.cay-xanh-chuyen-dung": "#3f9478",
        "qhc.giao-thong-do-thi": "#a7a39a",
        "qhc.giao-thong-doi-ngoai": "#77736b",
        "qhc.htkt-khac": "#6f6a94",
        "qhc.htkt-doi-ngoai": "#544f7d",
        "qhc.an-ninh": "#7f9440",
        "qhc.quoc-phong": "#515f3a",
        "qhc.nong-nghiep": "#d3e58a",
        "qhc.rung-san-xuat": "#6fa06a",
        "qhc.rung-phong-ho": "#447a5c",
        "qhc.rung-dac-dung": "#256052",
        "qhc.thuy-san": "#6cc4d4",
        "qhc.ho-nuoc": "#4d9fd0",
        "qhc.song-suoi": "#79b6e2",
        "qhc.mat-nuoc-bien": "#a5d0ea",
        "qhc.chua-su-dung": "#dedad0",
        "qpk.bai-do-xe": "#8c8c86",
        "qpk.mat-nuoc-bien": "#5a9fdc",
    }
)
"""The portal's own colours, by function key, for functions without a colour in the law table."""


@dataclass(frozen=True, slots=True)
class FunctionWords:
    """A function in a legend: ``official`` says that the colour is the law's; ``rank`` orders the table."""

    key: str
    code: str
    title: str
    colour: str
    official: bool
    rank: int


def function_table(language: str) -> dict[str, FunctionWords]:
    """Every function that the law knows, by key, in the order of the table."""
    found: dict[str, FunctionWords] = {}
    for rank, row in enumerate(current_law().tables["land_functions"].every_row):
        colour = row.colour or OWN_COLOURS.get(row.code, NO_FUNCTION)
        found[row.code] = FunctionWords(
            row.code, row.attribute_code, row.title(language), colour, bool(row.colour), rank
        )
    return found


def function_words(keys: Iterable[str], language: str) -> list[FunctionWords]:
    """The functions of these keys in the order of the table; ``""`` and unknown ones come last."""
    table = function_table(language)
    found = [table.get(key) or _unknown(key, len(table)) for key in set(keys)]
    return sorted(found, key=lambda words: (words.rank, words.key))


def _unknown(key: str, rank: int) -> FunctionWords:
    return FunctionWords(key, key, _("Chưa rõ chức năng"), NO_FUNCTION, official=False, rank=rank)


def level_title(level: str, language: str) -> str:
    """The level of a plan as the law names it."""
    rows = [row for row in current_law().tables["planning_levels"].every_row if row.code == level]
    return rows[-1].title(language) if rows else level


def level_rank(level: str) -> int:
    """Place of a level, the coarsest first; a level that the law does not list comes behind all of them."""
    rows = [row for row in current_law().tables["planning_levels"].every_row if row.code == level]
    return int(rows[-1].rank) if rows else 99
