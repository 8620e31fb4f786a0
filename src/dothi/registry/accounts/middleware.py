"""Asks :func:`can` before any view runs; a route that declares nothing is refused."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.utils.http import url_has_allowed_host_and_scheme

from dothi.registry.accounts import kept_forms
from dothi.registry.accounts.access import can, required_action

logger = logging.getLogger(__name__)
SIGN_IN = "account_login"


class AccessMiddleware:
    """Lets a request through to its view when its user can do what the view needs.

    A signed-out visitor is led to the sign-in page and back (a program gets 401); a signed-in one is refused.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], _args: Any, _kwargs: Any
    ) -> HttpResponseBase | None:
        match = request.resolver_match
        name = match.view_name if match is not None else ""
        needed = required_action(view, name or "")
        if needed is None:
            logger.error("Route %s declares no action and is refused", name or request.path)
            raise PermissionDenied("undeclared")
        if can(request.user, needed):
            return None
        if request.user.is_authenticated:
            raise PermissionDenied(needed)
        return self._lead_to_sign_in(request, match.namespace if match is not None else "")

    @staticmethod
    def _lead_to_sign_in(request: HttpRequest, namespace: str) -> HttpResponseBase:
        if namespace == "api":
            return JsonResponse(
                {"code": "account.sign-in-needed", "message": "Cần đăng nhập. / Sign-in is needed."},
                status=401,
            )
        if request.method in {"GET", "HEAD"}:
            return redirect_to_login(request.get_full_path(), login_url=SIGN_IN)
        return redirect_to_login(kept_forms.keep(request) or _page_before(request), login_url=SIGN_IN)


def _page_before(request: HttpRequest) -> str:
    """Where a form was sent from, so that its half-written text is found again; ``/`` from elsewhere."""
    before = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(before, allowed_hosts={request.get_host()}):
        return "/"
    parts = urlsplit(before)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
