"""Requests for the written information that an agency gives: filed on an extract, kept until answered."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from dothi.base.errors import Fault, InputError
from dothi.base.text import clean
from dothi.land.extract import land_of
from dothi.registry.accounts.access import can, require
from dothi.registry.audit import trail
from dothi.registry.land.extracts import Kept, code_of, new_code
from dothi.registry.land.models import InformationRequest
from dothi.registry.places.queries import units_at

FILE, SEE = "land.request", "land.requests"
ERASED = "—"


def file_request(
    user: Any, extract: Kept, *, name: str, contact: str, words: str = "", language: str = "vi"
) -> InformationRequest:
    """Ask the agency for written information on the land of ``extract``; anybody may.

    Raises :class:`InputError`: ``land.request-altered`` where the extract is no longer what was handed out,
    ``land.request-empty`` without a name or a way to answer.
    """
    require(user, FILE)
    if not extract.whole:
        raise InputError(_ALTERED)
    name, contact = clean(name), clean(contact)
    if not name or not contact:
        raise InputError(_EMPTY)
    person = user if getattr(user, "is_authenticated", False) else None
    with transaction.atomic():
        row = InformationRequest.objects.create(
            code=new_code(),
            extract=extract.row,
            unit_key=_commune(extract),
            name=name,
            contact=contact,
            words=words.strip(),
            language=language,
            made_by=person,
        )
        trail.record(person, FILE, row, {"code": row.code, "extract": extract.row.code})
    return row


def requested(code: str) -> InformationRequest | None:
    """The request of a code, however it was typed; ``None`` where there is none."""
    found = InformationRequest.objects.filter(code=code_of(code)).select_related("extract")
    return found.first()


def requests_for(user: Any, text: str = "") -> list[InformationRequest]:
    """Requests that ``user`` may see, the newest first; ``text`` is a part of a code, a name or a contact."""
    require(user, SEE)
    rows = InformationRequest.objects.select_related("extract")
    if text:
        rows = rows.filter(Q(code__icontains=text) | Q(name__icontains=text) | Q(contact__icontains=text))
    return [row for row in rows if can(user, SEE, row)]


def forget_requester(user: Any) -> None:
    """Take name and contact out of what somebody asked for; that it was asked stays on record."""
    rows = InformationRequest.objects.filter(made_by=user)
    rows.update(name=ERASED, contact=ERASED, words="", made_by=None)


def _commune(extract: Kept) -> str:
    """The smallest unit of today that holds the land, ``""`` where none does: its officers answer."""
    inside = land_of(extract.said).wgs84.representative_point()
    units: Iterable[Any] = units_at(inside.x, inside.y, timezone.localdate())
    return next((row.key for row in reversed(list(units))), "")


_ALTERED = Fault(
    "land.request-altered",
    "Bản ghi của tờ tra cứu không còn nguyên nên không đề nghị theo tờ này được",
    "The record of the extract is no longer whole, so nothing can be asked on it",
    remedy_vi="Tra cứu lại thửa đất và lập tờ mới",
    remedy_en="Look the land up again and make a new extract",
)
_EMPTY = Fault(
    "land.request-empty",
    "Chưa ghi tên hoặc cách liên hệ",
    "No name, or no way to answer, was given",
    remedy_vi="Ghi tên và số điện thoại, thư điện tử hoặc địa chỉ nhận trả lời",
    remedy_en="Give a name and the telephone, e-mail or address for the answer",
)
