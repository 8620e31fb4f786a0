"""PDF from plain data: one house paper for every document that is printed."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping
from importlib import resources
from pathlib import Path
from typing import Any

PAPER = "paper.typ"


def typeset(template: str, content: Mapping[str, Any]) -> bytes:
    """Set a PDF from a Typst ``template`` that reads ``content.json`` and may import ``paper.typ``.

    The text of ``content`` is data to the typesetter, never its source.
    """
    import typst  # noqa: PLC0415  (dear to load, and most commands print nothing)

    paper = (resources.files("dothi.base") / "paper" / PAPER).read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory(prefix="dothi-paper-") as room:
        folder = Path(room)
        (folder / "content.json").write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
        (folder / PAPER).write_text(paper, encoding="utf-8")
        (folder / "main.typ").write_text(template, encoding="utf-8")
        written: bytes = typst.compile(str(folder / "main.typ"), root=room, format="pdf")
    return written
