"""The lake of this workspace."""

from __future__ import annotations

from functools import cache

from django.conf import settings

from dothi.lake import Lake, open_lake


def current_lake() -> Lake:
    """Open the lake that the settings name; one in a folder is made where there is none yet."""
    return _opened(settings.DOTHI.lake_root, settings.DOTHI.lake_endpoint)


@cache
def _opened(root: str, endpoint: str) -> Lake:
    return open_lake(root, endpoint=endpoint, create=True)
