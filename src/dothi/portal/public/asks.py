"""What every public page does first: read the question of time, and answer a bad question with a sentence."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from dothi.base.errors import InputError
from dothi.portal.asking import Asking, asked

Page = Callable[..., HttpResponse]


def language() -> str:
    """``vi`` or ``en``: the reader's choice."""
    return "en" if (get_language() or "vi").startswith("en") else "vi"


def asks(view: Page) -> Page:
    """Hand the view its :class:`Asking`; refuse a date that cannot be read with a page of status 400."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            asking: Asking = asked(request)
        except InputError as error:
            return refused(request, error)
        return view(request, asking, *args, **kwargs)

    return answer


def refused(request: HttpRequest, error: InputError) -> HttpResponse:
    """Say what is wrong with the question and how to ask it rightly."""
    return render(request, "public/refused.html", {"sentences": error.sentences(language())}, status=400)
