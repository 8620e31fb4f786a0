"""Texts of a drawing, and the outlines they label: the smallest one in which a text stands."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from ezdxf.entities.dxfgfx import DXFGraphic
from ezdxf.entities.mtext import MText
from ezdxf.entities.text import Text
from ezdxf.enums import TextEntityAlignment
from ezdxf.math import Vec3

from dothi.intake.reading.cad.document import whole

_BETWEEN = "; "
_LETTER = 0.7
"""Width of a letter, in heights of a letter; for finding the middle of a text."""
_LINE = 1.6
_SAME_AREA = 1e-6


@dataclass(frozen=True, slots=True)
class Words:
    """A text as it stands: where it was put, its middle, and how it looks."""

    text: str
    place: tuple[float, float]
    middle: tuple[float, float]
    height: float
    rotation: float
    tag: str = ""


def words_of(entity: DXFGraphic) -> Words | None:
    """Read a TEXT, ATTRIB or MTEXT; ``None`` for an empty one."""
    if isinstance(entity, MText):
        return _of_mtext(entity)
    if isinstance(entity, Text):
        return _of_text(entity)
    return None


def _of_text(entity: Text) -> Words | None:
    text = whole(entity.plain_text()).strip()
    if not text:
        return None
    align, start, _ = entity.get_placement()
    place = entity.ocs().to_wcs(start)
    height = float(entity.dxf.get("height", 1.0))
    rotation = float(entity.dxf.get("rotation", 0.0))
    width = len(text) * height * _LETTER * float(entity.dxf.get("width", 1.0))
    across = {"LEFT": 0.5, "RIGHT": -0.5}.get(_side(align), 0.0) * width
    up = {"TOP": -0.5, "MIDDLE": 0.0}.get(_level(align), 0.5) * height
    tag = whole(str(entity.dxf.get("tag", ""))) if entity.dxftype() == "ATTRIB" else ""
    return Words(text, (place.x, place.y), _moved(place, across, up, rotation), height, rotation, tag)


def _of_mtext(entity: MText) -> Words | None:
    lines = [whole(line).strip() for line in entity.plain_text(split=True)]
    text = " ".join(line for line in lines if line)
    if not text:
        return None
    place = Vec3(entity.dxf.get("insert", (0, 0, 0)))
    height = float(entity.dxf.get("char_height", 1.0))
    rotation = float(entity.get_rotation())
    widest = max(len(line) for line in lines) * height * _LETTER
    tall = (len(lines) - 1) * height * _LINE + height
    row, column = divmod(int(entity.dxf.get("attachment_point", 1)) - 1, 3)
    across = {0: 0.5, 1: 0.0, 2: -0.5}[column] * widest
    up = {0: -0.5, 1: 0.0, 2: 0.5}.get(row, 0.0) * tall
    return Words(text, (place.x, place.y), _moved(place, across, up, rotation), height, rotation)


def _side(align: TextEntityAlignment) -> str:
    return "LEFT" if "LEFT" in align.name else "RIGHT" if "RIGHT" in align.name else ""


def _level(align: TextEntityAlignment) -> str:
    return "TOP" if align.name.startswith("TOP") else "MIDDLE" if align.name.startswith("MIDDLE") else ""


def _moved(place: Vec3, across: float, up: float, rotation: float) -> tuple[float, float]:
    turn = math.radians(rotation)
    return (
        place.x + across * math.cos(turn) - up * math.sin(turn),
        place.y + across * math.sin(turn) + up * math.cos(turn),
    )


def labels(shapes: Sequence[Any], words: Sequence[Words]) -> tuple[list[str], list[bool]]:
    """Labels of the shapes, and which words became one.

    A text labels the smallest polygon in which its middle lies, or else the point where it was put; polygons
    of one size, an outline and its hatch, share it. Several texts stand from top to bottom.
    """
    areas = [
        shape.area if shape is not None and shape.geom_type.endswith("Polygon") else 0.0 for shape in shapes
    ]
    usable = [place for place, area in enumerate(areas) if area > 0 and math.isfinite(area)]
    given: list[list[int]] = [[] for _ in shapes]
    used = [False] * len(words)
    if not usable or not words:
        return ["" for _ in shapes], used
    tree = shapely.STRtree([_whole(shapes[place]) for place in usable])
    for points in (np.array([w.middle for w in words]), np.array([w.place for w in words])):
        waiting = [place for place, done in enumerate(used) if not done and np.isfinite(points[place]).all()]
        if not waiting:
            continue
        pairs = tree.query(shapely.points(points[waiting]), predicate="intersects")
        for word, found in _by_word(pairs):
            places = [usable[place] for place in found]
            least = min(areas[place] for place in places)
            for place in places:
                if areas[place] <= least * (1 + _SAME_AREA):
                    given[place].append(waiting[word])
            used[waiting[word]] = True
    return [_joined([words[place] for place in places]) for places in given], used


def _by_word(pairs: np.ndarray[Any, Any]) -> list[tuple[int, list[int]]]:
    found: dict[int, list[int]] = {}
    for word, place in pairs.T.tolist():
        found.setdefault(word, []).append(place)
    return list(found.items())


def _whole(shape: Any) -> Any:
    return shape if shape.is_valid else shapely.make_valid(shape)


def _joined(words: Sequence[Words]) -> str:
    ordered = sorted(words, key=lambda word: (-round(word.middle[1], 3), word.middle[0]))
    return _BETWEEN.join(word.text for word in ordered)
