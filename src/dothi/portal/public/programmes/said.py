"""What programmes say of one town or unit, for its page and its card on the map."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from dothi.portal.asking import Asking
from dothi.portal.public.asks import language
from dothi.portal.public.programmes.aims import Aim, aim_of
from dothi.portal.public.programmes.entries import Entry, programme_title, told
from dothi.programme.items import KINDS
from dothi.registry.programmes.queries import EditionRow, said_of


@dataclass(frozen=True, slots=True)
class SaidGroup:
    """Items of one kind; ``aims`` beside the entries of town items."""

    kind: str
    title: str
    entries: tuple[Entry, ...]
    aims: tuple[Aim, ...] = ()


@dataclass(frozen=True, slots=True)
class SaidBy:
    """What one version says, by kind."""

    edition: EditionRow
    title: str
    address: str
    groups: tuple[SaidGroup, ...]

    @property
    def count(self) -> int:
        """How many items there are."""
        return sum(len(group.entries) for group in self.groups)

    @property
    def aims(self) -> tuple[Aim, ...]:
        """What the version wants the town to become."""
        return tuple(aim for group in self.groups for aim in group.aims)


def said_about(kind: str, key: str, asking: Asking) -> list[SaidBy]:
    """Everything the versions of the day say of a ``town`` or ``unit``. Seven queries at most."""
    by_edition: dict[int, tuple[EditionRow, list[Entry]]] = {}
    for edition, entry in told(said_of(kind, key, asking.as_of, asking.as_known_on), asking):
        by_edition.setdefault(edition.pk, (edition, []))[1].append(entry)
    return [
        SaidBy(
            edition,
            programme_title(edition),
            reverse("public:programme", args=[edition.programme_key]) + asking.query(),
            tuple(_groups(edition, entries)),
        )
        for edition, entries in by_edition.values()
    ]


def _groups(edition: EditionRow, entries: Iterable[Entry]) -> Iterator[SaidGroup]:
    """Items by kind: what a town is to become first, then in the order in which a programme is read."""
    rows = list(entries)
    titles = {
        "town": _("Hướng phát triển đô thị"),
        "target": _("Chỉ tiêu"),
        "cluster": _("Cụm, chuỗi, vùng"),
        "task": _("Nhiệm vụ"),
    }
    for code in sorted(KINDS, key=lambda code: code != "town"):
        kind = KINDS[code]
        same = tuple(entry for entry in rows if entry.item.kind == code)
        if same:
            title = titles.get(code) or (kind.title_en if language() == "en" else kind.title_vi)
            aims = tuple(aim_of(entry, edition) for entry in same) if code == "town" else ()
            yield SaidGroup(code, title, same, aims)
