"""Whether letters read as Vietnamese: the test by which encodings and slips are told apart.

A written syllable is an initial, a vowel group, a final and one tone. Syllables that end in c, ch, p or t
carry the sharp or the heavy tone only; a wrong decoding breaks that rule often. The test knows no dictionary:
it says that a word *can* be Vietnamese, not that it is one.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

ACUTE: Final = "\u0301"
GRAVE: Final = "\u0300"
HOOK: Final = "\u0309"
TILDE: Final = "\u0303"
DOT: Final = "\u0323"
TONES: Final = frozenset({ACUTE, GRAVE, HOOK, TILDE, DOT})
"""Combining marks of the five written tones."""
SHAPES: Final = frozenset({"\u0302", "\u0306", "\u031b"})
"""Combining marks that make another vowel: roof, breve and horn."""

_WORD = re.compile(r"[^\W\d_]+(?:[^\w\s.,;:()\"'/%-]+[^\W\d_]*)*")
_SYLLABLE = re.compile(
    r"(?:ngh|ng|nh|gh|gi|kh|ph|th|tr|ch|qu|[bcdđghklmnpqrstvx])?"
    r"(?:[aăâeêioôơuưy]|a[iouy]|â[uy]|eo|êu|i[aêu]|iêu|o[aăeio]|oa[ioy]|oeo|[ôơ]i|u[aâăeêiôơy]"
    r"|uây|uôi|uy[aêu]"
    r"|ư[aiơu]|ươ[iu]|yê|yêu)"
    r"(?:ng|nh|ch|[cmnpt])?"
)


def vietnamese_score(text: str) -> float:
    """Share of words with letters beyond ASCII that are possible Vietnamese syllables; 0 when there are none.

    >>> vietnamese_score("Tỷ lệ đô thị hóa"), vietnamese_score("Tû lÖ ®« thÞ hãa") < 0.5
    (1.0, True)
    """
    good, marked = syllable_counts(text)
    return good / marked if marked else 0.0


def syllable_counts(text: str) -> tuple[int, int]:
    """Count the words with letters beyond ASCII: those that are possible syllables, and all of them.

    >>> syllable_counts("Xã Tam Kỳ, Forêt")
    (2, 3)
    """
    marked = [word for word in _WORD.findall(text) if not word.isascii()]
    return sum(1 for word in marked if is_syllable(word)), len(marked)


def is_syllable(word: str) -> bool:
    """Tell whether a word, in any letter case, can be one Vietnamese syllable.

    >>> is_syllable("nghiêng"), is_syllable("quốc"), is_syllable("quồc")
    (True, True, False)
    """
    decomposed = unicodedata.normalize("NFD", word.lower())
    tones = [c for c in decomposed if unicodedata.combining(c) and c not in SHAPES]
    if len(tones) > 1 or any(tone not in TONES for tone in tones):
        return False
    bare = unicodedata.normalize("NFC", "".join(c for c in decomposed if c not in TONES))
    if bare.endswith(("c", "ch", "p", "t")) and tones[:1] not in ([ACUTE], [DOT]) and len(bare) > 1:
        return False
    return _SYLLABLE.fullmatch(bare) is not None
