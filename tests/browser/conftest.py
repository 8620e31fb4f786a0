"""A real portal in a process of its own, and a real Chromium; errors and outside requests fail the test."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, sync_playwright

if TYPE_CHECKING:
    from axe_playwright_python.sync_playwright import Axe

ROOT = Path(__file__).resolve().parents[2]
SCREENSHOTS = ROOT / "build" / "screenshots"
WIDE, PHONE = 1440, 390
HEIGHTS = {WIDE: 900, PHONE: 844}
FLAGS = ["--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--no-sandbox"]
PREPARE = """
import django
django.setup()
from pathlib import Path
from django.core.management import call_command
call_command("migrate", interactive=False, verbosity=0)
call_command("createcachetable", verbosity=0)
from dothi.registry.loading import load_everything
load_everything(Path("src/dothi/provinces/quang-nam"), lambda done, total: None)
"""


MARK = 'format = 1\nprovince = "quang-nam"\nreal_only = false\ncreated = 2026-07-01\n'


@pytest.fixture(scope="session")
def workspace_environment(
    tmp_path_factory: pytest.TempPathFactory, new_database: Callable[[], dict[str, str]]
) -> dict[str, str]:
    """Environment of a process in the workspace of the portal that tests visit: Quảng Nam is loaded there."""
    workspace = tmp_path_factory.mktemp("browser")
    (workspace / "dothi.toml").write_text(MARK, encoding="utf-8")
    environment = {name: value for name, value in os.environ.items() if not name.startswith("DOTHI_")}
    environment |= {
        "DOTHI_WORKSPACE": str(workspace),
        "DJANGO_SETTINGS_MODULE": "dothi.portal.django_settings",
        "PYTHONPATH": str(ROOT / "src"),
        **new_database(),
    }
    subprocess.run([sys.executable, "-c", PREPARE], env=environment, cwd=ROOT, check=True)
    return environment


@pytest.fixture(scope="session")
def site(workspace_environment: dict[str, str]) -> Iterator[str]:
    """Address of a portal with the real units and people of Quảng Nam, served as in the demo."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    environment = {**workspace_environment, "DOTHI_PUBLIC_URL": address}
    workspace = Path(environment["DOTHI_WORKSPACE"])
    log = (workspace / "server.log").open("w", encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "-b",
        f"127.0.0.1:{port}",
        "--threads",
        "6",
        "--no-control-socket",
    ]
    server = subprocess.Popen(
        [*command, "dothi.portal.wsgi:application"], env=environment, cwd=ROOT, stdout=log, stderr=log
    )
    try:
        _wait(f"{address}/suc-khoe/", server, workspace / "server.log")
        yield address
    finally:
        server.terminate()
        server.wait(timeout=20)
        log.close()


def _wait(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        if server.poll() is not None:
            break
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, TimeoutError):
            time.sleep(0.2)
    pytest.fail(f"the portal did not start:\n{log.read_text(encoding='utf-8')}")


class Demo(NamedTuple):
    """A demonstration that runs: ``environment`` is that of another process in its workspace."""

    address: str
    password: str
    environment: dict[str, str]


def _workspace(folder: Path) -> dict[str, str]:
    return {"DOTHI_WORKSPACE": str(folder), "DJANGO_SETTINGS_MODULE": "dothi.portal.django_settings"}


@pytest.fixture(scope="session")
def start_demo(
    tmp_path_factory: pytest.TempPathFactory, new_database: Callable[[], dict[str, str]]
) -> Callable[[str, int], AbstractContextManager[Demo]]:
    """Starts the demonstration without its plans: its address, its accounts' password, its workspace."""

    @contextmanager
    def start(name: str, port: int) -> Iterator[Demo]:
        folder = tmp_path_factory.mktemp(name)
        environment = {name: value for name, value in os.environ.items() if not name.startswith("DOTHI_")}
        environment |= {"PYTHONPATH": str(ROOT / "src"), "PYTHONUNBUFFERED": "1", **new_database()}
        command = [sys.executable, "-P", "-m", "dothi", "demo", str(folder / "demo"), "--no-plans"]
        with (folder / "errors").open("w", encoding="utf-8") as errors:
            process = subprocess.Popen(
                [*command, "--port", str(port)],
                env=environment,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
            )
        assert process.stdout is not None
        try:
            for line in process.stdout:
                if found := re.search(r"http://\S+", line):
                    password = (folder / "demo" / "demo.password").read_text(encoding="ascii").strip()
                    yield Demo(found.group(), password, environment | _workspace(folder / "demo"))
                    break
            else:
                pytest.fail((folder / "errors").read_text(encoding="utf-8"))
        finally:
            process.terminate()
            process.communicate(timeout=40)

    return start


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's own Chromium, with a software renderer for the map."""
    path = shutil.which("chromium")
    assert path, "Chromium is missing: apt-get install chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


class Visitor:
    """A reader at one width. Every console error and every request that leaves the portal is remembered."""

    def __init__(self, context: BrowserContext, site: str, width: int) -> None:
        self.context, self.site, self.width = context, site, width
        self.page: Page = context.new_page()
        self.faults: list[str] = []
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))
        self.page.on("request", self._request)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.faults.append(f"console {message.type}: {message.text}")

    def _request(self, request: Request) -> None:
        if not request.url.startswith((self.site, "data:", "blob:")):
            self.faults.append(f"outside request: {request.url}")

    def open(self, path: str) -> Page:
        """Go to a page of the portal; a page with the map is awaited until the map stands."""
        answer = self.page.goto(self.site + path)
        assert answer is not None
        assert answer.status == 200, f"{path}: {answer.status}"
        if self.page.locator("#map").count() and not self.page.locator("html.no-js").count():
            self.page.wait_for_selector("#map[data-ready]", timeout=45_000)
            self.settle()
        return self.page

    def settle(self) -> None:
        """Wait until the map has drawn and nothing is being fetched."""
        self.page.wait_for_load_state("networkidle")
        self.page.wait_for_selector("#map[aria-busy=false][data-drawn='1']", timeout=45_000)

    def picture(self, name: str, *, whole: bool = False) -> None:
        """Leave a screenshot for people to look at."""
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=SCREENSHOTS / f"{name}-{self.width}.png", full_page=whole)

    def width_needed(self) -> int:
        """Width the page takes; more than the window's means that something sticks out."""
        return int(self.page.evaluate("document.documentElement.scrollWidth"))


Visits = Callable[..., Visitor]


@pytest.fixture
def visit(site: str, chromium: Browser) -> Iterator[Visits]:
    """Make visitors; at the end of the test none of them may have met a fault."""
    visitors: list[Visitor] = []

    def make(width: int = WIDE, *, scripts: bool = True, language: str = "", **options: object) -> Visitor:
        context = chromium.new_context(
            viewport={"width": width, "height": HEIGHTS[width]},
            java_script_enabled=scripts,
            has_touch=width == PHONE,
            reduced_motion="reduce",
            **options,
        )
        if language:
            context.add_cookies([{"name": "django_language", "value": language, "url": site}])
        visitor = Visitor(context, site, width)
        visitors.append(visitor)
        return visitor

    yield make
    faults = [fault for visitor in visitors for fault in visitor.faults]
    for visitor in visitors:
        visitor.context.close()
    assert not faults, "\n".join(faults)


@pytest.fixture(scope="session")
def axe() -> Axe:
    """The accessibility checker."""
    from axe_playwright_python.sync_playwright import Axe

    return Axe()
