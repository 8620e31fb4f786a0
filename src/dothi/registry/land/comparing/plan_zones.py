"""The zones of a plan on record, ready to be laid on another layer, and what identifies its version."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import geopandas as gpd

from dothi.base.errors import Fault, UnusableError
from dothi.land.beside import Subject
from dothi.land.conformity_sides import Given
from dothi.land.overrides import LEVEL, PLAN
from dothi.land.polygons import Source
from dothi.registry.land.asking import COARSE
from dothi.registry.plans.lake import opened_layer
from dothi.registry.plans.queries import VersionRow, plan_on

FUNCTION = "function"


@dataclass(frozen=True, slots=True, eq=False)
class PlanZones:
    """One layer of zones of a version, labelled by keys of functions."""

    row: VersionRow
    layer: str

    @property
    def tiles(self) -> dict[str, Any] | None:
        """Zooms and layer of its tiles, ``None`` where it has none."""
        drawn = next(one for one in self.row.layers if one.name == self.layer)
        if drawn.zooms is None:
            return None
        return {"min_zoom": drawn.zooms[0], "max_zoom": drawn.zooms[1], "layer": drawn.tile_layer}

    @property
    def scale(self) -> int:
        """Denominator of its drawing; of a plan that states none, a coarse one."""
        return self.row.scale or COARSE

    @property
    def name(self) -> str:
        """What workbooks call it: title, version, decision and the first digits of its digest."""
        row = self.row
        told = f"{row.title}, phiên bản {row.number}"
        if row.decision_number:
            told += f", {row.decision_number}"
        return f"{told} ({row.digest[:12]})"

    def source(self) -> Source:
        """The zones, numbered from 1 as in the tiles. Raises :class:`UnusableError` as the lake does."""
        return Source(self.name, _numbered(self.layer), FUNCTION)

    @property
    def subjects(self) -> tuple[Subject, ...]:
        """What people may have concluded on: this version, and its level."""
        return Subject(PLAN, self.row.plan_key, self.row.number), Subject(LEVEL, self.row.level)

    def given(self, column: str = "") -> Given:
        """One side of a comparison: zones by ``column`` (default: keys of functions), and the boundary."""
        edges = [layer.name for layer in self.row.layers if layer.role == "boundary"]
        boundary = (self.name, _numbered(edges[0])) if len(edges) == 1 else None
        zones = self.name, _numbered(self.layer), column or FUNCTION
        return Given(zones, boundary, self.row.illustrative, self.subjects)

    def facts(self) -> dict[str, Any]:
        """What a result says of the version it rests on."""
        row = self.row
        return {
            "key": row.plan_key,
            "title": row.title,
            "title_en": row.title_en,
            "level": row.level,
            "scale": row.scale,
            "version": row.number,
            "hash": row.digest,
            "decision": row.decision_number,
            "illustrative": row.illustrative,
            "extent": row.extent,
            "layer": self.layer,
            "tiles": self.tiles,
        }


def zones_of(key: str, day: date, known_on: date | None = None) -> PlanZones:
    """The zones of the version of a plan in force on a day, as known on a day.

    Raises :class:`UnusableError` ``land.no-plan`` where there is none, or not one layer of zones.
    """
    row = plan_on(key, day, known_on)
    layers = [layer.name for layer in row.layers if layer.role == "zones"] if row is not None else []
    if row is None or len(layers) != 1:
        raise UnusableError(_no_plan(key))
    return PlanZones(row, layers[0])


def _numbered(layer: str) -> gpd.GeoDataFrame:
    frame = opened_layer(layer).frame()
    frame.index = range(1, len(frame) + 1)
    return frame


def _no_plan(key: str) -> Fault:
    return Fault(
        "land.no-plan",
        f"Vào ngày này không có đồ án «{key}» với đúng một lớp chức năng",
        f"There is no plan “{key}” with one layer of zones on this day",
        remedy_vi="Chọn đồ án khác hoặc ngày khác",
        remedy_en="Choose another plan or another day",
    )
