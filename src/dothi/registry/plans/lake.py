"""The lake of this workspace."""

from __future__ import annotations

from functools import cache, lru_cache

from django.conf import settings

from dothi.lake import Lake, LayerVersion, open_lake

KEPT = 256


def current_lake() -> Lake:
    """Open the lake that the settings name; one in a folder is made where there is none yet."""
    return _opened(settings.DOTHI.lake_root, settings.DOTHI.lake_endpoint)


@cache
def _opened(root: str, endpoint: str) -> Lake:
    return open_lake(root, endpoint=endpoint, create=True)


@lru_cache(maxsize=KEPT)
def opened_layer(name: str) -> LayerVersion:
    """Open a layer and keep it open, for it never changes; what could not be opened is tried again.

    Raises :class:`InputError` where the lake has none of this name, :class:`UnusableError` where the lake
    cannot be reached.
    """
    return current_lake().open_version(name)
