"""The dossier a page is about, for whoever may see it; for others there is none."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest

from dothi.registry.accounts.access import can, require
from dothi.registry.plans.models import Submission


def found(request: HttpRequest, pk: UUID, action: str = "plans.see_drafts") -> Submission:
    """The dossier; 404 where this person may not see it, 403 where they may and not do ``action`` to it."""
    sent = Submission.objects.select_related("plan", "owner").filter(pk=pk).first()
    if sent is None or not can(request.user, "plans.see_drafts", sent):
        raise Http404(str(pk))
    require(request.user, action, sent)
    return sent
