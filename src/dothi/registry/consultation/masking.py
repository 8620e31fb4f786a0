"""What of a statement is shown to the public: its words, without the numbers that lead to a person."""

from __future__ import annotations

import re

MASK = "[…]"
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(r"(?<![\d.,])(?:\+?84|0)(?:[ .\-]?\d){8,10}(?![\d])")
_IDENTITY = re.compile(r"(?<![\d.,])\d{3} ?\d{3} ?\d{3}(?: ?\d{3})?(?!\d)")


def masked(text: str) -> str:
    """Leave out addresses of mail, telephone numbers and numbers of identity papers (9 or 12 digits).

    Numbers of documents, areas and coordinates stay: they are shorter, or have a comma or a slash in them. A
    name written into the text stays too; for that a moderator can keep the statement off the page.

    >>> masked("Gọi tôi 0905 123 456, số thẻ 049123456789, thửa 12/345")
    'Gọi tôi […], số thẻ […], thửa 12/345'
    """
    for pattern in (_MAIL, _IDENTITY, _PHONE):
        text = pattern.sub(MASK, text)
    return text
