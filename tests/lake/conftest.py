"""Places for lakes: a folder, and a real S3 server, started here once for the run.

The server is OpenStack Swift with its S3 interface, a production object store, from Debian's python3-swift:
one proxy and one account, container and object server each, on ports of this machine.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely

from dothi.lake import Lake, open_lake

KEY, SECRET, BUCKET = "dothi:tester", "not-a-secret", "lake"
SERVE = """
import sys
from swift.common.utils import set_swift_dir
set_swift_dir(sys.argv[1])
from swift.common.wsgi import run_wsgi
sys.exit(run_wsgi(f"{sys.argv[1]}/{sys.argv[2]}.conf", f"{sys.argv[2]}-server"))
"""
RINGS = """
import sys
from swift.common.ring import RingBuilder
folder = sys.argv[1]
for kind, port in (word.split("=") for word in sys.argv[2:]):
    builder = RingBuilder(4, 1, 0)
    here = {"ip": "127.0.0.1", "port": int(port)}
    here |= {f"replication_{name}": value for name, value in here.items()}
    builder.add_dev({"id": 0, "region": 1, "zone": 1, "weight": 1, "device": "disk", "meta": "", **here})
    builder.rebalance()
    builder.get_ring().save(f"{folder}/{kind}.ring.gz")
"""
STORAGE = """
[DEFAULT]
bind_ip = 127.0.0.1
bind_port = {port}
workers = 0
user = {user}
swift_dir = {folder}
devices = {folder}/devices
mount_check = false
log_level = ERROR
[pipeline:main]
pipeline = {kind}-server
[app:{kind}-server]
use = egg:swift#{kind}
fallocate_reserve = 0
"""
PROXY = """
[DEFAULT]
bind_ip = 127.0.0.1
bind_port = {port}
workers = 0
user = {user}
swift_dir = {folder}
log_level = ERROR
[pipeline:main]
pipeline = bodiless catch_errors healthcheck cache s3api tempauth slo proxy-server
[filter:bodiless]
paste.filter_factory = bodiless:filter_factory
[app:proxy-server]
use = egg:swift#proxy
account_autocreate = true
[filter:catch_errors]
use = egg:swift#catch_errors
[filter:healthcheck]
use = egg:swift#healthcheck
[filter:cache]
use = egg:swift#memcache
memcache_servers = 127.0.0.1:9
[filter:s3api]
use = egg:swift#s3api
[filter:tempauth]
use = egg:swift#tempauth
user_dothi_tester = {secret} .admin
[filter:slo]
use = egg:swift#slo
"""

BODILESS = """
def filter_factory(settings, **more):
    def wrap(app):
        def answer(environ, start):
            def begin(status, headers, *rest):
                if not any(name.lower() == "content-length" for name, value in headers):
                    headers = [*headers, ("Content-Length", "0")]
                return start(status, headers, *rest)
            return app(environ, begin if environ["REQUEST_METHOD"] == "HEAD" else start)
        return answer
    return wrap
