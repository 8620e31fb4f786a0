"""Watching land: keeping it from an answer, the list of one's watches, and forgetting one."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from dothi.base.errors import DothiError
from dothi.base.text import clean
from dothi.portal.asking import Asking, asked
from dothi.portal.formats import show_number
from dothi.portal.public.asks import language
from dothi.portal.public.land.question import DRAWN, POINT, asked_land, question_in
from dothi.registry.accounts.access import action
from dothi.registry.land.models import Watch
from dothi.registry.land.watches import MOST, add_watch, remove_watch

TITLE = "ten"
LONGEST_ADDRESS = 2000
"""Characters of an address that every browser, mail program and server carries whole."""


@action("account.use")
@require_http_methods(["GET", "HEAD", "POST"])
def watches(request: HttpRequest) -> HttpResponse:
    """One's watches; what the form on an answer sends becomes one more."""
    sentences: list[str] = []
    if request.method == "POST":
        try:
            _keep(request, asked(request, strict=False))
        except DothiError as error:
            sentences = error.sentences(language())
        else:
            messages.success(request, _("Đã ghi. Hệ thống sẽ gửi thư khi quy hoạch ở nơi này thay đổi."))
            return redirect("public:land_watches")
    today = timezone.localdate()
    own = Watch.objects.filter(owner=request.user)
    context = {
        "watches": [(watch, address_of(watch, today)) for watch in own],
        "sentences": sentences,
        "most": MOST,
        "crumbs": [
            {"label": _("Tra cứu quy hoạch"), "url": reverse("public:land")},
            {"label": _("Nơi tôi theo dõi")},
        ],
    }
    return render(request, "public/land/watches.html", context, status=400 if sentences else 200)


@action("account.use")
@require_POST
def forget(request: HttpRequest, number: int) -> HttpResponseRedirect:
    """Remove one of one's own; another person's is not found."""
    try:
        remove_watch(request.user, number)
    except Watch.DoesNotExist as error:
        raise Http404(str(number)) from error
    messages.success(request, _("Đã bỏ theo dõi."))
    return HttpResponseRedirect(reverse("public:land_watches"))


def address_of(watch: Watch, day: date) -> str:
    """Where the land of a watch is answered for a day; the list of watches where no address can hold it."""
    kind = watch.shape["type"]
    if kind == "Point":
        longitude, latitude = watch.shape["coordinates"]
        values: dict[str, Any] = {POINT: f"{latitude:.7f},{longitude:.7f}"}
    else:
        values = {DRAWN: json.dumps(watch.shape, separators=(",", ":"))}
    address = reverse("public:land") + Asking(timezone.localdate(), day).query(**values)
    return address if len(address) <= LONGEST_ADDRESS else reverse("public:land_watches")


def _keep(request: HttpRequest, asking: Asking) -> None:
    question = question_in(request.POST)
    piece = asked_land(question, asking).piece
    place = piece.wgs84.representative_point()
    where = f"{show_number(place.y, 5, language())}; {show_number(place.x, 5, language())}"
    title = clean(request.POST.get(TITLE, "")) or (_("Vùng ở %s") if piece.is_area else _("Điểm %s")) % where
    add_watch(request.user, piece.wgs84, title, language())
