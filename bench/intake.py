"""Measure checking beside what a planner would use: ``python bench/intake.py [--zones N] [--parcels N]``.

Whole processes are measured, from start to end, with the memory of all their children together. The plans
are made here from a fixed seed: zones with bent borders, a hole in some, overlaps and gaps planted in one of
a hundred; parcels of eight points with the attributes of a dossier. What they are measured beside:

- 20,000 zones, every rule: GeoPandas finding the overlaps alone, in the two ways one finds it done;
- 1,000,000 parcels, every rule: ``ogr2ogr`` (Debian's ``gdal-bin``) copying the file;
- the same parcels checked by every rule and put into a lake in one process, without tiles: the same copy.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import numpy as np
import pyogrio
import shapely

GEOPANDAS = {
    "geopandas.overlay": "z.overlay(z, how='intersection', keep_geom_type=True).shape",
    "sindex, then intersection": (
        "a, b = z.sindex.query(z.geometry, predicate='intersects'); k = a < b; g = z.geometry.to_numpy(); "
        "p = shapely.intersection(g[a[k]], g[b[k]]); (shapely.area(p) > 1e-6).sum()"
    ),
}
DOTHI = [sys.executable, "-P", "-m", "dothi", "intake", "check", "--json", "--scale", "2000"]


INTO_THE_LAKE = """
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from dothi.intake.checking.context import Options
from dothi.intake.checking.engine import check
from dothi.intake.read import read
from dothi.lake import open_lake, publish_layer
from dothi.law import load_law
reading = read(Path(sys.argv[1]))
result = check(reading, load_law(), Options(day=date(2026, 12, 1), scale=2000))
verdict, (layer,) = result.verdict, reading.layers
del result
lake = open_lake(sys.argv[2], create=True)
publish_layer(lake, layer.frame, created=datetime.now(UTC), illustrative=True, tiles_for=None)
print(verdict)
"""


@dataclass(frozen=True, slots=True)
class Measured:
    """Seconds of wall clock and of both kinds of CPU time, and the peak of memory in MB."""

    seconds: float
    cpu: float
    peak: float

    def line(self, title: str, beside: float | None = None) -> str:
        """Write one line; ``beside`` is the time it is a ratio of."""
        ratio = "" if beside is None else f"{self.seconds / beside:8.2f} x"
        return f"{title:<44} {self.seconds:8.2f} s {self.cpu:8.2f} s CPU {self.peak:8.0f} MB {ratio}"


def measured(command: list[str], output: Path | None = None, *, answers: tuple[int, ...] = (0,)) -> Measured:
    """Run a command to its end; another exit code than ``answers`` ends the measuring."""
    start = time.perf_counter()
    with (output or Path("/dev/null")).open("wb") as stream:
        process = subprocess.Popen(command, stdout=stream, stderr=subprocess.PIPE)
        peak, cpu = 0.0, 0.0
        while process.poll() is None:
            resident, spent = tree(process.pid)
            peak, cpu = max(peak, resident), max(cpu, spent)
            time.sleep(0.05)
    seconds = time.perf_counter() - start
    if process.returncode not in answers:
        raise SystemExit(f"{command[:6]}: {process.stderr.read().decode() if process.stderr else ''}")
    return Measured(seconds, cpu, peak)


def tree(root: int) -> tuple[float, float]:
    """Resident memory in MB of a process and its children, pages they share counted once, and CPU seconds."""
    memory, ticks, waiting = 0.0, 0, [root]
    while waiting:
        number = waiting.pop()
        try:
            for task in Path(f"/proc/{number}/task").iterdir():
                waiting += [int(child) for child in (task / "children").read_text().split()]
            fields = Path(f"/proc/{number}/stat").read_text().rsplit(")", 1)[1].split()
            ticks += sum(int(field) for field in fields[11:15])
            told = Path(f"/proc/{number}/smaps_rollup").read_text()
            memory += int(told.split("Pss:")[1].split()[0]) / 1024
        except (OSError, IndexError, ValueError):
            continue
    return memory, ticks / 100


def mesh(side: int, step: float, bends: int, seed: int) -> np.ndarray:
    """A bent mesh of ``side`` by ``side`` zones that share every point, ``bends`` of them on each border."""
    random = np.random.default_rng(seed)
    corner = np.stack(np.meshgrid(np.arange(side + 1) * step, np.arange(side + 1) * step))
    corner += random.uniform(-0.2, 0.2, corner.shape) * step

    def border(a: np.ndarray, b: np.ndarray) -> list[np.ndarray]:
        shares = (np.arange(bends) + 1) / (bends + 1)
        return [a + share * (b - a) + random.uniform(-0.02, 0.02, a.shape) * step for share in shares]

    flat = border(corner[:, :, :-1], corner[:, :, 1:])
    steep = border(corner[:, :-1], corner[:, 1:])
    south, east = [p[:, :-1] for p in flat], [p[:, :, 1:] for p in steep]
    north, west = [p[:, 1:] for p in reversed(flat)], [p[:, :, :-1] for p in reversed(steep)]
    ring = [corner[:, :-1, :-1], *south, corner[:, :-1, 1:], *east, corner[:, 1:, 1:], *north]
    ring += [corner[:, 1:, :-1], *west, corner[:, :-1, :-1]]
    points = np.stack([p.reshape(2, -1).T for p in ring], axis=1) + np.array([550_000.0, 1_700_000.0])
    zones: np.ndarray = shapely.polygons(np.round(points, 3))
    return zones


def zones_file(path: Path, count: int) -> None:
    """A zoning plan with one zone of a hundred grown over its neighbours, one shrunk, and some with holes."""
    zones = mesh(round(count**0.5), 60.0, 11, 1)
    random = np.random.default_rng(2)
    chosen = random.permutation(len(zones))
    part = len(zones) // 100
    zones[chosen[:part]] = shapely.buffer(zones[chosen[:part]], 0.7, join_style="mitre")
    zones[chosen[part : 2 * part]] = shapely.buffer(zones[chosen[part : 2 * part]], -0.7, join_style="mitre")
    holed = chosen[2 * part : 3 * part]
    pools = shapely.buffer(shapely.point_on_surface(zones[holed]), 4.0)
    zones[holed] = shapely.difference(zones[holed], pools)
    write(path, np.concatenate([zones, pools]))


def parcels_file(path: Path, count: int) -> None:
    """Parcels of eight points, without a fault."""
    write(path, mesh(round(count**0.5), 20.0, 1, 3))


def write(path: Path, shapes: np.ndarray) -> None:
    """A layer of a dossier with the columns that rules read."""
    numbers = np.arange(len(shapes))
    kinds = np.array(["DAT_O_Nhomnhao", "DAT_HTKT_DuongGT", "DAT_Dichvu"])
    columns = {
        "maDoiTuong": [f"48QPK0000001-ChucNangSuDungDat_A-{n}" for n in numbers],
        "tenDoiTuong": [f"Ô {n}" for n in numbers],
        "phanLoai": kinds[numbers % 3],
        "DienTich": np.round(shapely.area(shapes), 1),
        "MatDoXayDung": 40 + 10 * (numbers % 3),
        "TangCao": numbers % 9 + 1,
    }
    frame = gpd.GeoDataFrame(columns, geometry=shapes, crs=5899)
    pyogrio.write_dataframe(frame, path, layer="ChucNangSuDungDat_A", driver="GPKG")


def found(path: Path) -> str:
    """What a check told, by code."""
    counted = Counter(finding["code"] for finding in json.loads(path.read_text(encoding="utf-8"))["findings"])
    return ", ".join(f"{code} {number}" for code, number in sorted(counted.items()))


def main() -> None:
    """Make, measure and print."""
    parser = argparse.ArgumentParser(description="Checking beside what a planner would use")
    parser.add_argument("--zones", type=int, default=20_000)
    parser.add_argument("--parcels", type=int, default=1_000_000)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="dothi-bench-") as room:
        folder = Path(room)
        zones, parcels, told = folder / "zones.gpkg", folder / "parcels.gpkg", folder / "told.json"
        zones_file(zones, asked.zones)
        own = measured([*DOTHI, str(zones)], told, answers=(0, 1))
        print(f"{pyogrio.read_info(zones)['features']} zones")
        print(own.line("dothi intake check, every rule"))
        for title, code in GEOPANDAS.items():
            script = f"import geopandas, shapely; z = geopandas.read_file({str(zones)!r}); {code}"
            other = measured([sys.executable, "-c", script])
            print(other.line(f"{title}, overlaps alone", own.seconds))
        print(f"  found: {found(told)}")
        parcels_file(parcels, asked.parcels)
        copied = measured(["ogr2ogr", "-f", "GPKG", str(folder / "copy.gpkg"), str(parcels)])
        own = measured([*DOTHI, str(parcels)], told, answers=(0, 1))
        print(f"{pyogrio.read_info(parcels)['features']} parcels")
        print(copied.line("ogr2ogr, a copy"))
        print(own.line("dothi intake check, every rule", copied.seconds))
        kept = measured([sys.executable, "-P", "-c", INTO_THE_LAKE, str(parcels), str(folder / "lake")])
        print(kept.line("checked and in the lake, one process", copied.seconds))


if __name__ == "__main__":
    main()
