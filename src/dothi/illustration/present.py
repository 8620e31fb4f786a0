"""Invented current use of land on the ground of a general plan: what was there before it.

Drawn as a general plan of smaller towns on the same rivers and old roads, and on none of the works to come,
so that the plan and the land it finds have water and main roads in common, and little else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from dothi.illustration.chance import Noise, chance
from dothi.illustration.general import draw_general
from dothi.illustration.ground import EPSG, ground_of, shore_of
from dothi.illustration.script import PlanScript, Script

SMALLER = 0.62
"""Radius of a town today as part of the one that is planned."""
KEPT = frozenset({"lake", "heritage", "forest"})
"""Areas of a script that are there before any plan."""
CODES: Mapping[str, str] = {
    "qhc.don-vi-o": "ODT",
    "qhc.dan-cu-nong-thon": "ONT",
    "qhc.hon-hop": "TMD",
    "qhc.dich-vu-cong-cong": "DGD",
    "qhc.co-quan-do-thi": "TSC",
    "qhc.cay-xanh-cong-cong": "HNK",
    "qhc.cay-xanh-han-che": "CLN",
    "qhc.cay-xanh-chuyen-dung": "CLN",
    "qhc.van-hoa-the-thao": "DTT",
    "qhc.y-te": "DYT",
    "qhc.dao-tao": "DGD",
    "qhc.du-lich": "RPH",
    "qhc.cong-nghiep": "SKC",
    "qhc.giao-thong-do-thi": "DGT",
    "qhc.giao-thong-doi-ngoai": "DGT",
    "qhc.htkt-khac": "DNL",
    "qhc.htkt-doi-ngoai": "NTD",
    "qhc.di-tich": "DDT",
    "qhc.an-ninh": "CAN",
    "qhc.quoc-phong": "CQP",
    "qhc.thuy-san": "NTS",
    "qhc.rung-phong-ho": "RPH",
    "qhc.song-suoi": "SON",
    "qhc.ho-nuoc": "MNC",
    "qhc.chua-su-dung": "BCS",
}
"""Code of current land use for what is drawn; fields are told apart by :data:`FIELDS`."""
FIELD = "qhc.nong-nghiep"
FIELDS = (("LUC", 0.55), ("HNK", 0.25), ("CLN", 0.12), ("RSX", 0.08))
"""Codes of fields and woods, with their shares."""


def draw_present(seed: int, script: Script, plan: PlanScript, grounds: Mapping[str, Any]) -> gpd.GeoDataFrame:
    """Draw the current use on the ground of ``plan``, a coverage in EPSG:5899.

    Columns as a register of current use has them: ``maLoaiDat``, ``tenDoiTuong``, ``dienTich`` in m²,
    ``ghiChu`` with the label of the script.
    """
    ground = ground_of(grounds, plan.units)
    before = replace(
        script,
        centres=tuple(replace(one, radius=one.radius * SMALLER) for one in script.centres),
        areas=tuple(area for area in script.areas if area.kind in KEPT),
    )
    drawn = replace(plan, key=f"{plan.key} hien-trang", roads=(), changes=())
    zones = draw_general(seed, before, drawn, ground, shore_of(grounds, ground, script.shore)).zones
    shapes = zones.geometry.to_numpy()
    return gpd.GeoDataFrame(
        {
            "maLoaiDat": _codes(seed, drawn.key, zones["function"].to_numpy(dtype=object), shapes),
            "tenDoiTuong": zones["name"].to_numpy(dtype=object),
            "dienTich": np.round(shapely.area(shapes), 1),
            "ghiChu": np.full(len(zones), script.label, dtype=object),
        },
        geometry=shapes,
        crs=EPSG,
    )


def _codes(seed: int, key: str, functions: Any, shapes: Any) -> Any:
    """A code for each face; fields of one kind lie together."""
    codes = np.array([CODES.get(function, "") for function in functions], dtype=object)
    fields = np.flatnonzero(functions == FIELD)
    middles = shapely.get_coordinates(shapely.centroid(shapes[fields]))
    lumps = Noise(chance(seed, key, "fields"), 1_500.0).at(middles[:, 0], middles[:, 1])
    order = fields[np.argsort(lumps, kind="stable")]
    ends = np.cumsum([share for _, share in FIELDS]) * len(order)
    for place, face in enumerate(order.tolist()):
        codes[face] = FIELDS[min(int(np.searchsorted(ends, place, side="right")), len(FIELDS) - 1)][0]
    return codes
