"""Measure how long starting takes and how much a page weighs: ``python bench/startup.py``.

A page's weight is what travels on a first visit: the page and every static file that it names, compressed
as they are sent. Files that scripts load later (map data, workers) are not counted; the browser tests see
those.
"""

from __future__ import annotations

import http.client
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PAGES = ("/", "/dia-danh/", "/do-thi/", "/tim/?q=tam+ky", "/suc-khoe/")
PORT = "8790"
NAMED = re.compile(rb'(?:href|src)="(/static/[^"]+)"')


def timed(*command: str) -> float:
    """Seconds that a command takes."""
    start = time.perf_counter()
    subprocess.run([sys.executable, "-P", "-m", "dothi", *command], check=True, capture_output=True)
    return time.perf_counter() - start


def started(folder: str) -> tuple[subprocess.Popen[str], float, str]:
    """Start the demonstration and wait until it says that it serves: process, seconds, address."""
    start = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "dothi", "--workspace", folder, "demo", "--port", PORT],
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    address = ""
    for line in process.stdout or ():
        found = re.search(r"http://(\S+)", line)
        address = found.group(1) if found else address
        if "Ctrl-C" in line:
            break
    return process, time.perf_counter() - start, address


def fetched(address: str, path: str) -> bytes:
    """The body as it travels."""
    connection = http.client.HTTPConnection(address, timeout=30)
    connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
    body = connection.getresponse().read()
    connection.close()
    return body


def plain(address: str, path: str) -> bytes:
    """The body, not compressed."""
    connection = http.client.HTTPConnection(address, timeout=30)
    connection.request("GET", path)
    body = connection.getresponse().read()
    connection.close()
    return body


def weigh(address: str) -> None:
    """Print what each page weighs and how long the server takes for it, the middle of nine."""
    print(f"{'page':<20} {'html B':>8} {'with static B':>14} {'files':>6} {'ms':>7}")
    for page in PAGES:
        names = sorted(set(NAMED.findall(plain(address, page))))
        html = len(fetched(address, page))
        static = sum(len(fetched(address, name.decode())) for name in names)
        durations = []
        for _ in range(9):
            start = time.perf_counter()
            fetched(address, page)
            durations.append(time.perf_counter() - start)
        print(f"{page:<20} {html:>8} {html + static:>14} {len(names):>6} {1000 * sorted(durations)[4]:>7.1f}")


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as room:
        folder = str(Path(room) / "workspace")
        print(f"dothi --help          {min(timed('--help') for _ in range(5)):6.2f} s")
        print(f"dothi init            {timed('init', folder):6.2f} s")
        for title in ("first start (demo)", "second start (demo)"):
            process, seconds, address = started(folder)
            print(f"{title:<21} {seconds:6.2f} s")
            if title.startswith("second"):
                weigh(address)
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=60)


if __name__ == "__main__":
    main()
