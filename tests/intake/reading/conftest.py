"""Reading in the test's own process: what readers say is looked at here; the sandbox has its own tests."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from dothi.intake.layers import Layer, Table
from dothi.intake.reading.collect import collect
from dothi.intake.sandbox import drivers
from dothi.intake.sandbox.handover import Handover
from dothi.intake.sandbox.limits import Limits
from dothi.intake.sandbox.received import Received, load
from dothi.intake.sandbox.request import Request

HERE = Path(__file__).resolve().parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What GDAL remarks of odd files is no failure of ours; in the reading process it goes to a file."""
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.filterwarnings("ignore::RuntimeWarning"))
            item.add_marker(pytest.mark.filterwarnings("ignore::PendingDeprecationWarning"))


ReadHere = Callable[..., Received]


@pytest.fixture
def read_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ReadHere:
    """Reads a path as the reading process does, and loads what it hands over."""

    for name, value in drivers.environment(str(tmp_path), "").items():
        monkeypatch.setenv(name, value)

    def read(
        path: Path, *, layers: tuple[str, ...] = (), limits: Limits | None = None, converter: str = ""
    ) -> Received:
        bounds = limits or Limits()
        job = tmp_path / f"job-{len(list(tmp_path.glob('job-*')))}"
        for part in ("result", "scratch"):
            (job / part).mkdir(parents=True)
        handover = Handover(job / "result", bounds)
        request = Request(str(path), path.name, layers, bounds, converter)
        collect(request, handover, job / "scratch", lambda _message, _done, _total, _where: None)
        handover.finish({})
        received = load(job / "result")
        assert received is not None
        return received

    return read


@pytest.fixture(scope="session")
def data(shared_data: Path) -> Path:
    """The samples beside the checkout."""
    return shared_data


@pytest.fixture
def plan() -> gpd.GeoDataFrame:
    """Two zones and a hole: 100 m by 100 m, and 200 m by 100 m less 10 m by 10 m; in VN-2000 107°45′."""
    east, north = 577_000.0, 1_722_000.0
    hole = shapely.box(east + 150, north + 50, east + 160, north + 60)
    shapes = [
        shapely.box(east, north, east + 100, north + 100),
        shapely.box(east + 100, north, east + 300, north + 100).difference(hole),
    ]
    columns = {"Tên": ["Đất ở", "Đường"], "so": [1, 2], "ty_le": [0.5, None], "moc": ["a", None]}
    return gpd.GeoDataFrame(columns, geometry=shapes, crs=5899)


def only_layer(received: Received) -> Layer:
    """The one layer there is."""
    assert len(received.layers) == 1
    layer = received.layers[0].layer
    assert isinstance(layer, Layer)
    return layer


def only_table(received: Received) -> Table:
    """The one table there is."""
    assert len(received.layers) == 1
    layer = received.layers[0].layer
    assert isinstance(layer, Table)
    return layer


def codes(received: Received) -> list[str]:
    """Codes of what was passed over."""
    return [item.reason.code for item in received.skipped]


@pytest.fixture
def layer_of() -> Callable[[Received], Layer]:
    return only_layer


@pytest.fixture
def table_of() -> Callable[[Received], Table]:
    return only_table


@pytest.fixture
def codes_of() -> Callable[[Received], list[str]]:
    return codes
