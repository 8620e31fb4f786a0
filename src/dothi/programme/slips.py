"""Slips of scanning: letters for digits and wrong marks in words a programme cannot do without.

Only phrases of two syllables and more are mended, and only where the wrong spelling is no word of its
own: "phần đầu" (first part) is never taken for "phấn đấu", nor "công nhân" (worker) for "công nhận".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from dothi.base.text import fold
from dothi.programme.letters import UPPER
from dothi.programme.names import edit_distance

_PHRASES: Final = (
    "phấn đấu",
    "đô thị",
    "chỉ tiêu cụ thể",
    "chỉ tiêu chủ yếu",
    "mục tiêu",
    "tiêu chí",
    "nhiệm vụ",
    "giải pháp",
    "chỉnh trang",
    "tỷ lệ",
    "giai đoạn",
    "tối thiểu",
    "thị trấn",
    "thị xã",
    "thành phố",
    "hình thành",
    "từng bước",
    "tiếp tục",
    "hoàn thành",
    "hoàn thiện",
    "xây dựng",
    "quy hoạch",
    "tương đương",
    "tổ chức thực hiện",
    "sở xây dựng",
    "sở tài chính",
    "sở nội vụ",
    "sở tư pháp",
    "sở công thương",
    "sở giao thông vận tải",
    "sở tài nguyên và môi trường",
    "sở kế hoạch và đầu tư",
    "vỉa hè",
)
_WORDS_OF_THEIR_OWN: Final = frozenset(
    {"phần đầu", "phận đầu", "phần đấu", "mức tiêu", "thì xã", "thì trấn", "thi xã", "tôi thiếu", "vía hè"}
)
_ONLY: Final = {"đô thị": frozenset({"dô thị", "đô thi", "dô thi", "đô thí", "đô thỉ"})}
_GOES_ON: Final = frozenset({"tư", "thầu", "tiên", "mối", "vào", "năm", "kỳ"})
_BY_FOLD: Final = {fold(phrase): phrase for phrase in _PHRASES}
_PAIR = re.compile(r"\w+")
_DIGITS: Final = (
    (re.compile(r"(?<=[12])[OoQ](?=\d{2}(?!\w))"), "0"),
    (re.compile(r"(?<=\d)[OoQ](?=\d|(?!\w))(?!\w*[a-z])"), "0"),
    (re.compile(r"(?<![\w.,])[lI|](?=\d)"), "1"),
    (re.compile(r"(?<=\d)[lI|](?=[\d%])"), "1"),
    (re.compile(rf"(?<=[{UPPER}])l(?=[{UPPER}])"), "I"),
    (re.compile(rf"(?<=[{UPPER}])l(?!\w)"), "I"),
    (re.compile(rf"(?<!\w)l(?=[{UPPER}]{{2}})"), "I"),
)


@dataclass(frozen=True, slots=True)
class Slip:
    """A stretch of the view read as something else of the same length."""

    start: int
    found: str
    taken_as: str
    score: float


def slips_in(text: str) -> list[Slip]:
    """Every slip in order, without overlaps."""
    found: list[Slip] = []
    for pattern, letter in _DIGITS:
        found += [_of_word(text, match.start(), letter) for match in pattern.finditer(text)]
    found += _phrases(text)
    out: list[Slip] = []
    for slip in sorted(found, key=lambda s: (s.start, -len(s.found))):
        if not out or slip.start >= out[-1].start + len(out[-1].found):
            out.append(slip)
        elif out[-1].start == slip.start and out[-1].found == slip.found:
            out[-1] = _both(out[-1], slip)
    return out


def _of_word(text: str, at: int, letter: str) -> Slip:
    start = end = at
    while start and text[start - 1].isalnum():
        start -= 1
    while end < len(text) and (text[end].isalnum() or text[end] == "|"):
        end += 1
    word = text[start:end]
    return Slip(
        start, word, word[: at - start] + letter + word[at - start + 1 :], round(1 - 1 / len(word), 3)
    )


def _both(first: Slip, second: Slip) -> Slip:
    letters = [
        b if b != f else a for f, a, b in zip(first.found, first.taken_as, second.taken_as, strict=True)
    ]
    score = max(0.0, first.score + second.score - 1)
    return Slip(first.start, first.found, "".join(letters), round(score, 3))


def _phrases(text: str) -> list[Slip]:
    words = list(_PAIR.finditer(text))
    longest = max(len(key.split()) for key in _BY_FOLD)
    folded = [fold(word.group()) for word in words]
    starts = {key.split()[0] for key in _BY_FOLD}
    out: list[Slip] = []
    for index, word in enumerate(words):
        if folded[index] not in starts:
            continue
        for count in range(min(longest, len(words) - index), 1, -1):
            phrase = _BY_FOLD.get(" ".join(folded[index : index + count]))
            if phrase is None:
                continue
            end = words[index + count - 1].end()
            following = words[index + count].group().lower() if index + count < len(words) else ""
            own = phrase == "phấn đấu" and following in _GOES_ON
            slip = None if own else _slip(text, word.start(), end, phrase)
            if slip:
                out.append(slip)
            break
    return out


def _slip(text: str, start: int, end: int, phrase: str) -> Slip | None:
    found = text[start:end]
    low = found.lower()
    if len(found) != len(phrase) or "\n" in found or (found.isupper() and fold(found) == found.lower()):
        return None
    if low == phrase or low in _WORDS_OF_THEIR_OWN:
        return None
    if phrase in _ONLY and low not in _ONLY[phrase]:
        return None
    written = "".join(p.upper() if f.isupper() else p for f, p in zip(found, phrase, strict=True))
    if phrase.startswith("sở ") and not found[3:4].isupper():
        return None
    wrong = edit_distance(low, phrase)
    return Slip(start, found, written, round(1 - wrong / len(phrase), 3))
