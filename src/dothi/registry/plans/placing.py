"""Where a dossier's coordinates may lie, asked of the planner with a picture; nothing is guessed silently.

Outlines of plans that are published already tell readings apart that corners alone cannot: a forgotten datum
shift of 195 m, a neighbouring central meridian.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import shapely
from django.conf import settings

from dothi.intake.georeference.evidence import Expected
from dothi.intake.georeference.picture import picture
from dothi.intake.georeference.province import expected_in, zone_at_home
from dothi.intake.georeference.readings import CrsReading, readings, to_ask
from dothi.intake.layers import Layer, Reading
from dothi.lake.reference import Reference
from dothi.places.pack import ProvincePack, read_pack
from dothi.registry.lawbook import current_law
from dothi.registry.plans.lake import current_lake
from dothi.registry.plans.models import PlanLayer
from dothi.registry.workspace import PACKAGE, is_workspace, read_workspace

_PICTURED = 4
_NEIGHBOURS = 60


@dataclass(frozen=True, slots=True)
class Question:
    """Readings of one layer's coordinates, the likeliest first, and a picture of them in each language."""

    readings: tuple[CrsReading, ...]
    picture_vi: str
    picture_en: str

    def as_data(self) -> dict[str, Any]:
        """As JSON's types."""
        return {
            "readings": [
                {
                    "key": one.placement.key,
                    "vi": one.placement.title(),
                    "en": one.placement.title("en"),
                    "reason_vi": one.reason_vi,
                    "reason_en": one.reason_en,
                    "score": round(one.score, 3),
                    "stated": one.stated,
                }
                for one in self.readings
            ],
            "picture_vi": self.picture_vi,
            "picture_en": self.picture_en,
        }


def questions(found: Reading) -> dict[str, Question]:
    """Layers whose coordinates a person must place; empty where the province's ground is not known."""
    pack = province_pack()
    where = expected_in(pack, _published_outlines()) if pack is not None else None
    if pack is None or where is None:
        return {}
    home = zone_at_home(pack, current_law())
    asked = {}
    for layer in found.layers:
        question = _question(layer, where, home)
        if question is not None:
            asked[layer.name] = question
    return asked


def _question(layer: Layer, where: Expected, home: int | None) -> Question | None:
    shapes = layer.frame.geometry.to_numpy()
    ways = readings(shapes, where, stated=layer.frame.crs, home=home)
    if not ways or not to_ask(ways):
        return None
    return Question(
        ways,
        picture(shapes, ways, where, most=_PICTURED),
        picture(shapes, ways, where, most=_PICTURED, language="en"),
    )


def _published_outlines() -> Sequence[Any]:
    """Boundaries of published plans in WGS 84: ground that is known to the metre."""
    rows = PlanLayer.objects.filter(role="boundary").order_by("-version__published_at")[:_NEIGHBOURS]
    outlines: list[Any] = []
    for row in rows:
        frame = current_lake().open_version(row.name).frame(columns=[])
        carry = Reference(frame.crs).to_wgs84
        outlines += [shapely.transform(shape, carry) for shape in frame.geometry if shape is not None]
    return outlines


def province_pack() -> ProvincePack | None:
    """The pack of this workspace's province; ``None`` outside a workspace."""
    folder = province_folder()
    return None if folder is None else _read(folder)


def province_folder() -> Path | None:
    """Where that pack lies."""
    workspace: Path = settings.DOTHI.workspace
    if not is_workspace(workspace):
        return None
    name = read_workspace(workspace).province
    folder = PACKAGE / "provinces" / name
    return folder if folder.is_dir() else Path(name)


@cache
def _read(folder: Path) -> ProvincePack:
    return read_pack(folder)
