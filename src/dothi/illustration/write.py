"""Writing drawn plans: a GeoPackage with the layers of the dossier and a JSON of plan facts for each.

A plan drawn again from the same seed gives the same bytes with the same versions of the libraries: the date
that GDAL writes into a GeoPackage is the plan's own date, not the clock's.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import geopandas as gpd
import pyogrio
import shapely

from dothi.illustration.facts import facts_of
from dothi.illustration.plan import Plan
from dothi.illustration.records import layers_of
from dothi.illustration.script import Script
from dothi.law import Law


def write_plan(plan: Plan, script: Script, law: Law, folder: Path) -> dict[str, Any]:
    """Write ``<key>.gpkg`` and ``<key>.json`` into ``folder``, in place of what was there; gives the facts.

    A file is whole or not there: it is written beside its place and then renamed.
    """
    layers = layers_of(plan, law, script.label, script.province_code)
    target = folder / f"{plan.script.key}.gpkg"
    with tempfile.TemporaryDirectory(dir=folder, prefix=".writing-") as scratch:
        written = Path(scratch) / target.name
        _write_layers(written, layers, plan, script.label)
        digest = hashlib.sha256(written.read_bytes()).hexdigest()
        facts = facts_of(plan, script, law, layers, file=target.name, digest=digest)
        sheet = Path(scratch) / "facts.json"
        sheet.write_text(json.dumps(facts, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        written.replace(target)
        sheet.replace(target.with_suffix(".json"))
    return facts


def _write_layers(path: Path, layers: Mapping[str, gpd.GeoDataFrame], plan: Plan, label: str) -> None:
    before = pyogrio.get_gdal_config_option("OGR_CURRENT_DATE")
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": f"{plan.script.approved.isoformat()}T00:00:00.000Z"})
    try:
        for name, frame in layers.items():
            many = bool((shapely.get_type_id(frame.geometry.to_numpy()) >= 4).any())
            pyogrio.write_dataframe(
                frame,
                path,
                layer=name,
                driver="GPKG",
                promote_to_multi=many,
                append=path.exists(),
                layer_options={"DESCRIPTION": label},
            )
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": before})
