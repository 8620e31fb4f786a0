"""A drawn plan, before it is written in the layout of a dossier."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import geopandas as gpd

from dothi.illustration.field import Field
from dothi.illustration.script import PlanScript
from dothi.illustration.streets import Street


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """One drawn plan.

    ``zones`` is a coverage of ``ground`` in EPSG:5899 with the columns

    * ``function``: key of the law table ``land_functions``;
    * ``part``: what the face was drawn as (``road``, ``river``, ``block``, …);
    * ``name``: what it is called, without the mark of illustration;
    * ``block``: number of the street block, -1 for what lies in none;
    * ``density`` (%), ``storeys_min``, ``storeys_max``, ``far``: limits to building, NaN for none;
    * ``deviates``: the function of the upper plan that the zone departs from on purpose, empty as a rule;
    * ``exceeds`` (zoning and detailed plans): whether its storeys exceed the upper plan's on purpose.
    """

    script: PlanScript
    seed: int
    ground: Any
    zones: gpd.GeoDataFrame
    streets: tuple[Street, ...]
    field: Field
