"""An item of a programme as every page tells it: one line, its source sentence, and where that stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from dothi.portal.asking import Asking
from dothi.portal.public.asks import language
from dothi.programme.numbering import place_of
from dothi.programme.wording import summary
from dothi.registry.programmes.queries import EditionRow, ItemRow, Said
from dothi.registry.programmes.versions import DocumentRow, documents_of

_LAYOUT = re.compile(r"\*\*|__|^#{1,6}\s+", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Entry:
    """One item with its words. ``where`` is its place in the text (I.2.2), ``address`` leads there."""

    item: ItemRow
    summary: str
    quote: str
    where: str
    address: str
    unreviewed: bool

    @property
    def anchor(self) -> str:
        """Its fragment on the programme's page."""
        return f"muc-{self.item.line}"

    @property
    def fields(self) -> Mapping[str, Any]:
        """What the item was taken for."""
        return self.item.fields


@dataclass(frozen=True)
class Teller:
    """Tells the items of one version. ``fixed`` keeps links on that version whatever the day."""

    edition: EditionRow
    document: DocumentRow
    asking: Asking
    fixed: bool = False

    def entry(self, item: ItemRow) -> Entry:
        """The item in words."""
        return Entry(
            item,
            summary(item.kind, item.fields, item.text, language()),
            plain(item.text),
            place_of(self.nodes, item.node),
            self.text_address(item),
            not item.reviewed,
        )

    def entries(self, items: Iterable[ItemRow]) -> list[Entry]:
        """Several items in words, in their order."""
        return [self.entry(item) for item in items]

    @property
    def nodes(self) -> Mapping[str, Mapping[str, Any]]:
        """The nodes of the text by id."""
        return self.document.by_id

    @property
    def page(self) -> str:
        """Address of the programme's page for this version."""
        key = self.edition.programme_key
        if self.fixed:
            return reverse("public:programme_version", args=[key, self.edition.number]) + self.asking.query()
        return reverse("public:programme", args=[key]) + self.asking.query()

    def text_address(self, item: ItemRow | None = None) -> str:
        """Address of the text, at the item where one is given."""
        more = {"muc": item.line} if item is not None else {}
        node = f"#{item.node}" if item is not None else ""
        key = self.edition.programme_key
        if self.fixed:
            route = reverse("public:programme_version_text", args=[key, self.edition.number])
        else:
            route = reverse("public:programme_text", args=[key])
        return f"{route}{self.asking.query(**more)}{node}"


def tellers(editions: Iterable[EditionRow], asking: Asking) -> dict[int, Teller]:
    """A teller for each of several versions. One query."""
    rows = {row.pk: row for row in editions}
    documents = documents_of(rows)
    return {pk: Teller(rows[pk], documents[pk], asking) for pk in rows}


def told(said: Iterable[Said], asking: Asking) -> list[tuple[EditionRow, Entry]]:
    """What several versions say, each in words with the version that says it. One query."""
    rows = list(said)
    by_edition = tellers({row.edition.pk: row.edition for row in rows}.values(), asking)
    return [(row.edition, by_edition[row.edition.pk].entry(row.item)) for row in rows]


def plain(text: str) -> str:
    """A stretch of the source as people read it, for a sentence of its own."""
    return without_layout(text).strip()


def without_layout(text: str) -> str:
    """The source without the marks of layout that docs/programme-reading.md names; its words untouched."""
    return _LAYOUT.sub("", text)


def programme_title(edition: Any) -> str:
    """The programme's title in the reader's language, the original where it was not translated."""
    return str((edition.title_en or edition.title) if language() == "en" else edition.title)
