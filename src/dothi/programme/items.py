"""What an officer confirms one by one: the kinds of item, their fields, and a reading cut into items.

A reading is a proposal. Each of its findings becomes one item: a stretch of the source and a few fields that
say what it was taken for. The fields stand here once; forms, spreadsheets, comparisons and the open data
interface all follow them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final, Literal, get_args

from dothi.programme.model import ClusterKind, Comparison, Programme, TownClass, TownStatus

ItemKindCode = Literal["viewpoint", "objective", "target", "town", "cluster", "task", "duty", "citation"]
FieldForm = Literal["text", "long", "whole", "number", "choice", "names", "day", "flag", "key"]


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One field of a kind. ``choices`` closes the list; ``refers_to`` names what a ``key`` is a key of."""

    name: str
    form: FieldForm
    title_vi: str
    title_en: str
    choices: tuple[str, ...] = ()
    refers_to: str = ""
    required: bool = False


@dataclass(frozen=True, slots=True)
class ItemKind:
    """A kind of item with its fields in the order in which people read them."""

    code: ItemKindCode
    title_vi: str
    title_en: str
    fields: tuple[FieldSpec, ...] = ()

    def field(self, name: str) -> FieldSpec:
        """The field called ``name``; ``KeyError`` when the kind has none."""
        for spec in self.fields:
            if spec.name == name:
                return spec
        raise KeyError(name)


@dataclass(frozen=True, slots=True)
class Draft:
    """One item as read, before anyone looked at it. ``start`` and ``end`` are offsets in the source."""

    kind: ItemKindCode
    node: str
    start: int
    end: int
    fields: Mapping[str, Any]


def _years(first: str, last: str) -> tuple[FieldSpec, FieldSpec]:
    return (
        FieldSpec(first, "whole", "Từ năm", "From year"),
        FieldSpec(last, "whole", "Đến năm", "To year"),
    )


_TARGET = ItemKind(
    "target",
    "Chỉ tiêu",
    "Target",
    (
        FieldSpec("indicator", "text", "Nội dung chỉ tiêu", "Indicator", required=True),
        FieldSpec("measure", "key", "Đo bằng", "Measured by", refers_to="indicator"),
        FieldSpec("place", "text", "Địa bàn", "Place"),
        *_years("year_from", "year_to"),
        FieldSpec("comparison", "choice", "So sánh", "Comparison", tuple(get_args(Comparison))),
        FieldSpec("min", "number", "Giá trị (từ)", "Value (from)"),
        FieldSpec("max", "number", "Giá trị (đến)", "Value (to)"),
        FieldSpec("unit", "text", "Đơn vị", "Unit"),
        FieldSpec("approximate", "flag", "Khoảng", "About"),
        FieldSpec("section", "text", "Thuộc mục", "Section"),
    ),
)
_TOWN = ItemKind(
    "town",
    "Định hướng đô thị",
    "Town aim",
    (
        FieldSpec("name", "text", "Đô thị", "Town", required=True),
        FieldSpec("town_key", "key", "Đô thị trong danh mục", "Town on record", refers_to="town"),
        FieldSpec("status", "choice", "Hướng đến", "Aim", tuple(get_args(TownStatus)), required=True),
        FieldSpec("class", "choice", "Loại", "Class", tuple(get_args(TownClass))),
        FieldSpec("admin_kind", "text", "Đơn vị hành chính", "Administrative kind"),
        *_years("period_from", "period_to"),
        FieldSpec("within", "text", "Thuộc", "Within"),
        FieldSpec("members", "names", "Gồm", "Members"),
        FieldSpec("group", "text", "Đề mục", "Group"),
        FieldSpec("region", "text", "Vùng", "Region"),
        FieldSpec("cluster", "text", "Cụm", "Cluster"),
        FieldSpec("chain", "text", "Chuỗi", "Chain"),
    ),
)
_CLUSTER = ItemKind(
    "cluster",
    "Cụm, hành lang, chuỗi, vùng",
    "Cluster, corridor, chain, region",
    (
        FieldSpec("name", "text", "Tên", "Name", required=True),
        FieldSpec("kind", "choice", "Loại", "Kind", tuple(get_args(ClusterKind)), required=True),
        FieldSpec("towns", "names", "Gồm các đô thị", "Towns"),
    ),
)
_TASK = ItemKind(
    "task",
    "Nhiệm vụ",
    "Task",
    (
        FieldSpec("section", "text", "Thuộc mục", "Section"),
        FieldSpec("agencies", "names", "Cơ quan", "Bodies"),
        FieldSpec("places", "names", "Địa bàn", "Places"),
        FieldSpec("deadline", "day", "Hạn", "Deadline"),
    ),
)
_DUTY = ItemKind(
    "duty",
    "Trách nhiệm của cơ quan",
    "Duty of a body",
    (
        FieldSpec("name", "text", "Cơ quan", "Body", required=True),
        FieldSpec("body_key", "key", "Cơ quan trong danh mục", "Body on record", refers_to="body"),
    ),
)
_CITATION = ItemKind(
    "citation",
    "Văn bản được dẫn",
    "Cited document",
    (
        FieldSpec("kind", "text", "Loại văn bản", "Kind", required=True),
        FieldSpec("number", "text", "Số, ký hiệu", "Number"),
        FieldSpec("date", "day", "Ngày", "Date"),
        FieldSpec("issuer", "text", "Cơ quan ban hành", "Issuer"),
    ),
)

