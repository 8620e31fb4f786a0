"""Legacy Vietnamese encodings: told apart by whether what they give reads as Vietnamese syllables.

Offices still keep files in TCVN3 (ABC fonts), VNI, VIQR and windows-1258, and Word files whose letters
are only right in a ``.VnTime`` or ``VNI-Times`` font. A decoding is taken when nearly all of its words
with marks are possible syllables; otherwise the file is refused rather than guessed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

_TCVN3 = (
    "\u00a0ĂÂÊÔƠƯĐăâêôơưđẰ\u0300\u0309\u0303\u0301\u0323àảãáạẲằẳẵắẴẮẦẨẪẤỀặầẩẫấậèỂẻẽ"
    "éẹềểễếệìỉỄẾỒĩíịòỔỏõóọồổỗốộờởỡớợùỖủũúụừửữứựỳỷỹýỵỐ"
)
_VNI_BASE = {
    "ö": "ư",
    "Ö": "Ư",
    "ô": "ơ",
    "Ô": "Ơ",
    "ñ": "đ",
    "Ñ": "Đ",
    "æ": "ỉ",
    "Æ": "Ỉ",
    "î": "ỵ",
    "Î": "Ỵ",
}
_VNI_BASE |= {"ó": "ĩ", "Ó": "Ĩ", "ò": "ị", "Ò": "Ị"}
_TONE = {"acute": "\u0301", "grave": "\u0300", "hook": "\u0309", "tilde": "\u0303", "dot": "\u0323"}
_VNI_PLAIN = {"ù": "acute", "ø": "grave", "û": "hook", "õ": "tilde", "ï": "dot"}
_VNI_ROOF = {"á": "acute", "à": "grave", "å": "hook", "ã": "tilde", "ä": "dot", "â": ""}
_VNI_BREVE = {"é": "acute", "è": "grave", "ú": "hook", "ü": "tilde", "ë": "dot", "ê": ""}
_VIQR = re.compile(r"([aeouAEOU])([\^(+])([`'?~.])?|([aeiouyAEIOUY])([`'?~.])(?=[a-zA-Z\s,;:)]|$)|(dd|DD|Dd)")
_VIQR_SURE = re.compile(r"[aeouAEOU][\^(+][`'?~.]?[a-zA-Z]|dd[aeiou]")
_VIQR_ENOUGH = 3
_VIQR_TONE = {"`": "\u0300", "'": "\u0301", "?": "\u0309", "~": "\u0303", ".": "\u0323"}
_VIQR_SHAPE = {"^": "\u0302", "(": "\u0306", "+": "\u031b"}
_WORD = re.compile(r"[^\W\d_]+(?:[^\w\s.,;:()\"'/%-]+[^\W\d_]*)*")
_SYLLABLE = re.compile(
    r"(?:ngh|ng|nh|gh|gi|kh|ph|th|tr|ch|qu|[bcdđghklmnpqrstvx])?"
    r"(?:[aăâeêioôơuưy]|a[iouy]|â[uy]|eo|êu|i[aêu]|iêu|o[aăeio]|oa[ioy]|oeo|[ôơ]i|u[aâăeêiôơy]"
    r"|uây|uôi|uy[aêu]"
    r"|ư[aiơu]|ươ[iu]|yê|yêu)"
    r"(?:ng|nh|ch|[cmnpt])?"
)
_SHAPES = {"\u0302", "\u0306", "\u031b"}
_ENOUGH = 0.8


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text with the encoding it was taken to be in and how well it reads (0 to 1)."""

    text: str
    encoding: str
    score: float


def vietnamese_score(text: str) -> float:
    """Share of words with letters beyond ASCII that are possible Vietnamese syllables; 0 when there are none.

    >>> vietnamese_score("Tỷ lệ đô thị hóa"), vietnamese_score("Tû lÖ ®« thÞ hãa") < 0.5
    (1.0, True)
    """
    marked = [word for word in _WORD.findall(text) if not word.isascii()]
    if not marked:
        return 0.0
    return sum(1 for word in marked if _is_syllable(word)) / len(marked)


