"""Examples in docstrings are true."""

from __future__ import annotations

import doctest
import importlib

import pytest


@pytest.mark.parametrize("name", ["text", "numbers", "dates", "legacy_text", "syllables"])
def test_examples(name: str) -> None:
    result = doctest.testmod(importlib.import_module(f"dothi.base.{name}"), verbose=False)
    assert result.attempted > 0
    assert result.failed == 0
