"""The roles of the law room, read once."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from dothi.registry.lawbook import current_law


@cache
def roles() -> Mapping[str, Any]:
    """Rows of the role table by code, each with ``title_vi`` and ``title_en``."""
    table: Mapping[str, Any] = current_law().roles
    return table
