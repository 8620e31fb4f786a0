"""Confined for good: what a process may still do, tried from inside."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys

import pytest

TRIES = """
import json, os, socket, sys
from pathlib import Path
from dothi.intake.sandbox.confine import confine
from dothi.intake.sandbox.limits import Limits, MIB
allowed, own, other, port = Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4])
isolation = confine(Limits(memory=200 * MIB, file_bytes=MIB, open_files=32), [allowed], own)
def attempt(act):
    try:
        act()
    except (OSError, MemoryError) as error:
        return type(error).__name__
    return "done"
def connect():
    socket.create_connection(("127.0.0.1", port), timeout=2).close()
def grow():
    with (own / "big").open("wb") as out:
        for _ in range(3):
            out.write(bytes(MIB // 2 + 1))
            out.flush()
def many():
    kept = [(own / "in").open("wb") for _ in range(64)]
import signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
print(json.dumps({
    "folders": isolation.folders, "network": isolation.network,
    "read allowed": attempt(lambda: (allowed / "a").read_text()),
    "read other": attempt(lambda: (other / "a").read_text()),
    "list other": attempt(lambda: list(other.iterdir())),
    "write allowed": attempt(lambda: (allowed / "b").write_text("x")),
    "write own": attempt(lambda: (own / "c").write_text("x")),
    "write other": attempt(lambda: (other / "d").write_text("x")),
    "link out": attempt(lambda: os.link(own / "c", other / "e")),
    "connect": attempt(connect),
    "grow": attempt(grow),
    "memory": attempt(lambda: bytearray(8 << 30)),
    "files": attempt(many),
    "python": attempt(lambda: __import__("colorsys")),
}))
"""


@pytest.fixture(scope="module")
def tried(tmp_path_factory) -> dict[str, object]:
    allowed, own, other = (tmp_path_factory.mktemp(name) for name in ("allowed", "own", "other"))
    for folder in (allowed, other):
        (folder / "a").write_text("x")
    with socket.create_server(("127.0.0.1", 0)) as server:
        arguments = [str(allowed), str(own), str(other), str(server.getsockname()[1])]
        done = subprocess.run(
            [sys.executable, "-c", TRIES, *arguments], capture_output=True, text=True, check=False, timeout=60
        )
    assert done.returncode == 0, done.stderr
    found: dict[str, object] = json.loads(done.stdout)
    return found


def test_bounds_hold_on_every_system(tried) -> None:
    assert tried["memory"] == "MemoryError"
    assert tried["grow"] == "OSError"
    assert tried["files"] == "OSError"


def test_its_own_work_goes_on(tried) -> None:
    assert (tried["read allowed"], tried["write own"], tried["python"]) == ("done", "done", "done")


def test_folders_are_closed(tried) -> None:
    if not tried["folders"]:
        pytest.skip("this kernel has no Landlock")
    for name in ("read other", "list other", "write allowed", "write other", "link out"):
        assert tried[name] == "PermissionError", name


def test_the_network_is_closed(tried) -> None:
    if not tried["network"]:
        pytest.skip("this system offers neither Landlock for TCP nor a network namespace")
    assert tried["connect"] in {"PermissionError", "OSError", "ConnectionRefusedError"}


def test_it_needs_no_privilege(tmp_path, tried) -> None:
    """Without any capability, as the service runs, the same is closed."""
    for name in ("allowed", "own", "other"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a").write_text("x")
    program = [
        sys.executable,
        "-c",
        TRIES,
        *(str(tmp_path / name) for name in ("allowed", "own", "other")),
        "9",
    ]
    powerless = ["setpriv", "--bounding-set=-all", "--inh-caps=-all", "--"] if os.getuid() == 0 else []
    done = subprocess.run([*powerless, *program], capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["folders"] == tried["folders"]
    elsewhere = {"connect", "network"}
    assert {name: found[name] for name in found if name not in elsewhere} == {
        name: tried[name] for name in tried if name not in elsewhere
    }
    assert found["network"] or not found["folders"]
