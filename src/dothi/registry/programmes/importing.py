"""A programme taken in by a command of the administrator: opened for review, or adopted whole as read."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from django.db import transaction

from dothi.registry.audit import trail
from dothi.registry.programmes import refusals
from dothi.registry.programmes.adopting import Adoption, adopt
from dothi.registry.programmes.models import Document, Edition, EditionState, Programme
from dothi.registry.programmes.opening import fill, latest, prepare, read_document


@transaction.atomic
def import_programme(key: str, name: str, content: bytes, given: Adoption) -> Edition | None:
    """Read ``content`` as the programme ``key`` and adopt it unreviewed; ``None`` when it is on record.

    The same file twice changes nothing; another file becomes the next version. Raises
    :class:`~dothi.base.errors.DothiError` for a file that cannot be read or a version in hand.
    """
    edition = open_for_review(key, name, content, given)
    if edition is None:
        return None
    stated = replace(
        given,
        decision_number=given.decision_number or edition.decision_number,
        issuer=given.issuer or edition.issuer,
        as_unreviewed=True,
    )
    return adopt(None, edition.pk, stated)


@transaction.atomic
def open_for_review(key: str, name: str, content: bytes, given: Adoption) -> Edition | None:
    """Read ``content`` as the programme ``key`` and leave it to be looked at; ``None`` when it is on record.

    Of ``given`` only the titles count here, the document's own title where they are empty. Refuses a document
    in which no item was found.
    """
    sha256 = hashlib.sha256(content).hexdigest()
    programme = _programme(key, sha256, given)
    if programme is None:
        return None
    document = Document.objects.create(name=name[:200], sha256=sha256, content=content)
    edition = Edition.objects.create(programme=programme, document=document, follows=latest(programme))
    _, found = read_document(document)
    if not fill(edition, prepare(edition, found)):
        raise refusals.fault(
            "no_items",
            "không đọc được chỉ tiêu, nhiệm vụ hay đô thị nào trong văn bản",
            "no target, task or town was found in the document",
            name,
            ("Kiểm tra đây có phải là văn bản chương trình", "Make sure that this is a programme"),
        )
    if not given.title and found.document.title:
        programme.title = " ".join(found.document.title.split())[:400]
        programme.save(update_fields=["title"])
    details = {"programme": key, "name": name, "sha256": sha256}
    trail.record(None, "programmes.import", edition, details)
    return edition


def _programme(key: str, sha256: str, given: Adoption) -> Programme | None:
    programme = Programme.objects.select_for_update().filter(key=key).first()
    if programme is None:
        return Programme.objects.create(key=key, title=given.title or key, title_en=given.title_en)
    waiting = programme.editions.filter(state__in=[EditionState.READING, EditionState.REVIEW]).first()
    if waiting is not None:
        raise refusals.in_hand(waiting)
    known = programme.editions.filter(state=EditionState.ADOPTED, document__sha256=sha256).exists()
    return None if known else programme
