"""Layers of themes as open data: which are in force on a day, and how a map draws them."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from dothi.base.errors import DothiError
from dothi.land.conversion_reading import code_column, known_codes
from dothi.land.permission import rules_of
from dothi.land.polygons import labels_of
from dothi.portal.api.answering import answers
from dothi.portal.asking import Asking
from dothi.registry.accounts.access import action
from dothi.registry.land.comparing.conversion import THEME
from dothi.registry.land.models import ThemeLayer
from dothi.registry.lawbook import current_law
from dothi.registry.plans.lake import opened_layer

GUARDED = {
    "rice": "#f2d16b",
    "special-use-forest": "#256052",
    "protection-forest": "#447a5c",
    "production-forest": "#7fb07a",
}
"""The portal's own colours of the land that a map of current use must make stand out."""
OWN_COLOURS = {
    "agricultural": "#dbe8a0",
    "housing": "#f0a58f",
    "offices-defence-security": "#a9663b",
    "public-service": "#e07a8a",
    "business": "#b48cc8",
    "infrastructure": "#b3afa8",
    "religion-belief": "#c7a17a",
    "water-other-unused": "#8cc3e0",
}
"""The portal's own colours by group, for codes to which no table gives one."""
OTHER = "#cfccc4"
KEPT = 64


@action("plans.view")
@answers()
def land_themes(_request: HttpRequest, asking: Asking) -> dict[str, Any]:
    """Layers certainly in force on the day; those of current use with their codes and colours."""
    rows = ThemeLayer.objects.as_known_on(asking.as_known_on).certainly_on(asking.as_of)
    return {
        "as_of": asking.as_of,
        "as_known_on": asking.as_known_on,
        "layers": [theme_values(row) for row in rows],
    }


def theme_values(row: ThemeLayer) -> dict[str, Any]:
    """One layer; ``tiles`` and ``codes`` are missing where it has none or cannot be read now."""
    values: dict[str, Any] = {
        "number": row.pk,
        "theme": row.theme,
        "title": row.title,
        "title_en": row.title_en or row.title,
        "document": row.document,
        "issuer": row.issuer,
        "scale": row.scale,
        "illustrative": row.illustrative,
        "layer": row.layer,
        "extent": None if row.west is None else [row.west, row.south, row.east, row.north],
    }
    try:
        values |= _drawn(row.layer)
        if row.theme == THEME:
            values |= _codes(row.layer, row.title)
    except DothiError:
        return values
    return values


@lru_cache(maxsize=KEPT)
def _drawn(name: str) -> dict[str, Any]:
    facts = opened_layer(name).manifest.tiles
    if facts is None:
        return {}
    address = reverse("api:layer_tile", args=[name, 0, 0, 0]).removesuffix("/0/0/0")
    return {
        "tiles": {
            "url": address + "/{z}/{x}/{y}",
            "min_zoom": facts.min_zoom,
            "max_zoom": facts.max_zoom,
            "layer": facts.layer,
        }
    }


@lru_cache(maxsize=KEPT)
def _codes(name: str, title: str) -> dict[str, Any]:
    """The column of codes of a layer that never changes, and its codes with words and colours."""
    law = current_law()
    version = opened_layer(name)
    rules = rules_of(law, date.fromisoformat(version.manifest.created[:10]))
    frame = version.frame()
    column = code_column(title, frame, known_codes(law, rules), ("", ""))
    rows = {row.code: row for row in law.tables["land_use_codes"].every_row}
    found = sorted({str(label) for label in labels_of(frame[column]) if label})
    return {
        "code_column": column,
        "codes": [
            {
                "code": code,
                "title": rows[code].title_vi if code in rows else code,
                "title_en": rows[code].title_en if code in rows else code,
                "colour": GUARDED.get(rules.kind(code)) or _colour(rows.get(code)),
            }
            for code in found
        ],
    }


def _colour(row: Any) -> str:
    if row is None:
        return OTHER
    return row.colour or OWN_COLOURS.get(row.group, OTHER)
