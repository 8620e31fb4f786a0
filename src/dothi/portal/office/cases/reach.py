"""The case a page is about, for whoever may see it."""

from __future__ import annotations

from django.http import Http404, HttpRequest

from dothi.registry.accounts.access import can, require
from dothi.registry.procedures.models import Case
from dothi.registry.procedures.rules import VIEW


def found(request: HttpRequest, key: str, action: str = VIEW) -> Case:
    """The case; 404 where this person may not see it, 403 where they may and not do ``action`` to it."""
    case = Case.objects.select_related("plan", "plan_version", "amends").filter(key=key).first()
    if case is None or not can(request.user, VIEW, case):
        raise Http404(key)
    require(request.user, action, case)
    return case