def from_bytes(data: bytes) -> Decoded | None:
    """Decode 8-bit text that is not UTF-8, or ``None`` when no known encoding reads as Vietnamese."""
    one_to_one = data.decode("latin-1")
    windows = data.decode("cp1252", errors="replace")
    found = [
        _scored(from_tcvn3(one_to_one), "TCVN3"),
        _scored(from_vni(windows), "VNI"),
        _scored(unicodedata.normalize("NFC", data.decode("cp1258", errors="replace")), "windows-1258"),
    ]
    best = max(found, key=lambda decoded: decoded.score)
    return best if best.score >= _ENOUGH else None


def from_text(text: str) -> Decoded | None:
    """Recover text whose letters stand for those of a legacy font, or ``None`` when it needs no recovery."""
    if vietnamese_score(text) >= _ENOUGH:
        return None
    ways: list[tuple[Callable[[str], str], str]] = [(from_viqr, "VIQR")]
    if not text.isascii():
        ways = [(from_tcvn3, "TCVN3"), (from_vni, "VNI")]
    found = [_scored(way(text), name) for way, name in ways]
    best = max(found, key=lambda decoded: decoded.score)
    enough = best.score >= _ENOUGH and best.score > vietnamese_score(text) + 0.2
    if best.encoding == "VIQR":
        enough = enough and len(_VIQR_SURE.findall(text)) >= _VIQR_ENOUGH
    return best if enough else None


def from_tcvn3(text: str) -> str:
    """TCVN3 (ABC) letters, as latin-1 characters, to Unicode.

    >>> from_tcvn3("Hµn Quèc h«m nay")
    'Hàn Quốc hôm nay'
    """
    table = {0xA0 + i: letter for i, letter in enumerate(_TCVN3)}
    return unicodedata.normalize("NFC", text.translate(table))


def from_vni(text: str) -> str:
    """VNI for Windows letters, as cp1252 characters, to Unicode.

    >>> from_vni("Haøn Quoác hoâm nay")
    'Hàn Quốc hôm nay'
    """
    out: list[str] = []
    for letter in text:
        before = out[-1] if out else ""
        low = letter.lower()
        base = unicodedata.normalize("NFD", before)[:1].lower()
        if base in "aeouy" and base and low in _VNI_PLAIN and not _toned(before):
            out[-1] = before + _TONE[_VNI_PLAIN[low]]
        elif before in "aeoAEO" and before and low in _VNI_ROOF:
            out[-1] = before + "\u0302" + _TONE.get(_VNI_ROOF[low], "")
        elif before in "aA" and before and low in _VNI_BREVE:
            out[-1] = before + "\u0306" + _TONE.get(_VNI_BREVE[low], "")
        else:
            out.append(_VNI_BASE.get(letter, letter))
    return unicodedata.normalize("NFC", "".join(out))


def from_viqr(text: str) -> str:
    """VIQR typing to Unicode.

    >>> from_viqr("Ha`n Quo^'c, Trie^`u Tie^n, nu+o+'c, dda'p")
    'Hàn Quốc, Triều Tiên, nước, đáp'
    """

    def letter(match: re.Match[str]) -> str:
        shaped, shape, tone, plain, plain_tone, dd = match.groups()
        if dd:
            return "đ" if dd == "dd" else "Đ"
        if shaped:
            return shaped + _VIQR_SHAPE[shape] + (_VIQR_TONE[tone] if tone else "")
        return plain + _VIQR_TONE[plain_tone]

    return unicodedata.normalize("NFC", _VIQR.sub(letter, text))


def _scored(text: str, encoding: str) -> Decoded:
    return Decoded(text, encoding, vietnamese_score(text))


def _toned(letter: str) -> bool:
    return any(mark in _TONE.values() for mark in unicodedata.normalize("NFD", letter))


def _is_syllable(word: str) -> bool:
    decomposed = unicodedata.normalize("NFD", word.lower())
    marks = [c for c in decomposed if unicodedata.combining(c)]
    tones: Final = [mark for mark in marks if mark not in _SHAPES]
    if len(tones) > 1 or any(mark not in _TONE.values() for mark in tones):
        return False
    bare = unicodedata.normalize("NFC", "".join(c for c in decomposed if c not in _TONE.values()))
    return _SYLLABLE.fullmatch(bare) is not None
