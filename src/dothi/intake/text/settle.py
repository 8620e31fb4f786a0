"""Text that came as one character a byte: decoded as declared where the bytes bear it out.

Where they do not, or nothing is declared, the letters stay as windows-1252 shows them, which is what other
programs show too; what they really are is for :mod:`dothi.intake.text.recode` to find and a person to
confirm.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

from dothi.intake.layers import Layer, Table
from dothi.intake.text.codecs import as_windows
from dothi.intake.text.columns import distinct, replaced, text_columns

ASSUMED = "windows-1252"
_WESTERN = frozenset({"", "cp1252", "iso8859-1", "latin-1", "ascii"})
_Kind = TypeVar("_Kind", bound=Layer | Table)


def settle(layer: _Kind, declared: str) -> _Kind:
    """Decode the text of a layer.

    Its ``encoding`` becomes the declared one where every value is in it, ``ascii`` where there is nothing to
    decode, and otherwise windows-1252.
    """
    frame = layer.frame
    borne_out, anything = True, False
    for column in text_columns(frame):
        values, whole = _decoded(distinct(frame[column], ascii_too=False), declared)
        borne_out &= whole
        anything |= bool(values)
        if values:
            frame = frame.assign(**{column: replaced(frame[column], values)})
    standing = dict.fromkeys((layer.name, *map(str, frame.columns)), 1)
    names, whole = _decoded({name: 1 for name in standing if not name.isascii()}, declared)
    borne_out &= whole
    anything |= bool(names)
    encoding = ASSUMED
    if not anything:
        encoding = "ascii"
    elif borne_out and declared:
        encoding = declared
    return replace(
        layer, name=names.get(layer.name, layer.name), frame=frame.rename(columns=names), encoding=encoding
    )


def _decoded(values: Mapping[str, int], declared: str) -> tuple[dict[str, str], bool]:
    """Unicode of each value, and whether all are as declared."""
    out: dict[str, str] = {}
    whole = True
    for value in values:
        text = None if declared in _WESTERN else _strict(value, declared)
        whole &= text is not None or declared in _WESTERN
        out[value] = as_windows(value) if text is None else text
    return out, whole


def _strict(value: str, codec: str) -> str | None:
    try:
        return value.encode("latin-1").decode(codec)
    except (UnicodeError, LookupError):
        return None
