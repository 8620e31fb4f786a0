"""One way for every form of a case: shown, sent, refused with what was written, or saved and left."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render

from dothi.base.errors import DothiError
from dothi.portal.office.cases.forms import CaseFormBase
from dothi.registry.accounts import kept_forms
from dothi.registry.procedures.models import Case

TEMPLATE = "office/cases/form.html"


def sent_data(request: HttpRequest) -> tuple[Any, bool]:
    """What a form is bound to: what was sent, or what was kept of it when the session ended before."""
    if request.method == "POST":
        return request.POST, False
    kept = kept_forms.kept(request)
    return (kept, True) if kept is not None else (None, False)


def initial_of(request: HttpRequest, initial: dict[str, Any]) -> tuple[dict[str, Any], bool]:
    """The first values of a form, with what was kept in their place."""
    kept = kept_forms.kept(request) if request.method != "POST" else None
    if kept is None:
        return initial, False
    single = {name: values[-1] if values else "" for name, values in kept.items()}
    return {**initial, **single}, True


def fill(
    request: HttpRequest,
    form: CaseFormBase,
    save: Callable[[dict[str, Any]], object],
    *,
    title: str,
    button: str,
    case: Case | None = None,
    kept: bool = False,
    back: str = "",
    fresh: Callable[[], int] | None = None,
    **more: Any,
) -> HttpResponse:
    """Show the form, or save it and go back; a refusal stands beside its fields and nothing is lost.

    ``fresh`` tells the version that counts by now, where somebody else may have written the same.
    """
    if request.method == "POST" and form.is_valid():
        try:
            save(form.cleaned_data)
        except DothiError as error:
            if fresh is not None:
                renew(form, fresh())
            form.refuse(error)
        else:
            kept_forms.forget(request)
            return redirect(back)
    context = {
        "form": form,
        "case": case,
        "title": title,
        "button": button,
        "back": back,
        "kept": kept,
        "kept_for": kept_forms.mark_for(request.user, request.get_full_path()),
        "has_file": any(isinstance(field, forms.FileField) for field in form.fields.values()),
        **more,
    }
    return render(request, TEMPLATE, context, status=422 if form.errors else 200)


def renew(form: CaseFormBase, version: int) -> None:
    """Let a refused form be about what counts by now, so that it can be sent again."""
    data = form.data.copy()
    data["version"] = str(version)
    form.data = data


def unseen(post: QueryDict) -> int:
    """The version that a form was filled at; one that is none counts as none that ever was."""
    text = post.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1
