"""Opening a version: from a file that was sent, from the version in force, or from an amended file.

Reading may take a while, so a file is kept first and read by a job. What a version is opened from is never
touched: its items are copied, and lines of descent tie the new ones to them.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction

from dothi import __version__
from dothi.base.text import clean, slug
from dothi.programme.compare import Kept, changes, descent
from dothi.programme.fields import LeftOut, as_far_as_read
from dothi.programme.items import Draft, drafts_of
from dothi.programme.linking import measure_of
from dothi.programme.model import Guess, to_json
from dothi.programme.model import Programme as Reading
from dothi.programme.read import read_source_text
from dothi.programme.sources import Source as Text
from dothi.programme.sources import source_of
from dothi.registry.accounts.access import require
from dothi.registry.audit import trail
from dothi.registry.jobs.work import enqueue
from dothi.registry.programmes import refusals
from dothi.registry.programmes.models import Document, Edition, EditionState, Item, ItemState, Programme
from dothi.registry.programmes.names import measures, register_on_record, spoken_on
from dothi.registry.programmes.snapshots import link, settle

ACTION = "programmes.review"
READ_KIND = "programmes.read"
_IN_HAND = (EditionState.READING, EditionState.REVIEW)
_OF_THE_FORM = ("document", "nodes", "unplaced", "guesses")


@transaction.atomic
def send(
    user: Any, name: str, content: bytes, title: str = "", programme: Programme | None = None
) -> Edition:
    """Keep a file and hand in its reading; a version of ``programme``, or of a new one called ``title``.

    Raises :class:`~dothi.base.errors.DothiError` for a file that is no text at all, before anything is kept.
    """
    require(user, ACTION)
    source_of(content, name)
    if programme is None:
        programme = _new_programme(title or name)
    _refuse_two(programme)
    document = _keep(user, name, content)
    edition = Edition.objects.create(
        programme=programme, document=document, follows=latest(programme), opened_by=user
    )
    job = enqueue(READ_KIND, {"edition": edition.pk}, user)
    edition.job = job.pk
    edition.save(update_fields=["job"])
    details = {"programme": programme.key, "name": document.name, "sha256": document.sha256}
    trail.record(user, "programmes.send", edition, details)
    return edition


@transaction.atomic
def reopen(user: Any, programme: Programme) -> Edition:
    """Open a new version from the latest adopted one: the same text, every item as it stood."""
    require(user, ACTION)
    _refuse_two(programme)
    earlier = latest(programme)
    if earlier is None:
        raise refusals.fault(
            "nothing_adopted", "chương trình chưa có phiên bản nào", "no version is adopted yet"
        )
    edition = Edition.objects.create(
        programme=programme,
        document=earlier.document,
        follows=earlier,
        state=EditionState.REVIEW,
        decision_number=earlier.decision_number,
        decision_date=earlier.decision_date,
        issuer=earlier.issuer,
        source=earlier.source,
        opened_by=user,
    )
    items = [_carried(edition, item) for item in standing(earlier)]
    Item.objects.bulk_create(items, batch_size=500)
    link(edition.items.all(), register_on_record(spoken_on(edition)))
    trail.record(user, "programmes.reopen", edition, {"programme": programme.key, "follows": earlier.pk})
    return edition


@transaction.atomic
def abandon(user: Any, edition_id: int, reason: str) -> None:
    """Put a version in hand away with the reason; it stays readable."""
    require(user, ACTION)
    edition = Edition.objects.select_for_update().get(pk=edition_id)
    if edition.state not in _IN_HAND:
        raise refusals.not_in_review(edition)
    if not reason.strip():
        raise refusals.fault("reason", "chưa ghi lý do", "the reason is missing", "reason")
    edition.state, edition.reason = EditionState.ABANDONED, clean(reason)[:300]
    edition.save(update_fields=["state", "reason"])
    trail.record(user, "programmes.abandon", edition, {"reason": edition.reason})


def read_document(document: Document) -> tuple[Text, Reading]:
    """Read the kept file with the names on record; writes nothing."""
    text = source_of(bytes(document.content), document.name)
    return text, read_source_text(text, register_on_record())


@dataclass(frozen=True, slots=True)
class Prepared:
    """A reading as items not yet written, each with its line; ``guesses`` hold what was left out, too."""

    found: Reading
    items: list[Item]
    guesses: list[Guess]


def prepare(edition: Edition, found: Reading) -> Prepared:
    """Make items of what was read; writes nothing, and may take a while for a long text with many changes."""
    items: list[Item] = []
    guesses = list(found.guesses)
    for draft in drafts_of(found):
        item, left = _item(edition, draft, found.source[draft.start : draft.end])
        items.append(item)
        guesses += [Guess(draft.node, one.found, one.taken_as, 0.0, "left_out") for one in left]
    if edition.follows is not None:
        _trace(items, found.source, edition.follows)
    for item in items:
        settle(item, found.source)
    return Prepared(found, items, guesses)


def fill(edition: Edition, prepared: Prepared) -> int:
    """Write what was read as items to be looked at, in the caller's transaction; how many there are."""
    found, items = prepared.found, prepared.items
    document = edition.document
    document.text = found.source
    told = to_json(replace(found, guesses=tuple(prepared.guesses)))
    document.reading = {key: value for key, value in told.items() if key in _OF_THE_FORM}
    document.code_version = __version__
    document.save()
    Item.objects.bulk_create(items, batch_size=500)
    link(edition.items.all(), register_on_record(spoken_on(edition)))
    edition.state = EditionState.REVIEW
    edition.decision_number = found.document.number or edition.decision_number
    edition.issuer = (found.document.issuer or edition.issuer)[:200]
    edition.save()
    return len(items)


