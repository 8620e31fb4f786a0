"""A small world of planners, a plan, and dossiers as consultants send them."""

from __future__ import annotations

import warnings
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import geopandas as gpd
import shapely
from django.core.files.uploadedfile import SimpleUploadedFile

from dothi.base.time import Period
from dothi.registry.accounts.models import RoleAssignment, User
from dothi.registry.jobs.work import perform
from dothi.registry.plans.models import Submission
from dothi.registry.plans.receiving import receive_whole
from dothi.registry.plans.services import PlanEntry, create_plan

LEFT = shapely.box(577400, 1722500, 577500, 1722600)
RIGHT = shapely.box(577500, 1722500, 577600, 1722600)
OVER = shapely.box(577490, 1722500, 577600, 1722600)
HOUSING, ROAD = "DAT_O_Nhomnhao", "DAT_HTKT_DuongGT"


def person(name: str, role: str) -> User:
    user = User.objects.create_user(username=name, full_name=name.title())
    row = RoleAssignment(user=user, role=role)
    row.period = Period.between(date(2020, 1, 1))
    row.save()
    return user


def build_world(lake: Any) -> Any:
    """People of each role and one plan, over ``lake``."""
    planner = person("an", "planner")
    return SimpleNamespace(
        planner=planner,
        other=person("binh", "planner"),
        consultant=person("tu", "consultant"),
        authority=person("chi", "approving_authority"),
        stranger=person("dung", "resident"),
        plan=create_plan(planner, PlanEntry("Quy hoạch chung đô thị Một", "general", 10000)),
        lake=lake,
    )


def fields(*names: str) -> dict[str, list[str]]:
    """The fields that a draft must have (Circular 16/2025, annex II)."""
    return {
        "maDoiTuong": [f"48QHC0010001-X-{number}" for number, _ in enumerate(names, start=1)],
        "tenDoiTuong": list(names),
        "phanLoai": ["x"] * len(names),
    }


def dossier(
    tmp_path: Path, right: Any = RIGHT, crs: int | None = 5899, codes: tuple[str, str] = (HOUSING, ROAD)
) -> SimpleUploadedFile:
    """Two zones of 100 m by 100 m side by side and the area's edge, as a GeoPackage."""
    path = tmp_path / "QuyHoach.gpkg"
    zones = gpd.GeoDataFrame(
        {**fields("Ô 1", "Ô 2"), "maChucNang": list(codes)}, geometry=[LEFT, right], crs=crs
    )
    edge = gpd.GeoDataFrame(fields("Ranh giới"), geometry=[shapely.union_all([LEFT, RIGHT])], crs=crs)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "'crs' was not provided")
        zones.to_file(path, layer="ChucNangSuDungDat_A", driver="GPKG")
        edge.to_file(path, layer="RanhGioiQuyHoach_A", driver="GPKG")
    return SimpleUploadedFile("QuyHoach.gpkg", path.read_bytes())


def sent(world: Any, file: SimpleUploadedFile, consultant: str = "") -> Submission:
    """The dossier received from the planner and checked."""
    submission = receive_whole(world.planner, world.plan, file, consultant)
    assert perform(str(submission.job))
    submission.refresh_from_db()
    return submission
