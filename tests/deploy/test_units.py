"""The systemd units name commands that exist, and systemd understands them."""

from __future__ import annotations

import configparser
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import click
import pytest

from dothi.cli.main import main
from dothi.settings import Settings

UNITS = Path(__file__).resolve().parents[2] / "deploy" / "systemd"
SERVICES = sorted(path.name for path in UNITS.glob("*.service"))
PROGRAM = "/opt/dothi/.venv/bin/dothi"


def read(name: str) -> configparser.ConfigParser:
    unit = configparser.ConfigParser(interpolation=None, strict=False)
    unit.optionxform = str
    unit.read(UNITS / name, encoding="utf-8")
    return unit


def test_web_worker_and_backup_have_units():
    assert SERVICES == ["dothi-backup.service", "dothi-web.service", "dothi-worker.service"]


@pytest.mark.parametrize("name", SERVICES)
def test_the_command_exists_with_every_option_given(name):
    words = shlex.split(read(name)["Service"]["ExecStart"])
    assert words[0] == PROGRAM
    command = main.get_command(click.Context(main), words[1])
    assert command is not None
    command.make_context(words[1], words[2:], resilient_parsing=False)


@pytest.mark.parametrize("name", SERVICES)
def test_the_service_is_confined_to_its_folders(name):
    service = read(name)["Service"]
    assert (service["User"], service["ProtectSystem"], service["NoNewPrivileges"]) == (
        "dothi",
        "strict",
        "yes",
    )
    assert "/var/lib/dothi" in service["ReadWritePaths"].split()
    assert int(service["UMask"], 8) & 0o007 == 0o007


def test_the_timer_runs_the_backup_every_night():
    timer = read("dothi-backup.timer")["Timer"]
    assert re.fullmatch(r"\*-\*-\* \d\d:\d\d:\d\d", timer["OnCalendar"])
    assert timer["Persistent"] == "true"


def test_the_example_environment_is_understood():
    lines = (UNITS.parent / "dothi.env").read_text(encoding="utf-8").splitlines()
    pairs = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
    settings = Settings.from_environment(pairs)
    assert settings.https
    assert settings.behind_proxy
    assert settings.database()["HOST"] == "/var/run/postgresql"
    for name in SERVICES:
        assert read(name)["Service"]["EnvironmentFile"] == "/etc/dothi/dothi.env"


@pytest.mark.parametrize("name", [*SERVICES, "dothi-backup.timer"])
def test_systemd_understands_the_unit(name, tmp_path):
    """Where the machine has systemd's own checker it is asked; the sections are checked either way."""
    unit = read(name)
    kind = "Timer" if name.endswith(".timer") else "Service"
    assert set(unit.sections()) <= {"Unit", kind, "Install"}
    checker = shutil.which("systemd-analyze")
    if checker is None:
        return
    for path in UNITS.iterdir():
        text = (
            path.read_text(encoding="utf-8").replace(PROGRAM, "/bin/true").replace("User=dothi", "User=root")
        )
        (tmp_path / path.name).write_text(text.replace("Group=dothi", "Group=root"), encoding="utf-8")
    done = subprocess.run(
        [checker, "verify", "--man=no", str(tmp_path / name)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert str(tmp_path) not in done.stderr
