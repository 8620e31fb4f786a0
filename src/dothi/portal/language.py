"""Vietnamese first: the language changes only when the reader chooses, whatever the browser prefers."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers

SPEAKS_BOTH = frozenset({"api"})
"""Rooms whose answers hold both languages, so that one copy serves every reader."""


class ChosenLanguageMiddleware:
    """Activates the language of the reader's cookie, or the portal's own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        match = request.resolver_match
        if match is None or match.namespace not in SPEAKS_BOTH:
            patch_vary_headers(response, ("Cookie",))
        return response
