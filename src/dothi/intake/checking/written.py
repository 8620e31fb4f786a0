"""Numbers of a column as the file has them: as numbers, or as text that is read once for each wording."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from dothi.base.errors import Fault, InputError
from dothi.intake.checking.bounds import Bounds, parse_bounds
from dothi.intake.checking.rings import Bools, Floats, Ints

_TEXTS = frozenset({"string", "mixed", "mixed-integer"})
"""What pandas calls columns of objects in which some value is text."""
_NUMBERS = frozenset({"integer", "floating", "mixed-integer-float", "decimal", "empty"})
"""What pandas calls columns of objects that are all numbers, or of which none is there."""


@dataclass(frozen=True, slots=True, eq=False)
class Written:
    """A column of text: ``codes`` lead from rows to ``texts`` and to what each was read as, -1 for none."""

    codes: Ints
    texts: tuple[str, ...]
    read: tuple[Bounds | Fault, ...]


def textual(values: Any) -> bool:
    """Whether a column holds text."""
    if values.dtype == object:
        return pd.api.types.infer_dtype(values, skipna=True) in _TEXTS
    return str(values.dtype) in {"str", "string"}


def numeric(values: Any) -> bool:
    """Whether a column holds numbers, and nothing else."""
    if values.dtype == object:
        return pd.api.types.infer_dtype(values, skipna=True) in _NUMBERS
    return pd.api.types.is_numeric_dtype(values) and not pd.api.types.is_bool_dtype(values)


def blank(values: Any) -> Bools:
    """Tell the rows without a value: none at all, or text of nothing but spaces."""
    empty: Bools = values.isna().to_numpy(dtype=bool, copy=True)
    if textual(values) and not empty.all():
        empty |= np.asarray(values.astype("str").str.strip().eq(""), bool)
    return empty


def written(values: Any) -> Written:
    """Read every different text of a column; blank ones count as none."""
    codes, different = values.factorize()
    texts = tuple(str(value) for value in different)
    blank = np.array([*(not text.strip() for text in texts), True])
    read = tuple(_read(text) if text.strip() else Fault("number.empty", "", "") for text in texts)
    return Written(np.where(blank[codes], -1, codes).astype(np.int64), texts, read)


def numbers(values: Any) -> tuple[Floats, Floats, list[str]]:
    """Numbers of a column, the half of the last digit written, and the units that its texts name.

    Not a number where there is none, or where a text gives no single value. What is neither text nor a number
    (a date, yes or no) is read as the text that people see.
    """
    if numeric(values):
        plain = np.asarray(values.to_numpy(dtype=float, na_value=np.nan), float)
        return plain, 0.5 * 10.0 ** -_decimals(plain), [""] * len(plain)
    told = written(values)
    single = [
        b.low if isinstance(b, Bounds) and b.low is not None and b.low == b.high else None for b in told.read
    ]
    number = np.array([*(np.nan if value is None else float(value) for value in single), np.nan])
    half = np.array(
        [*(0.0 if v is None else 0.5 * 10.0 ** min(0, int(v.as_tuple().exponent)) for v in single), 0.0]
    )
    units = [*(b.unit if isinstance(b, Bounds) else "" for b in told.read), ""]
    return number[told.codes], half[told.codes], [units[code] for code in told.codes]


def _read(text: str) -> Bounds | Fault:
    try:
        return parse_bounds(text)
    except InputError as error:
        return error.faults[0]


def _decimals(values: Floats) -> Floats:
    """How many decimals each number is written with, six at most."""
    decimals = np.full(len(values), 6.0)
    for digits in range(5, -1, -1):
        decimals[np.round(values, digits) == values] = digits
    return decimals