def latest(programme: Programme) -> Edition | None:
    """The version adopted last, whatever its legal period."""
    found: Edition | None = (
        programme.editions.filter(state=EditionState.ADOPTED)
        .select_related("document")
        .order_by("-number")
        .first()
    )
    return found


def standing(edition: Edition) -> list[Item]:
    """The items a version consists of, in the order of the text: not the rejected, not what is gone."""
    return list(
        edition.items.filter(gone=False).exclude(state=ItemState.REJECTED).order_by("start", "rank", "pk")
    )


def kept_of(items: Sequence[Item], text: str) -> list[Kept]:
    """Items as :mod:`dothi.programme.compare` takes them."""
    return [Kept(str(item.line), item.kind, text[item.start : item.end], item.fields) for item in items]


def unchanged(edition: Edition) -> list[Item]:
    """Items not yet looked at that say, in the same words, what an officer accepted in the version before."""
    if edition.follows is None:
        return []
    accepted = [item for item in standing(edition.follows) if item.state == ItemState.ACCEPTED]
    before = {one.line: one for one in kept_of(accepted, edition.follows.document.text)}
    waiting = list(
        edition.items.filter(gone=False, state=ItemState.UNREVIEWED).order_by("start", "rank", "pk")
    )
    now = kept_of(waiting, edition.document.text)
    return [
        item
        for item, one in zip(waiting, now, strict=True)
        if one.line in before and before[one.line].kind == one.kind and not changes(before[one.line], one)
    ]


def _new_programme(title: str) -> Programme:
    named = clean(title)[:400] or "Chương trình"
    base = slug(named)[:60].strip("-") or "chuong-trinh"
    key = base
    if Programme.objects.filter(key=key).exists():
        key = f"{base}-{uuid.uuid4().hex[:6]}"
    return Programme.objects.create(key=key, title=named)


def _refuse_two(programme: Programme) -> None:
    Programme.objects.select_for_update().get(pk=programme.pk)
    waiting = programme.editions.filter(state__in=_IN_HAND).first()
    if waiting is not None:
        raise refusals.in_hand(waiting)


def _keep(user: Any, name: str, content: bytes) -> Document:
    return Document.objects.create(
        name=clean(name.replace("\\", "/").rsplit("/", 1)[-1])[:200] or "van-ban",
        sha256=hashlib.sha256(content).hexdigest(),
        content=content,
        sent_by=user,
    )


def _item(edition: Edition, draft: Draft, words: str) -> tuple[Item, list[LeftOut]]:
    fields, left = as_far_as_read(draft.kind, draft.fields, words)
    if draft.kind == "target":
        found = measure_of(fields, measures())
        fields["measure"] = found[0].code if found else None
    item = Item(
        edition=edition, kind=draft.kind, node=draft.node, start=draft.start, end=draft.end, fields=fields
    )
    return item, left


def _trace(items: list[Item], text: str, earlier: Edition) -> None:
    """Give each new item the line of the one it descends from."""
    old = standing(earlier)
    found = descent(kept_of(old, earlier.document.text), kept_of(items, text))
    for index, other in found.items():
        items[index].line = old[other].line


def _carried(edition: Edition, item: Item) -> Item:
    return Item(
        edition=edition,
        line=item.line,
        kind=item.kind,
        node=item.node,
        start=item.start,
        end=item.end,
        rank=item.rank,
        fields=dict(item.fields),
        folded=item.folded,
        state=item.state,
        origin="carried",
    )
