"""“Tài khoản của tôi”: who I am here, which roles I hold, where I am signed in."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from allauth.usersessions.internal.flows.sessions import end_sessions
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_POST, require_safe

from dothi.registry.accounts.access import action, can
from dothi.registry.accounts.models import RoleAssignment
from dothi.registry.accounts.roles import roles
from dothi.registry.places.models import Unit


@action("account.use")
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Profile, roles with their periods, second factor, sessions."""
    user = request.user
    sessions = sorted(UserSession.objects.purge_and_list(user), key=lambda one: one.created_at, reverse=True)
    context = {
        "roles": _roles(user.pk),
        "sessions": sessions,
        "second_factor": Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists(),
        "may_administer": can(user, "admin.use"),
        "has_desk": can(user, "desk.view"),
    }
    return render(request, "account/home.html", context)


@action("account.use")
@require_POST
def end_session(request: HttpRequest, pk: int) -> HttpResponse:
    """End one of one's own sessions; another person's is not found."""
    session = get_object_or_404(UserSession, pk=pk, user=request.user)
    end_sessions(request, [session])
    messages.success(request, gettext("Đã kết thúc phiên đăng nhập."))
    return redirect("account:home" if request.user.is_authenticated else "public:map")


def _roles(person: int) -> list[dict[str, object]]:
    """Assignments on record, those that hold today first."""
    assigned = list(
        RoleAssignment.objects.as_known_on().filter(user_id=person).order_by("-starts_latest", "role")
    )
    today = timezone.localdate()
    known, english = roles(), get_language() == "en"
    units = dict(
        Unit.objects.as_known_on()
        .filter(key__in={one.unit_key for one in assigned})
        .order_by("starts_latest")
        .values_list("key", "name")
    )
    shown: list[dict[str, object]] = []
    for one in assigned:
        role = known.get(one.role)
        title = one.role if role is None else (role.title_en if english else role.title_vi)
        shown.append(
            {
                "title": title,
                "unit": units.get(one.unit_key, one.unit_key),
                "start": one.starts_latest,
                "last_day": one.period.last_day,
                "decision": one.decision,
                "holds": one.period.holds(today).value,
            }
        )
    return sorted(shown, key=lambda one: one["holds"] != "yes")
