"""The undo file: every changed geometry before and after, to the last digit, and its way back."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from dothi.base.errors import Fault, InputError, UnusableError
from dothi.intake.geopackage import whole_file
from dothi.intake.layers import Layer, Reading
from dothi.intake.repair.propose import Change

FORMAT = "dothi-undo-1"


def write_undo(
    changes: Sequence[Change],
    path: Path,
    *,
    made: date,
    source: str,
    source_hash: str,
    columns: Mapping[str, str] | None = None,
) -> None:
    """Write what undoes ``changes``: for each feature the first geometry and the last.

    ``source`` and ``source_hash`` (SHA-256) name the file that was mended. ``columns`` names the column that
    holds the numbers of features, for layers that have one (see :func:`write_layers`).
    """
    first: dict[tuple[str, Any], Change] = {}
    last: dict[tuple[str, Any], Change] = {}
    for change in changes:
        key = (change.layer, change.feature)
        first.setdefault(key, change)
        last[key] = change
    told = {
        "format": FORMAT,
        "made": made.isoformat(),
        "source": source,
        "source_sha256": source_hash,
        "columns": dict(columns or {}),
        "changes": [change.to_json() for change in changes],
        "geometry": [
            {
                "layer": layer,
                "feature": feature,
                "before": shapely.to_wkb(first[layer, feature].before, hex=True),
                "after": shapely.to_wkb(last[layer, feature].after, hex=True),
            }
            for layer, feature in first
        ],
    }
    with whole_file(path) as waiting:
        waiting.write_text(json.dumps(told, ensure_ascii=False, indent=1), encoding="utf-8")


def undone(reading: Reading, path: Path) -> Reading:
    """Put every changed geometry of a mended plan back; features get the numbers they had.

    Raises :class:`UnusableError` (``undo.unreadable``) for another kind of file, and :class:`InputError`
    (``undo.changed``) naming each feature that is gone or was changed since: then nothing is undone.
    """
    kept, columns = _read(path)
    faults: list[Fault] = []
    layers = []
    for read in reading.layers:
        layer = _numbered(read, columns.get(read.name, ""))
        rows = {item["feature"]: item for item in kept if item["layer"] == layer.name}
        layers.append(_restored(layer, rows, faults) if rows else layer)
    known = {layer.name for layer in reading.layers}
    faults += [_changed(item["layer"], item["feature"]) for item in kept if item["layer"] not in known]
    if faults:
        raise InputError(*faults)
    return replace(reading, layers=tuple(layers))


def _numbered(layer: Layer, column: str) -> Layer:
    """The layer with its features under the numbers that ``column`` holds."""
    if column not in layer.frame.columns:
        return layer
    return replace(layer, frame=layer.frame.set_index(column).rename_axis(layer.frame.index.name))


def _restored(layer: Layer, rows: dict[Any, dict[str, str]], faults: list[Fault]) -> Layer:
    frame = layer.frame.copy()
    shapes = np.asarray(frame.geometry.to_numpy(), dtype=object).copy()
    places = {identity: place for place, identity in enumerate(frame.index.tolist())}
    for feature, item in rows.items():
        place = places.get(feature)
        if place is None or shapely.to_wkb(shapes[place], hex=True) != item["after"]:
            faults.append(_changed(layer.name, feature))
            continue
        shapes[place] = shapely.from_wkb(item["before"], on_invalid="ignore")
    frame[frame.geometry.name] = type(frame.geometry.array)(shapes, crs=frame.crs)
    return replace(layer, frame=frame)


def _read(path: Path) -> tuple[list[dict[str, Any]], dict[str, str]]:
    """The geometries kept, and the columns that hold the numbers of features, by layer."""
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        if told["format"] == FORMAT:
            kept = [
                {
                    "layer": str(i["layer"]),
                    "feature": i["feature"],
                    "before": str(i["before"]),
                    "after": str(i["after"]),
                }
                for i in told["geometry"]
            ]
            columns = told.get("columns", {})
            return kept, {str(layer): str(columns[layer]) for layer in columns}
    except (ValueError, LookupError, TypeError, AttributeError):
        pass
    raise UnusableError(
        Fault(
            "undo.unreadable",
            "Không phải là tệp hoàn tác của dothi",
            "This is no undo file of dothi",
            str(path),
            "Chọn tệp .undo.json nằm cạnh tệp đã sửa",
            "Choose the .undo.json beside the mended file",
        )
    )


def _changed(layer: str, feature: Any) -> Fault:
    return Fault(
        "undo.changed",
        f"Đối tượng {feature} của lớp «{layer}» đã đổi hoặc mất sau khi sửa, không hoàn tác được",
        f"Feature {feature} of the layer “{layer}” was changed or lost after the repair and cannot be undone",
        remedy_vi="Dùng đúng tệp mà --repair đã ghi ra",
        remedy_en="Use the very file that --repair wrote",
    )
