"""How a lower plan fills the functions of the plan above it.

For each function above: what the rest becomes, and which shares go to what. Shares, distances and sizes are
invention. ``trait`` says what makes a place fit: frontage on a ``road`` or on ``water``, or ``any``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dothi.illustration.allot import Site, Want, allotted
from dothi.illustration.coverage import Faces

Names = NDArray[np.object_]
"""One function, or none, for every zone."""


@dataclass(frozen=True, slots=True)
class Use:
    """A share of the land of one upper function, in zones of a certain size, so far apart."""

    function: str
    share: float
    trait: str = "any"
    apart: float = 0.0
    smallest: float = 0.0
    largest: float = float("inf")


@dataclass(frozen=True, slots=True)
class Filling:
    """What becomes of one function: ``rest``, apart from ``uses``."""

    rest: str
    uses: tuple[Use, ...] = ()


ZONING: Mapping[str, Filling] = {
    "qhc.don-vi-o": Filling(
        "qpk.nhom-nha-o",
        (
            Use("qpk.truong-thpt", 0.01, "road", 1500, 9_000, 30_000),
            Use("qpk.truong-hoc", 0.055, "any", 330, 4_500, 20_000),
            Use("qpk.cay-xanh-cong-cong", 0.075, "any", 150, 1_500, 12_000),
            Use("qpk.hon-hop", 0.045, "road"),
            Use("qpk.dich-vu", 0.04, "road", 140, 1_500),
            Use("qpk.van-hoa", 0.016, "any", 420, 1_800, 9_000),
            Use("qpk.the-duc-the-thao", 0.014, "any", 600, 3_000),
            Use("qpk.y-te", 0.008, "road", 650, 1_500, 9_000),
            Use("qpk.co-quan", 0.008, "road", 500, 1_500),
            Use("qpk.bai-do-xe", 0.014, "road", 260, 1_200, 5_000),
            Use("qpk.di-tich-ton-giao", 0.006, "any", 900, 1_500, 9_000),
            Use("qpk.htkt-khac", 0.004, "any", 700, 900, 5_000),
        ),
    ),
    "qhc.hon-hop": Filling(
        "qpk.hon-hop",
        (
            Use("qpk.dich-vu", 0.2, "road"),
            Use("qpk.cay-xanh-cong-cong", 0.07, "any", 150),
            Use("qpk.bai-do-xe", 0.03, "any", 250, 1_200, 6_000),
            Use("qpk.van-hoa", 0.02, "any", 500, 1_800, 9_000),
        ),
    ),
    "qhc.dich-vu-cong-cong": Filling(
        "qpk.dich-vu",
        (
            Use("qpk.truong-hoc", 0.28, "any", 250, 3_000),
            Use("qpk.truong-thpt", 0.12, "any", 900, 5_000),
            Use("qpk.van-hoa", 0.12, "any", 300),
            Use("qpk.y-te", 0.1, "any", 300),
            Use("qpk.cay-xanh-cong-cong", 0.06),
        ),
    ),
    "qhc.co-quan-do-thi": Filling(
        "qpk.co-quan", (Use("qpk.cay-xanh-cong-cong", 0.08), Use("qpk.bai-do-xe", 0.04, "any", 150, 0, 4_000))
    ),
    "qhc.cay-xanh-cong-cong": Filling(
        "qpk.cay-xanh-cong-cong",
        (
            Use("qpk.the-duc-the-thao", 0.05, "road", 400, 3_000),
            Use("qpk.bai-do-xe", 0.015, "road", 400, 0, 5_000),
        ),
    ),
    "qhc.cong-nghiep": Filling("qpk.cong-nghiep-kho-tang", (Use("qpk.cay-xanh-chuyen-dung", 0.1),)),
    "qhc.du-lich": Filling(
        "qpk.du-lich", (Use("qpk.cay-xanh-cong-cong", 0.12, "water"), Use("qpk.dich-vu", 0.1, "road"))
    ),
    "qhc.van-hoa-the-thao": Filling("qpk.the-duc-the-thao", (Use("qpk.van-hoa", 0.4),)),
    "qhc.dan-cu-nong-thon": Filling(
        "qpk.lang-xom",
        (
            Use("qpk.cay-xanh-cong-cong", 0.05),
            Use("qpk.di-tich-ton-giao", 0.025, "any", 300),
            Use("qpk.truong-hoc", 0.03, "any", 500),
        ),
    ),
    "qhc.giao-thong-do-thi": Filling("qpk.duong-giao-thong"),
    "qhc.giao-thong-doi-ngoai": Filling("qpk.duong-giao-thong"),
    "qhc.htkt-khac": Filling("qpk.htkt-khac"),
    "qhc.htkt-doi-ngoai": Filling("qpk.nghia-trang"),
    "qhc.dao-tao": Filling("qpk.dao-tao", (Use("qpk.cay-xanh-cong-cong", 0.1),)),
    "qhc.co-quan": Filling("qpk.co-quan"),
    "qhc.y-te": Filling("qpk.y-te"),
    "qhc.cay-xanh-han-che": Filling("qpk.cay-xanh-han-che"),
    "qhc.cay-xanh-chuyen-dung": Filling("qpk.cay-xanh-chuyen-dung"),
    "qhc.di-tich": Filling("qpk.di-tich-ton-giao"),
    "qhc.an-ninh": Filling("qpk.an-ninh"),
    "qhc.quoc-phong": Filling("qpk.quoc-phong"),
    "qhc.nong-nghiep": Filling("qpk.nong-nghiep"),
    "qhc.thuy-san": Filling("qpk.nuoi-trong-thuy-san"),
    "qhc.rung-phong-ho": Filling("qpk.rung-phong-ho"),
    "qhc.rung-san-xuat": Filling("qpk.rung-san-xuat"),
    "qhc.rung-dac-dung": Filling("qpk.rung-dac-dung"),
    "qhc.chua-su-dung": Filling("qpk.chua-su-dung"),
    "qhc.ho-nuoc": Filling("qpk.ho-ao"),
    "qhc.song-suoi": Filling("qpk.song-suoi"),
    "qhc.mat-nuoc-bien": Filling("qpk.mat-nuoc-bien"),
}

DETAILED: Mapping[str, Filling] = {
    **{filling.rest: Filling(filling.rest) for filling in ZONING.values()},
    **{use.function: Filling(use.function) for filling in ZONING.values() for use in filling.uses},
    "qpk.nhom-nha-o": Filling(
        "qpk.nhom-nha-o",
        (
            Use("qpk.cay-xanh-cong-cong", 0.035, "any", 60, 120, 900),
            Use("qpk.bai-do-xe", 0.012, "road", 120, 100, 400),
        ),
    ),
    "qpk.hon-hop": Filling("qpk.hon-hop", (Use("qpk.cay-xanh-cong-cong", 0.03, "any", 60, 100, 900),)),
}
"""A detailed plan keeps the functions above it, with small greens and car parks among the houses."""

DEVIATIONS: Mapping[str, str] = {
    "qhc.cay-xanh-cong-cong": "qpk.dich-vu",
    "qhc.dich-vu-cong-cong": "qpk.nhom-nha-o",
    "qhc.cay-xanh-han-che": "qpk.nhom-nha-o",
    "qhc.co-quan-do-thi": "qpk.hon-hop",
    "qhc.nong-nghiep": "qpk.cong-nghiep-kho-tang",
    "qhc.dao-tao": "qpk.nhom-nha-o",
    "qpk.cay-xanh-cong-cong": "qpk.nhom-nha-o",
    "qpk.truong-hoc": "qpk.dich-vu",
    "qpk.nhom-nha-o": "qpk.dich-vu",
}
"""What a lower plan does on purpose against the upper one here and there, for a comparison to find."""


def filled(
    rng: np.random.Generator, faces: Faces, above: Names, where: Site, fillings: Mapping[str, Filling]
) -> Names:
    """Give every zone a function that fits the one above it (``above``: functions of the upper plan)."""
    functions = np.full(len(faces), "", dtype=object)
    traits = {"road": where.on_road, "water": where.by_water, "any": np.zeros(len(faces))}
    for upper in np.unique(above.astype(str)).tolist():
        filling = fillings[upper]
        free = above == upper
        wants = [
            Want(
                use.function,
                use.share,
                traits[use.trait] + 0.5 * rng.random(len(faces)),
                use.apart,
                use.smallest,
                use.largest,
            )
            for use in filling.uses
        ]
        functions[free] = allotted(faces, free, wants, filling.rest)[free]
    return functions


def deviating(rng: np.random.Generator, faces: Faces, above: Names, count: int, smallest: float) -> Names:
    """Choose a few zones that depart from the upper plan; gives their new function, empty elsewhere."""
    changed = np.full(len(faces), "", dtype=object)
    kinds = [kind for kind in DEVIATIONS if (above == kind).any()]
    area = np.array([face.area for face in faces])
    for turn in range(count):
        if not kinds:
            break
        kind = kinds[turn % len(kinds)]
        fits = np.flatnonzero((above == kind) & (changed == "") & (area >= smallest))
        if len(fits):
            changed[int(rng.choice(fits))] = DEVIATIONS[kind]
    return changed
