"""A document that an officer adds because their value comes from it."""

from __future__ import annotations

import uuid
from datetime import date

from django.db import transaction

from dothi.base.text import clean, slug
from dothi.registry.accounts.access import require
from dothi.registry.accounts.models import User
from dothi.registry.audit.trail import record
from dothi.registry.sources.models import Source

KEY_LENGTH = 60


@transaction.atomic
def add_document(
    user: User, title: str, number: str = "", issuer: str = "", issued_on: date | None = None
) -> Source:
    """Record a document as a source; it counts as unconfirmed until someone compares it with the original."""
    require(user, "observations.enter")
    key = f"{slug(number or title)[:KEY_LENGTH].strip('-') or 'nguon'}-{uuid.uuid4().hex[:6]}"
    source: Source = Source.objects.create(
        key=key,
        title=clean(title)[:300],
        number=clean(number)[:80],
        issuer=clean(issuer)[:200],
        issued_on=issued_on,
        confidence="unconfirmed",
    )
    record(user, "sources.add", source, {"key": key, "title": source.title, "number": source.number})
    return source
