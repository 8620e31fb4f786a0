"""Which texts say the same: word for word, or nearly.

Texts are folded and cut into runs of three words (shingles); likeness is the share of runs two texts have in
common (Jaccard). To find what to compare without comparing everything, each text has a few *bands*: short
digests of its MinHash signature (Broder 1997). Two texts with likeness 0.8 share a band with a probability of
about 98 %, two with 0.3 with about 6 %.
"""

from __future__ import annotations

import hashlib

from dothi.base.text import fold

ALIKE = 0.8
"""Likeness from which two texts are taken to say the same."""
_SIZE = 3
_BANDS, _ROWS = 8, 4
_PRIME = (1 << 61) - 1


def shingles(text: str) -> frozenset[str]:
    """Runs of three words of the folded text; a shorter text is one run.

    >>> sorted(shingles("Đường quá hẹp, quá tối"))
    ['duong qua hep', 'hep qua toi', 'qua hep qua']
    """
    words = fold(text).split()
    if len(words) <= _SIZE:
        return frozenset({" ".join(words)} if words else ())
    return frozenset(" ".join(words[at : at + _SIZE]) for at in range(len(words) - _SIZE + 1))


def likeness(first: str, second: str) -> float:
    """Share of runs in common, 0 to 1; two texts without a word are not alike.

    >>> likeness("Mở rộng đường này ra", "mo rong duong nay ra")
    1.0
    """
    one, other = shingles(first), shingles(second)
    both = len(one | other)
    return len(one & other) / both if both else 0.0


def bands(text: str) -> tuple[str, ...]:
    """Digests of which texts that are alike very likely share one; none for a text without a word."""
    hashes = [_digest(run) for run in shingles(text)]
    if not hashes:
        return ()
    signature = [min((a * value + b) % _PRIME for value in hashes) for a, b in _permutations()]
    return tuple(
        f"{band}:{_digest(repr(signature[band * _ROWS : (band + 1) * _ROWS])):016x}" for band in range(_BANDS)
    )


def _permutations() -> list[tuple[int, int]]:
    """The same pairs on every machine, for bands are kept."""
    return [
        (_digest(f"a{row}") % (_PRIME - 1) + 1, _digest(f"b{row}") % _PRIME) for row in range(_BANDS * _ROWS)
    ]


def _digest(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big")
