"""``dothi land ask``: what it refuses before it looks anything up."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from dothi.cli.main import main


@pytest.mark.parametrize("command", ["ask", "extract"])
def test_a_registered_area_with_a_point_is_not_dropped_unsaid(tmp_path: Path, command: str) -> None:
    out = ["--out", str(tmp_path / "x.pdf")] if command == "extract" else []
    asked = ["-w", str(tmp_path), "land", command, "15.5650, 108.4875", "--registered", "500", *out]
    done = CliRunner().invoke(main, asked)
    assert done.exit_code == 2
    assert "bỏ --registered" in done.output


@pytest.mark.parametrize("given", [[], ["15.5650, 108.4875", "--area", "."]])
def test_one_place_is_named(tmp_path: Path, given: list[str]) -> None:
    done = CliRunner().invoke(main, ["-w", str(tmp_path), "land", "ask", *given])
    assert done.exit_code == 2
    assert "nêu một trong" in done.output
