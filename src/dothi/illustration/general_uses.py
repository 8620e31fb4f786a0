"""Functions of a general plan: those that follow from the drawing, and shares of town and country."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import shapely

from dothi.illustration.allot import Site, Want, allotted, site
from dothi.illustration.chance import Floats, chance
from dothi.illustration.network import TOWN
from dothi.illustration.partition import BLOCK, Parts
from dothi.illustration.townness import Townness

DRAWN_AS: Mapping[str, str] = {
    "main road": "qhc.giao-thong-do-thi",
    "street": "qhc.giao-thong-do-thi",
    "river": "qhc.song-suoi",
    "lake": "qhc.ho-nuoc",
    "pond": "qhc.ho-nuoc",
    "shore": "qhc.cay-xanh-cong-cong",
    "green": "qhc.cay-xanh-cong-cong",
    "park": "qhc.cay-xanh-cong-cong",
    "graves": "qhc.htkt-doi-ngoai",
    "communal house": "qhc.di-tich",
    "village": "qhc.dan-cu-nong-thon",
    "industry": "qhc.cong-nghiep",
    "heritage": "qhc.di-tich",
    "training": "qhc.dao-tao",
    "health": "qhc.y-te",
    "forest": "qhc.rung-phong-ho",
}
"""Function of what is drawn for one purpose."""
EXPRESSWAY = "cao tốc"
"""Main roads with this in their name are external transport."""


def general_functions(seed: int, key: str, parts: Parts, towns: Townness, shore: Any) -> Any:
    """Give every face its function, a key of the law table ``land_functions``."""
    part = parts.part.astype(str)
    where = site(parts.faces, np.isin(part, ["main road", "street"]), np.isin(part, ["river", "lake"]))
    town = towns.at(where.x, where.y)
    functions = _drawn(chance(seed, key, "fixed"), parts, town)
    rng = chance(seed, key, "functions")
    core = np.max([where.near(*centre.at, centre.radius * 0.35) for centre in towns.centres], axis=0)
    sea = np.zeros(len(part))
    if not shapely.is_empty(shore):
        sea = 1.0 / (1.0 + (shapely.distance(shapely.points(where.x, where.y), shore) / 420.0) ** 4)
    blocks = part == BLOCK
    urban, rural = blocks & (town > TOWN), blocks & (town <= TOWN)
    functions[urban] = allotted(parts.faces, urban, _urban_wants(rng, where, core, sea), "qhc.don-vi-o")[
        urban
    ]
    functions[rural] = allotted(parts.faces, rural, _rural_wants(rng, where, sea, town), "qhc.nong-nghiep")[
        rural
    ]
    return functions


def _drawn(rng: np.random.Generator, parts: Parts, town: Floats) -> Any:
    part = parts.part.astype(str)
    draw = rng.random(len(part))
    functions = np.array([DRAWN_AS.get(name, "") for name in part], dtype=object)
    bank = part == "bank"
    functions[bank] = np.where(town[bank] > TOWN - 0.1, "qhc.cay-xanh-cong-cong", "qhc.cay-xanh-han-che")
    functions[(part == "industry") & (draw < 0.1)] = "qhc.cay-xanh-chuyen-dung"
    functions[(part == "industry") & (draw > 0.95)] = "qhc.htkt-khac"
    functions[(part == "heritage") & (draw < 0.35)] = "qhc.hon-hop"
    functions[(part == "village") & (town > TOWN)] = "qhc.don-vi-o"
    functions[np.char.find(parts.name.astype(str), EXPRESSWAY) >= 0] = "qhc.giao-thong-doi-ngoai"
    return functions


def _urban_wants(rng: np.random.Generator, where: Site, core: Floats, sea: Floats) -> list[Want]:
    road, water = where.on_road, where.by_water

    def lumpy(metres: float) -> Floats:
        return where.lumpy(rng, metres)

    def draw() -> Floats:
        return rng.random(len(where.x))

    return [
        Want("qhc.du-lich", 0.035, 2.0 * sea + 0.4 * lumpy(600) + 0.1 * draw(), smallest=9_000),
        Want("qhc.co-quan-do-thi", 0.022, 1.2 * core + 0.6 * road + 0.5 * lumpy(500), smallest=6_000),
        Want("qhc.dich-vu-cong-cong", 0.085, 0.5 * core + 0.5 * road + draw(), apart=260, smallest=6_000),
        Want("qhc.cay-xanh-cong-cong", 0.065, water + 0.5 * lumpy(700) + 0.5 * draw(), apart=150),
        Want("qhc.hon-hop", 0.09, 0.9 * core + 0.8 * road + 0.7 * lumpy(900) + 0.3 * draw()),
        Want("qhc.van-hoa-the-thao", 0.012, draw() + 0.4 * core, apart=900, smallest=14_000),
        Want("qhc.y-te", 0.008, draw() + 0.5 * road, apart=1200, smallest=9_000),
        Want("qhc.dao-tao", 0.012, lumpy(800) + 0.5 * draw(), apart=700, smallest=14_000),
        Want("qhc.htkt-khac", 0.012, draw() - core, apart=600),
        Want("qhc.quoc-phong", 0.01, lumpy(900) - 0.8 * core + 0.3 * draw(), smallest=9_000),
        Want("qhc.an-ninh", 0.005, draw() + 0.3 * core, apart=900),
    ]


def _rural_wants(rng: np.random.Generator, where: Site, sea: Floats, town: Floats) -> list[Want]:
    draw = rng.random(len(where.x))
    return [
        Want("qhc.thuy-san", 0.075, 1.1 * where.by_water + 0.6 * where.lumpy(rng, 900) + 0.3 * draw),
        Want("qhc.du-lich", 0.035, 2.2 * sea + 0.4 * where.lumpy(rng, 700) + 0.2 * draw),
        Want("qhc.cay-xanh-han-che", 0.08, town + 0.5 * where.lumpy(rng, 1100) + 0.3 * sea),
        Want("qhc.chua-su-dung", 0.015, draw + 0.6 * sea, largest=120_000),
        Want("qhc.htkt-doi-ngoai", 0.008, draw - sea, apart=1500),
    ]
