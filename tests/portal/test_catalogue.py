"""English pages lack nothing: every string is translated and the compiled catalogue is the written one."""

from __future__ import annotations

import subprocess
import sys

import pytest


@pytest.mark.slow
def test_catalogue_is_complete_and_compiled(root):
    found = subprocess.run(
        [sys.executable, root / "tools" / "messages.py", "--check"],
        capture_output=True,
        text=True,
        cwd=root,
        check=False,
    )
    assert found.returncode == 0, found.stdout + found.stderr
