"""What a reading consists of: one frozen dataclass for each kind of thing found in a document.

Positions are character offsets in the decoded source; ``source[start:end]`` is exactly ``text``
wherever a thing carries both. Closed lists stand here once and are explained in ``docs/programme-
reading.md``.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any, Final, Literal, get_args

NodeKind = Literal[
    "document",
    "front",
    "title",
    "section",
    "item",
    "paragraph",
    "table",
    "row",
    "footnote",
    "page",
    "recipients",
    "signature",
]
Comparison = Literal["=", "~", ">=", "<=", "range"]
TownStatus = Literal[
    "reach",
    "toward",
    "equivalent",
    "recognise",
    "establish",
    "administrative",
    "smart",
    "ecological",
    "other",
]
TownClass = Literal["I", "II", "III", "IV", "V"]
ClusterKind = Literal["cluster", "corridor", "chain", "region"]
GuessReason = Literal[
    "ocr_slip",
    "joined_paragraph",
    "page_number_inside",
    "name_match",
    "year_from_heading",
    "number_style",
    "odd_year",
    "second_document",
    "encoding",
    "tracked_changes",
    "no_programme_headings",
    "left_out",
]

NODE_KINDS: Final = frozenset(get_args(NodeKind))
COMPARISONS: Final = frozenset(get_args(Comparison))
TOWN_STATUSES: Final = frozenset(get_args(TownStatus))
TOWN_CLASSES: Final = frozenset(get_args(TownClass))
CLUSTER_KINDS: Final = frozenset(get_args(ClusterKind))
GUESS_REASONS: Final = frozenset(get_args(GuessReason))


@dataclass(frozen=True, slots=True)
class Node:
    """One block of the document; ``start`` and ``end`` bound its own text, not that of its children."""

    id: str
    kind: NodeKind
    label: str | None
    heading: str | None
    parent: str | None
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class DocumentInfo:
    """What the document says of itself; ``None`` where it does not."""

    title: str | None = None
    kind: str | None = None
    issuer: str | None = None
    number: str | None = None
    date: str | None = None
    place: str | None = None
    resolution: str | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """A viewpoint or an objective."""

    node: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Target:
    """One indicator, one year or period, one place, one value; all value fields null when qualitative."""

    id: str
    node: str
    start: int
    end: int
    indicator: str
    place: str | None
    year_from: int | None
    year_to: int | None
    min: float | None
    max: float | None
    comparison: Comparison | None
    approximate: bool
    unit: str | None
    text: str
    section: str | None


@dataclass(frozen=True, slots=True)
class NameMatch:
    """A name of the register taken for a name of the text, with a score from 0 to 1."""

    key: str
    name: str
    score: float


@dataclass(frozen=True, slots=True)
class TownTarget:
    """What the document wants of one town (or of one chain or area, whose towns are ``members``)."""

    name: str
    node: str
    start: int
    end: int
    town_class: TownClass | None
    status: TownStatus
    admin_kind: str | None
    period_from: int | None
    period_to: int | None
    within: str | None
    members: tuple[str, ...]
    group: str | None
    region: str | None
    cluster: str | None
    chain: str | None
    match: NameMatch | None
    text: str


@dataclass(frozen=True, slots=True)
class Cluster:
    """Towns the document develops together."""

    name: str
    node: str
    kind: ClusterKind
    towns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Task:
    """Something to be done, under its heading."""

    node: str
    start: int
    end: int
    section: str | None
    text: str
    agencies: tuple[str, ...]
    places: tuple[str, ...]
    deadline: str | None


@dataclass(frozen=True, slots=True)
class Duty:
    """What a body is to do."""

    node: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Agency:
    """A body with the duties the document gives it."""

    name: str
    node: str
    duties: tuple[Duty, ...]
    match: NameMatch | None = None


@dataclass(frozen=True, slots=True)
class Citation:
    """A document that is referred to; one row each time."""

    node: str
    start: int
    end: int
    kind: str
    number: str | None
    date: str | None
    issuer: str | None
    text: str


@dataclass(frozen=True, slots=True)
class Unplaced:
    """Text that became no item."""

    node: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Guess:
    """A tolerance the reader took, for a person to look at; ``score`` is 1 for certain, 0 for none."""

    node: str
    found: str
    taken_as: str
    score: float
    reason: GuessReason


@dataclass(frozen=True, slots=True)
class Programme:
    """A whole document as read. ``source`` is the decoded text all positions refer to."""

    source: str
    document: DocumentInfo
    nodes: tuple[Node, ...] = ()
    viewpoints: tuple[Statement, ...] = ()
    objectives: tuple[Statement, ...] = ()
    targets: tuple[Target, ...] = ()
    towns: tuple[TownTarget, ...] = ()
    clusters: tuple[Cluster, ...] = ()
    tasks: tuple[Task, ...] = ()
    agencies: tuple[Agency, ...] = ()
    citations: tuple[Citation, ...] = ()
    unplaced: tuple[Unplaced, ...] = ()
    guesses: tuple[Guess, ...] = field(default=())

    def node(self, node_id: str) -> Node:
        """The node called ``node_id``; ``KeyError`` when there is none."""
        for node in self.nodes:
            if node.id == node_id:
                return node
        raise KeyError(node_id)


def to_json(programme: Programme) -> dict[str, Any]:
    """The reading as plain data under the documented keys; the source is the nodes' texts in order."""
    data = asdict(programme)
    del data["source"]
    for town in data["towns"]:
        town["class"] = town.pop("town_class")
    return data
