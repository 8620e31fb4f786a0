"""The bundled pack, read once, and small lists of units made by hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from dothi.base.time import NEVER, Bound, Period
from dothi.places.pack import ProvincePack, read_pack
from dothi.places.units import Gazetteer, Link, UnitState

PACK = Path(__file__).resolve().parents[2] / "src" / "dothi" / "provinces" / "quang-nam"
LONG_AGO = Bound(None, date(2019, 4, 1))


@pytest.fixture(scope="session")
def folder() -> Path:
    return PACK


@pytest.fixture(scope="session")
def pack() -> ProvincePack:
    return read_pack(PACK)


class Maker:
    """Writes units and links in one line each."""

    def __init__(self) -> None:
        self.states: list[UnitState] = []
        self.links: list[Link] = []

    def unit(self, key: str, *, start=LONG_AGO, end=NEVER, name="", kind="Xã", level=3, parent="") -> None:
        period = Period(start, end)
        self.states.append(
            UnitState(key, key, name or f"{kind} {key}", kind, level, parent, period, source_key="s")
        )

    def link(self, old: str, new: str, day: date, share: str | None = None, *, whole: bool = True) -> None:
        part = None if share is None else Decimal(share)
        self.links.append(Link(old, new, Bound.on(day), whole and share is None, part, source_key="s"))

    def gazetteer(self) -> Gazetteer:
        return Gazetteer(tuple(self.states), tuple(self.links))


@pytest.fixture
def make() -> Maker:
    return Maker()
