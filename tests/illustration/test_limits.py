from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dothi.illustration.chance import chance
from dothi.illustration.limits import RANGES, building_limits, no_limits


def limits(function: str, area: float, *, plot: bool = False, on_road: float = 0.0) -> dict[str, float]:
    found = building_limits(
        chance(1, "l"),
        np.array([function], dtype=object),
        np.array([0]),
        np.array([area]),
        np.array([on_road]),
        plots=np.array([plot]),
    )
    return {name: float(values[0]) for name, values in found.items()}


@given(st.sampled_from(sorted(RANGES)), st.floats(30, 50_000), st.booleans(), st.floats(0, 1))
def test_the_ratio_is_never_above_density_times_storeys(
    function: str, area: float, plot: bool, on_road: float
) -> None:
    found = limits(function, area, plot=plot, on_road=on_road)
    assert 0 < found["far"] <= found["density"] * found["storeys_max"] / 100 + 1e-9
    assert found["far"] <= 7
    assert 1 <= found["storeys_min"] <= found["storeys_max"]
    assert 0 < found["density"] <= 100


@pytest.mark.parametrize(
    ("area", "density"),
    [(80, 90), (90, 90), (100, 85), (150, 75), (200, 70), (250, 65), (400, 55), (5000, 40)],
)
def test_density_of_a_house_plot_follows_its_area(area: float, density: float) -> None:
    """By the table of the module, straight between its rows, down to five: 150 m² gives 77.5, so 75."""
    assert limits("qpk.nhom-nha-o", area, plot=True)["density"] == density


def test_water_and_streets_have_no_limits() -> None:
    assert all(np.isnan(value) for value in limits("qpk.song-suoi", 5_000).values())
    assert all(np.isnan(values).all() for values in no_limits(3).values())


def test_zones_of_a_block_share_their_storeys() -> None:
    found = building_limits(
        chance(1, "l"),
        np.array(["qpk.hon-hop"] * 4, dtype=object),
        np.array([0, 0, 1, 1]),
        np.full(4, 3_000.0),
        np.zeros(4),
        plots=np.zeros(4, dtype=bool),
    )
    high = found["storeys_max"].tolist()
    assert high[0] == high[1]
    assert high[2] == high[3]
    assert high[0] != high[2]
