"""A programme taken in whole by a command: every item kept as read, adopted and marked as unreviewed."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from django.db import transaction

from dothi.registry.audit import trail
from dothi.registry.programmes import refusals
from dothi.registry.programmes.adopting import Adoption, adopt
from dothi.registry.programmes.models import Document, Edition, EditionState, Programme
from dothi.registry.programmes.opening import fill, latest, read_document


@transaction.atomic
def import_programme(key: str, name: str, content: bytes, given: Adoption) -> Edition | None:
    """Read ``content`` as the programme ``key`` and adopt it unreviewed; ``None`` when it is on record.

    The same file twice changes nothing; another file becomes the next version. Raises
    :class:`~dothi.base.errors.DothiError` for a file that cannot be read or a version in hand.
    """
    sha256 = hashlib.sha256(content).hexdigest()
    programme = Programme.objects.select_for_update().filter(key=key).first()
    if programme is not None:
        waiting = programme.editions.filter(state__in=[EditionState.READING, EditionState.REVIEW]).first()
        if waiting is not None:
            raise refusals.in_hand(waiting)
        if programme.editions.filter(state=EditionState.ADOPTED, document__sha256=sha256).exists():
            return None
    else:
        programme = Programme.objects.create(key=key, title=given.title or key, title_en=given.title_en)
    document = Document.objects.create(name=name[:200], sha256=sha256, content=content)
    edition = Edition.objects.create(programme=programme, document=document, follows=latest(programme))
    _, found = read_document(document)
    items = fill(edition, found)
    if not items:
        raise refusals.fault(
            "no_items",
            "không đọc được chỉ tiêu, nhiệm vụ hay đô thị nào trong văn bản",
            "no target, task or town was found in the document",
            name,
            ("Kiểm tra đây có phải là văn bản chương trình", "Make sure that this is a programme"),
        )
    edition.refresh_from_db()
    title = given.title or (found.document.title or "")
    stated = replace(
        given,
        title=title,
        decision_number=given.decision_number or edition.decision_number,
        issuer=given.issuer or edition.issuer,
        as_unreviewed=True,
    )
    trail.record(None, "programmes.import", edition, {"programme": key, "name": name, "sha256": sha256})
    return adopt(None, edition.pk, stated)
