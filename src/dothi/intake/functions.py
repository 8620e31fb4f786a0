"""Layer names and attribute values read as planning land functions.

A planner's layer is called ``QHDH_DAT_O_Nhomnhao_DVO``: stage, function, level of service. The tables of law
hold the three parts; here a text is read against them, whatever its case, separators or accents, as long as
only one reading is left. The answer has three values, for "this is a code that the tables do not hold" and
"this is no code at all" ask different things of the planner. Colours say nothing: several functions share
one.

What the tables cannot tell (``Khu dan cu 1``, ``MAU_VANG``) a planner maps once; a :class:`FunctionMapping`
remembers it for that consultant. The law comes first: a mapping never changes the meaning of a known code.
"""

from __future__ import annotations

import enum
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import product
from typing import Any

from dothi.base.text import fold
from dothi.base.time import Truth
from dothi.law import Law
from dothi.law.tables.land_functions import LandFunction
from dothi.law.tables.land_level_suffixes import LevelSuffix
from dothi.law.tables.land_stage_prefixes import StagePrefix

_CODE_SHAPE = re.compile(r"[A-Za-z0-9]+(?:[_.\-][A-Za-z0-9]+)+")


class Standing(enum.Enum):
    """How a text stands to the code lists of a day."""

    KNOWN = "known"
    UNKNOWN_CODE = "unknown-code"
    """Written like a code, and none of the lists holds it."""
    NOT_A_CODE = "not-a-code"


