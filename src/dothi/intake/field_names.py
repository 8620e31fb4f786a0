"""Names of fields and layers: readable as the file has them, and valid for what is written.

Reading changes a name only where it must (control characters, an empty name, two alike, a column called
``geometry``). Writing makes names that every program takes: letters, digits and underscores, no longer than
60 characters, unique without regard to case; for old shapefile programs ten ASCII characters.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from collections.abc import Set as AbstractSet

from dothi.base.text import clean, fold

LONGEST = 60
SHAPEFILE_LONGEST = 10
RESERVED = frozenset({"geometry", "geom", "fid", "ogc_fid", "shape", "feature", "the_geom", "wkb_geometry"})
"""Names that formats keep for themselves."""
_NOT_IN_NAME = re.compile(r"[^\w]+")


def readable(names: Sequence[str], taken: Iterable[str] = (), empty: str = "cot") -> tuple[str, ...]:
    r"""Names fit to be shown and to be columns of a frame: clean, not empty, no two alike.

    >>> readable(["Tên\x07 đất", "", "geometry", "x", "x"], taken=["geometry"])
    ('Tên đất', 'cot_2', 'geometry_2', 'x', 'x_2')
    """
    used = set(taken)
    out: list[str] = []
    for place, name in enumerate(names, start=1):
        plain = clean(_whole(name))[:200] or f"{empty}_{place}"
        out.append(_free(plain, used, 200, str))
        used.add(out[-1])
    return tuple(out)


def valid(names: Sequence[str], *, shapefile: bool = False) -> tuple[str, ...]:
    """Names that can be written anywhere, in the same order; Vietnamese letters stay unless ``shapefile``.

    >>> valid(["Tên đất", "Mã (số)", "ten dat", "2021", "fid"])
    ('Tên_đất', 'Mã_số', 'ten_dat', 'f_2021', 'fid_2')
    >>> valid(["Diện tích đất ở", "Diện tích đất"], shapefile=True)
    ('dien_tich', 'dien_tic_2')
    """
    longest = SHAPEFILE_LONGEST if shapefile else LONGEST
    used = set(RESERVED)
    out: list[str] = []
    for name in names:
        text = fold(name).replace(" ", "_") if shapefile else _NOT_IN_NAME.sub("_", clean(_whole(name)))
        text = text.strip("_") or "cot"
        if not text[0].isalpha():
            text = f"f_{text}"
        out.append(_free(text[:longest].rstrip("_"), used, longest, str.lower))
        used.add(out[-1].lower())
    return tuple(out)


def layer_name(name: str, used: set[str]) -> str:
    """Make the name of a layer for a file of many layers; added to ``used``, which ignores case."""
    text = re.sub(r"[\"'`\\/:*?<>|\[\]]+", " ", clean(_whole(name)))
    given = _free(clean(text)[:LONGEST].strip() or "lop", used, LONGEST, str.lower)
    used.add(given.lower())
    return given


def _free(text: str, used: AbstractSet[str], longest: int, key: Callable[[str], str]) -> str:
    """The text, with a number where it is taken."""
    if key(text) not in used:
        return text
    number = 2
    while True:
        ending = f"_{number}"
        candidate = text[: longest - len(ending)] + ending
        if key(candidate) not in used:
            return candidate
        number += 1


def _whole(name: str) -> str:
    """Text without halves of characters, which no file can hold."""
    return unicodedata.normalize("NFC", name.encode("utf-8", errors="replace").decode("utf-8"))
