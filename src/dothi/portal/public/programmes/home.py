"""The map's block: what the programme wants by its chief years, and where that stands."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from dothi.portal.asking import Asking
from dothi.portal.public.asks import asks
from dothi.portal.public.programmes.aims import Aim, aim_of
from dothi.portal.public.programmes.entries import programme_title, tellers
from dothi.portal.public.programmes.targets import Milestone, TargetLine, chief_milestones, milestones
from dothi.registry.accounts.access import action
from dothi.registry.programmes.queries import EditionRow, editions_on, items_of_many
from dothi.registry.programmes.standing import standings

MOST_TARGETS = 3
MOST_AIMS = 2


@dataclass(frozen=True, slots=True)
class Step:
    """One chief year: its first targets with a number, or what is said of it where there are none."""

    year: int
    lines: tuple[TargetLine, ...]
    aims: tuple[Aim, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Outlook:
    """One programme in a few lines."""

    edition: EditionRow
    title: str
    address: str
    steps: tuple[Step, ...]


def outlooks(asking: Asking) -> list[Outlook]:
    """The programmes that count, or may count, on the day asked about, in a constant number of queries."""
    editions = editions_on(asking.as_of, asking.as_known_on)
    by_edition = tellers(editions, asking)
    said = items_of_many([edition.pk for edition in editions])
    targets = [item for items in said.values() for item in items if item.kind == "target"]
    standing = standings(targets, asking.as_of, asking.as_known_on)
    found = []
    for edition in editions:
        marks = milestones(by_edition[edition.pk], said[edition.pk], standing)
        steps = tuple(_step(edition, mark) for mark in chief_milestones(marks))
        address = reverse("public:programme", args=[edition.programme_key]) + asking.query()
        found.append(Outlook(edition, programme_title(edition), address, steps))
    return found


@action("programmes.view")
@require_safe
@asks
def programme_card(request: HttpRequest, asking: Asking) -> HttpResponse:
    """The block alone, for the map when the day changes."""
    response = render(request, "public/programme_card.html", {"outlooks": outlooks(asking)})
    response["Cache-Control"] = "private, max-age=60"
    return response


def _step(edition: EditionRow, mark: Milestone) -> Step:
    lines = mark.measured[:MOST_TARGETS]
    aims = () if mark.lines else tuple(aim_of(entry, edition) for entry in mark.aims[:MOST_AIMS])
    shown = len(lines) + len(aims)
    return Step(mark.year or 0, lines, aims, len(mark.lines) + len(mark.aims) - shown)
