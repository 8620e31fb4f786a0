"""The text as the reader looks at it, and the way back to the text as it is.

Matching wants one spelling: composed letters, plain spaces, one kind of dash, new-style tone marks,
scanning slips mended. The source must not change. So a view pairs the tidied text with the source
offset of each of its characters; what is found in the view is always reported from the source.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from dothi.base.text import tone_normalised

_SAME_LENGTH = {
    **dict.fromkeys(map(ord, "\t\r\v\f\u00a0\u1680\u2007\u202f\u3000"), " "),
    **dict.fromkeys(range(0x2000, 0x200B), " "),
    **dict.fromkeys(map(ord, "\x85\u2028\u2029"), "\n"),
    **dict.fromkeys(map(ord, "–—‒―−‐‑"), "-"),
    **dict.fromkeys(map(ord, "“”„"), '"'),
    **dict.fromkeys(map(ord, "‘’"), "'"),
    ord("％"): "%",
}
_EMPHASIS = re.compile(r"\*\*|__")
_NOTE_MARK = re.compile(r"\[\^\d{1,3}\](?!:)")
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class View:
    """``text`` is for looking at; ``offsets[i]`` is where its character ``i`` stands in ``source``.

    ``silent`` are stretches of the source that are no words of the text around them: page numbers.
    """

    source: str
    text: str
    offsets: tuple[int, ...]
    silent: tuple[tuple[int, int], ...] = ()

    @classmethod
    def of(cls, source: str) -> View:
        """Tidy ``source``; linear in its length."""
        letters, offsets = _composed(source)
        text = letters.translate(_SAME_LENGTH)
        text = _EMPHASIS.sub("  ", text)
        text = _NOTE_MARK.sub(lambda mark: " " * len(mark.group()), text)
        toned = tone_normalised(text)
        if len(toned) == len(text):
            text = toned
        return cls(source, text, (*offsets, len(source)))

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Source offsets of a stretch of the view."""
        return self.offsets[start], self.offsets[end]

    def exact(self, start: int, end: int) -> str:
        """The source of a stretch, character by character."""
        return self.source[self.offsets[start] : self.offsets[end]]

    def words(self, start: int, end: int) -> str:
        """The source of a stretch as one line: its own words, single spaces, no marks of layout."""
        first, last = self.span(start, end)
        kept = self.source[first:last]
        for left, right in reversed(self.silent):
            if first <= left and right <= last:
                kept = kept[: left - first] + kept[right - first :]
        return _SPACES.sub(" ", _NOTE_MARK.sub("", _EMPHASIS.sub(" ", kept))).strip()

    def muted(self, stretches: Iterable[tuple[int, int]]) -> View:
        """Blank stretches of the view and leave them out of ``words``."""
        spans = tuple(stretches)
        blank = self.replaced((start, " " * (end - start)) for start, end in spans)
        return replace(blank, silent=tuple(self.span(*span) for span in spans))

    def squeezed(self, stretches: Sequence[tuple[int, int]]) -> tuple[View, list[int]]:
        """One space for every run of white space inside ``stretches``, and where each old position went."""
        inside = bytearray(len(self.text))
        for start, end in stretches:
            inside[start:end] = b"\1" * (end - start)
        letters: list[str] = []
        offsets: list[int] = []
        moved: list[int] = []
        for index, letter in enumerate(self.text):
            moved.append(len(letters))
            if inside[index] and letter.isspace():
                if index and inside[index - 1] and self.text[index - 1].isspace():
                    moved[-1] = len(letters) - 1
                    continue
                letters.append(" ")
            else:
                letters.append(letter)
            offsets.append(self.offsets[index])
        moved.append(len(letters))
        squeezed = replace(self, text="".join(letters), offsets=(*offsets, len(self.source)))
        return squeezed, moved

    def replaced(self, changes: Iterable[tuple[int, str]]) -> View:
        """Write each text over the view at its place; lengths stay, the source stays."""
        letters = list(self.text)
        for start, text in changes:
            letters[start : start + len(text)] = text
        return replace(self, text="".join(letters))


def _composed(source: str) -> tuple[str, tuple[int, ...]]:
    if unicodedata.is_normalized("NFC", source) and not any(_invisible(c) for c in source):
        return source, tuple(range(len(source)))
    letters: list[str] = []
    offsets: list[int] = []
    start = 0
    while start < len(source):
        end = start + 1
        while end < len(source) and unicodedata.combining(source[end]):
            end += 1
        if not _invisible(source[start]):
            for letter in unicodedata.normalize("NFC", source[start:end]):
                letters.append(letter)
                offsets.append(start)
        start = end
    return "".join(letters), tuple(offsets)


def _invisible(letter: str) -> bool:
    return letter > "\x7f" and unicodedata.category(letter) == "Cf"


def trimmed(text: str, start: int, end: int, extra: str = "") -> tuple[int, int]:
    """Shrink a stretch past white space and the letters of ``extra`` at both ends."""
    drop = " \n" + extra
    while start < end and text[start] in drop:
        start += 1
    while end > start and text[end - 1] in drop:
        end -= 1
    return start, end
