"""Every version of a programme: when it counted, what it rests on, which one corrected it."""

from __future__ import annotations

from itertools import zip_longest

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dothi.base.time import Truth
from dothi.portal.asking import Asking
from dothi.portal.public.asks import asks
from dothi.portal.public.programmes.pages import crumbs_to, head_of
from dothi.registry.accounts.access import action
from dothi.registry.programmes.versions import VersionRow, versions_known


@action("programmes.view")
@require_safe
@asks
def programme_versions(request: HttpRequest, asking: Asking, key: str) -> HttpResponse:
    """All versions of a programme, corrected ones too."""
    versions = versions_known(key, asking.as_of, asking.as_known_on)
    if not versions:
        raise Http404(key)
    head = head_of(versions[0].edition, versions, asking)
    page = reverse("public:programme", args=[key]) + asking.query()
    context = {
        **head,
        "crumbs": crumbs_to(head, page, _("Các phiên bản")),
        "lines": [_line(row, before, asking) for row, before in zip_longest(versions, versions[1:])],
    }
    return render(request, "public/programme_versions.html", context)


def _line(row: VersionRow, before: VersionRow | None, asking: Asking) -> dict[str, object]:
    """A version with the state it has on the day asked about, and what it changed."""
    if row.corrected_by is not None:
        state, text = "ended", _("Đã đính chính bởi phiên bản %(number)s") % {"number": row.corrected_by}
    else:
        state, text = {
            Truth.YES: ("current", _("Có hiệu lực")),
            Truth.NO: ("ended", _("Không có hiệu lực vào ngày này")),
            Truth.UNKNOWN: ("unknown", _("Chưa rõ đã có hiệu lực")),
        }[row.edition.holds]
    changes = ""
    if before is not None:
        numbers = {"tu": str(before.edition.number), "den": str(row.edition.number)}
        route = reverse("public:programme_compare", args=[row.edition.programme_key])
        changes = route + asking.query(**numbers)
    return {"row": row, "edition": row.edition, "state": state, "text": text, "changes": changes}
