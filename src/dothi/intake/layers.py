"""What reading a file gives: layers, tables, rasters, what was passed over and what was guessed."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from dothi.base.errors import Fault

if TYPE_CHECKING:  # both are dear to load, and the reading process needs neither
    import geopandas as gpd
    import pandas as pd


DRAWING_TEXTS = "chữ trên bản vẽ"
"""Layer that holds the texts of a drawing (DXF) as points; its column ``layer`` names the CAD layer."""


@dataclass(frozen=True, slots=True, eq=False)
class Layer:
    """One layer as read.

    ``frame`` holds the attributes as the file names them and a ``geometry`` column; its index is named
    ``feature`` and carries the number by which the file knows the feature, so that a finding can be looked
    up in the planner's own program. ``frame.crs`` is ``None`` where the file does not say. ``where`` names
    the file, inside an archive too; ``encoding`` is the one its text was decoded with.
    """

    name: str
    frame: gpd.GeoDataFrame
    encoding: str = "utf-8"
    where: str = ""
    driver: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """Rows without geometry: an attribute table, or a sheet that holds no coordinates.

    ``frame`` is indexed by ``feature`` as in :class:`Layer`.
    """

    name: str
    frame: pd.DataFrame
    encoding: str = "utf-8"
    where: str = ""
    driver: str = ""


@dataclass(frozen=True, slots=True)
class Raster:
    """One raster file, left where it is. ``crs`` is WKT, empty where the file does not say.

    A raster inside an archive was unpacked only to be looked at: ``path`` then names the archive and its
    member, unless the caller asked for rasters to be kept.
    """

    name: str
    path: Path
    width: int
    height: int
    bands: int
    crs: str = ""
    where: str = ""
    driver: str = ""


@dataclass(frozen=True, slots=True)
class Skipped:
    """Something in the file that was not read, and why."""

    name: str
    reason: Fault


@dataclass(frozen=True, slots=True)
class Guess:
    """A reading that the file does not state, for a person to confirm; a ``score`` of 1 is certain.

    ``kind``: ``encoding``, ``crs``, ``axis_order``, ``unit``, ``field_name``, ``layer_name``. ``layer`` and
    ``column`` are empty where the whole file is meant.
    """

    kind: str
    layer: str
    column: str
    found: str
    taken_as: str
    score: float
    note_vi: str = ""
    note_en: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """Everything a file, folder or archive holds, in the order in which it was found."""

    name: str
    layers: tuple[Layer, ...] = ()
    rasters: tuple[Raster, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    guesses: tuple[Guess, ...] = field(default=())
    tables: tuple[Table, ...] = ()

    def layer(self, name: str) -> Layer:
        """The layer called ``name``; ``KeyError`` when there is none."""
        for layer in self.layers:
            if layer.name == name:
                return layer
        raise KeyError(name)
