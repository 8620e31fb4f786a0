"""Members of a GeoJSON file that GDAL passes over: those of its author's own, identifiers, and a ``crs``.

The file is gone through sign by sign and never built, so that its size does not matter; coordinates are
stepped over at once.
"""

from __future__ import annotations

import json
import mmap
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

_TEXT = rb'"[^"\\]*(?:\\.[^"\\]*)*"'
_TOKEN = re.compile(
    rb'"coordinates"\s*:\s*(?P<numbers>[\[\]\d.,eE+\-\s]*)|(?P<text>' + _TEXT + rb")(?P<key>\s*:)?|[{}\[\]]",
    re.DOTALL,
)
_VALUE = re.compile(rb"\s*(" + _TEXT + rb"|[^\s,}\]]*)", re.DOTALL)
_OF_COLLECTION = frozenset({"type", "features", "crs", "bbox", "name", "xy_coordinate_resolution"})
_OF_FEATURE = frozenset({"type", "id", "geometry", "properties", "bbox", "crs", "coordinates", "geometries"})
_MOST_CRS = 5000


@dataclass(slots=True)
class Members:
    """What stands in a file besides what is read. ``crs`` is the text of the value, ``None`` without one."""

    collection: dict[str, None] = field(default_factory=dict)
    feature: dict[str, None] = field(default_factory=dict)
    ids: list[bytes] = field(default_factory=list)
    id_among_properties: bool = False
    crs: str | None = None

    @property
    def foreign(self) -> tuple[str, ...]:
        """Names of members that are no part of GeoJSON."""
        own = _OF_COLLECTION if "features" in self.collection else _OF_FEATURE
        outer = [name for name in self.collection if name not in own]
        return tuple(dict.fromkeys([*outer, *(name for name in self.feature if name not in _OF_FEATURE)]))

    @property
    def loses_ids(self) -> bool:
        """Whether identifiers of features are lost.

        Numbers, none twice, become the numbers of the features; texts a column ``id``, unless there is one.
        """
        if not self.ids:
            return False
        texts = sum(value.startswith(b'"') for value in self.ids)
        if texts == len(self.ids):
            return self.id_among_properties
        return texts > 0 or len(set(self.ids)) < len(self.ids)


def members(path: Path) -> Members:
    """Go through a file; one that is no JSON gives what was seen, for GDAL refuses it."""
    found = Members()
    keys = [""]
    with path.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as data:
        for token in _TOKEN.finditer(data):
            if token["numbers"] is not None:
                keys += [""] * token["numbers"].count(b"[")
                del keys[max(1, len(keys) - token["numbers"].count(b"]")) :]
            elif token["text"] is None:
                if token[0] in b"{[":
                    keys.append("")
                elif len(keys) > 1:
                    keys.pop()
            elif token["key"] is not None:
                keys[-1] = _name(token["text"])
                _see(found, keys, data, token.end())
    return found


def stated_crs(text: str) -> str:
    """The CRS that a ``crs`` member names, as a text for PROJ; empty for none and for a link."""
    try:
        told: Any = json.JSONDecoder().raw_decode(text.lstrip())[0]
        properties = told["properties"]
        return str(properties["name"]) if told["type"] == "name" else f"EPSG:{int(properties['code'])}"
    except (ValueError, LookupError, TypeError):
        return ""


def _see(found: Members, keys: list[str], data: mmap.mmap, end: int) -> None:
    name, depth = keys[-1], len(keys) - 1
    if depth == 1:
        found.collection[name] = None
        if name == "crs":
            found.crs = data[end : end + _MOST_CRS].decode("utf-8", errors="replace")
    elif keys[1] != "features":
        return
    elif depth == 3:
        found.feature[name] = None
        value = _VALUE.match(data, end) if name == "id" else None
        if value is not None and value[1] != b"null":
            found.ids.append(value[1])
    elif depth == 4 and keys[3] == "properties" and name == "id":
        found.id_among_properties = True


def _name(text: bytes) -> str:
    try:
        return str(json.loads(text))
    except ValueError:
        return text[1:-1].decode("utf-8", errors="replace")
