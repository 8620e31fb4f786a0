"""Where in a document a node stands, as readers of official texts say it: I.2.2, II.3 (1)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Nodes = Mapping[str, Mapping[str, Any]]
_BULLETS = frozenset({"-", "–", "—", "+", "*", "•", "·", "▪", "●", "○"})


def place_of(nodes: Nodes, node_id: str) -> str:
    """The numbers of the headings above a node and its own, outermost first; empty where none is numbered.

    ``nodes`` are the nodes of a reading by id, with ``parent`` and ``label``. A number that repeats the one
    above it takes its place (2. and 2.2. are told as 2.2); bullets have no number.
    """
    labels: list[str] = []
    seen: set[str] = set()
    current: str | None = node_id
    while current is not None and current in nodes and current not in seen:
        seen.add(current)
        labels.append(str(nodes[current].get("label") or "").strip())
        current = nodes[current].get("parent")
    parts: list[str] = []
    for label in reversed(labels):
        number = label.rstrip(".").strip()
        if not number or number in _BULLETS:
            continue
        if parts and number.startswith(f"{parts[-1]}."):
            parts[-1] = number
        else:
            parts.append(number)
    return _joined(parts)


def _joined(parts: list[str]) -> str:
    text = ""
    for part in parts:
        bracketed = part.endswith(")")
        text += f" {part}" if text and bracketed else f".{part}" if text else part
    return text
