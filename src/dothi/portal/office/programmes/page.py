"""The review page as data: paragraphs of one part, each with its text, its items and what was guessed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from dothi.portal.formats import show_number
from dothi.portal.item_words import facts, item_summary, kind_title
from dothi.portal.office.programmes.asked import GUESSED, Asked
from dothi.portal.office.programmes.cutting import (
    Mark,
    Stretch,
    depth_of,
    heading_of,
    levels,
    parts,
    stretches,
    with_headings,
)
from dothi.portal.office.programmes.ties import Tie, lacking, ties_of
from dothi.portal.office.speech import language
from dothi.portal.words import word
from dothi.programme.wording import GUESSES, said, short
from dothi.registry.programmes.models import Edition, Item, ItemState

MUTED = frozenset({"page", "recipients", "signature", "front"})
SHOWN_TIES = 6


@dataclass(frozen=True, slots=True)
class Card:
    """An item beside its source."""

    item: Item
    number: int
    kind: str
    summary: str
    facts: list[tuple[str, str]]
    ties: list[Tie]
    lacks: str
    guesses: list[str]

    @property
    def many_ties(self) -> bool:
        """Whether its ties are too many to stand there unfolded."""
        return len(self.ties) > SHOWN_TIES


@dataclass(frozen=True, slots=True)
class Group:
    """Unreviewed items of one kind in one paragraph, to be accepted together."""

    title: str
    cards: list[Card]


@dataclass(frozen=True, slots=True)
class NodeView:
    """A paragraph: its own text cut at its items, and their cards."""

    id: str
    kind: str
    word: str
    level: int
    start: int
    length: int
    stretches: list[Stretch]
    cards: list[Card]
    guesses: list[str]
    unplaced: bool

    @property
    def deep(self) -> bool:
        """Whether some words are marked so often that the lines need more room."""
        return any(len(piece.looks) > 1 for piece in self.stretches)

    @property
    def muted(self) -> bool:
        """Whether it is no part of what the document says: page numbers, recipients, signatures."""
        return self.kind in MUTED

    @property
    def groups(self) -> list[Group]:
        """Kinds of which two items or more wait here."""
        waiting: defaultdict[str, list[Card]] = defaultdict(list)
        for card in self.cards:
            if card.item.state == ItemState.UNREVIEWED:
                waiting[card.item.kind].append(card)
        return [Group(kind_title(kind), cards) for kind, cards in waiting.items() if len(cards) > 1]

    @property
    def mergeable(self) -> frozenset[str]:
        """Kinds of which two items or more stand here."""
        kinds = Counter(card.item.kind for card in self.cards)
        return frozenset(kind for kind, count in kinds.items() if count > 1)


@dataclass(frozen=True, slots=True)
class Chapter:
    """A heading in the list of contents: where it stands and what is left under it."""

    title: str
    node: str
    part: int
    left: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """One part of the document, ready to be shown."""

    nodes: list[NodeView]
    part: int
    parts: int
    chapters: list[Chapter]


def sheet_of(edition: Edition, asked: Asked) -> Sheet:
    """The part of the document that was asked for. The number of queries does not depend on its size."""
    nodes = edition.document.reading["nodes"]
    every, wanted = _counts(edition, Q()), _counts(edition, asked.wanted)
    guessed = {guess["node"] for guess in edition.document.reading["guesses"]}
    shown = nodes
    if asked.narrowed:
        kept = set(wanted)
        if asked.show == GUESSED:
            kept = kept & guessed if asked.kind or asked.text else guessed
        shown = with_headings(nodes, kept)
    cut = parts(shown, {name: row["all"] for name, row in wanted.items()})
    at = min(max(1, asked.part), len(cut))
    views = views_of(edition, asked, [node["id"] for node in cut[at - 1]], every)
    return Sheet(views, at, len(cut), _chapters(nodes, cut, every))


def views_of(
    edition: Edition,
    asked: Asked,
    names: Sequence[str],
    every: Mapping[str, Mapping[str, int]] | None = None,
) -> list[NodeView]:
    """The named paragraphs with those of their items that were asked for, in the order of the text."""
    reading = edition.document.reading
    standing = _counts(edition, Q(node__in=names)) if every is None else every
    rows = edition.items.filter(asked.wanted, gone=False, node__in=names)
    items = list(rows.select_related("changed_by").prefetch_related("links").order_by("start", "rank", "pk"))
    ties = ties_of(items)
    guesses: defaultdict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for guess in reading["guesses"]:
        guesses[guess["node"]].append(guess)
    mine: defaultdict[str, list[Item]] = defaultdict(list)
    for item in items:
        mine[item.node].append(item)
    places = _places(reading, {name for name, row in standing.items() if row["standing"]})
    wanted = set(names)
    return [
        _view(edition.document.text, places[node["id"]], mine[node["id"]], guesses[node["id"]], ties)
        for node in reading["nodes"]
        if node["id"] in wanted
    ]


def _places(reading: Mapping[str, Any], placed: set[str]) -> dict[str, _Place]:
    """Every paragraph with what its place in the document says of it; ``placed`` are those with items."""
    nodes = {node["id"]: node for node in reading["nodes"]}
    level = levels(reading["nodes"])
    unplaced = {one["node"] for one in reading["unplaced"]}
    return {
        name: _Place(
            node, level.get(name, 0), heading_of(node, nodes), name in unplaced and name not in placed
        )
        for name, node in nodes.items()
    }


@dataclass(frozen=True, slots=True)
class _Place:
    node: Mapping[str, Any]
    level: int
    heading: str
    unplaced: bool


def _view(
    source: str,
    place: _Place,
    items: Sequence[Item],
    guesses: Sequence[Mapping[str, Any]],
    ties: Mapping[int, list[Tie]],
) -> NodeView:
    node = place.node
    of_item, of_node = _share(guesses, items, source)
    cards = [
        _card(item, number, _quote(item, source), place.heading, (ties[item.pk], of_item.get(item.pk, [])))
        for number, item in enumerate(items, start=1)
    ]
    before = [""] + [card.item.kind for card in cards]
    marks = [_mark(card, kind) for card, kind in zip(cards, before, strict=False)]
    text = node["text"].rstrip()
    return NodeView(
        node["id"],
        node["kind"],
        word("node", node["kind"], language()) if node["kind"] in MUTED else "",
        place.level,
        node["start"],
        node["end"] - node["start"],
        stretches(text, node["start"], marks) if text else [],
        cards,
        of_node,
        place.unplaced,
    )


def _card(item: Item, number: int, quote: str, heading: str, found: tuple[list[Tie], list[str]]) -> Card:
    """The item with what was found for it: ties and guesses."""
    ties, guesses = found
    return Card(
        item,
        number,
        kind_title(item.kind, item.fields),
        item_summary(item.kind, item.fields, quote),
        facts(item.kind, item.fields, heading),
        ties,
        lacking(item),
        guesses,
    )


def _quote(item: Item, source: str) -> str:
    return source[item.start : item.end]


def _mark(card: Card, before: str) -> Mark:
    """How the card's words are marked; ``before`` is the kind of the item before it."""
    item = card.item
    look = "rejected" if item.state == ItemState.REJECTED else item.kind
    name = f"{word('item_short', item.kind, language())} {card.number}"
    return Mark(item.pk, look, str(card.number) if item.kind == before else name, name, item.start, item.end)


