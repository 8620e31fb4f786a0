"""A published plan given back as a dossier: its check finds no fault, and its content is the plan's own."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import geopandas as gpd
import pytest

from dothi.base.errors import InputError, UnusableError
from dothi.intake.dossier.check import check_dossier
from dothi.intake.findings import Severity
from dothi.places.pack import read_pack
from dothi.registry.jobs.work import perform
from dothi.registry.lawbook import current_law
from dothi.registry.plans import exporting
from dothi.registry.plans.publishing import Publication, hand_in
from dothi.registry.plans.queries import VersionRow, plan_on

DAY = date(2026, 11, 25)
PACK = Path(exporting.__file__).parents[2] / "provinces" / "quang-nam"


@pytest.fixture
def version(world: Any, w: ModuleType, tmp_path: Path) -> VersionRow:
    sent = w.sent(world, w.dossier(tmp_path))
    given = Publication(date(2026, 7, 1), "12/QĐ-UBND", date(2026, 6, 20), "UBND tỉnh")
    assert perform(str(hand_in(world.authority, sent.pk, sent.version, given).pk))
    row = plan_on(world.plan.key, DAY)
    assert row is not None
    return row


def test_checking_what_was_exported_finds_no_fault(
    version: VersionRow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "province_pack", lambda: read_pack(PACK))
    root = exporting.export_version(version, tmp_path / "ra", current_law(), DAY, "48QHC0010001")
    assert root.name == "CSDL_QuyHoachChungDoThiMot"
    answer = check_dossier(root, current_law(), DAY)
    faults = [found.message for found in answer.findings if found.severity is not Severity.INFO]
    assert faults == []
    files = list(root.rglob("*.gpkg"))
    zones = gpd.read_file(
        next(path for path in files if "ChucNangSuDungDat_A" in set(gpd.list_layers(path)["name"])),
        layer="ChucNangSuDungDat_A",
    )
    assert zones.crs.to_epsg() == 5899
    assert zones["tenDoiTuong"].tolist() == ["Ô 1", "Ô 2"]
    assert zones.area.sum() == pytest.approx(20000, abs=0.001)
    assert not {"function", "stage"} & set(zones.columns)


def test_a_level_without_dossiers_is_refused_and_nothing_is_written(
    version: VersionRow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "province_pack", lambda: read_pack(PACK))
    provincial = replace(version, level="provincial")
    with pytest.raises(InputError) as refused:
        exporting.export_version(provincial, tmp_path / "ra", current_law(), DAY)
    assert "Loại quy hoạch phải là một trong QHC, QPK, QCT" in " ".join(refused.value.sentences())
    assert not (tmp_path / "ra").exists()


def test_without_a_province_the_zone_is_not_known(version: VersionRow, tmp_path: Path) -> None:
    with pytest.raises(UnusableError, match="chưa có tỉnh"):
        exporting.export_version(version, tmp_path / "ra", current_law(), DAY)
    assert not (tmp_path / "ra").exists()
