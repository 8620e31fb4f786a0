"""In which encodings the text of a column is, value by value where it is mixed.

A value is taken to be in the encoding in which most of its words with marks can be Vietnamese syllables;
UTF-8 needs no Vietnamese, for bytes that happen to be valid UTF-8 are as good as never anything else. What
a column is mostly written in decides for values too short to tell.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from dothi.base.syllables import is_syllable
from dothi.intake.text.encodings import ENCODINGS, VIQR_SURE

AS_IT_IS = ""
SURE = 0.7
"""Score from which a finding is applied when a person asks for ``auto``."""
_SAMPLE = 2_000
_PRIOR = 2.0
_CLEAR = 0.99
_SHARE = 0.8
_WORTH_TELLING = 0.5
_VIQR_ENOUGH = 3
_LONE = 0.25
_TOKEN = re.compile(r"[^\s.,;:()/\"'\d_+=-]+")
_EDGES = "“”‘’…–—•·*²³°%?!"


@dataclass(frozen=True, slots=True)
class Reads:
    """How a text reads: words with marks that can be Vietnamese, of all words with marks."""

    good: float
    marked: float

    @property
    def share(self) -> float:
        """Between 0 and 1; 0 where there is nothing to judge by."""
        return self.good / self.marked if self.marked else 0.0

    def leaning(self, prior: float) -> float:
        """The share, drawn to ``prior`` the more the fewer words there are."""
        return (self.good + _PRIOR * prior) / (self.marked + _PRIOR)


@dataclass(frozen=True, slots=True)
class Written:
    """One encoding found in one column.

    ``decoded`` gives Unicode for each value as it stands; ``rows`` counts the rows they stand in. ``score``
    is the share of words that read as Vietnamese, drawn down where there are few.
    """

    encoding: str
    decoded: Mapping[str, str]
    rows: int
    score: float


def reads(text: str) -> Reads:
    """Judge a text as it stands; a word of one letter says little.

    >>> reads("Tam Kỳ, đất ở"), reads("§Êt ë ®« thÞ").share
    (Reads(good=2.25, marked=2.25), 0.0)
    """
    tokens = [token.strip(_EDGES) for token in _TOKEN.findall(text)]
    marked = [token for token in tokens if not token.isascii() and any(c.isalpha() for c in token)]
    weights = [_LONE if len(token) == 1 else 1.0 for token in marked]
    good = sum(weight for token, weight in zip(marked, weights, strict=True) if is_syllable(token))
    return Reads(good, sum(weights))


def detect(values: Mapping[str, int], lean: Mapping[str, float] | None = None) -> tuple[Written, ...]:
    """Tell the encodings of the distinct values of one column, each with its count of rows.

    ``lean`` is what the rest of the table is written in, as shares by name of encoding. Values that stand as
    they should are in no finding.
    """
    doubtful = {value: rows for value, rows in values.items() if _may_be_legacy(value)}
    if not doubtful:
        return ()
    votes = votes_of(dict(list(doubtful.items())[:_SAMPLE]))
    total = sum(votes.values())
    shares = {name: count / total for name, count in votes.items()} if total else {}
    for name, share in (lean or {}).items():
        shares[name] = max(shares.get(name, 0.0), share * _PRIOR / (total + _PRIOR))
    names = [name for name in shares if name != AS_IT_IS]
    if not names:
        return ()
    chosen: dict[str, dict[str, str]] = {name: {} for name in names}
    for value in doubtful:
        name, decoded = _chosen(value, names, shares)
        if name != AS_IT_IS and decoded != value:
            chosen[name][value] = decoded
    _join_twins(chosen)
    found = [_written(name, kept, doubtful, shares[name]) for name, kept in chosen.items() if kept]
    return tuple(item for item in found if item is not None)


def votes_of(values: Mapping[str, int]) -> Counter[str]:
    """Count good words by the encoding in which each value reads best; unclear values do not vote."""
    votes: Counter[str] = Counter()
    sure_of_viqr = sum(len(VIQR_SURE.findall(value)) for value in values if value.isascii())
    for value, rows in values.items():
        name, read = _best(value, allow_viqr=sure_of_viqr >= _VIQR_ENOUGH)
        if read.marked:
            votes[name] += min(rows, 1000) * int(read.good)
    return votes


def _may_be_legacy(value: str) -> bool:
    return not value.isascii() or ENCODINGS["viqr"].decode(value) is not None


def _best(value: str, *, allow_viqr: bool) -> tuple[str, Reads]:
    """The encoding in which a value reads best, or as it is when that is no worse."""
    best, read = AS_IT_IS, _as_it_is(value)
    if read.share >= _CLEAR:
        return best, read
    for name in ENCODINGS:
        if name == "viqr" and not allow_viqr:
            continue
        decoded = ENCODINGS[name].decode(value)
        if decoded is None or decoded == value:
            continue
        other = _judged(name, decoded)
        if other.share >= _SHARE and (other.share, other.good) > (read.share, read.good):
            best, read = name, other
    return best, read if read.share >= _SHARE else Reads(0, 0)


def _as_it_is(value: str) -> Reads:
    """Judge a value undecoded; VIQR typing counts as words that do not read."""
    if value.isascii():
        return Reads(0, len(VIQR_SURE.findall(value)))
    return reads(value)


def _judged(name: str, decoded: str) -> Reads:
    if name.startswith("utf-8"):
        if any(ENCODINGS[again].decode(decoded) not in {None, decoded} for again in ("utf-8", "utf-8@1258")):
            return Reads(0, 1)
        if name != "utf-8" and not all(_latin(letter) for letter in decoded):
            return Reads(0, 1)
        marks = sum(1 for letter in decoded if ord(letter) > 0x7F)
        return Reads(marks, marks)
    return reads(decoded)


def _latin(letter: str) -> bool:
    """Whether a letter is of the Latin script, or no letter at all."""
    return letter.isascii() or not letter.isalpha() or unicodedata.name(letter, "").startswith("LATIN")


def _chosen(value: str, names: Iterable[str], shares: Mapping[str, float]) -> tuple[str, str]:
    plain = _as_it_is(value)
    best, score, text = AS_IT_IS, plain.leaning(shares.get(AS_IT_IS, 0.0)), value
    if plain.marked and plain.share >= _CLEAR and shares.get(AS_IT_IS, 0.0) > 0:
        score += 1 / (plain.marked + _PRIOR)
    for name in names:
        decoded = ENCODINGS[name].decode(value)
        if decoded is None or (name == "viqr" and reads(decoded).share < _WORTH_TELLING):
            continue
        leaning = _judged(name, decoded).leaning(shares[name])
        if leaning > score:
            best, score, text = name, leaning, decoded
    return best, text


def _join_twins(chosen: dict[str, dict[str, str]]) -> None:
    """Count values that two code pages show alike to the one that the column needs anyway."""
    for name in [name for name, kept in chosen.items() if "@" in name and kept]:
        twin = chosen.get(name.partition("@")[0], {})
        if all(ENCODINGS[name].decode(value) == decoded for value, decoded in twin.items()):
            chosen[name].update(twin)
            twin.clear()


def _written(name: str, kept: Mapping[str, str], rows: Mapping[str, int], share: float) -> Written | None:
    judged = [_judged(name, decoded) for decoded in kept.values()]
    whole = Reads(sum(item.good for item in judged), sum(item.marked for item in judged))
    score = whole.leaning(min(share, _SHARE))
    if min(score, whole.share) < _WORTH_TELLING:
        return None
    return Written(name, kept, sum(rows[value] for value in kept), round(score, 3))
