"""The land balance of a drawn plan, and the shares it is drawn to come near.

The aims are invention: roughly what published balances of Vietnamese towns look like. They are no rule of
law and say nothing about any real plan.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dothi.illustration.plan import Plan


@dataclass(frozen=True, slots=True)
class Aim:
    """Functions that together should take a share of the plan between ``low`` and ``high``."""

    title_vi: str
    functions: tuple[str, ...]
    low: float
    high: float


AIMS: Mapping[str, tuple[Aim, ...]] = {
    "provincial": (
        Aim("Đô thị", ("qhc.don-vi-o",), 0.01, 0.06),
        Aim("Dân cư nông thôn, hành lang", ("qhc.dan-cu-nong-thon",), 0.04, 0.18),
        Aim("Nông nghiệp", ("qhc.nong-nghiep",), 0.03, 0.3),
        Aim("Rừng", ("qhc.rung-san-xuat", "qhc.rung-phong-ho", "qhc.rung-dac-dung"), 0.5, 0.9),
        Aim("Công nghiệp, du lịch", ("qhc.cong-nghiep", "qhc.du-lich"), 0.0005, 0.04),
    ),
    "general": (
        Aim("Đơn vị ở, hỗn hợp", ("qhc.don-vi-o", "qhc.hon-hop"), 0.16, 0.36),
        Aim("Dịch vụ, cơ quan", ("qhc.dich-vu-cong-cong", "qhc.co-quan-do-thi"), 0.02, 0.07),
        Aim("Cây xanh", ("qhc.cay-xanh-cong-cong", "qhc.cay-xanh-han-che"), 0.04, 0.16),
        Aim("Giao thông", ("qhc.giao-thong-do-thi", "qhc.giao-thong-doi-ngoai"), 0.06, 0.15),
        Aim("Sông, hồ", ("qhc.song-suoi", "qhc.ho-nuoc"), 0.02, 0.12),
        Aim("Nông nghiệp, thủy sản", ("qhc.nong-nghiep", "qhc.thuy-san"), 0.22, 0.5),
        Aim("Dân cư nông thôn", ("qhc.dan-cu-nong-thon",), 0.01, 0.08),
        Aim("Công nghiệp", ("qhc.cong-nghiep",), 0.005, 0.06),
    ),
    "zoning": (
        Aim("Nhà ở, hỗn hợp", ("qpk.nhom-nha-o", "qpk.hon-hop", "qpk.lang-xom"), 0.3, 0.55),
        Aim("Giao thông", ("qpk.duong-giao-thong", "qpk.bai-do-xe"), 0.17, 0.3),
        Aim("Cây xanh", ("qpk.cay-xanh-cong-cong", "qpk.cay-xanh-han-che"), 0.06, 0.2),
        Aim("Trường học", ("qpk.truong-hoc", "qpk.truong-thpt"), 0.02, 0.08),
        Aim("Dịch vụ, văn hóa, y tế", ("qpk.dich-vu", "qpk.van-hoa", "qpk.y-te"), 0.04, 0.16),
    ),
    "detailed": (
        Aim("Nhà ở, hỗn hợp", ("qpk.nhom-nha-o", "qpk.hon-hop", "qpk.lang-xom"), 0.35, 0.75),
        Aim("Giao thông", ("qpk.duong-giao-thong", "qpk.bai-do-xe"), 0.18, 0.45),
    ),
}
"""By level of plan; shares of the whole plan."""


def land_balance(plan: Plan) -> dict[str, float]:
    """Area in m² of each function, largest first."""
    area = plan.zones.geometry.area.groupby(plan.zones["function"]).sum()
    ordered = sorted(area.items(), key=lambda item: (-item[1], item[0]))
    return {str(function): float(metres) for function, metres in ordered}


def aimed_shares(plan: Plan) -> dict[str, float]:
    """Share of the plan that each aim's functions take, by the aim's title."""
    balance = land_balance(plan)
    total = sum(balance.values())
    return {
        aim.title_vi: sum(balance.get(function, 0.0) for function in aim.functions) / total
        for aim in AIMS[plan.script.level]
    }