@dataclass(frozen=True, slots=True)
class CodeReading:
    """What one text says.

    ``function`` is set when KNOWN; ``code`` is then its legal code in the spelling of the law, empty where it
    has none and the text is the project's own key (``qpk.du-lich``). ``stage`` and ``level`` are the prefix
    and suffix as the law writes them (``QHDH_``, ``_DVO``), empty where the text has none. ``holds`` is
    UNKNOWN where a part is unconfirmed or perhaps not in force on the day. ``candidates`` are the functions
    it could be, when more than one.
    """

    text: str
    standing: Standing
    function: LandFunction | None = None
    code: str = ""
    stage: str = ""
    level: str = ""
    holds: Truth = Truth.UNKNOWN
    candidates: tuple[LandFunction, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class FunctionIndex:
    """The code lists of one day, ready to be asked; make it with :func:`function_index`.

    ``forms`` holds every way prefix, code and suffix may be joined, without case, separators or accents;
    ``prefixes`` and ``heads`` are the first words by which a code is known as one.
    """

    day: date
    forms: Mapping[str, tuple[CodeReading, ...]]
    prefixes: Mapping[str, str]
    heads: frozenset[str]

    def read(self, text: str) -> CodeReading:
        """Read one layer name or value."""
        found = self.forms.get(_joined(text), ())
        functions = {reading.function.code: reading for reading in found if reading.function is not None}
        if len(functions) == 1:
            first = found[0]
            return CodeReading(
                text, Standing.KNOWN, first.function, first.code, first.stage, first.level, first.holds
            )
        if functions:
            rows = tuple(r.function for r in functions.values() if r.function is not None)
            return CodeReading(text, Standing.UNKNOWN_CODE, candidates=rows)
        if not _CODE_SHAPE.fullmatch(text.strip()):
            return CodeReading(text, Standing.NOT_A_CODE)
        words = fold(text).split()
        stage = self.prefixes.get(words[0], "")
        if stage or words[0] in self.heads:
            return CodeReading(text, Standing.UNKNOWN_CODE, stage=stage)
        return CodeReading(text, Standing.NOT_A_CODE)


def function_index(law: Law, day: date, *, level: str = "") -> FunctionIndex:
    """Gather the code lists that hold, or may hold, on ``day``.

    ``level`` (``general`` or ``zoning``) keeps to the functions of one level of plan. Several readings of one
    form stay side by side, so that an ambiguous text is never read by chance.
    """
    prefixes = law.of(StagePrefix).including_unconfirmed(day)
    suffixes = law.of(LevelSuffix).including_unconfirmed(day)
    functions = [
        (row, answer)
        for row, answer in law.of(LandFunction).including_unconfirmed(day)
        if level in {"", row.level}
    ]
    forms: dict[str, list[CodeReading]] = defaultdict(list)
    heads = set()
    for row, answer in functions:
        for written, code in _written(row):
            heads.add(fold(written).split()[0])
            for (stage, first), (suffix, last) in product(
                [("", Truth.YES), *((p.code, a) for p, a in prefixes)],
                [("", Truth.YES), *((s.code, a) for s, a in suffixes)],
            ):
                reading = CodeReading("", Standing.KNOWN, row, code, stage, suffix, answer & first & last)
                forms[_joined(stage + written + suffix)].append(reading)
    return FunctionIndex(
        day,
        {form: tuple(readings) for form, readings in forms.items()},
        {fold(row.code): row.code for row, _ in prefixes},
        frozenset(heads),
    )


def read_function(text: str, law: Law, day: date) -> CodeReading:
    """Read one text by the lists of ``day``; for many texts make a :func:`function_index` once."""
    return function_index(law, day).read(text)


@dataclass(frozen=True, slots=True)
class Mapped:
    """What a planner said a text means. ``function`` is a key of ``land_functions``, empty for "no function".

    ``stage`` and ``level`` are prefix and suffix as the law writes them, empty where they do not matter.
    """

    function: str
    stage: str = ""
    level: str = ""


@dataclass(frozen=True, slots=True)
class FunctionMapping:
    """Layer names and values of one consultant with the functions a planner gave them.

    Texts are remembered without case, spacing or accents. ``layers`` and ``values`` are kept apart: the word
    on a layer and the same word in a field need not mean the same.
    """

    consultant: str
    layers: Mapping[str, Mapped]
    values: Mapping[str, Mapped]

    @classmethod
    def empty(cls, consultant: str) -> FunctionMapping:
        """Make the mapping of a consultant of whom nothing is known yet."""
        return cls(consultant, {}, {})

    def with_layer(self, name: str, meaning: Mapped) -> FunctionMapping:
        """Give the mapping with one layer more, or its meaning changed."""
        return FunctionMapping(self.consultant, {**self.layers, _key(name): meaning}, self.values)

    def with_value(self, value: str, meaning: Mapped) -> FunctionMapping:
        """Give the mapping with one value more, or its meaning changed."""
        return FunctionMapping(self.consultant, self.layers, {**self.values, _key(value): meaning})

    def without(self, *, layer: str = "", value: str = "") -> FunctionMapping:
        """Give the mapping without what was said of one layer, or of one value."""
        layers = {key: meaning for key, meaning in self.layers.items() if key != _key(layer)}
        values = {key: meaning for key, meaning in self.values.items() if key != _key(value)}
        return FunctionMapping(
            self.consultant, layers if layer else self.layers, values if value else self.values
        )

    def layer(self, name: str) -> Mapped | None:
        """What the layer ``name`` means; ``None`` where nobody said."""
        return self.layers.get(_key(name))

    def value(self, value: str) -> Mapped | None:
        """What ``value`` means; ``None`` where nobody said."""
        return self.values.get(_key(value))

    def to_json(self) -> dict[str, object]:
        """Write plain data for a JSON column or file."""
        return {
            "consultant": self.consultant,
            "layers": {key: _mapped_data(item) for key, item in sorted(self.layers.items())},
            "values": {key: _mapped_data(item) for key, item in sorted(self.values.items())},
        }

    @classmethod
    def from_json(cls, data: Mapping[str, object]) -> FunctionMapping:
        """Read what :meth:`to_json` wrote; ``ValueError`` for anything else."""
        consultant = data.get("consultant")
        if not isinstance(consultant, str) or set(data) != {"consultant", "layers", "values"}:
            raise ValueError("a mapping has the keys consultant, layers and values")
        return cls(consultant, _mapped_all(data["layers"]), _mapped_all(data["values"]))


def unknown_layers(
    names: Iterable[str], law: Law, day: date, mapping: FunctionMapping | None = None
) -> tuple[CodeReading, ...]:
    """Readings of the layers that neither the law of ``day`` nor ``mapping`` explains, each name once.

    These are what the planner is shown to map; a layer mapped to "no function" is explained.
    """
    index = function_index(law, day)
    readings = (index.read(name) for name in dict.fromkeys(names))
    return tuple(
        reading
        for reading in readings
        if reading.standing is not Standing.KNOWN and (mapping is None or mapping.layer(reading.text) is None)
    )


def _written(row: LandFunction) -> Iterator[tuple[str, str]]:
    """Yield what may be written for a function and its legal code: its codes, then the project's key."""
    yield from ((code, code) for code in row.legal_codes)
    yield row.code, row.attribute_code


def _joined(text: str) -> str:
    return fold(text).replace(" ", "")


def _key(text: str) -> str:
    """The form to remember by; what folds to nothing (``***``) is remembered as it stands."""
    return fold(text) or text.strip()


def _mapped_data(item: Mapped) -> dict[str, str]:
    return {"function": item.function, "stage": item.stage, "level": item.level}


def _mapped_all(data: Any) -> dict[str, Mapped]:
    items: Iterable[tuple[Any, Any]] = data.items() if isinstance(data, dict) else [(None, data)]
    found = {}
    for key, item in items:
        whole = isinstance(item, dict) and set(item) == {"function", "stage", "level"}
        if not whole or not all(isinstance(value, str) for value in (key, *item.values())):
            raise ValueError(f"the entry {key!r} must be text with the keys function, stage and level")
        found[key] = Mapped(item["function"], item["stage"], item["level"])
    return found
