"""Programmes as plain JSON values, under the keys of docs/programme-reading.md."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from dothi.portal.api.shapes import bound, source_values
from dothi.programme.assignment import Assignment
from dothi.programme.items import KINDS
from dothi.registry.bodies.queries import BodyRow, HandoverRow
from dothi.registry.programmes.queries import EditionRow, ItemRow, rule_set_of
from dothi.registry.programmes.standing import Reading, Standing
from dothi.registry.programmes.versions import DocumentRow, VersionRow

Values = dict[str, Any]
Holders = Callable[[ItemRow], Assignment]


def edition_values(row: EditionRow) -> Values:
    """An adopted version: its number, period, decision, and how far it was reviewed."""
    return {
        "version": row.number,
        "holds": row.holds.value,
        "starts": bound(row.period.start),
        "ends": bound(row.period.end),
        "decision_number": row.decision_number or None,
        "decision_date": row.decision_date,
        "issuer": row.issuer or None,
        "rule_set": rule_set_of(row) or None,
        "digest": row.digest,
        "unreviewed": row.unreviewed,
        "document_name": row.document_name,
        "source": source_values(row.source) if row.source else None,
    }


def version_values(row: VersionRow) -> Values:
    """A version in the list of all."""
    return {
        **edition_values(row.edition),
        "adopted_at": row.adopted_at,
        "sha256": row.sha256,
        "corrected_by": row.corrected_by,
    }


def programme_values(
    document: DocumentRow,
    items: Mapping[str, Sequence[ItemRow]],
    standing: Mapping[int, Standing],
    holder: Holders,
) -> Values:
    """Everything a version says, and what the reader left over and guessed."""
    return {
        "document": document.info,
        "nodes": document.nodes,
        "viewpoints": [_item(item) for item in items["viewpoint"]],
        "objectives": [_item(item) for item in items["objective"]],
        "targets": [{**_item(item), "standing": _standing(standing[item.pk])} for item in items["target"]],
        "towns": [_item(item) for item in items["town"]],
        "clusters": [_item(item) for item in items["cluster"]],
        "tasks": [_item(item) for item in items["task"]],
        "agencies": _agencies(items["duty"], holder),
        "citations": [_item(item) for item in items["citation"]],
        "unplaced": document.unplaced,
        "guesses": document.guesses,
    }


def body_values(row: BodyRow) -> Values:
    """A body and the period in which it exists."""
    return {
        "key": row.key,
        "title": row.title,
        "title_en": row.title_en or None,
        "kind": row.kind,
        "holds": row.holds.value,
        "starts": bound(row.period.start),
        "ends": bound(row.period.end),
        "other_names": list(row.also),
        "basis": row.basis or None,
        "confidence": row.confidence,
        "note": row.note,
    }


def handover_values(row: HandoverRow) -> Values:
    """A decision that passes duties on; ``duty`` is ``null`` for all of them."""
    return {
        "from": row.from_key,
        "to": row.to_key,
        "duty": row.line or None,
        "holds": row.holds.value,
        "starts": bound(row.period.start),
        "ends": bound(row.period.end),
        "decision_number": row.decision_number,
        "decision_date": row.decision_date,
        "issuer": row.issuer or None,
        "note": row.note,
    }


def _item(item: ItemRow) -> Values:
    """The kind's fields, its stretch, its name through all versions, its state and ties."""
    fields = {spec.name: item.fields.get(spec.name) for spec in KINDS[item.kind].fields}
    return {
        "id": item.line,
        "node": item.node,
        "start": item.start,
        "end": item.end,
        **fields,
        "text": item.text,
        "state": item.state,
        "links": [{"kind": link.kind, "key": link.key} for link in item.links],
    }


def _standing(found: Standing) -> Values:
    return {
        "verdict": found.verdict.value,
        "measured": found.measured,
        "reading": None if found.reading is None else _reading(found.reading),
    }


def _reading(found: Reading) -> Values:
    """The figure beside a target; the value is a string so that no digit is lost on the way."""
    return {
        "value": f"{found.value.normalize():f}",
        "unit": found.unit,
        "day": found.day,
        "at_least": found.at_least,
        "method": found.method_vi,
        "method_en": found.method_en,
        "source": found.source_key,
        "illustrative": found.illustrative,
    }


def _agencies(duties: Sequence[ItemRow], holder: Holders) -> list[Values]:
    """Bodies in the order of the text, a body's duties together."""
    found: dict[tuple[str, str], Values] = {}
    for item in duties:
        name, key = str(item.fields["name"]), item.fields.get("body_key")
        agency = found.setdefault(
            (name, key or ""), {"name": name, "body_key": key, "node": item.node, "duties": []}
        )
        told = _item(item)
        del told["name"], told["body_key"]
        agency["duties"].append({**told, "holder": _holder(holder(item))})
    return list(found.values())


def _holder(found: Assignment) -> Values:
    """Who answers for a duty: ``body`` is the one it stands with, whether or not that one still exists."""
    return {
        "holding": found.holding.value,
        "body": found.body_key or None,
        "decisions": [one.decision for one in found.passed],
    }
