"""Places of a comparison on a map are areas, also where two zones touch in a line beside."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely
from pyproj import CRS

from dothi.land.conformity import Compatibility, Fit, conformity
from dothi.land.conformity_checks import checked, limits_judge
from dothi.land.conformity_files import write_places
from dothi.land.conformity_more import Further
from dothi.land.conformity_sides import Basis, Compared
from dothi.land.conformity_whole import Side, boundary_check, population_check
from dothi.land.limits import limits_of
from dothi.land.polygons import Polygons


def layer(label: str, shape: shapely.Polygon) -> Polygons:
    return Polygons("lớp", np.array([shape]), np.array([1]), np.array([label], dtype=object))


def test_a_place_that_is_an_area_and_a_line_is_drawn_as_its_area(tmp_path: Path) -> None:
    # The lower zone is a hook: its end lies on the upper zone's western side, its bar 10 m inside it.
    hook = shapely.Polygon(
        [(-20, 0), (110, 0), (110, 10), (-10, 10), (-10, 20), (100, 20), (100, 30), (-20, 30)]
    )
    lower, upper = layer("NHA", hook), layer("CX", shapely.box(100, 0, 200, 100))
    side, other = (
        Side(one, None, {"1": limits_of({"tangCao": n})}, {}) for one, n in ((lower, 9), (upper, 5))
    )
    found = conformity(lower, upper, Compatibility("a", "b", {("CX", "NHA"): Fit.CONFLICT}), tolerance_m=2.0)
    limits = checked(lower, upper, limits_judge(lower, upper, side.limits, other.limits), tolerance_m=2.0)
    none = checked(lower, upper, lambda _one, _other: (), tolerance_m=2.0)
    further = Further(
        limits, none, boundary_check(side, other, tolerance_m=2), population_check(side, other, tolerance_m=2)
    )
    basis = Basis("dưới", "trên", date(2026, 7, 1), date(2026, 7, 1), "0", illustrative=False)
    compared = Compared(found, further, lower, CRS.from_epsg(5899), basis)
    write_places(compared, tmp_path / "k.gpkg")
    for name in ("doi_chieu", "chi_tieu"):
        drawn = gpd.read_file(tmp_path / "k.gpkg", layer=name)
        conflict = drawn[drawn["ket_luan"].isin(["trái", "vượt"])]
        assert conflict.geom_type.str.endswith("Polygon").all()
        assert conflict.area.tolist() == pytest.approx([100])
