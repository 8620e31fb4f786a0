"""Actions of a review with a form: correcting an item, splitting it, adding one the reader did not find."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from django.views.decorators.vary import vary_on_headers

from dothi.base.errors import InputError
from dothi.portal.item_words import item_summary, kind_choices, kind_title
from dothi.portal.office.programmes.answering import (
    changes,
    done,
    edition_of,
    plainly,
    review_url,
    rights_of,
    stale,
    standing_context,
    wants_data,
)
from dothi.portal.office.programmes.asked import Asked, whole
from dothi.portal.office.programmes.cutting import Node
from dothi.portal.office.programmes.forms import ItemForm, Keys, bad_span, initial_of, quote_of
from dothi.portal.office.programmes.page import views_of
from dothi.portal.office.speech import language
from dothi.portal.words import word
from dothi.programme.items import KINDS
from dothi.programme.sentences import clauses
from dothi.programme.sentences import sentences as sentences_in
from dothi.registry.accounts.access import action
from dothi.registry.programmes import review as services
from dothi.registry.programmes.given import fields_given
from dothi.registry.programmes.models import Edition, Item, ReviewStep
from dothi.registry.programmes.refusals import StaleItemError
from dothi.registry.programmes.review import MOST_PARTS, Seen, Span

Context = dict[str, Any]


@action("programmes.review")
@require_http_methods(["GET", "HEAD", "POST"])
@vary_on_headers("Accept")
def correct(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """Give an item other fields or another stretch; whoever is late sees both texts and loses neither."""
    edition = edition_of(pk)
    row = _item(edition, item)
    if row.gone and request.method != "POST":
        return _gone(request, edition, row)
    node = _node(edition, row.node)
    place = {"length": node["end"] - node["start"], "auto_id": f"sua-{item}-%s"}
    if request.method != "POST":
        initial = initial_of(row.kind, row.fields) | quote_of(row.start, row.end, node["start"])
        form = ItemForm(row.kind, initial=initial, **place)
        return _show(request, edition, node, _about(row, edition, [form]))
    form = ItemForm(row.kind, request.POST, **place)
    seen = Seen(item, whole(request.POST.get("ban", "")))
    conflict: Context = {}
    try:
        step = services.correct(request.user, pk, seen, form.given, _moved(form, row, node))
    except StaleItemError as error:
        if error.current.gone:
            return stale(request, edition, error, word_of("correct"))
        row = error.current
        conflict = {"stale": plainly(error), **standing_context(row, edition)}
    except InputError as error:
        form.refuse(error.faults)
    else:
        return done(request, edition, step, f"muc-{item}", item)
    return _show(request, edition, node, _about(row, edition, [form]) | conflict, refused=True)


@action("programmes.review")
@require_http_methods(["GET", "HEAD", "POST"])
@vary_on_headers("Accept")
def split(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """Make several items of one; the parts are proposed sentence by sentence."""
    edition = edition_of(pk)
    row = _item(edition, item)
    if row.gone and request.method != "POST":
        return _gone(request, edition, row)
    node = _node(edition, row.node)
    if request.method != "POST":
        return _show(request, edition, node, _about(row, edition, _proposed(row, edition, node), parts=True))
    forms = _sent_parts(request, row, node)
    if "them" in request.POST or "bot" in request.POST:
        return _show(request, edition, node, _about(row, edition, forms, parts=True), refused=False)
    conflict: Context = {}
    try:
        step = _split(request, edition, row, node, forms)
    except StaleItemError as error:
        if error.current.gone:
            return stale(request, edition, error, word_of("split"))
        row = error.current
        conflict = {"stale": plainly(error), **standing_context(row, edition)}
    except _PartsError:
        pass
    except InputError as error:
        forms[0].refuse(error.faults)
    else:
        return done(request, edition, step, _first_made(step, item))
    return _show(request, edition, node, _about(row, edition, forms, parts=True) | conflict, refused=True)


@action("programmes.review")
@require_http_methods(["GET", "HEAD", "POST"])
@vary_on_headers("Accept")
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Add an item to a paragraph: first its kind, then its fields."""
    edition = edition_of(pk)
    node = _node(edition, request.GET.get("doan", ""))
    kind = request.GET.get("muc-moi", "")
    about: Context = {"kind": "", "kinds": kind_choices(), "doing": "add"}
    if kind not in KINDS:
        return _show(request, edition, node, about | {"forms": [], "address": _add_url(edition, node, "")})
    text = node["text"]
    lead = len(text) - len(text.lstrip())
    place = {"length": node["end"] - node["start"], "auto_id": f"them-{node['id']}-%s"}
    about |= {"kind": kind, "kind_title": kind_title(kind), "address": _add_url(edition, node, kind)}
    if request.method != "POST":
        first = whole(request.GET.get("tu_chu", ""), lead + 1)
        last = whole(request.GET.get("den_chu", ""), len(text.rstrip()))
        form = ItemForm(kind, initial={"tu_chu": first, "den_chu": last}, **place)
        return _show(request, edition, node, about | {"forms": [form]})
    form = ItemForm(kind, request.POST, **place)
    try:
        span = form.span(node["id"], node["start"])
        if span is None:
            raise bad_span()
        step = services.add(request.user, pk, kind, span, form.given)
    except InputError as error:
        form.refuse(error.faults)
    else:
        return done(request, edition, step, _first_made(step, 0))
    return _show(request, edition, node, about | {"forms": [form]}, refused=True)


def _gone(request: HttpRequest, edition: Edition, row: Item) -> HttpResponse:
    said = _("Mục này đã được tách, gộp hoặc hoàn tác nên không còn để sửa.")
    if wants_data(request):
        return JsonResponse({"faults": [said]}, status=422)
    messages.error(request, said)
    return redirect(review_url(edition, Asked.of(request), row.node))