def _share(
    guesses: Iterable[Mapping[str, Any]], items: Sequence[Item], source: str
) -> tuple[dict[int, list[str]], list[str]]:
    """Guesses by the item they speak of: whose fields hold the words, else whose quote; the rest apart."""
    of_item: defaultdict[int, list[str]] = defaultdict(list)
    of_node = []
    for guess in guesses:
        found = guess["found"]
        holders = [item for item in items if found in _words(item.fields)]
        holders = holders or [item for item in items if found in source[item.start : item.end]]
        text = guess_text(guess)
        for item in holders:
            of_item[item.pk].append(text)
        if not holders:
            of_node.append(text)
    return of_item, of_node


def guess_text(guess: Mapping[str, Any]) -> str:
    """What the reader took for what: ``«Praq» được hiểu là «P'rao» (khớp tên gần đúng, 0,75)``."""
    if guess["reason"] == "left_out":
        return _left_out(guess)
    return _("«%(found)s» được hiểu là «%(taken)s» (%(reason)s, %(score)s)") % {
        "found": guess["found"],
        "taken": guess["taken_as"],
        "reason": said(GUESSES, guess["reason"], language()),
        "score": show_number(guess["score"], 2, language()),
    }


def _left_out(guess: Mapping[str, Any]) -> str:
    found, taken = short(guess["found"], 120), short(guess["taken_as"], 120)
    if taken:
        return _("Nội dung quá dài nên đã rút gọn thành «%(taken)s»; xem nguyên văn rồi sửa.") % {
            "taken": taken
        }
    return _("«%(found)s» không thể là giá trị của ô nên để trống; xem nguyên văn rồi sửa.") % {
        "found": found
    }


def _words(fields: Mapping[str, Any]) -> str:
    values = [value if isinstance(value, list) else [value] for value in fields.values()]
    return "\n".join(str(one) for listed in values for one in listed if isinstance(one, str))


def _counts(edition: Edition, wanted: Q) -> dict[str, dict[str, int]]:
    """How many items each paragraph has: of all, standing, not looked at."""
    rows = (
        edition.items.filter(wanted, gone=False)
        .order_by()
        .values("node")
        .annotate(
            all=Count("pk"),
            standing=Count("pk", filter=~Q(state=ItemState.REJECTED)),
            left=Count("pk", filter=Q(state=ItemState.UNREVIEWED)),
        )
    )
    return {row["node"]: row for row in rows}


def _chapters(
    nodes: Sequence[Mapping[str, Any]],
    cut: Sequence[Sequence[Mapping[str, Any]]],
    counts: Mapping[str, Mapping[str, int]],
) -> list[Chapter]:
    """Chapters and their sections with what is left in each, as far as the shown parts hold them."""
    where = {node["id"]: number for number, part in enumerate(cut, start=1) for node in part}
    first = next(iter(nodes))
    rows: list[tuple[str, str, int]] = []
    left: list[int] = []
    for node in nodes:
        if node["kind"] == "section" and depth_of(node, first) == 1:
            rows.append((" ".join(node["text"].split()), node["id"], where.get(node["id"], 0)))
            left.append(0)
        if left:
            left[-1] += counts.get(node["id"], {}).get("left", 0)
    return [
        Chapter(title, name, part, waiting)
        for (title, name, part), waiting in zip(rows, left, strict=True)
        if part
    ]