"""
# Swift in Debian 12 ends a body that HEAD has not; in production a proxy in front mends that.


@dataclass(frozen=True)
class Place:
    """Where a lake can be made, and what another process needs to reach it."""

    url: str
    endpoint: str
    environment: dict[str, str]

    def open(self) -> Lake:
        return open_lake(self.url, endpoint=self.endpoint, create=True)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def written(folder: Path, name: str, text: str, **values: object) -> None:
    (folder / name).write_text(text.format(folder=folder, **values), encoding="utf-8")


def answers(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1) as line:
        line.sendall(b"GET /healthcheck HTTP/1.0\r\n\r\n")
        return line.recv(64).startswith(b"HTTP/1.1 200")
    return False


@pytest.fixture(scope="session")
def swift(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a running server, with its credentials in the environment."""
    python = "/usr/bin/python3"
    if subprocess.run([python, "-c", "import swift"], check=False, capture_output=True).returncode:
        pytest.fail("an S3 server is needed: apt-get install python3-swift (tools/setup system)")
    folder = tmp_path_factory.mktemp("swift")
    (folder / "devices" / "disk").mkdir(parents=True)
    (folder / "swift.conf").write_text(f"[swift-hash]\nswift_hash_path_suffix = {secrets.token_hex(8)}\n")
    user = os.environ.get("USER", "root") if os.getuid() else "root"
    kinds = ["account", "container", "object"]
    ports = {kind: free_port() for kind in [*kinds, "proxy"]}
    rings = [f"{kind}={ports[kind]}" for kind in kinds]
    subprocess.run([python, "-c", RINGS, str(folder), *rings], check=True, capture_output=True)
    for kind in kinds:
        written(folder, f"{kind}.conf", STORAGE, kind=kind, port=ports[kind], user=user)
    written(folder, "proxy.conf", PROXY, port=ports["proxy"], user=user, secret=SECRET)
    (folder / "bodiless.py").write_text(BODILESS)
    with (folder / "log").open("wb") as log:
        servers = [
            subprocess.Popen(
                [python, "-c", SERVE, str(folder), kind],
                env={**os.environ, "PYTHONPATH": str(folder)},
                stdout=log,
                stderr=log,
            )
            for kind in ports
        ]
    try:
        ready = time.monotonic() + 60
        while not answers(ports["proxy"]):
            if time.monotonic() > ready or any(server.poll() is not None for server in servers):
                pytest.fail(f"Swift did not start: {(folder / 'log').read_text()[-2000:]}")
            time.sleep(0.05)
        with pytest.MonkeyPatch.context() as patch:
            for name, value in credentials().items():
                patch.setenv(name, value)
            yield f"http://127.0.0.1:{ports['proxy']}"
    finally:
        for server in servers:
            server.kill()
            server.wait()


def credentials() -> dict[str, str]:
    return {"AWS_ACCESS_KEY_ID": KEY, "AWS_SECRET_ACCESS_KEY": SECRET, "AWS_DEFAULT_REGION": "us-east-1"}


@pytest.fixture(scope="session")
def bucket(swift: str) -> str:
    import s3fs

    files = s3fs.S3FileSystem(
        endpoint_url=swift, skip_instance_cache=True, config_kwargs={"s3": {"addressing_style": "path"}}
    )
    files.mkdir(BUCKET)
    return f"s3://{BUCKET}"


@pytest.fixture
def folder_place(tmp_path: Path) -> Place:
    return Place(str(tmp_path / "lake"), "", {})


@pytest.fixture
def s3_place(bucket: str, swift: str) -> Place:
    return Place(f"{bucket}/{secrets.token_hex(6)}", swift, credentials())


@pytest.fixture(params=["folder", pytest.param("s3", marks=pytest.mark.slow)])
def place(request: pytest.FixtureRequest) -> Place:
    """Both kinds of place; the store's own tests meet the S3 server in every run, all others in test-all."""
    found: Place = request.getfixturevalue(f"{request.param}_place")
    return found


@pytest.fixture
def lake(place: Place) -> Lake:
    return place.open()


@pytest.fixture
def folder_lake(folder_place: Place) -> Lake:
    return folder_place.open()


def zones(count: int = 60, seed: int = 1) -> gpd.GeoDataFrame:
    """Rectangles near Tam Kỳ in VN-2000, 107°45′, with every kind of attribute."""
    chance = np.random.default_rng(seed)
    x = 548_000 + chance.uniform(0, 4_000, count)
    y = 1_716_000 + chance.uniform(0, 4_000, count)
    wide, high = chance.uniform(8, 120, (2, count))
    return gpd.GeoDataFrame(
        {
            "ma": [f"O-{number:04d}" for number in range(count)],
            "tang": chance.integers(1, 30, count),
            "mat_do": np.where(chance.random(count) < 0.2, np.nan, chance.uniform(20, 80, count).round(1)),
            "ghi_chu": chance.choice(["", "đất ở", None], count),
        },
        geometry=shapely.box(x, y, x + wide, y + high),
        crs=5899,
    )


@pytest.fixture(scope="session")
def make_zones() -> Callable[..., gpd.GeoDataFrame]:
    return zones
