"""Names on record, for matching what a programme's text says: towns, units, bodies, with other spellings."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from dothi.base.errors import Fault
from dothi.base.time import Truth
from dothi.programme.items import KINDS
from dothi.programme.linking import Measure
from dothi.programme.names import KnownName, Register
from dothi.programme.pack_names import body_names
from dothi.registry.bodies.models import Body
from dothi.registry.bodies.queries import names_of_bodies
from dothi.registry.lawbook import current_law
from dothi.registry.places.gazetteer import gazetteer
from dothi.registry.places.models import Alias, Town
from dothi.registry.programmes.models import Edition

_WHOLE_DAY = len("2022-01-24")


def register_on_record(day: date | None = None, known_on: date | None = None) -> Register:
    """Every name on record, as known on a day; of units only those that stood, or may have, on ``day``.

    A text of 2022 means the district and not the commune that bears its name since. Five queries.
    """
    towns = list(Town.objects.as_known_on(known_on).values_list("key", "name").order_by("key", "pk"))
    official = dict(towns)
    names = [KnownName(key, name, "town") for key, name in towns]
    units = gazetteer(known_on)
    for subject, key, name in Alias.objects.as_known_on(known_on).values_list("subject", "key", "name"):
        if subject == "town" and key in official:
            names.append(KnownName(key, name, "town", official[key]))
        elif subject == "unit" and key in units:
            names.append(KnownName(key, name, "place", units.name_of(key)))
    names += [
        KnownName(state.key, state.name, "place")
        for state in units.states
        if state.level > 1 and (day is None or state.period.holds(day) is not Truth.NO)
    ]
    names += body_names(names_of_bodies(known_on))
    return Register.of(dict.fromkeys(names))


def spoken_on(edition: Edition) -> date | None:
    """The day from which a version's text speaks: its decision's, its own, or that of the latest it cites."""
    if edition.decision_date is not None:
        return edition.decision_date
    stated = (edition.document.reading.get("document") or {}).get("date")
    cited = [
        fields.get("date")
        for fields in edition.items.filter(kind="citation").values_list("fields", flat=True)
    ]
    for day in (stated, max((one for one in cited if one and len(one) == _WHOLE_DAY), default=None)):
        if day and len(day) == _WHOLE_DAY:
            return date.fromisoformat(day)
    return None


def unknown_keys(kind: str, fields: Mapping[str, Any], before: Mapping[str, Any]) -> list[Fault]:
    """Key fields that name nothing on record; what stood in them ``before`` may stay as it is."""
    faults = []
    for spec in KINDS[kind].fields:
        key = fields.get(spec.name)
        if (
            spec.form == "key"
            and key
            and key != before.get(spec.name)
            and not _on_record(spec.refers_to, key)
        ):
            faults.append(
                Fault(
                    "programmes.unknown_key",
                    f"«{key[:60]}» không có trong danh mục",
                    f"“{key[:60]}” is not on record",
                    spec.name,
                    "Chọn trong danh mục, hoặc để trống",
                    "Choose one on record, or leave it empty",
                )
            )
    return faults


def _on_record(refers_to: str, key: str) -> bool:
    if refers_to == "indicator":
        return key in current_law().indicators
    rows = {"town": Town.objects, "body": Body.objects}[refers_to]
    return bool(rows.as_known_on().filter(key=key).exists())


def measures() -> list[Measure]:
    """Indicators by which targets can be measured."""
    table = current_law().indicators
    latest = [table.history(code)[-1] for code in table]
    return [Measure(row.code, row.title_vi, row.unit) for row in latest]
