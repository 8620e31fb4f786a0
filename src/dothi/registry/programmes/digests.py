"""The digest of an adopted version, by which anyone can tell that it still says what it said."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from django.db.models import prefetch_related_objects

from dothi.registry.programmes.models import Edition, EditionState, Item
from dothi.registry.programmes.opening import standing


def digest(edition: Edition, items: Sequence[Item]) -> str:
    """SHA-256 over everything the version says: file, reading, facts of its adoption, every item in order.

    The first form left out title, start, source, what was unreviewed, the reading and the ties of items;
    versions adopted under it keep it, for what was published is not changed.
    """
    prefetch_related_objects(items, "links")
    said = {
        "document": edition.document.sha256,
        "text": hashlib.sha256(edition.document.text.encode()).hexdigest(),
        "decision": [
            edition.decision_number,
            edition.decision_date.isoformat() if edition.decision_date else None,
            edition.issuer,
        ],
        "items": [
            [str(item.line), item.kind, item.node, item.start, item.end, item.fields, str(item.state)]
            for item in items
        ],
    }
    if edition.digest_form > 1:
        said |= {
            "title": [edition.title, edition.title_en],
            "start": _start(edition),
            "source": edition.source.key if edition.source else None,
            "unreviewed": edition.unreviewed,
            "reading": _hash(edition.document.reading),
            "links": [sorted([tie.kind, tie.key] for tie in item.links.all()) for item in items],
        }
    return _hash(said)


def altered() -> list[Edition]:
    """Adopted versions that no longer say what they said when they were adopted."""
    rows = Edition.objects.filter(state=EditionState.ADOPTED)
    rows = rows.select_related("programme", "document", "source").defer("document__content")
    return [row for row in rows if digest(row, standing(row)) != row.digest]


def _start(edition: Edition) -> list[str | None]:
    """When the version was to take effect, as its adoption said: periods on record are never changed."""
    first = edition.periods.order_by("recorded_at", "pk").first()
    days = (first.starts_earliest, first.starts_latest) if first else (None, None)
    return [day.isoformat() if day else None for day in days]


def _hash(value: Any) -> str:
    canonical = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
