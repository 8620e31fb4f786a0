"""One workspace for the whole run, made before Django reads its settings.

The settings module is named here and not in pyproject.toml, for pytest-django would read it from there too
early.
"""

from __future__ import annotations

import importlib.util
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import django
import hypothesis
import psycopg
import pytest

_WORKSPACE = tempfile.TemporaryDirectory(prefix="dothi-test-", ignore_cleanup_errors=True)
os.environ["DOTHI_WORKSPACE"] = _WORKSPACE.name
(Path(_WORKSPACE.name) / "static").mkdir()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dothi.portal.django_settings")
# Playwright keeps an event loop in the test thread, which makes Django refuse its synchronous ORM there.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
django.setup()  # fixtures further down import models

ROOT = Path(__file__).resolve().parent.parent

hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL only what touches the registry runs: the rest does not change with the database."""
    if not os.environ.get("DOTHI_DATABASE_URL"):
        return
    touching = {"db", "transactional_db", "new_database"}
    kept, left = [], []
    for item in items:
        uses = item.get_closest_marker("django_db") or touching & set(getattr(item, "fixturenames", ()))
        (kept if uses else left).append(item)
    items[:] = kept
    config.hook.pytest_deselected(items=left)


@pytest.fixture(scope="session")
def root() -> Path:
    """The top folder of the project."""
    return ROOT


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Samples too large to come with the project: beside it, or where SHARED_DATA says."""
    folder = Path(os.environ.get("SHARED_DATA", ROOT.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip("the shared sample data are not here; SHARED_DATA may name their folder")
    return folder


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> None:
    """Add the cache table to the test database, which migrations do not make."""
    from django.core.management import call_command

    with django_db_blocker.unblock():
        call_command("createcachetable")


@pytest.fixture(scope="session")
def new_database() -> Iterator[Callable[..., dict[str, str]]]:
    """Makes a registry for other processes, empty or like another; on PostgreSQL when this run is."""
    address = os.environ.get("DOTHI_DATABASE_URL", "")
    names: list[str] = []

    def make(like: dict[str, str] | None = None) -> dict[str, str]:
        if not address:
            return {}
        names.append(f"dothi_fresh_{secrets.token_hex(6)}")
        template = f" TEMPLATE {urlsplit(like['DOTHI_DATABASE_URL']).path[1:]}" if like else ""
        with psycopg.connect(address, autocommit=True) as server:
            server.execute(f"CREATE DATABASE {names[-1]}{template}")
        return {"DOTHI_DATABASE_URL": urlunsplit(urlsplit(address)._replace(path=f"/{names[-1]}"))}

    yield make
    for name in names:
        with psycopg.connect(address, autocommit=True) as server:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def fresh_database(new_database: Callable[..., dict[str, str]]) -> dict[str, str]:
    """Environment of a new, empty registry for other processes."""
    return new_database()


@pytest.fixture(scope="session")
def quang_nam_pack() -> Any:
    """The package's province, read once."""
    from dothi.places.pack import read_pack

    return read_pack(ROOT / "src" / "dothi" / "provinces" / "quang-nam")


@pytest.fixture(scope="session")
def on_quang_nam(quang_nam_pack: Any) -> Callable[[], AbstractContextManager[None]]:
    """Makes Quảng Nam the province of this workspace for a while; its ground is found once for all."""
    from dothi.registry.land import asked

    find, found = asked._expected, []

    def expected(pack: Any) -> Any:
        if pack is not quang_nam_pack:
            return find(pack)
        if not found:
            found.append(find(pack))
        return found[0]

    @contextmanager
    def standing() -> Iterator[None]:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(asked, "province_pack", lambda: quang_nam_pack)
            patch.setattr(asked, "_expected", expected)
            asked.ground.cache_clear()
            yield
        asked.ground.cache_clear()

    return standing


@pytest.fixture(scope="session")
def world_of() -> Callable[[str], ModuleType]:
    """The module ``world`` of an app's tests (``registry/plans``), for whoever needs the same world."""

    def load(app: str) -> ModuleType:
        name = f"world_of_{app.replace('/', '_')}"
        if name not in sys.modules:
            spec = importlib.util.spec_from_file_location(name, ROOT / "tests" / app / "world.py")
            assert spec is not None
            assert spec.loader is not None
            module = importlib.util.module_from_spec(spec)
            sys.modules[name] = module
            spec.loader.exec_module(module)
        return sys.modules[name]

    return load


class Program:
    """The dothi command, run as people run it: as a process of its own, on a workspace of its own."""

    def __init__(self, workspace: Path, database: dict[str, str]) -> None:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("DOTHI_")}
        paths = os.pathsep.join([str(ROOT / "src"), kept.get("PYTHONPATH", "")])
        self.environment = {**kept, "PYTHONPATH": paths, "PYTHONUNBUFFERED": "1", **database}
        self.environment["DOTHI_WORKSPACE"] = str(workspace)
        self.workspace = workspace
        self.database = database

    def start(self, *arguments: str, **environment: str) -> subprocess.Popen[str]:
        """Start it and leave it running; a test ends what it starts."""
        return subprocess.Popen(
            [sys.executable, "-P", "-m", "dothi", *arguments],
            env={**self.environment, **environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run it to its end."""
        process = self.start(*arguments, **environment)
        try:
            out, err = process.communicate(timeout=180)
        finally:
            process.kill()
        return subprocess.CompletedProcess(arguments, process.returncode, out, err)

    def python(self, code: str) -> str:
        """Run a few lines of Django against the workspace; returns what they print."""
        environment = {**self.environment, "DJANGO_SETTINGS_MODULE": "dothi.portal.django_settings"}
        lines = ["import django", "django.setup()", code]
        done = subprocess.run(
            [sys.executable, "-P", "-c", "\n".join(lines)],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout


@pytest.fixture
def program(tmp_path: Path, fresh_database: dict[str, str]) -> Program:
    """The command, on a workspace that does not exist yet."""
    return Program(tmp_path / "workspace", fresh_database)


@pytest.fixture(scope="session")
def made_program(
    tmp_path_factory: pytest.TempPathFactory, new_database: Callable[..., dict[str, str]]
) -> Program:
    """The command, on a workspace that "dothi init" has made; tests leave it as they find it."""
    made = Program(tmp_path_factory.mktemp("made") / "workspace", new_database())
    done = made.run("init", str(made.workspace))
    assert done.returncode == 0, done.stderr
    return made


@pytest.fixture
def ready_program(
    made_program: Program, tmp_path: Path, new_database: Callable[..., dict[str, str]]
) -> Program:
    """The command, on a copy of a workspace that "dothi init" has made; tests do with it what they like."""
    shutil.copytree(made_program.workspace, tmp_path / "ready", symlinks=True)
    return Program(tmp_path / "ready", new_database(made_program.database))
