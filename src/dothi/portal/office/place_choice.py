"""A place as people write it in a form: by name, with or without marks, by key, or one of those offered."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from dothi.base.text import clean
from dothi.portal.office.speech import sentence
from dothi.registry.observations.checks import unknown_place
from dothi.registry.observations.where import PlaceIndex

_KEY = re.compile(r"\(([^()]+)\)\s*$")


@dataclass(frozen=True, slots=True)
class PlaceChoice:
    """The key that was found; else why not, and the places (key, name) to choose from."""

    key: str = ""
    refusal: str = ""
    offered: tuple[tuple[str, str], ...] = ()


def place_choice(places: PlaceIndex, text: str, chosen: str, day: date | None) -> PlaceChoice:
    """Find the place that ``text`` names on ``day``, on any for ``None``; ``chosen`` was offered before."""
    if chosen in places:
        return PlaceChoice(chosen)
    written = clean(text)
    in_brackets = _KEY.search(written)
    for key in (written, in_brackets[1].strip() if in_brackets else ""):
        if key in places:
            return PlaceChoice(key)
    named = places.named(written, day)
    if len(named) == 1:
        return PlaceChoice(named[0])
    keys = named or [state.key for state in places.nearest(written, day, count=8)]
    offered = tuple((key, written_place(places, key, day)) for key in keys)
    if named:
        return PlaceChoice("", _("Có nhiều nơi mang tên này: chọn một nơi bên dưới"), offered)
    return PlaceChoice("", sentence(unknown_place(written, places, day).fault), offered)


def written_place(places: PlaceIndex, key: str, day: date | None = None) -> str:
    """Name and key, as the field of a place shows them and reads them again."""
    return f"{places.name(key, day)} ({key})"
