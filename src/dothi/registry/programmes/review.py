"""Confirming what was read: accept, correct, split, merge, reject, add, and taking any of it back.

Every step names the version of each item it saw; where somebody was faster it is refused and nothing is lost
(:class:`~dothi.registry.programmes.refusals.StaleItemError`). A step keeps the items as they were and as it
left them, so it can be undone as long as nobody built on it.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from dothi.base.errors import refuse_all
from dothi.programme.items import KINDS
from dothi.registry.accounts.access import require
from dothi.registry.audit import trail
from dothi.registry.programmes import refusals
from dothi.registry.programmes.given import fields_given
from dothi.registry.programmes.models import Edition, EditionState, Item, ItemState, ReviewStep
from dothi.registry.programmes.names import register_on_record, spoken_on, unknown_keys
from dothi.registry.programmes.snapshots import link, nothing, restore, settle, snapshot

ACTION = "programmes.review"
MOST_PARTS = 20
MOST_AT_ONCE = 2000
_MARKS = frozenset({"accept", "reject", "reopen"})


@dataclass(frozen=True, slots=True)
class Seen:
    """An item as the officer saw it."""

    pk: int
    version: int


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the text within one node."""

    node: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Edit:
    """An item's new fields and state, as one of many changes made at once."""

    seen: Seen
    fields: Mapping[str, Any]
    state: str


@dataclass(frozen=True, slots=True)
class Addition:
    """An item to be added, as one of many changes made at once."""

    kind: str
    span: Span
    fields: Mapping[str, Any]
    state: str


def accept(user: Any, edition_id: int, seen: Sequence[Seen]) -> ReviewStep:
    """Say that items are as the text means them."""
    return _mark(user, edition_id, seen, ItemState.ACCEPTED, "accept")


def reject(user: Any, edition_id: int, seen: Sequence[Seen]) -> ReviewStep:
    """Say that items are none; they stay visible to the officers and are no part of the version."""
    return _mark(user, edition_id, seen, ItemState.REJECTED, "reject")


def reopen(user: Any, edition_id: int, seen: Sequence[Seen]) -> ReviewStep:
    """Take back what was said of items, without undoing what was corrected in them."""
    return _mark(user, edition_id, seen, ItemState.UNREVIEWED, "reopen")


@transaction.atomic
def correct(
    user: Any, edition_id: int, seen: Seen, given: Mapping[str, Any], span: Span | None = None
) -> ReviewStep:
    """Give an item other fields and, with ``span``, another stretch of the text; it counts as accepted.

    Raises :class:`InputError` naming each field that cannot be.
    """
    edition = _open(user, edition_id)
    item = _item(edition, seen, dict(given))
    fields = _given(item.kind, given, item.fields)
    before = [snapshot(item)]
    item.fields, item.state = fields, ItemState.ACCEPTED
    if span is not None:
        _place(edition, item, span)
    return _finish(user, edition, "correct", before, [item])


@transaction.atomic
def split(user: Any, edition_id: int, seen: Seen, parts: Sequence[Mapping[str, Any]]) -> ReviewStep:
    """Make several items of one. Each part gives the fields that differ from the item's own.

    A part may hold ``start`` and ``end`` (offsets) to quote only its own stretch. The first part carries the
    line of the item on; the parts are still to be looked at.
    """
    edition = _open(user, edition_id)
    item = _item(edition, seen, {"parts": list(parts)})
    if not 2 <= len(parts) <= MOST_PARTS:
        raise refusals.fault(
            "parts", f"tách thành từ 2 đến {MOST_PARTS} mục", f"split into 2 to {MOST_PARTS} items"
        )
    made = [_part(edition, item, part, first=not index) for index, part in enumerate(parts)]
    before = [snapshot(item), *(nothing(one) for one in made)]
    item.gone = True
    return _finish(user, edition, "split", before, [item, *made])


@transaction.atomic
def merge(user: Any, edition_id: int, seen: Sequence[Seen]) -> ReviewStep:
    """Make one item of several of one kind and node: the first one's fields, gaps filled by the others.

    What the others said otherwise is :func:`~dothi.registry.programmes.history.given_up`; undoing brings it
    back.
    """
    edition = _open(user, edition_id)
    items = sorted((_item(edition, one) for one in seen), key=lambda item: (item.start, item.rank, item.pk))
    if len({item.pk for item in items}) < 2:
        raise refusals.fault("merge_few", "chọn ít nhất hai mục để gộp", "choose two items or more to merge")
    if len({item.kind for item in items}) > 1 or len({item.node for item in items}) > 1:
        raise refusals.fault(
            "merge_kinds",
            "chỉ gộp được các mục cùng loại, cùng một đoạn văn bản",
            "only items of one kind and one paragraph can be merged",
        )
    made = _copy(items[0])
    made.start, made.end = min(item.start for item in items), max(item.end for item in items)
    made.fields = _together([item.fields for item in items])
    made.line, made.origin, made.state = items[0].line, "merged", ItemState.UNREVIEWED
    made.save()
    before = [*(snapshot(item) for item in items), nothing(made)]
    for item in items:
        item.gone = True
    return _finish(user, edition, "merge", before, [*items, made])


