"""Measure the lake on 1,000,000 parcels, beside ogr2ogr and tippecanoe: ``python bench/lake.py``.

Whole processes, start to end, with their peak memory, one after another in one run. The parcels are a seeded
net of eight-cornered cells that share every vertex with their neighbours; making them is not measured.
ogr2ogr copies the GeoPackage to a GeoPackage; tippecanoe gets a FlatGeobuf in longitude and latitude made
beforehand. Needs ogr2ogr (Debian's gdal-bin). ``--parcels`` measures fewer.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely

from dothi.lake.reference import Reference

PARCELS = 1_000_000
SEED = 20_261_001
PUBLISH = """
import sys
from datetime import date
import pyogrio
from dothi.lake import PARCELS, LayerTable, open_lake, publish_layer
source, root, tiles = sys.argv[1:]
meta, table = pyogrio.read_arrow(source)
layer = LayerTable.from_arrow(table, meta["geometry_name"] or "wkb_geometry", meta["crs"])
del table
publish_layer(open_lake(root, create=True), layer, created=date(2026, 10, 1), illustrative=True,
              tiles_for=PARCELS if tiles == "tiles" else None, tile_columns=["loai_dat"])
"""
VERIFY = """
import sys
from dothi.lake import open_lake, verify
assert verify(open_lake(sys.argv[1])).faults == ()
"""


@dataclass(frozen=True)
class Cost:
    """What a process took: seconds from start to end, greatest memory in megabytes."""

    seconds: float
    megabytes: float


def make_parcels(count: int, folder: Path) -> None:
    """Write the parcels as a GeoPackage on VN-2000 and a FlatGeobuf in longitude and latitude."""
    chance = np.random.default_rng(SEED)
    side = int(np.ceil(np.sqrt(count)))
    nodes = np.stack(np.meshgrid(np.arange(2 * side + 1), np.arange(2 * side + 1), indexing="ij"), -1) * 9.0
    nodes = nodes + chance.uniform(-2.5, 2.5, nodes.shape) + (548_000.0, 1_710_000.0)
    around = [(0, 0), (1, 0), (2, 0), (2, 1), (2, 2), (1, 2), (0, 2), (0, 1), (0, 0)]
    column, row = np.divmod(np.arange(count), side)
    rings = np.stack([nodes[2 * column + i, 2 * row + j] for i, j in around], axis=1)
    frame = gpd.GeoDataFrame(
        {
            "so_to": column.astype(np.int32),
            "so_thua": row.astype(np.int32),
            "loai_dat": chance.choice(["ODT", "ONT", "CLN", "LUC", "BHK"], count),
            "dien_tich": np.round(chance.uniform(80, 400, count), 1),
        },
        geometry=shapely.polygons(rings),
        crs=5899,
    )
    frame.to_file(folder / "parcels.gpkg", engine="pyogrio")
    degrees = Reference(frame.crs).to_wgs84(shapely.get_coordinates(frame.geometry.array))
    moved = shapely.set_coordinates(np.array(frame.geometry.array, dtype=object), degrees)
    frame[["loai_dat"]].set_geometry(moved, crs="OGC:CRS84").to_file(
        folder / "parcels.fgb", driver="FlatGeobuf", SPATIAL_INDEX="NO"
    )


def measured(*command: str | Path) -> Cost:
    """Run a process to its end; its memory is the greatest of it and the programs it started."""
    start = time.perf_counter()
    process = subprocess.Popen([str(word) for word in command], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{command[0]}: exit code {process.returncode}")
    return Cost(time.perf_counter() - start, usage.ru_maxrss / 1024)


def show(title: str, cost: Cost, ratio: float | None = None) -> None:
    """Print one line."""
    beside = "" if ratio is None else f"{ratio:8.2f} x"
    print(f"{title:<44} {cost.seconds:8.1f} s {cost.megabytes:8.0f} MB {beside}", flush=True)


def measure(folder: Path) -> None:
    """Measure and print."""
    source, root = folder / "parcels.gpkg", folder / "lake"
    ogr2ogr = shutil.which("ogr2ogr") or sys.exit("ogr2ogr: apt-get install gdal-bin")
    tippecanoe = Path(sysconfig.get_path("scripts")) / "tippecanoe"
    nothing_dropped = ["--drop-rate=1", "--no-feature-limit", "--no-tile-size-limit"]
    copy = measured(ogr2ogr, "-f", "GPKG", folder / "copy.gpkg", source)
    alone = measured(
        tippecanoe, "--quiet", f"--output={folder / 'alone.pmtiles'}", "--layer=layer",
        "--minimum-zoom=15", "--maximum-zoom=16", *nothing_dropped, folder / "parcels.fgb",
    )  # fmt: skip
    plain = measured(sys.executable, "-c", PUBLISH, source, root / "plain", "none")
    tiled = measured(sys.executable, "-c", PUBLISH, source, root / "tiled", "tiles")
    again = measured(sys.executable, "-c", PUBLISH, source, root / "plain", "none")
    verified = measured(sys.executable, "-c", VERIFY, root / "plain")
    tiles = Cost(tiled.seconds - plain.seconds, tiled.megabytes)
    show("ogr2ogr GPKG to GPKG", copy)
    show("GPKG into the lake, no tiles", plain, plain.seconds / copy.seconds)
    show("the same content again", again, again.seconds / copy.seconds)
    show("dothi lake verify", verified, verified.seconds / copy.seconds)
    show("tippecanoe alone, zooms 15-16", alone)
    show("GPKG into the lake with tiles", tiled)
    show("of which the tiles", tiles, tiles.seconds / alone.seconds)


def main() -> None:
    """Make the parcels and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--parcels", type=int, default=PARCELS)
    parser.add_argument("--make", type=Path, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.make:
        make_parcels(chosen.parcels, chosen.make)
        return
    with tempfile.TemporaryDirectory() as room:
        subprocess.run(
            [sys.executable, __file__, "--parcels", str(chosen.parcels), "--make", room], check=True
        )
        print(
            f"{chosen.parcels:,} parcels, {(Path(room) / 'parcels.gpkg').stat().st_size / 1e6:.0f} MB of GPKG"
        )
        measure(Path(room))


if __name__ == "__main__":
    main()