class _PartsError(InputError):
    """Parts that cannot be; each form says why."""


def word_of(deed: str) -> str:
    """The action in words."""
    return word("deed", deed, language())


def _show(
    request: HttpRequest, edition: Edition, node: Node, about: Context, *, refused: bool = False
) -> HttpResponse:
    """The form, as a page beside its paragraph or as a fragment; refused ones never look like done ones."""
    asked = Asked.of(request)
    status = (409 if about.get("stale") else 422) if refused else 200
    context = {
        "edition": edition,
        "query": asked.query(),
        "node_id": node["id"],
        "node_start": node["start"],
        "send_to": _with_query(about["address"], asked),
        "back_url": review_url(edition, asked, about.get("anchor", node["id"])),
        **about,
    }
    if wants_data(request):
        data: dict[str, Any] = {"form": render_to_string("office/programme_item_form.html", context, request)}
        if about.get("stale"):
            data |= changes(request, edition, asked)
        return JsonResponse(data, status=status)
    rights = rights_of(request.user, edition)
    view = views_of(edition, asked.everything(), [node["id"]])[0]
    page = {**context, "node": view, "rights": rights, "asked": asked, "fresh": frozenset()}
    return render(request, "office/programme_item.html", page, status=status)


def _about(row: Item, edition: Edition, forms: Sequence[ItemForm], *, parts: bool = False) -> Context:
    quote = edition.document.text[row.start : row.end]
    route = "office:review_split" if parts else "office:review_item"
    return {
        "item": row,
        "kind": row.kind,
        "kind_title": kind_title(row.kind, row.fields),
        "summary": item_summary(row.kind, row.fields, quote),
        "forms": forms,
        "doing": "split" if parts else "correct",
        "address": reverse(route, args=[edition.pk, row.pk]),
        "anchor": f"muc-{row.pk}",
        "most": MOST_PARTS,
    }


def _moved(form: ItemForm, row: Item, node: Node) -> Span | None:
    """The stretch when it was changed; refused when it is none."""
    span = form.span(node["id"], node["start"])
    if span is None:
        raise bad_span()
    return None if (span.start, span.end) == (row.start, row.end) else span


def _proposed(row: Item, edition: Edition, node: Node) -> list[ItemForm]:
    """Forms of the parts: one for each sentence of the quote, or clause of its one sentence; at least two."""
    text = edition.document.text
    found = sentences_in(text, row.start, row.end)
    if len(found) < 2:
        found = clauses(text, row.start, row.end)
    if not 2 <= len(found) <= MOST_PARTS:
        found = [(row.start, row.end)] * 2
    keys = Keys()
    return [
        ItemForm(
            row.kind,
            initial=initial_of(row.kind, row.fields) | quote_of(*stretch, node["start"]),
            prefix=f"phan{number}",
            keys=keys,
            **_part_place(row, node),
        )
        for number, stretch in enumerate(found, start=1)
    ]


def _sent_parts(request: HttpRequest, row: Item, node: Node) -> list[ItemForm]:
    """The parts as sent; one more, or one less, when that is what was asked for."""
    count = min(max(2, whole(request.POST.get("so", ""), 2)), MOST_PARTS)
    data = request.POST.copy()
    if "them" in data and count < MOST_PARTS:
        count += 1
        for name, value in (
            initial_of(row.kind, row.fields) | quote_of(row.start, row.end, node["start"])
        ).items():
            if value is not False:
                data[f"phan{count}-{name}"] = str(value)
    if "bot" in data and count > 2:
        count -= 1
    keys = Keys()
    return [
        ItemForm(row.kind, data, prefix=f"phan{number}", keys=keys, **_part_place(row, node))
        for number in range(1, count + 1)
    ]


def _part_place(row: Item, node: Node) -> Context:
    return {"length": node["end"] - node["start"], "auto_id": f"tach-{row.pk}-%s"}


def _split(
    request: HttpRequest, edition: Edition, row: Item, node: Node, forms: Sequence[ItemForm]
) -> ReviewStep:
    parts = []
    wrong = []
    for form in forms:
        span = form.span(node["id"], node["start"])
        try:
            fields_given(row.kind, form.given)
            if span is None:
                raise bad_span()
        except InputError as error:
            form.refuse(error.faults)
            wrong += error.faults
            continue
        parts.append({**form.given, "start": span.start, "end": span.end})
    if wrong:
        raise _PartsError(*wrong)
    return services.split(request.user, edition.pk, Seen(row.pk, whole(request.POST.get("ban", ""))), parts)


def _first_made(step: ReviewStep, item: int) -> str:
    made: Mapping[str, Any] | None = next(
        (kept for kept in step.after if not kept["gone"] and kept["id"] != item), None
    )
    return f"muc-{made['id']}" if made else str(step.after[0]["node"])


def _add_url(edition: Edition, node: Node, kind: str) -> str:
    more = f"&muc-moi={kind}" if kind else ""
    return f"{reverse('office:review_add', args=[edition.pk])}?doan={node['id']}{more}"


def _with_query(address: str, asked: Asked) -> str:
    query = asked.query()
    return address + (query.replace("?", "&", 1) if "?" in address else query)


def _item(edition: Edition, pk: int) -> Item:
    found: Item = get_object_or_404(Item.objects.select_related("changed_by"), pk=pk, edition=edition)
    return found


def _node(edition: Edition, name: str) -> Node:
    for node in edition.document.reading.get("nodes", ()):
        if node["id"] == name:
            found: Node = node
            return found
    raise Http404(name)
