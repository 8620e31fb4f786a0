"""Vietnamese letters before Unicode: TCVN3 (ABC fonts), VNI for Windows, VIQR and windows-1258.

Legacy text reaches us as *letters that stand for others*: the bytes of a TCVN3 file shown as windows-1252
read ``Hµn Quèc``. Every function here goes between such letters and Unicode. Tables follow TCVN 5712:1993
(the ABC fonts of TCVN3), the published VNI for Windows table, and RFC 1456 for VIQR.

Decoding then encoding gives back what a program of that time would have written; where two spellings decode
alike (a tone before or after its roof), the usual one comes back.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from dothi.base.syllables import ACUTE, DOT, GRAVE, HOOK, TILDE, TONES

_TCVN3 = (
    "\u00a0ĂÂÊÔƠƯĐăâêôơưđẰ\u0300\u0309\u0303\u0301\u0323àảãáạẲằẳẵắẴẮẦẨẪẤỀặầẩẫấậèỂẻẽ"
    "éẹềểễếệìỉỄẾỒĩíịòỔỏõóọồổỗốộờởỡớợùỖủũúụừửữứựỳỷỹýỵỐ"
)
_FROM_TCVN3: Final = {0xA0 + place: letter for place, letter in enumerate(_TCVN3)}
_TO_TCVN3: Final = {letter: chr(0xA0 + place) for place, letter in enumerate(_TCVN3)}
_STRAY_TONE = re.compile(rf"(?<![aăâeêioôơuưyAĂÂEÊIOÔƠUƯY])[{''.join(sorted(TONES))}]")
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
_TO_VNI_BASE: Final = {letter: sign for sign, letter in _VNI_BASE.items()}
_VNI_PLAIN = {"ù": ACUTE, "ø": GRAVE, "û": HOOK, "õ": TILDE, "ï": DOT}
_VNI_ROOF = {"á": ACUTE, "à": GRAVE, "å": HOOK, "ã": TILDE, "ä": DOT, "â": ""}
_VNI_BREVE = {"é": ACUTE, "è": GRAVE, "ú": HOOK, "ü": TILDE, "ë": DOT, "ê": ""}
_VNI_MARKS: Final = {
    shape: {tone: sign for sign, tone in table.items()}
    for shape, table in (("", _VNI_PLAIN), ("\u0302", _VNI_ROOF), ("\u0306", _VNI_BREVE))
}
_VIQR = re.compile(
    r"([aeouAEOU])([\^(+])([`'?~.])?"
    r"|([aeiouyAEIOUY])(?:([`~])|(['?.])(?=[a-zA-Z\s,;:)]|$))"
    r"|(?<![a-zA-Z0-9])(dd|DD|Dd)(?=[a-zA-Z])"
)
_VIQR_TONE = {"`": GRAVE, "'": ACUTE, "?": HOOK, "~": TILDE, ".": DOT}
_VIQR_SHAPE = {"^": "\u0302", "(": "\u0306", "+": "\u031b"}
_TO_VIQR: Final = {mark: sign for sign, mark in (_VIQR_TONE | _VIQR_SHAPE).items()}
_WORD = re.compile(r"[^\W\d_]+")


def from_tcvn3(text: str) -> str:
    """TCVN3 (ABC) letters, as latin-1 characters, to Unicode.

    Five codes are tone marks by themselves and look like signs of measure; after anything but a vowel they
    are those signs (m², 30°).

    >>> from_tcvn3("Hµn Quèc h«m nay"), from_tcvn3("120 m²")
    ('Hàn Quốc hôm nay', '120 m²')
    """
    decoded = _STRAY_TONE.sub(lambda found: _TO_TCVN3[found[0]], text.translate(_FROM_TCVN3))
    return unicodedata.normalize("NFC", decoded)


def to_tcvn3(text: str) -> str:
    """Unicode to TCVN3 letters; a capital that has no code of its own is written as the small letter.

    So the capital fonts (.VnTimeH) wrote it: see :func:`with_capitals`.

    >>> to_tcvn3("Hàn Quốc"), to_tcvn3("THỊ XÃ")
    ('Hµn Quèc', 'THÞ X·')
    """
    composed = unicodedata.normalize("NFC", text)
    return "".join(_TO_TCVN3.get(one) or _TO_TCVN3.get(one.lower()) or one for one in composed)


def with_capitals(text: str) -> str:
    """Raise the small letters that a capital font stood for: in words whose plain letters are all capital.

    A word of one letter follows the whole text.

    >>> with_capitals("THị Xã TAM Kỳ"), with_capitals("Xã B"), with_capitals("QH ở đô thị")
    ('THỊ XÃ TAM KỲ', 'Xã B', 'QH ở đô thị')
    """
    plain = [letter for letter in text if letter.isascii() and letter.isalpha()]
    if plain and all(letter.isupper() for letter in plain) and len(plain) > 2:
        return text.upper()

    def raised(match: re.Match[str]) -> str:
        word = match[0]
        capitals = sum(1 for letter in word if letter.isascii() and letter.isupper())
        small = any(letter.isascii() and letter.islower() for letter in word)
        return word.upper() if capitals > 1 and not small else word

    return _WORD.sub(raised, text)


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
            out[-1] = before + _VNI_PLAIN[low]
        elif before in "aeoAEO" and before and low in _VNI_ROOF:
            out[-1] = before + "\u0302" + _VNI_ROOF[low]
        elif before in "aA" and before and low in _VNI_BREVE:
            out[-1] = before + "\u0306" + _VNI_BREVE[low]
        else:
            out.append(_VNI_BASE.get(letter, letter))
    return unicodedata.normalize("NFC", "".join(out))


def to_vni(text: str) -> str:
    """Unicode to VNI for Windows letters; marks take the case of their vowel.

    >>> to_vni("Hàn Quốc, ĐỊA"), to_vni("nước")
    ('Haøn Quoác, ÑÒA', 'nöôùc')
    """
    return "".join(_vni_letter(letter) for letter in unicodedata.normalize("NFC", text))


def from_viqr(text: str) -> str:
    """VIQR typing to Unicode.

    >>> from_viqr("Ha`n Quo^'c, Trie^`u Tie^n, nu+o+'c, dda'p")
    'Hàn Quốc, Triều Tiên, nước, đáp'
    """

    def letter(match: re.Match[str]) -> str:
        shaped, shape, tone, plain, sure, unsure, dd = match.groups()
        if dd:
            return "đ" if dd == "dd" else "Đ"
        if shaped:
            return shaped + _VIQR_SHAPE[shape] + (_VIQR_TONE[tone] if tone else "")
        return plain + _VIQR_TONE[sure or unsure]

    return unicodedata.normalize("NFC", _VIQR.sub(letter, text))


def to_viqr(text: str) -> str:
    """Unicode to VIQR typing.

    >>> to_viqr("nước, Đà Nẵng")
    "nu+o+'c, DDa` Na(~ng"
    """
    out: list[str] = []
    for letter in unicodedata.normalize("NFC", text):
        if letter in "đĐ":
            out.append("dd" if letter == "đ" else "DD")
            continue
        base, shape, tone = _taken_apart(letter)
        known = all(mark in _TO_VIQR for mark in (shape + tone))
        out.append(base + "".join(_TO_VIQR[mark] for mark in shape + tone) if known else letter)
    return "".join(out)


def from_cp1258(data: bytes) -> str:
    """windows-1258 bytes to Unicode; ``UnicodeDecodeError`` on a byte the table leaves empty."""
    return unicodedata.normalize("NFC", data.decode("cp1258"))


def to_cp1258(text: str) -> bytes:
    """Unicode to windows-1258, tones as marks of their own where no letter holds them.

    ``UnicodeEncodeError`` for letters that the table does not know.
    """
    out = bytearray()
    for letter in unicodedata.normalize("NFC", text):
        try:
            out += letter.encode("cp1258")
        except UnicodeEncodeError:
            base, shape, tone = _taken_apart(letter)
            out += unicodedata.normalize("NFC", base + shape).encode("cp1258") + tone.encode("cp1258")
    return bytes(out)


def _taken_apart(letter: str) -> tuple[str, str, str]:
    """Split a letter into base, shape mark and tone mark; foreign marks stay with the base."""
    decomposed = unicodedata.normalize("NFD", letter)
    tone = "".join(mark for mark in decomposed[1:] if mark in TONES)
    shape = "".join(mark for mark in decomposed[1:] if mark in _TO_VIQR and mark not in TONES)
    rest = "".join(mark for mark in decomposed if mark not in tone and mark not in shape)
    return rest, shape, tone


def _vni_letter(letter: str) -> str:
    if letter in _TO_VNI_BASE:
        return _TO_VNI_BASE[letter]
    base, shape, tone = _taken_apart(letter)
    if base in "iI" or not (shape or tone):
        return letter
    head, marks = base, _VNI_MARKS.get(shape)
    if shape == "\u031b":
        head = _TO_VNI_BASE.get(unicodedata.normalize("NFC", base + shape), "")
        marks = _VNI_MARKS[""] if tone else {"": ""}
    if not head or marks is None or tone not in marks:
        return letter
    sign = marks[tone]
    return head + (sign.upper() if base.isupper() else sign)


def _toned(letter: str) -> bool:
    return any(mark in TONES for mark in unicodedata.normalize("NFD", letter))
