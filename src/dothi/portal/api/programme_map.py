"""The network of a programme as GeoJSON: signs made from the points of towns, in both languages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dothi.portal.lawbook import rule_set_short
from dothi.programme.shapes import Point, hull_around, line_through
from dothi.programme.wording import aim_text, when_text
from dothi.registry.programmes.network import Group, Network, TownAims
from dothi.registry.programmes.queries import EditionRow, ItemRow, rule_set_of

Values = dict[str, Any]
MARGIN_METRES = 3_000.0
"""How far the hull of a cluster or corridor keeps from its towns."""
_CHIEF = ("reach", "toward", "equivalent", "recognise", "establish", "administrative")
"""Aims that a town's label tells before others."""


def network_features(network: Network) -> list[Values]:
    """Groups, then towns. What cannot be placed has no geometry and is listed all the same."""
    return [
        *(_group(group) for group in network.groups),
        *(_town(town) for town in network.towns),
    ]


def _group(group: Group) -> Values:
    points = [member.record.point for member in group.members if member.record and member.record.point]
    geometry = _shape(group.kind, points)
    name = str(group.item.fields["name"])
    return {
        "type": "Feature",
        "id": group.item.line,
        "geometry": geometry,
        "properties": {
            **_origin(group.edition, group.item),
            "kind": group.kind,
            "name": f"{name[:1].upper()}{name[1:]}",
            "members": [
                {
                    "name": member.name,
                    "subject": member.record.kind if member.record else None,
                    "key": member.record.key if member.record else None,
                    "position": (member.record.position or None) if member.record else None,
                }
                for member in group.members
            ],
        },
    }


def _shape(kind: str, points: Sequence[Point]) -> Values | None:
    """A region has no shape: a hull around towns so far apart would pass for a boundary nobody drew."""
    if kind == "region":
        return None
    return line_through(points) if kind == "chain" else hull_around(points, MARGIN_METRES)


def _town(town: TownAims) -> Values:
    record, rule_set = town.record, rule_set_of(town.edition)
    geometry = {"type": "Point", "coordinates": list(record.point)} if record.point else None
    return {
        "type": "Feature",
        "id": f"{town.edition.programme_key}/{record.key}",
        "geometry": geometry,
        "properties": {
            "programme": town.edition.programme_key,
            "version": town.edition.number,
            "illustrative": town.edition.illustrative,
            "kind": "town",
            "key": record.key,
            "name": record.name,
            "position": record.position or None,
            "label": _label(town.items, rule_set, "vi"),
            "label_en": _label(town.items, rule_set, "en"),
            "aims": [_aim(item, rule_set) for item in town.items],
        },
    }


def _aim(item: ItemRow, rule_set: str) -> Values:
    fields = item.fields
    return {
        "id": item.line,
        "state": item.state,
        "status": fields["status"],
        "class": fields.get("class"),
        "rule_set": (rule_set or None) if fields.get("class") else None,
        "admin_kind": fields.get("admin_kind"),
        "period_from": fields.get("period_from"),
        "period_to": fields.get("period_to"),
    }


def _label(items: Sequence[ItemRow], rule_set: str, language: str) -> str:
    """What the map writes beside a town: its chief aims, a class never without its rule set."""
    chief = [item for item in items if item.fields["status"] in _CHIEF] or list(items)
    return "\n".join(dict.fromkeys(_line(item, rule_set, language) for item in chief))


def _line(item: ItemRow, rule_set: str, language: str) -> str:
    fields = item.fields
    text = aim_text(fields, language)
    if fields.get("class") and rule_set:
        text += f" ({rule_set_short(rule_set, language)})"
    when = when_text(fields.get("period_from"), fields.get("period_to"), language)
    return f"{text}\n{when}" if when else text


def _origin(edition: EditionRow, item: ItemRow) -> Values:
    return {
        "programme": edition.programme_key,
        "version": edition.number,
        "illustrative": edition.illustrative,
        "state": item.state,
    }
