"""Which land function each feature of a layer has: by the layer's own name, or by the values of one column.

Colours never tell: several functions share one. What neither the law of the day nor the planner's mapping
explains has no function, and is named so that a planner can say what it means.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from dothi.base.text import fold
from dothi.intake.functions import FunctionIndex, FunctionMapping, Standing

if TYPE_CHECKING:
    from dothi.intake.layers import Layer

_ENOUGH = 0.5
"""Share of a column's different values that must be known for it to be the column of functions."""
_NAMED = frozenset({"machucnang", "chucnang", "machucnangsudungdat", "maloaidat", "loaidat", "madat"})
"""Names by which authors call that column; it is taken even where nobody has explained its values yet."""
_MOST_VALUES = 2000
"""Different values beyond which a column is no list of codes."""


@dataclass(frozen=True, slots=True, eq=False)
class Assigned:
    """Functions by feature: keys of ``land_functions``, empty where there is none.

    ``column`` is the one that told, empty where the layer's name did or nothing does. ``stage`` is the prefix
    common to all (``QHDH_``), empty otherwise. ``unknown`` counts values that nobody has explained yet.
    """

    functions: pd.Series
    column: str = ""
    stage: str = ""
    unknown: tuple[tuple[str, int], ...] = ()

    @property
    def told(self) -> bool:
        """Whether any feature has a function."""
        return bool((self.functions != "").any())


def assigned(layer: Layer, index: FunctionIndex, mapping: FunctionMapping | None = None) -> Assigned:
    """Find the function of every feature of ``layer`` by the code lists in ``index``, then by ``mapping``."""
    whole = _of(layer.name, index, mapping, layer=True)
    if whole is not None:
        functions = pd.Series(whole[0], index=layer.frame.index, dtype=object)
        return Assigned(functions, stage=whole[1])
    best = Assigned(pd.Series("", index=layer.frame.index, dtype=object))
    most = -1.0
    for column in layer.frame.columns:
        if column == layer.frame.geometry.name:
            continue
        found = _by_column(layer, str(column), index, mapping)
        if found is not None and found[1] > most:
            best, most = found
    return best


def _by_column(
    layer: Layer, column: str, index: FunctionIndex, mapping: FunctionMapping | None
) -> tuple[Assigned, float] | None:
    """The functions that a column tells, with the share of its different values that are known."""
    values = layer.frame[column]
    if not (pd.api.types.is_object_dtype(values) or pd.api.types.is_string_dtype(values)):
        return None
    texts = values.where(values.notna(), "").map(lambda value: str(value).strip())
    counts = Counter(text for text in texts if text)
    if not counts or len(counts) > _MOST_VALUES:
        return None
    meanings = {text: _of(text, index, mapping, layer=False) for text in counts}
    known = [text for text, meaning in meanings.items() if meaning is not None]
    share = len(known) / len(counts)
    if share < _ENOUGH and _plain(column) not in _NAMED:
        return None
    functions = texts.map(lambda text: (meanings.get(text) or ("", ""))[0])
    stages = {meaning[1] for meaning in meanings.values() if meaning is not None}
    unknown = tuple(
        sorted(((text, counts[text]) for text in counts if text not in known), key=lambda x: (-x[1], x[0]))
    )
    return Assigned(functions, column, stages.pop() if len(stages) == 1 else "", unknown), share


def _plain(name: str) -> str:
    return "".join(letter for letter in fold(name) if letter.isalnum())


def _of(
    text: str, index: FunctionIndex, mapping: FunctionMapping | None, *, layer: bool
) -> tuple[str, str] | None:
    """Function key and stage that a text stands for; ``None`` where nobody says."""
    if mapping is not None:
        said = mapping.layer(text) if layer else mapping.value(text)
        if said is not None:
            return said.function, said.stage
    reading = index.read(text)
    if reading.standing is Standing.KNOWN and reading.function is not None:
        return reading.function.code, reading.stage
    return None
