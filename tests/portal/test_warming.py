"""A web process reads the ground of its province before somebody asks about land."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from dothi.portal.warming import warm
from dothi.registry.land import asked

SERVER = """
import threading
import dothi.portal.wsgi
from dothi.registry.land.asked import ground
for thread in threading.enumerate():
    if thread.name == "warming":
        thread.join()
print(ground.cache_info().currsize, ground.cache_info().misses)
"""
COMMAND = """
import django
django.setup()
from dothi.registry.land.asked import ground
print(ground.cache_info().currsize)
"""


@pytest.fixture
def in_a_workspace(tmp_path: Path, root: Path) -> Any:
    """Runs a program in a workspace of Quảng Nam; gives what it prints."""
    mark = 'format = 1\nprovince = "quang-nam"\nreal_only = false\ncreated = 2026-07-01\n'
    (tmp_path / "dothi.toml").write_text(mark, encoding="utf-8")
    environment = {name: value for name, value in os.environ.items() if not name.startswith("DOTHI_")}
    environment |= {
        "DOTHI_WORKSPACE": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "dothi.portal.django_settings",
        "PYTHONPATH": str(root / "src"),
    }

    def run(program: str) -> str:
        command = [sys.executable, "-c", program]
        return subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout

    return run


@pytest.mark.slow
def test_a_server_makes_ready_and_a_command_does_not(in_a_workspace: Any) -> None:
    assert in_a_workspace(SERVER).split() == ["1", "1"]
    assert in_a_workspace(COMMAND).split() == ["0"]


def test_a_folder_without_a_province_starts_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asked, "province_pack", lambda: None)
    asked.ground.cache_clear()
    warm()
    assert asked.ground.cache_info().currsize == 0
    asked.ground.cache_clear()
