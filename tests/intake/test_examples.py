"""Examples in docstrings are true."""

from __future__ import annotations

import doctest
import importlib

import pytest

MODULES = (
    "field_names",
    "normalise",
    "writing",
    "text.codecs",
    "text.detect",
    "reading.corners.cells",
    "reading.corners.headings",
    "georeference.placement",
)


@pytest.mark.parametrize("name", MODULES)
def test_examples(name: str) -> None:
    result = doctest.testmod(importlib.import_module(f"dothi.intake.{name}"), verbose=False)
    assert result.attempted > 0
    assert result.failed == 0
