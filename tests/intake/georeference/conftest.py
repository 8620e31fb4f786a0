"""The communes of Đà Nẵng, exact outlines in WGS 84, and a plan of one of them."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from dothi.intake.georeference.evidence import Expected, expected


@pytest.fixture(scope="session")
def communes(shared_data: Path) -> gpd.GeoDataFrame:
    path = shared_data / "vn-units-2025" / "danang_2025.gpkg"
    found = gpd.read_file(path, layer="communes")
    assert len(found) == 94
    return found


@pytest.fixture(scope="session")
def province(communes) -> Expected:
    return expected(shapely.union_all(communes.geometry.to_numpy()))


@pytest.fixture(scope="session")
def neighbours(communes) -> Expected:
    """The same area, its communes known exactly."""
    outlines = list(communes.geometry)
    return expected(shapely.union_all(outlines), outlines)


@pytest.fixture(scope="session")
def tam_ky(communes) -> gpd.GeoDataFrame:
    """The ward of Tam Kỳ, in WGS 84."""
    return communes[communes["name"] == "Tam Kỳ"].reset_index(drop=True)
