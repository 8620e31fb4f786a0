"""Confined for good: what a process may still do, tried from inside."""

from __future__ import annotations

import ctypes
import json
import os
import socket
import subprocess
import sys

import pytest

TRIES = """
import errno, json, os, resource, signal, socket, subprocess, sys
from pathlib import Path
from dothi.intake.sandbox.confine import confine
from dothi.intake.sandbox.limits import Limits, MIB
allowed, own, other, port = Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4])
isolation = confine(Limits(memory=200 * MIB, file_bytes=MIB, open_files=32), [allowed], own)
def attempt(act):
    try:
        act()
    except OSError as error:
        return errno.errorcode[error.errno]
    except MemoryError:
        return "MemoryError"
    return "done"
def opened(family, kind):
    return attempt(lambda: socket.socket(family, kind).close())
def grow():
    with (own / "big").open("wb") as out:
        for _ in range(3):
            out.write(bytes(MIB // 2 + 1))
            out.flush()
def many():
    kept = [(own / "in").open("wb") for _ in range(64)]
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
    "sockets": {
        f"{family.name} {kind.name}": opened(family, kind)
        for family in (socket.AF_INET, socket.AF_INET6, socket.AF_UNIX, socket.AF_NETLINK)
        for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM)
    },
    "socket pair": attempt(socket.socketpair),
    "connect to a program beside": attempt(lambda: socket.create_connection(("127.0.0.1", port), timeout=2)),
    "session": attempt(os.setsid),
    "session of a child": subprocess.run(
        [sys.executable, "-c", "import os; os.fork() or os.setsid()"], capture_output=True, text=True
    ).stderr[-60:].splitlines()[-1:],
    "group": attempt(lambda: os.setpgid(0, 0)),
    "signal": attempt(lambda: os.kill(os.getppid(), 0)),
    "signal to its own": attempt(lambda: os.kill(os.getpid(), 0)),
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
    assert tried["grow"] == "EFBIG"
    assert tried["files"] == "EMFILE"


def test_its_own_work_goes_on(tried) -> None:
    for name in ("read allowed", "write own", "python", "signal to its own"):
        assert tried[name] == "done", name


def test_folders_are_closed(tried) -> None:
    if not tried["folders"]:
        pytest.skip("this kernel has no Landlock")
    for name in ("read other", "list other", "write allowed", "write other", "link out"):
        assert tried[name] == "EACCES", name


def test_no_socket_of_any_kind_can_be_opened(tried) -> None:
    if not tried["network"]:
        pytest.skip("this kernel or processor has no seccomp that is known here")
    assert len(tried["sockets"]) == 8
    assert set(tried["sockets"].values()) == {"EPERM"}
    assert tried["socket pair"] == "EPERM"
    assert tried["connect to a program beside"] == "EPERM"


def test_nothing_leaves_the_process_group(tried) -> None:
    if not tried["network"]:
        pytest.skip("this kernel or processor has no seccomp that is known here")
    assert (tried["session"], tried["group"]) == ("EPERM", "EPERM")
    assert tried["session of a child"] == ["PermissionError: [Errno 1] Operation not permitted"]


def test_other_programs_get_no_signals(tried) -> None:
    if not tried["folders"]:
        pytest.skip("this kernel has no Landlock")
    if abi() < 6:
        pytest.skip("Landlock of this kernel knows no signals")
    assert tried["signal"] == "EPERM"


def abi() -> int:
    return int(ctypes.CDLL(None).syscall(444, None, ctypes.c_size_t(0), ctypes.c_uint32(1)))


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
    assert json.loads(done.stdout) == tried
