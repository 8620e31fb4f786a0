"""Vietnamese names: one spelling to compare by, one folding to search by.

The same name reaches us composed or decomposed, with the tone mark on either vowel (Hòa, Hoà), with
no-break spaces and typographic apostrophes. ``name_key`` makes such spellings equal and keeps the marks,
for Trà Don and Trà Dơn are two communes; ``fold`` drops the marks, for people search without them.
Converted old files often hold the Icelandic eth (Ð) where Đ is meant: to the eye they are one letter, so
keys and folds take them as one.
"""

from __future__ import annotations

import re
import unicodedata

_TONES = "\u0300\u0301\u0303\u0309\u0323"
_LETTER = r"[^\W\d_]"
_ALIKE = {**dict.fromkeys(map(ord, "'’‘ʼ´`′")), ord("Ð"): "Đ", ord("Ɖ"): "Đ", ord("ð"): "đ"}
_OLD_STYLE = re.compile(rf"(o)([ae])([{_TONES}])(?!{_LETTER})|(u)(y)([{_TONES}])(?!{_LETTER})")
_QU = re.compile(rf"([qQ])([uU])([{_TONES}])([yY])")
_SPACES = re.compile(r"\s+")
_NOT_WORD = re.compile(r"[^0-9a-z]+")


def clean(text: str) -> str:
    r"""Make the text that is stored and shown: NFC, ordinary single spaces, no invisible characters.

    >>> clean("  Điện\u00a0 Bàn ")
    'Điện Bàn'
    """
    if text.isprintable():  # no separator but the plain space, nothing invisible
        return " ".join(unicodedata.normalize("NFC", text).split())
    kept = "".join(" " if unicodedata.category(c) in {"Zs", "Cc"} else c for c in text)
    kept = "".join(c for c in kept if unicodedata.category(c) != "Cf")
    return _SPACES.sub(" ", unicodedata.normalize("NFC", kept)).strip()


def tone_normalised(text: str) -> str:
    """Put the tone mark of oa, oe, uy where the administrative lists put it (Hòa, not Hoà), in NFC.

    Only open syllables are touched: hoàn and huỳnh have one spelling. The u of qu belongs to the consonant,
    so quý keeps its mark on the y.

    >>> tone_normalised("Hoà Thuỷ Quý hoàn")
    'Hòa Thủy Quý hoàn'
    """
    decomposed = unicodedata.normalize("NFD", text)
    lowered = decomposed.lower()
    out = list(decomposed)
    for match in _OLD_STYLE.finditer(lowered):
        start = match.start()
        if lowered[start] == "u" and start > 0 and lowered[start - 1] == "q":
            continue
        out[start + 1], out[start + 2] = out[start + 2], out[start + 1]
    normal = "".join(out)
    return unicodedata.normalize("NFC", _QU.sub(r"\1\2\4\3", normal))


def name_key(text: str) -> str:
    """Make the form in which two spellings of one name are equal; tone and vowel marks are kept.

    >>> name_key("Phường  HOÀ Khánh") == name_key("phường Hòa Khánh")
    True
    """
    return tone_normalised(clean(text).translate(_ALIKE)).lower()


def fold(text: str) -> str:
    """Make the form to search by: lower case, no marks, words separated by one space.

    >>> fold("Đặc khu Hoàng Sa"), fold("Xã Ch’ơm")
    ('dac khu hoang sa', 'xa chom')
    """
    plain = clean(text).translate(_ALIKE).lower().replace("đ", "d")
    if not plain.isascii():
        decomposed = unicodedata.normalize("NFD", plain)
        plain = "".join(c for c in decomposed if not unicodedata.combining(c))
    return _NOT_WORD.sub(" ", plain).strip()


def slug(text: str) -> str:
    """``fold`` with hyphens, for addresses: ``Tam Kỳ`` gives ``tam-ky``."""
    return fold(text).replace(" ", "-")
