"""Layers of published versions in the lake: they never change, so opened ones are kept."""

from __future__ import annotations

from functools import lru_cache

from django.http import Http404

from dothi.base.errors import DothiError
from dothi.lake import LayerVersion
from dothi.portal.asking import Asking
from dothi.registry.plans.lake import current_lake
from dothi.registry.plans.queries import LayerRow, VersionRow, versions_of

KEPT = 256


def open_layer(name: str) -> LayerVersion | None:
    """The layer of this name; ``None`` where the lake does not have it, which a page must say."""
    try:
        return _opened(name)
    except DothiError:
        return None


def published(key: str, asking: Asking) -> list[VersionRow]:
    """Every version of a plan that is known, the latest first; a page that is not found for none."""
    rows = versions_of(key, asking.as_of, asking.as_known_on)
    if not rows:
        raise Http404(key)
    return rows


def numbered(rows: list[VersionRow], number: int) -> VersionRow:
    """The version of this number; a page that is not found for none."""
    for row in rows:
        if row.number == number:
            return row
    raise Http404(str(number))


def layer_named(row: VersionRow, name: str) -> LayerRow:
    """The layer of a version by its content's name; a page that is not found for one of another plan."""
    for layer in row.layers:
        if layer.name == name:
            return layer
    raise Http404(name)


def forget() -> None:
    """Open every layer anew."""
    _opened.cache_clear()


@lru_cache(maxsize=KEPT)
def _opened(name: str) -> LayerVersion:
    return current_lake().open_version(name)
