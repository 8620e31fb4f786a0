"""What every action of a review answers: a plain redirect, or the changed fragments for the page's script."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from dothi.base.errors import DothiError, Fault
from dothi.portal.item_words import deed_text, field_title, given_up_text, item_summary, step_text, value_text
from dothi.portal.office.programmes.asked import Asked, whole
from dothi.portal.office.programmes.page import NodeView, views_of
from dothi.portal.office.speech import sentence
from dothi.programme.items import KINDS
from dothi.registry.accounts.access import can
from dothi.registry.programmes.history import Reversal, nodes_of, reversals, steps_since
from dothi.registry.programmes.models import Edition, EditionState, Item, ItemState, ReviewStep
from dothi.registry.programmes.refusals import StaleItemError
from dothi.registry.programmes.review import Seen

MOST_FRESH = 60
"""Paragraphs sent anew at once; after a step that touched more the page is loaded again."""


def wants_data(request: HttpRequest) -> bool:
    """Whether the page's script asks, who takes fragments and not pages."""
    return request.headers.get("Accept", "").startswith("application/json")


def edition_of(pk: int) -> Edition:
    """The version with its document, but for the bytes of its file; 404 for none."""
    rows = Edition.objects.select_related("programme", "document", "follows", "opened_by", "adopted_by")
    found: Edition | None = rows.defer("document__content").filter(pk=pk).first()
    if found is None:
        raise Http404(str(pk))
    return found


def seen_of(texts: Sequence[str]) -> list[Seen]:
    """Items with the versions that the reader saw, as the forms send them: ``12:3``."""
    found = []
    for text in texts:
        pk, _colon, version = text.partition(":")
        if whole(pk) and whole(version):
            found.append(Seen(whole(pk), whole(version)))
    return list(dict.fromkeys(found))


def review_url(edition: Edition, asked: Asked, anchor: str = "", keep: int | None = None) -> str:
    """The review page with the same question, at the item or paragraph in question."""
    place = f"#{anchor}" if anchor else ""
    return reverse("office:review", args=[edition.pk]) + asked.query(keep=keep) + place


def progress(edition: Edition) -> dict[str, int]:
    """How many items there are, and how many nobody looked at."""
    found: dict[str, int] = edition.items.filter(gone=False).aggregate(
        total=Count("pk"), left=Count("pk", filter=Q(state=ItemState.UNREVIEWED))
    )
    return {**found, "done": found["total"] - found["left"]}


def rights_of(user: Any, edition: Edition) -> dict[str, bool]:
    """What this person can do with the version now."""
    open_ = edition.state == EditionState.REVIEW
    return {
        "review": open_ and can(user, "programmes.review"),
        "adopt": open_ and can(user, "programmes.adopt"),
    }


def toolbar(request: HttpRequest, edition: Edition, rights: Mapping[str, bool]) -> dict[str, Any]:
    """Context of the bar over the page."""
    back, again = reversals(request.user, edition) if rights["review"] else (None, None)
    return {
        "progress": progress(edition),
        "back": _named(back, edition),
        "again": _named(again, edition),
    }


def changes(request: HttpRequest, edition: Edition, asked: Asked) -> dict[str, Any]:
    """What changed since the step the page knows: the bar, the touched paragraphs, what others did."""
    since = whole(request.POST.get("tu") or request.GET.get("tu", ""))
    steps = steps_since(edition, since)
    rights = rights_of(request.user, edition)
    touched = nodes_of(steps)
    known = max((step.number for step in steps), default=since)
    if edition.state != EditionState.REVIEW:
        return {"step": known, "closed": _("Phiên bản này vừa thôi được rà soát. Tải lại trang để xem.")}
    shared = {
        "edition": edition,
        "asked": asked,
        "query": asked.query(),
        "rights": rights,
        "fresh": {kept["id"] for step in steps if step.by_id != request.user.pk for kept in step.after},
    }
    bar = render_to_string(
        "office/programme_toolbar.html", {**shared, **toolbar(request, edition, rights)}, request
    )
    if len(touched) > MOST_FRESH:
        return {
            "step": known,
            "toolbar": bar,
            "nodes": {},
            "reload": True,
            "said": _said(request, steps, edition),
        }
    return {
        "step": known,
        "toolbar": bar,
        "nodes": {
            view.id: node_html(request, view, shared) for view in views_of(edition, asked, sorted(touched))
        },
        "said": _said(request, steps, edition),
    }


