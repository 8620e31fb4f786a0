"""Layers of law: the package, a province pack, a workspace overlay.

The package's law is read-only. A province pack inside the package adds the province's own rows. What an
office imports (a missing annex, next year's holidays) lies in ``law/`` of its workspace beside an
``overlay.toml`` that names who imported it, on what decision, and when::

    importer = "Nguyễn Văn A, Sở Xây dựng"
    decision = "Quyết định 12/QĐ-SXD"
    date = 2026-11-20
"""

from __future__ import annotations

import tomllib
from datetime import date, datetime
from pathlib import Path
from typing import Any

from dothi.base.errors import Fault, InputError, UnusableError
from dothi.law.rows import Layer, place

PACKAGE = Path(__file__).resolve().parent.parent
DATA = PACKAGE / "law" / "data"
PROVINCES = PACKAGE / "provinces"
MANIFEST = "overlay.toml"
_KEYS = {"importer", "decision", "date"}


def package_layer() -> Layer:
    """Describe the law shipped with the package."""
    return Layer("dothi", DATA)


def workspace_layers(workspace: Path) -> tuple[Path, ...]:
    """List the overlay folders of a workspace: its province's ``law/``, then its own ``law/``.

    The province is the ``province`` of ``dothi.toml``. A folder that is no workspace has no layers.
    """
    province = province_of(workspace)
    folders = [PROVINCES / province / "law"] if province else []
    folders.append(workspace / "law")
    return tuple(folder for folder in folders if folder.is_dir())


def province_of(workspace: Path) -> str:
    """The key of the province pack a workspace works with, ``""`` for a folder that is no workspace."""
    settings = workspace / "dothi.toml"
    province = _read_toml(settings).get("province") if settings.is_file() else None
    return province if isinstance(province, str) else ""


def overlay_layer(folder: Path) -> Layer:
    """Describe an overlay folder.

    Raises :class:`UnusableError` for a folder that is not there, :class:`InputError` for a manifest that is
    missing (outside the package), unreadable or incomplete.
    """
    if not folder.is_dir():
        raise UnusableError(
            Fault(
                "law.no-folder",
                "Không có thư mục này",
                "There is no such folder",
                where=place(folder),
                remedy_vi="Chỉ đúng thư mục chứa các bảng .csv",
                remedy_en="Name the folder that holds the .csv tables",
            )
        )
    if folder.resolve().is_relative_to(PROVINCES):
        return Layer(folder.resolve().relative_to(PROVINCES).parts[0], folder)
    path = folder / MANIFEST
    if not path.is_file():
        raise InputError(_manifest_fault(path, "law.no-manifest", "Thiếu tệp này", "This file is missing"))
    return _manifest_layer(folder, path, _read_toml(path))


def _manifest_layer(folder: Path, path: Path, values: dict[str, Any]) -> Layer:
    unknown = sorted(set(values) - _KEYS)
    if unknown:
        vi, en = f"Khóa «{unknown[0]}» không có nghĩa", f"The key “{unknown[0]}” has no meaning"
        raise InputError(_manifest_fault(path, "law.manifest-key", vi, en))
    for key in ("importer", "decision"):
        if not isinstance(values.get(key), str) or not values[key].strip():
            vi, en = f"Thiếu «{key}»", f"“{key}” is missing"
            raise InputError(_manifest_fault(path, "law.manifest-incomplete", vi, en))
    day = values.get("date")
    if isinstance(day, datetime) or not isinstance(day, date):
        vi, en = "«date» phải là một ngày, không có ngoặc kép", "“date” must be a date, without quotes"
        raise InputError(_manifest_fault(path, "law.manifest-incomplete", vi, en))
    return Layer("workspace", folder, values["importer"].strip(), values["decision"].strip(), day)


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        vi, en = f"Không đọc được tệp TOML ({error})", f"The TOML file cannot be read ({error})"
        raise InputError(_manifest_fault(path, "law.manifest-unreadable", vi, en)) from error


def _manifest_fault(path: Path, code: str, vi: str, en: str) -> Fault:
    return Fault(
        code,
        vi,
        en,
        where=place(path),
        remedy_vi='Ghi ba dòng: importer = "…", decision = "…", date = 2026-11-20',
        remedy_en='Write three lines: importer = "…", decision = "…", date = 2026-11-20',
    )
