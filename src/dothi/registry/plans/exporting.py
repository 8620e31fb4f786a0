"""A published version given back as a dossier, in the layout of the law."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from pyproj import CRS

from dothi.base.errors import Fault, UnusableError
from dothi.intake.dossier.datasets import PlanLayer
from dothi.intake.dossier.facts import Decision, PlanFacts, provisional_code
from dothi.intake.dossier.write import export_dossier
from dothi.intake.georeference.carry import carried
from dothi.intake.georeference.province import zone_at_home
from dothi.law import Law
from dothi.registry.plans.lake import current_lake
from dothi.registry.plans.placing import province_pack
from dothi.registry.plans.queries import VersionRow

if TYPE_CHECKING:
    import geopandas as gpd

    from dothi.places.pack import ProvincePack

CODE, INFORMATION = "maHoSoQH", "maThongTinQH"
ADDED = ("function", "stage")
"""Columns that publishing added to the author's own."""


def export_version(version: VersionRow, folder: Path, law: Law, day: date, code: str = "") -> Path:
    """Write a version as ``folder/CSDL_…`` in the layout of ``day``; gives that root.

    The dossier's code is ``code``, else the one that its layers state, else a provisional one. Layers not in
    the province's zone are carried into it. Raises :class:`InputError` with everything that does not fit the
    layout, :class:`UnusableError` where no layout is known for the day or the workspace has no province.
    """
    pack = province_pack()
    zone = None if pack is None else zone_at_home(pack, law)
    if pack is None or zone is None:
        raise UnusableError(
            Fault(
                "plans.no-province",
                "Thư mục làm việc chưa có tỉnh, nên chưa biết múi tọa độ của hồ sơ",
                "The workspace has no province, so the dossier's zone is not known",
            )
        )
    lake = current_lake()
    frames = {row.title: lake.open_version(row.name).frame() for row in version.layers}
    facts = _facts(version, frames, law, pack, code)
    layers = [PlanLayer(name, _in_zone(frame, zone)) for name, frame in frames.items()]
    return export_dossier(facts, layers, folder, law, day)


def _facts(
    version: VersionRow, frames: dict[str, gpd.GeoDataFrame], law: Law, pack: ProvincePack, code: str
) -> PlanFacts:
    kinds = {row.code: row.abbreviation for row in law.tables["planning_levels"].every_row}
    kind = kinds.get(version.level, "")
    home = sorted(key.rpartition("-")[2] for key in pack.home)
    return PlanFacts(
        name=version.title,
        kind=kind,
        scale=version.scale or 0,
        code=code or _stated(frames, CODE) or provisional_code(home[0], kind),
        information_code=_stated(frames, INFORMATION),
        plan_decision=Decision(version.decision_number, version.decision_date),
        decided_by=version.issuer,
        note=version.note,
        illustrative=version.illustrative,
    )


def _stated(frames: dict[str, gpd.GeoDataFrame], column: str) -> str:
    """What every feature that says anything says; empty where they differ."""
    said: set[str] = set()
    for frame in frames.values():
        if column in frame.columns:
            said |= {str(value) for value in frame[column].dropna()} - {""}
    return said.pop() if len(said) == 1 else ""


def _in_zone(frame: gpd.GeoDataFrame, zone: int) -> gpd.GeoDataFrame:
    own = frame.drop(columns=[name for name in ADDED if name in frame.columns])
    if own.crs is not None and own.crs.to_epsg() == zone:
        return own
    return carried(own, CRS.from_epsg(zone))
