"""The portal is served, its worker kept running, and both end together."""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from dothi.base.errors import UnusableError
from dothi.cli import supervisor as supervision
from dothi.cli.serve import address_of, listen
from dothi.cli.supervisor import Child, Supervisor


def until(holds, seconds: float = 30.0):
    """Wait until ``holds()`` gives something, and return that."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        found = holds()
        if found:
            return found
        time.sleep(0.05)
    return pytest.fail("it did not happen in time")


def children_of(pid: int) -> dict[int, str]:
    found = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(stat.read_text().rsplit(")", 1)[1].split()[1])
            if parent == pid:
                found[int(stat.parent.name)] = (stat.parent / "cmdline").read_text().replace("\0", " ")
        except (FileNotFoundError, ProcessLookupError):
            continue
    return found


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


@pytest.fixture
def serving(made_program):
    """Start "dothi serve" on a free port; every process it started is gone afterwards."""
    started: list[subprocess.Popen[str]] = []

    def start(*options: str) -> tuple[subprocess.Popen[str], str]:
        process = made_program.start("serve", "--port", "0", *options)
        started.append(process)
        line = process.stdout.readline()
        assert "http://" in line, process.communicate()[1]
        return process, re.search(r"http://\S+", line).group()

    yield start
    for process in started:
        process.kill()
        process.communicate()


def get(address: str, path: str, **headers: str) -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection(address.removeprefix("http://"), timeout=10)
    connection.request("GET", path, headers=headers)
    response = connection.getresponse()
    response.body = response.read()
    connection.close()
    return response


def test_serves_does_long_work_and_ends_with_one_signal(serving, made_program):
    process, address = serving("--workers", "1")
    assert get(address, "/suc-khoe/").status == 200
    page = get(address, "/")
    assert page.status == 200
    sheet = re.search(rb'href="(/static/[^"]+\.css)"', page.body).group(1).decode()
    styled = get(address, sheet, **{"Accept-Encoding": "gzip"})
    assert styled.status == 200
    assert styled.headers["Content-Encoding"] == "gzip"
    assert "max-age=31536000" in styled.headers["Cache-Control"]

    worker = until(lambda: [pid for pid, line in children_of(process.pid).items() if "dothi worker" in line])[
        0
    ]
    until(lambda: list((made_program.workspace / "run").glob("worker-*.lock")))
    os.kill(worker, signal.SIGKILL)
    other = until(
        lambda: [
            pid for pid, line in children_of(process.pid).items() if "dothi worker" in line and pid != worker
        ]
    )[0]

    children = [*children_of(process.pid), other]
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=40) == 0
    until(lambda: not any(alive(pid) for pid in children))


def test_ctrl_c_ends_it_too_and_without_worker_there_is_one_child(serving):
    process, _ = serving("--web-only", "--workers", "1")
    assert len(children_of(process.pid)) == 1
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=40) == 0


@pytest.mark.slow
def test_killed_outright_it_leaves_no_process_behind(serving):
    process, _ = serving("--workers", "1")
    children = children_of(process.pid)
    grandchildren = [pid for child in children for pid in children_of(child)]
    assert grandchildren
    process.kill()
    process.wait(timeout=30)
    until(lambda: not any(alive(pid) for pid in [*children, *grandchildren]))


def test_a_port_that_is_taken_is_refused_with_one_sentence(made_program):
    with listen("127.0.0.1", 0) as taken:
        done = made_program.run("serve", "--port", str(taken.getsockname()[1]))
    assert done.returncode == 2
    assert "đã có chương trình khác dùng" in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_bad_setting_is_refused_before_anything_starts(made_program):
    done = made_program.run("serve", DOTHI_DEBUG="maybe")
    assert done.returncode == 2
    assert "DOTHI_DEBUG" in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("host", "shown"), [("127.0.0.1", "127.0.0.1"), ("0.0.0.0", "127.0.0.1"), ("::1", "[::1]")]
)
def test_the_address_that_people_type(host, shown):
    with listen(host, 0) as listener:
        port = listener.getsockname()[1]
        assert address_of(listener) == f"http://{shown}:{port}"


@pytest.mark.parametrize("host", ["no.such.host.invalid", "203.0.113.7"])
def test_a_host_that_is_not_ours(host):
    with pytest.raises(UnusableError) as refusal:
        listen(host, 8000)
    assert refusal.value.code == "serve.port"
    assert host in refusal.value.faults[0].vi


def test_two_listeners_cannot_share_a_port():
    with listen("127.0.0.1", 0) as first, pytest.raises(UnusableError) as refusal:
        listen("127.0.0.1", first.getsockname()[1])
    assert refusal.value.code == "serve.port-taken"


class TestSupervisor:
    def command(self, code: str) -> list[str]:
        return [sys.executable, "-c", code]

    def test_a_vital_child_that_ends_ends_everything(self):
        other = Child("other", self.command("import time; time.sleep(60)"), vital=False)
        vital = Child("vital", self.command("raise SystemExit(3)"), vital=True)
        with pytest.raises(UnusableError) as refusal:
            Supervisor([other, vital]).run(lambda: False, lambda: None)
        assert refusal.value.code == "serve.ended"
        assert "mã 3" in refusal.value.faults[0].vi
        assert other.process.poll() is not None

    def test_another_child_is_started_again_ever_more_slowly(self, tmp_path, monkeypatch):
        lines = tmp_path / "lines"
        child = Child("child", self.command(f"open({str(lines)!r}, 'a').write('x')"), vital=False)
        pauses = []
        clock = time.monotonic
        skipped = [0.0]
        monkeypatch.setattr(supervision.time, "monotonic", lambda: clock() + skipped[0])
        for _ in range(6):
            child.look()  # starts it, the pause being over
            child.process.wait(timeout=30)
            child.look()  # sees that it ended
            pauses.append(child.pause)
            skipped[0] += child.pause
        assert pauses == [1, 2, 4, 8, 16, 30]
        assert lines.read_text() == "x" * 6

    def test_a_child_that_will_not_end_is_killed(self, monkeypatch):
        monkeypatch.setattr(supervision, "GRACE_SECONDS", 0.3)
        stubborn = Child(
            "stubborn",
            self.command("import signal, time; signal.signal(15, signal.SIG_IGN); print(1); time.sleep(60)"),
            vital=True,
        )
        supervisor = Supervisor([stubborn])

        def announce() -> None:
            time.sleep(0.5)
            os.kill(os.getpid(), signal.SIGTERM)

        supervisor.run(lambda: True, announce)
        assert stubborn.process.returncode == -signal.SIGKILL

    def test_the_handlers_of_before_come_back(self):
        before = signal.getsignal(signal.SIGTERM)
        supervisor = Supervisor([Child("x", self.command("import time; time.sleep(60)"), vital=True)])
        supervisor.run(lambda: True, lambda: os.kill(os.getpid(), signal.SIGINT))
        assert signal.getsignal(signal.SIGTERM) == before


def test_sockets_are_closed_when_listening_fails(monkeypatch):
    made: list[socket.socket] = []
    original = socket.socket

    def remember(*arguments, **options):
        made.append(original(*arguments, **options))
        return made[-1]

    with listen("127.0.0.1", 0) as first:
        monkeypatch.setattr(socket, "socket", remember)
        with pytest.raises(UnusableError):
            listen("127.0.0.1", first.getsockname()[1])
    assert [opened.fileno() for opened in made] == [-1]
