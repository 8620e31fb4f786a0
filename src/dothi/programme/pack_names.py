"""Names a province pack knows, as a register for the reader."""

from __future__ import annotations

from pathlib import Path

from dothi.base.text import fold
from dothi.places.pack import ProvincePack, read_pack
from dothi.programme.names import KnownName, Register

_LOWEST_NAMED = 3


def register_of(pack: ProvincePack) -> Register:
    """Towns, districts and communes of every period, with their other spellings."""
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
        if 1 < state.level <= _LOWEST_NAMED
    ]
    return Register.of(dict.fromkeys(names))


def pack_spoken_of(folder: Path, text: str) -> ProvincePack | None:
    """The first pack in ``folder`` whose province a text names, ``None`` when it names none of them."""
    plain = f" {fold(text)} "
    for head in sorted(folder.glob("*/pack.toml")):
        pack = read_pack(head.parent)
        names = {fold(pack.gazetteer.name_of(key)) for key in pack.home} | {f"tinh {fold(pack.title_vi)}"}
        if any(f" {name} " in plain for name in names if name):
            return pack
    return None
