"""Which values of a list a person may see or act on: every answer comes from ``can``."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from dothi.registry.accounts.access import can
from dothi.registry.observations.models import Observation


def visible(
    user: Any, rows: QuerySet[Observation], action: str = "observations.view"
) -> QuerySet[Observation]:
    """``rows`` narrowed to the places for which ``user`` can do ``action``."""
    nowhere = Observation(place_key="")
    if can(user, action, nowhere):
        return rows
    keys = rows.order_by().values_list("place_key", flat=True).distinct()
    return rows.filter(place_key__in=[key for key in keys if can(user, action, key)])
