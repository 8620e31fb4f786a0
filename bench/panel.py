"""Measure the answer panel on a workspace with illustrative plans: ``python bench/panel.py WORKSPACE``.

Seeded points in the extents of the plans in force are asked of the page that fills the panel, through the
whole of the portal but the network: first in processes that have just started (one question each), then all
of them one after another twice in one process. Beside it a plain GeoPandas ``sjoin`` of the same points, one
by one, with every layer of zones and themes in force, read whole beforehand: it names the features under a
point and nothing else (no levels, dates, verdicts, limits, changes of use). Times are of the clock and, in
brackets, of the processor, which says more where the machine has other work.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np

SEED = 20_261_201
FRESH = 5
GOAL_MS = 200
Times = tuple[float, float]
"""Seconds of the clock and of the processor."""


def main() -> None:
    """Print p50 and p95 of every way."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("workspace", type=Path)
    parser.add_argument("--points", type=int, default=200)
    parser.add_argument("--fresh", type=str, help=argparse.SUPPRESS)
    given = parser.parse_args()
    _start(given.workspace)
    if given.fresh:
        print(*_asked([given.fresh])[0])
        return
    points = _points(given.points)
    fresh = [_in_a_new_process(given.workspace, point) for point in points[:FRESH]]
    first, second = _asked(points), _asked(points)
    for name, times in (
        (f"first question of a process ({FRESH})", fresh),
        (f"first round of {len(points)}", first),
        (f"second round of {len(points)}", second),
        *_joined(points),
    ):
        (p50, p95), (cpu50, cpu95) = np.percentile(np.array(times) * 1000, [50, 95], axis=0).T
        print(f"{name}: p50 {p50:.0f} ({cpu50:.0f}) ms, p95 {p95:.0f} ({cpu95:.0f}) ms")
    late = [sum(one[side] * 1000 > GOAL_MS for one in second) for side in (0, 1)]
    print(f"over {GOAL_MS} ms in the second round: {late[0]} ({late[1]}) of {len(second)}")


def _start(workspace: Path) -> None:
    os.environ["DOTHI_WORKSPACE"] = str(workspace.absolute())
    from dothi.cli.django import start_django

    start_django(workspace.absolute())
    from django.conf import settings

    settings.ALLOWED_HOSTS = ["testserver"]


def _in_force() -> list[Any]:
    from django.utils import timezone

    from dothi.registry.plans.queries import plans_on

    return plans_on(timezone.localdate())


def _points(count: int) -> list[str]:
    """Points in the extents of plans below the provincial one, each plan in turn."""
    extents = [row.extent for row in _in_force() if row.level != "provincial" and row.extent is not None]
    rng = np.random.default_rng(SEED)
    found = []
    for number in range(count):
        west, south, east, north = extents[number % len(extents)]
        found.append(f"{rng.uniform(south, north):.6f},{rng.uniform(west, east):.6f}")
    return found


def _asked(points: list[str]) -> list[Times]:
    """Seconds of each answer."""
    from django.test import Client
    from django.urls import reverse

    client, address = Client(), reverse("public:land_card")
    times = []
    for point in points:
        start = _now()
        answer = client.get(address, {"diem": point})
        times.append(_since(start))
        if answer.status_code not in {200, 400}:
            raise SystemExit(f"{point}: {answer.status_code}")
    return times


def _now() -> Times:
    return time.perf_counter(), time.process_time()


def _since(start: Times) -> Times:
    now = _now()
    return now[0] - start[0], now[1] - start[1]


def _in_a_new_process(workspace: Path, point: str) -> Times:
    command = [sys.executable, __file__, str(workspace), "--fresh", point]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    clock, processor = done.stdout.split()[-2:]
    return float(clock), float(processor)


def _joined(points: list[str]) -> list[tuple[str, list[Times]]]:
    """Seconds of reading every layer, and of joining each point with all of them."""
    from dothi.registry.land.models import ThemeLayer
    from dothi.registry.plans.lake import opened_layer

    names = [layer.name for row in _in_force() for layer in row.layers if layer.role == "zones"]
    names += list(ThemeLayer.objects.as_known_on().values_list("layer", flat=True))
    start = _now()
    frames = [opened_layer(name).frame() for name in dict.fromkeys(names)]
    for frame in frames:
        frame.sindex  # noqa: B018 - built once, as whoever asks often would
    reading = _since(start)
    times = []
    for point in points:
        start = _now()
        y, x = map(float, point.split(","))
        asked = gpd.GeoDataFrame(geometry=gpd.points_from_xy([x], [y]), crs=4326)
        for frame in frames:
            gpd.sjoin(asked.to_crs(frame.crs), frame, predicate="within")
        times.append(_since(start))
    return [(f"GeoPandas: {len(frames)} layers read whole", [reading]), ("GeoPandas: sjoin", times)]


if __name__ == "__main__":
    main()
