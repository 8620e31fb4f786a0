"""Layers that a command works on: a file that intake reads, ``lake:NAME``, or ``plan:KEY``.

``lake:NAME`` is a version in the workspace's lake, ``plan:KEY`` the zones of the version of a published plan
that is in force on the day.
"""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dothi.base.errors import Fault, UnusableError
from dothi.settings import Settings

if TYPE_CHECKING:
    import geopandas as gpd

    from dothi.lake.lake import Lake
    from dothi.law import Law

LAKE, PLAN = "lake:", "plan:"
_FUNCTION = "function"
ILLUSTRATIVE = "illustrative"
"""Key of a frame's ``attrs``: whether the layer is invented."""


def polygon_layer(workspace: Path, address: str, name: str = "") -> tuple[str, gpd.GeoDataFrame]:
    """The one layer with polygons at ``address``, or the one called ``name``; its name and its frame.

    Raises :class:`UnusableError` (``land.no-layer``, ``land.which-layer``) and whatever reading raises.
    """
    if address.startswith(LAKE):
        return _from_lake(workspace, address.removeprefix(LAKE))
    from dothi.land.files import polygon_file

    return polygon_file(Path(address), name)


def any_layer(path: Path, name: str = "") -> tuple[str, gpd.GeoDataFrame]:
    """The one layer of a file, of whatever geometry, or the one called ``name``.

    Raises :class:`UnusableError` (``land.which-layer``) and whatever reading raises.
    """
    from dothi.land.files import any_file

    return any_file(path, name)


def zones_layer(
    workspace: Path, address: str, *, name: str, column: str, law: Law, day: date
) -> tuple[str, gpd.GeoDataFrame, str]:
    """The zones of a plan: name, frame, and the column that holds keys of functions, or codes when named.

    Without ``column`` functions are found by the code lists of the law of ``day``.
    """
    if address.startswith(PLAN):
        title, frame = _of_plan(workspace, address.removeprefix(PLAN), day)
    else:
        title, frame = polygon_layer(workspace, address, name)
    if column or _FUNCTION in frame.columns:
        return title, frame, column or _FUNCTION
    from dothi.intake.assigning import assigned
    from dothi.intake.functions import function_index
    from dothi.intake.layers import Layer

    found = assigned(Layer(title, frame), function_index(law, day))
    if not found.told:
        raise UnusableError(_no_functions(title))
    return title, frame.assign(**{_FUNCTION: found.functions}), _FUNCTION


def given_files(options: Mapping[str, Any]) -> list[Path]:
    """Files that a command reads, among the values of its options."""
    texts = [str(value) for value in options.values() if isinstance(value, str | Path)]
    return [Path(text) for text in texts if text and os.path.exists(text)]  # noqa: PTH110 - names may be long


def plan_layer(workspace: Path, key: str, role: str, day: date) -> tuple[str, gpd.GeoDataFrame] | None:
    """The one layer of a role in the version of a plan in force on ``day``; ``None`` where it has not one."""
    from dothi.cli.django import start_django

    start_django(workspace)
    from dothi.registry.plans.lake import opened_layer
    from dothi.registry.plans.queries import plan_on

    row = plan_on(key, day)
    layers = [layer for layer in row.layers if layer.role == role] if row is not None else []
    if row is None or len(layers) != 1:
        return None
    frame = opened_layer(layers[0].name).frame()
    frame.index = range(1, len(frame) + 1)
    frame.attrs[ILLUSTRATIVE] = row.illustrative
    return f"{row.title}, phiên bản {row.number}, {row.decision_number} ({row.digest[:12]})", frame


def _of_plan(workspace: Path, key: str, day: date) -> tuple[str, gpd.GeoDataFrame]:
    found = plan_layer(workspace, key, "zones", day)
    if found is None:
        raise UnusableError(_no_plan(key))
    return found


def opened_lake(workspace: Path) -> Lake:
    """The lake of a workspace."""
    from dothi.lake import open_lake

    settings = dataclasses.replace(Settings.from_environment(), workspace=workspace)
    return open_lake(settings.lake_root, endpoint=settings.lake_endpoint)


def _from_lake(workspace: Path, start: str) -> tuple[str, gpd.GeoDataFrame]:
    lake = opened_lake(workspace)
    version = lake.open_version(lake.resolve(start))
    frame = version.frame()
    frame.index = range(1, len(frame) + 1)
    frame.attrs[ILLUSTRATIVE] = version.manifest.illustrative
    return version.manifest.title or version.name[:12], frame


def _no_plan(key: str) -> Fault:
    return Fault(
        "land.no-plan",
        f"Vào ngày này không có đồ án «{key}» với đúng một lớp chức năng",
        f"There is no plan “{key}” with one layer of zones on this day",
        remedy_vi="Xem mã đồ án ở địa chỉ trang của nó, hoặc chọn ngày khác bằng --as-of",
        remedy_en="See the plan's key in the address of its page, or choose another day with --as-of",
    )


def _no_functions(name: str) -> Fault:
    return Fault(
        "land.no-functions",
        f"Không nhận ra chức năng sử dụng đất trong lớp «{name}»",
        f"No land functions are recognised in the layer “{name}”",
        remedy_vi="Nêu trường mã: --lower-code, --upper-code, hoặc --plan-code",
        remedy_en="Name the field of codes: --lower-code, --upper-code, or --plan-code",
    )
