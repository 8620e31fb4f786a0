"""Text columns of a frame as distinct values, so that a million rows cost what their different words cost."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from dothi.intake.text.encodings import VIQR_LIKE


def text_columns(frame: pd.DataFrame) -> list[str]:
    """Name the columns that hold text."""
    return [
        str(name)
        for name, kind in frame.dtypes.items()
        if pd.api.types.is_string_dtype(kind) and _as_arrow(frame[name]) is not None
    ]


def distinct(series: pd.Series[Any], *, ascii_too: bool = True) -> dict[str, int]:
    """Count the rows of each distinct value; without ``ascii_too`` only of values with other letters."""
    array = _as_arrow(series)
    if array is None:
        return {}
    if not ascii_too:
        array = array.filter(pc.invert(pc.string_is_ascii(array)))
    counted = pc.value_counts(array.drop_null())
    return dict(zip(counted.field("values").to_pylist(), counted.field("counts").to_pylist(), strict=True))


def doubtful(series: pd.Series[Any]) -> dict[str, int]:
    """Count the rows of each distinct value that may be legacy text: other letters, or VIQR signs."""
    array = _as_arrow(series)
    if array is None:
        return {}
    plain = pc.and_(pc.string_is_ascii(array), pc.invert(pc.match_substring_regex(array, VIQR_LIKE)))
    counted = pc.value_counts(array.filter(pc.invert(plain)).drop_null())
    return dict(zip(counted.field("values").to_pylist(), counted.field("counts").to_pylist(), strict=True))


def replaced(series: pd.Series[Any], values: Mapping[str, str]) -> pd.Series[Any]:
    """The series with each value of ``values`` changed; nothing else."""
    array = _as_arrow(series)
    if array is None or not values:
        return series
    coded = array.dictionary_encode()
    words = pa.array([values.get(word, word) for word in coded.dictionary.to_pylist()], pa.string())
    changed = pa.DictionaryArray.from_arrays(coded.indices, words).cast(pa.string())
    return pd.Series(changed.to_pandas().array, index=series.index, name=series.name)


def _as_arrow(series: pd.Series[Any]) -> pa.Array | None:
    try:
        array = pa.array(series, pa.string(), from_pandas=True)
    except (pa.ArrowException, TypeError, ValueError):
        return None
    return array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array
