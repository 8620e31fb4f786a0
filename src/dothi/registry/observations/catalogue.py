"""The indicators of this installation, as the law tables hold them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

from dothi.registry.lawbook import current_law


@cache
def indicators() -> Mapping[str, Any]:
    """Every confirmed indicator by code, its latest row, read once."""
    table = current_law().indicators
    return MappingProxyType({code: table.history(code)[-1] for code in table})