def node_html(request: HttpRequest, view: NodeView, shared: Mapping[str, Any]) -> str:
    """A paragraph with its items, as the page holds it."""
    return render_to_string("office/programme_node.html", {**shared, "node": view}, request)


def plainly(error: DothiError) -> list[str]:
    """What an error says, without the place, which the page shows by itself."""
    bare = [Fault(one.code, one.vi, one.en, "", one.remedy_vi, one.remedy_en) for one in error.faults]
    said = [sentence(fault) for fault in bare]
    return [text[:1].upper() + text[1:] for text in said]


def done(
    request: HttpRequest, edition: Edition, step: ReviewStep, anchor: str, keep: int | None = None
) -> HttpResponse:
    """The action was taken."""
    asked = Asked.of(request)
    text = _("Đã ghi. %(what)s") % {"what": step_text(step, edition.document.text)}
    text = ". ".join(part for part in (text, given_up_text(step)) if part)
    if wants_data(request):
        edition.refresh_from_db(fields=["steps", "state"])
        return JsonResponse({"done": text, "anchor": anchor, **changes(request, edition, asked)})
    messages.success(request, text)
    return redirect(review_url(edition, asked, anchor, keep))


def refused(request: HttpRequest, edition: Edition, error: DothiError, anchor: str = "") -> HttpResponse:
    """The action cannot be; what is wrong, in a sentence, and the page as it was."""
    said = plainly(error)
    if wants_data(request):
        return JsonResponse({"faults": said}, status=422)
    for text in said:
        messages.error(request, text)
    return redirect(review_url(edition, Asked.of(request), anchor))


def stale(
    request: HttpRequest,
    edition: Edition,
    error: StaleItemError,
    tried: str,
    again: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """Somebody was faster: what stands now, what was tried, and how to do it all the same.

    ``again`` holds the address and the fields of a form that repeats the action on what stands now.
    """
    current, asked = error.current, Asked.of(request)
    context = {
        "edition": edition,
        "query": asked.query(),
        "sentences": plainly(error),
        "tried": tried,
        "again": again,
        "yours": _yours(current, error.yours),
        **standing_context(current, edition),
        "back_url": review_url(edition, asked, f"muc-{current.pk}" if not current.gone else current.node),
    }
    if wants_data(request):
        html = render_to_string("office/programme_conflict_part.html", context, request)
        edition.refresh_from_db(fields=["steps", "state"])
        fresh = changes(request, edition, asked)
        return JsonResponse({"conflict": html, "node": current.node, **fresh}, status=409)
    return render(request, "office/programme_conflict.html", context, status=409)


def standing_context(current: Item, edition: Edition) -> dict[str, Any]:
    """An item as it stands, for a page that shows it beside what was tried."""
    quote = edition.document.text[current.start : current.end]
    return {
        "current": current,
        "current_summary": item_summary(current.kind, current.fields, quote),
        "current_quote": quote,
        "current_rows": [
            (field_title(spec), value_text(current.kind, spec, current.fields.get(spec.name)))
            for spec in KINDS[current.kind].fields
        ],
    }


def fresh_of(seen: Sequence[Seen]) -> list[str]:
    """The same items with the versions that stand now, without those that are gone."""
    rows = Item.objects.filter(pk__in=[one.pk for one in seen], gone=False)
    return [
        f"{pk}:{version}" for pk, version in rows.order_by("start", "rank", "pk").values_list("pk", "version")
    ]


def _yours(current: Item, yours: Mapping[str, Any] | None) -> list[tuple[str, str]]:
    """What was sent, field by field; of a split, part by part."""
    if yours is None:
        return []
    parts = yours.get("parts", [yours])
    rows = [
        (number, field_title(spec), str(part.get(spec.name) or ""))
        for number, part in enumerate(parts, start=1)
        for spec in KINDS[current.kind].fields
    ]
    named = [(f"{number}. {title}" if len(parts) > 1 else title, value) for number, title, value in rows]
    return [row for row in named if row[1]]


def _named(found: Reversal | None, edition: Edition) -> dict[str, Any] | None:
    if found is None:
        return None
    text = edition.document.text
    return {
        "number": found.number,
        "text": deed_text(found.deed, text, 32),
        "whole": deed_text(found.deed, text, 160),
    }


def _said(request: HttpRequest, steps: Sequence[ReviewStep], edition: Edition) -> list[str]:
    """What others did, a line each."""
    others = [step for step in steps if step.by_id != request.user.pk]
    source = edition.document.text
    return [
        f"{step.by.get_full_name() if step.by else ''}: {step_text(step, source)}" for step in others[-3:]
    ]
