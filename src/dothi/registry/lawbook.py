"""The law this workspace speaks by: the package's, its province's, and its own overlay."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from django.conf import settings

from dothi.law import Law, load_law, workspace_layers

if TYPE_CHECKING:
    from pathlib import Path


def current_law() -> Law:
    """Give the law of the workspace, read once per process: a changed overlay counts after a restart."""
    return _law_of(settings.DOTHI.workspace)


@cache
def _law_of(workspace: Path) -> Law:
    return load_law(*workspace_layers(workspace))
