"""The command without a process of its own, for tests that ask only what it says and writes."""

from __future__ import annotations

import contextlib
import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

from dothi.cli import main


class Inside:
    """The dothi command, run inside the test's own process: no registry, but no start-up either."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, workspace: Path) -> None:
        self.monkeypatch = monkeypatch
        self.workspace = workspace

    def run(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run it to its end."""
        out, err = io.StringIO(), io.StringIO()
        mask = os.umask(0)
        os.umask(mask)
        with self.monkeypatch.context() as patched:
            patched.setattr(sys, "argv", ["dothi", *arguments])
            for name, value in {"DOTHI_WORKSPACE": str(self.workspace), **environment}.items():
                patched.setenv(name, value)
            with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
                code = self._code()
        os.umask(mask)
        return subprocess.CompletedProcess(arguments, code, out.getvalue(), err.getvalue())

    @staticmethod
    def _code() -> int:
        with pytest.raises(SystemExit) as ended:
            main.run()
        return int(ended.value.code or 0)


@pytest.fixture
def inside(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Inside:
    """The command, on a workspace that does not exist yet."""
    return Inside(monkeypatch, tmp_path / "workspace")
