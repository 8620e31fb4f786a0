"""Two adopted versions of a programme side by side."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dothi.portal.comparison import comparison
from dothi.portal.office.speech import language
from dothi.registry.accounts.access import action
from dothi.registry.programmes.models import Edition, EditionState, Programme


@action("programmes.view")
@require_safe
def compare(request: HttpRequest, key: str) -> HttpResponse:
    """What version ``den`` changed against version ``tu``; the last two when none are named."""
    programme = get_object_or_404(Programme, key=key)
    rows = Edition.objects.filter(programme=programme, state=EditionState.ADOPTED)
    known = list(rows.order_by("number").values_list("number", flat=True))
    if not known:
        raise Http404(key)
    last = _chosen(request, "den", known, known[-1])
    first = _chosen(request, "tu", known, max((n for n in known if n < last), default=known[0]))
    title = (programme.title_en or programme.title) if language() == "en" else programme.title
    context = {
        "title": title,
        "known": known,
        "first": first,
        "last": last,
        "crumbs": [
            {"label": _("Chương trình"), "url": reverse("public:programmes")},
            {"label": title, "url": reverse("public:programme", args=[key])},
            {"label": _("So sánh phiên bản")},
        ],
    }
    if first != last:
        found = {
            edition.number: edition
            for edition in rows.filter(number__in=[first, last])
            .select_related("document")
            .defer("document__content")
        }
        keep = {"tu": str(first), "den": str(last)}
        context |= comparison(request, found[first], found[last], keep)
    return render(request, "public/programme_compare.html", context)


def _chosen(request: HttpRequest, name: str, known: list[int], otherwise: int) -> int:
    """A version's number as asked for; what is no adopted version is not found, for it may be a draft."""
    text = request.GET.get(name, "")
    if not text:
        return otherwise
    if not (text.isascii() and text.isdigit() and len(text) < 6) or int(text) not in known:
        raise Http404(text)
    return int(text)