@transaction.atomic
def add(user: Any, edition_id: int, kind: str, span: Span, given: Mapping[str, Any]) -> ReviewStep:
    """Add what the reader did not find, tied to a stretch of the text; it counts as accepted."""
    edition = _open(user, edition_id)
    item = _new(edition, kind, span, given)
    return _finish(user, edition, "add", [nothing(item)], [item])


@transaction.atomic
def apply_many(user: Any, edition_id: int, changes: Sequence[Edit | Addition]) -> ReviewStep:
    """Make many changes in one step, which one undoing takes back: a workbook that was sent back."""
    edition = _open(user, edition_id)
    edits = {change.seen.pk: change for change in changes if isinstance(change, Edit)}
    items = _fresh(edition, [edit.seen for edit in edits.values()])
    before = [snapshot(item) for item in items]
    for item in items:
        edit = edits[item.pk]
        item.fields, item.state = _given(item.kind, edit.fields, item.fields), ItemState(edit.state)
    for change in changes:
        if isinstance(change, Addition):
            made = _new(edition, change.kind, change.span, change.fields)
            made.state = ItemState(change.state)
            items.append(made)
            before.append(nothing(made))
    if not items:
        raise refusals.fault("none", "không có gì để ghi", "there is nothing to write")
    return _finish(user, edition, "sheet", before, items)


@transaction.atomic
def undo(user: Any, edition_id: int, number: int) -> ReviewStep:
    """Take a step back, or redo one by undoing its undoing; refused when its items were changed since."""
    edition = _open(user, edition_id)
    step = ReviewStep.objects.filter(edition=edition, number=number).first()
    if step is None or ReviewStep.objects.filter(undoes=step).exists():
        raise refusals.fault("undone", "bước này không còn để hoàn tác", "there is no such step to undo")
    items = {item.pk: item for item in _items(edition, [kept["id"] for kept in step.after])}
    for kept in step.after:
        item = items[kept["id"]]
        if snapshot(item) != kept:
            raise refusals.StaleItemError(item)
    before = [snapshot(items[kept["id"]]) for kept in step.before]
    for kept in step.before:
        restore(items[kept["id"]], kept)
    return _finish(user, edition, "undo", before, list(items.values()), undoes=step)


def left(edition: Edition) -> int:
    """How many items nobody has looked at."""
    count: int = edition.items.filter(gone=False, state=ItemState.UNREVIEWED).count()
    return count


@transaction.atomic
def _mark(user: Any, edition_id: int, seen: Sequence[Seen], state: ItemState, deed: str) -> ReviewStep:
    edition = _open(user, edition_id)
    if not 1 <= len(seen) <= MOST_AT_ONCE:
        raise refusals.fault("none", "chưa chọn mục nào", "no item is chosen")
    items = _fresh(edition, seen)
    before = [snapshot(item) for item in items]
    for item in items:
        item.state = state
    return _finish(user, edition, deed, before, items)


def _open(user: Any, edition_id: int) -> Edition:
    """The edition under review, locked until the step is written."""
    require(user, ACTION)
    rows = Edition.objects.select_for_update(of=("self",)).select_related("document", "programme")
    edition: Edition = rows.defer("document__content").get(pk=edition_id)
    if edition.state != EditionState.REVIEW:
        raise refusals.not_in_review(edition)
    return edition


def _items(edition: Edition, numbers: Sequence[int]) -> list[Item]:
    rows = Item.objects.filter(edition=edition, pk__in=numbers).select_related("changed_by")
    return list(rows.order_by("start", "rank", "pk"))


def _fresh(edition: Edition, seen: Sequence[Seen], yours: dict[str, Any] | None = None) -> list[Item]:
    """The items as they stand, refused where one is not what the officer saw."""
    versions = {one.pk: one.version for one in seen}
    items = _items(edition, list(versions))
    if len(items) != len(versions):
        raise refusals.fault("no_item", "mục này không thuộc phiên bản đang rà soát", "there is no such item")
    for item in items:
        if item.gone or item.version != versions[item.pk]:
            raise refusals.StaleItemError(item, yours)
    return items


