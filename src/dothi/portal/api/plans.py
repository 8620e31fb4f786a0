"""Published plans as open data: which are in force on a day, and what each consists of."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from dothi.portal.api.answering import UnknownError, answers
from dothi.portal.asking import Asking
from dothi.registry.accounts.access import action
from dothi.registry.plans.queries import LayerRow, VersionRow, plan_on, plans_on, versions_of


@action("plans.view")
@answers()
def plans(_request: HttpRequest, asking: Asking) -> dict[str, Any]:
    """Plans in force, or perhaps in force, on a day, with their layers; coarser scales first."""
    rows = plans_on(asking.as_of, asking.as_known_on)
    return {**_question(asking), "plans": [plan_values(row) for row in rows]}


@action("plans.view")
@answers()
def plan(_request: HttpRequest, asking: Asking, key: str) -> dict[str, Any]:
    """One plan: the version of the day with its layers, and every version there was."""
    row = plan_on(key, asking.as_of, asking.as_known_on)
    versions = versions_of(key, asking.as_of, asking.as_known_on)
    if not versions:
        raise UnknownError("plan.unknown", key)
    return {
        **_question(asking),
        "plan": None if row is None else plan_values(row),
        "versions": [version_values(version) for version in versions],
    }


def plan_values(row: VersionRow) -> dict[str, Any]:
    """A version with its layers."""
    return {
        **version_values(row),
        "extent": row.extent,
        "by_function_m2": row.by_function,
        "layers": [layer_values(layer) for layer in row.layers],
    }


def version_values(row: VersionRow) -> dict[str, Any]:
    """What is told of a version without its layers."""
    return {
        "key": row.plan_key,
        "title": row.title,
        "title_en": row.title_en,
        "level": row.level,
        "scale": row.scale,
        "place": row.place_key,
        "version": row.number,
        "holds": row.holds.value,
        "withdrawn": {"at": row.withdrawn.at, "reason": row.withdrawn.reason} if row.withdrawn else None,
        "period": {
            "starts_earliest": row.period.start.earliest,
            "starts_latest": row.period.start.latest,
            "ends_earliest": row.period.end.earliest,
            "ends_latest": row.period.end.latest,
        },
        "decision": {"number": row.decision_number, "date": row.decision_date, "issuer": row.issuer},
        "digest": row.digest,
        "illustrative": row.illustrative,
    }


def layer_values(layer: LayerRow) -> dict[str, Any]:
    """A layer with the addresses of its tiles and its data."""
    values: dict[str, Any] = {
        "name": layer.name,
        "title": layer.title,
        "role": layer.role,
        "geometry": layer.geometry,
        "features": layer.features,
        "area_m2": layer.area_m2,
        "by_function_m2": layer.by_function,
        "extent": layer.extent,
        "data": reverse("api:layer_data", args=[layer.name]),
    }
    if layer.zooms is not None:
        address = reverse("api:layer_tile", args=[layer.name, 0, 0, 0]).removesuffix("/0/0/0")
        values["tiles"] = {
            "url": address + "/{z}/{x}/{y}",
            "min_zoom": layer.zooms[0],
            "max_zoom": layer.zooms[1],
            "layer": layer.tile_layer,
        }
    return values


def _question(asking: Asking) -> dict[str, Any]:
    return {"as_of": asking.as_of, "as_known_on": asking.as_known_on}
