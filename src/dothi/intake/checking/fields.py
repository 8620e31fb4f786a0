"""Which columns of a layer say what: stated area, density, storeys, floor area ratio.

Neither the circular nor any other text found fixes the names of these columns, so they are known by the names
that planners use, without case, accents or separators, and by a unit at the end of the name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from dothi.base.text import fold


class Quantity(StrEnum):
    """What a column measures."""

    AREA = "area"
    DENSITY = "density"
    STOREYS = "storeys"
    FLOOR_AREA_RATIO = "floor-area-ratio"
    HEIGHT = "height"
    POPULATION = "population"

    def title(self, language: str = "vi") -> str:
        """Write what it is called."""
        words = {
            Quantity.AREA: ("diện tích", "area"),
            Quantity.DENSITY: ("mật độ xây dựng", "building density"),
            Quantity.STOREYS: ("tầng cao", "storeys"),
            Quantity.FLOOR_AREA_RATIO: ("hệ số sử dụng đất", "floor area ratio"),
            Quantity.HEIGHT: ("chiều cao", "height"),
            Quantity.POPULATION: ("dân số", "population"),
        }[self]
        return words[1] if language == "en" else words[0]


REGULATIONS = (Quantity.DENSITY, Quantity.STOREYS, Quantity.FLOOR_AREA_RATIO)
"""What two features must not both set for one place."""

AREA_UNITS = {"m²": 1.0, "ha": 10_000.0, "km²": 1_000_000.0, "sqft": 0.09290304}
"""Square metres in a unit of area."""

_ENDS = ["toida", "toithieu", "max", "min", "tu", "den", "qh", "quyhoach", "duoctinh", "tb"]
_AREA_ENDS = ["o", "lo", "lodat", "khudat", "khu", "dat", "thua", "odat", "vung"]
_NAMES = {
    Quantity.AREA: "dientich dtich dtdat area nominalarea statedarea computedarea surveyedarea",
    Quantity.DENSITY: "matdoxaydung matdoxd matdo mdxd buildingcoverage buildingcoveragerate density",
    Quantity.STOREYS: "tangcao tangcaoxd tangcaoxaydung sotang sotangcao tang storeys storey floors",
    Quantity.FLOOR_AREA_RATIO: "hesosudungdat hesosdd hesosd hssdd hssd hsd far floorarearate floorarearatio",
    Quantity.HEIGHT: "chieucao chieucaoxd chieucaoxaydung height buildingheight buildingheightlimits",
    Quantity.POPULATION: "danso quymodanso population",
}
_PATTERNS = {
    quantity: re.compile(
        f"(?:{'|'.join(names.split())})"
        f"(?:{'|'.join([*_ENDS, *(_AREA_ENDS if quantity is Quantity.AREA else [])])})?"
    )
    for quantity, names in _NAMES.items()
}
_UNIT_ENDS = {"m2": "m²", "ha": "ha", "km2": "km²", "sf": "sqft", "sqft": "sqft"}


@dataclass(frozen=True, slots=True)
class Meaning:
    """A column and what it measures; ``unit`` is set where its name tells (areas only)."""

    column: str
    quantity: Quantity
    unit: str = ""


def meanings(columns: Iterable[str]) -> tuple[Meaning, ...]:
    """Recognise the columns whose names are known, in the order of the file."""
    return tuple(found for column in columns if (found := meaning_of(column)) is not None)


def meaning_of(column: str) -> Meaning | None:
    """Recognise one column by its name; ``None`` where the name says nothing.

    >>> meaning_of("DienTich_ha"), meaning_of("MatDoXayDung").quantity.value, meaning_of("maDoiTuong")
    (Meaning(column='DienTich_ha', quantity=<Quantity.AREA: 'area'>, unit='ha'), 'density', None)
    """
    name, unit = fold(column).replace(" ", ""), ""
    for end, word in _UNIT_ENDS.items():
        bare = name.removesuffix(end)
        if bare not in {name, ""} and _PATTERNS[Quantity.AREA].fullmatch(bare):
            name, unit = bare, word
            break
    for quantity, pattern in _PATTERNS.items():
        if pattern.fullmatch(name):
            return Meaning(column, quantity, unit)
    return None
