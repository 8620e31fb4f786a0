"""Names a province pack knows, as a register for the reader."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from dothi.base.text import fold
from dothi.base.time import Truth
from dothi.law import load_law
from dothi.law.tables.bodies import Body
from dothi.places.pack import ProvincePack, read_pack
from dothi.programme.names import KnownName, Register

_LOWEST_NAMED = 3


def register_of(pack: ProvincePack, bodies: Iterable[Body] = (), day: date | None = None) -> Register:
    """Towns, districts and communes, and ``bodies``, with their other spellings.

    ``day`` leaves out units that certainly did not stand then: a text of 2022 means the district and not
    the commune that bears its name since. Without it units of every period are known.
    """
    names = [KnownName(town.key, town.name, "town") for town in pack.towns]
    official = {town.key: town.name for town in pack.towns}
    for alias in pack.aliases:
        if alias.subject == "town" and alias.key in official:
            names.append(KnownName(alias.key, alias.name, "town", official[alias.key]))
        elif alias.subject == "unit":
            names.append(KnownName(alias.key, alias.name, "place", pack.gazetteer.name_of(alias.key)))
    names += [
        KnownName(state.key, state.name, "place")
        for state in pack.gazetteer.states
        if 1 < state.level <= _LOWEST_NAMED and (day is None or state.period.holds(day) is not Truth.NO)
    ]
    names += body_names((body.code, body.names) for body in bodies)
    return Register.of(dict.fromkeys(names))


def body_names(bodies: Iterable[tuple[str, Iterable[str]]]) -> list[KnownName]:
    """Every name of every body; each counts as the body's own, for documents shorten titles at will."""
    return [KnownName(key, name, "body") for key, names in bodies for name in names]


def bodies_of(folder: Path) -> list[Body]:
    """Bodies that the law and the province pack in ``folder`` know."""
    layers = [folder / "law"] if (folder / "law").is_dir() else []
    return [row for row in load_law(*layers).tables["bodies"].every_row if isinstance(row, Body)]


def pack_spoken_of(folder: Path, text: str) -> Path | None:
    """Folder of the first pack in ``folder`` whose province a text names; ``None`` when it names none."""
    plain = f" {fold(text)} "
    for head in sorted(folder.glob("*/pack.toml")):
        pack = read_pack(head.parent)
        names = {fold(pack.gazetteer.name_of(key)) for key in pack.home} | {f"tinh {fold(pack.title_vi)}"}
        if any(f" {name} " in plain for name in names if name):
            return head.parent
    return None