KINDS: Final[Mapping[str, ItemKind]] = MappingProxyType(
    {
        kind.code: kind
        for kind in (
            ItemKind("viewpoint", "Quan điểm", "Viewpoint"),
            ItemKind("objective", "Mục tiêu", "Objective"),
            _TARGET,
            _TOWN,
            _CLUSTER,
            _TASK,
            _DUTY,
            _CITATION,
        )
    }
)
"""Every kind of item, in the order in which a programme is read."""


def drafts_of(programme: Programme) -> list[Draft]:
    """Cut a reading into items, in the order of the text and, within one stretch, of :data:`KINDS`."""
    order = list(KINDS)
    drafts = [draft for part in _parts(programme) for draft in part]
    return sorted(drafts, key=lambda d: (d.start, order.index(d.kind), d.end))


def _parts(found: Programme) -> Iterator[Iterator[Draft]]:
    yield (Draft("viewpoint", s.node, s.start, s.end, {}) for s in found.viewpoints)
    yield (Draft("objective", s.node, s.start, s.end, {}) for s in found.objectives)
    yield _targets(found)
    yield _towns(found)
    yield _clusters(found)
    yield (
        Draft(
            "task",
            t.node,
            t.start,
            t.end,
            {
                "section": t.section,
                "agencies": list(t.agencies),
                "places": list(t.places),
                "deadline": t.deadline,
            },
        )
        for t in found.tasks
    )
    yield (
        Draft(
            "duty",
            duty.node,
            duty.start,
            duty.end,
            {"name": agency.name, "body_key": agency.match.key if agency.match else None},
        )
        for agency in found.agencies
        for duty in agency.duties
    )
    yield (
        Draft(
            "citation",
            c.node,
            c.start,
            c.end,
            {"kind": c.kind, "number": c.number, "date": c.date, "issuer": c.issuer},
        )
        for c in found.citations
    )


def _targets(found: Programme) -> Iterator[Draft]:
    for t in found.targets:
        fields = {
            "indicator": t.indicator,
            "measure": None,
            "place": t.place,
            "year_from": t.year_from,
            "year_to": t.year_to,
            "comparison": t.comparison,
            "min": t.min,
            "max": t.max,
            "unit": t.unit,
            "approximate": t.approximate,
            "section": t.section,
        }
        yield Draft("target", t.node, t.start, t.end, fields)


def _towns(found: Programme) -> Iterator[Draft]:
    for t in found.towns:
        fields = {
            "name": t.name,
            "town_key": t.match.key if t.match else None,
            "status": t.status,
            "class": t.town_class,
            "admin_kind": t.admin_kind,
            "period_from": t.period_from,
            "period_to": t.period_to,
            "within": t.within,
            "members": list(t.members),
            "group": t.group,
            "region": t.region,
            "cluster": t.cluster,
            "chain": t.chain,
        }
        yield Draft("town", t.node, t.start, t.end, fields)


def _clusters(found: Programme) -> Iterator[Draft]:
    """A cluster is found in a node as a whole: its item is the node's own text, white space trimmed."""
    nodes = {node.id: node for node in found.nodes}
    for cluster in found.clusters:
        node = nodes[cluster.node]
        start, end = trimmed_span(node.text, node.start)
        fields = {"name": cluster.name, "kind": cluster.kind, "towns": list(cluster.towns)}
        yield Draft("cluster", node.id, start, end, fields)


def trimmed_span(text: str, start: int) -> tuple[int, int]:
    """Offsets of ``text``, which begins at ``start``, without the white space around it."""
    lead = len(text) - len(text.lstrip())
    return start + lead, start + len(text.rstrip()) if text.strip() else start + lead


def names_in(kind: str, fields: Mapping[str, Any]) -> Sequence[str]:
    """Every name of a town, place or body that an item mentions in its fields, in order, once each."""
    wanted = {
        "target": ("place",),
        "town": ("name", "within", "members"),
        "cluster": ("towns",),
        "task": ("places", "agencies"),
        "duty": ("name",),
    }.get(kind, ())
    found: list[str] = []
    for name in wanted:
        value = fields.get(name)
        found += value if isinstance(value, list) else [value] if value else []
    return list(dict.fromkeys(found))
