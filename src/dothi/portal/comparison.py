"""Two versions of a programme side by side, as the office's and the public's pages show them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest

from dothi.portal.item_words import (
    facts,
    field_title,
    item_summary,
    kind_choices,
    kind_title,
    value_text,
)
from dothi.portal.office.speech import language
from dothi.portal.words import word
from dothi.programme.compare import Kept, Pair, Piece, side_by_side, words_apart
from dothi.programme.items import KINDS
from dothi.registry.programmes.models import Edition
from dothi.registry.programmes.opening import kept_of, standing

STATES = ("added", "removed", "changed", "same")
CHANGES, ALL = "thay-doi", "tat-ca"
SHOWN = {CHANGES: STATES[:3], ALL: STATES, "them": ("added",), "bo": ("removed",), "sua": ("changed",)}
PAGE_SIZE = 60


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field that reads differently, its words told apart on both sides."""

    title: str
    before: list[Piece]
    after: list[Piece]


@dataclass(frozen=True, slots=True)
class Side:
    """An item as it stands in one version."""

    summary: str
    facts: list[tuple[str, str]]
    pieces: list[Piece]


@dataclass(frozen=True, slots=True)
class Row:
    """An item of either version, or of both."""

    state: str
    kind: str
    before: Side | None
    after: Side | None
    changes: list[FieldChange]


def pairs_of(before: Edition, after: Edition) -> list[Pair]:
    """Every item of two versions, paired by descent. Two queries beside the documents'."""
    return side_by_side(
        kept_of(standing(before), before.document.text), kept_of(standing(after), after.document.text)
    )


def counts_of(pairs: Sequence[Pair]) -> dict[str, int]:
    """How many items were added, removed, changed, left as they were."""
    found = Counter(pair.state for pair in pairs)
    return {state: found[state] for state in STATES}


def comparison(
    request: HttpRequest, before: Edition, after: Edition, keep: Mapping[str, str]
) -> dict[str, Any]:
    """Context of the comparison: counts, filters, and one page of rows. ``keep`` stays in every address."""
    pairs = pairs_of(before, after)
    show = request.GET.get("hien", CHANGES)
    show = show if show in SHOWN else CHANGES
    kind = request.GET.get("loai", "")
    kind = kind if kind in KINDS else ""
    chosen = [pair for pair in pairs if pair.state in SHOWN[show] and kind in {"", _kind(pair)}]
    page = Paginator(chosen, PAGE_SIZE).get_page(request.GET.get("trang"))
    given = {**keep, "hien": "" if show == CHANGES else show, "loai": kind}
    query = urlencode({name: value for name, value in given.items() if value})
    return {
        "before": before,
        "after": after,
        "counts": [(state, word("compared", state, language()), n) for state, n in counts_of(pairs).items()],
        "show": show,
        "kind": kind,
        "kinds": kind_choices(),
        "keep": list(keep.items()),
        "rows": [row_of(pair) for pair in page.object_list],
        "page": page,
        "numbers": page.paginator.get_elided_page_range(page.number),
        "query": f"{query}&" if query else "",
        "same_text": before.document_id == after.document_id,
    }


def row_of(pair: Pair) -> Row:
    """A pair in words."""
    kind, item = _kind(pair), pair.after or pair.before
    left, right = _texts(pair)
    return Row(
        pair.state,
        kind_title(kind, item.fields if item else None),
        _side(pair.before, left),
        _side(pair.after, right),
        [
            _field_change(kind, change.field, change.before, change.after)
            for change in pair.changes
            if change.field != "text"
        ],
    )


def _kind(pair: Pair) -> str:
    item = pair.after or pair.before
    return item.kind if item else ""


def _texts(pair: Pair) -> tuple[list[Piece], list[Piece]]:
    if pair.before is None or pair.after is None:
        sides = [[Piece(one.text, False)] if one else [] for one in (pair.before, pair.after)]
        return sides[0], sides[1]
    return words_apart(pair.before.text, pair.after.text)


def _side(kept: Kept | None, pieces: list[Piece]) -> Side | None:
    if kept is None:
        return None
    return Side(item_summary(kept.kind, kept.fields, kept.text), facts(kept.kind, kept.fields), pieces)


def _field_change(kind: str, name: str, before: Any, after: Any) -> FieldChange:
    spec = KINDS[kind].field(name)
    left, right = words_apart(value_text(kind, spec, before), value_text(kind, spec, after))
    return FieldChange(field_title(spec), left, right)
