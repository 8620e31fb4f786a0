"""The result of a question about a hazard, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from dothi.portal import words
from dothi.portal.office.comparing.matrices import HECTARE, functions_of, on_map, part, plan_words, tiles_of
from dothi.registry.land.comparing.exposed import area_of, count_of

VERDICTS = ("exposed", "not-known", "not-exposed")


def expose_context(found: Mapping[str, Any], day: date, language: str) -> dict[str, Any]:
    """What the page of zones in a hazard shows."""
    said = {one: words.word("state", f"risk-{one}", language) for one in VERDICTS}
    names = functions_of({one["group"] for one in (*found["groups"], {"group": ""})}, language)
    total = found["total"]
    whole = sum(area_of(total).values())
    return {
        "found": found,
        "theme_title": found["theme"]["title_en" if language == "en" else "title"],
        "sums": [
            {
                "code": f"risk-{one}",
                "word": said[one],
                "count": count_of(total)[one],
                "ha": area_of(total)[one] / HECTARE,
                "share": part(area_of(total)[one], whole),
            }
            for one in VERDICTS
        ],
        "groups": [
            {"function": names[one["group"]], "ha": [area_of(one)[key] / HECTARE for key in VERDICTS]}
            for one in found["groups"]
        ],
        "heads": [(f"risk-{one}", said[one]) for one in VERDICTS],
        "places": [
            {
                **place,
                "code": f"risk-{place['verdict']}",
                "word": said[place["verdict"]],
                "ha": place["m2"] / HECTARE,
                "title": names[place["function"]].title if place["function"] in names else place["function"],
                "map": on_map(place["at"], day, found["plan"]["level"]),
            }
            for place in found["places"]
        ],
        "legend": [(f"risk-{one}", said[one]) for one in VERDICTS[:2]],
        "drawn": [tiles_of(found["plan"])] if found["plan"].get("tiles") else [],
        "notes": [note[language] for note in found["notes"]],
        "sides": [
            (_("Đồ án"), plan_words(found["plan"], language)),
            *(
                (_("Lớp chủ đề"), {"title": one["title"], "decision": one["document"], "hash": one["layer"]})
                for one in found["sources"]
            ),
        ],
    }
