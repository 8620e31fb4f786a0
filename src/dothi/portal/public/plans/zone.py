"""One zone of a plan in words: its function, its limits to building, its area, and where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import shapely
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dothi.base.errors import InputError
from dothi.intake.checking.measuring import measuring_of
from dothi.lake.reference import Reference
from dothi.land.limits import first_text, limits_of
from dothi.land.plans import NAMES, SIGNS
from dothi.portal.asking import Asking
from dothi.portal.land_functions import FunctionWords, function_words
from dothi.portal.public.asks import asks, language
from dothi.portal.public.plans import words
from dothi.portal.public.plans.stored import (
    layer_named,
    needed_layer,
    numbered,
    published,
    told_when_unreachable,
)
from dothi.registry.accounts.access import action


@dataclass(frozen=True, slots=True)
class ZoneWords:
    """What the panel says of one feature.

    ``limits`` are pairs of words; ``function`` is ``None`` for a layer without functions.
    """

    name: str
    sign: str
    function: FunctionWords | None
    limits: tuple[tuple[str, str], ...]
    area_m2: float | None
    box: tuple[float, float, float, float] | None


@action("plans.view")
@require_safe
@told_when_unreachable
@asks
def zone_card(  # noqa: PLR0917
    request: HttpRequest, asking: Asking, key: str, number: int, name: str, feature: int
) -> HttpResponse:
    """What the panel beside the map says about a feature, by its number in the tiles."""
    row = numbered(published(key, asking), number)
    layer = layer_named(row, name)
    zone = zone_words(name, feature)
    if zone is None:
        raise Http404(str(feature))
    state, state_text = words.standing_of(row, asking.as_of)
    context = {
        "row": row,
        "layer": layer,
        "zone": zone,
        "feature": feature,
        "title": words.title_of(row),
        "level": words.level_of(row),
        "state": state,
        "state_text": state_text,
        "decision": words.decision_of(row),
        "heading": zone.function.title if zone.function else zone.name or layer.title,
    }
    response = render(request, "public/plans/zone.html", context)
    response["Cache-Control"] = "private, max-age=60"
    return response


def zone_words(name: str, feature: int) -> ZoneWords | None:
    """A feature of a layer in words; ``None`` where there is none of this number."""
    try:
        frame = needed_layer(name).features([feature])
    except InputError:
        return None
    values = {str(column): value for column, value in frame.iloc[0].items() if column != frame.geometry.name}
    function = values.get("function")
    shape = frame.geometry.iloc[0]
    return ZoneWords(
        first_text(values, NAMES),
        first_text(values, SIGNS),
        function_words([function if isinstance(function, str) else ""], language())[0]
        if "function" in values
        else None,
        tuple(_limits(values)),
        _area(frame),
        _box(frame, shape),
    )


def _limits(values: dict[str, Any]) -> list[tuple[str, str]]:
    """Limits in words, their titles begun with a capital."""
    found = [(limit.title(language()), limit.text(language())) for limit in limits_of(values)]
    return [(title[:1].upper() + title[1:], text) for title, text in found]


def _area(frame: Any) -> float | None:
    shapes = frame.geometry.to_numpy()
    if shapes[0] is None or shapes[0].is_empty or shapely.get_dimensions(shapes[0]) < 2:
        return None
    measuring = measuring_of(frame.crs, shapely.total_bounds(shapes))
    return None if measuring is None else float(shapely.area(measuring.metres(shapes))[0])


def _box(frame: Any, shape: Any) -> tuple[float, float, float, float] | None:
    if shape is None or shape.is_empty:
        return None
    west, south, east, north = shapely.transform(
        shapely.force_2d(shape), Reference(frame.crs).to_wgs84
    ).bounds
    return west, south, east, north
