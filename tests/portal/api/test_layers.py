"""Layers of the lake as open data: tiles, ranges, features, and who may have them."""

from __future__ import annotations

import gzip
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

import geopandas as gpd
import pyarrow.parquet as pq
import pytest
import shapely
from django.test import Client

from dothi.base.errors import Fault, UnusableError
from dothi.base.time import Bound, Period
from dothi.lake import ZONES, open_lake, publish_layer
from dothi.portal.api import layers as views
from dothi.registry.accounts.models import RoleAssignment, User
from dothi.registry.plans import lake as plans_lake
from dothi.registry.plans.models import Plan, PlanLayer, PlanPeriod, PlanVersion

pytestmark = pytest.mark.django_db
WHEN = datetime(2026, 7, 1, tzinfo=UTC)


@pytest.fixture
def lake(tmp_path: Any, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    made = open_lake(tmp_path / "lake", create=True)
    monkeypatch.setattr(plans_lake, "_opened", lambda _root, _endpoint: made)
    plans_lake.opened_layer.cache_clear()
    views._directory.cache_clear()
    yield made
    plans_lake.opened_layer.cache_clear()
    views._directory.cache_clear()


def stored(lake: Any) -> Any:
    """Two zones near Tam Kỳ, 100 m by 100 m, as VN-2000 107°45'."""
    boxes = [shapely.box(577400, 1722500, 577500, 1722600), shapely.box(577500, 1722500, 577600, 1722600)]
    frame = gpd.GeoDataFrame(
        {"ten": ["Ô 1", None], "function": ["qpk.du-lich", ""]}, geometry=boxes, crs=5899
    )
    return publish_layer(lake, frame, created=WHEN, illustrative=True, tiles_for=ZONES, title="Ô")


def published(version: Any) -> None:
    plan = Plan.objects.create(key="do-an", title="Đồ án", folded="do an", level="general", scale=10000)
    row = PlanVersion.objects.create(plan=plan, number=1, digest="0" * 64, published_at=WHEN)
    west, south, east, north = version.manifest.extent_wgs84
    PlanLayer.objects.create(
        version=row,
        position=0,
        name=version.name,
        title="Ô",
        role="zones",
        geometry="polygon",
        features=2,
        area_m2=20000.0,
        by_function={"qpk.du-lich": 10000.0, "": 10000.0},
        west=west,
        south=south,
        east=east,
        north=north,
        min_zoom=10,
        max_zoom=15,
        tile_layer=version.manifest.tiles.layer,
    )
    period = PlanPeriod(version=row)
    period.period = Period(Bound.on(date(2026, 7, 1)))
    period.save()


def officer(role: str) -> Client:
    user = User.objects.create_user(username=role, full_name=role)
    row = RoleAssignment(user=user, role=role)
    row.period = Period.between(date(2020, 1, 1))
    row.save()
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_a_tile_is_served_as_it_lies_and_kept_for_ever(lake: Any) -> None:
    version = stored(lake)
    published(version)
    client = Client()
    # 108.474° E, 15.574° N: (180 + 108.474) / 360 · 2^15 and (1 - asinh(tan 15.574°) / π) / 2 · 2^15
    full = client.get(f"/api/v1/layers/{version.name}/tiles/15/26257/14948")
    assert full.status_code == 200
    assert client.get(f"/api/v1/layers/{version.name}/tiles/15/26257/14940").status_code == 204
    data = gzip.decompress(full.content)
    assert b"qpk.du-lich" in data
    assert full["Content-Type"] == "application/vnd.mapbox-vector-tile"
    assert "immutable" in full["Cache-Control"]
    again = client.get(full.wsgi_request.path, headers={"if-none-match": full["ETag"]})
    assert again.status_code == 304
    assert client.get(f"/api/v1/layers/{version.name}/tiles/3/0/0").status_code == 204


def test_a_layer_nobody_published_is_closed(lake: Any) -> None:
    version = stored(lake)
    paths = ["", "/tiles/15/26257/14948", "/data.parquet", "/features/1"]
    for path in paths:
        assert Client().get(f"/api/v1/layers/{version.name}{path}").status_code == 404
    planner, resident = officer("planner"), officer("resident")
    for path in paths:
        assert planner.get(f"/api/v1/layers/{version.name}{path}").status_code in {200, 204}
        assert resident.get(f"/api/v1/layers/{version.name}{path}").status_code == 404
    assert planner.get(f"/api/v1/layers/{version.name}")["Cache-Control"] == "private, no-store"


def test_the_whole_file_and_ranges_of_it(lake: Any) -> None:
    version = stored(lake)
    published(version)
    address = f"/api/v1/layers/{version.name}/data.parquet"
    whole = Client().get(address)
    content = whole.getvalue()
    assert int(whole["Content-Length"]) == len(content) == version.data_path.stat().st_size
    assert pq.read_table(BytesIO(content)).num_rows == 2
    part = Client().get(address, headers={"range": "bytes=0-3"})
    assert (part.status_code, part.getvalue(), part["Content-Range"]) == (
        206,
        b"PAR1",
        f"bytes 0-3/{len(content)}",
    )
    last = Client().get(address, headers={"range": "bytes=-4"})
    assert last.getvalue() == b"PAR1"
    beyond = Client().get(address, headers={"range": f"bytes={len(content)}-"})
    assert (beyond.status_code, beyond["Content-Range"]) == (416, f"bytes */{len(content)}")


def test_a_feature_by_its_number_in_the_tiles(lake: Any) -> None:
    version = stored(lake)
    published(version)
    found = [Client().get(f"/api/v1/layers/{version.name}/features/{n}").json() for n in (1, 2)]
    assert {one["properties"]["ten"] for one in found} == {"Ô 1", None}
    longitude, latitude = found[0]["geometry"]["coordinates"][0][0]
    assert 108.47 < longitude < 108.48
    assert 15.57 < latitude < 15.58
    missing = Client().get(f"/api/v1/layers/{version.name}/features/3")
    assert (missing.status_code, missing.json()["code"]) == (404, "lake.no-feature")


def test_names_that_are_none_are_unknown(lake: Any) -> None:
    for name in ("abc", "0" * 64, "..", "A" * 64):
        answer = Client().get(f"/api/v1/layers/{name}")
        assert (answer.status_code, answer.json()["code"]) == (404, "layer.unknown")


def test_plans_tell_where_their_layers_are(lake: Any) -> None:
    version = stored(lake)
    published(version)
    told = Client().get("/api/v1/plans?ngay=2026-07-01").json()["plans"][0]
    assert (told["key"], told["version"], told["holds"]) == ("do-an", 1, "yes")
    assert told["by_function_m2"] == {"qpk.du-lich": 10000.0, "": 10000.0}
    tiles = told["layers"][0]["tiles"]
    assert tiles["url"] == f"/api/v1/layers/{version.name}/tiles/{{z}}/{{x}}/{{y}}"
    assert Client().get("/api/v1/plans?ngay=2026-06-30").json()["plans"] == []
    one = Client().get("/api/v1/plans/do-an?ngay=2026-06-30").json()
    assert (one["plan"], [row["version"] for row in one["versions"]]) == (None, [1])
    assert Client().get("/api/v1/plans/khong-co").status_code == 404


def test_a_lake_out_of_reach_says_nothing_about_the_layer(lake: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    version = stored(lake)
    published(version)
    address = f"/api/v1/layers/{version.name}"

    def unreachable(_root: str, _endpoint: str) -> Any:
        raise UnusableError(Fault("lake.unreachable", "Không dùng được kho", "The store cannot be used"))

    with monkeypatch.context() as broken:
        broken.setattr(plans_lake, "_opened", unreachable)
        for path in ("", "/tiles/15/26257/14948", "/data.parquet", "/features/1"):
            answer = Client().get(address + path)
            assert (answer.status_code, answer.json()["code"]) == (503, "lake.unreachable"), path
    assert Client().get(address).status_code == 200


def test_a_layer_that_comes_later_is_found_then(lake: Any, tmp_path: Any) -> None:
    planner = officer("planner")
    elsewhere = open_lake(tmp_path / "elsewhere", create=True)
    name = stored(elsewhere).name
    assert planner.get(f"/api/v1/layers/{name}").status_code == 404
    assert stored(lake).name == name
    assert planner.get(f"/api/v1/layers/{name}").status_code == 200
