"""Land functions as open data: what the tiles' ``function`` means, and the colour a map gives it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from dothi.portal.api.answering import answers
from dothi.portal.asking import Asking
from dothi.portal.land_functions import function_table
from dothi.registry.accounts.access import action


@action("plans.view")
@answers()
def land_functions(_request: HttpRequest, asking: Asking) -> dict[str, Any]:
    """Every function of the law table, in its order; ``colour_basis`` says whose the colour is."""
    english = function_table("en")
    rows = [
        {
            "key": words.key,
            "code": words.code or None,
            "title": words.title,
            "title_en": english[words.key].title,
            "colour": words.colour,
            "colour_basis": "law" if words.official else "dothi",
        }
        for words in function_table("vi").values()
    ]
    return {"as_of": asking.as_of, "as_known_on": asking.as_known_on, "functions": rows}
