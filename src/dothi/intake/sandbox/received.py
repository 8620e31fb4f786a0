"""What the reading process handed over, loaded again.

That process is not trusted once it has touched a file: the manifest is plain JSON of bounded size, files are
numbered by us, a CRS is a code or WKT and nothing that could name a file, and Arrow data are validated.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pyarrow as pa
import shapely
from pyproj import CRS
from pyproj.exceptions import CRSError

from dothi.base.errors import Fault, InputError, UnusableError
from dothi.intake.field_names import readable
from dothi.intake.layers import Guess, Layer, Raster, Skipped, Table
from dothi.intake.reading.reader import FEATURE, GEOMETRY
from dothi.intake.sandbox.handover import MANIFEST

_MOST_MANIFEST = 64 * 1024 * 1024
_FILE = re.compile(r"[0-9]{4,6}\.arrow")
_CRS = re.compile(r"[A-Z]{3,10}:[0-9]{3,7}|[A-Z]{4,20}\[.{1,100000}\]\s*", re.DOTALL)
_NULLABLE = {
    **{getattr(pa, f"{sign}int{size}")(): getattr(pd, f"{mark}Int{size}Dtype")()
       for sign, mark in (("", ""), ("u", "U")) for size in (8, 16, 32, 64)},
    pa.bool_(): pd.BooleanDtype(),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Loaded:
    """One layer as handed over: its text is not yet decoded where ``byte_image``."""

    layer: Layer | Table
    byte_image: bool


@dataclass(frozen=True, slots=True)
class Received:
    """Everything handed over; ``isolation`` tells what the reading process had closed off."""

    layers: tuple[Loaded, ...]
    rasters: tuple[Raster, ...]
    skipped: tuple[Skipped, ...]
    guesses: tuple[Guess, ...]
    isolation: Mapping[str, bool]


def load(folder: Path) -> Received | None:
    """Load it, or ``None`` when the manifest is missing or makes no sense.

    Raises the refusal that the reading process wrote: :class:`UnusableError` or :class:`InputError`.
    """
    path = folder / MANIFEST
    try:
        if path.stat().st_size > _MOST_MANIFEST:
            return None
        told = json.loads(path.read_bytes())
        faults = [Fault(**item) for item in told["faults"]]
        if faults:
            raise (InputError if told["refusal"] == "input" else UnusableError)(*faults)
        guesses = [Guess(**item) for item in told["guesses"]]
        layers = []
        for item in told["layers"]:
            loaded, renamed = _loaded(folder, item)
            layers.append(loaded)
            guesses += renamed
        return Received(
            tuple(layers),
            tuple(_raster(item) for item in told["rasters"]),
            tuple(Skipped(item["name"], Fault(**item["reason"])) for item in told["skipped"]),
            tuple(guesses),
            {str(key): bool(value) for key, value in told["isolation"].items()},
        )
    except (OSError, ValueError, LookupError, TypeError, AttributeError, pa.ArrowException):
        return None


def known_crs(text: str) -> CRS | None:
    """The CRS of a code or WKT; ``None`` for none and for anything else."""
    if not _CRS.fullmatch(text):
        return None
    try:
        return CRS.from_user_input(text)
    except CRSError:
        return None


def _loaded(folder: Path, told: Mapping[str, Any]) -> tuple[Loaded, list[Guess]]:
    spatial = bool(told["spatial"])
    name = readable([str(told["name"])], empty="lop")[0]
    columns = readable(told["columns"], taken=[GEOMETRY] if spatial else [])
    renamed = [
        Guess("field_name", name, new, old, new, 1.0)
        for old, new in zip(told["columns"], columns, strict=True)
        if old != new
    ]
    if name != told["name"]:
        renamed.append(Guess("layer_name", name, "", str(told["name"]), name, 1.0))
    table = _table(folder, told, spatial)
    index = pd.Index(_series(table, FEATURE), name=FEATURE)
    frame = pd.DataFrame(
        {new: _series(table, f"c{place}").set_axis(index) for place, new in enumerate(columns)}, index=index
    )
    encoding, where, driver = (str(told[key]) for key in ("encoding", "where", "driver"))
    byte_image = bool(told["byte_image"])
    if not spatial:
        return Loaded(Table(name, frame, encoding, where, driver), byte_image), renamed
    shapes = shapely.from_wkb(table[GEOMETRY].to_numpy())
    framed = gpd.GeoDataFrame(frame, geometry=shapes, crs=known_crs(str(told["crs"])))
    return Loaded(Layer(name, framed, encoding, where, driver), byte_image), renamed


def _table(folder: Path, told: Mapping[str, Any], spatial: bool) -> pa.Table:
    if not told["file"]:
        heads = [FEATURE, *([GEOMETRY] if spatial else []), *(f"c{i}" for i in range(len(told["columns"])))]
        kinds = {FEATURE: pa.int64(), GEOMETRY: pa.binary()}
        return pa.table({head: pa.array([], kinds.get(head, pa.string())) for head in heads})
    if not _FILE.fullmatch(str(told["file"])):
        raise ValueError("a file of the handover is called by its number")
    with pa.memory_map(str(folder / told["file"])) as stream:
        table = pa.ipc.open_file(stream).read_all()
    table.validate(full=True)
    return table


def _series(table: pa.Table, name: str) -> pd.Series[Any]:
    column = table[name]
    return column.to_pandas(types_mapper=_NULLABLE.get if column.null_count else None)


def _raster(told: Mapping[str, Any]) -> Raster:
    return Raster(
        str(told["name"]),
        Path(told["path"]),
        int(told["width"]),
        int(told["height"]),
        int(told["bands"]),
        str(told["crs"]),
        str(told["where"]),
        str(told["driver"]),
    )