def _item(edition: Edition, seen: Seen, yours: dict[str, Any] | None = None) -> Item:
    return _fresh(edition, [seen], yours)[0]


def _given(kind: str, given: Mapping[str, Any], before: Mapping[str, Any]) -> dict[str, Any]:
    """The fields that an officer gives, refused where they cannot be, or newly name what is not on record."""
    fields = fields_given(kind, given)
    refuse_all(unknown_keys(kind, fields, before))
    return fields


def _place(edition: Edition, item: Item, span: Span) -> None:
    nodes = {node["id"]: node for node in edition.document.reading["nodes"]}
    node = nodes.get(span.node)
    if node is None or not node["start"] <= span.start < span.end <= node["end"]:
        raise refusals.fault(
            "span",
            "trích đoạn phải nằm trong một đoạn của văn bản",
            "the quote must lie within one paragraph of the text",
            "span",
            ("Bôi chọn lại trong một đoạn", "Select again within one paragraph"),
        )
    if not edition.document.text[span.start : span.end].strip():
        raise refusals.fault("span_empty", "trích đoạn không có chữ", "the quote holds no words", "span")
    item.node, item.start, item.end = span.node, span.start, span.end


def _new(edition: Edition, kind: str, span: Span, given: Mapping[str, Any]) -> Item:
    if kind not in KINDS:
        raise refusals.fault("kind", "chưa chọn loại mục", "the kind of item is missing", "kind")
    item = Item(
        edition=edition, kind=kind, fields=_given(kind, given, {}), origin="added", state=ItemState.ACCEPTED
    )
    _place(edition, item, span)
    settle(item, edition.document.text)
    item.save()
    return item


def _copy(item: Item) -> Item:
    return Item(
        edition=item.edition,
        line=uuid.uuid4(),
        kind=item.kind,
        node=item.node,
        start=item.start,
        end=item.end,
        rank=item.rank,
        fields=dict(item.fields),
        folded=item.folded,
    )


def _part(edition: Edition, item: Item, part: Mapping[str, Any], *, first: bool) -> Item:
    made = _copy(item)
    made.line = item.line if first else made.line
    made.origin = "split"
    given = {name: value for name, value in part.items() if name not in {"start", "end"}}
    made.fields = _given(item.kind, {**item.fields, **given}, item.fields)
    if part.get("start") is not None and part.get("end") is not None:
        _place(edition, made, Span(item.node, int(part["start"]), int(part["end"])))
    settle(made, edition.document.text)
    made.save()
    return made


def _together(fields: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The first one's values; what it lacks comes from the next that has it; lists are joined."""
    joined = dict(fields[0])
    for other in fields[1:]:
        for name, value in other.items():
            if isinstance(value, list):
                joined[name] = list(dict.fromkeys([*(joined.get(name) or []), *value]))
            elif joined.get(name) is None:
                joined[name] = value
    return joined


def _write_state(items: Sequence[Item], user: Any) -> None:
    """Write the one new state of all items in one go: nothing else of them follows from it."""
    moment = timezone.now()
    Item.objects.filter(pk__in=[item.pk for item in items]).update(
        state=items[0].state, version=F("version") + 1, changed_by=user, changed_at=moment
    )
    for item in items:
        item.version += 1
        item.changed_by, item.changed_at = user, moment


def _finish(
    user: Any,
    edition: Edition,
    deed: str,
    before: list[dict[str, Any]],
    items: Sequence[Item],
    *,
    undoes: ReviewStep | None = None,
) -> ReviewStep:
    """Write the items, the step and the audit entry, in the caller's transaction."""
    if deed in _MARKS:
        _write_state(items, user)
    else:
        text = edition.document.text
        for item in items:
            settle(item, text)
            item.version += 1
            item.changed_by = user
            item.save()
        link(items, register_on_record(spoken_on(edition)))
    edition.steps += 1
    edition.save(update_fields=["steps"])
    after = {item.pk: snapshot(item) for item in items}
    step = ReviewStep.objects.create(
        edition=edition,
        number=edition.steps,
        deed=deed,
        before=before,
        after=[after[kept["id"]] for kept in before],
        undoes=undoes,
        by=user,
    )
    details = {"edition": edition.pk, "step": step.number, "items": sorted(after)}
    trail.record(user, f"programmes.{deed}", step, details | ({"undoes": undoes.number} if undoes else {}))
    return step
