"""What the reading process handed over, loaded again.

That process is not trusted once it has touched a file: the manifest is plain JSON of bounded size, files are
numbered by us and are files of the handover itself, never links or pipes, a CRS is a code or WKT and nothing
that could name a file, words are shorn of what does not show, and Arrow data are validated.
"""

from __future__ import annotations

import json
import math
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import geopandas as gpd
import pandas as pd
import pyarrow as pa
import shapely
from pyproj import CRS
from pyproj.exceptions import CRSError
from shapely.errors import ShapelyError

from dothi.base.errors import Fault, InputError, UnusableError
from dothi.intake.field_names import readable
from dothi.intake.layers import Guess, Layer, Raster, Skipped, Table
from dothi.intake.reading.reader import FEATURE, GEOMETRY
from dothi.intake.sandbox.handover import MANIFEST

_MOST_MANIFEST = 64 * 1024 * 1024
_FILE = re.compile(r"[0-9]{4,6}\.arrow")
_CRS = re.compile(r"[A-Z]{3,10}:[0-9]{3,7}|[A-Z]{4,20}\[.{1,100000}\]\s*", re.DOTALL)
_LONGEST, _LONGEST_CRS = 2_000, 100_100
_NOT_SHOWN = frozenset({"Cc", "Cf", "Cs"})
_SENSELESS = (
    ArithmeticError,
    AttributeError,
    LookupError,
    MemoryError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
    pa.ArrowException,
    ShapelyError,
)
"""What libraries raise on a handover that makes no sense."""
_Told = TypeVar("_Told", Fault, Guess)
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
    try:
        path = _own(folder, MANIFEST)
        if path.stat().st_size > _MOST_MANIFEST:
            return None
        told = json.loads(path.read_bytes())
        faults = [_made(Fault, item) for item in told["faults"]]
        if faults:
            raise (InputError if told["refusal"] == "input" else UnusableError)(*faults)
        return _received(folder, told)
    except _SENSELESS:
        return None


def shown(told: object, longest: int = _LONGEST) -> str:
    """Text from the reading process as it can be shown and stored; ``TypeError`` where it is none."""
    if not isinstance(told, str):
        raise TypeError(f"text was expected, not {type(told).__name__}")
    return "".join(
        " " if unicodedata.category(letter) in _NOT_SHOWN else letter for letter in told[:longest]
    ).strip()


def _received(folder: Path, told: Mapping[str, Any]) -> Received:
    guesses = [_made(Guess, item) for item in told["guesses"]]
    layers = []
    for item in told["layers"]:
        loaded, renamed = _loaded(folder, item)
        layers.append(loaded)
        guesses += renamed
    return Received(
        tuple(layers),
        tuple(_raster(item) for item in told["rasters"]),
        tuple(Skipped(shown(item["name"]), _made(Fault, item["reason"])) for item in told["skipped"]),
        tuple(guesses),
        {shown(key): bool(value) for key, value in told["isolation"].items()},
    )


def _own(folder: Path, name: str) -> Path:
    """A file of the handover; ``ValueError`` for a link, a pipe, or a folder that leads elsewhere."""
    path = folder / name
    if path.resolve() != path or not path.is_file():
        raise ValueError(f"{name} is no file of the handover")
    return path


def _made(kind: type[_Told], told: Mapping[str, Any]) -> _Told:
    """Make a fault or a guess of words and numbers that are such."""
    plain: dict[str, Any] = {name: shown(value) for name, value in told.items() if name != "score"}
    if "score" in told:
        plain["score"] = float(told["score"])
        if not math.isfinite(plain["score"]):
            raise ValueError("a finite number was expected")
    return kind(**plain)


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
    encoding, where, driver = (shown(told[key]) for key in ("encoding", "where", "driver"))
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
    with pa.memory_map(str(_own(folder, told["file"]))) as stream:
        table = pa.ipc.open_file(stream).read_all()
    table.validate(full=True)
    if any(pa.types.is_nested(kind) for kind in table.schema.types):
        raise ValueError("values were expected, no lists or records")
    return table


def _series(table: pa.Table, name: str) -> pd.Series[Any]:
    column = table[name]
    return column.to_pandas(types_mapper=_NULLABLE.get if column.null_count else None)


def _raster(told: Mapping[str, Any]) -> Raster:
    width, height, bands = (int(told[key]) for key in ("width", "height", "bands"))
    return Raster(
        shown(told["name"]),
        Path(told["path"]),
        width,
        height,
        bands,
        shown(told["crs"], _LONGEST_CRS),
        shown(told["where"]),
        shown(told["driver"]),
    )
