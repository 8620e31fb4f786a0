"""Legacy text of a layer: found, shown as guesses, applied, and undone exactly.

:func:`examine` looks and changes nothing. :func:`apply` changes what the findings name and gives a
:class:`Recoding`, a small record with which :func:`undo` brings back the letters that stood in the file, so a
planner may change their mind at any time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar

import pandas as pd

from dothi.intake.layers import Guess, Layer, Table
from dothi.intake.text.columns import distinct, doubtful, replaced, text_columns
from dothi.intake.text.detect import AS_IT_IS, SURE, Written, detect, votes_of
from dothi.intake.text.encodings import ENCODINGS

NAMES = ""
"""Stands for the names of the layer and its fields, where a column is named."""
_Kind = TypeVar("_Kind", bound=Layer | Table)
_MIXED = "mixed"


@dataclass(frozen=True, slots=True)
class Finding:
    """Encodings found in one column; ``column`` is empty for the names of the layer and its fields."""

    column: str
    written: tuple[Written, ...]


@dataclass(frozen=True, slots=True)
class ColumnRecoding:
    """How one column was changed: Unicode back to the letters as they stood.

    Where two spellings gave one word, ``rows`` holds the letters of those rows by feature.
    """

    back: Mapping[str, str]
    rows: Mapping[int | str, str]


@dataclass(frozen=True, slots=True)
class Recoding:
    """What :func:`apply` did to one layer; all plain data."""

    name: str
    fields: Mapping[str, str]
    columns: Mapping[str, ColumnRecoding]
    encoding: str


def examine(layer: Layer | Table, *, declared: str = "") -> tuple[Finding, ...]:
    """Look for legacy text in every text column and in the names of a layer.

    ``declared`` is not looked for. Nothing is changed.
    """
    columns = {name: doubtful(layer.frame[name]) for name in text_columns(layer.frame)}
    names = dict.fromkeys((layer.name, *map(str, layer.frame.columns)), 1)
    votes: Counter[str] = Counter()
    for values in (*columns.values(), names):
        votes += votes_of(dict(list(values.items())[:500]))
    total = sum(votes.values())
    lean = {name: count / total for name, count in votes.items() if name != AS_IT_IS} if total else {}
    lean.pop(declared, None)
    found = [Finding(column, detect(values, lean)) for column, values in columns.items()]
    found.append(Finding(NAMES, detect(names, lean) if lean else ()))
    return tuple(finding for finding in found if finding.written)


def chosen(layer: Layer | Table, encoding: str) -> tuple[Finding, ...]:
    """Findings for an encoding that a person names for the whole layer; score 1, for they know.

    Values that cannot be in it stay as they are.
    """
    found = []
    columns = {name: distinct(layer.frame[name]) for name in text_columns(layer.frame)}
    columns[NAMES] = dict.fromkeys((layer.name, *map(str, layer.frame.columns)), 1)
    for column, values in columns.items():
        decoded = {value: _decoded(value, encoding) for value in values}
        kept = {value: text for value, text in decoded.items() if text is not None and text != value}
        if kept:
            rows = sum(values[value] for value in kept)
            found.append(Finding(column, (Written(encoding, kept, rows, 1.0),)))
    return tuple(found)


def _decoded(value: str, encoding: str) -> str | None:
    return None if value.isascii() and encoding != "viqr" else ENCODINGS[encoding].decode(value)


def guesses(layer: Layer | Table, findings: Iterable[Finding], *, declared: str = "") -> tuple[Guess, ...]:
    """Findings as guesses to show, each with an example."""
    return tuple(
        _guess(layer, finding.column, written, declared)
        for finding in findings
        for written in finding.written
    )


def apply(layer: _Kind, findings: Iterable[Finding], *, least: float = SURE) -> tuple[_Kind, Recoding]:
    """Change the values that findings of a score of at least ``least`` name."""
    frame = layer.frame
    done: dict[str, ColumnRecoding] = {}
    used: Counter[str] = Counter()
    names: dict[str, str] = {}
    for finding in findings:
        kept = [written for written in finding.written if written.score >= least]
        values = {old: new for written in kept for old, new in written.decoded.items()}
        if not values:
            continue
        used.update({written.encoding: written.rows for written in kept})
        if finding.column == NAMES:
            names = values
            continue
        done[finding.column] = _recoding(frame[finding.column], values)
        frame = frame.assign(**{finding.column: replaced(frame[finding.column], values)})
    fields = _free_names(list(map(str, frame.columns)), names)
    renamed = {new: old for old, new in fields.items() if old != new}
    columns = {fields.get(column, column): recoding for column, recoding in done.items()}
    encoding = layer.encoding if not used else next(iter(used)) if len(used) == 1 else _MIXED
    changed = replace(
        layer, name=names.get(layer.name, layer.name), frame=frame.rename(columns=fields), encoding=encoding
    )
    return changed, Recoding(layer.name, renamed, columns, layer.encoding)


def undo(layer: _Kind, recoding: Recoding) -> _Kind:
    """Bring back the letters that stood before :func:`apply`; of a frame that was not changed since."""
    frame = layer.frame
    for column, done in recoding.columns.items():
        series = replaced(frame[column], done.back)
        if done.rows:
            series = series.copy()
            series.loc[list(done.rows)] = list(done.rows.values())
        frame = frame.assign(**{column: series})
    frame = frame.rename(columns=dict(recoding.fields))
    return replace(layer, name=recoding.name, frame=frame, encoding=recoding.encoding)


def _recoding(series: pd.Series[Any], values: Mapping[str, str]) -> ColumnRecoding:
    """Turn a change of values round; rows are kept where the turned table would not lead back."""
    standing = set(distinct(series))
    counted = Counter(values.values())
    unclear = {new for new in values.values() if counted[new] > 1 or new in standing - set(values)}
    back = {new: old for old, new in values.items() if new not in unclear}
    rows: dict[int | str, str] = {}
    if unclear:
        lost = series[series.isin([old for old, new in values.items() if new in unclear])]
        rows = {_feature(feature): str(old) for feature, old in lost.items()}
    return ColumnRecoding(back, rows)


def _feature(label: Any) -> int | str:
    return label if isinstance(label, str) else int(label)


def _free_names(columns: list[str], names: Mapping[str, str]) -> dict[str, str]:
    """New names of the columns; one that is taken keeps its old letters."""
    out = {column: names.get(column, column) for column in columns}
    counted = Counter(out.values())
    return {old: new if counted[new] == 1 else old for old, new in out.items() if old != "geometry"}


def _guess(layer: Layer | Table, column: str, written: Written, declared: str) -> Guess:
    old, new = max(written.decoded.items(), key=lambda item: (min(len(item[0]), 40), item[0]))
    title = ENCODINGS[written.encoding].title
    shown = f"«{_short(old)}» → «{_short(new)}»"
    where_vi = "tên lớp và tên trường" if column == NAMES else f"{written.rows} dòng"
    where_en = "names of layer and fields" if column == NAMES else f"{written.rows} rows"
    return Guess(
        "encoding",
        layer.name,
        column,
        declared or layer.encoding,
        written.encoding,
        written.score,
        f"Chữ viết theo {title}, {where_vi}: {shown}",
        f"Text written in {title}, {where_en}: {shown}",
    )


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 60 else f"{line[:59]}…"
