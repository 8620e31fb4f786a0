"""The items of one document, branch by branch, written out in source positions."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from dothi.base.text import fold
from dothi.programme.agencies import bodies_in, charged, is_body, later_charged
from dothi.programme.citations import Cited, citations_in
from dothi.programme.clusters import clusters_in, own_list
from dothi.programme.context import Above
from dothi.programme.deadlines import deadline_in
from dothi.programme.model import (
    Citation,
    Cluster,
    ClusterKind,
    Duty,
    Guess,
    GuessReason,
    NameMatch,
    Statement,
    Target,
    Task,
    TownTarget,
)
from dothi.programme.names import Register
from dothi.programme.placenames import places_in
from dothi.programme.quantities import Quantity
from dothi.programme.sentences import Stretch, sentences
from dothi.programme.targets import Found, Frame, targets_in
from dothi.programme.towns import Goal, goals_in
from dothi.programme.tree import Branch
from dothi.programme.view import View, trimmed
from dothi.programme.years import years_in

_TOWN_KINDS = frozenset({"town", "place"})
_BODY_KINDS = frozenset({"body"})
_GENERAL = ("tong quat", "chung", "muc dich", "yeu cau")


@dataclass(slots=True)
class Charge:
    """A body and its duties while they are being gathered."""

    name: str
    node: str
    duties: list[Duty] = field(default_factory=list)
    match: NameMatch | None = None


@dataclass(slots=True)
class Collection:
    """Everything found so far; ``covered`` holds the view stretches that became items, by branch."""

    view: View
    above: Above
    register: Register
    since: int | None
    targets: list[Target] = field(default_factory=list)
    towns: list[TownTarget] = field(default_factory=list)
    viewpoints: list[Statement] = field(default_factory=list)
    objectives: list[Statement] = field(default_factory=list)
    tasks: list[Task] = field(default_factory=list)
    charges: dict[str, Charge] = field(default_factory=dict)
    clusters: dict[str, Cluster] = field(default_factory=dict)
    citations: list[Citation] = field(default_factory=list)
    cited: dict[str, list[Cited]] = field(default_factory=dict)
    guesses: list[Guess] = field(default_factory=list)
    covered: dict[str, list[Stretch]] = field(default_factory=dict)
    listed: set[str] = field(default_factory=set)
    listing: set[str] = field(default_factory=set)

    def cover(self, branch: Branch, start: int, end: int) -> None:
        """Note that a stretch of a branch became an item."""
        self.covered.setdefault(branch.id, []).append((start, end))

    def guess(self, node: str, found: str, taken_as: str, score: float, reason: GuessReason) -> None:
        """Report a tolerance once."""
        guess = Guess(node, found, taken_as, score, reason)
        if guess not in self.guesses:
            self.guesses.append(guess)

    def odd_number(self, branch: Branch, found: str, quantity: Quantity) -> None:
        """Report what a number written oddly was taken as; a range is less sure."""
        bounds = sorted({bound for bound in (quantity.low, quantity.high) if bound is not None})
        score = 0.5 if quantity.comparison == "range" else 0.8
        self.guess(branch.id, found, " - ".join(str(bound) for bound in bounds), score, "number_style")

    def matched(self, node: str, name: str, kinds: frozenset[str]) -> NameMatch | None:
        """Look a name up; an approximate match is reported."""
        match = self.register.match(name, kinds)
        if match and match.score < 1:
            self.guess(node, name, match.name, match.score, "name_match")
        return match

    def masked(self, branch: Branch) -> list[Stretch]:
        """Stretches of citations, where no number and no year counts."""
        return [(cited.start, cited.end) for cited in self.cited.get(branch.id, [])]


def cite(into: Collection, branch: Branch) -> None:
    """Mentions of other documents in a branch."""
    view = into.view
    found = citations_in(view.text, branch.body, branch.body_end)
    into.cited[branch.id] = found
    for cited in found:
        start, end = view.span(cited.start, cited.end)
        into.citations.append(
            Citation(
                branch.id,
                start,
                end,
                view.words(*cited.kind),
                cited.number,
                cited.date,
                view.words(*cited.issuer) if cited.issuer else None,
                view.source[start:end],
            )
        )


def state(into: Collection, branch: Branch, kind: str) -> None:
    """A viewpoint or an objective: the whole paragraph."""
    start, end = into.view.span(branch.body, branch.body_end)
    statement = Statement(branch.id, start, end, into.view.source[start:end])
    (into.viewpoints if kind == "viewpoints" else into.objectives).append(statement)
    into.cover(branch, branch.body, branch.body_end)


def aim(into: Collection, branch: Branch, *, qualitative: bool, strict: int) -> int:
    """Targets of a paragraph; returns how many."""
    frame = Frame(
        into.above.lead_years(branch) or into.above.years(branch),
        qualitative,
        strict,
        into.since if strict or not qualitative else None,
        into.above.indicator(branch),
    )
    found = targets_in(into.view.text, branch.body, branch.body_end, frame, into.masked(branch))
    for one in found:
        add_target(into, branch, one)
    for when in years_in(into.view.text, branch.body, branch.body_end) if found else ():
        if when.use == "odd":
            into.guess(branch.id, into.view.words(when.start, when.end), "—", 0.0, "odd_year")
    return len(found)


def add_target(into: Collection, branch: Branch, found: Found) -> None:
    """Write one target out."""
    view, quantity = into.view, found.quantity
    start, end = view.span(found.start, found.end)
    unit = view.words(*quantity.unit) if quantity else None
    if found.from_heading:
        year = " - ".join(str(y) for y in found.years if y)
        into.guess(branch.id, view.words(found.start, found.end), year, 0.9, "year_from_heading")
    if quantity and quantity.odd_style:
        into.odd_number(branch, view.words(quantity.number, quantity.end), quantity)
    into.targets.append(
        Target(
            id=f"t{len(into.targets) + 1}",
            node=branch.id,
            start=start,
            end=end,
            indicator=" ".join(view.words(*part) for part in found.parts),
            place=view.words(*found.place) if found.place else None,
            year_from=found.years[0],
            year_to=found.years[1],
            min=quantity.low if quantity else None,
            max=quantity.high if quantity else None,
            comparison=quantity.comparison if quantity else None,
            approximate=quantity.approximate if quantity else False,
            unit=unit,
            text=view.source[start:end],
            section=into.above.section(branch),
        )
    )
    into.cover(branch, found.start, found.end)


def seek_towns(into: Collection, branch: Branch) -> int:
    """Aims for named towns in a paragraph; returns how many."""
    goals = goals_in(
        into.view.text, branch.body, branch.body_end, into.above.years(branch), into.masked(branch)
    )
    for goal in goals:
        add_town(into, branch, goal)
    return len(goals)


def add_town(into: Collection, branch: Branch, goal: Goal) -> None:
    """Write one aim for one town out."""
    view = into.view
    heads = into.above.heads(branch)
    name = view.words(*goal.name)
    start, end = view.span(goal.start, goal.end)
    if goal.from_heading:
        year = " - ".join(str(y) for y in goal.years if y)
        into.guess(branch.id, name, year, 0.9, "year_from_heading")
    into.towns.append(
        TownTarget(
            name=name,
            node=branch.id,
            start=start,
            end=end,
            town_class=goal.town_class,
            status=goal.status,
            admin_kind=" ".join(view.words(*goal.unit).lower().split()) if goal.unit else None,
            period_from=goal.years[0],
            period_to=goal.years[1],
            within=view.words(*goal.within) if goal.within else None,
            members=tuple(view.words(*member) for member in goal.members),
            group=heads.group,
            region=heads.region,
            cluster=heads.cluster,
            chain=name if goal.chain else heads.chain,
            match=None if goal.chain or goal.members else into.matched(branch.id, name, _TOWN_KINDS),
            text=view.source[start:end],
        )
    )
    into.cover(branch, goal.start, goal.end)


def gather_clusters(into: Collection, branch: Branch, goals_from: int) -> None:
    """Clusters, corridors, chains and regions that a paragraph names or stands under."""
    view = into.view
    stretches: list[tuple[ClusterKind, Stretch, tuple[str, ...]]] = []
    for named in clusters_in(view.text, branch.body, branch.body_end):
        members = tuple(view.words(*m) for m in named.members)
        stretches.append((named.kind, named.name, members))
        into.listed.add(fold(view.words(*named.name)))
    listed = own_list(view.text, branch.body, branch.body_end)
    explicit = {fold(view.words(*name)) for _, name, members in stretches if members}
    aimed = tuple(
        dict.fromkeys(
            [*(m for k, _, ms in stretches if k == "cluster" for m in ms), *_members(into.towns[goals_from:])]
        )
    )
    for above in into.above.line(branch):
        head = into.above.opening(above)
        if head is None or (fold(view.words(*head[1])) in explicit and above is branch):
            continue
        names = tuple(view.words(*m) for m in listed) if head[0] == "region" and listed else aimed
        key = fold(view.words(*head[1]))
        if names and key not in into.listed:
            stretches.append((head[0], head[1], names))
        if listed and head[0] == "region":
            into.listed.add(key)
    for kind, name, members in stretches:
        _add_cluster(into, branch, kind, view.words(*name), members)
    if listed or explicit:
        into.cover(branch, branch.body, _list_end(view, branch))


def _list_end(view: View, branch: Branch) -> int:
    first = sentences(view.text, branch.body, branch.body_end)
    return first[0][1] if first else branch.body_end


def _members(towns: list[TownTarget]) -> tuple[str, ...]:
    names: list[str] = []
    for town in towns:
        if town.chain == town.name:
            names += town.members if " từ " not in town.name else ()
        elif town.members:
            names += town.members
        else:
            names.append(town.name)
    return tuple(dict.fromkeys(names))


def _add_cluster(
    into: Collection, branch: Branch, kind: ClusterKind, name: str, members: tuple[str, ...]
) -> None:
    key = fold(name)
    known = into.clusters.get(key)
    if known is None:
        into.clusters[key] = Cluster(name, branch.id, kind, members)
    else:
        into.clusters[key] = replace(known, towns=tuple(dict.fromkeys([*known.towns, *members])))


def do(into: Collection, branch: Branch, *, aimed: bool) -> None:
    """A task: the whole paragraph; ``aimed`` when its years belong to targets or towns."""
    view = into.view
    start, end = view.span(branch.body, branch.body_end)
    bodies = bodies_in(view.text, branch.body, branch.body_end)
    heading = _charged_heading(into, branch)
    text = view.text[branch.body : branch.body_end]
    for cited in into.cited.get(branch.id, []):
        at = cited.start - branch.body
        text = text[:at] + " " * (cited.end - cited.start) + text[at + cited.end - cited.start :]
    into.tasks.append(
        Task(
            node=branch.id,
            start=start,
            end=end,
            section=into.above.section(branch),
            text=view.source[start:end],
            agencies=_unique(
                view,
                [*([heading] if heading else []), *(b for b in bodies if not _in(b[0], into.masked(branch)))],
            ),
            places=_places(into, branch, bodies),
            deadline=deadline_in(text, years=not aimed),
        )
    )
    into.cover(branch, branch.body, branch.body_end)


def _places(into: Collection, branch: Branch, bodies: list[Stretch]) -> tuple[str, ...]:
    view = into.view
    taken = [*bodies, *into.masked(branch)]
    found = [
        p for p in places_in(view.text, branch.body, branch.body_end) if not p.other and p.type != "tỉnh"
    ]
    return _unique(
        view,
        [(p.start, p.name[1]) for p in found if not any(a < p.name[1] and p.name[0] < b for a, b in taken)],
    )


def _unique(view: View, stretches: list[Stretch]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(view.words(*s) for s in stretches))


def _in(at: int, stretches: list[Stretch]) -> bool:
    return any(a <= at < b for a, b in stretches)


def charge(into: Collection, branch: Branch) -> bool:
    """Duties of a paragraph in the part on implementation; ``False`` when it charges nobody."""
    view = into.view
    found = charged(view.text, branch.body, branch.body_end)
    if found is None and (heading := _charged_heading(into, branch)):
        found = ([heading], branch.body)
    if found is None:
        for first, last in sentences(view.text, branch.body, branch.body_end):
            found = later_charged(view.text, first, last)
            if found:
                break
    if found is None:
        return False
    bodies, verb = found
    start, end = view.span(*trimmed(view.text, verb, branch.body_end))
    duty = Duty(branch.id, start, end, view.source[start:end])
    for body in bodies:
        name = view.words(*body)
        known = into.charges.setdefault(fold(name), Charge(name, branch.id))
        known.match = known.match or into.matched(branch.id, name, _BODY_KINDS)
        known.duties.append(duty)
    into.cover(branch, branch.body, branch.body_end)
    return True


def _charged_heading(into: Collection, branch: Branch) -> Stretch | None:
    for above in into.above.line(branch)[1:]:
        stretch = trimmed(into.view.text, above.body, above.body_end, ":.;")
        lead = above.kind == "section" or above.text.endswith(":")
        if lead and is_body(into.view.text[slice(*stretch)]):
            return stretch
    return None


def is_general(heading: str | None) -> bool:
    """A heading of general objectives, whose paragraphs are objectives even where they hold a number."""
    return heading is not None and any(word in fold(heading) for word in _GENERAL)
