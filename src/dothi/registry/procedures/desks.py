"""Cases as a person meets them: those one may see, those on one's desk, and what is late with whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from dothi.base.text import fold
from dothi.base.time import Truth
from dothi.law.tables.procedure_holders import ProcedureHolder
from dothi.law.tables.procedure_stages import ProcedureStage
from dothi.registry.accounts.access import can, held_roles
from dothi.registry.accounts.models import Delegation
from dothi.registry.accounts.territory import with_successors
from dothi.registry.lawbook import current_law
from dothi.registry.procedures.clocks import Clock, clocks
from dothi.registry.procedures.models import Case, CaseDuty, StageEvent
from dothi.registry.procedures.rules import VIEW, desk_duties, step_action

MOST_ON_A_DESK = 300


@dataclass(frozen=True, slots=True)
class OnDesk:
    """A case that waits for a person, with the clock that ends first among the person's own duties."""

    case: Case
    clock: Clock | None


@dataclass(slots=True)
class Late:
    """What is, or was, late with one body under one head. ``events`` were done late, ``open`` still wait."""

    body: str
    head: str
    open: list[tuple[Case, Clock]] = field(default_factory=list)
    events: list[StageEvent] = field(default_factory=list)


class _Mine:
    """A case that is this person's own, as the question of access knows it."""

    place_key = ""

    def __init__(self, person: int) -> None:
        self.person = person

    def owner_ids(self, _action: str) -> set[int]:
        return {self.person}


def seen_by(user: Any) -> QuerySet[Case]:
    """Cases that ``user`` may see."""
    if can(user, VIEW, ""):
        return Case.objects.all()
    if not can(user, VIEW):
        return Case.objects.none()
    places = Case.objects.exclude(place_key="").order_by().values_list("place_key", flat=True).distinct()
    wanted = Q(place_key__in=[key for key in places if can(user, VIEW, key)])
    if can(user, VIEW, _Mine(user.pk)):
        wanted |= Q(consultants__user=user) | Q(council__user=user)
    return Case.objects.filter(wanted).distinct()


def searched(rows: QuerySet[Case], text: str, kind: str, stage: str, place: str) -> QuerySet[Case]:
    """``rows`` narrowed by words without tone marks, procedure, stage and place."""
    if text:
        rows = rows.filter(sought__contains=fold(text))
    if kind:
        rows = rows.filter(kind=kind)
    if stage:
        rows = rows.filter(stage=stage)
    return rows.filter(place_key=place) if place else rows


def desk_of(user: Any, day: date | None = None) -> list[OnDesk]:
    """Cases whose next step is this person's, what ends first before the rest."""
    today = day or timezone.localdate()
    found = []
    for case in _candidates(user, today)[:MOST_ON_A_DESK]:
        duties = [duty for duty in desk_duties(case) if can(user, step_action(duty), case)]
        if duties:
            mine = [clock for clock in clocks(case, today) if clock.duty in duties]
            found.append(OnDesk(case, mine[0] if mine else None))
    return sorted(found, key=_first)


def late_ones(rows: Iterable[Case], day: date) -> list[Late]:
    """What is late in ``rows``, by body and by head, the most first; steps tell who heads a body."""
    cases = list(rows)
    titles = _titles(cases, day)
    groups: dict[tuple[str, str], Late] = {}

    def group(body: str, head: str) -> Late:
        return groups.setdefault((body, head), Late(body, head))

    heads: dict[str, str] = {}
    for event in StageEvent.objects.filter(case__in=cases).exclude(head="").order_by("on", "pk"):
        heads[event.duty_title] = event.head
    for case in cases:
        for clock in clocks(case, day):
            if clock.late is Truth.YES:
                body = titles.get((case.pk, clock.duty), "")
                group(body, heads.get(body, "")).open.append((case, clock))
    for event in StageEvent.objects.filter(case__in=cases, late=True).select_related("case"):
        group(event.duty_title, event.head).events.append(event)
    return sorted(groups.values(), key=lambda one: (-len(one.open), -len(one.events), one.body))


def live(rows: QuerySet[Case]) -> QuerySet[Case]:
    """Those in which something can still happen, with what the clocks read."""
    closed = {
        (row.procedure, row.stage)
        for row in current_law().of(ProcedureStage).confirmed
        if row.phase == "closed"
    }
    kept = rows.exclude(stage__in={stage for _, stage in closed})
    return kept.prefetch_related("events", "opinions", "duties")


def _candidates(user: Any, day: date) -> list[Case]:
    """Cases of which some duty is of a body that this person may act for; ``can`` has the last word."""
    bodies: set[str] = set()
    units: set[str] = set()
    for row in held_roles(user, day):
        if row.unit_key:
            units.add(row.unit_key)
        elif row.body_code:
            bodies.add(row.body_code)
        else:
            bodies |= {
                kind.code for kind in current_law().of(ProcedureHolder).confirmed if row.role in kind.roles
            }
    for lent in Delegation.objects.as_known_on().certainly_on(day):
        if lent.to_user_id == user.pk or lent.to_body in bodies or (lent.to_unit and lent.to_unit in units):
            bodies |= {lent.from_body} - {""}
            units |= {lent.from_unit} - {""}
    units = with_successors(units, day)
    duties = CaseDuty.objects.as_known_on().certainly_on(day)
    mine = duties.filter(Q(body__in=bodies) | Q(holder__in=bodies) | Q(unit_key__in=units))
    return list(live(Case.objects.filter(pk__in=mine.values("case"))).order_by("stage_since", "pk"))


def _titles(cases: list[Case], day: date) -> dict[tuple[int, str], str]:
    rows = CaseDuty.objects.as_known_on().certainly_on(day).filter(case__in=cases).order_by("starts_latest")
    titles: defaultdict[tuple[int, str], str] = defaultdict(str)
    for row in rows:
        titles[row.case_id, row.duty] = row.title
    return dict(titles)


def _first(one: OnDesk) -> tuple[bool, date, int]:
    latest = one.clock.due.latest if one.clock is not None else None
    return latest is None, latest or date.max, one.case.pk
