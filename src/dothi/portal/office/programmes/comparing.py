"""The version in hand, or any other, beside the one it follows or another adopted one."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dothi.portal.comparison import comparison
from dothi.portal.office.programmes.answering import edition_of, rights_of
from dothi.portal.office.programmes.asked import whole
from dothi.registry.accounts.access import action
from dothi.registry.programmes.models import Edition, EditionState


@action("programmes.see_drafts")
@require_safe
def compare(request: HttpRequest, pk: int) -> HttpResponse:
    """What a version changes against the one it follows, or against the adopted version ``tu``."""
    edition = edition_of(pk)
    if edition.state == EditionState.READING:
        raise Http404(str(pk))
    others = Edition.objects.filter(programme=edition.programme, state=EditionState.ADOPTED).exclude(pk=pk)
    known = list(others.order_by("-number").values_list("number", flat=True))
    chosen = whole(request.GET.get("tu", ""))
    if chosen not in known:
        chosen = edition.follows.number or 0 if edition.follows else 0
    context = {
        "edition": edition,
        "known": known,
        "chosen": chosen,
        "rights": rights_of(request.user, edition),
    }
    before = others.filter(number=chosen).select_related("document").defer("document__content").first()
    if before is not None:
        context |= comparison(request, before, edition, {"tu": str(chosen)})
    return render(request, "office/programme_compare.html", context)
