"""Two adopted versions of a programme side by side."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dothi.portal.asking import Asking
from dothi.portal.comparison import comparison
from dothi.portal.public.asks import asks
from dothi.portal.public.programmes.entries import programme_title
from dothi.registry.accounts.access import action
from dothi.registry.programmes.models import Edition
from dothi.registry.programmes.versions import versions_known


@action("programmes.view")
@require_safe
@asks
def compare(request: HttpRequest, asking: Asking, key: str) -> HttpResponse:
    """What version ``den`` changed against version ``tu``, of those known on the day asked about.

    The last two when none are named.
    """
    versions = versions_known(key, asking.as_of, asking.as_known_on)
    if not versions:
        raise Http404(key)
    pks = {row.edition.number: row.edition.pk for row in versions}
    known = sorted(pks)
    last = _chosen(request, "den", known, known[-1])
    first = _chosen(request, "tu", known, max((n for n in known if n < last), default=known[0]))
    title = programme_title(versions[0].edition)
    context = {
        "title": title,
        "known": known,
        "first": first,
        "last": last,
        "asked": list(asking.values().items()),
        "crumbs": [
            {"label": _("Chương trình"), "url": reverse("public:programmes") + asking.query()},
            {"label": title, "url": reverse("public:programme", args=[key]) + asking.query()},
            {"label": _("So sánh phiên bản")},
        ],
    }
    if first != last:
        editions = Edition.objects.select_related("document").defer("document__content")
        before, after = (editions.get(pk=pks[number]) for number in (first, last))
        keep = {"tu": str(first), "den": str(last)} | asking.values()
        context |= comparison(request, before, after, keep)
    return render(request, "public/programme_compare.html", context)


def _chosen(request: HttpRequest, name: str, known: list[int], otherwise: int) -> int:
    """A version's number as asked for; what is no adopted version is not found, for it may be a draft."""
    text = request.GET.get(name, "")
    if not text:
        return otherwise
    if not (text.isascii() and text.isdigit() and len(text) < 6) or int(text) not in known:
        raise Http404(text)
    return int(text)
