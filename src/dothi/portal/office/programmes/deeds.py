"""Actions of a review that need no form: accept, reject, reopen, merge, take back, accept the unchanged."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dothi.base.errors import DothiError
from dothi.portal.formats import show_number
from dothi.portal.item_words import step_text
from dothi.portal.office.programmes.answering import (
    done,
    edition_of,
    fresh_of,
    plainly,
    refused,
    review_url,
    seen_of,
    stale,
)
from dothi.portal.office.programmes.asked import Asked, whole
from dothi.portal.office.speech import language
from dothi.portal.words import word
from dothi.registry.accounts.access import action
from dothi.registry.programmes import review as services
from dothi.registry.programmes.models import Edition, ReviewStep
from dothi.registry.programmes.opening import unchanged as unchanged_items
from dothi.registry.programmes.refusals import StaleItemError
from dothi.registry.programmes.review import MOST_AT_ONCE, Seen

MARKS: Final[Mapping[str, tuple[str, Callable[..., ReviewStep]]]] = MappingProxyType(
    {
        "chap-nhan": ("accept", services.accept),
        "loai": ("reject", services.reject),
        "mo-lai": ("reopen", services.reopen),
    }
)


@action("programmes.review")
@require_POST
def mark(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept, reject or reopen one item or several."""
    edition = edition_of(pk)
    name, take = MARKS.get(request.POST.get("viec", ""), MARKS["chap-nhan"])
    seen = seen_of(request.POST.getlist("muc")) if request.POST.get("viec") in MARKS else []
    return _taken(request, edition, seen, name, lambda: take(request.user, pk, seen))


@action("programmes.review")
@require_POST
def merge(request: HttpRequest, pk: int) -> HttpResponse:
    """Make one item of the marked ones."""
    seen = seen_of(request.POST.getlist("muc"))
    return _taken(request, edition_of(pk), seen, "merge", lambda: services.merge(request.user, pk, seen))


@action("programmes.review")
@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a step back, or do one again by taking its undoing back."""
    edition = edition_of(pk)
    number = whole(request.POST.get("buoc", ""))
    tried = _tried(edition, number)
    try:
        made = services.undo(request.user, pk, number)
    except StaleItemError as error:
        return stale(request, edition, error, tried)
    except DothiError as error:
        if request.POST.get("ve") != "cac-buoc":
            return refused(request, edition, error)
        messages.error(request, " ".join(plainly(error)))
        return redirect("office:review_steps", pk=pk)
    if request.POST.get("ve") == "cac-buoc":
        messages.success(request, _("Đã hoàn tác bước %(number)s.") % {"number": number})
        return redirect("office:review_steps", pk=pk)
    return done(request, edition, made, _anchor(made))


@action("programmes.review")
@require_POST
def accept_unchanged(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept every item that says, in the same words, what was accepted in the version before."""
    edition = edition_of(pk)
    items = unchanged_items(edition)
    try:
        with transaction.atomic():
            for first in range(0, len(items), MOST_AT_ONCE):
                batch = [Seen(item.pk, item.version) for item in items[first : first + MOST_AT_ONCE]]
                services.accept(request.user, pk, batch)
    except DothiError as error:
        return refused(request, edition, error)
    said = _("Đã chấp nhận %(count)s mục không đổi so với phiên bản trước.")
    messages.success(request, said % {"count": show_number(len(items), 0, language())})
    return redirect(review_url(edition, Asked.of(request)))


def _tried(edition: Edition, number: int) -> str:
    step = ReviewStep.objects.filter(edition=edition, number=number).first()
    name = word("deed", "undo", language())
    return name if step is None else f"{name}: {step_text(step, edition.document.text)}"


def _taken(
    request: HttpRequest,
    edition: Edition,
    seen: Sequence[Seen],
    deed: str,
    take: Callable[[], ReviewStep],
) -> HttpResponse:
    name = word("deed", deed, language())
    try:
        step = take()
    except StaleItemError as error:
        fresh = fresh_of(seen)
        return stale(request, edition, error, name, _again(edition, deed, fresh) if fresh else None)
    except DothiError as error:
        return refused(request, edition, error, f"muc-{seen[0].pk}" if seen else "")
    return done(request, edition, step, _anchor(step), seen[0].pk)


def _again(edition: Edition, deed: str, fresh: list[str]) -> dict[str, Any]:
    """The form that does the same to the items as they stand now."""
    if deed == "merge":
        return {"url": reverse("office:review_merge", args=[edition.pk]), "items": fresh, "deed": ""}
    code = next(code for code, (name, _take) in MARKS.items() if name == deed)
    return {"url": reverse("office:review_mark", args=[edition.pk]), "items": fresh, "deed": code}


def _anchor(step: ReviewStep) -> str:
    """Where the page stands after a step: at the first item that is still there, else at its paragraph."""
    standing = next((kept for kept in reversed(step.after) if not kept["gone"]), None)
    if standing is None:
        return str(step.after[0]["node"])
    return f"muc-{standing['id']}"
