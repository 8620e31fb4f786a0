"""Programmes, bodies and the map of a programme as open data. `docs/api.md` describes every value."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from dothi.portal.api.answering import GEOJSON, UnknownError, answers
from dothi.portal.api.programme_map import network_features
from dothi.portal.api.programme_shapes import (
    body_values,
    edition_values,
    handover_values,
    programme_values,
    version_values,
)
from dothi.portal.asking import Asking
from dothi.registry.accounts.access import action
from dothi.registry.bodies.queries import Bodies, bodies_on, handovers_on_record
from dothi.registry.programmes.network import network_on
from dothi.registry.programmes.queries import by_kind, edition_on, editions_on, items_of
from dothi.registry.programmes.standing import standings
from dothi.registry.programmes.versions import documents_of, programmes_known, versions_known

Values = dict[str, Any]


@action("programmes.view")
@answers()
def programmes(_request: HttpRequest, asking: Asking) -> Values:
    """Programmes on record, each with the version that counts on the day, or none."""
    counted = {row.programme_key: row for row in editions_on(asking.as_of, asking.as_known_on)}
    rows = [
        {
            "key": row.key,
            "title": row.title,
            "title_en": row.title_en or None,
            "illustrative": row.illustrative,
            "edition": edition_values(counted[row.key]) if row.key in counted else None,
        }
        for row in programmes_known(asking.as_known_on)
    ]
    return {**_question(asking), "programmes": rows}


@action("programmes.view")
@answers()
def programme(_request: HttpRequest, asking: Asking, key: str) -> Values:
    """What a programme says on the day, where its targets stand, who answers for its duties."""
    versions = versions_known(key, asking.as_of, asking.as_known_on)
    if not versions:
        raise UnknownError("programme.unknown", key, "/api/v1/chuong-trinh/")
    head = {
        **_question(asking),
        "key": key,
        "title": versions[0].edition.title,
        "title_en": versions[0].edition.title_en or None,
        "illustrative": versions[0].edition.illustrative,
        "versions": [version_values(row) for row in versions],
    }
    edition = edition_on(key, asking.as_of, asking.as_known_on)
    if edition is None:
        return {**head, "edition": None}
    items = by_kind(items_of(edition.pk))
    found = standings(items["target"], asking.as_of, asking.as_known_on)
    bodies = Bodies.load(asking.as_known_on)
    document = documents_of([edition.pk])[edition.pk]
    said = programme_values(document, items, found, lambda item: _holder(bodies, item, asking))
    return {**head, "edition": edition_values(edition), **said}


@action("programmes.view")
@answers()
def bodies(_request: HttpRequest, asking: Asking) -> Values:
    """Bodies on record, those that have ended too, and the decisions that pass duties on."""
    return {
        **_question(asking),
        "bodies": [body_values(row) for row in bodies_on(asking.as_of, asking.as_known_on)],
        "handovers": [handover_values(row) for row in handovers_on_record(asking.as_of, asking.as_known_on)],
    }


@action("programmes.view")
@answers(GEOJSON)
def programme_map(_request: HttpRequest, asking: Asking) -> Values:
    """Clusters, corridors, chains, regions and towns with their aims, for a map."""
    network = network_on(asking.as_of, asking.as_known_on)
    return {"type": "FeatureCollection", **_question(asking), "features": network_features(network)}


def _holder(bodies: Bodies, item: Any, asking: Asking) -> Any:
    return bodies.holder(str(item.fields.get("body_key") or ""), item.line, asking.as_of)


def _question(asking: Asking) -> Values:
    return {"as_of": asking.as_of, "as_known_on": asking.as_known_on}
