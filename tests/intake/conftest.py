"""Small plans made by hand: layers of shapes in VN-2000 107°45′, checked as the command checks them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from dothi.intake.checking.context import Options
from dothi.intake.checking.engine import Result, check
from dothi.intake.layers import Layer, Reading
from dothi.law import Law, load_law

EAST, NORTH = 577_000.0, 1_722_000.0
DAY = date(2026, 11, 22)


@pytest.fixture(scope="session")
def law() -> Law:
    return load_law()


def square(column: float, row: float, size: float = 10.0, *, height: float | None = None) -> shapely.Polygon:
    """A square of ``size`` metres (or a rectangle) at a place of a grid of 10 m."""
    west, south = EAST + 10 * column, NORTH + 10 * row
    return shapely.box(west, south, west + size, south + (size if height is None else height))


@pytest.fixture(scope="session")
def box() -> Callable[..., shapely.Polygon]:
    return square


@pytest.fixture(scope="session")
def grid() -> Callable[[int, int], list[shapely.Polygon]]:
    """Squares of 10 m that share their borders, row by row from the south-west."""
    return lambda columns, rows: [square(c, r) for r in range(rows) for c in range(columns)]


@pytest.fixture(scope="session")
def layer() -> Callable[..., Layer]:
    """Make a layer; features are numbered from 1 unless ``ids`` are given."""

    def make(
        name: str,
        shapes: Sequence[Any],
        *,
        ids: Sequence[Any] | None = None,
        crs: Any = 5899,
        **columns: Sequence[Any],
    ) -> Layer:
        index = pd.Index(range(1, len(shapes) + 1) if ids is None else ids, name="feature")
        frame = gpd.GeoDataFrame(
            {key: pd.Series(value, index=index) for key, value in columns.items()},
            geometry=gpd.GeoSeries(list(shapes), index=index),
            crs=crs,
        )
        return Layer(name, frame)

    return make


@pytest.fixture(scope="session")
def checked(law: Law) -> Callable[..., Result]:
    """Check layers; the scale is 1/500 unless it is said otherwise: 1 mm, slivers up to 100 mm."""

    def run(*layers: Layer, scale: int | None = 500, **options: Any) -> Result:
        return check(Reading("plan.gpkg", layers), law, Options(day=DAY, scale=scale, **options))

    return run


@pytest.fixture(scope="session")
def found(checked: Callable[..., Result]) -> Callable[..., list[Any]]:
    """Findings of one code in the layers given."""

    def run(code: str, *layers: Layer, **options: Any) -> list[Any]:
        return [finding for finding in checked(*layers, **options).findings if finding.code == code]

    return run
