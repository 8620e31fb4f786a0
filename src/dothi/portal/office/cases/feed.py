"""The private calendar: the page that makes its address, and the address itself."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from dothi.portal.office.speech import language
from dothi.registry.accounts.access import action
from dothi.registry.procedures.feeds import calendar_of, end_feed, make_feed, person_of
from dothi.registry.procedures.models import CalendarFeed
from dothi.registry.procedures.rules import VIEW


@action(VIEW)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def feed(request: HttpRequest) -> HttpResponse:
    """Make the address, shown once, or take it back."""
    address = ""
    if request.method == "POST":
        if "end" in request.POST:
            end_feed(request.user)  # type: ignore[arg-type]
            messages.success(request, _("Đã thu hồi địa chỉ lịch."))
        else:
            token = make_feed(request.user)  # type: ignore[arg-type]
            address = request.build_absolute_uri(reverse("calendar", args=[token]))
    made = CalendarFeed.objects.filter(user=request.user.pk).first()
    return render(request, "office/cases/feed.html", {"address": address, "made": made})


@action("calendar.read")
@never_cache
@require_safe
def calendar(request: HttpRequest, token: str) -> HttpResponse:
    """The deadlines on the desk of whose token it is; nobody's token is not found."""
    person = person_of(token)
    if person is None:
        raise Http404("calendar")
    content = calendar_of(
        person,
        timezone.localdate(),
        timezone.now(),
        lambda case: request.build_absolute_uri(reverse("office:case", args=[case.key])),
        language(),
    )
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Referrer-Policy"] = "no-referrer"
    return response
