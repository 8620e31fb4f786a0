from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator

import pytest

from dothi.intake.sandbox import processes

PARENT = "sh -c 'sleep 60 & echo $$ $!; wait' & sleep 60 & echo $$ $!; wait"


@pytest.fixture
def family() -> Iterator[tuple[int, set[int]]]:
    """A leader, and the four processes of its group: two shells, each with a sleeper."""
    leader = subprocess.Popen(
        ["/bin/sh", "-c", PARENT], stdout=subprocess.PIPE, start_new_session=True, text=True
    )
    assert leader.stdout is not None
    told = {int(word) for _ in range(2) for word in leader.stdout.readline().split()}
    yield leader.pid, told
    os.killpg(leader.pid, signal.SIGKILL)
    leader.communicate()


def test_a_tree_is_a_process_and_all_below_it(family: tuple[int, set[int]]) -> None:
    leader, members = family
    assert len(members) == 4
    assert set(processes.tree(leader)) == members
    assert set(processes.group(leader)) == members


def test_the_dead_are_no_members(family: tuple[int, set[int]]) -> None:
    """The leader is waited for by nobody yet."""
    leader, _ = family
    os.kill(leader, signal.SIGKILL)
    os.waitid(os.P_PID, leader, os.WEXITED | os.WNOWAIT)
    assert leader not in processes.group(leader)


def test_memory_is_counted_as_it_is_used() -> None:
    program = "kept = bytearray(b'x' * 50_000_000)\nprint(flush=True)\ninput()"
    with subprocess.Popen(
        [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        assert 50_000_000 < processes.resident([process.pid]) < 200_000_000
        process.communicate(b"\n")


def test_what_is_gone_counts_for_nothing() -> None:
    process = subprocess.Popen(["/bin/true"])
    process.wait()
    assert processes.tree(process.pid) == [process.pid]
    assert processes.group(process.pid) == []
    assert processes.resident([process.pid]) == 0
    assert list(processes.open_files([process.pid])) == []
