"""Functions of land as an extract prints them: the law's colours, else the portal's own."""

from __future__ import annotations

from django.utils.translation import override

from dothi.land.extract_map import FunctionStyle, Styles
from dothi.land.record import Words
from dothi.portal.land_functions import function_table, function_words


def extract_styles() -> Styles:
    """Every function that the law knows, and ``""`` for what has none."""
    vietnamese, english = function_table("vi"), function_table("en")
    found = {
        key: FunctionStyle(one.code, Words(one.title, english[key].title), one.colour)
        for key, one in vietnamese.items()
    }
    titles = []
    for language in ("vi", "en"):
        with override(language):
            (unknown,) = function_words([""], language)
            titles.append(unknown.title)
    found[""] = FunctionStyle("", Words(*titles), unknown.colour)
    return found
