"""Forms that are sent after a session has ended: kept for the person who wrote them, and for nobody else.

A form that may be kept carries a signed mark of whom it was shown to. Sent without a session, its fields are
stored under that person and its address, and offered there after sign-in. A form without a mark that holds is
not kept, so that strangers store nothing.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core import signing
from django.http import HttpRequest
from django.utils import timezone

from dothi.registry.accounts.models import KeptForm, User

FIELD = "kept_for"
SALT = "dothi.kept-form"
LONGEST = 100_000
OLDEST = timedelta(days=7)
LEFT_OUT = {FIELD, "csrfmiddlewaretoken"}


def mark_for(user: Any, address: str) -> str:
    """The signed mark that a form shown to ``user`` at ``address`` carries."""
    return signing.dumps([user.pk, address], salt=SALT)


def keep(request: HttpRequest) -> str:
    """Keep what was sent without a session; the address at which it is offered again, or nothing."""
    marked = request.POST.get(FIELD, "")
    fields = {name: request.POST.getlist(name) for name in request.POST if name not in LEFT_OUT}
    if not marked or sum(len(text) for texts in fields.values() for text in texts) > LONGEST:
        return ""
    try:
        person, address = signing.loads(marked, salt=SALT, max_age=OLDEST)
    except (signing.BadSignature, ValueError, TypeError):
        return ""
    user = User.objects.filter(pk=person, is_active=True).first()
    if user is None:
        return ""
    KeptForm.objects.filter(kept_at__lt=timezone.now() - OLDEST).delete()
    KeptForm.objects.update_or_create(user=user, address=address, defaults={"fields": fields})
    return str(address)


def kept(request: HttpRequest) -> dict[str, list[str]] | None:
    """What this person wrote at this address before their session ended."""
    row = KeptForm.objects.filter(user=request.user, address=request.get_full_path()).first()
    return None if row is None else dict(row.fields)


def forget(request: HttpRequest) -> None:
    """It was saved, or is not wanted any more."""
    KeptForm.objects.filter(user=request.user, address=request.get_full_path()).delete()
