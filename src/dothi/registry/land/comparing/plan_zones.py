"""The zones of a plan on record, ready to be laid on another layer, and what identifies its version."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from dothi.base.errors import Fault, UnusableError
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
        frame = opened_layer(self.layer).frame()
        frame.index = range(1, len(frame) + 1)
        return Source(self.name, frame, FUNCTION)

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


def zones_of(key: str, day: date) -> PlanZones:
    """The zones of the version of a plan in force on a day.

    Raises :class:`UnusableError` ``land.no-plan`` where there is none, or not one layer of zones.
    """
    row = plan_on(key, day)
    layers = [layer.name for layer in row.layers if layer.role == "zones"] if row is not None else []
    if row is None or len(layers) != 1:
        raise UnusableError(_no_plan(key))
    return PlanZones(row, layers[0])


def _no_plan(key: str) -> Fault:
    return Fault(
        "land.no-plan",
        f"Vào ngày này không có đồ án «{key}» với đúng một lớp chức năng",
        f"There is no plan “{key}” with one layer of zones on this day",
        remedy_vi="Chọn đồ án khác hoặc ngày khác",
        remedy_en="Choose another plan or another day",
    )
