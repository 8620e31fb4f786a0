"""Trimming a stretch of a clause to its noun phrase."""

from __future__ import annotations

import re
from typing import Final

from dothi.programme.sentences import Stretch
from dothi.programme.view import trimmed

AIM: Final = r"phấn đấu|bảo đảm|đảm bảo|quyết tâm|nỗ lực"
_SCOPE: Final = r"(?:trên\s+địa\s+bàn\s+(?:toàn\s+)?(?:tỉnh|thành phố|huyện|cả nước)|trong\s+toàn\s+tỉnh)"
_LEAD = re.compile(
    r"(?:[\s,;:.)\"-]+|(?:và|trong đó|trong đó có|ngoài ra|đồng thời|đối với|gồm|bao gồm"
    r"|như sau|cụ thể|trong cả|trong|cả|các năm)(?![^\W_])"
    rf"|(?:{AIM})(?:\s+(?:hoàn thành|đạt|để|có))?(?![^\W_])|{_SCOPE}|(?:mỗi|hằng"
    rf"|hàng)\s+năm(?![^\W_])|bình quân mỗi năm"
    r"|(?:hình thành|xây dựng được|xây dựng mới|thành lập|có|đạt|còn|là|thì|sẽ)(?:\s+(?:được"
    r"|mới|thêm))?(?![^\W_])"
    r"|(?:toàn\s+tỉnh|cả\s+nước|toàn\s+quốc|toàn\s+vùng|toàn\s+thành\s+phố)(?=\s+(?:có|đạt"
    r"|phấn đấu|hình thành)\b|\s*$))",
    re.IGNORECASE,
)
_TRAIL = re.compile(
    r"(?:[\s,;:(\"-]+|(?<![^\W_])(?:đạt được|đạt mức|đạt tỷ lệ|đạt|là|có|gồm|bằng|ở mức|mức"
    r"|lên đến|lên tới|tăng lên|lên|xuống còn|xuống"
    r"|giảm còn|còn|chiếm|lần lượt|tương ứng|các|vào|trong|trong cả|cả|khoảng|từ|của|ước|phải"
    r"|sẽ|được|và|cơ bản|mỗi|với|bao gồm))$",
    re.IGNORECASE,
)
_KEPT_END = re.compile(r"thu gom, xử lý$|được$")


def noun_phrase(text: str, start: int, end: int) -> Stretch | None:
    """The stretch without leading and trailing function words, ``None`` when nothing is left."""
    start, end = trimmed(text, start, end)
    colon = text.rfind(": ", start, end)
    if colon > start and trimmed(text, colon + 1, end)[0] < end:
        start = colon + 1
    while start < end and (match := _LEAD.match(text, start, end)) and match.end() > start:
        start = match.end()
    while start < end and (match := _TRAIL.search(text, max(start, end - 24), end)):
        if match.start() == end:
            break
        end = match.start()
    start, end = trimmed(text, start, end, ",;:.-")
    return (start, end) if any(c.isalpha() for c in text[start:end]) else None


def predicate(text: str, start: int, end: int) -> Stretch:
    """A clause without the aim word and conjunctions it starts with and the full stop it ends with."""
    lead = re.compile(
        rf"(?:[\s,;:.-]+|(?:và|đồng thời|trong đó)(?![^\W_])|(?:{AIM})(?:\s+đến)?(?![^\W_])|{_SCOPE},?)",
        re.IGNORECASE,
    )
    while start < end and (match := lead.match(text, start, end)) and match.end() > start:
        start = match.end()
    return trimmed(text, start, end, ",;:.")
