"""Questions about programmes: which version counts on a day, what it says, and what it says of a place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from dothi.base.time import Period, Truth
from dothi.programme.items import KINDS
from dothi.programme.linking import Link
from dothi.registry.lawbook import current_law
from dothi.registry.programmes.models import Edition, EditionPeriod, EditionState, Item, ItemState
from dothi.registry.sources.refs import SourceRef, source_ref


@dataclass(frozen=True, slots=True)
class EditionRow:
    """An adopted version and its period; ``holds`` says whether it counts on the day asked about."""

    pk: int
    programme_key: str
    title: str
    title_en: str
    number: int
    period: Period
    holds: Truth
    decision_number: str
    decision_date: date | None
    issuer: str
    unreviewed: int
    digest: str
    document_name: str
    source: SourceRef | None
    illustrative: bool


@dataclass(frozen=True, slots=True)
class ItemRow:
    """An item as pages show it; ``text`` is its stretch of the source."""

    pk: int
    line: str
    kind: str
    node: str
    start: int
    end: int
    text: str
    fields: Mapping[str, Any]
    state: str
    links: tuple[Link, ...]

    @property
    def reviewed(self) -> bool:
        """Whether an officer confirmed it."""
        return self.state == ItemState.ACCEPTED

    def keys(self, kind: str) -> list[str]:
        """Keys of what it is tied to, of one kind."""
        return [link.key for link in self.links if link.kind == kind]


@dataclass(frozen=True, slots=True)
class Said:
    """An item together with the version that says it."""

    edition: EditionRow
    item: ItemRow


def editions_on(day: date, known_on: date | None = None) -> list[EditionRow]:
    """Versions that count, or may count, on ``day``: one for each programme, the surest first."""
    rows = EditionPeriod.objects.as_known_on(known_on).possibly_on(day)
    found: dict[int, EditionRow] = {}
    for row in with_editions(rows):
        answer = edition_row(row, day)
        other = found.get(row.edition.programme_id)
        if other is None or _order(answer) > _order(other):
            found[row.edition.programme_id] = answer
    return [found[key] for key in sorted(found)]


def edition_on(programme_key: str, day: date, known_on: date | None = None) -> EditionRow | None:
    """The version of one programme that counts, or may count, on ``day``."""
    return next((row for row in editions_on(day, known_on) if row.programme_key == programme_key), None)


def versions_of(programme_key: str, day: date, known_on: date | None = None) -> list[EditionRow]:
    """Every version of a programme with a period as known on a day, the latest first."""
    rows = EditionPeriod.objects.as_known_on(known_on).filter(edition__programme__key=programme_key)
    return sorted((edition_row(row, day) for row in with_editions(rows)), key=lambda row: -row.number)


def adopted(programme_key: str, number: int, day: date) -> EditionRow | None:
    """One adopted version by its number, corrected ones too: what was published stays readable."""
    edition = (
        Edition.objects.filter(programme__key=programme_key, number=number, state=EditionState.ADOPTED)
        .only("pk")
        .first()
    )
    if edition is None:
        return None
    periods = EditionPeriod.objects.filter(edition=edition)
    return edition_row(with_editions(periods).order_by("-recorded_at", "-pk").first(), day)


def items_of(edition_pk: int) -> list[ItemRow]:
    """What a version says, in the order of its text. Three queries."""
    return items_of_many([edition_pk])[edition_pk]


def items_of_many(edition_pks: Iterable[int]) -> dict[int, list[ItemRow]]:
    """What several versions say, each in the order of its text. Three queries, however many versions."""
    found: dict[int, list[ItemRow]] = {pk: [] for pk in edition_pks}
    rows = Item.objects.filter(edition_id__in=list(found), gone=False).exclude(state=ItemState.REJECTED)
    for edition, item in item_rows(rows):
        found[edition].append(item)
    return found


def by_kind(items: Iterable[ItemRow]) -> dict[str, list[ItemRow]]:
    """Items apart by kind; every kind has its list."""
    found: dict[str, list[ItemRow]] = {kind: [] for kind in KINDS}
    for item in items:
        found[item.kind].append(item)
    return found


def said_of(kind: str, key: str, day: date, known_on: date | None = None) -> list[Said]:
    """Everything that the versions of a day say of a town, unit, body or indicator."""
    editions = {row.pk: row for row in editions_on(day, known_on)}
    rows = Item.objects.filter(edition_id__in=editions, gone=False, links__kind=kind, links__key=key).exclude(
        state=ItemState.REJECTED
    )
    pairs = [(row.edition_id, row) for row in rows.order_by("edition", "start", "rank", "pk")]
    shown = {item.pk: item for item in _items(Item.objects.filter(pk__in=[row.pk for _, row in pairs]))}
    return [Said(editions[edition], shown[row.pk]) for edition, row in pairs]


def links_by_key(edition_pks: Iterable[int], kind: str) -> dict[str, list[ItemRow]]:
    """Items of several versions by what they are tied to: for a map that asks about every town at once."""
    found: defaultdict[str, list[ItemRow]] = defaultdict(list)
    for _edition, item in linked_items(edition_pks, kind):
        for key in item.keys(kind):
            found[key].append(item)
    return dict(found)


def linked_items(edition_pks: Iterable[int], kind: str) -> list[tuple[int, ItemRow]]:
    """Items of several versions that are tied to anything of a kind, each with its version. Three queries."""
    rows = Item.objects.filter(edition_id__in=list(edition_pks), gone=False, links__kind=kind)
    return item_rows(rows.exclude(state=ItemState.REJECTED).distinct())


def rule_set_of(edition: EditionRow) -> str:
    """The rule set of urban classes in which a version speaks: the one in force when it took effect.

    Empty where several may be meant, or none is known.
    """
    first, last = edition.period.start.earliest, edition.period.start.latest
    days = [day for day in (first, last) if day is not None]
    codes = {row.code for day in days for row in current_law().rule_sets.in_force(day)}
    return codes.pop() if len(codes) == 1 else ""


def with_editions(rows: Any) -> Any:
    """Periods with all that :func:`edition_row` reads, and without the file and its text."""
    heavy = ("content", "text", "reading")
    related = rows.select_related("edition__programme", "edition__document", "edition__source")
    return related.defer(*(f"edition__document__{name}" for name in heavy))


def edition_row(row: EditionPeriod, day: date) -> EditionRow:
    """The stored period with its version as an answer for ``day``."""
    edition = row.edition
    return EditionRow(
        edition.pk,
        edition.programme.key,
        edition.title,
        edition.title_en,
        edition.number,
        row.period,
        row.period.holds(day),
        edition.decision_number,
        edition.decision_date,
        edition.issuer,
        edition.unreviewed,
        edition.digest,
        edition.document.name,
        source_ref(edition.source) if edition.source else None,
        edition.programme.illustrative,
    )


def _order(row: EditionRow) -> tuple[bool, date, int]:
    return row.holds is Truth.YES, row.period.start.latest or date.min, row.number


def item_rows(rows: Any) -> list[tuple[int, ItemRow]]:
    """Stored items with the version each belongs to, in the order of the texts. Three queries."""
    items = list(rows.prefetch_related("links").order_by("edition", "start", "rank", "pk"))
    texts = dict(
        Edition.objects.filter(pk__in={item.edition_id for item in items}).values_list("pk", "document__text")
    )
    return [(item.edition_id, _shown(item, texts[item.edition_id])) for item in items]


def _items(rows: Any) -> list[ItemRow]:
    return [item for _, item in item_rows(rows)]


def _shown(item: Item, text: str) -> ItemRow:
    links = sorted((Link(tie.kind, tie.key) for tie in item.links.all()), key=tuple)
    return ItemRow(
        item.pk,
        str(item.line),
        item.kind,
        item.node,
        item.start,
        item.end,
        text[item.start : item.end],
        item.fields,
        str(item.state),
        tuple(links),
    )
