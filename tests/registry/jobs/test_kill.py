"""A worker is killed outright at each point where it hurts; the effect is there exactly once."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow
SCENE = Path(__file__).with_name("kill_scene.py")


class Scene:
    """Processes that share one workspace and one database."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.environment = {**os.environ, **environment}
        self.run_folder = Path(environment["DOTHI_WORKSPACE"]) / "run"
        self.run_folder.mkdir(parents=True)

    def start(self, command: str, **extra: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, str(SCENE), command],
            env={**self.environment, **extra},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def finish(self, command: str, **extra: str) -> str:
        process = self.start(command, **extra)
        out, err = process.communicate(timeout=120)
        assert process.returncode == 0, err
        return out

    def show(self) -> dict:
        return json.loads(self.finish("show"))

    def stand_at(self, point: str, **extra: str) -> subprocess.Popen[str]:
        """Start a worker and wait until it stands at ``point``."""
        mark = self.run_folder / "stopped"
        mark.unlink(missing_ok=True)
        process = self.start("work", KILL_AT=point, **extra)
        for _ in range(1200):
            if mark.exists():
                return process
            assert process.poll() is None, process.communicate()[1]
            time.sleep(0.05)
        pytest.fail(f"the worker never came to {point}")

    def kill_at(self, point: str) -> None:
        """Start a worker and kill it when it stands at ``point``."""
        process = self.stand_at(point)
        self.before_kill = self.show()
        process.send_signal(signal.SIGKILL)
        process.communicate(timeout=30)


@pytest.fixture
def scene(tmp_path, fresh_database):
    scene = Scene({"DOTHI_WORKSPACE": str(tmp_path / "workspace"), **fresh_database})
    scene.finish("prepare")
    scene.finish("enqueue")
    return scene


@pytest.mark.parametrize(
    ("point", "state_before", "effects_before", "attempt_after"),
    [
        ("claimed", "queued", 0, 1),  # taken from the queue, not yet marked as running
        ("middle", "running", 0, 2),
        ("commit", "running", 0, 2),  # effect written, transaction open
        ("committed", "done", 1, 1),  # effect committed, queue row not yet closed
    ],
)
def test_a_killed_worker_leaves_the_effect_exactly_once(
    scene, point, state_before, effects_before, attempt_after
):
    scene.kill_at(point)
    assert (scene.before_kill["state"], scene.before_kill["effects"]) == (state_before, effects_before)

    scene.finish("work")
    scene.finish("work")

    after = scene.show()
    assert (after["state"], after["effects"], after["attempt"]) == ("done", 1, attempt_after)
    assert after["result"] == {"attempt": attempt_after}


def test_progress_is_seen_from_outside_while_the_job_runs_and_outlives_the_worker(scene):
    scene.kill_at("middle")
    assert scene.before_kill["percent"] == 50
    assert scene.before_kill["message"] == "giữa chừng"
    assert scene.show()["percent"] == 50


def test_a_job_that_kills_every_worker_is_given_up(scene):
    for _ in range(3):
        scene.kill_at("middle")
    scene.finish("work")
    after = scene.show()
    assert (after["state"], after["effects"], after["attempt"]) == ("failed", 0, 3)
    assert after["faults"][0]["code"] == "jobs.broken-off"


def test_a_worker_told_to_stop_finishes_its_job_and_leaves_no_lock(scene):
    process = scene.stand_at("middle", STAY="1")
    process.send_signal(signal.SIGTERM)
    (scene.run_folder / "go").touch()
    process.communicate(timeout=30)
    assert process.returncode == 0
    assert list(scene.run_folder.glob("worker-*.lock")) == []
    assert scene.show()["state"] == "done"
