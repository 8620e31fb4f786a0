"""Register answers as plain JSON values: ISO dates, figures as digits in strings, what is unknown as null."""

from __future__ import annotations

from datetime import date
from typing import Any

from dothi.base.time import Bound
from dothi.places.towns import ClassAnswer
from dothi.registry.observations.figures import Figure
from dothi.registry.places.answers import (
    FoundPlace,
    HolderRow,
    Relation,
    StateRow,
    TownPage,
    TownRow,
    UnitPage,
    UnitRow,
)
from dothi.registry.sources.refs import SourceRef

Values = dict[str, Any]


def unit_feature(row: UnitRow) -> Values:
    """A unit as a GeoJSON feature: its outline, or its centre, or no geometry where nothing is on record."""
    geometry = row.outline
    if geometry is None and row.longitude is not None and row.latitude is not None:
        geometry = {"type": "Point", "coordinates": [row.longitude, row.latitude]}
    return {"type": "Feature", "id": row.key, "geometry": geometry, "properties": unit_values(row)}


def unit_values(row: UnitRow) -> Values:
    return {
        "key": row.key,
        "code": row.code,
        "name": row.name,
        "kind": row.kind,
        "level": row.level,
        "parent": row.parent_key,
        "parent_name": row.parent_name,
        "holds": row.holds.value,
        "other_names": list(row.others),
        "starts": bound(row.starts),
        "ends": bound(row.ends),
        "longitude": row.longitude,
        "latitude": row.latitude,
        "bbox": list(row.box) if row.box else None,
        "official_area_km2": None if row.official_area_km2 is None else str(row.official_area_km2),
        "outline_basis": row.outline_basis,
        "source": row.source.key,
        "illustrative": row.illustrative,
    }


def town_feature(row: TownRow) -> Values:
    """A town as a GeoJSON point."""
    located = row.longitude is not None and row.latitude is not None
    geometry = {"type": "Point", "coordinates": [row.longitude, row.latitude]} if located else None
    return {"type": "Feature", "id": row.key, "geometry": geometry, "properties": town_values(row)}


def town_values(row: TownRow) -> Values:
    return {
        "key": row.key,
        "name": row.name,
        "status": row.status,
        "holds": row.holds.value,
        "classes": [class_values(answer) for answer in row.classes],
        "region": row.region or None,
        "cluster": row.cluster or None,
        "corridor": row.corridor or None,
        "chain": row.chain or None,
        "note": row.note,
        "source": row.source.key,
        "illustrative": row.illustrative,
    }


def class_values(answer: ClassAnswer) -> Values:
    """A class is always the pair; ``basis`` cites the transition rule where the class is derived."""
    return {
        "rule_set": answer.rule_set,
        "class": answer.class_code,
        "holds": answer.holds.value,
        "confidence": answer.confidence,
        "derived": answer.derived,
        "basis": answer.basis,
    }


def unit_page_values(page: UnitPage) -> Values:
    return {
        "key": page.key,
        "name": page.name,
        "level": page.level,
        "state": unit_values(page.row) if page.row else None,
        "geometry": page.row.outline if page.row else None,
        "history": [_state(state) for state in page.history],
        "ancestors": [
            {"key": above.key, "name": above.name, "level": above.level} for above in page.ancestors
        ],
        "predecessors": [_relation(relation) for relation in page.predecessors],
        "successors": [_relation(relation) for relation in page.successors],
        "holders": [_holder(holder) for holder in page.holders],
        "children": [
            {"key": child.key, "name": child.name, "holds": child.holds.value} for child in page.children
        ],
        "aliases": [
            {"name": alias.name, "reason": alias.reason, "note": alias.note} for alias in page.aliases
        ],
        "towns": [
            {"key": town.key, "name": town.name, "coverage": town.coverage, "derived": town.derived}
            for town in page.towns
        ],
        "figures": [figure_values(figure) for figure in page.figures],
    }


def town_page_values(page: TownPage) -> Values:
    return {
        "key": page.key,
        "name": page.name,
        "state": town_values(page.row) if page.row else None,
        "geometry": town_feature(page.row)["geometry"] if page.row else None,
        "units": [
            {
                "key": unit.key,
                "name": unit.name,
                "coverage": unit.coverage,
                "holds": unit.holds.value,
                "derived": unit.derived,
            }
            for unit in page.units
        ],
        "class_history": [
            {
                "rule_set": record.rule_set,
                "class": record.class_code,
                "starts": bound(record.period.start),
                "ends": bound(record.period.end),
                "confidence": record.confidence,
                "decision_number": record.decision_number or None,
                "decision_date": record.decision_date,
                "source": source_values(source),
            }
            for record, source in page.class_history
        ],
        "aliases": [
            {"name": alias.name, "reason": alias.reason, "note": alias.note} for alias in page.aliases
        ],
        "figures": [figure_values(figure) for figure in page.figures],
    }


def figure_values(figure: Figure) -> Values:
    """A figure with all that traces it; the value is a string so that no digit is lost on the way."""
    return {
        "indicator": figure.indicator,
        "value": f"{figure.value.normalize():f}",
        "unit": figure.unit,
        "starts": figure.starts,
        "ends": figure.ends,
        "basis": figure.basis,
        "carried": figure.carried,
        "pieces": [
            {
                "key": piece.key,
                "name": piece.name,
                "value": f"{piece.value.normalize():f}",
                "basis": piece.basis,
            }
            for piece in figure.pieces
        ],
        "complete": figure.complete.value,
        "lacking": list(figure.lacking),
        "perhaps_lacking": list(figure.perhaps_lacking),
        "method": figure.method_vi,
        "method_en": figure.method_en,
        "source": source_values(figure.source),
        "illustrative": figure.illustrative,
        "note": figure.note,
    }


def found_values(found: FoundPlace) -> Values:
    return {
        "subject": found.subject,
        "key": found.key,
        "name": found.name,
        "matched": found.matched,
        "within": found.within,
        "level": found.level,
        "holds": found.holds.value,
        "last_day": found.last_day,
        "holders": [_holder(holder) for holder in found.holders],
        "illustrative": found.illustrative,
    }


def source_values(source: SourceRef) -> Values:
    return {
        "key": source.key,
        "title": source.title,
        "issuer": source.issuer,
        "number": source.number or None,
        "issued_on": source.issued_on,
        "url": source.url or None,
        "licence": source.licence,
        "confidence": source.confidence,
        "illustrative": source.illustrative,
    }


def bound(value: Bound) -> Values:
    """One end of a period as the days between which it lies; ``null`` is open, and "never" is open twice."""
    return {"earliest": _open(value.earliest), "latest": _open(value.latest)}


def _open(day: date | None) -> date | None:
    return None if day in {None, date.max, date.min} else day


def _state(state: StateRow) -> Values:
    return {
        "name": state.name,
        "kind": state.kind,
        "parent": state.parent_key,
        "parent_name": state.parent_name,
        "starts": bound(state.period.start),
        "ends": bound(state.period.end),
        "source": source_values(state.source),
    }


def _relation(relation: Relation) -> Values:
    return {
        "key": relation.key,
        "name": relation.name,
        "start": bound(relation.start),
        "whole": relation.whole,
        "share": None if relation.share is None else str(relation.share),
        "note": relation.note,
        "source": relation.source.key,
    }


def _holder(holder: HolderRow) -> Values:
    return {"key": holder.key, "name": holder.name, "level": holder.level, "whole": holder.whole}
