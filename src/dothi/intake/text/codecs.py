"""Names of encodings as files declare them, and text as one character a byte."""

from __future__ import annotations

import codecs
import re
import unicodedata
from typing import Final

_DIGITS = re.compile(r"\d{3,5}")
_ALIASES: Final = {
    "65001": "utf-8",
    "88591": "iso8859-1",
    "28591": "iso8859-1",
    "54936": "gb18030",
    "20127": "ascii",
    "ansi": "",
    "oem": "",
    "system": "",
}
_ODD: Final = {  # bytes that windows-1252 leaves empty, and programs pass through
    code: chr(code) for code in (0x81, 0x8D, 0x8F, 0x90, 0x9D)
}
_TO_WINDOWS: Final = {
    code: bytes([code]).decode("cp1252", errors="ignore") or _ODD[code] for code in range(0x80, 0xA0)
}
_FROM_WINDOWS: Final = {ord(letter): code for code, letter in _TO_WINDOWS.items()}
_TO_VIETNAM: Final = {
    code: letter for code in range(0x80, 0x100) if (letter := bytes([code]).decode("cp1258", errors="ignore"))
}
_FROM_VIETNAM: Final = {letter: code for code, letter in _TO_VIETNAM.items()}


def codec_of(declared: str) -> str:
    """Find the codec a ``.cpg`` or a header names; empty for none, and for "the code page of that machine".

    >>> codec_of("UTF-8"), codec_of("ANSI 1258"), codec_of("ISO 88591"), codec_of("OEM"), codec_of("x-mac")
    ('utf-8', 'cp1258', 'iso8859-1', '', '')
    """
    name = declared.strip().strip("\x00").lower()
    digits = _DIGITS.search(name)
    candidates = [name, name.replace(" ", "-")]
    if digits:
        candidates += [digits[0], f"cp{digits[0]}"]
    for candidate in candidates:
        if candidate in _ALIASES:
            return _ALIASES[candidate]
        try:
            found = codecs.lookup(candidate)
        except (LookupError, ValueError):
            continue
        if found._is_text_encoding:  # noqa: SLF001  (the only way to tell base64 from a code page)
            return found.name
    return ""


def as_windows(image: str) -> str:
    r"""Show one character a byte the way windows-1252 shows the bytes; it never fails.

    >>> as_windows("\x93Tam Kú\x94")
    '“Tam Kú”'
    """
    return image.translate(_TO_WINDOWS)


def to_bytes(text: str) -> bytes | None:
    """The bytes that windows-1252 shows as this text; ``None`` when a letter is not of that code page."""
    codes = [_FROM_WINDOWS.get(ord(letter), ord(letter)) for letter in text]
    return bytes(codes) if all(code < 0x100 for code in codes) else None


def as_vietnam(data: bytes) -> str:
    """Show bytes the way windows-1258 does, its tone marks joined to their letters; it never fails."""
    return unicodedata.normalize("NFC", "".join(_TO_VIETNAM.get(code, chr(code)) for code in data))


def to_bytes_of_vietnam(text: str) -> bytes | None:
    """The bytes that windows-1258 shows as this text; ``None`` when a letter is not of that code page."""
    out = bytearray()
    for letter in text:
        code = _vietnam_code(letter)
        if code is not None:
            out.append(code)
            continue
        decomposed = unicodedata.normalize("NFD", letter)
        head, tone = unicodedata.normalize("NFC", decomposed[:-1]), decomposed[-1:]
        codes = [_vietnam_code(part) for part in (*head, tone)]
        if len(decomposed) < 2 or None in codes:
            return None
        out += bytes(found for found in codes if found is not None)
    return bytes(out)


def _vietnam_code(letter: str) -> int | None:
    code = ord(letter)
    if code < 0x80 or (code < 0xA0 and code not in _TO_VIETNAM):
        return code
    return _FROM_VIETNAM.get(letter)
