"""What a plan says of itself, as plain values for a JSON file beside its layers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import geopandas as gpd

from dothi.illustration.balance import land_balance
from dothi.illustration.ground import EPSG
from dothi.illustration.plan import Plan
from dothi.illustration.records import MARK, codes_of, functions_of
from dothi.illustration.script import Script
from dothi.law import Law


def facts_of(
    plan: Plan, script: Script, law: Law, layers: Mapping[str, gpd.GeoDataFrame], *, file: str, digest: str
) -> dict[str, Any]:
    """Name, level, dates, area, balance and seed of a plan; days as ISO texts, areas in m², shares of 1.

    :param digest: SHA-256 of the GeoPackage, hexadecimal.
    """
    told = plan.script
    codes = codes_of(plan, script.province_code)
    successors = [other.key for other in script.plans if other.revises == told.key and told.ended is not None]
    total = float(plan.ground.area)
    functions = functions_of(law)
    return {
        "key": told.key,
        "name": f"{told.name} {MARK}",
        "name_en": f"{told.name_en} (illustrative)",
        "illustrative": True,
        "label": script.label,
        "level": told.level,
        "scale": told.scale,
        "decision": told.decision,
        "decision_is_invented": True,
        "approved": told.approved.isoformat(),
        "in_force": told.in_force.isoformat(),
        "ended": told.ended.isoformat() if told.ended else None,
        "upper": told.upper or None,
        "replaces": told.revises or None,
        "replaced_by": successors[0] if successors else None,
        "maHoSoQH": codes.dossier or None,
        "maThongTinQH": codes.information or None,
        "crs": f"EPSG:{EPSG}",
        "area_m2": round(total, 2),
        "seed": plan.seed,
        "file": file,
        "sha256": digest,
        "layers": {name: len(frame) for name, frame in layers.items()},
        "land_balance": [
            {
                "function": function,
                "code": functions[function].attribute_code or None,
                "title": functions[function].title_vi,
                "area_m2": round(area, 2),
                "share": round(area / total, 6),
            }
            for function, area in land_balance(plan).items()
        ],
        "deviations": _deviations(plan, layers["ChucNangSuDungDat_A"]["maDoiTuong"].tolist()),
        "exceeding": _exceeding(plan, layers["ChucNangSuDungDat_A"]["maDoiTuong"].tolist()),
    }


def _exceeding(plan: Plan, objects: Sequence[str]) -> list[str]:
    """Zones whose storeys exceed the upper plan's on purpose."""
    if "exceeds" not in plan.zones:
        return []
    return [code for code, lifted in zip(objects, plan.zones["exceeds"], strict=True) if lifted]


def _deviations(plan: Plan, objects: Sequence[str]) -> list[dict[str, str]]:
    """Zones that depart from the upper plan on purpose."""
    return [
        {"maDoiTuong": code, "function": str(function), "upper_function": str(above)}
        for code, function, above in zip(objects, plan.zones["function"], plan.zones["deviates"], strict=True)
        if above
    ]
