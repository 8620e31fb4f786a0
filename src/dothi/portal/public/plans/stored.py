"""Layers of published versions in the lake: they never change, so opened ones are kept."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from dothi.base.errors import DothiError, InputError, UnusableError
from dothi.lake import LayerVersion
from dothi.portal.asking import Asking
from dothi.portal.public.asks import language
from dothi.registry.plans.lake import opened_layer
from dothi.registry.plans.queries import LayerRow, VersionRow, versions_of


def open_layer(name: str) -> LayerVersion | None:
    """The layer of this name; ``None`` where it cannot be read just now, which a page must say."""
    try:
        return opened_layer(name)
    except DothiError:
        return None


def needed_layer(name: str) -> LayerVersion:
    """The layer of this name; a page that is not found where the lake has none.

    Raises :class:`UnusableError` where the lake cannot be reached: that is no answer about the layer.
    """
    try:
        return opened_layer(name)
    except InputError as error:
        raise Http404(name) from error


def told_when_unreachable(view: Callable[..., Any]) -> Callable[..., Any]:
    """Answer 503 with the sentence where the lake cannot be reached."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        try:
            return view(request, *args, **kwargs)
        except UnusableError as error:
            text = " ".join(error.sentences(language()))
            return HttpResponse(text, status=503, content_type="text/plain; charset=utf-8")

    return answered


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
