"""The PDF of an extract."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import resources
from typing import Any

from dothi.base.typesetting import typeset
from dothi.land.extract_content import Paper, content_of


def extract_pdf(said: Mapping[str, Any], paper: Paper) -> bytes:
    """Set the extract of a statement (as read from its JSON) on A4."""
    template = (resources.files("dothi.land") / "templates" / "extract.typ").read_text(encoding="utf-8")
    return typeset(template, content_of(said, paper))
