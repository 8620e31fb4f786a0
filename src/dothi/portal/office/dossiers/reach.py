"""The dossier a page is about, and the plans one may name, for whoever may see them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest

from dothi.registry.accounts.access import can, require
from dothi.registry.plans.models import Plan, Submission


def found(request: HttpRequest, pk: UUID, action: str = "plans.see_drafts") -> Submission:
    """The dossier; 404 where this person may not see it, 403 where they may and not do ``action`` to it."""
    sent = Submission.objects.select_related("plan", "owner").filter(pk=pk).first()
    if sent is None or not can(request.user, "plans.see_drafts", sent):
        raise Http404(str(pk))
    require(request.user, action, sent)
    return sent


def plans_seen_by(user: Any) -> QuerySet[Plan]:
    """Plans a dossier may be sent for: all; for who sees only what is theirs, those and the published."""
    rows = Plan.objects.order_by("title")
    if can(user, "plans.see_drafts", Submission(owner=None)):
        return rows
    mine = Q(created_by=user) | Q(submissions__owner=user) | Q(versions__isnull=False)
    return rows.filter(mine).distinct()
