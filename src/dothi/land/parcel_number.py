"""Reading a parcel number as people write it: sheet (tờ), parcel (thửa) and the commune it is counted in.

>>> read_parcel("thửa 345 tờ 12, phường Hội An Đông")
ParcelNumber(sheet='12', parcel='345', place='phường Hội An Đông')
>>> read_parcel("12/345 Tam Xuan").place
'Tam Xuan'
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from dothi.base.errors import Fault, InputError
from dothi.base.text import clean

LONGEST = 200
"""Characters looked at."""
_NUMBER = r"(?:[a-z]{1,3}[-. ]?)?\d{1,6}(?:[-.]\d{1,6})?[a-z]?"
_SHEET = re.compile(rf"\b(?:so )?(?:to|sheet)(?: ban do)?(?: dia chinh)?(?: so)?\s*[:.]?\s*({_NUMBER})(?!\w)")
_PARCEL = re.compile(rf"\b(?:so )?(?:thua|parcel)(?: dat)?(?: so)?\s*[:.]?\s*({_NUMBER})(?!\w)")
_PAIR = re.compile(r"^\s*(\d{1,6}[a-z]?)\s*/\s*(\d{1,6}[a-z]?)(?![\w/.])")
_EDGES = " ,;.:-–()"
_JOINING = re.compile(r"^(?:o|tai|thuoc|cua|in|of)\s+")
_DIGITS = re.compile(r"\d+")
_GROUP = re.compile(r"\btổ\b")
"""A neighbourhood group, which without its marks would be a sheet."""


@dataclass(frozen=True, slots=True)
class ParcelNumber:
    """A parcel as written; ``place`` is what else was written, empty where there was nothing."""

    sheet: str
    parcel: str
    place: str = ""


def looks_like_parcel(text: str) -> bool:
    """Whether a text means a parcel number and not a name or coordinates: what a search box asks first."""
    plain = _plain(text[:LONGEST])
    if _PARCEL.search(plain) or _PAIR.match(plain):
        return True
    return bool(_SHEET.search(plain) and ("tờ" in clean(text).lower() or "ban do" in plain))


def read_parcel(text: str) -> ParcelNumber:
    """Read a parcel number, with or without tone marks, in either order.

    Raises :class:`InputError`: ``parcel.unreadable`` where no sheet or no parcel is told.
    """
    shown = clean(text)[:LONGEST]
    plain = _plain(shown)
    pair = _PAIR.match(plain)
    if pair:
        return ParcelNumber(pair[1].upper(), pair[2].upper(), _place(shown, [pair.span()]))
    sheet, parcel = _SHEET.search(plain), _PARCEL.search(plain)
    if sheet is None or parcel is None:
        raise InputError(_unreadable(shown))
    return ParcelNumber(sheet[1].upper(), parcel[1].upper(), _place(shown, [sheet.span(), parcel.span()]))


def number_key(text: str) -> str:
    """The form in which two ways of writing one number are equal: no leading zeros, no spaces.

    A hyphen after letters says nothing; between numbers it does: parcel 12-1 is not parcel 121.

    >>> number_key(" dc-012 "), number_key("12.0"), number_key("7a"), number_key("12-01")
    ('DC12', '12', '7A', '12-1')
    """
    whole = re.sub(r"^(\d+)\.0+$", r"\1", clean(text))
    packed = re.sub(r"(?<=[^\W\d])[\s\-]+(?=\d)|\s+", "", whole).upper()
    return _DIGITS.sub(lambda found: str(int(found[0])), packed)


def _plain(text: str) -> str:
    """Lower case without marks, letter for letter, so that places in it are places in the text."""
    told = _GROUP.sub("t*", clean(text).lower().replace("đ", "d"))
    return "".join(unicodedata.normalize("NFD", one)[0] for one in told)


def _place(shown: str, spans: list[tuple[int, int]]) -> str:
    """What is left beside the numbers, as it was written."""
    kept = list(shown)
    for start, end in spans:
        kept[start:end] = ["\0"] * (end - start)
    parts = [part.strip(_EDGES) for part in "".join(kept).split("\0") if part.strip(_EDGES)]
    place = ", ".join(parts)
    joining = _JOINING.match(_plain(place))
    return place[joining.end() :] if joining else place


def _unreadable(text: str) -> Fault:
    return Fault(
        "parcel.unreadable",
        f"«{text[:60]}» chưa đủ số tờ bản đồ và số thửa",
        f"“{text[:60]}” does not tell both the sheet and the parcel",
        remedy_vi="Ghi như «tờ 12 thửa 345 xã Tam Xuân» hoặc «12/345 Tam Xuân» (tờ trước, thửa sau)",
        remedy_en="Write as “tờ 12 thửa 345 xã Tam Xuân” or “12/345 Tam Xuân” (sheet first)",
    )
