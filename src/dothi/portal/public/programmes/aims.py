"""What a programme wants of towns, beside what they are: a class always with its rule set, never compared."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from dothi.portal.lawbook import ClassWords, class_words, rule_set_short, rule_set_title
from dothi.portal.public.asks import language
from dothi.portal.public.programmes.entries import Entry, Teller
from dothi.programme.wording import CLUSTER_KINDS, aim_text, said, when_text
from dothi.registry.programmes.network import Group, groups_of
from dothi.registry.programmes.queries import EditionRow, ItemRow, rule_set_of
from dothi.registry.programmes.records import Member, Record, Records, town_names


@dataclass(frozen=True, slots=True)
class Aim:
    """One aim: what, in whose classes, by when. ``rule_set`` is empty where the aim names no class."""

    entry: Entry
    text: str
    rule_set: str
    rule_set_title: str
    period: str


@dataclass(frozen=True, slots=True)
class MemberLink:
    """A name of the text with the page of what it stands for, where that is on record."""

    name: str
    recorded: str
    address: str


@dataclass(frozen=True, slots=True)
class TownLine:
    """A town (or several taken together) with its aims and its class of the day.

    ``apart`` says that the class of the day belongs to another rule set than the aims.
    """

    place: MemberLink
    members: tuple[MemberLink, ...]
    within: str
    aims: tuple[Aim, ...]
    on_record: bool
    classes: tuple[ClassWords, ...]
    apart: bool


@dataclass(frozen=True, slots=True)
class TownGroup:
    """Towns under one heading of the text."""

    title: str
    lines: tuple[TownLine, ...]


@dataclass(frozen=True, slots=True)
class ClusterLine:
    """A cluster, corridor, chain or region with its members; ``kind`` is empty where the name says it."""

    entry: Entry
    name: str
    kind: str
    members: tuple[MemberLink, ...]


def aim_of(entry: Entry, edition: EditionRow) -> Aim:
    """The aim of a town item in words."""
    fields = entry.fields
    named, full = "", ""
    if fields.get("class"):
        code = rule_set_of(edition)
        named = rule_set_short(code, language()) if code else _("chưa rõ bộ quy định")
        full = rule_set_title(code, language()) if code else named
    text = aim_text(fields, language())
    period = when_text(fields.get("period_from"), fields.get("period_to"), language())
    return Aim(entry, f"{text[:1].upper()}{text[1:]}", named, full, period)


def town_groups(teller: Teller, items: Iterable[ItemRow], records: Records) -> list[TownGroup]:
    """Town items by region and cluster, a town's aims together, in the order of the text."""
    rows = [item for item in items if item.kind == "town"]
    chosen = town_names(rows)
    grouped: dict[str, dict[str, list[ItemRow]]] = {}
    for item in rows:
        title = " / ".join(part for part in (item.fields.get("region"), item.fields.get("cluster")) if part)
        same = grouped.setdefault(title, {})
        same.setdefault(str(item.fields.get("town_key") or item.fields["name"]), []).append(item)
    headed = sorted(grouped, key=lambda title: not title)
    return [
        TownGroup(
            f"{title[:1].upper()}{title[1:]}" if title else _("Ngoài các cụm và vùng"),
            tuple(_town_line(teller, same, records, chosen) for same in grouped[title].values()),
        )
        for title in headed
    ]


def cluster_lines(teller: Teller, items: Iterable[ItemRow], records: Records) -> list[ClusterLine]:
    """Clusters, then corridors, chains and regions."""
    order = list(CLUSTER_KINDS)
    found = sorted(groups_of(teller.edition, items, records), key=lambda group: order.index(group.kind))
    return [_cluster_line(teller, group) for group in found]


def member_link(member: Member, query: str) -> MemberLink:
    """The name and where it leads."""
    return place_link(member.name, member.record, query)


def place_link(name: str, record: Record | None, query: str) -> MemberLink:
    """A name with the page of its record; the record's own name beside it where it is another."""
    if record is None:
        return MemberLink(name, "", "")
    route = "public:town" if record.kind == "town" else "public:place"
    other = "" if record.name.lower().endswith(name.lower()) else record.name
    return MemberLink(name, other, reverse(route, args=[record.key]) + query)


def _town_line(teller: Teller, items: list[ItemRow], records: Records, chosen: dict[str, str]) -> TownLine:
    first, query = items[0], teller.asking.query()
    key = first.fields.get("town_key")
    record = records.find("town", key) if key else None
    name = str(first.fields["name"])
    own = record or next(iter(member.record for member in records.members([name], first, chosen)), None)
    members = records.members(first.fields.get("members") or (), first, chosen)
    classes = tuple(class_words(item, language()) for item in record.classes) if record else ()
    ours = rule_set_of(teller.edition)
    aims = tuple(aim_of(teller.entry(item), teller.edition) for item in items)
    return TownLine(
        place_link(name, own if not members else None, query),
        tuple(member_link(member, query) for member in members),
        str(first.fields.get("within") or ""),
        aims,
        record is not None,
        classes,
        bool(ours) and any(aim.rule_set for aim in aims) and any(item.rule_set != ours for item in classes),
    )


def _cluster_line(teller: Teller, group: Group) -> ClusterLine:
    name = str(group.item.fields["name"])
    kind = said(CLUSTER_KINDS, group.kind, language())
    query = teller.asking.query()
    return ClusterLine(
        teller.entry(group.item),
        f"{name[:1].upper()}{name[1:]}",
        "" if name.lower().startswith(kind) else f"{kind[:1].upper()}{kind[1:]}",
        tuple(member_link(member, query) for member in group.members),
    )
